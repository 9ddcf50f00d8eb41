"""The posts of an issue: those that an editor picked, or those that the program chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.choosing.claims import Held
from feeds.choosing.names import Names
from feeds.choosing.offers import why_not
from feeds.choosing.picks import exclusions, leading, picked
from feeds.choosing.sections import Sections, arrange
from feeds.dates import days_before
from feeds.errors import Finding
from feeds.matching import matcher
from feeds.model import Choice, Edition, NewsletterSettings, Pick, Post, Site

__all__ = ["candidates", "choose", "passed"]

_Some = Sequence[tuple[Post, Pick | None]]


def candidates(
    newsletter: NewsletterSettings, site: Site, posts: Iterable[Post], until: datetime
) -> list[Post]:
    """Those of a site's posts that an issue up to that moment may have, newest first."""
    passes = matcher(newsletter.filter)
    found = [
        post
        for post in posts
        if post.published <= until
        and (site.posts.drafts or not post.draft)
        and (post.expires is None or post.expires > until)
        and passes(post)
    ]
    found.sort(key=lambda post: post.path)
    found.sort(key=lambda post: post.published, reverse=True)
    return found


def passed(eligible: Iterable[Post], first: Edition) -> list[Post]:
    """The posts that a newsletter's first edition passes by: all that is before its window."""
    return [post for post in eligible if post.published <= first.since]


def choose(
    newsletter: NewsletterSettings,
    site: Site,
    eligible: Sequence[Post],
    other: str,
    edition: Edition | None = None,
    held: Held | None = None,
    names: Names | None = None,
) -> tuple[Choice, list[Finding]]:
    """What an issue is made of, and what is wrong with what its editors wrote.

    `eligible` are its candidates, newest first. `names` are of all posts that the site has, drafts
    and those of the future too, since those are named as well. `other` is the heading of what
    is in no section. Without an edition the issue rolls: it has the newest posts, back to a
    window before the newest of all.

    What editors picked is shown, in their order, whatever limits and filters say. Else it is
    every post of a first edition's window; and once there was one, all that no edition has, from
    `late` days before that on. Newest first, up to the limit.
    """
    if edition is None:
        some: _Some = [(post, None) for post in _rolling(newsletter, eligible)]
        sections, left = arrange(newsletter, newsletter.sections, some, other, newsletter.limit)
        lead = some[0][0].path if some else None
        return Choice(_with_lead(sections, lead), lead, left), []
    held = held or Held()
    names = names or Names(eligible, site.posts.folders)
    excluded, findings = exclusions(edition, names)
    limit = None
    if edition.picks is None:
        limit = newsletter.limit
        some = [
            (post, None)
            for post in eligible
            if post.published <= edition.until
            and why_not(post, newsletter, edition, held, excluded) is None
        ]
    else:
        some, wrong = picked(edition, site, names, held, excluded)
        findings += wrong
    wanted = newsletter.sections if edition.sections is None else edition.sections
    sections, left = arrange(newsletter, wanted, some, other, limit)
    over = {post.path for post in left}
    lead, wrong = leading(edition, names, [post.path for post, _ in some if post.path not in over])
    return Choice(_with_lead(sections, lead), lead, left), [*findings, *wrong]


def _rolling(newsletter: NewsletterSettings, eligible: Sequence[Post]) -> list[Post]:
    if not eligible:
        return []
    after = days_before(eligible[0].published, newsletter.window)
    return [post for post in eligible if post.published > after]


def _with_lead(sections: Sections, lead: str | None) -> Sections:
    """The sections with the post that leads, which is never a headline alone."""
    return [
        (
            title,
            [
                replace(each, length="excerpt")
                if each.post.path == lead and each.length == "headline"
                else each
                for each in members
            ],
        )
        for title, members in sections
    ]
