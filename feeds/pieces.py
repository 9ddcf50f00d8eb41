"""A site's output in pieces: one feed in all its formats, or one issue of a newsletter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from feeds.errors import Finding
from feeds.model import (
    Document,
    Entry,
    Feed,
    NewsletterSettings,
    Post,
    PostStore,
    Query,
    Site,
)
from feeds.scopes import scopes
from feeds.templating.sources import templates_hash
from feeds.versions import versions
from feeds.zones import IANA_VERSION

__all__ = ["Piece", "feed_pieces", "issue_pieces", "make", "shape"]

_FOR_FEEDS = ("feedgen", "lxml")
_FOR_ISSUES = (
    *("babel", "jinja2", "markupsafe", "wcwidth"),
    *("cssselect", "cssutils", "lxml", "premailer"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is made at once, a feed still without entries or an issue, and the posts in it."""

    of: Feed | NewsletterSettings
    posts: Sequence[Post]

    @property
    def name(self) -> str:
        """What no other piece of a site is called."""
        if isinstance(self.of, Feed):
            return "\n".join(self.of.paths.values())
        return self.of.path("html")


def feed_pieces(site: Site, store: PostStore, query: Query) -> tuple[list[Piece], list[Finding]]:
    """Every feed that the site asks for; `query` says which posts a run may show at all."""
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for settings in site.feeds:
        found, odd = scopes(site, settings, store, query)
        findings += odd
        pieces += (Piece(scope.feed, scope.posts) for scope in found)
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
        return repr((of, IANA_VERSION, *versions(*_FOR_FEEDS)))
    settings = replace(site, root=Path())
    templates = templates_hash(site.root)
    return repr((of, settings, templates, IANA_VERSION, *versions(*_FOR_ISSUES)))


def make(
    of: Feed | NewsletterSettings, site: Site, entries: tuple[Entry, ...]
) -> tuple[Document, ...]:
    """The documents of a piece that shows these entries.

    Raises `feeds.errors.TemplateError` where a newsletter's template cannot be used.
    """
    if isinstance(of, Feed):
        from feeds import syndicate

        return syndicate.documents(replace(of, entries=entries))

    from feeds.digest.documents import documents
    from feeds.digest.edition import compose
    from feeds.templating.templates import Templates

    issue = compose(of, site, entries)
    return documents(issue, Templates(site.root)) if issue else ()
