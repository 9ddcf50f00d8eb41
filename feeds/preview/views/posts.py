"""Posts: all that there are, where each is shown, and why it is not shown elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.errors import Finding
from feeds.model import Post
from feeds.newsroom.reasons import DeclaredFeed, MadeFeed, NextIssue, Reason
from feeds.newsroom.whereabouts import Survey, empty
from feeds.preview.desk import Desk
from feeds.preview.paging import paged
from feeds.preview.searching import STATES, Wanted, found_files, found_posts, terms, wanted
from feeds.preview.surveying import SURVEY

__all__ = ["routes"]

_PAGE = 50


@dataclass(frozen=True, slots=True)
class _Row:
    """A post, or a file that could not be read and has findings alone.

    `out` are what keeps it out, each with the feeds and issues that it keeps it out of.
    """

    path: str
    findings: Sequence[Finding]
    post: Post | None = None
    future: bool = False
    expired: bool = False
    feeds: Sequence[MadeFeed] = ()
    issues: Sequence[NextIssue] = ()
    out: Sequence[tuple[Reason, Sequence[DeclaredFeed], Sequence[NextIssue]]] = ()


def routes(desk: Desk) -> Sequence[Route]:
    """The route of posts."""

    async def posts(request: Request) -> Response:
        survey = await desk.part(SURVEY) or empty(desk.site, desk.now)
        asked = wanted(request.query_params)
        page = paged(request, await asyncio.to_thread(_found, survey, asked), _PAGE)
        titles = [newsletter.title for newsletter in survey.site.newsletters]
        return desk.page(
            request,
            "posts.html",
            "/posts",
            survey=survey,
            asked=asked,
            page=page,
            rows=[_row(survey, each) for each in page.items],
            states=[*STATES],
            terms=terms(survey.posts),
            same={title for title in titles if titles.count(title) > 1},
        )

    return [Route("/posts", posts)]


def _found(survey: Survey, asked: Wanted) -> Sequence[str | Post]:
    """Files that could not be read come first: somebody has to see to them."""
    return [*found_files(survey, asked), *found_posts(survey, asked)]


def _row(survey: Survey, found: str | Post) -> _Row:
    if isinstance(found, str):
        return _Row(found, survey.unread[found])
    feeds, issues = [*survey.feeds_of(found)], [*survey.issues_of(found)]
    reasons = dict.fromkeys(reason for _, reason in (*feeds, *issues) if reason)
    return _Row(
        found.path,
        survey.findings.get(found.path, ()),
        found,
        future=found.published > survey.now,
        expired=found.expires is not None and found.expires <= survey.now,
        feeds=[
            feed for declared, _ in feeds for feed in declared.feeds if found.path in feed.posts
        ],
        issues=[issue for issue, reason in issues if reason is None],
        out=[
            (
                reason,
                [declared for declared, other in feeds if other == reason],
                [issue for issue, other in issues if other == reason],
            )
            for reason in reasons
        ],
    )
