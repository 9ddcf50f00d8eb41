"""The media of posts with all that is known of them, which later runs need not find out again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from feeds.errors import Finding, warning
from feeds.kept import Kept, sealed, unsealed
from feeds.media.facts import Facts, read_facts
from feeds.media.files import Files, Found
from feeds.media.remote import NO_REMOTE, Remote
from feeds.media_types import media_type, medium
from feeds.model import Enclosure, Post, Site
from feeds.unchanged import settled
from feeds.versions import versions

__all__ = ["NO_MEDIA", "Media", "Shelf"]

_ABOUT = "SELECT path, about FROM media WHERE path IN (SELECT value FROM json_each(?))"
_KEEP = "REPLACE INTO media VALUES (?, ?)"
_DECLARING = ("enclosure", "enclosures", "audio", "video")
_ADD = "write its length in bytes and its type, as in enclosure: { url: …, length: …, type: … }"


class Media(NamedTuple):
    """What belongs to a post: its files, its picture, and what is odd about them.

    Findings about a key of the front matter begin with it, and have no line yet.
    """

    enclosures: tuple[Enclosure, ...] = ()
    picture: Enclosure | None = None
    alternates: tuple[int | None, ...] = ()
    findings: tuple[Finding, ...] = ()


NO_MEDIA = Media()
"""That of a post that has none."""


class Shelf:
    """Knows the files of a site by their stamps, and reads each only when it is new.

    `posts` are those whose media will be asked for; `static` as for `Files`; `remote` is what
    is known of files that lie elsewhere.
    """

    def __init__(
        self,
        site: Site,
        posts: Iterable[Post],
        kept: Kept,
        static: Sequence[str] = ("",),
        remote: Remote = NO_REMOTE,
    ) -> None:
        self._files = Files(site.root, site.url, static)
        self._site = site
        self._remote = remote
        self._kept = kept
        self._shaped_by = " ".join(versions("tinytag", "imagesize"))
        self._by_url: dict[tuple[str, str], Sequence[str]] = {}
        self._looked: dict[str, Found | None] = {}
        self._facts: dict[str, Facts] = {}
        self._learnt: dict[str, tuple[Found, Facts]] = {}
        self._needs_length = any("rss" in feed.paths for feed in site.feeds)
        places = {
            place for post in posts for url in _urls(post) for place in self._places(url, post)
        }
        self._known = (
            dict(kept.rows(_ABOUT, json.dumps(sorted(places)))) if places and kept.usable else {}
        )

    @property
    def looked_for(self) -> Sequence[str]:
        """The paths at which files were looked for, there or not; covers of podcasts, too."""
        covers = [feed.podcast.image for feed in self._site.feeds if feed.podcast]
        places = (place for cover in covers if cover for place in self._files.places(cover))
        return list(dict.fromkeys((*self._looked, *places)))

    def of(self, post: Post) -> Media:
        """The media of a post. Facts of its own files are true, those of others as declared.

        A file of the site's that is not there is left out, unless front matter gives its length.
        """
        if not (post.image or post.enclosures or post.episode):
            return NO_MEDIA
        findings: list[Finding] = []
        picture = self._picture(post)
        declared = tuple(self._declared(post, findings))
        if not declared and picture and picture.length is not None and picture.media_type:
            declared = (picture,)
        return Media(declared, picture, self._alternates(post, findings), tuple(findings))

    def size(self, url: str, post: Post | None = None) -> tuple[int, int] | None:
        """Width and height in pixels of a picture of the site's own; None where not known."""
        found, facts = self._known_of(url, post)
        if found and facts.width and facts.height:
            return facts.width, facts.height
        return None

    def keep(self) -> None:
        """Remembers what was read."""
        self._kept.write(
            _KEEP,
            [
                (path, sealed(self._owner(path), ([*found[1:]], [*facts])))
                for path, (found, facts) in self._learnt.items()
            ],
        )
        self._learnt.clear()

    def _picture(self, post: Post) -> Enclosure | None:
        if post.image is None:
            return None
        url = post.image.url
        found, facts = self._known_of(url, post)
        return Enclosure(
            url,
            found.size if found else None,
            media_type(urlsplit(url).path),
            width=facts.width,
            height=facts.height,
            alt=post.image.alt,
        )

    def _declared(self, post: Post, findings: list[Finding]) -> Iterator[Enclosure]:
        for enclosure in post.enclosures:
            found, facts = self._known_of(enclosure.url, post, enclosure.media_type)
            told = self._remote.known.get(enclosure.url, (None, ""))
            by_name = media_type(urlsplit(enclosure.url).path)
            whole = replace(
                enclosure,
                length=self._length(enclosure.url, enclosure.length, found),
                media_type=enclosure.media_type or by_name or told[1] or None,
                duration=facts.duration or enclosure.duration,
                width=facts.width or enclosure.width,
                height=facts.height or enclosure.height,
            )
            findings += self._odd(whole, found, facts, post)
            if found or whole.length is not None or not self._files.is_own(whole.url):
                yield whole

    def _odd(
        self, whole: Enclosure, found: Found | None, facts: Facts, post: Post
    ) -> Iterator[Finding]:
        key = next((each for each in _DECLARING if post.front_matter.get(each)), _DECLARING[0])
        shown = whole.url.removeprefix(self._site.url)
        missing = [
            name
            for name, value in (("length", whole.length), ("type", whole.media_type))
            if value is None
        ]
        if found is None and whole.length is None and self._files.is_own(whole.url):
            yield warning(
                f"{key}: there is no file {shown}, so it is left out",
                post.path,
                remedy=f"Put it there, or correct its name. If it is kept elsewhere: {_ADD}.",
            )
        elif missing and self._needs_length:
            yield warning(
                f"{key}: the {' and '.join(missing)} of {shown} "
                f"{'is' if len(missing) == 1 else 'are'} not known, so RSS leaves it out"
                f"{self._why(whole.url)}",
                post.path,
                remedy=f"{_ADD[0].upper()}{_ADD[1:]}; or run feeds build --probe, which asks.",
            )
        plays = medium(whole.media_type) in ("audio", "video")
        if plays and facts.damaged and whole.duration is None:
            yield warning(
                f"{key}: {shown} does not say how long it plays: the file may be damaged",
                post.path,
                remedy="Export it again, or write its duration in front matter.",
            )

    def _alternates(self, post: Post, findings: list[Finding]) -> tuple[int | None, ...]:
        """The lengths of an episode's other forms, in order."""
        lengths = []
        for each in post.episode.alternates if post.episode else ():
            found = self._find(each.url, post)
            length = self._length(each.url, each.length, found)
            lengths.append(length)
            if length is None:
                why = self._why(each.url)
                what = f"podcast.alternate: the length of {each.url} is not known{why}"
                findings.append(warning(what, post.path, remedy="Write its length in bytes."))
        return tuple(lengths)

    def _length(self, url: str, declared: int | None, found: Found | None) -> int | None:
        """The file's own length; else the one that is declared; else what its server said."""
        if found:
            return found.size
        return declared if declared is not None else self._remote.known.get(url, (None,))[0]

    def _why(self, url: str) -> str:
        reason = self._remote.failed.get(url)
        return f": {reason}" if reason else ""

    def _known_of(
        self, url: str, post: Post | None, declared: str | None = None
    ) -> tuple[Found | None, Facts]:
        """The file behind a URL, and its facts."""
        found = self._find(url, post)
        kind = media_type(urlsplit(url).path) or declared
        if found is None or kind is None or medium(kind) not in ("image", "audio", "video"):
            return found, Facts()
        return found, self._facts_of(found, kind)

    def _facts_of(self, found: Found, kind: str) -> Facts:
        if found.path not in self._facts:
            kept = unsealed(self._owner(found.path), self._known.get(found.path))
            if kept and kept[0] == [*found[1:]]:
                self._facts[found.path] = Facts(*kept[1])
            else:
                moment = time.time_ns()
                facts = read_facts(self._files.absolute(found), kind)
                self._facts[found.path] = facts
                if settled(found.mtime_ns, found.ctime_ns, moment):
                    self._learnt[found.path] = found, facts
        return self._facts[found.path]

    def _find(self, url: str, post: Post | None) -> Found | None:
        for place in self._places(url, post):
            if place not in self._looked:
                self._looked[place] = self._files.look(place)
            if found := self._looked[place]:
                return found
        return None

    def _places(self, url: str, post: Post | None) -> Sequence[str]:
        key = url, post.path if post else ""
        if key not in self._by_url:
            self._by_url[key] = self._files.places(url, post)
        return self._by_url[key]

    def _owner(self, path: str) -> str:
        return f"{path} {self._shaped_by}"


def _urls(post: Post) -> Iterator[str]:
    if post.image:
        yield post.image.url
    yield from (each.url for each in post.enclosures)
    if post.episode and post.episode.image:
        yield post.episode.image
