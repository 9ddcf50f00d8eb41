"""Links and categories of Atom (RFC 4287 §4.2.2, §4.2.7), in RSS too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feeds.check.feed.elements import ATOM, children, line_of, stray_text
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import (
    is_integer,
    is_iri,
    is_iri_reference,
    is_language,
    is_media_type,
)
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "addresses", "categories", "category", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "atom-link-without-href": (
                "Every link has an href (RFC 4287 §4.2.7.1).",
                "Give the address.",
            ),
            "atom-link-href": (
                "An href is an IRI: spaces and other signs are escaped (§4.2.7.1).",
                "Correct the address.",
            ),
            "atom-link-type": (
                "A link's type is a MIME type (§4.2.7.3).",
                "Write one such as text/html.",
            ),
            "atom-link-hreflang": (
                "A link's hreflang is a language tag (§4.2.7.4).",
                "Write one such as en or pt-BR.",
            ),
            "atom-link-length": (
                "A link's length is a number of bytes (§4.2.7.6).",
                "Give the size of the file.",
            ),
            "atom-alternate-twice": (
                "No two alternate links have the same type and language (§4.1.1, §4.1.2).",
                "Keep one of them, or say in what they differ.",
            ),
            "atom-category-without-term": (
                "Every category has a term (§4.2.2.1).",
                "Give it one.",
                "categories",
            ),
            "atom-category-scheme": ("A category's scheme is an IRI (§4.2.2.2).", "Correct it."),
        },
    ),
    **table(
        Level.WARNING,
        {
            "atom-link-relative": (
                "Every link is absolute: many readers know no base.",
                "Write the whole address.",
            ),
            "atom-link-rel": (
                "A link's rel is registered, or an IRI (§4.2.7.2).",
                "Take one of https://www.iana.org/assignments/link-relations/.",
            ),
            "atom-link-text": ("A link holds no text.", "Put it into the attribute title."),
            "atom-self-type": (
                "The link to the feed itself is of the feed's type.",
                "Write application/atom+xml in Atom, and application/rss+xml in RSS.",
            ),
            "atom-enclosure-without-type": (
                "An enclosure says what it is.",
                "Give its MIME type.",
            ),
            "atom-category-twice": (
                "Every category is there once.",
                "Take one of them out.",
                "categories",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "atom-enclosure-without-length": (
                "An enclosure says how large it is (§4.2.7.6).",
                "Give its length in bytes.",
            ),
        },
    ),
}

_REGISTERED = (
    "about alternate appendix archives author blocked-by bookmark canonical chapter cite-as "
    "collection contents copyright create-form current describedby describes disclosure duplicate "
    "edit edit-form edit-media enclosure external first glossary help hosts hub icon index item "
    "last latest-version license linkset lrdd me memento monitor monitor-group next next-archive "
    "nofollow noreferrer original payment predecessor-version prefetch preload prev prev-archive "
    "preview previous privacy-policy profile related replies search section self service "
    "shortlink start stylesheet subsection successor-version tag terms-of-service timegate "
    "timemap type up version-history via webmention working-copy working-copy-of"
)
_RELATIONS = frozenset(_REGISTERED.split())
_FEEDS = ("application/atom+xml", "application/rss+xml", "application/xml", "text/xml")


def addresses(parent: _Element) -> dict[str, list[str]]:
    """The addresses of the links in an element, by relation."""
    found: dict[str, list[str]] = {}
    for link in children(parent, ATOM, "link"):
        if href := (link.get("href") or "").strip():
            found.setdefault(link.get("rel") or "alternate", []).append(href)
    return found


def find(links: Sequence[_Element]) -> Iterator[Flaw]:
    """What is wrong with the links of one feed or entry."""
    alternates: set[tuple[str, str]] = set()
    for link in links:
        relation = link.get("rel", "alternate")
        yield from _link(link, relation)
        if relation == "alternate":
            key = (link.get("type", "").lower(), link.get("hreflang", "").lower())
            if key in alternates:
                what = "two alternate links have the same type and language"
                yield Flaw("atom-alternate-twice", what, line_of(link))
            alternates.add(key)


def _link(link: _Element, relation: str) -> Iterator[Flaw]:
    line, href = line_of(link), link.get("href")
    name = f"the link {shortened(relation)}"
    if href is None:
        yield Flaw("atom-link-without-href", f"{name} has no href", line)
    elif not href.strip() or not is_iri_reference(href):
        yield Flaw("atom-link-href", f"{name} leads to {shortened(href) or 'nowhere'}", line)
    elif not is_iri(href):
        yield Flaw("atom-link-relative", f"{name} leads to {shortened(href)}", line)
    if relation not in _RELATIONS and not is_iri(relation):
        yield Flaw("atom-link-rel", f"no relation is called {shortened(relation)}", line)
    kind, language, length = (link.get(key) for key in ("type", "hreflang", "length"))
    if kind is not None and not is_media_type(kind):
        yield Flaw("atom-link-type", f"the type of {name} is {shortened(kind)}", line)
    elif kind is not None and relation == "self" and kind.partition(";")[0] not in _FEEDS:
        yield Flaw("atom-self-type", f"{name} is of type {shortened(kind)}", line)
    if language is not None and not is_language(language):
        what = f"the language of {name} is {shortened(language)}"
        yield Flaw("atom-link-hreflang", what, line)
    if length is not None and not is_integer(length):
        yield Flaw("atom-link-length", f"the length of {name} is {shortened(length)}", line)
    if stray_text(link):
        yield Flaw("atom-link-text", f"{name} holds a text", line)
    if relation == "enclosure":
        if kind is None:
            yield Flaw("atom-enclosure-without-type", "an enclosure has no type", line)
        if length is None:
            yield Flaw("atom-enclosure-without-length", "an enclosure has no length", line)


def category(element: _Element) -> Iterator[Flaw]:
    """What is wrong with a category."""
    scheme = element.get("scheme")
    if not (element.get("term") or "").strip():
        yield Flaw("atom-category-without-term", "a category has no term", line_of(element))
    if scheme is not None and not is_iri(scheme):
        what = f"a category's scheme is {shortened(scheme) or 'empty'}"
        yield Flaw("atom-category-scheme", what, line_of(element))


def categories(elements: Sequence[_Element]) -> Iterator[Flaw]:
    """Categories that are there twice."""
    seen: set[tuple[str, str]] = set()
    for element in elements:
        key = (element.get("scheme", ""), element.get("term", ""))
        if key in seen and key[1]:
            what = f"the category {shortened(key[1])} is there twice"
            yield Flaw("atom-category-twice", what, line_of(element))
        seen.add(key)
