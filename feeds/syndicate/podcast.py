"""Podcasts in RSS: Apple's tags, and those of the podcast namespace.

https://podcasters.apple.com/support/823-podcast-requirements,
https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import SubElement, _Element

from feeds.dates import rfc5322
from feeds.media_types import medium
from feeds.podcast.records import Episode, License, Location, Participant, Show
from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Way

__all__ = ["ITUNES", "PODCAST", "add_episode", "add_show", "podcast_namespaces"]

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"

_PREFIXED = {"itunes": ITUNES, "podcast": PODCAST}
_GUIDS = "ead4c236-bf58-58c6-a2c6-a6b28d128cb6"


def podcast_namespaces(feed: PreparedFeed) -> dict[str, str]:
    """The prefixes that a podcast's feed uses."""
    return _PREFIXED if feed.podcast else {}


def add_show(channel: _Element, show: Show, way: Way) -> None:
    """Adds to a channel what the podcast says of itself."""
    _itunes(channel, "author", show.author)
    if show.owner_email:
        owner = _element(channel, ITUNES, "owner")
        _itunes(owner, "name", show.owner_name)
        _itunes(owner, "email", show.owner_email)
    if show.image:
        _element(channel, ITUNES, "image", href=show.image)
    _add_categories(channel, show)
    _itunes(channel, "explicit", _true(show.explicit))
    _itunes(channel, "type", show.type)
    _itunes(channel, "new-feed-url", show.new_feed_url)
    _itunes(channel, "complete", "Yes" if show.complete else None)
    _itunes(channel, "block", "Yes" if show.block else None)
    _podcast(channel, "guid", show.guid or _guid(way.current or way.link))
    if show.locked is not None and show.owner_email:
        locked = _element(channel, PODCAST, "locked", owner=show.owner_email)
        locked.text = "yes" if show.locked else "no"
    for funding in show.funding:
        _element(channel, PODCAST, "funding", url=funding.url).text = funding.text
    _podcast(channel, "medium", show.medium)
    _add_shared(channel, show.license, show.location, show.people)
    for trailer in show.trailers:
        _element(
            channel,
            PODCAST,
            "trailer",
            url=trailer.url,
            pubdate=rfc5322(trailer.date),
            length=_number(trailer.length),
            type=trailer.type,
            season=_number(trailer.season),
        ).text = trailer.title


def add_episode(item: _Element, episode: Episode, entry: PreparedEntry) -> None:
    """Adds to an item what it says as an episode; as long as it plays, its file tells, too."""
    _itunes(item, "title", episode.title)
    _itunes(item, "author", episode.author)
    _itunes(item, "summary", episode.summary)
    number = episode.episode
    if number is not None and number >= 1 and number == int(number):
        _itunes(item, "episode", str(int(number)))
    _itunes(item, "season", _number(episode.season))
    _itunes(item, "episodeType", episode.type)
    if episode.explicit is not None:
        _itunes(item, "explicit", _true(episode.explicit))
    duration = episode.duration or _duration(entry)
    if duration:
        _itunes(item, "duration", str(max(int(duration + 0.5), 1)))
    if episode.image:
        _element(item, ITUNES, "image", href=episode.image)
    _itunes(item, "block", "Yes" if episode.block else None)
    if episode.season is not None:
        season = _element(item, PODCAST, "season", name=episode.season_name)
        season.text = str(episode.season)
    if number is not None:
        shown = _element(item, PODCAST, "episode", display=episode.display)
        shown.text = _number(number)
    _add_files(item, episode)
    for bite in episode.soundbites:
        start, length = str(float(bite.start)), str(float(bite.duration))
        made = _element(item, PODCAST, "soundbite", startTime=start, duration=length)
        made.text = bite.title or None
    _add_shared(item, episode.license, episode.location, episode.people)


def _add_files(item: _Element, episode: Episode) -> None:
    for transcript in episode.transcripts:
        _element(
            item,
            PODCAST,
            "transcript",
            url=transcript.url,
            type=transcript.type,
            language=transcript.language,
            rel="captions" if transcript.captions else None,
        )
    if episode.chapters:
        _element(item, PODCAST, "chapters", url=episode.chapters.url, type=episode.chapters.type)
    for other in episode.alternates:
        if other.length is None:
            continue
        alternate = _element(
            item,
            PODCAST,
            "alternateEnclosure",
            type=other.type,
            length=_number(other.length),
            bitrate=_number(other.bitrate),
            height=_number(other.height),
            lang=other.language,
            title=other.title,
        )
        _element(alternate, PODCAST, "source", uri=other.url)


def _add_shared(
    parent: _Element,
    license_: License | None,
    location: Location | None,
    people: Iterable[Participant],
) -> None:
    for person in people:
        _element(
            parent,
            PODCAST,
            "person",
            role=person.role.lower(),
            group=person.group.lower(),
            img=person.image,
            href=person.url,
        ).text = person.name
    if location:
        _element(
            parent, PODCAST, "location", geo=location.geo, osm=location.osm
        ).text = location.name
    if license_:
        _element(parent, PODCAST, "license", url=license_.url).text = license_.name


def _add_categories(channel: _Element, show: Show) -> None:
    """The categories, each once, with those below it within."""
    tops: dict[str, _Element] = {}
    for top, sub in show.categories:
        if top not in tops:
            tops[top] = _element(channel, ITUNES, "category", text=top)
        if sub:
            _element(tops[top], ITUNES, "category", text=sub)


def _duration(entry: PreparedEntry) -> float | None:
    played = (each for each in entry.enclosures if medium(each.media_type) in ("audio", "video"))
    return next((each.duration for each in played), None)


def _guid(link: str) -> str:
    """The podcast's UUID (version 5): of its address without scheme and slashes at its end."""
    from uuid import UUID, uuid5

    return str(uuid5(UUID(_GUIDS), link.partition("://")[2].rstrip("/")))


def _true(value: bool) -> str:
    return "true" if value else "false"


def _number(value: float | None) -> str | None:
    """A number, without a fraction where it has none."""
    if value is None:
        return None
    return str(int(value)) if value == int(value) else str(value)


def _itunes(parent: _Element, name: str, text: str | None) -> None:
    if text:
        _element(parent, ITUNES, name).text = text


def _podcast(parent: _Element, name: str, text: str | None) -> None:
    if text:
        _element(parent, PODCAST, name).text = text


def _element(parent: _Element, space: str, tag: str, /, **attributes: str | None) -> _Element:
    """An element with those of the attributes that have a value."""
    present = {key: value for key, value in attributes.items() if value}
    return SubElement(parent, f"{{{space}}}{tag}", present, nsmap=_PREFIXED)
