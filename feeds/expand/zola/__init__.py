"""Zola's bodies: shortcodes, links to its own pages, and what `[markdown]` turns on."""

from __future__ import annotations

import re

from feeds.collect.dialects import Dialect
from feeds.collect.dialects.zola.config import ZolaConfig
from feeds.errors import Finding, warning
from feeds.expand.base import Expander, left_out
from feeds.expand.sources import Sources, Uses
from feeds.expand.template_code import without_code
from feeds.expand.zola.links import LINK, Links
from feeds.expand.zola.seals import Seals, Spot, outside_code
from feeds.expand.zola.shortcodes import Call, Escaped, ShortcodeError, parse
from feeds.expand.zola.working import Working
from feeds.model import Expanded, Flavour, Post, Site

__all__ = ["EXPANDER", "ZolaExpander"]

_SHORTCODE = re.compile(r"\{\{|\{%")
_EMOJI = re.compile(r"(?<![/(&#]):([a-z0-9_+-]{1,60}):(?!/)")
_ALERT = re.compile(
    r"(?P<before>^[ \t]{0,3}>[ \t>]{0,9})\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_CALL_LIKE = re.compile(
    r"\{[{%]-?\s*(?:[A-Za-z_]\w*\s*\([^{}]{0,300}?[%}]\}|</?[A-Za-z][^\n]{0,300}?[%}]\})"
)


class ZolaExpander(Expander):
    """Shortcodes are worked out from their templates, as far as those need only the site."""

    def __init__(self, site: Site, dialect: Dialect, sources: Sources) -> None:
        super().__init__(site, dialect, sources)
        config = getattr(dialect, "config", None)
        self._config = config if isinstance(config, ZolaConfig) else ZolaConfig()
        markdown = self._config.values.part("markdown")
        self._emoji = markdown.flag("render_emoji")
        self._alerts = markdown.flag("github_alerts")
        self.flavour = Flavour(typographer=markdown.flag("smart_punctuation"))

    def fingerprint(self) -> str:
        """The whole configuration, since templates may name any of it."""
        return repr(self._config.values.table)

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        uses = Uses(self.sources)
        links = Links(self.site, self._config, uses)
        text = source
        findings: list[Finding] = []
        if _SHORTCODE.search(source):
            working = Working(self.site, self._config, uses, links, post, self.flavour)
            try:
                text = _worked_out(source, working)
            except ShortcodeError as problem:
                done = left_out(post, _line(source, problem.position), f"{problem}: {problem.tag}")
                return Expanded("", done.findings, uses.inputs)
        if "@/" in text:
            text = outside_code(text, LINK, lambda found: _linked(found, links, post, findings))
        if self._alerts:
            text = outside_code(text, _ALERT, lambda found: found["before"])
        if self._emoji:
            text = outside_code(text, _EMOJI, _drawn)
        return Expanded(text, tuple(findings), uses.inputs)


EXPANDER = ZolaExpander


def _worked_out(source: str, working: Working) -> str:
    """The body with every shortcode replaced by what it makes of itself, there where it is.

    Raises `ShortcodeError` where that cannot be done, and for what is written like a call
    outside of code and cannot be read as one, which nobody means to be shown. The components
    of Zola 0.23, `{{ <name key="value" /> }}`, are among it.
    """
    seals = Seals(source)
    sealed: list[Call | Escaped] = []
    parts: list[str] = []
    for item in parse(source):
        if isinstance(item, (Call, Escaped)):
            sealed.append(item)
            parts.append(seals.seal())
        else:
            parts.append(item)
    text = "".join(parts)
    if half := _CALL_LIKE.search(without_code(text)):
        tag = " ".join(half[0].split())
        raise ShortcodeError("this cannot be read as a shortcode", source.find(half[0]), tag)

    def write(number: int, spot: Spot) -> str:
        item = sealed[number]
        return item if isinstance(item, Escaped) else working.work_out(item).at(spot)

    return seals.open(text, write)


def _linked(found: re.Match[str], links: Links, post: Post, findings: list[Finding]) -> str:
    url = links.url(found["path"])
    if url is None:
        findings.append(
            warning(
                f"a link leads to {found['path']}, which is no page of the site",
                post.path,
                remedy="It leads to the post itself; mend or delete it.",
            )
        )
    return f"{found['before']}{url or post.url}"


def _drawn(found: re.Match[str]) -> str:
    from rich.emoji import Emoji, NoEmoji

    try:
        return str(Emoji(found[1]))
    except NoEmoji:
        return found[0]


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
