"""Where each post is shown, and what keeps it out elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.newsroom.reasons import Reason
from feeds.newsroom.whereabouts import Survey, survey
from feeds.plan import make_plan
from feeds.workspace import moment, open_site

from .conftest import FIRST, SECOND, SETTINGS, Blog

FEEDS = """
[[feeds]]
name = "all"
title = ":site"
limit = 2

[[feeds]]
name = "kept"
title = "Kept"
formats = ["atom"]
path = "kept.xml"
limit = 2
archive = "year"

[[feeds]]
name = "sea"
title = "Sea"
formats = ["atom"]
path = "sea.xml"
[feeds.filter]
categories = ["sea"]

[[feeds]]
name = "quay"
title = "Quay"
formats = ["atom"]
path = "quay.xml"
[feeds.filter.front_matter]
where = ["quay", "pier"]

[[feeds]]
name = "terms"
title = ":site :term"
formats = ["atom"]
path = "terms/:slug.xml"
by = "category"
omit = ["secret"]
least = 2
"""

WINDOW = "window:\n  from: 2026-11-09 08:00\n  to: 2026-11-16 08:00\n"


@pytest.fixture
def blog(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Blog:
    """A blog with several feeds, and posts that are in few of them."""
    monkeypatch.delenv("CI", raising=False)
    blog = Blog(tmp_path, capsys)
    (tmp_path / "feeds.toml").write_text(SETTINGS + FEEDS, encoding="utf-8")
    blog.post("one", "2026-11-10", "The first walk", category="sea", where="Pier")
    blog.post("two", "2026-11-12", "The second walk", category="sea")
    blog.post("three", "2026-11-13", "The third walk", category="secret")
    blog.post("old", "2025-01-01", "A very old one", category="land")
    return blog


def look(blog: Blog, now: str = FIRST, **settings: bool) -> Survey:
    """What there is at that moment."""
    workspace = open_site(blog.root)
    posts = replace(workspace.site.posts, **settings)
    workspace = replace(workspace, site=replace(workspace.site, posts=posts))
    return survey(workspace, moment(now, workspace.site))


def in_feeds(found: Survey, name: str) -> dict[str, Reason | None]:
    """What keeps the post of that name out of each declared feed."""
    (post,) = [each for each in found.posts if each.path == f"posts/{name}.md"]
    return {declared.settings.name: reason for declared, reason in found.feeds_of(post)}


def in_letter(found: Survey, name: str) -> Reason | None:
    """What keeps the post of that name out of the letter."""
    (post,) = [each for each in found.posts if each.path == f"posts/{name}.md"]
    ((_, reason),) = found.issues_of(post)
    return reason


def test_feeds_say_why_they_lack_a_post(blog: Blog) -> None:
    """An editor would not learn which setting keeps a post out of a feed."""
    found = look(blog)
    assert in_feeds(found, "one") == {
        "all": Reason("limit", "2"),
        "kept": Reason("archive", "2"),
        "sea": None,
        "quay": None,
        "terms": None,
    }
    assert in_feeds(found, "three") == {
        "all": None,
        "kept": None,
        "sea": Reason("filter", "categories: sea"),
        "quay": Reason("filter", "front_matter: where = quay | pier"),
        "terms": Reason("omitted", "category"),
    }
    assert in_feeds(found, "old")["terms"] == Reason("few", "2")
    blog.post("plain", "2026-11-14", "Without a category")
    assert in_feeds(look(blog), "plain")["terms"] == Reason("term", "category")


@pytest.mark.parametrize(
    ("keys", "published", "reason"),
    [
        ({"draft": "true"}, "2026-11-14", Reason("draft")),
        ({}, "2026-12-24 10:00", Reason("future", "2026-12-24 10:00")),
        ({"expires": "2026-11-15"}, "2026-11-14", Reason("expired", "2026-11-15 00:00")),
        ({"feed": "false"}, "2026-11-14", Reason("unlisted")),
    ],
)
def test_a_post_that_is_held_back_says_so(
    blog: Blog, keys: dict[str, str], published: str, reason: Reason
) -> None:
    """A post that is not shown yet, or no longer, would look like any other, or be missing."""
    blog.post("held", published, "Held back", **keys)
    found = look(blog)
    assert set(in_feeds(found, "held").values()) == {reason}
    assert ("posts/held.md" in found.shown) is (reason.why == "unlisted")
    assert in_letter(found, "held") == (None if reason.why == "unlisted" else reason)


def test_what_the_settings_ask_for_is_shown(blog: Blog) -> None:
    """Drafts and posts of the future would be called hidden where they are shown."""
    blog.post("draft", "2026-11-14", "A draft", draft="true")
    blog.post("future", "2026-12-24", "A future post")
    found = look(blog, drafts=True, future=True)
    assert in_feeds(found, "draft")["all"] is None
    assert in_feeds(found, "future")["all"] is None


def test_an_issue_that_rolls_says_why_it_lacks_a_post(blog: Blog) -> None:
    """Without editions, an editor could not tell what the next issue leaves out."""
    settings = blog.root / "feeds.toml"
    settings.write_text(
        settings.read_text().replace('every = "week"', 'every = "week"\nlimit = 2'), "utf-8"
    )
    found = look(blog)
    assert in_letter(found, "three") is None
    assert in_letter(found, "one") == Reason("limit", "2")
    assert in_letter(found, "old") == Reason("window", "7")


def test_a_draft_says_why_it_lacks_a_post(blog: Blog) -> None:
    """An editor could not tell what the open edition leaves out, and what it could take."""
    edition = blog.folder / "2026-11-16.md"
    edition.parent.mkdir(parents=True)
    excluding = "exclude:\n  posts/two.md: later\n  posts/three.md: never\n"
    edition.write_text(f"---\n{WINDOW}{excluding}---\n", encoding="utf-8")
    found = look(blog)
    (issue,) = found.issues
    assert issue.begun
    assert in_letter(found, "one") is None
    assert in_letter(found, "two") == Reason("later", "2026-11-16")
    assert in_letter(found, "three") == Reason("never", "2026-11-16")
    assert in_letter(found, "old") == Reason("old")
    blog.post("after", "2026-11-16 09:00", "After the edition")
    assert in_letter(look(blog, SECOND), "after") == Reason("after", "2026-11-16 08:00")
    edition.write_text(f"---\n{WINDOW}picks:\n  - posts/two.md\n---\n", encoding="utf-8")
    found = look(blog)
    assert in_letter(found, "two") is None
    assert in_letter(found, "one") == Reason("unpicked")


def test_what_an_edition_has_is_in_no_other(blog: Blog) -> None:
    """An editor would think that a post was forgotten which readers have had already."""
    blog.digest("new")
    assert blog.digest("approve").status == 0
    blog.post("new", "2026-11-20", "A new one")
    found = look(blog, SECOND)
    (issue,) = found.issues
    assert not issue.begun
    assert in_letter(found, "one") == Reason("claimed", "2026-11-16")
    assert in_letter(found, "new") is None
    assert in_letter(found, "old") == Reason("old")


def test_posts_that_cannot_be_read_are_told_apart(blog: Blog) -> None:
    """A broken post would just be missing from the list."""
    broken = blog.root / "posts/broken.md"
    broken.write_text("---\ntitle: [\ndate: 2026-11-14\n---\n", encoding="utf-8")
    found = look(blog)
    assert list(found.unread) == ["posts/broken.md"]
    assert found.unread["posts/broken.md"][0].line
    assert "posts/broken.md" not in {post.path for post in found.posts}


def test_whereabouts_are_those_of_a_build(corpus: Callable[[str], Path]) -> None:
    """The page would explain to an editor what is not so."""
    workspace = open_site(corpus("ruby-lang"))
    now = moment("2026-08-01", workspace.site)
    found = survey(workspace, now)
    plan = make_plan(workspace, now, archives=False)
    posts = {post.path for post in found.posts}
    built = {each.path: posts.intersection(each.inputs) for each in plan.documents}
    for declared in found.feeds:
        for feed in declared.feeds:
            assert built[feed.path] == feed.posts
    for issue in found.issues:
        assert built[issue.newsletter.path("html")] == issue.chosen
    assert {post.path for post in plan.shown} == found.shown
    for post in found.posts:
        reasons = [reason for _, reason in (*found.feeds_of(post), *found.issues_of(post))]
        assert (None in reasons) is (post.path in found.shown)
