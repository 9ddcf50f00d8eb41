"""Eleventy's bodies: Liquid in Markdown and HTML, as far as it needs no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from functools import cached_property
from posixpath import splitext
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from feeds.collect.dialects.eleventy.dialect import EleventyDialect
from feeds.expand.base import Expander, left_out
from feeds.expand.sources import Uses
from feeds.expand.template_code import first_tag
from feeds.model import Expanded, Flavour, Post
from feeds.versions import versions

if TYPE_CHECKING:
    from feeds.expand.liquid import Engine

__all__ = ["EXPANDER", "EleventyExpander"]

_RAW = re.compile(r"\{%-?\s*(raw|verbatim)\s*-?%\}(.*?)\{%-?\s*end\1\s*-?%\}", re.DOTALL)
_UNSEEN = re.compile(r"\{[{%][^}]*\b(?:collections|pkg|eleventy|env)\b")
_KINDS = {".md": "md", ".html": "html", ".liquid": "liquid", ".njk": "njk"}


class EleventyExpander(Expander):
    """A body with its Liquid worked out over the page's data.

    Filters, tags and shortcodes of the site's own are JavaScript: where a body has them, it
    is an error. So is Nunjucks, but for `{% raw %}`.
    """

    flavour = Flavour(indented_code=False)

    def __getstate__(self) -> dict[str, Any]:
        kept = dict(self.__dict__)
        kept.pop("_engine", None)
        return kept

    def fingerprint(self) -> str:
        """The configuration and all data, which templates may show, and the library's version."""
        return repr((self.dialect.fingerprint(), self.site.url, versions("python-liquid")))

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        engines = self._engines(post)
        html = "md" not in engines
        if "{{" not in source and "{%" not in source and "{#" not in source:
            return Expanded(source, html=html)
        if "liquid" in engines:
            return self._liquid(source, post, html=html)
        return (
            _without_raw(source, post, html=html)
            if "njk" in engines
            else Expanded(source, html=html)
        )

    def _engines(self, post: Post) -> tuple[str, ...]:
        """What reads the body, in order: the file's own, or as `templateEngineOverride` says."""
        override = post.front_matter.get("templateEngineOverride")
        if override is not None:
            names = override.split(",") if isinstance(override, str) else ()
            return tuple(name.strip().lower() for name in names)
        kind = _KINDS.get(splitext(post.path)[1], "html")
        before = {"md": "liquid", "html": "liquid"}
        if isinstance(self.dialect, EleventyDialect):
            config = self.dialect.config
            before = {"md": config.markdown_engine, "html": config.html_engine}
        return (before.get(kind, ""), kind)

    def _liquid(self, source: str, post: Post, *, html: bool) -> Expanded:
        from feeds.expand.liquid import TemplateProblemError

        if unseen := _UNSEEN.search(source):
            line = source.count("\n", 0, unseen.start()) + 1
            tag = (first_tag(source[unseen.start() :]) or (0, ""))[1]
            return left_out(post, line, f"what only a whole build knows is asked for: {tag}")
        uses = Uses(self.sources)
        asked = _Asked(self, uses, post)
        try:
            text = self._engine.render(source, self._variables(post), asked)
        except TemplateProblemError as problem:
            done = left_out(post, problem.line, str(problem))
            return replace(done, inputs=uses.inputs)
        return Expanded(text, (), uses.inputs, html=html)

    @cached_property
    def _engine(self) -> Engine:
        from feeds.expand.eleventy.liquid import FILTERS
        from feeds.expand.liquid import Engine

        return Engine(zone=UTC, filters=FILTERS)

    def _variables(self, post: Post) -> Mapping[str, object]:
        if not isinstance(self.dialect, EleventyDialect):
            return post.front_matter
        return self.dialect.data_of(post, self.site)


class _Asked:
    """What Eleventy's own filters may ask for."""

    def __init__(self, expander: EleventyExpander, uses: Uses, post: Post) -> None:
        self._site = expander.site
        self._uses = uses
        self.path = post.path
        self.prefix = urlsplit(expander.site.url).path or "/"
        dialect = expander.dialect
        self.start = dialect.start(self._site) if isinstance(dialect, EleventyDialect) else "."

    def url_of(self, path: str) -> str | None:
        """The path in links to the page in that file, without the site's own folder."""
        post = self._uses.post(path)
        return post.url.removeprefix(self._site.url) if post else None


def _without_raw(source: str, post: Post, *, html: bool) -> Expanded:
    """Nunjucks that has nothing in it but raw text."""
    blanked = _RAW.sub(lambda found: "\n" * found[0].count("\n"), source)
    found = first_tag(blanked)
    if found or "{#" in blanked:
        line, tag = found or (blanked.count("\n", 0, blanked.index("{#")) + 1, "{#")
        return left_out(post, line, f"the body holds Nunjucks, which is not worked out: {tag}")
    return Expanded(_RAW.sub(lambda found: found[2], source), html=html)


EXPANDER = EleventyExpander
