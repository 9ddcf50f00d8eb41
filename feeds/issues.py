"""A site's issues as they would be sent, and what they were made from, ready to be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.check.origins import Origins
from feeds.config.document import NAME
from feeds.config.positions import positions
from feeds.errors import ConfigurationError, Finding, Level, error
from feeds.lint.issue import Issue, PostFile
from feeds.lint.linting import lint
from feeds.lint.site_pictures import SitePictures
from feeds.model import Document, NewsletterSettings, Post
from feeds.plan import make_plan
from feeds.workspace import Workspace

__all__ = ["Linted", "lint_site"]


@dataclass(frozen=True, slots=True)
class Linted:
    """How many issues were looked at, and what is wrong with them."""

    issues: int
    findings: tuple[Finding, ...]


def lint_site(workspace: Workspace, now: datetime, output: Path) -> Linted:
    """Makes the issues of a site, and looks at them; nothing is written but what runs remember.

    `output` is where the site was built, for pictures that are there alone. Raises
    `ConfigurationError` where the site has no newsletter.
    """
    site = workspace.site
    if not site.newsletters:
        remedy = "Add [[newsletters]] to feeds.toml, or name .eml and .html files."
        raise ConfigurationError(error("the site has no newsletter", remedy=remedy))
    plan = make_plan(workspace, now, parts=("digests",))
    findings = [finding for finding in plan.findings if finding.level is Level.ERROR]
    posts = {post.path: post for post in plan.shown}
    pictures = SitePictures(
        Path(site.root), site.url, workspace.dialect.static, plan.shown, [output]
    )
    origins = Origins(site, plan.shown)
    settings = _settings(Path(site.root))
    messages = {document.path: document for document in plan.documents}
    looked_at = 0
    for number, newsletter in enumerate(site.newsletters):
        document = messages.get(newsletter.path("eml"))
        if document is not None:
            looked_at += 1
            lines = settings.get(number, {})
            issue = _issue(workspace, newsletter, document, posts, origins, lines)
            findings += lint(issue, pictures)
    return Linted(looked_at, tuple(dict.fromkeys(findings)))


def _issue(
    workspace: Workspace,
    newsletter: NewsletterSettings,
    document: Document,
    posts: Mapping[str, Post],
    origins: Origins,
    settings: Mapping[str, int],
) -> Issue:
    shown: Sequence[Post] = [posts[path] for path in document.inputs if path in posts]
    return Issue(
        document.path,
        document.data,
        newsletter=newsletter,
        site=workspace.site,
        posts=tuple(PostFile(post, origins.text(post)) for post in shown),
        settings=settings,
    )


def _settings(root: Path) -> dict[int, dict[str, int]]:
    """For each newsletter, by its position, the lines of its keys in `feeds.toml`."""
    try:
        text = (root / NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return {}
    found: dict[int, dict[str, int]] = {}
    for place, line in positions(text).items():
        match place:
            case ("newsletters", int(number)):
                found.setdefault(number, {})[""] = line
            case ("newsletters", int(number), str(key)):
                found.setdefault(number, {})[key] = line
    return found
