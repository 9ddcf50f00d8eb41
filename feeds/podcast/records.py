"""What a podcast and its episodes say of themselves: frozen records of plain values.

The words are those of Apple's podcast tags and of the podcast namespace:
https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

__all__ = [
    "Alternate",
    "Chapters",
    "Episode",
    "EpisodeType",
    "Funding",
    "License",
    "Location",
    "Participant",
    "Show",
    "ShowType",
    "Soundbite",
    "Trailer",
    "Transcript",
    "load_episode",
    "placed",
]

ShowType = Literal["episodic", "serial"]
EpisodeType = Literal["full", "trailer", "bonus"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part (`podcast:person`): `role` and `group` in the taxonomy's words."""

    name: str
    role: str = ""
    group: str = ""
    url: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """What place it is about (`podcast:location`): `geo` is a geo URI (RFC 5870)."""

    name: str
    geo: str = ""
    osm: str = ""


@dataclass(frozen=True, slots=True)
class License:
    """What its sound may be used for (`podcast:license`): `name` is an SPDX identifier or own."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """Where listeners can support it (`podcast:funding`)."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Trailer:
    """A file to advertise it with (`podcast:trailer`): `length` in bytes."""

    url: str
    title: str
    date: datetime
    length: int | None = None
    type: str | None = None
    season: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What is said in an episode (`podcast:transcript`): `type` is a MIME type."""

    url: str
    type: str
    language: str | None = None
    captions: bool = False


@dataclass(frozen=True, slots=True)
class Chapters:
    """A file of an episode's chapters (`podcast:chapters`): `type` is a MIME type."""

    url: str
    type: str


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A part that stands for an episode (`podcast:soundbite`), in seconds."""

    start: float
    duration: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of an episode (`podcast:alternateEnclosure`): `bitrate` in bits a second."""

    url: str
    type: str
    length: int | None = None
    bitrate: float | None = None
    height: int | None = None
    title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast as a whole. `categories` are Apple's, each with one below it or None.

    `guid` is a UUID; None leaves it to the feed's address. A `new_feed_url` is where the
    podcast has moved; one that is `complete` gets no more episodes, and one that is
    `blocked` is not to be shown by directories.
    """

    author: str = ""
    owner_name: str = ""
    owner_email: str | None = None
    categories: tuple[tuple[str, str | None], ...] = ()
    explicit: bool = False
    type: ShowType | None = None
    image: str | None = None
    guid: str | None = None
    locked: bool | None = None
    funding: tuple[Funding, ...] = ()
    medium: str | None = None
    license: License | None = None
    people: tuple[Participant, ...] = ()
    location: Location | None = None
    trailers: tuple[Trailer, ...] = ()
    complete: bool = False
    block: bool = False
    new_feed_url: str | None = None
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """A post as an episode; what it does not say is None or empty. `duration` in seconds."""

    episode: float | None = None
    display: str = ""
    season: int | None = None
    season_name: str = ""
    type: EpisodeType | None = None
    explicit: bool | None = None
    duration: float | None = None
    image: str | None = None
    title: str = ""
    author: str = ""
    summary: str = ""
    block: bool = False
    transcripts: tuple[Transcript, ...] = ()
    chapters: Chapters | None = None
    people: tuple[Participant, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    location: Location | None = None
    license: License | None = None
    alternates: tuple[Alternate, ...] = ()


_SEVERAL: Mapping[str, type] = {
    "transcripts": Transcript,
    "people": Participant,
    "soundbites": Soundbite,
    "alternates": Alternate,
}
_SINGLE: Mapping[str, type] = {"chapters": Chapters, "location": Location, "license": License}


def load_episode(values: Mapping[str, Any]) -> Episode:
    """The episode of which `dataclasses.asdict` gave those values, also by way of JSON."""
    made: dict[str, Any] = dict(values)
    for name, several in _SEVERAL.items():
        made[name] = tuple(several(**each) for each in made[name])
    for name, single in _SINGLE.items():
        made[name] = single(**made[name]) if made[name] else None
    return Episode(**made)


def placed(show: Show, at: Callable[[str], str]) -> Show:
    """The podcast with the addresses of its own files as `at` gives them."""

    def moved(url: str | None) -> str | None:
        return None if url is None else at(url)

    return replace(
        show,
        image=moved(show.image),
        people=tuple(
            replace(each, url=moved(each.url), image=moved(each.image)) for each in show.people
        ),
        trailers=tuple(replace(each, url=at(each.url)) for each in show.trailers),
        funding=tuple(replace(each, url=at(each.url)) for each in show.funding),
    )
