"""From chosen posts to an issue: which section each stands in, and what time it covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from feeds.digest.words import words
from feeds.model import Digest, Entry, NewsletterSettings, Placed, Section, Site

__all__ = ["compose"]


def compose(newsletter: NewsletterSettings, site: Site, entries: Sequence[Entry]) -> Digest | None:
    """The issue that shows these entries, given newest first; None without any.

    Each post stands once, under the first of its terms. Sections come in the order of
    their newest post; posts without a term come last, under the language's word for
    "other" if anything else has a heading. `until` is when the newest was published,
    `since` the window before it, or the oldest post if that is earlier.
    """
    if not entries:
        return None
    published = [entry.post.published for entry in entries]
    until = max(published)
    since = min(_days_before(until, newsletter.window), *published)
    return Digest(newsletter, site, since, until, _sections(newsletter, entries))


def _days_before(moment: datetime, days: int) -> datetime:
    """That many days earlier, or the first moment of all that can be written."""
    try:
        return moment - timedelta(days=days)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _sections(newsletter: NewsletterSettings, entries: Sequence[Entry]) -> tuple[Section, ...]:
    groups: dict[str, tuple[str, list[Entry]]] = {}
    rest: list[Entry] = []
    for entry in entries:
        term = _term(newsletter, entry)
        if term is None:
            rest.append(entry)
        else:
            groups.setdefault(term.casefold(), (term, []))[1].append(entry)
    sections = [Section(title, tuple(map(Placed, members))) for title, members in groups.values()]
    if rest:
        other = words(newsletter.language).phrases.other if sections else None
        sections.append(Section(other, tuple(map(Placed, rest))))
    return tuple(sections)


def _term(newsletter: NewsletterSettings, entry: Entry) -> str | None:
    match newsletter.group_by:
        case "category":
            terms = entry.post.categories
        case "tag":
            terms = entry.post.tags
        case "author":
            terms = tuple(author.name for author in entry.post.authors)
        case "none":
            terms = ()
    return terms[0] if terms else None
