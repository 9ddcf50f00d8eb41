"""What the page shows on which an edition is edited: its draft as posts, and what it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

from feeds.choosing.offers import Offer
from feeds.columns import width
from feeds.digest.envelope import PREHEADER_LIMIT
from feeds.digest.words import words
from feeds.editions.labels import FOLDER
from feeds.editions.reading import EditionFile
from feeds.errors import Finding
from feeds.model import Edition, NewsletterSettings, Pick, Post
from feeds.newsroom.approving import Foreseen, foresee
from feeds.newsroom.changing import Draft, as_edition, draft_of
from feeds.newsroom.desk import Desk, at_desk
from feeds.newsroom.room import enter
from feeds.preview.state import Part
from feeds.workspace import Workspace

__all__ = ["Counter", "LeftOut", "Row", "Search", "Sheet", "looking", "reading", "sheet_of"]

_MOST_OFFERED = 100


@dataclass(frozen=True, slots=True)
class Search:
    """Which of the posts that may be added are wanted; what is empty wants all."""

    words: str = ""
    category: str = ""
    since: str = ""
    until: str = ""

    def finds(self, post: Post, zone: ZoneInfo) -> bool:
        """Whether a post has all the words, the category, and a day in between."""
        day = post.published.astimezone(zone).date()
        since, until = _day(self.since), _day(self.until)
        if (since and day < since) or (until and day > until):
            return False
        if self.category and self.category not in post.categories:
            return False
        text = _folded(" ".join((post.title, post.path, *post.categories, *post.tags)))
        return all(word in text for word in _folded(self.words).split())


@dataclass(frozen=True, slots=True)
class Row:
    """A post in the edition. `post` is None where none is called so.

    `lead` is how it is named where it leads; `section` is the title under which it stands.
    """

    pick: Pick
    post: Post | None
    section: str | None
    shown: bool
    leads: bool
    lead: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A post that the edition excludes, by the name that it has there."""

    name: str
    until: str
    post: Post | None


@dataclass(frozen=True, slots=True)
class Counter:
    """How wide a line is, in columns of which a CJK character takes two, and how wide at best."""

    columns: int
    limit: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """An edition as it is edited. `auto` is whether the program picks its posts."""

    newsletter: NewsletterSettings
    edition: Edition
    file: EditionFile
    draft: Draft
    auto: bool
    rows: Sequence[Row]
    lost_lead: str
    left_out: Sequence[LeftOut]
    offers: Sequence[Offer]
    more: int
    categories: Sequence[str]
    search: Search
    subject: Counter
    preheader: Counter
    findings: Sequence[Finding]


def reading(newsletter: str) -> Part[Desk | None]:
    """The site's posts, as whoever edits that newsletter needs them; editions change none."""

    def read(workspace: Workspace, now: datetime) -> Desk:
        with at_desk(workspace, now, newsletter) as desk:
            return desk

    return Part(f"posts for {newsletter}", read, None, lambda path: not is_edition(path))


def looking(newsletter: str, label: str) -> Part[Foreseen | None]:
    """What there is to be said of a draft before it is approved."""

    def look(workspace: Workspace, now: datetime) -> Foreseen:
        return foresee(workspace, now, newsletter, label)

    return Part(f"approval of {newsletter}/{label}", look, None)


def is_edition(path: str) -> bool:
    """Whether a path below the site is in the folder of editions."""
    return path.startswith(f"{FOLDER}/")


def sheet_of(
    desk: Desk,
    now: datetime,
    label: str,
    draft: Draft | None = None,
    search: Search | None = None,
) -> Sheet:
    """The draft of that label as its file has it, or as somebody is about to make it.

    Raises `ConfigurationError` where there is no such draft, and `BuildError` where its file
    cannot be read.
    """
    desk = desk.at(enter(desk.room.site, desk.room.newsletter.name), now)
    file, edition = desk.room.draft(label)
    saved = draft is None
    draft = draft_of(edition, desk.room.newsletter) if draft is None else draft
    return _sheet(desk, file, edition, draft, search or Search(), saved=saved)


def _sheet(
    desk: Desk, file: EditionFile, edition: Edition, draft: Draft, search: Search, *, saved: bool
) -> Sheet:
    newsletter, zone = desk.room.newsletter, desk.room.site.timezone
    own = draft_of(edition, newsletter)
    if len(draft.titles) != len(own.titles):
        draft = replace(draft, titles=own.titles)
    wanted = as_edition(draft, edition, newsletter)
    proposal = desk.propose(wanted)
    places = {
        each.post.path: title for title, members in proposal.choice.sections for each in members
    }
    picks = draft.picks
    if picks is None:
        picks = tuple(Pick(post.path) for post in proposal.choice.posts)
    leading = proposal.choice.lead if draft.lead else None
    rows = [_row(desk, pick, places, leading, draft.lead) for pick in picks]
    taken = {row.post.path for row in rows if row.post}
    left_out = [LeftOut(each.post, each.until, desk.named(each.post)) for each in draft.exclude]
    out = {each.post.path for each in left_out if each.post}
    offers = [
        offer
        for offer in desk.offers(proposal, wanted)
        if offer.post.path not in out and offer.post.path not in taken
    ]
    found = [offer for offer in offers if search.finds(offer.post, zone)]
    names = {name for offer in offers for name in offer.post.categories}
    limit = words(newsletter.language).phrases.subject_width
    return Sheet(
        newsletter,
        edition,
        file,
        draft,
        draft.picks is None,
        rows,
        draft.lead if draft.lead and not any(row.leads for row in rows) else "",
        left_out,
        found[:_MOST_OFFERED],
        max(len(found) - _MOST_OFFERED, 0),
        sorted(names),
        search,
        Counter(width(draft.subject), limit),
        Counter(width(draft.preheader), PREHEADER_LIMIT),
        tuple(dict.fromkeys((*(file.findings if saved else ()), *proposal.findings))),
    )


def _row(
    desk: Desk,
    pick: Pick,
    places: Mapping[str, str | None],
    leading: str | None,
    lead: str,
) -> Row:
    post = desk.named(pick.post)
    shown = post is not None and post.path in places
    named = desk.named(lead) if lead else None
    leads = bool(post and named and post.path == leading == named.path)
    return Row(
        pick,
        post,
        places.get(post.path) if post else None,
        shown,
        leads,
        lead if leads else pick.post,
    )


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
