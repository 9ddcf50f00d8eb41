"""The preview's pages: what was made in, HTML out, by templates that no site can replace."""

from __future__ import annotations

from datetime import datetime

import jinja2

from feeds.preview.policies import SANDBOX
from feeds.preview.snapshot import counts, named
from feeds.preview.state import State
from feeds.preview.words import Words
from feeds.templating.templates import shipped_templates

__all__ = ["ASSETS", "Pages", "asset"]

ASSETS = {
    "icon.svg": "image/svg+xml",
    "morph.js": "text/javascript",
    "preview.css": "text/css",
    "preview.js": "text/javascript",
}


class Pages:
    """Fills the preview's templates with what a `State` holds."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(shipped_templates() / "preview"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"instant": _instant, "version": state.version_of}

    def page(self, template: str, here: str, words: Words, **context: object) -> str:
        """One page in those words; `here` is the address that the navigation shows as current."""
        site = self._state.site
        return self._environment.get_template(template).render(
            site=site,
            newsletters=named(site),
            counts=counts(self._state),
            problem=self._state.problem,
            version=self._state.version,
            sandbox=SANDBOX,
            here=here,
            t=words,
            **context,
        )


def asset(name: str) -> bytes:
    """A file that the pages need, one of `ASSETS`."""
    return (shipped_templates() / "preview" / name).read_bytes()


def _instant(moment: datetime) -> str:
    """As written in the post, in its own offset."""
    return f"{moment:%Y-%m-%d %H:%M}"
