"""What an Atom feed and the source of an entry have in common (RFC 4287 §4.1.1, §4.2.11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed import atom_links, atom_people, atom_text
from feeds.check.feed.atom_values import date_flaws, id_flaws, iri_flaws
from feeds.check.feed.elements import ATOM, children, local, text_of
from feeds.check.feed.flaws import Flaw, table
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "parts"]

RULES = table(
    Level.ERROR,
    {
        "atom-generator-uri": ("A generator's uri is an IRI (§4.2.4).", "Correct it."),
        "atom-image-iri": (
            "An icon and a logo are IRIs (§4.2.5, §4.2.8).",
            "Give the address of the picture.",
        ),
    },
)


def parts(parent: _Element) -> Iterator[Flaw]:
    """What is wrong with the parts that a feed and the source of an entry have in common."""
    for element in parent.iterchildren(f"{{{ATOM}}}*"):
        name = local(element)
        if name == "id":
            yield from id_flaws(element)
        elif name == "updated":
            yield from date_flaws(element)
        elif name in ("author", "contributor"):
            yield from atom_people.find(element)
        elif name in ("title", "subtitle", "rights"):
            yield from atom_text.find(element)
        elif name == "category":
            yield from atom_links.category(element)
        elif name in ("icon", "logo"):
            yield from iri_flaws("atom-image-iri", name, element, text_of(element))
        elif name == "generator" and (uri := element.get("uri")) is not None:
            yield from iri_flaws("atom-generator-uri", "the generator's uri", element, uri)
    yield from atom_links.find(children(parent, ATOM, "link"))
    yield from atom_links.categories(children(parent, ATOM, "category"))
