"""A site's issues as they would be sent, and what they were made from, ready to be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.check.origins import Origins
from feeds.config.document import NAME
from feeds.config.positions import positions
from feeds.editions.frozen import read_frozen
from feeds.editions.listing import shelf
from feeds.errors import ConfigurationError, Finding, Level, error
from feeds.lint.issue import Issue, PostFile
from feeds.lint.linting import lint
from feeds.lint.site_pictures import SitePictures
from feeds.model import Claim, NewsletterSettings, Post, Site
from feeds.plan import Plan, make_plan
from feeds.workspace import Workspace

__all__ = ["Linted", "lint_site"]


@dataclass(frozen=True, slots=True)
class Linted:
    """How many issues were looked at, and what is wrong with them."""

    issues: int
    findings: tuple[Finding, ...]


def lint_site(workspace: Workspace, now: datetime, output: Path) -> Linted:
    """Looks at what newsletters would send next; nothing is written but what runs remember.

    That is the rolling issue of a newsletter that has no editions, and of others the editions that
    are approved and not yet sent. `output` is where the site was built, for pictures that are there
    alone. Raises `ConfigurationError` where the site has no newsletter.
    """
    site = workspace.site
    if not site.newsletters:
        remedy = "Add [[newsletters]] to feeds.toml, or name .eml and .html files."
        raise ConfigurationError(error("the site has no newsletter", remedy=remedy))
    plan = make_plan(workspace, now, parts=("digests",))
    findings = [finding for finding in plan.findings if finding.level is Level.ERROR]
    issues = [*_rolling(site, plan), *_approved(site, findings)]
    for issue in issues:
        posts = [each.post for each in issue.posts]
        static = workspace.dialect.static
        pictures = SitePictures(Path(site.root), site.url, static, posts, [output])
        findings += lint(issue, pictures)
    return Linted(len(issues), tuple(dict.fromkeys(findings)))


def _rolling(site: Site, plan: Plan) -> Iterator[Issue]:
    """The next issue of every newsletter that has no editions."""
    known = {post.path: post for post in plan.shown}
    messages = {document.path: document for document in plan.documents}
    origins = Origins(site, plan.shown)
    for number, newsletter in enumerate(site.newsletters):
        document = messages.get(newsletter.path("eml"))
        shown = [known[path] for path in document.inputs if path in known] if document else []
        if document is not None and shown:
            yield Issue(
                document.path,
                document.data,
                newsletter=newsletter,
                site=site,
                posts=tuple(PostFile(post, origins.text(post)) for post in shown),
                html_path=newsletter.path("html"),
                settings=_settings(Path(site.root), number),
            )


def _approved(site: Site, findings: list[Finding]) -> Iterator[Issue]:
    """The editions that are approved and not yet sent, as they were frozen."""
    for number, newsletter in enumerate(site.newsletters):
        for edition in shelf(site, newsletter).issued:
            frozen = read_frozen(site.root, edition)
            findings += frozen.findings
            if edition.status != "approved" or frozen.findings:
                continue
            posts = [_post(claim, newsletter) for claim in edition.posts]
            origins = Origins(site, posts)
            yield Issue(
                edition.path,
                frozen.document(edition, "eml"),
                newsletter=newsletter,
                site=site,
                posts=tuple(PostFile(post, origins.text(post)) for post in posts),
                page=frozen.document(edition, "html"),
                page_path=newsletter.page(edition.label),
                html_path=newsletter.path("html", edition.label),
                lines=edition.lines,
                settings=_settings(Path(site.root), number),
            )


def _post(claim: Claim, newsletter: NewsletterSettings) -> Post:
    """A post as the edition knew it."""
    day = claim.published
    return Post(claim.path, claim.id, claim.url, claim.title, day, day, newsletter.language)


def _settings(root: Path, newsletter: int) -> Mapping[str, int]:
    """The lines of a newsletter's keys in `feeds.toml`, by its position, and its own as `""`."""
    try:
        text = (root / NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return {}
    found: dict[str, int] = {}
    for place, line in positions(text).items():
        match place:
            case ("newsletters", int(number)) if number == newsletter:
                found[""] = line
            case ("newsletters", int(number), str(key)) if number == newsletter:
                found[key] = line
    return found
