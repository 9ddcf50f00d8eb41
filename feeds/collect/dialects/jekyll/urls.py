"""URLs and ids as Jekyll makes them of a template, and `absolute_url` writes them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import quote, unquote_to_bytes

from feeds.collect.dialects import permalink
from feeds.collect.dialects.permalink import LONGEST, Placeholders, slugify_jekyll
from feeds.urls import normalise

__all__ = ["absolute_url", "entry_path", "url_path"]

_PLACEHOLDER = re.compile(r":([a-z_]+)")
_PATH = re.compile("([^?#]*)(.*)", re.DOTALL)
_PLAIN_SEGMENT = re.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*+")
_PLAIN = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*+)++/?")
_VALUES: Mapping[str, Callable[[Placeholders], str]] = {
    **permalink.VALUES,
    "title": lambda post: slugify_jekyll(post.slug, pretty=True),
    "slug": lambda post: slugify_jekyll(post.slug),
}
_UNKNOWN = frozenset(("basename",))


def url_path(template: str, post: Placeholders) -> str:
    """The path of a post's page below the site's, as Jekyll's `url` is: not all encoded.

    Raises ValueError for a placeholder that Jekyll does not know, and for a path that no
    server takes.
    """
    start, pieces = _pieces(template)
    made = start + "".join([_escaped(make(post)) + text for make, text in pieces])
    if len(made) > LONGEST:
        raise ValueError("the path is too long")
    if made.startswith("/") and "//" not in made and ".." not in made and "./" not in made:
        return made
    return "/".join(_squeezed(f"/{made}".replace("..", "/").replace("./", "")))


@lru_cache(16)
def _pieces(template: str) -> tuple[str, Sequence[tuple[Callable[[Placeholders], str], str]]]:
    """How a template begins, and then what makes each value and the text that follows it."""
    start, *rest = _PLACEHOLDER.split(template)
    pieces = []
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        known = name if name in _VALUES else name.removesuffix("_")
        if known not in _VALUES or known in _UNKNOWN:
            raise ValueError(f"no such placeholder: {name}")
        pieces.append((_VALUES[known], name.removeprefix(known) + text))
    return start, pieces


@lru_cache(512)
def _escaped(value: str) -> str:
    return quote(value, safe="-._~!$&'()*+,;=:@/?", errors="replace")


def _squeezed(path: str) -> list[str]:
    """The segments of a path in which no slash follows another."""
    parts = path.split("/")
    return [part for at, part in enumerate(parts) if part or at == 0 or at == len(parts) - 1]


def entry_path(path: str, slug: str) -> str:
    """Jekyll's `id`: the folder of a post's page, and its slug."""
    return f"{path.rstrip('/').rpartition('/')[0]}/{slug.lstrip('/')}"


def absolute_url(base: str, path: str, form: str = "NFC") -> str:
    """A path below `base`, the site's URL, as a whole URL: escapes undone, then made anew.

    `form` is the normal form of its text. Raises ValueError where no URL can be made of it.
    """
    if _PLAIN.fullmatch(path):
        return normalise(base + path)
    found = _PATH.fullmatch(path)
    path, rest = (found[1], found[2]) if found else (path, "")
    segments = [_segment(segment, form) for segment in path.strip().split("/")]
    return normalise(f"{base}{_without_dots('/'.join(segments))}{rest}")


@lru_cache(512)
def _segment(text: str, form: str) -> str:
    if _PLAIN_SEGMENT.fullmatch(text):
        return text
    data = unquote_to_bytes(text.encode(errors="replace"))
    try:
        plain = normalize(form, data.decode())  # type: ignore[arg-type]
    except UnicodeDecodeError:
        return quote(data, safe="-._~!$&'()*+,;=:@")
    return quote(plain, safe="-._~!$&'()*+,;=:@")


def _without_dots(path: str) -> str:
    """The path without `.` and `..` (RFC 3986 §5.2.4)."""
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if len(kept) > 1:
                kept.pop()
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", "..") or kept == [""]:
        kept.append("")
    return "/".join(kept)
