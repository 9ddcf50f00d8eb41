"""What a site would publish at one moment, arranged as the pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar, get_args

from feeds.build import Plan, make_plan, moment, open_site
from feeds.errors import Finding
from feeds.issuing import Prepared
from feeds.model import Document, IssueKind, Post, Site
from feeds.newsroom.drafts import open_drafts
from feeds.preview.reading import FORMATS, Channel

__all__ = ["FeedDocument", "Letter", "Picked", "Snapshot", "arrange", "take"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Letter:
    """A newsletter's next issue; a document is None where there is nothing to send.

    That is its open draft, else the newest edition that was approved or, without editions, what
    a build makes. `apart` is its name where another newsletter has the same title, else empty.
    """

    name: str
    title: str
    apart: str
    language: str
    html: Document | None
    text: Document | None
    mail: Document | None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed in one format; `label` is the format's name."""

    document: Document
    label: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Picked:
    """A post that is shown somewhere: titles and pages of what shows it."""

    post: Post
    future: bool
    letters: tuple[Letter, ...]
    feeds: tuple[FeedDocument, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the pages show. `feeds` holds one feed in its formats each.

    `eligible` counts the posts that could be shown; `documents` are by path.
    """

    site: Site
    now: datetime
    eligible: int
    letters: tuple[Letter, ...]
    feeds: tuple[tuple[FeedDocument, ...], ...]
    picked: tuple[Picked, ...]
    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]


def take(
    root: Path, now: str | None, *, drafts: bool, future: bool, cache: Path | None = None
) -> Snapshot:
    """Makes all that the site in that folder would publish now, and publishes nothing.

    Raises `feeds.errors.FeedsError` where it cannot be made.
    """
    workspace = open_site(root, drafts=drafts, future=future, cache=cache)
    at = moment(now, workspace.site)
    plan = make_plan(workspace, at, archives=False)
    opened, odd = open_drafts(workspace, at)
    return arrange(workspace.site, at, replace(plan, findings=(*plan.findings, *odd)), opened)


def arrange(site: Site, now: datetime, plan: Plan, drafts: Sequence[Prepared] = ()) -> Snapshot:
    """What was made, sorted into newsletters, feeds and posts."""
    documents = {document.path: document for document in plan.documents}
    for draft in drafts:
        documents |= _latest(draft)
    titles = [newsletter.title for newsletter in site.newsletters]
    letters = tuple(
        Letter(
            newsletter.name,
            newsletter.title,
            newsletter.name if titles.count(newsletter.title) > 1 else "",
            newsletter.language,
            html=documents.get(newsletter.path("html")),
            text=documents.get(newsletter.path("txt")),
            mail=documents.get(newsletter.path("eml")),
        )
        for newsletter in site.newsletters
    )
    feeds = _by_feed(plan.documents)
    in_letters = [(it, set(it.html.inputs)) for it in letters if it.html]
    in_feeds = [(feed[0], set(feed[0].document.inputs)) for feed in feeds]
    posts = sorted(plan.shown, key=lambda post: (-post.published.timestamp(), post.path))
    return Snapshot(
        site=site,
        now=now,
        eligible=plan.posts,
        letters=letters,
        feeds=feeds,
        picked=tuple(
            Picked(post, post.published > now, _with(post, in_letters), _with(post, in_feeds))
            for post in posts
        ),
        findings=tuple(
            dict.fromkeys((*plan.findings, *(each for draft in drafts for each in draft.findings)))
        ),
        documents=documents,
    )


def _latest(draft: Prepared) -> Mapping[str, Document]:
    """The documents of a draft at the paths of its newsletter's latest issue."""
    newsletter, edition, made = draft.newsletter, draft.edition, draft.made
    if edition is None or made is None:
        return {}
    kinds = get_args(IssueKind)
    latest = {newsletter.path(kind, edition.label): newsletter.path(kind) for kind in kinds}
    return {
        latest.get(each.path, each.path): replace(each, path=latest.get(each.path, each.path))
        for each in made.documents
    }


def _by_feed(documents: Iterable[Document]) -> tuple[tuple[FeedDocument, ...], ...]:
    """Documents that stand side by side and differ in nothing but their format are one feed."""
    feeds: list[tuple[FeedDocument, ...]] = []
    for document in documents:
        form = FORMATS.get(document.media_type)
        if form is None:
            continue
        made = FeedDocument(document, form.label, form.read(document.data))
        if feeds and _same_feed(feeds[-1], made):
            feeds[-1] += (made,)
        else:
            feeds.append((made,))
    return tuple(feeds)


def _same_feed(feed: tuple[FeedDocument, ...], made: FeedDocument) -> bool:
    return (
        feed[0].channel.title == made.channel.title
        and feed[0].document.inputs == made.document.inputs
        and all(other.label != made.label for other in feed)
    )


def _with(post: Post, made: Iterable[tuple[T, Set[str]]]) -> tuple[T, ...]:
    """Those that were made from the post, of what stands beside its inputs."""
    return tuple(each for each, inputs in made if post.path in inputs)
