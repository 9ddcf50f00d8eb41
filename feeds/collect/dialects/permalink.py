"""Permalink patterns: `/:year/:month/:slug/` with a post's own values in it.

The placeholders and the named styles are Jekyll's (its documentation, "Permalinks").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from feeds.urls import quote_path

__all__ = [
    "LONGEST",
    "STYLES",
    "VALUES",
    "Placeholders",
    "expand",
    "join_path",
    "lower",
    "pieces",
    "slugify_jekyll",
]

STYLES: Mapping[str, str] = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}

LONGEST = 8000
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)
_ODD = re.compile(r"/(?:/|\.|%2e)", re.IGNORECASE)
_SIMPLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PRETTY = frozenset("._~!$&'()+,;=@")


def slugify_jekyll(text: str, *, pretty: bool = False) -> str:
    """Letters and digits kept, the rest one hyphen: Jekyll's `slugify`.

    `pretty` keeps `._~!$&'()+,;=@` and capitals too.
    """
    if _SIMPLE.fullmatch(text):
        return text
    return _slugified(text, pretty)


@lru_cache(512)
def _slugified(text: str, pretty: bool) -> str:
    kept = "".join(
        char if _is_alnum(char) or (pretty and char in _PRETTY) else "\n"
        for char in normalize("NFC", text)
    )
    slug = re.sub("\n+", "-", kept).removeprefix("-").removesuffix("-")
    return slug if pretty else lower(slug)


def lower(text: str) -> str:
    """In lower case as Ruby has it: a sigma stays one at the end of a word."""
    return text.replace("Σ", "σ").lower()


def _is_alnum(char: str) -> bool:
    """What Ruby's `[[:alnum:]]` takes: letters, marks and decimal digits of any script."""
    kind = category(char)
    return kind[0] in "LM" or kind == "Nd"


class Placeholders(NamedTuple):
    """What a pattern may name of a post; `date` is in the site's time zone.

    `slug` is the front matter's or the file name's, `name` the file's name without its
    extension, and `path` its whole path likewise. `output_ext` is what the page's file ends
    with.
    """

    date: datetime
    slug: str
    name: str
    path: str
    categories: Sequence[str]
    output_ext: str = ".html"


VALUES: Mapping[str, Callable[[Placeholders], str]] = {
    "year": lambda post: f"{post.date.year:04}",
    "month": lambda post: f"{post.date.month:02}",
    "day": lambda post: f"{post.date.day:02}",
    "hour": lambda post: f"{post.date.hour:02}",
    "minute": lambda post: f"{post.date.minute:02}",
    "second": lambda post: f"{post.date.second:02}",
    "i_day": lambda post: str(post.date.day),
    "i_month": lambda post: str(post.date.month),
    "short_year": lambda post: f"{post.date.year % 100:02}",
    "short_month": lambda post: _MONTHS[post.date.month - 1][:3],
    "long_month": lambda post: _MONTHS[post.date.month - 1],
    "short_day": lambda post: _DAYS[post.date.weekday()][:3],
    "long_day": lambda post: _DAYS[post.date.weekday()],
    "y_day": lambda post: f"{post.date.timetuple().tm_yday:03}",
    "week": lambda post: f"{post.date.isocalendar().week:02}",
    "w_year": lambda post: str(post.date.isocalendar().year),
    "w_day": lambda post: str(post.date.isoweekday()),
    "title": lambda post: _slug(post, pretty=True),
    "slug": lambda post: _slug(post, pretty=False),
    "name": lambda post: slugify_jekyll(post.name),
    "basename": lambda post: post.name,
    "path": lambda post: post.path,
    "categories": lambda post: _joined(map(lower, post.categories)),
    "slugified_categories": lambda post: _joined(map(slugify_jekyll, post.categories)),
    "collection": lambda _: "posts",
    "output_ext": lambda post: post.output_ext,
}


def _slug(post: Placeholders, *, pretty: bool) -> str:
    return slugify_jekyll(post.slug, pretty=pretty) or slugify_jekyll(post.name, pretty=pretty)


def _joined(terms: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(terms))


def expand(pattern: str, post: Placeholders) -> str:
    """The URL path that a pattern or a named style gives, percent-encoded.

    A name that is none of the placeholders stays as it is, except that `:title_` is
    `:title` followed by an underscore. Raises ValueError for a path that no server takes.
    """
    pattern = STYLES.get(pattern, pattern)
    length = len(pattern)
    path, made = pieces(pattern)
    for make, text in made:
        value = make(post)
        length += len(value)
        if length > LONGEST:
            raise ValueError("the path is too long")
        path += _quoted(value) + text
    return join_path(path)


_quoted = lru_cache(512)(quote_path)


@lru_cache(16)
def pieces(pattern: str) -> tuple[str, Sequence[tuple[Callable[[Placeholders], str], str]]]:
    """How a pattern begins, and then what makes each value and the text that follows it.

    What is no placeholder is text.
    """
    start, *rest = _PLACEHOLDER.split(pattern)
    texts = [start]
    makers: list[Callable[[Placeholders], str]] = []
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        known = name if name in VALUES else name.rstrip("_")
        if known in VALUES:
            makers.append(VALUES[known])
            texts.append(name.removeprefix(known) + text)
        else:
            texts[-1] += f":{name}{text}"
    return texts[0], tuple(zip(makers, texts[1:], strict=True))


def join_path(path: str) -> str:
    """A path that begins with one slash, without empty segments and segments of dots.

    A slash at the end stays. An escape that stands for a dot is one to a browser too.
    """
    if path.startswith("/") and not _ODD.search(path):
        return path
    segments = [part for part in path.split("/") if _DOT.sub("", part)]
    end = "/" if path.endswith("/") and segments else ""
    return "/" + "/".join(segments) + end
