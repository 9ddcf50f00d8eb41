"""What other people have written, once the program has made it safe, breaks no rule gravely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.check.addresses import Addresses
from feeds.check.bodies import body_findings
from feeds.check.references import reference_findings
from feeds.check.site_files import SiteFiles
from feeds.check.sources import Source
from feeds.errors import Level
from feeds.workspace import open_site

from .sites import EVERYTHING, posts_and_pages

NOW = datetime(2026, 11, 25, tzinfo=UTC)
REPOSITORY = Path(__file__).resolve().parents[2]


def errors_of(root: Path) -> list[str]:
    """The errors in the bodies and references of a site's newest posts."""
    workspace = open_site(root)
    site = workspace.site
    posts, pages = posts_and_pages(workspace, replace(EVERYTHING, limit=150))
    assert pages
    found = [
        finding
        for page in pages
        for finding in body_findings(
            page.html,
            page.post.url,
            Source(page.post.path, page.post.body_line, page.text),
            site.url,
        )
    ]
    files = SiteFiles(site.root, site.url, [], {post.url: post.path for post in posts})
    found += reference_findings(pages, Addresses.of(site, posts, NOW), files)
    lines = [page.text.count("\n") + 1 for page in pages]
    assert all(finding.line is None or finding.line <= max(lines) for finding in found)
    return [str(finding) for finding in found if finding.level is Level.ERROR]


@pytest.mark.parametrize("name", ["ruby-lang", "jekyll-docs", "letsencrypt", "zola-test-site"])
def test_real_posts_have_no_errors(name: str, corpus: Callable[[str], Path]) -> None:
    """The program would publish what its own check refuses, or cry over what is good."""
    assert errors_of(corpus(name)) == []


def test_the_sample_blog_has_no_errors() -> None:
    """The first thing that anybody tries would fail."""
    assert errors_of(REPOSITORY) == []
