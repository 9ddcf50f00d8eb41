"""What Apple Podcasts takes: https://podcasters.apple.com/support/823-podcast-requirements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

__all__ = ["CATEGORIES", "PLAYABLE", "category", "category_meant", "wrong_size"]

PLAYABLE = frozenset(
    (
        *("audio/mp4", "audio/mpeg", "audio/x-m4a", "video/mp4", "video/quicktime"),
        *("video/x-m4v", "application/pdf", "application/epub+zip"),
    )
)
"""The MIME types of episodes: M4A, MP3, MOV, MP4, M4V, PDF and EPUB."""

CATEGORIES: Mapping[str, Sequence[str]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": (
        *("Careers", "Entrepreneurship", "Investing", "Management", "Marketing"),
        "Non-Profit",
    ),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition"),
        "Sexuality",
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
        *("Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
        *("Sports News", "Tech News"),
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion"),
        "Spirituality",
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
        *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
    ),
    "Society & Culture": (
        *("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    ),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey"),
        *("Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness"),
        "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}
"""The categories, each with those below it. Case and spelling count."""

_BETWEEN = " > "
_LEAST_PIXELS, _MOST_PIXELS = 1400, 3000
_ALL = (*CATEGORIES, *(f"{top}{_BETWEEN}{sub}" for top, subs in CATEGORIES.items() for sub in subs))


def category(text: str) -> tuple[str, str | None] | None:
    """A category, and maybe one below it as in `Arts > Books`; None where Apple has none such."""
    if text not in _ALL:
        return None
    top, _, sub = text.partition(_BETWEEN)
    return top, sub or None


def category_meant(text: str) -> str | None:
    """The category that was most likely meant; None where none is near."""
    plain = {_plain(name): name for name in reversed(_ALL)}
    subs = {
        _plain(name.partition(_BETWEEN)[2]): name for name in reversed(_ALL) if _BETWEEN in name
    }
    for known in (plain, subs):
        if found := known.get(_plain(text[:100])):
            return found
    for known in (plain, subs):
        if close := get_close_matches(_plain(text[:100]), known, n=1, cutoff=0.75):
            return known[close[0]]
    return None


def wrong_size(width: int, height: int) -> str | None:
    """What is wrong with the size of a cover, in words; None where nothing is."""
    if width != height:
        return f"is {width} × {height} pixels, and not square"
    if not _LEAST_PIXELS <= width <= _MOST_PIXELS:
        return f"is {width} × {height} pixels"
    return None


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold().replace("&", "and") if char.isalnum())
