"""Jekyll's bodies: Liquid worked out as Jekyll 4 does it, and kramdown's Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from feeds.collect.dialects import Dialect
from feeds.collect.dialects.base import (
    stem_of,
)
from feeds.collect.dialects.jekyll.dialect import JekyllDialect
from feeds.errors import Finding, warning
from feeds.expand.base import Expander, left_out
from feeds.expand.sources import Sources, Uses
from feeds.keys import means_no
from feeds.model import Expanded, Flavour, Post, Site
from feeds.versions import versions

if TYPE_CHECKING:
    from feeds.expand.liquid import Engine

__all__ = ["EXPANDER", "FLAVOUR", "JekyllExpander"]

FLAVOUR = Flavour(
    typographer=True,
    inner_markdown=True,
    abbreviations=True,
    guillemets=True,
    math=True,
    loose=True,
)
"""kramdown's Markdown, with GitHub's additions, as Jekyll has it without any settings."""


_NO_CLOCK = "the body asks for the time of the build, for which the post's own date stands"


class JekyllExpander(Expander):
    """A body without its Liquid, unless the post turns Liquid off.

    What a tag asks for that only a whole build knows, such as `site.pages`, is an error.
    """

    def __init__(self, site: Site, dialect: Dialect, sources: Sources) -> None:
        super().__init__(site, dialect, sources)
        self._config: Mapping[str, object] = (
            dialect.config.values if isinstance(dialect, JekyllDialect) else {}
        )
        self.flavour = _flavour(self._config)
        self._stems: dict[str, tuple[str, ...]] | None = None

    def __getstate__(self) -> dict[str, Any]:
        kept = dict(self.__dict__)
        kept.pop("_engine", None)
        return kept

    def fingerprint(self) -> str:
        """The configuration, all of which templates may show, and the library's version."""
        return repr((self._config, self.site.url, str(self.site.timezone), _libraries()))

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        if "{{" not in source and "{%" not in source:
            return Expanded(source)
        if means_no(post.front_matter.get("render_with_liquid")):
            return Expanded(source)
        from feeds.expand.jekyll.site import Site as View
        from feeds.expand.liquid import TemplateProblemError

        uses = Uses(self.sources)
        asked: list[Finding] = []

        def warn(what: str, remedy: str = "") -> None:
            said = warning(what, post.path, remedy=remedy)
            if said not in asked:
                asked.append(said)

        def now() -> datetime:
            warn(_NO_CLOCK, "Feeds are the same whenever they are built; write what is meant.")
            return post.published

        view = View(self.site, self._config, uses, post, self._posts_named, now, warn, self.flavour)
        try:
            text = self._engine.render(source, view.variables(source), view, now)
        except TemplateProblemError as problem:
            done = left_out(post, problem.line, str(problem))
            return replace(done, inputs=uses.inputs)
        return Expanded(text, tuple(asked), uses.inputs)

    @cached_property
    def _engine(self) -> Engine:
        from feeds.expand.jekyll.filters import FILTERS
        from feeds.expand.jekyll.tags import TAGS
        from feeds.expand.liquid import Engine

        return Engine(zone=self.site.timezone, tags=TAGS, filters=FILTERS)

    def _posts_named(self, stem: str) -> tuple[str, ...]:
        """The paths of the posts whose files have that name, without what is after its dot."""
        if self._stems is None:
            found: dict[str, list[str]] = {}
            for path in sorted(self.sources.paths):
                found.setdefault(stem_of(path), []).append(path)
            self._stems = {name: tuple(paths) for name, paths in found.items()}
        return self._stems.get(stem, ())


def _flavour(config: Mapping[str, object]) -> Flavour:
    """What `markdown` and `kramdown` in the configuration ask for."""
    if not str(config.get("markdown") or "kramdown").lower().startswith("kramdown"):
        return Flavour()
    settings = config.get("kramdown")
    options = settings if isinstance(settings, Mapping) else {}
    quotes = str(options.get("smart_quotes") or "lsquo")
    return replace(
        FLAVOUR,
        breaks=options.get("hard_wrap") is True,
        typographer="apos" not in quotes,
        inner_markdown=options.get("parse_block_html") is not True,
    )


def _libraries() -> Sequence[str]:
    return versions("python-liquid", "pyyaml")


EXPANDER = JekyllExpander
