"""What `feeds lint` finds in an edition before it is approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from feeds.collect.scan import read_file
from feeds.errors import Finding, PostError
from feeds.issuing import Prepared
from feeds.lint.issue import Issue, PostFile
from feeds.lint.linting import lint
from feeds.lint.site_pictures import SitePictures
from feeds.model import Picked, Post, Site
from feeds.workspace import Workspace

__all__ = ["linted"]


def linted(workspace: Workspace, prepared: Prepared) -> Sequence[Finding]:
    """All findings about the message and the web page of an edition, as they would be sent."""
    edition, made = prepared.edition, prepared.made
    if edition is None or made is None:
        return ()
    site, newsletter = workspace.site, prepared.newsletter
    data = {each.path: each.data for each in made.documents}
    posts = [_as_shown(picked) for _, each in prepared.choice.sections for picked in each]
    issue = Issue(
        edition.path,
        data[newsletter.path("eml", edition.label)],
        newsletter=newsletter,
        site=site,
        posts=tuple(PostFile(post, _text(site, post)) for post in posts),
        page=data[newsletter.page(edition.label)],
        page_path=edition.path,
        lines=edition.lines,
    )
    static = workspace.dialect.static
    return lint(issue, SitePictures(site.root, site.url, static, posts))


def _as_shown(picked: Picked) -> Post:
    """The post under the title that the edition gives it."""
    title = picked.pick.title if picked.pick else None
    return replace(picked.post, title=title) if title else picked.post


def _text(site: Site, post: Post) -> str:
    """The whole text of a post's file; empty where it cannot be read by now."""
    try:
        return read_file(site.root, post.path).decode("utf-8-sig", "replace")
    except PostError:
        return ""
