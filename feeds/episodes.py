"""What directories would not take of the episodes in a site's podcasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feeds.entries import Entries
from feeds.errors import Finding, Level, warning
from feeds.media import Media
from feeds.media_types import medium
from feeds.model import Feed, Post
from feeds.pieces import Piece
from feeds.podcast.apple import PLAYABLE, wrong_size
from feeds.podcast.records import Show

__all__ = ["episode_findings"]


def episode_findings(pieces: Sequence[Piece], entries: Entries) -> list[Finding]:
    """What is odd about the posts in podcasts, with their files and lines, each once."""
    findings: list[Finding] = []
    seen: set[tuple[str, bool]] = set()
    for piece in pieces:
        if not isinstance(piece.of, Feed) or piece.of.podcast is None:
            continue
        show = piece.of.podcast
        for post in piece.posts:
            key = post.path, show.type == "serial"
            if key not in seen:
                seen.add(key)
                odd = list(_odd(post, entries.media(post), show, entries))
                findings += entries.placed(post, odd)
    return findings


def _odd(post: Post, media: Media, show: Show, entries: Entries) -> Iterator[Finding]:
    played = [each for each in media.enclosures if medium(each.media_type) not in (None, "image")]
    if not played:
        yield Finding(
            Level.HINT,
            "the post is in a podcast's feed, and has no audio or video",
            post.path,
            remedy="Add enclosure: to it, or give the feed a filter that leaves it out.",
        )
        return
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
