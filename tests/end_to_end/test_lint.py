"""What the program would send, of real blogs and of the sample, passes its own lint."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOW = ("--now", "2026-11-25")
NEWSLETTERS = """
[[newsletters]]
name = "weekly"
title = "Weekly"
language = "{language}"
window = {days}
length = "{length}"
filter = {{ languages = ["{language}"] }}
unsubscribe = "https://x.example/unsubscribe"
address = "1 Quay Street, Nagiura"
"""
SITES = {
    "seed": ("ja", 20_000),
    "ruby-lang": ("ja", 2_000),
    "jekyll-docs": ("en", 900),
    "letsencrypt": ("en", 900),
}
Feeds = Callable[..., Any]


def told(feeds: Feeds, site: Path) -> dict[str, dict[str, str]]:
    """What there is to be said, by level and rule."""
    run = feeds("lint", site, "--format", "json", *NOW)
    found: dict[str, dict[str, str]] = {"error": {}, "warning": {}, "hint": {}}
    for each in json.loads(run.out)["findings"]:
        found[each["level"]][each["rule"]] = each["what"]
    assert run.status == (1 if found["error"] else 0)
    return found


@pytest.mark.parametrize("length", ["headline", "excerpt", "full"])
@pytest.mark.parametrize("name", SITES)
def test_issues_of_real_blogs_have_no_errors(
    name: str, length: str, corpus: Callable[[str], Path], feeds: Feeds, tmp_path: Path
) -> None:
    """Editors could not send what their blogs have always had."""
    site = tmp_path / name
    shutil.copytree(corpus(name), site)
    language, days = SITES[name]
    settings = NEWSLETTERS.format(language=language, days=days, length=length)
    (site / "feeds.toml").write_text(settings, encoding="utf-8")
    assert told(feeds, site)["error"] == {}


def test_the_sample_blogs_issues_have_no_errors_and_no_warnings(sample: Path, feeds: Feeds) -> None:
    """The first thing that anybody tries would fail, in English or in Japanese."""
    found = told(feeds, sample)
    assert found["error"] == found["warning"] == {}


def test_a_build_changes_nothing_of_that(sample: Path, feeds: Feeds) -> None:
    """What is sent would be judged by other files than those that are there."""
    before = told(feeds, sample)
    feeds("build", sample, *NOW)
    assert told(feeds, sample) == before
