"""The files that belong to a post, as its front matter describes them.

`enclosure` and `enclosures` are an address, a table, or a list of them; so are `audio` and
`video`, where what they say is the address of such a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from feeds.collect.dialects.base import Dialect, shown
from feeds.errors import Finding, warning
from feeds.media_types import media_type, medium
from feeds.model import Enclosure, Site
from feeds.text import one_line
from feeds.urls import is_web_url

__all__ = ["read_enclosures"]

_MOST = 50
_ADDRESSES = ("url", "path", "src", "href", "file")
_LENGTHS = ("length", "size", "bytes", "size_in_bytes")
_TYPES = ("type", "media_type", "mime_type", "mimeType", "mime")
_DURATIONS = ("duration", "duration_in_seconds")
_LANGUAGES = ("language", "lang", "hreflang")
_DECLARING = ("enclosure", "enclosures")
_ELSEWHERE = ("podcast_file", "podcast_link")
_PERHAPS = ("audio", "video", "videos", *_ELSEWHERE)
_ALSO = {"length": ("podcast_bytes", "podcast_length"), "duration": ("podcast_duration",)}
_CLOCK = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]\d(?:\.\d{1,3})?)")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,50}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_WHOLE = re.compile(r"\d{1,15}")
_DECIMAL = re.compile(r"\d{1,8}(?:\.\d{1,6})?")


class _Place(NamedTuple):
    """Whose front matter it is, and what resolves its addresses."""

    path: str
    url: str
    site: Site
    dialect: Dialect


def read_enclosures(
    path: str, values: Mapping[str, object], url: str, site: Site, dialect: Dialect
) -> tuple[tuple[Enclosure, ...], tuple[Finding, ...]]:
    """The enclosures of the post at that path and URL, each URL once, and what is odd there."""
    place = _Place(path, url, site, dialect)
    findings: list[Finding] = []
    found: dict[str, Enclosure] = {}
    for key in (*_DECLARING, *_PERHAPS):
        value = values.get(key)
        if value in (None, "", [], {}, False):
            continue
        beside = values if key in _ELSEWHERE else {}
        for table in islice(_tables(value, beside), 2 * _MOST):
            if key in _PERHAPS and not _is_playable(table, whole=key in _ELSEWHERE):
                continue
            if len(found) == _MOST:
                what = f"{key}: more than {_MOST} files; the rest is left out"
                findings.append(warning(what, path))
                return tuple(found.values()), tuple(findings)
            if enclosure := _enclosure(key, table, place, findings):
                found.setdefault(enclosure.url, enclosure)
    return tuple(found.values()), tuple(findings)


def _tables(value: object, beside: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """What is written in any of its forms, as tables. `beside` may say more of a lone address."""
    if isinstance(value, (list, tuple)):
        for item in value:
            if not isinstance(item, (list, tuple)):
                yield from _tables(item, {})
    elif isinstance(value, Mapping):
        if any(key in value for key in _ADDRESSES):
            yield value
        else:
            # A file for each format, such as mp3: and m4a:.
            formats = [file for key, file in value.items() if media_type(f"a.{key}")]
            yield from ({"url": file} for file in formats)
            if not formats:
                yield value
    else:
        # Exported posts have the address, the length and the type on lines of their own.
        address, *more = str(value).strip().splitlines() or [""]
        also = {
            name: beside[key] for name, keys in _ALSO.items() for key in keys if beside.get(key)
        }
        named = dict(zip(("length", "type"), (line.strip() for line in more), strict=False))
        yield {"url": address.strip(), **also, **{key: one for key, one in named.items() if one}}


def _is_playable(table: Mapping[str, object], *, whole: bool) -> bool:
    """Whether it surely is the address of a sound or a film, and not some program's own word.

    Of keys whose values a theme completes, only what is `whole` already is one.
    """
    address = _first(table, _ADDRESSES)
    if not isinstance(address, str) or (whole and not address.startswith(("/", "http"))):
        return False
    try:
        kind = media_type(urlsplit(address).path)
    except ValueError:
        return False
    return medium(kind) in ("audio", "video")


def _enclosure(
    key: str, table: Mapping[str, object], place: _Place, findings: list[Finding]
) -> Enclosure | None:
    written = _first(table, _ADDRESSES)
    try:
        url = place.dialect.resolve(str(written or "").strip(), place.url, place.site)
    except ValueError:
        url = ""
    if not isinstance(written, str) or not written.strip() or not is_web_url(url):
        findings.append(
            warning(
                f"{key}: {shown(written if written else dict(table))} is not a file's address",
                place.path,
                remedy="Write a URL, or a path such as /media/talk.mp3.",
            )
        )
        return None

    def odd(name: str, value: object, example: str) -> None:
        what = f"{key}: {name} {shown(value)} is not {example}"
        findings.append(warning(what, place.path, remedy="It is passed over."))

    length, duration = _first(table, _LENGTHS), _first(table, _DURATIONS)
    kind, language = _first(table, _TYPES), _first(table, _LANGUAGES)
    made_length, made_duration = _whole(length), _seconds(duration)
    made_kind = str(kind).strip().lower().partition(";")[0].strip() if kind else None
    if length is not None and made_length is None:
        odd("length", length, "a number of bytes")
    if duration is not None and made_duration is None:
        odd("duration", duration, "a duration such as 1:02:03 or 3723")
    if made_kind and not _TYPE.fullmatch(made_kind):
        odd("type", kind, "a MIME type such as audio/mpeg")
        made_kind = None
    if language and not _LANGUAGE.fullmatch(str(language)):
        odd("language", language, "a language tag such as ja")
        language = None
    return Enclosure(
        url,
        made_length,
        made_kind,
        made_duration,
        one_line(str(table.get("title") or "")),
        _whole(table.get("width")) or None,
        _whole(table.get("height")) or None,
        one_line(str(table.get("alt") or "")),
        str(language) if language else None,
    )


def _first(table: Mapping[str, object], keys: tuple[str, ...]) -> object:
    return next((table[key] for key in keys if table.get(key) not in (None, "")), None)


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    return int(text) if _WHOLE.fullmatch(text) else None


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if _DECIMAL.fullmatch(text):
        return round(float(text), 3) or None
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return None
    hours, minutes, rest = clock.groups()
    return round(int(hours or 0) * 3600 + int(minutes) * 60 + float(rest), 3) or None
