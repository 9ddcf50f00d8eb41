"""The room's door: an issue in, findings out; pure but for pictures, which are looked up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from feeds.errors import Finding, Level
from feeds.lint.faults import Fault
from feeds.lint.issue import Issue
from feeds.lint.mail import decoded, opened
from feeds.lint.merging import as_read
from feeds.lint.naming import Naming
from feeds.lint.page import Page
from feeds.lint.rules import KINDS, RULES
from feeds.lint.supported import client_findings
from feeds.lint.view import Pictures, View

__all__ = ["MOST_OF_A_RULE", "lint"]

MOST_OF_A_RULE = 20
"""How often a rule speaks of one issue; then it says once how many more places there are."""

_MOST_COUNTED = 10_000
_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)


def lint(issue: Issue, pictures: Pictures | None = None) -> list[Finding]:
    """Everything that is wrong with an issue, the gravest first, each told once.

    Rules that the site's settings ignore say nothing. Any bytes give findings, never an exception.
    """
    ignored = frozenset(issue.site.lint.ignore if issue.site else ())
    found = dict.fromkeys(finding for finding in issue.findings if finding.rule not in ignored)
    for view in _views(issue, pictures):
        naming = Naming(issue, view.html)
        faults = (fault for fault in _faults(view) if fault.rule not in ignored)
        path = issue.page_path if view.kind == "web" else issue.path
        found.update(dict.fromkeys(_bounded(naming, faults, path)))
        if view.kind == "mail" and view.has_html:
            told = {finding.rule for finding in found}
            of_clients = client_findings(view, told)
            found.update((each, None) for each in of_clients if each.rule not in ignored)
    gravity = {level: rank for rank, level in enumerate(Level)}
    return sorted(
        found, key=lambda each: (gravity[each.level], each.path or "", each.line or 0, each.rule)
    )


def _views(issue: Issue, pictures: Pictures | None) -> Iterator[View]:
    urls = [each.post.url for each in issue.posts]
    if issue.kind == "html":
        html = _html(issue.data)
        yield View(issue, "mail", None, html, Page(as_read(html), urls), None, pictures)
    else:
        mail = opened(issue.data)
        of_html, of_text = mail.part("text/html"), mail.part("text/plain")
        html = "" if of_html is None else of_html.text or ""
        text = None if of_text is None else of_text.text
        page = Page(as_read(html), urls)
        there = of_html is not None
        yield View(issue, "mail", mail, html, page, text, pictures, has_html=there)
    if issue.page is not None:
        html = _html(issue.page)
        yield View(issue, "web", None, html, Page(html, urls), None, pictures)


def _html(data: bytes) -> str:
    named = _CHARSET.search(data[:4000])
    charset = named[1].decode("ascii", "replace") if named else "utf-8"
    return decoded(data.removeprefix(b"\xef\xbb\xbf"), charset)[0]


def _faults(view: View) -> Iterator[Fault]:
    if view.mail is not None:
        yield from view.mail.faults
    for kind in KINDS:
        yield from kind.find(view)


def _bounded(naming: Naming, faults: Iterable[Fault], path: str) -> Iterator[Finding]:
    told: Counter[str] = Counter()
    for _, fault in zip(range(_MOST_COUNTED), faults, strict=False):
        told[fault.rule] += 1
        if told[fault.rule] <= MOST_OF_A_RULE:
            yield naming.finding(fault, path)
    for name, count in told.items():
        if count > MOST_OF_A_RULE:
            what = f"the same is so in {count - MOST_OF_A_RULE:,} more places"
            yield Finding(RULES[name].level, what, path, rule=name)
