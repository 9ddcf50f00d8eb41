"""From files to Post records: scan, front matter, the dialect's reading, the index, the store."""

from feeds.collect.collector import Collection, collect
from feeds.collect.reading import read_body, with_lines
from feeds.collect.scan import Folder

__all__ = ["Collection", "Folder", "collect", "read_body", "with_lines"]
