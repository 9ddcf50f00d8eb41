"""What editors decide of one issue of a newsletter, and what the program chooses for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from feeds.model.posts import Entry, Post
from feeds.model.selection import Filter

__all__ = [
    "Choice",
    "Claim",
    "Edition",
    "Exclusion",
    "FrozenKind",
    "Length",
    "Pick",
    "Picked",
    "Placed",
    "SectionSettings",
    "Status",
    "Until",
]

Length = Literal["full", "excerpt", "headline"]
Status = Literal["draft", "approved", "sent"]
Until = Literal["later", "never"]
FrozenKind = Literal["eml", "txt", "html"]


@dataclass(frozen=True, slots=True)
class SectionSettings:
    """A section of a newsletter: posts that match `filter`, under a title of its own.

    A post stands in the first section that takes it. `limit` is how many at most, 0 for as
    many as there are; `length` is None for the newsletter's.
    """

    title: str
    filter: Filter = Filter()
    limit: int = 0
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """A post that an editor took, by path, id or URL, and what is to stand in its stead.

    A text that is None is the post's own; `image` is an absolute URL, or empty for no picture;
    `line` is where the edition's file says so.
    """

    post: str
    title: str | None = None
    excerpt: str | None = None
    image: str | None = None
    image_alt: str | None = None
    length: Length | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A post that an editor left out of an edition, by path, id or URL: for now, or for good."""

    post: str
    until: Until = "later"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A post as an edition knew it: by any of these it is known again."""

    id: str
    path: str
    url: str
    published: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue of a newsletter, as its file `editions/NAME/LABEL.md` says.

    `label` is a date, with `-2` and so on for a later one of that day. `since` < published ≤
    `until` is its window; `until` is when it is to be sent, too. What is None is left to the
    program: `subject`, `preheader`, `picks`, `lead` (by path, id or URL), `sections`, and `text`,
    the plain-text part. `introduction` is Markdown, from line `body_line` of the file on.

    An approved edition has `posts`, what it shows; `never`, what shall be in no edition;
    `passed`, what was there before the first window; and `moved`, what of all that is claimed is
    called otherwise by now. `previous` is the label of the edition before; None in the first.
    `files` are SHA-256 by the name of a file beside the edition. `withdrawn` are posts that the web
    page shows no more, by path, id or URL. `lines` are those of the file's keys.
    """

    newsletter: str
    label: str
    path: str
    since: datetime
    until: datetime
    status: Status = "draft"
    subject: str | None = None
    preheader: str | None = None
    picks: tuple[Pick, ...] | None = None
    lead: str | None = None
    exclude: tuple[Exclusion, ...] = ()
    sections: tuple[SectionSettings, ...] | None = None
    introduction: str = ""
    body_line: int = 1
    text: str | None = None
    posts: tuple[Claim, ...] = ()
    never: tuple[Claim, ...] = ()
    passed: tuple[Claim, ...] = ()
    moved: tuple[Claim, ...] = ()
    previous: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def claims(self) -> bool:
        """Whether its posts are no other edition's: not those of a draft."""
        return self.status != "draft"

    def has_withdrawn(self, post: Claim) -> bool:
        """Whether one of its posts is shown no more on the web page."""
        return not {post.id, post.path, post.url}.isdisjoint(self.withdrawn)


@dataclass(frozen=True, slots=True)
class Picked:
    """A post that was chosen; `length` is the longest that an issue may show it in."""

    post: Post
    length: Length
    pick: Pick | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The posts of an issue, by section, and what stays for the next one.

    A section's title is None where nothing is grouped. `lead` is the path of the post that
    leads, always one of them. `left` are posts over a limit, newest first.
    """

    sections: Sequence[tuple[str | None, Sequence[Picked]]]
    lead: str | None = None
    left: Sequence[Post] = ()

    @property
    def posts(self) -> Sequence[Post]:
        """All posts, in order."""
        return [picked.post for _, each in self.sections for picked in each]


@dataclass(frozen=True, slots=True)
class Placed:
    """A post in an issue: the entry, with an editor's own words in place, and its length.

    `text` is the body as plain text, where all of it is shown.
    """

    entry: Entry
    length: Length = "excerpt"
    lead: bool = False
    text: str = ""
