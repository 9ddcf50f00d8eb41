"""Which post somebody means who writes its path, its id or its URL, or a part of its path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from unicodedata import normalize

from feeds.model import Post
from feeds.suggest import nearest
from feeds.urls import is_web_url, normalise

__all__ = ["Names"]

_MOST_GUESSES = 10


class Names:
    """The posts of a site by all that they may be called. `folders` are those that hold posts."""

    def __init__(self, posts: Iterable[Post], folders: Sequence[str] = ()) -> None:
        self._posts = list(posts)
        self._starts = [f"{folder}/" for folder in folders if folder != "."]
        self._guesses = 0

    def find(self, name: str) -> Sequence[Post]:
        """The posts that a name may stand for: one, none, or several, of which one is meant.

        A whole path, id or URL is one post's. A path may lack the folder that holds posts, or all
        folders, and the file's ending.
        """
        plain = normalize("NFC", name.strip())
        found = self._whole.get(plain) or self._whole.get(_plain_url(plain))
        if found:
            return [found]
        return self._parts.get(plain.removeprefix("./").removeprefix("/").rstrip("/"), [])

    def near(self, name: str) -> str | None:
        """The path that was most likely meant; None where none is near.

        Only for the first few that are asked for, since it looks at every post.
        """
        self._guesses += 1
        if self._guesses > _MOST_GUESSES:
            return None
        stem = _stem(normalize("NFC", name.strip()).rstrip("/").rpartition("/")[2])
        guess = nearest(stem, self._stems)
        return self._stems[guess] if guess is not None else None

    @cached_property
    def _whole(self) -> Mapping[str, Post]:
        known: dict[str, Post] = {}
        for post in self._posts:
            known[_plain_url(post.url)] = post
        for post in self._posts:
            known[post.id] = post
        for post in self._posts:
            known[normalize("NFC", post.path)] = post
        return known

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Post]]:
        known: dict[str, list[Post]] = defaultdict(list)
        for post in self._posts:
            for part in dict.fromkeys(self._parts_of(post)):
                known[part].append(post)
        return dict(known)

    def _parts_of(self, post: Post) -> Iterator[str]:
        path = normalize("NFC", post.path)
        for whole in (path, *(path[len(one) :] for one in self._starts if path.startswith(one))):
            yield whole
            yield _stem(whole)
            if _stem(whole).endswith(("/index", "/_index")):
                yield whole.rpartition("/")[0]
        yield path.rpartition("/")[2]
        yield _own_name(path)

    @cached_property
    def _stems(self) -> Mapping[str, str]:
        return {_own_name(normalize("NFC", post.path)): post.path for post in self._posts}


def _own_name(path: str) -> str:
    """The name of a file without its ending, or of its folder where all are called `index`."""
    folder, _, name = path.rpartition("/")
    stem = _stem(name)
    return folder.rpartition("/")[2] if folder and stem in ("index", "_index") else stem


def _stem(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and "/" not in ending else name


def _plain_url(url: str) -> str:
    """The URL without a slash or a fragment at its end; as it is where it is none."""
    if not is_web_url(url):
        return url
    try:
        return normalise(url).partition("#")[0].rstrip("/")
    except ValueError:
        return url
