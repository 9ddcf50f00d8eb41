"""A site's output in pieces: one feed in all its formats, one issue of a newsletter, and so on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from feeds.choosing.choose import choose
from feeds.digest.phrases import spoken
from feeds.editions.frozen import unfrozen
from feeds.editions.listing import Shelf
from feeds.errors import ExtensionError, Finding
from feeds.extensions import sources
from feeds.model import (
    Aid,
    Choice,
    Copies,
    Document,
    Edition,
    Editions,
    Entry,
    Feed,
    FeedFormat,
    Issue,
    IssueKind,
    NewsletterSettings,
    Post,
    PostStore,
    Query,
    Site,
    Subscriptions,
)
from feeds.periods import Period
from feeds.scopes import scopes
from feeds.templating.sources import templates_hash
from feeds.versions import versions
from feeds.zones import IANA_VERSION

if TYPE_CHECKING:
    from feeds.digest.documents import Made
    from feeds.mail_pictures import MailPictures
    from feeds.syndicate import Writing
    from feeds.templating.templates import Templates

__all__ = [
    "Maker",
    "Piece",
    "Products",
    "Shapes",
    "Whole",
    "edition_pieces",
    "feed_pieces",
    "issue_pieces",
    "make_issue",
    "rolling",
    "subscribe_pieces",
]

Whole = Feed | Issue | Copies | Editions | Subscriptions
"""What a piece is of."""

_FOR_FEEDS = ("feedgen", "lxml")
_FOR_AIDS = ("babel", "jinja2", "markupsafe", "wcwidth")
_FOR_ISSUES = (
    *("babel", "jinja2", "markupsafe", "wcwidth"),
    *("cssselect", "cssutils", "lxml", "premailer"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is made at once, and the posts in it: a feed still without entries, an issue.

    What helps people to follow the feeds, and what is left of editions, shows no posts. `period`
    is that of a page of an archive.
    """

    of: Whole
    posts: Sequence[Post]
    period: Period | None = None

    @property
    def name(self) -> str:
        """What no other piece of a site is called."""
        return "\n".join(self.paths) if isinstance(self.of, Feed) else self.paths[0]

    @property
    def paths(self) -> Sequence[str]:
        """The output paths that its documents can have."""
        match self.of:
            case Feed():
                return list(self.of.paths.values())
            case Subscriptions():
                return [self.of.path]
            case Issue(newsletter):
                return [newsletter.path(kind) for kind in get_args(IssueKind)]
            case Copies():
                return self.of.paths
            case Editions(newsletter):
                return [newsletter.index, newsletter.feed]

    def without(self, paths: Collection[str]) -> Piece:
        """The piece without the documents at those paths. All others are whole, or left out."""
        if not isinstance(self.of, Feed):
            return self
        left = {form: path for form, path in self.of.paths.items() if path not in paths}
        return replace(self, of=replace(self.of, paths=left))

    def only(self, form: FeedFormat) -> Whole:
        """The feed in that format alone; all others as they are."""
        if not isinstance(self.of, Feed):
            return self.of
        return replace(self.of, paths={form: self.of.paths[form]} if form in self.of.paths else {})


def feed_pieces(
    site: Site, store: PostStore, query: Query, *, archives: bool = True
) -> tuple[list[Piece], list[Finding]]:
    """Every feed that the site asks for; `query` says which posts a run may show at all.

    `archives` says whether the pages of archives are wanted.
    """
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for settings in site.feeds:
        try:
            sources(settings.extensions)
        except ExtensionError as problem:
            findings += problem.findings
            continue
        found, odd = scopes(site, settings, store, query, archives=archives)
        findings += odd
        pieces += (Piece(scope.feed, scope.posts, scope.page) for scope in found)
    return pieces, findings


def subscribe_pieces(site: Site, feeds: Iterable[Feed]) -> Iterator[Piece]:
    """What the site asks for of what helps people to follow those feeds."""
    followed = tuple(feed for feed in feeds if not feed.current)
    for aid in get_args(Aid):
        wanted = Subscriptions(aid, site, () if aid == "stylesheet" else followed)
        if wanted.path and followed:
            yield Piece(wanted, ())


def issue_pieces(
    site: Site, store: PostStore, query: Query, newsletters: Iterable[NewsletterSettings]
) -> Iterator[Piece]:
    """The next issue of each of those newsletters, which have no editions."""
    for newsletter in newsletters:
        # Which posts are over the limits of sections, only all that there are can tell.
        most = None if newsletter.sections else newsletter.limit
        choice = rolling(site, store, replace(query, limit=most), newsletter)
        yield Piece(Issue(newsletter, replace(choice, left=())), choice.posts)


def rolling(site: Site, store: PostStore, query: Query, newsletter: NewsletterSettings) -> Choice:
    """The posts of a newsletter's next issue, as long as it has no editions.

    What is over a limit is `left`, as far as the limit of `query` lets it be seen.
    """
    wanted = replace(query, filter=newsletter.filter, days=newsletter.window)
    other = spoken(newsletter.language).other
    choice, _ = choose(newsletter, site, store.select(wanted), other)
    return choice


