"""What a reader sees of an issue before opening it: the subject and the preheader."""

from __future__ import annotations

from feeds.columns import shorten, width
from feeds.digest.words import words
from feeds.model import Digest
from feeds.text import one_line

__all__ = ["preheader", "subject"]

_SHORTEST_TITLE = 20
_PREHEADER_SHORTEST = 40
_PREHEADER_LIMIT = 90


def subject(digest: Digest) -> str:
    """The first post's title and how many more there are, after the newsletter's title.

    The newsletter's title is left out where the sender's name already says it, or where
    too little of the post's would remain. Titles are cut to the width that suits the
    language; what the pattern itself needs always stays.
    """
    newsletter = digest.newsletter
    language = words(newsletter.language)
    titles = _titles(digest)
    name = one_line(newsletter.title)
    known = name.casefold() in one_line(newsletter.sender.name).casefold()

    def filled(post: str, prefixed: bool) -> str:
        head = language.and_more(post, len(titles) - 1)
        pattern = language.phrases.prefixed
        return pattern.format(newsletter=name, head=head) if prefixed else head

    limit = language.phrases.subject_width
    wanted = min(width(titles[0]), _SHORTEST_TITLE)
    prefixed = bool(name) and not known and limit - width(filled("", True)) >= wanted
    room = limit - width(filled("", prefixed))
    return filled(shorten(titles[0], max(room, _SHORTEST_TITLE)), prefixed)


def preheader(digest: Digest) -> str:
    """The line that inboxes show after the subject: what else is in the issue.

    The other posts' titles, and the first post's excerpt where they are too short.
    """
    line = " · ".join(_titles(digest)[1:])
    if width(line) < _PREHEADER_SHORTEST:
        excerpt = one_line(digest.sections[0].posts[0].entry.body.excerpt)
        line = " — ".join(part for part in (line, excerpt) if part)
    return shorten(line, _PREHEADER_LIMIT)


def _titles(digest: Digest) -> list[str]:
    return [one_line(placed.entry.post.title) for part in digest.sections for placed in part.posts]
