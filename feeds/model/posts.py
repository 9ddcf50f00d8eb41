"""What a post says, and what becomes of its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from feeds.errors import Finding

if TYPE_CHECKING:
    from feeds.podcast import Episode

__all__ = [
    "COMMON",
    "Body",
    "Enclosure",
    "Entry",
    "Expanded",
    "Flavour",
    "Person",
    "Picture",
    "Post",
]


@dataclass(frozen=True, slots=True)
class Person:
    """A person construct (RFC 4287 §3.2): `name` is never empty."""

    name: str
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A post's picture: its absolute URL and the text that stands for it."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry (RSS 2.0 `enclosure`), as far as it is known.

    `length` is in bytes, `duration` in seconds, `width` and `height` in pixels. `alt` is
    the text that stands for a picture, and `language` a BCP 47 tag.
    """

    url: str
    length: int | None = None
    media_type: str | None = None
    duration: float | None = None
    title: str = ""
    width: int | None = None
    height: int | None = None
    alt: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One post, as far as its front matter, its path and the site's conventions tell.

    `path` is relative to the site, with `/` between folders. `id` is the entry's id
    (RFC 4287 §4.2.6) and outlives everything else. `published` and `updated` keep the
    offset they were written with. From `expires` on the post is shown no more; None is
    never. `language` is a BCP 47 tag. `excerpt` is plain text and comes from front matter
    only; None where the body has to give it. `body_line` is the line of the file, counted
    from 1, at which the body begins. One that is not `listed` is in no feed. `enclosures`
    are files as the front matter alone describes them, and `episode` is what it says of the
    post as one of a podcast.
    """

    path: str
    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    language: str
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    excerpt: str | None = None
    image: Picture | None = None
    draft: bool = False
    front_matter: Mapping[str, object] = field(default_factory=dict)
    body_line: int = 1
    expires: datetime | None = None
    listed: bool = True
    enclosures: tuple[Enclosure, ...] = ()
    episode: Episode | None = None


@dataclass(frozen=True, slots=True)
class Flavour:
    """What a generator's Markdown has beyond what all have.

    `typographer` turns straight quotes, dashes and dots into typographic ones, `linkify`
    bare URLs into links, and `breaks` line ends into `<br>`. `inner_markdown` reads the
    text of elements with `markdown="1"`, and `abbreviations` lines such as `*[W3C]: …`.
    `guillemets` makes `<<` and `>>` typographic too, and `math` keeps what is between `$$`.
    `loose` reads blocks as kramdown does: HTML up to its closing tag, tables without a
    head, `^` as the end of a block, and `{::comment}` and its like. `indented_code` is what
    makes code of lines with four spaces before them.
    """

    typographer: bool = False
    linkify: bool = False
    breaks: bool = False
    inner_markdown: bool = False
    abbreviations: bool = False
    guillemets: bool = False
    math: bool = False
    loose: bool = False
    indented_code: bool = True


COMMON = Flavour()
"""Markdown that has nothing of all that."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A body's text with its generator's template code worked out.

    Where `findings` hold an error, the text is not to be shown. `inputs` are what else the
    text was made from, by name, each with a hash of what it said: `file:` and a path below
    the site, or `post:` and a post's path. `html` says that the text is HTML already.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    html: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """What a post's text became.

    `html` is one safe fragment: sanitised, every URL absolute; empty where the body had
    to be left out. `excerpt` is plain text on one line, never longer than the program's
    limit, and may be empty.
    """

    html: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A post with its body and its files, ready to be shown.

    `enclosures` are the files that belong to it, and `picture` is the post's, each with all
    that is known of it. A post that declares no files has its picture as one, if its length
    is known. `minutes` is the reading time, at least 1; 0 where nobody has asked for it.
    """

    post: Post
    body: Body
    enclosures: tuple[Enclosure, ...] = ()
    picture: Enclosure | None = None
    minutes: int = 0
