"""The form in which an edition is edited: its fields become a draft, and buttons change that."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol, cast, get_args

from feeds.editions.labels import label_in
from feeds.model import Exclusion, Length, Pick, Until
from feeds.newsroom.changing import Draft
from feeds.preview.editions import Search

__all__ = [
    "Fields",
    "Filled",
    "FormError",
    "filled",
    "marked",
    "pressed",
    "print_of",
    "sealed",
    "unsealed",
]

_LARGEST = 1024 * 1024
_PICKED = ("title", "excerpt", "picture", "image", "image_alt", "length")


class Fields(Protocol):
    """The fields of a form, of which some have several values."""

    def get(self, key: str, default: str = "", /) -> str:
        """The only value of a field."""
        ...

    def getlist(self, key: str, /) -> list[str]:
        """All values of a field, in order."""
        ...


class FormError(Exception):
    """The form is not one of this program's pages, or not of this version of it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as somebody filled it in: `base` is the file from which it was made."""

    label: str
    base: bytes
    draft: Draft
    search: Search
    proposed: Sequence[str]


def filled(fields: Fields, site_url: str) -> Filled:
    """What the fields say. A picture that begins with a slash is the site's own.

    Raises `FormError` where they are not those of the form.
    """
    label = fields.get("edition", "")
    if label_in(label) is None:
        raise FormError
    picks = _picks(fields, site_url)
    proposed = fields.getlist("proposed")
    as_proposed = list(picks) == [Pick(name) for name in proposed]
    auto = bool(fields.get("auto")) and (as_proposed or not proposed)
    exclude = [
        Exclusion(name, cast("Until", until))
        for until in get_args(Until)
        for name in fields.getlist(until)
    ]
    draft = Draft(
        subject=fields.get("subject", ""),
        preheader=fields.get("preheader", ""),
        introduction=fields.get("introduction", ""),
        picks=None if auto else picks,
        lead=fields.get("lead", ""),
        exclude=tuple(exclude),
        titles=tuple(fields.getlist("section")),
    )
    search = Search(*(fields.get(name, "") for name in ("q", "category", "since", "until")))
    return Filled(label, unsealed(fields.get("base", "")), draft, search, proposed)


def _picks(fields: Fields, site_url: str) -> tuple[Pick, ...]:
    names = fields.getlist("pick")
    columns = [fields.getlist(key) for key in _PICKED]
    if any(len(column) != len(names) for column in columns):
        raise FormError
    return tuple(
        _pick(name, dict(zip(_PICKED, row, strict=True)), site_url)
        for name, *row in zip(names, *columns, strict=True)
    )


def _pick(name: str, said: Mapping[str, str], site_url: str) -> Pick:
    length = said["length"] if said["length"] in get_args(Length) else None
    image: str | None = said["image"].strip()
    if image and image.startswith("/"):
        image = site_url + image
    if said["picture"] != "other" or not image:
        image = "" if said["picture"] == "none" else None
    return Pick(
        name,
        title=said["title"] or None,
        excerpt=said["excerpt"] or None,
        image=image,
        image_alt=said["image_alt"] or None,
        length=cast("Length | None", length),
    )


def marked(draft: Draft, before: Draft) -> Draft:
    """The draft in which texts that are empty on purpose stay so: a form cannot tell those."""
    if draft.picks is None:
        return draft
    known = {pick.post: pick for pick in before.picks or ()}
    return replace(draft, picks=tuple(_marked(pick, known.get(pick.post)) for pick in draft.picks))


def _marked(pick: Pick, before: Pick | None) -> Pick:
    if before is None:
        return pick
    return replace(
        pick,
        excerpt="" if pick.excerpt is None and before.excerpt == "" else pick.excerpt,
        image_alt="" if pick.image_alt is None and before.image_alt == "" else pick.image_alt,
    )


def pressed(form: Filled, button: str) -> Draft:
    """The draft after a button of a post was pressed, such as `up:posts/one.md`."""
    what, _, name = button.partition(":")
    draft = form.draft
    picks = draft.picks
    if picks is None:
        picks = tuple(Pick(each) for each in form.proposed)
    place = next((number for number, pick in enumerate(picks) if pick.post == name), None)
    exclude = tuple(each for each in draft.exclude if each.post != name)
    if what in ("drop", "later", "never") and draft.lead == name:
        draft = replace(draft, lead="")
    match what:
        case "up" | "down" if place is not None:
            return replace(draft, picks=_moved(picks, place, -1 if what == "up" else 1))
        case "add":
            taken = picks if place is not None else (*picks, Pick(name))
            return replace(draft, picks=taken, exclude=exclude)
        case "drop" if place is not None:
            return replace(draft, picks=(*picks[:place], *picks[place + 1 :]))
        case "later" | "never":
            left = tuple(pick for pick in picks if pick.post != name)
            out = (*exclude, Exclusion(name, what))
            return replace(draft, picks=None if draft.picks is None else left, exclude=out)
        case "free":
            return replace(draft, exclude=exclude)
        case _:
            return draft


def _moved(picks: tuple[Pick, ...], place: int, by: int) -> tuple[Pick, ...]:
    goal = min(max(place + by, 0), len(picks) - 1)
    rest = (*picks[:place], *picks[place + 1 :])
    return (*rest[:goal], picks[place], *rest[goal:])


def sealed(data: bytes) -> str:
    """A file's bytes as a field's value."""
    return b64encode(zlib.compress(data)).decode()


def unsealed(text: str) -> bytes:
    """The bytes that a field's value holds. Raises `FormError` where it holds none."""
    try:
        packed = b64decode(text, validate=True)
        return zlib.decompressobj().decompress(packed, _LARGEST + 1)
    except (ValueError, zlib.error):
        raise FormError from None


def print_of(data: bytes) -> str:
    """What two files of the same bytes have in common."""
    return sha256(data).hexdigest()[:32]
