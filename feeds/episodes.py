"""What directories would not take of the episodes in a site's podcasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from feeds.entries import Entries
from feeds.errors import Finding, Level, warning
from feeds.media import Media
from feeds.media_types import medium
from feeds.model import Enclosure, Feed, Post
from feeds.pieces import Piece
from feeds.podcast.apple import PLAYABLE, wrong_size
from feeds.podcast.records import Show

__all__ = ["episode_findings"]

_NAMED = 5
_REMEDY = "Add enclosure: to it, or give the feed a filter that leaves it out."


def episode_findings(pieces: Sequence[Piece], entries: Entries) -> list[Finding]:
    """What is odd about the posts in podcasts, with their files and lines, each once.

    Of posts without sound only some are named: a feed may show a whole blog.
    """
    findings: list[Finding] = []
    silent: dict[str, None] = {}
    seen: set[tuple[str, bool]] = set()
    for piece in pieces:
        if not isinstance(piece.of, Feed) or piece.of.podcast is None:
            continue
        show = piece.of.podcast
        for post in piece.posts:
            key = post.path, show.type == "serial"
            if key in seen:
                continue
            seen.add(key)
            if played := _played(entries.media(post)):
                odd = list(_odd(post, played, show, entries))
                findings += entries.placed(post, odd)
            else:
                silent[post.path] = None
    findings += map(_silent, islice(silent, _NAMED))
    if len(silent) > _NAMED:
        what = f"{len(silent) - _NAMED} more posts in a podcast's feed have no audio or video"
        findings.append(Finding(Level.HINT, what, remedy=_REMEDY))
    return findings


def _played(media: Media) -> Sequence[Enclosure]:
    return [each for each in media.enclosures if medium(each.media_type) not in (None, "image")]


def _silent(path: str) -> Finding:
    what = "the post is in a podcast's feed, and has no audio or video"
    return Finding(Level.HINT, what, path, remedy=_REMEDY)


def _odd(
    post: Post, played: Sequence[Enclosure], show: Show, entries: Entries
) -> Iterator[Finding]:
    if played[0].media_type not in PLAYABLE:
        yield warning(
            f"enclosure: Apple Podcasts does not play {played[0].media_type}",
            post.path,
            remedy="It takes MP3, M4A, MP4, M4V, MOV, PDF and EPUB; put such a file first.",
        )
    episode = post.episode
    if show.type == "serial" and (episode is None or episode.episode is None):
        yield warning(
            "the podcast is serial, and the post does not say which episode it is",
            post.path,
            remedy="Write podcast: { episode: 1 } in its front matter.",
        )
    if episode and episode.image and (size := entries.size(episode.image, post)):
        wrong = wrong_size(*size)
        if wrong:
            yield warning(
                f"podcast.image: {wrong}",
                post.path,
                remedy="Apple Podcasts takes square JPEG and PNG pictures of 1400 to 3000 pixels.",
            )
