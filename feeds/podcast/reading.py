"""A podcast's settings and an episode's front matter become records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from feeds.podcast.apple import category, category_meant
from feeds.podcast.records import (
    Alternate,
    Chapters,
    Episode,
    Funding,
    License,
    Location,
    Participant,
    Show,
    Soundbite,
    Trailer,
    Transcript,
)
from feeds.podcast.values import (
    Check,
    Resolve,
    Spot,
    address,
    choice,
    decimal,
    fields,
    flag,
    language,
    mail,
    mime,
    one_or_more,
    seconds,
    text,
    whole,
)

__all__ = ["EPISODE", "FLAT", "SHOW", "episode", "show"]

_SHORT = text(128)
_SCHEME = re.compile(
    r"geo:-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)?(?:;[\w=.-]+)*"
)
_OSM = re.compile(r"[NWR]\d{1,20}(?:#\d{1,9})?")
_TRANSCRIPTS = {
    ".htm": "text/html",
    ".html": "text/html",
    ".json": "application/json",
    ".srt": "application/x-subrip",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
}
_TRANSCRIPT_TYPES = frozenset(
    (*_TRANSCRIPTS.values(), "application/srt", "text/srt", "application/ttml+xml")
)
_CHAPTERS = "application/json+chapters"
_MEDIUMS = (
    *("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher"),
    *("course", "mixed", "podcastL", "musicL", "videoL", "filmL", "audiobookL", "newsletterL"),
    *("blogL", "publisherL", "courseL"),
)


def _category(value: object, spot: Spot, _: Resolve) -> tuple[str, str | None] | None:
    written = str(value).strip()
    found = category(written)
    if found is None:
        meant = category_meant(written)
        guess = f" (did you mean “{meant}”?)" if meant else ""
        remedy = "" if meant else "docs/podcasts.md lists them; write one below another as A > B."
        spot.wrong(f"Apple has no category “{written[:60]}”{guess}", remedy)
    return found


def _guid(value: object, spot: Spot, _: Resolve) -> str | None:
    from uuid import UUID

    try:
        return str(UUID(str(value)))
    except ValueError:
        spot.wrong(
            "must be a UUID such as 917393e3-1b1e-5cef-ace4-edaa54e1f810",
            "Leave it out for the one that the feed's address gives.",
        )
        return None


def _moment(value: object, spot: Spot, _: Resolve) -> datetime | None:
    made: object = value
    if isinstance(value, str):
        try:
            made = datetime.fromisoformat(value.strip())
        except ValueError:
            made = None
    if isinstance(made, datetime) and made.tzinfo is not None:
        return made
    what = "must have an offset" if isinstance(made, date) else "must be a date"
    spot.wrong(what, "Write 2026-11-23T18:30:00+09:00.")
    return None


def _matching(pattern: re.Pattern[str], example: str) -> Check[str]:
    def check(value: object, spot: Spot, _: Resolve) -> str | None:
        written = str(value).strip()
        if pattern.fullmatch(written):
            return written
        spot.wrong(f"must be such as {example}, not {written[:60]}")
        return None

    return check


def _person(value: object, spot: Spot, resolve: Resolve) -> Participant | None:
    if isinstance(value, str):
        value = {"name": value}
    checks = {"name": _SHORT, "role": _SHORT, "group": _SHORT, "url": address, "image": address}
    found = fields(value, checks, spot, resolve, ("name",))
    return Participant(**found) if found else None


def _location(value: object, spot: Spot, resolve: Resolve) -> Location | None:
    if isinstance(value, str):
        value = {"name": value}
    checks: dict[str, Check[Any]] = {
        "name": _SHORT,
        "geo": _matching(_SCHEME, "geo:34.35,133.98"),
        "osm": _matching(_OSM, "R113314"),
    }
    found = fields(value, checks, spot, resolve, ("name",))
    return Location(**found) if found else None


def _license(value: object, spot: Spot, resolve: Resolve) -> License | None:
    if isinstance(value, str):
        value = {"name": value}
    found = fields(value, {"name": _SHORT, "url": address}, spot, resolve, ("name",))
    return License(found["name"].lower(), found.get("url")) if found else None


def _funding(value: object, spot: Spot, resolve: Resolve) -> Funding | None:
    found = fields(value, {"url": address, "text": _SHORT}, spot, resolve, ("url", "text"))
    return Funding(**found) if found else None


def _trailer(value: object, spot: Spot, resolve: Resolve) -> Trailer | None:
    checks: dict[str, Check[Any]] = {
        "url": address,
        "title": _SHORT,
        "date": _moment,
        "length": whole,
        "type": mime,
        "season": whole,
    }
    found = fields(value, checks, spot, resolve, ("url", "title", "date"))
    return Trailer(**found) if found else None


def _owner(value: object, spot: Spot, resolve: Resolve) -> dict[str, str] | None:
    return fields(value, {"name": text(255), "email": mail}, spot, resolve, ("email",))


def _transcript(value: object, spot: Spot, resolve: Resolve) -> Transcript | None:
    if isinstance(value, str):
        value = {"url": value}
    checks: dict[str, Check[Any]] = {
        "url": address,
        "type": mime,
        "language": language,
        "captions": flag,
    }
    found = fields(value, checks, spot, resolve, ("url",))
    if found is None:
        return None
    ending = f".{found['url'].partition('?')[0].rpartition('.')[2].lower()}"
    kind = found.setdefault("type", _TRANSCRIPTS.get(ending, ""))
    if kind not in _TRANSCRIPT_TYPES:
        kinds = ", ".join(sorted(set(_TRANSCRIPTS.values())))
        what = f"no transcript has the type {kind}" if kind else "must have a type"
        spot.wrong(what, f"Write type: and one of {kinds}.")
        return None
    return Transcript(**found)


def _chapters(value: object, spot: Spot, resolve: Resolve) -> Chapters | None:
    if isinstance(value, str):
        value = {"url": value}
    found = fields(value, {"url": address, "type": mime}, spot, resolve, ("url",))
    return Chapters(found["url"], found.get("type", _CHAPTERS)) if found else None


def _soundbite(value: object, spot: Spot, resolve: Resolve) -> Soundbite | None:
    checks: dict[str, Check[Any]] = {"start": _from_start, "duration": seconds, "title": _SHORT}
    found = fields(value, checks, spot, resolve, ("start", "duration"))
    return Soundbite(**found) if found else None


def _from_start(value: object, spot: Spot, resolve: Resolve) -> float | None:
    return 0.0 if value in (0, "0") and value is not False else seconds(value, spot, resolve)


def _alternate(value: object, spot: Spot, resolve: Resolve) -> Alternate | None:
    checks: dict[str, Check[Any]] = {
        "url": address,
        "type": mime,
        "length": whole,
        "bitrate": decimal,
        "height": whole,
        "title": text(32),
        "language": language,
    }
    found = fields(value, checks, spot, resolve, ("url", "type"))
    return Alternate(**found) if found else None


SHOW: Mapping[str, Check[Any]] = {
    "author": text(255),
    "owner": _owner,
    "category": one_or_more(_category),
    "explicit": flag,
    "type": choice("episodic", "serial"),
    "image": address,
    "guid": _guid,
    "locked": flag,
    "funding": one_or_more(_funding),
    "medium": choice(*_MEDIUMS),
    "license": _license,
    "people": one_or_more(_person),
    "location": _location,
    "trailer": one_or_more(_trailer),
    "complete": flag,
    "block": flag,
    "new_feed_url": address,
    "copyright": text(255),
}
"""The keys of a podcast's settings."""

