"""What a site would publish at one moment, in parts that are made one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from feeds.build import make_plan
from feeds.editions.labels import FOLDER, folder_of
from feeds.editions.listing import Shelf, shelf
from feeds.errors import BuildError, Finding, Level
from feeds.issuing import Issuing, Prepared, issuing
from feeds.model import Document, IssueKind, NewsletterSettings, Post, Site
from feeds.newsroom.desk import at_desk
from feeds.newsroom.room import newsletter_of
from feeds.pieces import Maker, edition_pieces
from feeds.preview.reading import FORMATS, Channel
from feeds.preview.state import Part, State
from feeds.workspace import Workspace

__all__ = [
    "FEEDS",
    "POSTS",
    "Count",
    "FeedDocument",
    "Feeds",
    "Letter",
    "counts",
    "findings",
    "issued_part",
    "letter_part",
    "named",
]


@dataclass(frozen=True, slots=True)
class Letter:
    """A newsletter's next issue; a document is None where there is nothing to send.

    That is its open draft, else the newest edition that was approved or, without editions, what
    a build makes. `apart` is its name where another newsletter has the same title, else empty.
    `documents` are all of it by path, pictures too. `prepared` is None where the issue was
    approved, or cannot be made. `unread` says why posts of the site are missing.
    """

    name: str
    title: str
    apart: str
    language: str
    html: Document | None = None
    text: Document | None = None
    mail: Document | None = None
    documents: Mapping[str, Document] = field(default_factory=dict)
    prepared: Prepared | None = None
    findings: tuple[Finding, ...] = ()
    unread: Sequence[Finding] = ()

    @property
    def posts(self) -> Sequence[Post]:
        """The posts in it, as far as they are known."""
        return self.prepared.choice.posts if self.prepared else ()

    @property
    def page(self) -> Document | None:
        """The web page of an edition."""
        made = self.documents.values()
        return next((each for each in made if each.path.endswith("/index.html")), None)


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed in one format; `label` is the format's name."""

    document: Document
    label: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Feeds:
    """All feeds, one in its formats each, and what helps people to follow them.

    `eligible` counts the posts that could be shown. `documents` are by path.
    """

    feeds: tuple[tuple[FeedDocument, ...], ...] = ()
    eligible: int = 0
    documents: Mapping[str, Document] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class Count(NamedTuple):
    """How many there are of something, and whether an error is among them."""

    number: int
    alarm: bool = False


def named(site: Site) -> list[Letter]:
    """The site's newsletters by name alone, without any issue."""
    titles = [newsletter.title for newsletter in site.newsletters]
    return [
        Letter(
            newsletter.name,
            newsletter.title,
            newsletter.name if titles.count(newsletter.title) > 1 else "",
            newsletter.language,
        )
        for newsletter in site.newsletters
    ]


def letter_part(letter: Letter) -> Part[Letter]:
    """The next issue of the newsletter that is so named."""

    def make(workspace: Workspace, now: datetime) -> Letter:
        return _letter(workspace, now, letter.name)

    touched = _touches_letter(letter.name)
    return Part(f"letter {letter.name}", make, letter, touched, attrgetter("unread"))


def issued_part(name: str) -> Part[Mapping[str, Document]]:
    """All that is published of a newsletter's editions, by path."""

    def make(workspace: Workspace, _now: datetime) -> Mapping[str, Document]:
        newsletter = newsletter_of(workspace.site, name)
        return _issued(workspace.site, shelf(workspace.site, newsletter, history=False))

    return Part(f"issued {name}", make, {}, _touches_letter(name))


def findings(state: State) -> tuple[Finding, ...]:
    """All that is to be said of feeds and newsletters as they were last made, each once."""
    parts: list[Part[Any]] = [FEEDS, *map(letter_part, named(state.site))]
    found: list[Finding] = []
    for part in parts:
        made: Feeds | Letter | None = state.last(part)
        found += (*(made.findings if made else ()), *state.why_not(part))
    return tuple(dict.fromkeys(found))


def counts(state: State) -> Mapping[str, Count]:
    """How many there are of what the navigation names, once they were made."""
    made, found = state.last(FEEDS), findings(state)
    if made is None:
        return {}
    alarm = any(finding.level is Level.ERROR for finding in found)
    return {
        "feeds": Count(len(made.feeds)),
        "posts": Count(made.eligible),
        "findings": Count(len(found), alarm),
    }


