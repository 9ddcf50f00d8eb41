"""The files that a newsletter's mail is made of, each without its template code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import jinja2

from feeds.digest.look import SHARED
from feeds.errors import Finding, TemplateError, error
from feeds.lint.templates.blanking import blanked
from feeds.lint.templates.flaws import KEPT
from feeds.templating.sources import FOLDER
from feeds.templating.templates import Templates

__all__ = ["Kind", "Source", "sources"]

Kind = Literal["html", "inlined", "kept"]

_PARTS: tuple[tuple[str, Kind], ...] = (
    ("page.html", "html"),
    ("header.html", "html"),
    ("section.html", "html"),
    ("post.html", "html"),
    ("more.html", "html"),
    ("footer.html", "html"),
    ("style.css", "inlined"),
    (KEPT, "kept"),
)
_LONGEST = 100_000
_MOST_FILES = 100
_RULE = "template-unreadable"


@dataclass(frozen=True, slots=True)
class Source:
    """A file: HTML, a style sheet that is inlined, or one that is kept.

    `path` is as people know it, and `own` says that it is the site's. `text` is blanked.
    """

    path: str
    kind: Kind
    own: bool
    text: str


def sources(templates: Templates, name: str) -> Iterator[Source | Finding]:
    """All parts of the template of that name, what they include too; or why one cannot be read."""
    seen: set[str] = set()
    for part, kind in _PARTS:
        own = f"{name}/{part}"
        root = own if templates.has(own) else f"{SHARED}/{part}"
        try:
            named = templates.names(root)
        except TemplateError as failure:
            yield from (replace(finding, rule=_RULE) for finding in failure.findings)
            named = (root,)
        for each in named:
            if each not in seen and len(seen) < _MOST_FILES and templates.has(each):
                seen.add(each)
                yield from _read(templates, each, kind)


def _read(templates: Templates, name: str, kind: Kind) -> Iterator[Source | Finding]:
    path = templates.place(name)
    try:
        text = templates.text(name)
        if len(text) > _LONGEST:
            yield error("is too long to be checked", path, remedy="Make it shorter.", rule=_RULE)
            return
        yield Source(path, kind, path.startswith(f"{FOLDER}/"), blanked(text))
    except TemplateError:
        return  # `sources` has said why
    except jinja2.TemplateSyntaxError:
        return
