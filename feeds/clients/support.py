"""What is known of each feature of HTML and CSS: who supports it, and how many do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from feeds.clients.data import loaded
from feeds.clients.names import client_title, platforms

__all__ = ["Answer", "Feature", "Share", "Support", "date", "feature", "share", "slugs"]


class Support(StrEnum):
    """What a client's newest tested version does with a feature."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


_SUPPORT = {"y": Support.YES, "a": Support.PARTLY, "n": Support.NO, "u": Support.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one client on one platform supports a feature; notes are English sentences."""

    support: Support
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature; `category` is css, html or image, `url` says more.

    `answers` are by client family and platform, such as `("gmail", "ios")`.
    """

    slug: str
    title: str
    category: str
    url: str
    answers: Mapping[tuple[str, str], Answer]


@dataclass(frozen=True, slots=True)
class Share:
    """How far some clients support a feature.

    `percent` of their platforms do, rounded down, of those where it is known; None where it is
    of none. `without` are the titles of clients that do not, with the platforms in question
    where others of that client do.
    """

    percent: int | None
    without: tuple[str, ...]


def date() -> str:
    """The day that the data is of, as YYYY-MM-DD."""
    return str(loaded()["date"])


@lru_cache(maxsize=1)
def slugs() -> frozenset[str]:
    """The names of all features."""
    return frozenset(loaded()["features"])


@lru_cache(maxsize=512)
def feature(slug: str) -> Feature:
    """The feature of that name. Raises KeyError where there is none."""
    raw = loaded()["features"][slug]
    answers = {
        (family, platform): _answer(written, raw["notes"])
        for family, by_platform in raw["support"].items()
        for platform, written in by_platform.items()
    }
    return Feature(slug, raw["title"], raw["category"], raw["url"], answers)


def _answer(written: str, notes: Mapping[str, str]) -> Answer:
    letter, *numbers = written.split()
    return Answer(_SUPPORT[letter], tuple(notes[number] for number in numbers))


@cache
def _share(slug: str, clients: tuple[str, ...], *, strictly: bool) -> Share:
    answers = feature(slug).answers
    known = supported = 0
    without: list[str] = []
    for client in clients:
        lacking: list[tuple[str, str]] = []
        of_client = 0
        for platform in platforms(client):
            answer = answers.get(platform)
            if answer is None or answer.support is Support.UNKNOWN:
                continue
            of_client += 1
            if answer.support is Support.NO or (strictly and answer.support is Support.PARTLY):
                lacking.append(platform)
        known += of_client
        supported += of_client - len(lacking)
        without.extend(_named(client, lacking, of_client))
    return Share(supported * 100 // known if known else None, tuple(without))


def share(slug: str, clients: Iterable[str], *, strictly: bool = False) -> Share:
    """How far the clients of those names support a feature; partly is enough, unless `strictly`.

    Raises KeyError where there is no such feature or client.
    """
    return _share(slug, tuple(dict.fromkeys(clients)), strictly=strictly)


def _named(client: str, lacking: list[tuple[str, str]], known: int) -> Iterator[str]:
    if not lacking:
        return
    if len(lacking) == known:
        yield client_title(client)
        return
    names = loaded()["platforms"]
    on = ", ".join(names.get(platform, platform) for _, platform in lacking)
    yield f"{client_title(client)} ({on})"
