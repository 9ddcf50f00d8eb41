"""What a reader sees of an issue before opening it: the subject and the preheader."""

from __future__ import annotations

from feeds.columns import shorten, width
from feeds.digest.words import words
from feeds.model import Digest, Placed
from feeds.text import one_line

__all__ = ["PREHEADER_LIMIT", "padding", "preheader", "subject"]

_SHORTEST_TITLE = 20
_PREHEADER_SHORTEST = 40
PREHEADER_LIMIT = 90
# What inboxes show at most; each blank takes a column, and neither collapses nor is cut off.
_PREVIEW = 150
_BLANK = "\u034f\u200c\u00a0"


def subject(digest: Digest) -> str:
    """The editor's own; else the leading post's title and how many more there are.

    The newsletter's title stands before it, unless the sender's name already says it, or too little
    of the post's would remain. Titles are cut to the width that suits the language; what the
    pattern itself needs always stays.
    """
    if own := one_line(digest.subject or ""):
        return own
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

    The editor's own; else the other posts' titles, and the leading post's excerpt where they are
    too short.
    """
    if own := one_line(digest.preheader or ""):
        return own
    line = " · ".join(_titles(digest)[1:])
    if width(line) < _PREHEADER_SHORTEST:
        excerpt = one_line(_placed(digest)[0].entry.body.excerpt)
        line = " — ".join(part for part in (line, excerpt) if part)
    return shorten(line, PREHEADER_LIMIT)


def padding(line: str) -> str:
    """Blanks that stand after a preheader, so that inboxes show no more of the mail than that.

    Both together are 150 columns wide, as every byte counts for what cuts long mails off.
    """
    return _BLANK * max(_PREVIEW - width(line), 0)


def _titles(digest: Digest) -> list[str]:
    return [one_line(placed.entry.post.title) for placed in _placed(digest)]


def _placed(digest: Digest) -> list[Placed]:
    """The posts in order, but the leading one first."""
    placed = [each for part in digest.sections for each in part.posts]
    return sorted(placed, key=lambda each: not each.lead)
