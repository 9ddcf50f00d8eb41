"""What a site's newsletters would send next, looked at by `feeds lint`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.clients import DEFAULT_CLIENTS
from feeds.editions.frozen import read_frozen
from feeds.editions.listing import Shelf, shelf, strangers
from feeds.errors import ConfigurationError, FeedsError, Finding, Level, error
from feeds.issuing import Prepared, issuing
from feeds.lint.issue import Issue, PostFile
from feeds.lint.linting import lint
from feeds.lint.site_pictures import SitePictures
from feeds.lint.templates import check_templates
from feeds.model import Claim, Edition, NewsletterSettings, Post
from feeds.newsroom.checking import lines_of_settings, linted, text_of
from feeds.newsroom.desk import at_desk
from feeds.templating.templates import Templates
from feeds.workspace import Workspace

__all__ = ["Linted", "lint_site"]


@dataclass(frozen=True, slots=True)
class Linted:
    """How many issues were looked at, and what is wrong with them."""

    issues: int
    findings: tuple[Finding, ...]


def lint_site(workspace: Workspace, now: datetime, output: Path) -> Linted:
    """Looks at what newsletters would send next; nothing is written but what runs remember.

    That is the rolling issue of a newsletter that has no editions, and of others the drafts, and
    the editions that are approved and not yet sent. `output` is where the site was built, for
    pictures that are there alone. Raises `ConfigurationError` where the site has no newsletter.
    """
    site = workspace.site
    if not site.newsletters:
        remedy = "Add [[newsletters]] to feeds.toml, or name .eml and .html files."
        raise ConfigurationError(error("the site has no newsletter", remedy=remedy))
    shelves = [shelf(site, newsletter) for newsletter in site.newsletters]
    parts = [
        Linted(0, _templates(workspace)),
        _rolling(workspace, now, [each for each in shelves if not each.files], output),
    ]
    for each in shelves:
        parts.append(Linted(0, each.findings))
        if each.drafts:
            parts.append(_drafts(workspace, now, each.newsletter, output))
        parts += (_frozen(workspace, each.newsletter, edition, output) for edition in each.issued)
    parts.append(Linted(0, tuple(strangers(site))))
    findings = dict.fromkeys(finding for part in parts for finding in part.findings)
    return Linted(sum(part.issues for part in parts), tuple(findings))


def _templates(workspace: Workspace) -> tuple[Finding, ...]:
    """What mail clients would not get, or ignore, of the site's own templates."""
    site, templates = workspace.site, Templates(workspace.site.root)
    clients = site.lint.clients or DEFAULT_CLIENTS
    names = dict.fromkeys(newsletter.template for newsletter in site.newsletters)
    found = (each for name in names for each in check_templates(templates, name, clients))
    return tuple(each for each in found if each.rule not in site.lint.ignore)


def _rolling(workspace: Workspace, now: datetime, shelves: Sequence[Shelf], output: Path) -> Linted:
    """The next issues of newsletters that have no editions."""
    count, findings = 0, list[Finding]()
    if not shelves:
        return Linted(0, ())
    with issuing(workspace, now) as issues:
        findings += _errors(issues.findings)
        for each in shelves:
            choice = issues.rolling(each.newsletter)
            prepared = issues.prepared(each.newsletter, choice)
            count += prepared.made is not None
            findings += _told(prepared)
            findings += linted(workspace, prepared, [output])
    return Linted(count, tuple(findings))


def _drafts(
    workspace: Workspace, now: datetime, newsletter: NewsletterSettings, output: Path
) -> Linted:
    """The editions that are being written, as they would be approved by now."""
    count, findings = 0, list[Finding]()
    try:
        with at_desk(workspace, now, newsletter.name) as desk:
            for file in desk.room.open_drafts:
                if file.edition is None or not file.usable:
                    continue
                proposal = desk.propose(file.edition)
                prepared = desk.prepared(proposal, file.edition)
                count += prepared.made is not None
                findings += (*proposal.findings, *_told(prepared))
                findings += linted(workspace, prepared, [output])
    except FeedsError as problem:
        findings += problem.findings
    return Linted(count, tuple(findings))


def _frozen(
    workspace: Workspace, newsletter: NewsletterSettings, edition: Edition, output: Path
) -> Linted:
    """An edition as it was approved, unless it was sent; its files are verified in any case."""
    site, frozen = workspace.site, read_frozen(workspace.site.root, edition)
    if edition.status != "approved" or frozen.findings:
        return Linted(0, frozen.findings)
    posts = [_post(claim, newsletter) for claim in edition.posts]
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
    pictures = SitePictures(site.root, site.url, static, posts, [output], made)
    return Linted(1, tuple(lint(issue, pictures)))


def _post(claim: Claim, newsletter: NewsletterSettings) -> Post:
    """A post as the edition knew it."""
    day = claim.published
    return Post(claim.path, claim.id, claim.url, claim.title, day, day, newsletter.language)


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.ERROR]


def _told(prepared: Prepared) -> list[Finding]:
    """What costs an issue something, and what was done so that its mail is not too long."""
    shortened = prepared.made.findings if prepared.made else ()
    return [*dict.fromkeys((*_errors(prepared.findings), *shortened))]
