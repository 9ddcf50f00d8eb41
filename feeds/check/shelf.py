"""Files that belong together, found by the addresses at which they are published."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from feeds.check.checked import Checked
from feeds.check.feed.view import FeedView

__all__ = ["Shelf", "same_address"]


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one, however their signs are escaped."""
    return _form(one) == _form(other)


def _form(url: str) -> str:
    scheme, sign, rest = unquote(url).partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{sign}{host.lower()}{slash}{path}"


class Shelf:
    """Feeds by address. `base` is the address of the folder that they all lie in.

    Where it is not given, it is told by a feed that names its own address; it stays empty
    where none does, or where the files are not all that there are (`whole`).
    """

    def __init__(self, files: Sequence[Checked], base: str = "", *, whole: bool) -> None:
        self.files = [file for file in files if file.view is not None]
        told = next(filter(None, map(_base, self.files)), "") if whole else ""
        self._base = _form(base or told)
        self._by_address: dict[str, Checked] = {}
        for file, view in self.views:
            if view.address:
                self._by_address.setdefault(_form(view.address), file)
            if self._base:
                self._by_address.setdefault(f"{self._base}/{file.place}", file)
        self._places = {file.place for file in files}

    @property
    def views(self) -> list[tuple[Checked, FeedView]]:
        """Each file with what it says."""
        return [(file, file.view) for file in self.files if file.view is not None]

    def at(self, url: str) -> Checked | None:
        """The feed that is published there; None where none is, or where it is not known."""
        return self._by_address.get(_form(url))

    def lacks(self, url: str) -> bool:
        """Whether the address is one of this folder, and no file is there."""
        form = _form(url)
        if not self._base or form in self._by_address:
            return False
        place = form.removeprefix(f"{self._base}/")
        return place != form and place not in self._places

    def address(self, file: Checked) -> str:
        """Where a file is published, in the form of `same_address`; empty if not known."""
        return f"{self._base}/{file.place}" if self._base else ""


def _base(file: Checked) -> str:
    """The address of the folder, if the feed's own address ends with its place in it."""
    address = "" if file.view is None else unquote(file.view.address)
    return address.removesuffix(f"/{file.place}") if address.endswith(f"/{file.place}") else ""
