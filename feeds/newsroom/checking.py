"""What `feeds lint` finds in an issue that was made and is not yet sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from feeds.collect.scan import read_file
from feeds.config.document import NAME
from feeds.config.positions import positions
from feeds.editions.frozen import Frozen
from feeds.errors import Finding, PostError
from feeds.issuing import Prepared
from feeds.lint.issue import Issue, PostFile
from feeds.lint.linting import lint
from feeds.lint.site_pictures import SitePictures
from feeds.model import Claim, Edition, NewsletterSettings, Picked, Post, Site
from feeds.workspace import Workspace

__all__ = ["frozen_to_look_at", "lines_of_settings", "linted", "text_of", "to_look_at"]

_ROLLING = "latest"


def linted(
    workspace: Workspace, prepared: Prepared, outputs: Sequence[Path] = ()
) -> Sequence[Finding]:
    """All findings about the message and the web page of an issue, as they would be sent.

    In `outputs`, pictures are looked for, too.
    """
    looked = to_look_at(workspace, prepared, outputs)
    return lint(*looked) if looked else ()


def to_look_at(
    workspace: Workspace, prepared: Prepared, outputs: Sequence[Path] = ()
) -> tuple[Issue, SitePictures] | None:
    """The issue and its pictures, for `feeds.lint`; None where there is no post to show."""
    edition, made = prepared.edition, prepared.made
    if made is None:
        return None
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
    return issue, SitePictures(site.root, site.url, static, posts, outputs, data)


def frozen_to_look_at(
    workspace: Workspace,
    newsletter: NewsletterSettings,
    edition: Edition,
    frozen: Frozen,
    outputs: Sequence[Path] = (),
) -> tuple[Issue, SitePictures]:
    """The same of an edition that was approved, whose frozen files are whole."""
    site = workspace.site
    posts = [_as_claimed(claim, newsletter) for claim in edition.posts]
    issue = Issue(
        edition.path,
        frozen.document(edition, "eml"),
        newsletter=newsletter,
        site=site,
        posts=tuple(PostFile(post, text_of(site, post)) for post in posts),
        page=frozen.document(edition, "html"),
        page_path=newsletter.page(edition.label),
        html_path=newsletter.path("html", edition.label),
        lines=edition.lines,
        settings=lines_of_settings(site, newsletter),
    )
    made = {
        f"{newsletter.name}/pictures/{name}": data
        for name, data in frozen.pictures(edition).items()
    }
    static = workspace.dialect.static
    return issue, SitePictures(site.root, site.url, static, posts, outputs, made)


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


def _as_claimed(claim: Claim, newsletter: NewsletterSettings) -> Post:
    """A post as an edition knew it."""
    day = claim.published
    return Post(claim.path, claim.id, claim.url, claim.title, day, day, newsletter.language)
