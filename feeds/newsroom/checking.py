"""What `feeds lint` finds in an issue that was made and is not yet sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from feeds.collect.scan import read_file
from feeds.config.document import NAME
from feeds.config.positions import positions
from feeds.errors import Finding, PostError
from feeds.issuing import Prepared
from feeds.lint.issue import Issue, PostFile
from feeds.lint.linting import lint
from feeds.lint.site_pictures import SitePictures
from feeds.model import NewsletterSettings, Picked, Post, Site
from feeds.workspace import Workspace

__all__ = ["lines_of_settings", "linted", "text_of"]

_ROLLING = "latest"


def linted(
    workspace: Workspace, prepared: Prepared, outputs: Sequence[Path] = ()
) -> Sequence[Finding]:
    """All findings about the message and the web page of an issue, as they would be sent.

    In `outputs`, pictures are looked for, too.
    """
    edition, made = prepared.edition, prepared.made
    if made is None:
        return ()
    site, newsletter = workspace.site, prepared.newsletter
    label = edition.label if edition else _ROLLING
    data = {each.path: each.data for each in made.documents}
    posts = [_as_shown(picked) for _, each in prepared.choice.sections for picked in each]
    issue = Issue(
        edition.path if edition else newsletter.path("eml", label),
        data[newsletter.path("eml", label)],
        newsletter=newsletter,
        site=site,
        posts=tuple(PostFile(post, text_of(site, post)) for post in posts),
        page=data.get(newsletter.page(label)),
        page_path=edition.path if edition else newsletter.page(label),
        html_path="" if edition else newsletter.path("html", label),
        lines=edition.lines if edition else {},
        settings=lines_of_settings(site, newsletter),
    )
    static = workspace.dialect.static
    return lint(issue, SitePictures(site.root, site.url, static, posts, outputs, data))


def text_of(site: Site, post: Post) -> str:
    """The whole text of a post's file; empty where it cannot be read by now."""
    try:
        return read_file(site.root, post.path).decode("utf-8-sig", "replace")
    except PostError:
        return ""


def lines_of_settings(site: Site, newsletter: NewsletterSettings) -> Mapping[str, int]:
    """The lines of a newsletter's keys in `feeds.toml`, and its own under the empty name."""
    try:
        text = (site.root / NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return {}
    names = [each.name for each in site.newsletters]
    wanted = names.index(newsletter.name) if newsletter.name in names else -1
    found: dict[str, int] = {}
    for place, line in positions(text).items():
        match place:
            case ("newsletters", int(number)) if number == wanted:
                found[""] = line
            case ("newsletters", int(number), str(key)) if number == wanted:
                found[key] = line
    return found


def _as_shown(picked: Picked) -> Post:
    """The post under the title that the edition gives it."""
    title = picked.pick.title if picked.pick else None
    return replace(picked.post, title=title) if title else picked.post
