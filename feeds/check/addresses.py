"""What is known of a site's addresses: its posts, those that nobody may see, and old ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from feeds.model import Post, Site
from feeds.urls import absolute, normalise

__all__ = ["Addresses", "Place", "State", "below", "place_of"]

State = Literal["shown", "draft", "future", "expired"]
Place = str
"""An address below a site, in one form for all that servers take for the same page."""

_OLD = ("aliases", "alias", "redirect_from", "redirect_froms")
_MOST_OLD = 100
_PAGE_END = re.compile(r"(?:/index)?(?:\.html?)?/?\Z", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Addresses:
    """A site's URL, and by place the posts that are there, with what hides them, and were."""

    site: str
    posts: Mapping[Place, tuple[Post, State]]
    old: Mapping[Place, Post]
    shapes: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, site: Site, posts: Iterable[Post], now: datetime) -> Addresses:
        """From all posts, drafts and future ones too, as they are at one moment."""
        known: dict[Place, tuple[Post, State]] = {}
        old: dict[Place, Post] = {}
        for post in posts:
            state = _state(post, site, now)
            place = place_of(post.url)
            if place not in known or state == "shown":
                known[place] = (post, state)
            if state == "shown":
                for url in _old_urls(post, site.url):
                    old.setdefault(place_of(url), post)
        shapes = (_shape(place) for place, (_, state) in known.items() if state == "shown")
        return cls(site.url, known, old, frozenset(shape for shape in shapes if "#" in shape))

    def is_of_a_post(self, url: str) -> bool:
        """Whether an address has the form of posts' addresses, a date in its path included.

        Without a date nothing tells a post from a page that a generator makes beside them.
        """
        return _shape(place_of(url)) in self.shapes


def below(url: str, site: str) -> str | None:
    """A web URL at or below a site's, with or without https, normalised; None for others."""
    try:
        normal = normalise(url)
        parts, home = urlsplit(normal), urlsplit(site)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.netloc != home.netloc:
        return None
    return normal if f"{parts.path}/".startswith(f"{home.path}/") else None


def place_of(url: str) -> Place:
    """One form of a URL, for `/a/`, `/a`, `/a.html` and `/a/index.html`, whatever its query."""
    parts = urlsplit(url)
    return f"{parts.netloc}{_PAGE_END.sub('', parts.path)}"


def _shape(place: Place) -> tuple[str, ...]:
    """The folders of a place, with signs for numbers and for the name at its end."""
    *folders, _ = place.split("/")
    return (*("#" if _DIGITS.fullmatch(folder) else folder for folder in folders), "*")


def _state(post: Post, site: Site, now: datetime) -> State:
    if post.draft and not site.posts.drafts:
        return "draft"
    if post.expires is not None and post.expires <= now:
        return "expired"
    if post.published > now and not site.posts.future:
        return "future"
    return "shown"


def _old_urls(post: Post, site: str) -> Iterator[str]:
    """The addresses that lead on to a post, as its front matter says."""
    for key in _OLD:
        given = post.front_matter.get(key)
        each: Iterable[object] = given if isinstance(given, (list, tuple)) else (given,)
        for _, old in zip(range(_MOST_OLD), each, strict=False):
            if isinstance(old, str) and old.strip():
                try:
                    if old.startswith("/"):
                        yield absolute(site + old, site)
                    else:
                        yield absolute(old, post.url)
                except ValueError:
                    continue
