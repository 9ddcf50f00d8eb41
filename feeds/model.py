"""The records that travel through the rooms: frozen, without any input or output.

Every text in a record is Unicode in NFC without characters that XML 1.0 forbids, but for
paths and front matter, which are as they were written, and HTML, which is legal and not
in NFC; every URL is absolute and percent-encoded (RFC 3986); every `datetime` is aware.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol
from zoneinfo import ZoneInfo

from feeds.errors import Finding
from feeds.packed import Packing

if TYPE_CHECKING:
    from feeds.podcast import Episode, Show

__all__ = [
    "COMMON",
    "Adopted",
    "Aid",
    "Archive",
    "Body",
    "By",
    "ContentMode",
    "Digest",
    "Document",
    "Element",
    "Enclosure",
    "Entry",
    "Expanded",
    "Extra",
    "Feed",
    "FeedFormat",
    "FeedSettings",
    "Filter",
    "Flavour",
    "IssueKind",
    "Month",
    "NewsletterSettings",
    "Person",
    "Picture",
    "Post",
    "PostSettings",
    "PostStore",
    "Query",
    "Section",
    "Site",
    "Staged",
    "Standing",
    "SubscribeSettings",
    "Subscriptions",
    "Term",
]

FeedFormat = Literal["atom", "rss", "json"]
IssueKind = Literal["html", "txt", "eml"]
Term = Literal["category", "tag", "author", "language", "folder"]
By = Literal["category", "tag", "author", "language", "folder", "year"]
ContentMode = Literal["full", "summary", "read on"]
Archive = Literal["none", "auto", "year", "month"]
Aid = Literal["stylesheet", "page", "opml", "snippet"]
Month = tuple[int, int]
"""A year and a month, from 1, in the site's time zone."""


# ── What a post says ──────────────────────────────────────────────────────────────────


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


