"""A site's output in pieces: one feed in all its formats, or one issue of a newsletter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from feeds.digest.sources import templates_hash
from feeds.errors import ExtensionError, Finding
from feeds.extensions import sources
from feeds.model import (
    Document,
    Entry,
    Feed,
    FeedFormat,
    IssueKind,
    NewsletterSettings,
    Post,
    PostStore,
    Query,
    Site,
)
from feeds.periods import Period
from feeds.scopes import scopes
from feeds.versions import versions
from feeds.zones import IANA_VERSION

if TYPE_CHECKING:
    from feeds.syndicate import Writing

__all__ = ["Maker", "Piece", "feed_pieces", "issue_pieces", "shape"]

_FOR_FEEDS = ("feedgen", "lxml")
_FOR_ISSUES = (
    *("babel", "jinja2", "markupsafe", "wcwidth"),
    *("cssselect", "cssutils", "lxml", "premailer"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is made at once, a feed still without entries or an issue, and the posts in it.

    `period` is that of a page of an archive.
    """

    of: Feed | NewsletterSettings
    posts: Sequence[Post]
    period: Period | None = None

    @property
    def name(self) -> str:
        """What no other piece of a site is called."""
        if isinstance(self.of, Feed):
            return "\n".join(self.of.paths.values())
        return self.of.path("html")

    @property
    def paths(self) -> Sequence[str]:
        """The output paths that its documents can have."""
        if isinstance(self.of, Feed):
            return list(self.of.paths.values())
        return [self.of.path(kind) for kind in get_args(IssueKind)]

    def without(self, paths: Collection[str]) -> Piece:
        """The piece without the documents at those paths. An issue is whole, or left out."""
        if not isinstance(self.of, Feed):
            return self
        left = {form: path for form, path in self.of.paths.items() if path not in paths}
        return replace(self, of=replace(self.of, paths=left))

    def only(self, form: FeedFormat) -> Feed | NewsletterSettings:
        """The feed in that format alone; an issue as it is."""
        if not isinstance(self.of, Feed):
            return self.of
        return replace(self.of, paths={form: self.of.paths[form]} if form in self.of.paths else {})


def feed_pieces(site: Site, store: PostStore, query: Query) -> tuple[list[Piece], list[Finding]]:
    """Every feed that the site asks for; `query` says which posts a run may show at all."""
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for settings in site.feeds:
        try:
            sources(settings.extensions)
        except ExtensionError as problem:
            findings += problem.findings
            continue
        found, odd = scopes(site, settings, store, query)
        findings += odd
        pieces += (Piece(scope.feed, scope.posts, scope.page) for scope in found)
    return pieces, findings


def issue_pieces(site: Site, store: PostStore, query: Query) -> Iterator[Piece]:
    """The next issue of every newsletter of the site."""
    for newsletter in site.newsletters:
        wanted = replace(
            query, filter=newsletter.filter, days=newsletter.window, limit=newsletter.limit
        )
        yield Piece(newsletter, store.select(wanted))


def shape(of: Feed | NewsletterSettings, site: Site) -> str:
    """All that a piece is made from beside its entries.

    Templates may show whatever the site's settings say, but for where the site lies, which
    is another place on every machine.
    """
    if isinstance(of, Feed):
        ours = sources(of.extensions).values()
        return repr((of, IANA_VERSION, *versions(*_FOR_FEEDS), *ours))
    settings = replace(site, root=Path())
    templates = templates_hash(site.root)
    return repr((of, settings, templates, IANA_VERSION, *versions(*_FOR_ISSUES)))


class Maker:
    """Makes the documents of a site's pieces; what they share is made once for them all."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._writing: Writing | None = None

    def make(
        self, of: Feed | NewsletterSettings, entries: tuple[Entry, ...]
    ) -> tuple[Document, ...]:
        """The documents of a piece that shows these entries.

        Raises `feeds.errors.TemplateError` where a newsletter's template cannot be used, and
        `ExtensionError` where an extension of a feed cannot.
        """
        if isinstance(of, Feed):
            return self._feeds().documents(replace(of, entries=entries))

        from feeds.digest.documents import documents
        from feeds.digest.edition import compose
        from feeds.digest.templates import Templates

        issue = compose(of, self._site, entries)
        return documents(issue, Templates(self._site.root)) if issue else ()

    def _feeds(self) -> Writing:
        if self._writing is None:
            from feeds.syndicate import Writing

            self._writing = Writing()
        return self._writing
