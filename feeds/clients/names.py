"""The mail clients by the names that settings have for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from feeds.clients.data import loaded

__all__ = ["DEFAULT_CLIENTS", "client_names", "client_title", "platforms"]

DEFAULT_CLIENTS = (
    *("gmail", "apple-mail", "outlook-windows", "outlook-mac", "outlook-web"),
    *("yahoo", "samsung", "thunderbird"),
)
"""Those that newsletters must look right in where nobody says anything else."""

_RENAMED = {"samsung-email": "samsung"}
_BY_PLATFORM = {
    "outlook": {
        "windows": ("outlook-windows", "Outlook for Windows"),
        "windows-mail": ("windows-mail", "Windows Mail"),
        "macos": ("outlook-mac", "Outlook for Mac"),
        "outlook-com": ("outlook-web", "Outlook on the web"),
        "ios": ("outlook-ios", "Outlook for iOS"),
        "android": ("outlook-android", "Outlook for Android"),
    }
}
"""Families whose platforms are programs of their own."""


def client_names() -> tuple[str, ...]:
    """All names, sorted."""
    return tuple(sorted(_clients()))


def client_title(name: str) -> str:
    """What people call that client. Raises KeyError where there is none of that name."""
    return _clients()[name][0]


def platforms(name: str) -> tuple[tuple[str, str], ...]:
    """The client's families and platforms in the data. Raises KeyError as above."""
    return _clients()[name][1]


@lru_cache(maxsize=1)
def _clients() -> Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]:
    found: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    seen = {
        (family, platform)
        for feature in loaded()["features"].values()
        for family, by_platform in feature["support"].items()
        for platform in by_platform
    }
    for family, platform in sorted(seen):
        apart = _BY_PLATFORM.get(family, {}).get(platform)
        title = loaded()["families"].get(family, family)
        name, title = apart or (_RENAMED.get(family, family), title)
        found[name] = (title, (*found.get(name, (title, ()))[1], (family, platform)))
    return found
