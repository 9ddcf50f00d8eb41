"""Where a fault is to be mended: in a post, the edition, the settings or the file itself."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.check.sources import Source, spellings
from feeds.errors import Finding
from feeds.lint.faults import Fault, MailRule
from feeds.lint.issue import Issue
from feeds.lint.rules import RULES

__all__ = ["Naming"]

SETTINGS = "feeds.toml"
_SETTINGS = frozenset({"address", "from", "unsubscribe"})
_TELLING = 8


class Naming:
    """Makes findings of the faults of one issue, whose HTML is `html`."""

    def __init__(self, issue: Issue, html: str) -> None:
        self._issue = issue
        self._site = issue.site.url if issue.site else ""
        self._html = html if issue.html_path or issue.kind == "html" else ""

    def finding(self, fault: Fault, path: str) -> Finding:
        """The finding, at the most telling place; `path` is what was looked at."""
        rule = RULES[fault.rule]
        what, remedy = fault.what, fault.remedy
        if isinstance(rule, MailRule):
            what = f"{what}: {rule.why}" if rule.why else what
            remedy = remedy or rule.remedy
        place, line = self._place(fault, path)
        return Finding(rule.level, what, place, line, None, remedy, fault.rule)

    def _place(self, fault: Fault, path: str) -> tuple[str, int | None]:
        issue = self._issue
        if fault.key in issue.lines:
            return issue.path, issue.lines[fault.key]
        if fault.key in _SETTINGS and issue.settings:
            return SETTINGS, issue.settings.get(fault.key, issue.settings.get(""))
        if fault.evidence:
            if (found := self._in_posts(fault)) is not None:
                return found
            if path == issue.path and self._html:
                line = Source(path, None, self._html).line_of(fault.evidence)
                if line is not None or issue.kind == "html":
                    return issue.html_path or path, line
        return path, fault.line

    def _in_posts(self, fault: Fault) -> tuple[str, int] | None:
        """Where a post says it: loosely in the one that it is of, to the letter in others."""
        posts = self._issue.posts
        own = None if fault.post is None else posts[fault.post]
        for each in (own, *posts):
            if each is None:
                continue
            for wanted in self._looked_for(fault, loosely=each is own):
                for start in (each.post.body_line, 1):
                    if (line := _line_of(each.text, wanted, start)) is not None:
                        return each.post.path, line
        return None

    def _looked_for(self, fault: Fault, *, loosely: bool) -> Iterator[str]:
        for text in fault.evidence:
            if not text.startswith(("http://", "https://")):
                if loosely or _is_telling(text):
                    yield text
                continue
            for spelling in spellings(text, self._site):
                if loosely or "/" in spelling:
                    yield spelling


def _is_telling(text: str) -> bool:
    """Whether a text is hardly found in a post by chance."""
    return len(text) >= _TELLING or not (text.isascii() and text.isprintable())


def _line_of(text: str, wanted: str, start: int) -> int | None:
    """The line, from `start` on, at which a text is; None where it is not there."""
    if not wanted or wanted not in text:
        return None
    below = "".join(text.splitlines(keepends=True)[start - 1 :])
    found = below.find(wanted)
    lead = len(wanted) - len(wanted.lstrip("\n"))
    return None if found < 0 else start + below.count("\n", 0, found + lead)
