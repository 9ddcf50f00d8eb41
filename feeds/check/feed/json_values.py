"""Values of JSON Feed: their types, addresses, dates, and the keys that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feeds.check.feed.dates import rfc3339_date
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.located_json import LocatedJson, Step
from feeds.check.feed.values import is_iri, is_iri_reference
from feeds.errors import Level

__all__ = ["RULES", "Place", "typed"]

RULES = {
    **table(
        Level.ERROR,
        {
            "json-wrong-type": (
                "Every value is of the type that JSON Feed 1.1 gives it.",
                "Write it as the specification has it.",
            ),
            "json-url": (
                "Every URL is absolute, and signs that are not allowed in it are escaped.",
                "Write the whole address.",
            ),
            "json-date": (
                "Dates are of RFC 3339.",
                "Write it as 2026-11-23T18:30:00Z.",
                "date",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "json-unknown-key": (
                "Keys are those of JSON Feed 1.1, or begin with _.",
                "Correct it, or put it into an object whose key begins with _.",
            ),
            "json-extension": (
                "What begins with _ goes on with a letter, has no dot, and is an object.",
                "Correct its name, or put the value into an object.",
            ),
        },
    ),
}

_EXTENSION = re.compile(r"_[^\W\d_][^.]*")
_TYPES: Mapping[str, tuple[type, str]] = {
    "text": (str, "a text"),
    "url": (str, "a text"),
    "date": (str, "a text"),
    "yes": (bool, "true or false"),
    "number": (float, "a number"),
    "list": (list, "a list"),
    "object": (dict, "an object"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the feed something is: the keys and positions that lead to it."""

    json: LocatedJson
    path: tuple[Step, ...] = ()

    def of(self, *steps: Step) -> Place:
        """A place further in."""
        return Place(self.json, (*self.path, *steps))

    @property
    def line(self) -> int:
        """The line at which it is."""
        return self.json.line(*self.path)


def typed(
    value: Mapping[str, object], kinds: Mapping[str, str], place: Place, name: str
) -> Iterator[Flaw]:
    """What is wrong with the keys and the simple values of an object.

    `kinds` says of what type each is, and `name` what the object is called.
    """
    for key, inner in value.items():
        where = place.of(key)
        if key.startswith("_"):
            if not _EXTENSION.fullmatch(key):
                what = f"{shortened(key)} is no name of an extension"
                yield Flaw("json-extension", what, where.line)
            elif not isinstance(inner, dict):
                what = f"{shortened(key)} of {name} is no object"
                yield Flaw("json-extension", what, where.line)
        elif key not in kinds:
            what = f"{name} has no key {shortened(key)}"
            yield Flaw("json-unknown-key", what, where.line)
        else:
            yield from _value(inner, kinds[key], where, f"{key} of {name}")


def _value(value: object, kind: str, place: Place, name: str) -> Iterator[Flaw]:
    wanted, called = _TYPES[kind]
    fits = isinstance(value, wanted)
    if kind == "number":
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not fits:
        shown = "null" if value is None else shortened(repr(value))
        yield Flaw("json-wrong-type", f"{name} is {shown}, and not {called}", place.line)
    elif kind == "url" and not (is_iri(str(value)) and is_iri_reference(str(value))):
        yield Flaw("json-url", f"{name} is {shortened(str(value)) or 'empty'}", place.line)
    elif kind == "date" and rfc3339_date(str(value)) is None:
        yield Flaw("json-date", f"{name} is {shortened(str(value)) or 'empty'}", place.line)
