"""Rules about references to other people's sites, once the web was asked (`--links`).

    answers = feeds.web.links.ask(addresses_to_ask(pages, site.url), "feeds check --links")
    link_findings(pages, answers, site.url)

Nothing is asked here. A finding is about one address and names every post that has it: what
is to be done is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from feeds.check.addresses import below
from feeds.check.body.faults import Rule, rules, shortened
from feeds.check.pages import Page
from feeds.errors import Finding, Level
from feeds.urls import web_url

if TYPE_CHECKING:
    from feeds.web.links import Answer

__all__ = ["RULES", "addresses_to_ask", "link_findings"]

RULES: Mapping[str, Rule] = {
    **rules(Level.ERROR, {"link-gone": "What posts link to or show is still there."}),
    **rules(
        Level.HINT,
        {
            "link-refused": "Links lead to pages that everybody may see.",
            "link-unanswered": "Sites that posts link to answer.",
            "link-moved": "Links lead to where a page is now.",
            "link-unasked": "Every link is asked for.",
        },
    ),
}

_MOST_NAMED = 20
_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    line: int | None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


def addresses_to_ask(pages: Sequence[Page], site: str) -> list[str]:
    """The web addresses that posts have, each once and without a fragment, in their order.

    Those of the site itself are left out: what is not yet published is not there yet.
    """
    found: dict[str, None] = {}
    for page in pages:
        for written, _ in page.references():
            if below(written, site) is None and (url := web_url(written)) is not None:
                found[urldefrag(url).url] = None
    return list(found)


def link_findings(
    pages: Sequence[Page], answers: Mapping[str, Answer], site: str
) -> Iterator[Finding]:
    """What is to be said of the answers, in the order of `addresses_to_ask`.

    What was not asked for is told in one hint.
    """
    wanted = addresses_to_ask(pages, site)
    asked = {url: answers[url] for url in wanted if url in answers and answers[url].asked}
    told = {url: said for url, answer in asked.items() if (said := _said(url, answer)) is not None}
    places = _places(pages, site, told)
    for url, (rule, what, remedy) in told.items():
        first, *others = places[url]
        named = ", ".join(map(str, others[:_MOST_NAMED]))
        more = f" and {len(others) - _MOST_NAMED:,} more" if len(others) > _MOST_NAMED else ""
        also = f"; also in {named}{more}" if others else ""
        level = RULES[rule].level
        yield Finding(level, f"{what}{also}", first.path, first.line, None, remedy, rule)
    if unasked := [url for url in wanted if url not in asked]:
        links = "1 link was" if len(unasked) == 1 else f"{len(unasked):,} links were"
        why = f" ({answers[unasked[0]].error})" if unasked[0] in answers else ""
        what = f"{links} not asked for, such as {shortened(unasked[0])}{why}"
        yield Finding(Level.HINT, what, rule="link-unasked")


def _places(
    pages: Sequence[Page], site: str, told: Mapping[str, object]
) -> Mapping[str, list[_Place]]:
    """Where each address stands, once a post."""
    places: dict[str, list[_Place]] = {url: [] for url in told}
    for page in pages:
        seen = set()
        for written, _ in page.references():
            url = urldefrag(web_url(written) or "").url
            if url in told and url not in seen:
                seen.add(url)
                places[url].append(_Place(page.post.path, page.line_of(written, site)))
    return places


def _said(url: str, answer: Answer) -> tuple[str, str, str] | None:
    """The rule, what is wrong and what to do; None where all is well."""
    shown, status = shortened(url), answer.status
    if status is None or status >= 500:
        what = f"{shown} gave no page: {answer.error}"
        return "link-unanswered", what, "Try again another day: it may be gone for good."
    if status in _GONE:
        remedy = "Link to a copy in an archive of the web, or take the link out."
        return "link-gone", f"{shown} is gone: {answer.error}", remedy
    if answer.error:
        remedy = "Open it in a browser: some sites refuse programs only."
        return "link-refused", f"{shown} cannot be seen: {answer.error}", remedy
    if answer.moved and answer.moved != url:
        if _is_front(answer.moved) and not _is_front(url):
            what = f"{shown} leads to a front page now, {shortened(answer.moved)}"
            return "link-moved", what, "The page itself may be gone: look it up."
        return "link-moved", f"{shown} has moved", f"Write {answer.moved}."
    return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
