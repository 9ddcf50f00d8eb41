"""What of an entry, or of a feed, is other than readers know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.compare.texts import Seen, excerpts, seen
from feeds.known import KnownEnclosure, KnownEntry, KnownFeed, plain_link
from feeds.text import one_line

__all__ = ["Change", "Part", "entry_changes", "feed_changes"]

EntryPart = Literal[
    "title",
    "link",
    "published",
    "updated",
    "content",
    "summary",
    "categories",
    "authors",
    "enclosures",
]
FeedPart = Literal["format", "id", "title", "address", "home", "language", "hubs"]
Part = EntryPart | FeedPart


@dataclass(frozen=True, slots=True)
class Change:
    """One part, as it was and as it will be, each short enough for a line.

    `only` says what else of it differs where the text is the same: where its links and
    pictures lead, or its formatting.
    """

    part: Part
    before: str
    after: str
    only: Literal["", "addresses", "formatting"] = ""


def entry_changes(old: KnownEntry, new: KnownEntry, *, alike: bool) -> tuple[Change, ...]:
    """What readers of an entry will see change, beside its id.

    `alike` says that both are in feeds of one form. Else what one of them does not say at
    all is no change, because its form may have no word for it.
    """
    changes = (
        *_text("title", old.title, new.title),
        *_link("link", old.link, new.link),
        *_date("published", old.published, new.published, day=old.day_only or new.day_only),
        *_date("updated", old.updated, new.updated, day=False),
        *_html("content", seen(old.content, old.link), seen(new.content, new.link)),
        *_html("summary", seen(old.summary, old.link), seen(new.summary, new.link)),
        *_list("categories", old.categories, new.categories),
        *_list("authors", old.authors, new.authors),
        *_addresses("enclosures", map(_shown, old.enclosures), map(_shown, new.enclosures)),
    )
    return changes if alike else tuple(each for each in changes if each.before and each.after)


def feed_changes(old: KnownFeed, new: KnownFeed) -> tuple[Change, ...]:
    """What of the feed itself changes, beside its entries and its date."""
    alike = old.form == new.form
    changes = (
        *_text("format", old.form, new.form),
        *_addresses("id", (old.id,), (new.id,)),
        *_text("title", old.title, new.title),
        *_link("address", old.self_link, new.self_link),
        *_link("home", old.home, new.home),
        *_text("language", old.language.lower(), new.language.lower()),
        *_addresses("hubs", old.hubs, new.hubs),
    )
    return changes if alike else tuple(each for each in changes if each.before and each.after)


def _text(part: Part, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(part, *excerpts(before, after))


def _link(part: Part, before: str, after: str) -> Iterator[Change]:
    if plain_link(before) != plain_link(after):
        yield Change(part, one_line(before), one_line(after))


def _date(
    part: Part, before: datetime | None, after: datetime | None, *, day: bool
) -> Iterator[Change]:
    if before and after and day:
        if before.date() != after.date():
            yield Change(part, f"{before:%Y-%m-%d}", f"{after:%Y-%m-%d}")
    elif before != after:
        yield Change(part, _moment(before), _moment(after))


def _moment(date: datetime | None) -> str:
    return date.isoformat(" ") if date else ""


def _html(part: Part, old: Seen, new: Seen) -> Iterator[Change]:
    if old.text != new.text:
        yield Change(part, *excerpts(old.text, new.text))
    elif old.addresses != new.addresses:
        pairs = zip(old.addresses, new.addresses, strict=False)
        pair = next((pair for pair in pairs if pair[0] != pair[1]), None)
        yield Change(part, *(pair or ("", "")), only="addresses")
    elif old.markup != new.markup:
        yield Change(part, "", "", only="formatting")


def _list(part: Part, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """Terms that are the same in another order are the same."""
    old, new = [*before], [*after]
    if sorted(old) != sorted(new):
        yield Change(part, *excerpts(", ".join(old), ", ".join(new)))


def _addresses(part: Part, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """Addresses are shown whole, but for those that both have."""
    old, new = [*before], [*after]
    if sorted(old) != sorted(new):
        gone, added = [each for each in old if each not in new], [*filter(None, new)]
        added = [each for each in added if each not in old]
        yield Change(part, ", ".join(gone), ", ".join(added))


def _shown(enclosure: KnownEnclosure) -> str:
    parts = (enclosure.media_type, f"{enclosure.length} bytes" if enclosure.length else "")
    what = ", ".join(filter(None, parts))
    return f"{enclosure.url} ({what})" if what else enclosure.url