def edition_pieces(site: Site, shelf: Shelf) -> Iterator[Piece]:
    """What is published of a newsletter that has editions: those that are approved or sent."""
    approved = sorted(
        (edition for edition in shelf.editions if edition.claims and not unfrozen(edition)),
        key=lambda edition: edition.until,
        reverse=True,
    )
    # What is wrong in one may be what it has withdrawn: what was published of it stays then.
    issued = {edition.label for edition in shelf.issued}
    for number, edition in enumerate(approved):
        if edition.label in issued:
            yield Piece(Copies(shelf.newsletter, edition, newest=number == 0), ())
    if approved:
        yield Piece(Editions(shelf.newsletter, site, tuple(approved)), ())


class Shapes:
    """All that pieces are made from beside their entries, as it is when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        # Where the site lies is another place on every machine.
        self._settings = replace(site, root=Path())

    def of(self, of: Whole) -> str:
        """What stands for all that a piece is made from.

        Templates may show whatever the site's settings say.
        """
        if isinstance(of, Feed):
            ours = sources(of.extensions).values()
            return repr((of, IANA_VERSION, *versions(*_FOR_FEEDS), *ours))
        if isinstance(of, Copies):
            return repr((of.edition.files, of.edition.withdrawn, of.newest))
        if isinstance(of, Issue):
            about = (of, self._settings, self._templates, IANA_VERSION)
            return repr((*about, *versions(*_FOR_ISSUES)))
        if isinstance(of, Editions):
            listed = (replace(of, site=self._settings), self._templates, IANA_VERSION)
            return repr((*listed, *versions(*_FOR_AIDS, *_FOR_FEEDS)))
        placed = replace(of, site=self._settings)
        if of.aid == "opml":
            return repr((placed, *versions("lxml")))
        return repr((placed, self._templates, *versions(*_FOR_AIDS)))

    @cached_property
    def _templates(self) -> str:
        return templates_hash(self._site.root)


class Products(NamedTuple):
    """The documents of a piece, and what is to be said of them."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...] = ()


class Maker:
    """Makes the documents of a site's pieces; what they share is made once for them all.

    `pictures` makes those of newsletters ready for mail; it may be left out where there are none.
    """

    def __init__(self, site: Site, pictures: MailPictures | None = None) -> None:
        self._site = site
        self._pictures = pictures
        self._writing: Writing | None = None

    def make(self, of: Whole, entries: tuple[Entry, ...]) -> Products:
        """The documents of a piece that shows these entries.

        Raises `feeds.errors.TemplateError` where a template cannot be used, and
        `ExtensionError` where an extension of a feed cannot.
        """
        if isinstance(of, Feed):
            return Products(self._feeds().documents(replace(of, entries=entries)))

        if isinstance(of, Copies):
            from feeds.editions.copying import copies

            return Products(copies(self._site, of))

        from feeds.templating.templates import Templates

        templates = Templates(self._site.root)
        if isinstance(of, Subscriptions):
            from feeds.subscribe.documents import document

            return Products((document(of, templates),))
        if isinstance(of, Editions):
            from feeds.digest.listing import editions_feed, index_page

            feed = self._feeds().documents(editions_feed(of))
            return Products((index_page(of, templates), *feed))

        shown = {entry.post.path: entry for entry in entries}
        issue = make_issue(self._site, templates, of.newsletter, of.choice, shown, self._pictures)
        return Products(issue.documents, issue.findings) if issue else Products(())

    def forget_items(self) -> None:
        """Keeps no item of a feed in any format: what is made next is in another one."""
        if self._writing is not None:
            self._writing.forget_items()

    def _feeds(self) -> Writing:
        if self._writing is None:
            from feeds.syndicate import Writing

            self._writing = Writing()
        return self._writing


def make_issue(
    site: Site,
    templates: Templates,
    newsletter: NewsletterSettings,
    choice: Choice,
    entries: Mapping[str, Entry],
    pictures: MailPictures | None = None,
    *,
    edition: Edition | None = None,
    test: str = "",
) -> Made | None:
    """The issue that shows a choice; `entries` are by path. None without any post.

    `test` makes its Message-ID another one. Raises `feeds.errors.TemplateError`.
    """
    from feeds.content.introduction import introduction
    from feeds.content.plain import plain_text
    from feeds.content.reading import reading_minutes
    from feeds.digest.documents import issue
    from feeds.digest.edition import as_picked, compose

    texts = {path: plain_text(entry.body.html) for path, entry in entries.items()}
    timed: Mapping[str, Entry] = {
        path: replace(entry, minutes=reading_minutes(texts[path], entry.post.front_matter))
        for path, entry in as_picked(choice, entries).items()
    }
    opening = introduction(edition.introduction, f"{site.url}/") if edition else ""
    ready, renditions = pictures.entries(newsletter, choice, timed) if pictures else (timed, None)
    mail, web = (
        compose(
            newsletter,
            site,
            choice,
            each,
            texts=texts,
            edition=edition,
            introduction=opening,
            introduction_text=plain_text(opening),
        )
        for each in (ready, timed)
    )
    if mail is None or web is None:
        return None
    made = issue(mail, templates, web=web, test=test)
    if renditions is None:
        return made
    return replace(
        made,
        documents=(*made.documents, *renditions.documents),
        findings=(*renditions.findings, *made.findings),
    )