def _letter(workspace: Workspace, now: datetime, name: str) -> Letter:
    """Raises `feeds.errors.FeedsError` where the issue cannot be made."""
    site = workspace.site
    newsletter = newsletter_of(site, name)
    (letter,) = (each for each in named(site) if each.name == name)
    on_shelf = shelf(site, newsletter)
    if on_shelf.drafts:
        with at_desk(workspace, now, name) as desk:
            _, edition = desk.room.draft(on_shelf.drafts[-1].label)
            proposal = desk.propose(edition)
            made = desk.prepared(proposal, edition)
            unread = desk.unread
        return _made(letter, made, (*on_shelf.findings, *proposal.findings), unread)
    if on_shelf.files:
        documents = _issued(site, on_shelf, newest=True)
        return _with(letter, newsletter, documents, on_shelf.findings)
    with issuing(workspace, now) as issues:
        made = issues.prepared(newsletter, issues.rolling(newsletter))
        unread = _errors(issues)
    return _made(letter, made, on_shelf.findings, unread)


def _made(
    letter: Letter, made: Prepared, findings: Iterable[Finding], unread: Sequence[Finding]
) -> Letter:
    if made.made is None and made.choice.posts:
        raise BuildError(*_errors(made))
    found = tuple(dict.fromkeys((*findings, *made.findings)))
    shown = _with(letter, made.newsletter, _latest(made), found)
    return replace(shown, prepared=made, unread=unread)


def _errors(found: Feeds | Issuing | Prepared) -> list[Finding]:
    return [each for each in found.findings if each.level is Level.ERROR]


def _with(
    letter: Letter,
    newsletter: NewsletterSettings,
    documents: Mapping[str, Document],
    findings: tuple[Finding, ...],
) -> Letter:
    return replace(
        letter,
        html=documents.get(newsletter.path("html")),
        text=documents.get(newsletter.path("txt")),
        mail=documents.get(newsletter.path("eml")),
        documents=documents,
        findings=findings,
    )


def _issued(site: Site, on_shelf: Shelf, *, newest: bool = False) -> Mapping[str, Document]:
    """What is published of editions, or of the newest alone."""
    maker = Maker(site)
    pieces = edition_pieces(site, on_shelf)
    wanted = islice(pieces, 1) if newest else pieces
    made = (document for piece in wanted for document in maker.make(piece.of, ()).documents)
    return {document.path: document for document in made}


def _latest(draft: Prepared) -> Mapping[str, Document]:
    """The documents of an issue, those of an edition at the paths of its newsletter's latest."""
    newsletter, edition, made = draft.newsletter, draft.edition, draft.made
    if made is None:
        return {}
    kinds = get_args(IssueKind) if edition else ()
    label = edition.label if edition else ""
    latest = {newsletter.path(kind, label): newsletter.path(kind) for kind in kinds}
    moved = (replace(each, path=latest.get(each.path, each.path)) for each in made.documents)
    return {document.path: document for document in moved}


def _touches_letter(name: str) -> Callable[[str], bool]:
    """Whether a change can touch that newsletter's issues: not one of another's editions."""
    own = f"{folder_of(name)}/"
    return lambda path: not path.startswith(f"{FOLDER}/") or path.startswith(own)


def _touches_feeds(path: str) -> bool:
    """Editions are in no feed."""
    return not path.startswith(f"{FOLDER}/")


def _make_feeds(workspace: Workspace, now: datetime) -> Feeds:
    plan = make_plan(workspace, now, parts=("feeds",), archives=False)
    return Feeds(
        _by_feed(plan.documents),
        plan.posts,
        {document.path: document for document in plan.documents},
        plan.findings,
    )


def _read_posts(workspace: Workspace, now: datetime) -> tuple[Post, ...]:
    site = workspace.site
    everything = replace(site, posts=replace(site.posts, drafts=True, future=True))
    with issuing(replace(workspace, site=everything), now) as issues:
        return tuple(issues.posts)


def _by_feed(documents: Iterable[Document]) -> tuple[tuple[FeedDocument, ...], ...]:
    """Documents that stand side by side and differ in nothing but their format are one feed."""
    feeds: list[tuple[FeedDocument, ...]] = []
    for document in documents:
        form = FORMATS.get(document.media_type)
        if form is None:
            continue
        made = FeedDocument(document, form.label, _channel(document.media_type, document.data))
        if feeds and _same_feed(feeds[-1], made):
            feeds[-1] += (made,)
        else:
            feeds.append((made,))
    return tuple(feeds)


@lru_cache(maxsize=256)
def _channel(media_type: str, data: bytes) -> Channel:
    """Most feeds stay the same from one change to the next."""
    return FORMATS[media_type].read(data)


def _same_feed(feed: tuple[FeedDocument, ...], made: FeedDocument) -> bool:
    return (
        feed[0].channel.title == made.channel.title
        and feed[0].document.inputs == made.document.inputs
        and all(other.label != made.label for other in feed)
    )


FEEDS = Part("feeds", _make_feeds, Feeds(), _touches_feeds, _errors)
POSTS: Part[tuple[Post, ...]] = Part("posts", _read_posts, (), _touches_feeds)
