"""What comes out: feeds, issues and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from feeds.model.editions import Choice, Edition, Placed
from feeds.model.posts import Entry, Person
from feeds.model.settings import (
    ContentMode,
    Extra,
    FeedFormat,
    IssueKind,
    NewsletterSettings,
    Site,
)

if TYPE_CHECKING:
    from feeds.podcast import Show

__all__ = [
    "Aid",
    "Copies",
    "Digest",
    "Document",
    "Editions",
    "Feed",
    "Issue",
    "Section",
    "Staged",
    "Standing",
    "Subscriptions",
]

Aid = Literal["stylesheet", "page", "opml", "snippet"]


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
    posts: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One issue of a newsletter, chosen and ordered.

    `until` is the message's date. `subject`, `preheader` and `text` are None where the program
    has to find the words; `introduction` is one safe fragment of HTML, and may be empty;
    `introduction_text` is the same as plain text. `url` is the web page's; empty where there is
    none.
    """

    newsletter: NewsletterSettings
    site: Site
    since: datetime
    until: datetime
    sections: tuple[Section, ...]
    subject: str | None = None
    preheader: str | None = None
    introduction: str = ""
    text: str | None = None
    label: str = ""
    url: str = ""
    introduction_text: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """The next issue of a newsletter that has no editions, as its posts were chosen."""

    newsletter: NewsletterSettings
    choice: Choice


@dataclass(frozen=True, slots=True)
class Copies:
    """An approved edition, whose files are published as they are.

    `newest` says that it is published as the newsletter's latest issue, too.
    """

    newsletter: NewsletterSettings
    edition: Edition
    newest: bool = False

    @property
    def labels(self) -> Sequence[str]:
        """The labels under which the mail and its parts are published."""
        return (self.edition.label, "latest") if self.newest else (self.edition.label,)

    @property
    def pictures(self) -> Mapping[str, str]:
        """The output paths of its pictures, by the names of the files beside the edition."""
        return {
            name: f"{self.newsletter.name}/pictures/{name.rpartition('/')[2]}"
            for name in self.edition.files
            if "/" in name
        }

    @property
    def paths(self) -> Sequence[str]:
        """All output paths."""
        kinds: Sequence[IssueKind] = ("html", "txt", "eml")
        mails = [self.newsletter.path(kind, label) for label in self.labels for kind in kinds]
        return [*mails, self.newsletter.page(self.edition.label), *self.pictures.values()]


@dataclass(frozen=True, slots=True)
class Editions:
    """A newsletter's approved and sent editions, newest first: its index, and a feed of them."""

    newsletter: NewsletterSettings
    site: Site
    editions: tuple[Edition, ...]


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
