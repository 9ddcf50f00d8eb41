"""From chosen posts to an issue: their entries, in an editor's own words where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from feeds.dates import days_before
from feeds.model import (
    Choice,
    Digest,
    Edition,
    Entry,
    NewsletterSettings,
    Pick,
    Picked,
    Picture,
    Placed,
    Section,
    Site,
)

__all__ = ["as_picked", "compose", "index_address", "web_address"]


def compose(
    newsletter: NewsletterSettings,
    site: Site,
    choice: Choice,
    entries: Mapping[str, Entry],
    *,
    texts: Mapping[str, str] | None = None,
    edition: Edition | None = None,
    introduction: str = "",
    introduction_text: str = "",
) -> Digest | None:
    """The issue that shows a choice; None without any post.

    `entries`, in editors' words, and `texts`, bodies as plain text, are by path; `introduction` is
    safe HTML, and `introduction_text` says the same in plain text.
    Without an edition, `until` is when the newest was published, and `since` the window before it,
    or the oldest post if that is earlier.
    """
    published = [post.published for post in choice.posts]
    if not published:
        return None
    plain = texts or {}

    def placed(picked: Picked) -> Placed:
        path = picked.post.path
        return Placed(entries[path], picked.length, path == choice.lead, plain.get(path, ""))

    sections = tuple(
        Section(title, tuple(map(placed, members))) for title, members in choice.sections
    )
    if edition is None:
        until = max(published)
        since = min(days_before(until, newsletter.window), *published)
        return Digest(newsletter, site, since, until, sections)
    return Digest(
        newsletter,
        site,
        edition.since,
        edition.until,
        sections,
        subject=edition.subject,
        preheader=edition.preheader,
        introduction=introduction,
        introduction_text=introduction_text,
        text=edition.text,
        label=edition.label,
        url=web_address(site, newsletter, edition.label),
    )


def web_address(site: Site, newsletter: NewsletterSettings, label: str) -> str:
    """The address of an edition's web page."""
    return _address(site, newsletter.page(label))


def index_address(site: Site, newsletter: NewsletterSettings) -> str:
    """The address of the list of a newsletter's editions."""
    return _address(site, newsletter.index)


def _address(site: Site, path: str) -> str:
    return f"{site.url}/{path.removesuffix('index.html')}"


def as_picked(choice: Choice, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries of a choice by path, with the words and pictures that editors gave them."""
    picked = (each for _, some in choice.sections for each in some)
    return {each.post.path: _told(entries[each.post.path], each.pick) for each in picked}


def _told(entry: Entry, pick: Pick | None) -> Entry:
    """The entry in the words and with the picture that an editor gave it."""
    if pick is None:
        return entry
    post, body = entry.post, entry.body
    if pick.title is not None:
        post = replace(post, title=pick.title)
    if pick.image is not None:
        post = replace(post, image=Picture(pick.image) if pick.image else None)
    if pick.image_alt is not None and post.image:
        post = replace(post, image=replace(post.image, alt=pick.image_alt))
    if pick.excerpt is not None:
        body = replace(body, excerpt=pick.excerpt)
    return replace(entry, post=post, body=body)