EPISODE: Mapping[str, Check[Any]] = {
    "episode": decimal,
    "display": text(32),
    "season": whole,
    "season_name": _SHORT,
    "type": choice("full", "trailer", "bonus"),
    "explicit": flag,
    "duration": seconds,
    "image": address,
    "title": text(255),
    "author": text(255),
    "summary": text(),
    "block": flag,
    "transcript": one_or_more(_transcript),
    "chapters": _chapters,
    "people": one_or_more(_person),
    "soundbite": one_or_more(_soundbite),
    "location": _location,
    "license": _license,
    "alternate": one_or_more(_alternate),
}
"""The keys of `podcast` in front matter."""

FLAT: Mapping[str, str] = {
    **{f"itunes_{key}": key for key in ("episode", "season", "explicit", "duration", "image")},
    **{f"itunes_{key}": key for key in ("title", "author", "summary", "block")},
    "itunes_episode_type": "type",
    "itunes_type": "type",
    "episode_type": "type",
    **{key: key for key in ("episode", "season", "explicit", "duration", "chapters")},
    "transcript": "transcript",
    "transcripts": "transcript",
    "podcast_duration": "duration",
    "episode_image": "image",
}
"""Keys of front matter that say by themselves what `podcast` says, the first that counts first."""

_MANY = {"trailer": "trailers", "category": "categories"}
_MANY_OF_EPISODE = {
    "transcript": "transcripts",
    "soundbite": "soundbites",
    "alternate": "alternates",
}


def show(value: object, spot: Spot, resolve: Resolve) -> Show:
    """The podcast of a feed's settings; what is wrong in them is said at the spot."""
    found = fields(value, SHOW, spot, resolve) or {}
    owner = found.pop("owner", {})
    named = {_MANY.get(key, key): one for key, one in found.items()}
    return Show(owner_name=owner.get("name", ""), owner_email=owner.get("email"), **named)


def episode(front_matter: Mapping[str, object], spot: Spot, resolve: Resolve) -> Episode | None:
    """The episode that front matter describes; None where it says nothing of one."""
    own = front_matter.get("podcast")
    found: dict[str, Any] = {}
    if isinstance(own, Mapping):
        found = fields(own, EPISODE, spot.at("podcast"), resolve) or {}
    for name, key in FLAT.items():
        written = front_matter.get(name)
        if key not in found and written not in (None, "", [], {}):
            value = EPISODE[key](written, spot.at(name), resolve)
            if value is not None:
                found[key] = value
    if not found:
        return None
    return Episode(**{_MANY_OF_EPISODE.get(key, key): one for key, one in found.items()})
