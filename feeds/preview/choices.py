"""How an editor wants to see a newsletter: it stands in the address, so that it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args
from urllib.parse import urlencode

__all__ = ["LOOKS", "NARROWEST", "VIEWS", "WIDEST", "WIDTHS", "Choices", "Look"]

Look = Literal["light", "dark", "inverted"]
View = Literal["mail", "web", "text", "source", "headers"]

VIEWS = get_args(View)
LOOKS = get_args(Look)
WIDTHS: Mapping[str, int] = {"phone": 375, "tablet": 768, "desktop": 1100}
"""Usual widths of what shows a mail, in CSS pixels."""

NARROWEST, WIDEST = 240, 1600


@dataclass(frozen=True, slots=True)
class Choices:
    """What is shown, and how.

    `width` is in CSS pixels; 0 leaves it to the room that there is. `look` is inverted where a
    client turns a light mail dark by itself. `clipped` cuts where Gmail cuts, and
    `remote` lets pictures come from other places.
    """

    view: View = "mail"
    width: int = 0
    look: Look = "light"
    pictures: bool = True
    clipped: bool = False
    styles: bool = True
    remote: bool = False

    @property
    def pixels(self) -> int:
        """How wide a mail is shown, or at most, where nothing was chosen."""
        return self.width or WIDTHS["tablet"]

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Choices:
        """The choices of an address; what it does not say, or not rightly, is as usual."""
        view, look, width = (query.get(name, "") for name in ("view", "look", "width"))
        return cls(
            view=cast(View, view) if view in VIEWS else cls().view,
            width=_bounded(width),
            look=cast(Look, look) if look in LOOKS else cls().look,
            pictures=query.get("pictures") != "off",
            clipped=query.get("clipped") == "on",
            styles=query.get("styles") != "off",
            remote=query.get("remote") == "on",
        )

    def query(self, **changes: object) -> str:
        """The choices with some changed, as the query of an address, from `?` on."""
        wanted, usual = replace(self, **changes), Choices()  # type: ignore[arg-type]
        given = {
            name: _written(getattr(wanted, name))
            for name in Choices.__slots__
            if getattr(wanted, name) != getattr(usual, name)
        }
        return f"?{urlencode(given)}"


def _bounded(width: str) -> int:
    """A width that can be shown; 0 for what is none."""
    if not (width.isascii() and width.isdigit() and len(width) <= len(str(WIDEST))):
        return 0
    return min(max(int(width), NARROWEST), WIDEST)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
