"""Where an edition is put together: a newsletter's room, and all posts that the site has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from feeds.choosing.choose import candidates, choose
from feeds.choosing.claims import Claims, Held
from feeds.choosing.names import Names
from feeds.choosing.offers import Offer, offered
from feeds.choosing.picks import exclusions
from feeds.collect.reading import read_as
from feeds.collect.scan import read_file
from feeds.digest.words import words
from feeds.errors import Finding, Level, PostError, error
from feeds.issuing import Issuing, Prepared, issuing
from feeds.model import Choice, Claim, Edition, Post, Until
from feeds.newsroom.room import Room, enter
from feeds.workspace import Workspace

__all__ = ["Desk", "Proposal", "at_desk", "claim", "unmade"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an edition is made of, and what it leaves.

    `offers` are posts that an editor may still add, but for those that the first edition offered;
    `excluded` are paths. `findings` are about
    what the edition names, and about posts that may be others than they seem.
    """

    choice: Choice
    offers: Sequence[Offer]
    excluded: Mapping[str, Until]
    findings: Sequence[Finding]


class Desk:
    """A newsletter's editions and the site's posts, at one moment."""

    def __init__(self, workspace: Workspace, now: datetime, room: Room, issues: Issuing) -> None:
        self.room = room
        self.posts: Sequence[Post] = issues.posts
        self.held: Held = Claims(room.chain).among(self.posts)
        self._site = workspace.site
        self._workspace = workspace
        self._now = now
        self._issues = issues
        self._names = Names(self.posts, workspace.site.posts.folders)

    def at(self, room: Room, now: datetime) -> Desk:
        """The same posts at another moment, with the editions that there are by then."""
        later = copy(self)
        later.room, later._now = room, now
        if room.chain != self.room.chain:
            later.held = Claims(room.chain).among(self.posts)
        return later

    @property
    def unread(self) -> list[Finding]:
        """Why posts are missing, of drafts only where the site asks for them."""
        about: dict[str | None, list[Finding]] = {}
        for finding in self._issues.findings:
            if finding.level is Level.ERROR:
                about.setdefault(finding.path, []).append(finding)
        return [each for path, some in about.items() if self._counts(path) for each in some]

    def candidates(self, until: datetime) -> list[Post]:
        """The posts that an edition up to that moment may have, newest first."""
        last = until if self._site.posts.future else min(until, self._now)
        return candidates(self.room.newsletter, self._site, self.posts, last)

    def propose(self, edition: Edition) -> Proposal:
        """What the edition is made of by now."""
        newsletter = self.room.newsletter
        eligible = self.candidates(edition.until)
        other = words(newsletter.language).phrases.other
        choice, findings = choose(
            newsletter, self._site, eligible, other, edition, self.held, self._names
        )
        excluded, _ = exclusions(edition, self._names)
        offers = offered(newsletter, eligible, edition, self.held, choice, excluded)
        found = dict.fromkeys((*findings, *self.held.findings))
        return Proposal(choice, [*filter(self._is_new, offers)], excluded, list(found))

    def offers(self, proposal: Proposal, edition: Edition) -> list[Offer]:
        """All posts that an editor may add, those that the first edition passed by, too."""
        newsletter, choice, excluded = self.room.newsletter, proposal.choice, proposal.excluded
        eligible = self.candidates(edition.until)
        offers = offered(newsletter, eligible, edition, self.held, choice, excluded)
        return [offer for offer in offers if offer.free]

    def named(self, name: str) -> Post | None:
        """The one post of that path, id or URL; None where there is none, or more than one."""
        found = self._names.find(name)
        return found[0] if len(found) == 1 else None

    def prepared(self, proposal: Proposal, edition: Edition, *, test: str = "") -> Prepared:
        """The documents of the edition; `test` makes its Message-ID another one."""
        return self._issues.prepared(self.room.newsletter, proposal.choice, edition, test=test)

    def plainly(self, proposal: Proposal, edition: Edition) -> Prepared:
        """The same with merge tags as editors write them."""
        newsletter = replace(self.room.newsletter, merge="plain")
        return self._issues.prepared(newsletter, proposal.choice, edition)

    def _is_new(self, offer: Offer) -> bool:
        """Whether a post can be added, and was not offered with the first edition already."""
        return offer.free and not (offer.why == "old" and self.held.of(offer.post))

    def _counts(self, path: str | None) -> bool:
        """Whether something is to be said of a file: not of drafts that nobody asked for."""
        if path is None or self._site.posts.drafts:
            return True
        try:
            data = read_file(self._site.root, path)
            reading = read_as(self._site, self._workspace.dialect, path, data)
        except PostError:
            return True
        return bool(reading.findings)


@contextmanager
def at_desk(workspace: Workspace, now: datetime, newsletter: str | None = None) -> Iterator[Desk]:
    """Reads a newsletter's editions, and the site's posts, drafts and all.

    Raises `ConfigurationError` where there is no such newsletter, and `BuildError` where the
    editions do not tell which posts they have.
    """
    site = workspace.site
    room = enter(site, newsletter)
    posts = replace(site.posts, drafts=True, future=True)
    with issuing(replace(workspace, site=replace(site, posts=posts)), now) as issues:
        yield Desk(workspace, now, room, issues)


def claim(post: Post) -> Claim:
    """The record of a post as it is now."""
    return Claim(post.id, post.path, post.url, post.published, post.title)


def _empty(edition: Edition) -> Finding:
    """What is said of an edition that shows no post."""
    remedy = "List posts in picks, or delete the file."
    return error("the edition has no post", edition.path, remedy=remedy)


def unmade(prepared: Prepared, edition: Edition) -> list[Finding]:
    """Why an edition has no documents."""
    errors = [each for each in prepared.findings if each.level is Level.ERROR]
    return errors if prepared.choice.posts else [*errors, _empty(edition)]
