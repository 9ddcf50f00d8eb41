"""feeds turns a folder of Markdown posts into Atom and RSS feeds and a newsletter."""

__version__ = "0.1.0"
