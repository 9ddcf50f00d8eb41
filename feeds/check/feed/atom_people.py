"""People in Atom (RFC 4287 §3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.elements import ATOM, children, line_of, local, text_of
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import email_in, is_email, is_iri_reference
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ELEMENTS", "RULES", "find"]

ELEMENTS = frozenset({"name", "uri", "email"})

RULES = {
    **table(
        Level.ERROR,
        {
            "atom-person-without-name": (
                "Every person has a name (RFC 4287 §3.2.1).",
                "Add name, and write it out.",
                "author",
            ),
            "atom-person-element-twice": (
                "A person has one name, one uri and one email (§3.2).",
                "Keep one of them, or make two people of it.",
                "author",
            ),
            "atom-person-email": (
                "A person's email is a mail address and nothing else (§3.2.3).",
                "Correct it, or leave it out.",
                "author",
            ),
            "atom-person-uri": (
                "A person's uri is an IRI (§3.2.2).",
                "Give the whole address.",
                "author",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "atom-name-with-email": (
                "A name holds no mail address: others collect them.",
                "Put it into email, or leave it out.",
                "author",
            ),
        },
    ),
}


def find(person: _Element) -> Iterator[Flaw]:
    """What is wrong with an author or a contributor."""
    role, line = local(person), line_of(person)
    parts = {name: children(person, ATOM, name) for name in sorted(ELEMENTS)}
    for name, found in parts.items():
        if len(found) > 1:
            what = f"the {role} has {name} twice"
            yield Flaw("atom-person-element-twice", what, line_of(found[1]))
    if not any(text_of(name) for name in parts["name"]):
        yield Flaw("atom-person-without-name", f"the {role} has no name", line)
    for element in parts["name"]:
        if email_in(text_of(element)):
            what = f"the {role}'s name holds a mail address"
            yield Flaw("atom-name-with-email", what, line_of(element))
    for element in parts["email"]:
        if not is_email(text_of(element)):
            what = f"the {role}'s email is {shortened(text_of(element)) or 'empty'}"
            yield Flaw("atom-person-email", what, line_of(element))
    for element in parts["uri"]:
        text = text_of(element)
        if not text or not is_iri_reference(text):
            what = f"the {role}'s uri is {shortened(text) or 'empty'}"
            yield Flaw("atom-person-uri", what, line_of(element))
