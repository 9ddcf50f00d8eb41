"""Rules about references to other people's sites, once the web was asked (`--links`).

    wanted = addresses_to_ask(pages, site.url)
    …                                            # feeds.web asks, within its bounds
    link_findings(pages, answers, site.url)

Nothing is asked here. A finding is about one address and names every post that has it: what
is to be done is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from feeds.check.addresses import below
from feeds.check.body.faults import Rule, rules, shortened
from feeds.check.pages import Page
from feeds.errors import Finding, Level
from feeds.urls import web_url

__all__ = ["RULES", "Answer", "addresses_to_ask", "link_findings"]

RULES: Mapping[str, Rule] = {
    **rules(Level.ERROR, {"link-gone": "What posts link to or show is still there."}),
    **rules(Level.WARNING, {"link-without-host": "Links lead to sites that are still there."}),
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
class Answer:
    """What the web said of one address.

    `status` is the last answer's (RFC 9110 §15), None where there was none; then `problem`
    says why, without a full stop, and `no_host` whether the name of the host is unknown.
    `moved` is where permanent redirects led, empty where there were none.
    """

    status: int | None
    moved: str = ""
    problem: str = ""
    no_host: bool = False


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

    An address that has no answer was not asked.
    """
    wanted = addresses_to_ask(pages, site)
    told = {
        url: said
        for url in wanted
        if (answer := answers.get(url)) is not None and (said := _said(url, answer)) is not None
    }
    unasked = [url for url in wanted if url not in answers]
    places = _places(pages, site, told)
    for url, (rule, what, remedy) in told.items():
        first, *others = places[url]
        named = ", ".join(map(str, others[:_MOST_NAMED]))
        more = f" and {len(others) - _MOST_NAMED:,} more" if len(others) > _MOST_NAMED else ""
        also = f"; also in {named}{more}" if others else ""
        level = RULES[rule].level
        yield Finding(level, f"{what}{also}", first.path, first.line, None, remedy, rule)
    if unasked:
        links = "1 link was" if len(unasked) == 1 else f"{len(unasked):,} links were"
        what = f"{links} not asked for, such as {shortened(unasked[0])}"
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
    if status is None and answer.no_host:
        remedy = "Look for the site's new name, or take the link out."
        return "link-without-host", f"{shown} leads to no site: {answer.problem}", remedy
    if status is None or status >= 500:
        why = answer.problem or f"the answer is {status}"
        return "link-unanswered", f"{shown} gave no page: {why}", "Try again another day."
    if status in _GONE:
        remedy = "Link to a copy in an archive of the web, or take the link out."
        return "link-gone", f"{shown} is gone: the answer is {status}", remedy
    if status >= 400:
        remedy = "Open it in a browser: some sites refuse programs only."
        return "link-refused", f"{shown} may not be seen: the answer is {status}", remedy
    if answer.moved and answer.moved != url:
        if _is_front(answer.moved) and not _is_front(url):
            remedy = "The page itself may be gone: look it up."
            return (
                "link-moved",
                f"{shown} leads to a front page now, {shortened(answer.moved)}",
                remedy,
            )
        return "link-moved", f"{shown} has moved", f"Write {answer.moved}."
    return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
