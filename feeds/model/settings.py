"""What a site wants: its settings, complete and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from feeds.model.editions import Length, SectionSettings
from feeds.model.posts import Person
from feeds.model.selection import Filter
from feeds.packed import Packing

if TYPE_CHECKING:
    from feeds.podcast import Show

__all__ = [
    "Adopted",
    "Archive",
    "By",
    "ContentMode",
    "Design",
    "DeskSettings",
    "Element",
    "Extra",
    "FeedFormat",
    "FeedSettings",
    "IssueKind",
    "LintSettings",
    "MergeSyntax",
    "NewsletterSettings",
    "PostSettings",
    "Schedule",
    "Security",
    "Site",
    "SmtpServer",
    "SubscribeSettings",
]

FeedFormat = Literal["atom", "rss", "json"]
IssueKind = Literal["html", "txt", "eml"]
By = Literal["category", "tag", "author", "language", "folder", "year"]
ContentMode = Literal["full", "summary", "read on"]
Archive = Literal["none", "auto", "year", "month"]
Security = Literal["starttls", "tls", "none"]
MergeSyntax = Literal["plain", "listmonk", "mailchimp", "buttondown", "ghost", "ses"]


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
class Schedule:
    """When a newsletter's editions are due, in the site's time zone.

    `every` is a number of days, weeks or months. `day` is a day of the week, from 0 for Monday, for
    weeks, and one of the month, from 1, for months, at most the month's last; `at` the time of day.
    """

    unit: Literal["day", "week", "month"]
    count: int = 1
    day: int = 0
    at: time = time(8)


@dataclass(frozen=True, slots=True)
class Design:
    """`[design]`: the look of newsletters.

    Colours are `#rrggbb`, one for light and one for dark; None is the template's. `logo` is an
    absolute URL, `logo_width` in CSS pixels. `heading_font` and `text_font` are font stacks of CSS.
    `footer` is text of as many lines as it has. `social` are names and URLs.
    """

    accent: str | None = None
    accent_dark: str | None = None
    background: str | None = None
    background_dark: str | None = None
    paper: str | None = None
    paper_dark: str | None = None
    ink: str | None = None
    ink_dark: str | None = None
    masthead: str | None = None
    masthead_ink: str | None = None
    heading_font: str | None = None
    text_font: str | None = None
    logo: str | None = None
    logo_alt: str = ""
    logo_width: int = 160
    footer: str = ""
    social: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewsletterSettings:
    """One `[[newsletters]]`.

    `window` counts days back from the newest eligible post, and is the length of a first
    edition's window where there is no `schedule`. Posts that turn up later with a date up to
    `late` days before the first window are still taken. `sections` come in place of
    `group_by`; `length` is how much of a post is shown where no section says it. `budget` is the
    most bytes that the mail's HTML may have, decoded and encoded, and `link_reserve` is what the
    mailing engine adds to each link. `merge` names the engine whose merge tags are used.
    `unsubscribe` is a URL, a `mailto:` or a merge tag of the mailing engine; `address` the postal
    address that mail law asks for, both as they shall stand in the footer. `resize` makes
    pictures smaller for mail.
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
    schedule: Schedule | None = None
    late: int = 30
    sections: tuple[SectionSettings, ...] = ()
    length: Length = "excerpt"
    budget: int = 90_000
    link_reserve: int = 0
    merge: MergeSyntax = "plain"
    design: Design = Design()
    resize: bool = False

    def path(self, kind: IssueKind, label: str = "latest") -> str:
        """The output path of an issue in that form, by its label."""
        return f"{self.name}/{label}.{kind}"

    def page(self, label: str) -> str:
        """The output path of an edition's web page."""
        return f"{self.name}/{label}/index.html"

    @property
    def index(self) -> str:
        """The output path of the list of its editions."""
        return f"{self.name}/index.html"

    @property
    def feed(self) -> str:
        """The output path of the feed of its editions."""
        return f"{self.name}/atom.xml"


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
class LintSettings:
    """`[lint]`: the mail clients that newsletters must look right in, and rules that are off."""

    clients: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server that takes mail (RFC 6409): without `security` only on this machine.

    The password is in the environment variable `password_env`, and asked for where there is a
    `user`.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password_env: str = "FEEDS_SMTP_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """`[desk]`: tests go to `test_to` alone, and `handover` is a command's words.

    Without words, git hands over.
    """

    test_to: tuple[str, ...] = ()
    smtp: SmtpServer | None = None
    handover: tuple[str, ...] = ()


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
    lint: LintSettings = LintSettings()
    desk: DeskSettings = DeskSettings()