# ── Which posts are wanted ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Filter:
    """What a post must have: one of each kind that is named, and none that is excluded.

    Terms match without regard to case; languages by BCP 47 prefix (`en` takes `en-GB`);
    folders are paths below the site. `front_matter` names keys, with dots into tables, and
    for each the values of which a post must have one.
    """

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    exclude_categories: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    exclude_folders: tuple[str, ...] = ()
    front_matter: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A selection as a value: `since` ≤ published ≤ `until`, newest first, at most `limit`.

    Posts later than `now` are left out unless `future`, drafts unless `drafts`, and those
    that have expired by `now` always. `term` is
    one more term that a post must have; a folder's is its own name or, of what lies
    deeper, that of the first folder below those that hold posts. `days` keeps what was
    published less than that many days before the newest match. `listed` leaves out what
    shall be in no feed.
    """

    now: datetime
    filter: Filter = Filter()
    term: tuple[Term, str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    days: int | None = None
    drafts: bool = False
    future: bool = False
    limit: int | None = None
    listed: bool = False


class PostStore(Protocol):
    """Answers queries. Order is published, newest first, then path."""

    def select(self, query: Query) -> Sequence[Post]:
        """The posts that match, in order."""
        ...

    def count(self, query: Query) -> int:
        """How many posts match, without regard to `days` and `limit`."""
        ...

    def terms(self, kind: Term, query: Query) -> Sequence[str]:
        """Every term of that kind among the matches, by first use, each once."""
        ...

    def months(self, query: Query, zone: ZoneInfo) -> Mapping[Month, int]:
        """How many posts match by the month in which they were published, oldest first."""
        ...

    def due(self, query: Query) -> datetime | None:
        """When, after its `now`, the clock alone next changes what matches; None for never."""
        ...


# ── What a site wants ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PostSettings:
    """`[posts]`: where posts lie, and how they are read.

    `dialect` names the generator whose conventions hold; None leaves that to the site's
    files. `url` is what URLs begin with, None for the site's own. `date_from` says where a
    post's date is: in its front matter and file name, or in its path, as `2026/11/23`.
    `id_from` says whether readers know a post by the id that its generator gives, or by
    its URL.
    `keys` names, for keys that the program knows, those of the site's own making.
    """

    dialect: str | None = None
    folders: tuple[str, ...] = ("posts",)
    permalink: str = "/:year/:month/:day/:slug/"
    drafts: bool = False
    future: bool = False
    url: str | None = None
    date_from: Literal["front matter", "path"] = "front matter"
    id_from: Literal["generator", "url"] = "generator"
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Element:
    """An element that a site adds to its feeds: `name` is a prefix, a colon and a name.

    `attributes` have no prefix.
    """

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Extra:
    """`[feeds.extra]`: URIs by prefix, what the feed itself gets, and for entries the key of
    front matter, with dots into tables, by the name of the element that it becomes."""

    namespaces: tuple[tuple[str, str], ...] = ()
    feed: tuple[Element, ...] = ()
    entry: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """One `[[feeds]]`: a declared feed, or, with `by`, one feed for each term or year.

    `paths` gives each format's output path, relative to the output folder; with `by`,
    `:slug` in it stands for the term, and `:term` for one of letters, digits and `_` as it
    is written; those in `omit` get no feed. `title` and `description` may hold `:site` and
    `:term`. `limit` 0 means every post. A feed with fewer posts than `least` is not written.
    `archive` keeps all posts on pages beside the feed (RFC 5005 §4), one a year or a month;
    "auto" makes months of a year that is large. `podcast` makes it a podcast.
    `extensions` are named as they were registered.
    """

    name: str
    title: str
    paths: Mapping[FeedFormat, str]
    description: str = ""
    id: str | None = None
    limit: int = 20
    content: ContentMode = "full"
    by: By | None = None
    omit: tuple[str, ...] = ()
    least: int = 1
    archive: Archive = "none"
    filter: Filter = Filter()
    podcast: Show | None = None
    extra: Extra = Extra()
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsletterSettings:
    """One `[[newsletters]]`.

    `window` counts days back from the newest eligible post. `unsubscribe` is a URL, a
    `mailto:` or a merge tag of the mailing engine; `address` the postal address that
    mail law asks for, both as they shall stand in the footer.
    """

    name: str
    title: str
    language: str
    sender: Person
    filter: Filter = Filter()
    window: int = 7
    group_by: Literal["category", "tag", "author", "none"] = "category"
    limit: int = 20
    template: str = "digest"
    reply_to: str | None = None
    unsubscribe: str = "{{ unsubscribe_url }}"
    address: str = ""

    def path(self, kind: IssueKind) -> str:
        """The output path of its latest issue in that form."""
        return f"{self.name}/latest.{kind}"


@dataclass(frozen=True, slots=True)
class SubscribeSettings:
    """`[subscribe]`: where what helps people to follow the feeds is written.

    Each is an output path, empty for what shall not be written: the style sheet with which
    browsers show the XML feeds, the page that lists all feeds, the same list as OPML, and
    the elements by which readers find the feeds of a page.
    """

    stylesheet: str = "feeds.css"
    page: str = "subscribe.html"
    opml: str = "feeds.opml"
    snippet: str = "autodiscovery.html"


@dataclass(frozen=True, slots=True)
class Adopted:
    """What the files of an adopted site say, in the shape of `feeds.toml`.

    `path` names the file they come from, such as `_config.yml`; empty where there is
    none. `settings` holds the tables `site` and `posts`; a value that is None or blank
    is not set. `feeds` are tables as under `[[feeds]]`; empty means the default feeds.
    `feeds.toml` wins over each of them. `static` are the folders whose files lie below the
    site's URL as they do there; "" is the site's own.
    """

    path: str
    settings: Mapping[str, Mapping[str, object]]
    feeds: tuple[Mapping[str, object], ...] = ()
    static: Sequence[str] = ("",)


@dataclass(frozen=True, slots=True)
class Site:
    """A site's settings, complete and checked. `url` has no slash at its end.

    `hubs` are the URLs of WebSub hubs. `precompress` says in which codings documents are
    published beside themselves.
    """

    root: Path
    url: str
    title: str
    language: str
    timezone: ZoneInfo
    description: str = ""
    authors: tuple[Person, ...] = ()
    rights: str | None = None
    icon: str | None = None
    logo: str | None = None
    posts: PostSettings = PostSettings()
    feeds: tuple[FeedSettings, ...] = ()
    newsletters: tuple[NewsletterSettings, ...] = ()
    hubs: tuple[str, ...] = ()
    subscribe: SubscribeSettings = SubscribeSettings()
    precompress: tuple[Packing, ...] = ()


# ── What comes out ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed, ready to be written in any of its formats.

    `paths` are the output paths by format; the self link is the site's URL with the
    path. `id` is the configured or adopted one; None leaves it to the self link. `home`
    is the alternate link. `authors` is never empty: where a site names nobody, its title
    stands in. `term` is set where the feed is one of a `by`, and `name` is its declaration's.

    `complete` says that there are no other entries (RFC 5005 §2), and `hubs` names WebSub
    hubs. `previous` and `next` are the paths of the archive pages before and after (RFC 5005
    §4), and `current` those of the feed that readers subscribe to, which makes this one an
    archive page. `stylesheet` is the path of the style sheet with which browsers show it,
    empty where there is none.
    """

    title: str
    description: str
    home: str
    base: str
    language: str
    paths: Mapping[FeedFormat, str]
    entries: tuple[Entry, ...]
    id: str | None = None
    content: ContentMode = "full"
    authors: tuple[Person, ...] = ()
    rights: str | None = None
    icon: str | None = None
    logo: str | None = None
    term: str | None = None
    name: str = ""
    extra: Extra = Extra()
    extensions: tuple[str, ...] = ()
    complete: bool = False
    hubs: tuple[str, ...] = ()
    previous: Mapping[FeedFormat, str] = field(default_factory=dict)
    next: Mapping[FeedFormat, str] = field(default_factory=dict)
    current: Mapping[FeedFormat, str] = field(default_factory=dict)
    podcast: Show | None = None
    stylesheet: str = ""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """One of the documents that help people to follow a site's feeds: which, and what of.

    `feeds` are those that can be followed, so no pages of archives, and without entries;
    none for the style sheet, which is the same for all.
    """

    aid: Aid
    site: Site
    feeds: tuple[Feed, ...]

    @property
    def path(self) -> str:
        """The output path; empty where it is not wanted."""
        paths: Mapping[Aid, str] = {
            "stylesheet": self.site.subscribe.stylesheet,
            "page": self.site.subscribe.page,
            "opml": self.site.subscribe.opml,
            "snippet": self.site.subscribe.snippet,
        }
        return paths[self.aid]


@dataclass(frozen=True, slots=True)
class Section:
    """Posts of a digest under one heading; `title` is None where nothing is grouped."""

    title: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One issue of a newsletter, chosen and ordered. `since` ≤ its posts ≤ `until`."""

    newsletter: NewsletterSettings
    site: Site
    since: datetime
    until: datetime
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be published: its path below the output folder and its bytes.

    `inputs` names what it was made from: the paths of posts, and templates by name.
    """

    path: str
    media_type: str
    data: bytes
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """A document that was written beside its place and only has to be put there."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A document that need not be written, since the output at its path is just that."""

    path: str
    sha256: str
