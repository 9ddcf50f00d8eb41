"""What an edition's file names, as posts: its picks, exclusions and lead, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from feeds.choosing.claims import Held, Hold
from feeds.choosing.names import Names
from feeds.errors import Finding, error, warning
from feeds.model import Edition, Pick, Post, Site, Until
from feeds.suggest import did_you_mean, shown
from feeds.zones import in_zone

__all__ = ["exclusions", "leading", "picked"]

_MOST_NAMED = 3

Wrong = tuple[str, str]
"""What is wrong, and what to do, as a sentence that has already begun."""


def exclusions(edition: Edition, names: Names) -> tuple[Mapping[str, Until], list[Finding]]:
    """The paths of the posts that the edition excludes, for now or for good."""
    found: dict[str, Until] = {}
    findings: list[Finding] = []
    for exclusion in edition.exclude:
        posts = names.find(exclusion.post)
        if len(posts) == 1:
            path = posts[0].path
            found[path] = "never" if "never" in (exclusion.until, found.get(path)) else "later"
        else:
            what, remedy = _unclear(exclusion.post, posts, names)
            remedy = f"Nothing is excluded; {remedy}."
            findings.append(warning(what, edition.path, exclusion.line, remedy=remedy))
    return found, findings


def picked(
    edition: Edition, site: Site, names: Names, held: Held, excluded: Mapping[str, Until]
) -> tuple[list[tuple[Post, Pick]], list[Finding]]:
    """The posts that an editor picked, in that order, and why others are left out."""
    renamed = {hold.was: path for path, hold in held.holds.items()}
    found: dict[str, tuple[Post, Pick]] = {}
    findings: list[Finding] = []
    for pick in edition.picks or ():
        posts = names.find(pick.post)
        hold = held.of(posts[0]) if posts else None
        if not posts and pick.post in renamed:
            posts = names.find(renamed[pick.post])
            # Whoever writes the name that an edition has means that very post.
            hold = replace(held.holds[renamed[pick.post]], guess=False)
        if len(posts) != 1:
            wrong: Wrong | None = _unclear(pick.post, posts, names)
        elif posts[0].path in found:
            findings.append(_twice(edition, pick, found[posts[0].path][1]))
            continue
        else:
            wrong = _refused(posts[0], edition, site, hold, excluded)
        if wrong:
            what, remedy = wrong
            remedy = f"It is left out; {remedy}."
            findings.append(error(what, edition.path, pick.line, remedy=remedy))
        else:
            found[posts[0].path] = posts[0], pick
            findings += _in_spite_of(edition, pick, posts[0], hold)
    return list(found.values()), findings


def leading(
    edition: Edition, names: Names, chosen: Sequence[str]
) -> tuple[str | None, list[Finding]]:
    """The path of the post that leads, one of the chosen: the first, unless another is named.

    None where none is chosen.
    """
    if edition.lead is None or not chosen:
        return (chosen[0] if chosen else None), []
    posts = names.find(edition.lead)
    paths = {post.path for post in posts}
    named = [path for path in chosen if path in paths]
    if len(named) == 1:
        return named[0], []
    if len(posts) == 1:
        what, remedy = f"the lead, {posts[0].path}, is not in the edition", "add it to picks"
    else:
        what, remedy = _unclear(edition.lead, posts, names)
        what = f"lead: {what}"
    remedy = f"{chosen[0]} leads instead; {remedy}."
    return chosen[0], [warning(what, edition.path, edition.lines.get("lead"), remedy=remedy)]


def _refused(
    post: Post, edition: Edition, site: Site, hold: Hold | None, excluded: Mapping[str, Until]
) -> Wrong | None:
    """Why a post cannot be in the edition; None where it can."""
    if post.path in excluded:
        return f"{post.path} is both picked and excluded", "take it out of picks or of exclude"
    if hold and hold.kind != "passed" and not hold.guess:
        if hold.kind == "never":
            what = f"{post.path} was excluded for good by edition {hold.edition.label}"
            return what, f"if it is wanted after all, take it out of never in {hold.edition.path}"
        name = "" if hold.was == post.path else f", as {hold.was}"
        return f"{post.path} is in edition {hold.edition.label} already{name}", "delete the pick"
    if post.draft and not site.posts.drafts:
        return f"{post.path} is a draft", "publish it, or delete the pick"
    if post.published > edition.until:
        day = in_zone(post.published, site.timezone)
        what = f"{post.path} is dated {day:%Y-%m-%d %H:%M}, after this edition"
        return what, "leave it to the next edition, or move until"
    if post.expires is not None and post.expires <= edition.until:
        return f"{post.path} has expired", "delete the pick"
    return None


def _in_spite_of(edition: Edition, pick: Pick, post: Post, hold: Hold | None) -> Iterator[Finding]:
    """That a post is taken although another edition may have it."""
    if hold and hold.guess and hold.kind != "passed":
        yield warning(
            f"{post.path} looks like {hold.was}, which edition {hold.edition.label} has",
            edition.path,
            pick.line,
            remedy="It is taken, since it is picked; delete the pick if it is the same post.",
        )


def _unclear(name: str, posts: Sequence[Post], names: Names) -> Wrong:
    """Why a name stands for no post."""
    if posts:
        some = " or ".join(post.path for post in posts[:_MOST_NAMED])
        more = f", or {len(posts) - _MOST_NAMED} more" if len(posts) > _MOST_NAMED else ""
        return f"{shown(name)} may be {some}{more}", "write the whole path"
    guess = did_you_mean(names.near(name))
    return f"no post is called {shown(name)}{guess}", "write the path, the id or the URL of a post"


def _twice(edition: Edition, pick: Pick, first: Pick) -> Finding:
    where = f", first in line {first.line}" if first.line else ""
    what = f"{shown(pick.post)} is picked twice{where}"
    return warning(what, edition.path, pick.line, remedy="Delete one of the two.")
