"""A new edition is begun when one is due, once, and of what is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import FIRST, SECOND, SETTINGS, THIRD, Blog

NEW = "editions/letter/2026-11-16.md is begun, with 2 posts\n"


def test_cron_may_run_as_often_as_it_likes(blog: Blog) -> None:
    """A second run would write a second edition, or over what an editor has written."""
    first = blog.digest("new", now="2026-11-16T08:05")
    assert (first.status, first.out, first.err) == (0, NEW, "")
    blog.edit("2026-11-16", "subject:", "subject: Mine")
    files = blog.files()
    for now in ("2026-11-16T09:00", "2026-11-20", SECOND, THIRD):
        again = blog.digest("new", now=now)
        assert again.status == 0
        assert again.out.startswith("editions/letter/2026-11-16.md is still open: approve it, or")
    assert blog.files() == files
    assert blog.digest("approve").status == 0
    for now in ("2026-11-16T09:00", "2026-11-22"):
        again = blog.digest("new", now=now)
        assert (again.status, again.out) == (
            0, "letter: no edition is due before 2026-11-23 08:00\n",
        )  # fmt: skip


def test_a_first_edition_has_its_window_and_offers_the_rest(blog: Blog) -> None:
    """The first edition of an old blog would hold its last twenty years."""
    blog.digest("new")
    (edition,) = blog.editions()
    assert [pick.post for pick in edition.picks or ()] == ["posts/two.md", "posts/one.md"]
    assert {claim.path for claim in edition.passed} == {"posts/old.md", "posts/late.md"}
    text = (blog.folder / "2026-11-16.md").read_text()
    assert "  # - posts/late.md  # From before the first edition (older than the" in text
    blog.digest("approve")
    blog.post("three", "2026-11-17", "The third walk")
    blog.post("found", "2025-03-01", "Found in a drawer")
    blog.digest("new", now=SECOND)
    text = (blog.folder / "2026-11-23.md").read_text()
    assert "posts/late.md" not in text
    assert "  # - posts/found.md  # Found in a drawer (older than" in text
    assert "-text" in (blog.root / "editions/.gitattributes").read_text()


def test_nothing_new_is_no_edition(blog: Blog) -> None:
    """Subscribers would get an empty mail, or cron a failure each week."""
    blog.digest("new")
    blog.digest("approve")
    run = blog.digest("new", now=SECOND)
    assert (run.status, run.out, run.err) == (
        0, "letter: nothing new since 2026-11-16 08:00, so no edition\n", "",
    )  # fmt: skip
    blog.post("three", "2026-11-17", "The third walk")
    blog.post("four", "2026-11-24", "The fourth walk")
    assert "with 2 posts" in blog.digest("new", now=THIRD).out
    new = blog.editions()[-1]
    assert (new.label, new.previous) == ("2026-11-30", "2026-11-16")
    assert new.since == blog.editions()[0].until


def test_the_posts_of_a_draft_that_was_deleted_are_free(blog: Blog) -> None:
    """Posts would be lost with a draft that nobody wanted."""
    blog.digest("new")
    for name in blog.files():
        (blog.folder / name).unlink()
    assert blog.digest("new").out == NEW


def test_without_a_schedule_an_edition_is_begun_on_demand(blog: Blog) -> None:
    """A letter that appears now and then could not be begun twice a day."""
    text = SETTINGS.replace('every = "week"\non = "monday 08:00"\n', "")
    (blog.root / "feeds.toml").write_text(text)
    assert "2026-11-14.md is begun, with 2" in blog.digest("new", now="2026-11-14T08:00").out
    blog.digest("approve", now="2026-11-14T08:00")
    assert "nothing new" in blog.digest("new", now="2026-11-14T09:00").out
    blog.post("three", "2026-11-14 10:00", "The third walk")
    assert "2026-11-14-2.md is begun, with 1" in blog.digest("new", now="2026-11-14T11:00").out


def test_drafts_and_posts_of_the_future_wait(blog: Blog) -> None:
    """A post would be mailed before it is published."""
    blog.post("secret", "2026-11-11", "Not yet", draft="true")
    blog.post("dateless", "soon", "Not yet", draft="true")
    blog.post("three", "2026-12-24", "Later")
    run = blog.digest("new")
    assert (run.status, run.out, run.err) == (0, NEW, "")


def test_a_post_that_cannot_be_read_costs_nothing_else(blog: Blog) -> None:
    """One broken post would stop the newsletter, or be missing without a word."""
    (blog.root / "posts/broken.md").write_text("---\ntitle: [\n---\n")
    run = blog.digest("new")
    assert (run.status, run.out) == (1, NEW)
    assert "posts/broken.md:3" in run.err


def test_posts_that_are_called_otherwise_are_written_down(blog: Blog) -> None:
    """A post that is renamed, and re-dated later, would be mailed twice."""
    blog.digest("new")
    blog.digest("approve")
    frozen = {name: data for name, data in blog.files().items() if name.endswith((".eml", ".html"))}
    (blog.root / "posts/one.md").rename(blog.root / "posts/uno.md")
    run = blog.digest("new", now=SECOND)
    assert run.out.startswith(
        "wrote down in editions/letter/2026-11-16.md what posts are called now\n"
    )
    (edition,) = blog.editions()
    assert [claim.path for claim in edition.moved] == ["posts/uno.md"]
    assert frozen.items() <= blog.files().items()
    blog.post("uno", "2026-11-18", "The first walk")
    assert "nothing new" in blog.digest("new", now=SECOND).out
    blog.post("uno", "2026-11-18", "Another title")
    assert "nothing new" in blog.digest("new", now=SECOND).out
    again = blog.digest("new", now=SECOND)
    assert "wrote down" not in again.out


def approved(blog: Blog) -> None:
    """Two approved editions."""
    blog.digest("new")
    blog.digest("approve")
    blog.post("three", "2026-11-17", "The third walk")
    blog.digest("new", now=SECOND)
    blog.digest("approve", now=SECOND)
    blog.post("four", "2026-11-24", "The fourth walk")


def test_a_previous_that_is_missing_stops_it(blog: Blog) -> None:
    """Posts of an edition that is not there would be mailed again."""
    approved(blog)
    (blog.folder / "2026-11-16.md").unlink()
    run = blog.digest("new", now=THIRD)
    assert run.status == 3
    assert "editions/letter/2026-11-23.md" in run.err
    assert '"2026-11-16", is not there' in run.err
    assert [edition.label for edition in blog.editions()] == ["2026-11-23"]


def test_a_previous_that_is_followed_twice_stops_it(blog: Blog) -> None:
    """After two branches were merged, posts would be mailed twice."""
    approved(blog)
    text = (blog.folder / "2026-11-23.md").read_text()
    (blog.folder / "2026-11-23-2.md").write_text(text)
    run = blog.digest("new", now=THIRD)
    assert run.status == 3
    assert "as when two branches are merged" in run.err
    assert "write previous: 2026-11-23" in run.err


def test_two_editions_that_have_one_post_stop_it(blog: Blog) -> None:
    """After a merge a post would be mailed a second time, though one of the two was not sent."""
    approved(blog)
    blog.digest("sent", "--edition", "2026-11-16")
    line = next(
        line
        for line in (blog.folder / "2026-11-16.md").read_text().splitlines()
        if "posts/one.md" in line and line.startswith("  - {")
    )
    blog.edit("2026-11-23", "\nposts:\n", f"\nposts:\n{line}\n")
    run = blog.digest("new", now=THIRD)
    assert (run.status, "edition 2026-11-16 has too: posts/one.md" in run.err) == (3, True)
    assert blog.digest("list").status == 1
    blog.edit("2026-11-23", "status: approved", "status: draft")
    blog.edit("2026-11-23", "preheader: ", "preheader:  # ")
    assert blog.digest("approve", now=SECOND).status == 0
    assert blog.digest("new", now=THIRD).status == 0


@pytest.mark.parametrize("old", ["status: approved", "previous: ", "published: "])
def test_an_approved_edition_that_cannot_be_read_stops_it(blog: Blog, old: str) -> None:
    """Its posts would be mailed again."""
    approved(blog)
    blog.edit("2026-11-23", old, f"{old}[")
    run = blog.digest("new", now=THIRD)
    assert run.status == 3
    assert "editions/letter/2026-11-23.md:" in run.err


@pytest.mark.parametrize(("ci", "option", "status"), [
    ("true", (), 2), ("1", (), 2), ("true", ("--will-commit",), 0), ("", (), 0), ("false", (), 0),
])  # fmt: skip
def test_ci_has_to_keep_what_is_begun(
    blog: Blog, monkeypatch: pytest.MonkeyPatch, ci: str, option: tuple[str, ...], status: int
) -> None:
    """Each run of a job would begin the same edition again, and lose it."""
    monkeypatch.setenv("CI", ci)
    run = blog.digest("new", *option)
    assert run.status == status
    assert ("--will-commit" in run.err) == (status == 2)
    assert blog.folder.exists() == (status == 0)


def test_a_newsletter_has_to_be_named_where_there_are_several(blog: Blog) -> None:
    """An edition of the wrong newsletter would be begun."""
    more = '\n[[newsletters]]\nname = "other"\nlanguage = "ja"\n'
    (blog.root / "feeds.toml").write_text(SETTINGS + more)
    run = blog.digest("new")
    assert (run.status, "--newsletter letter" in run.err) == (2, True)
    run = blog.digest("new", "--newsletter", "leter")
    assert (run.status, 'did you mean "letter"' in run.err) == (2, True)
    assert blog.digest("new", "--newsletter", "letter").status == 0
    assert blog.digest("new", "--newsletter", "other", now=FIRST).status == 0
    assert "プリヘッダー" in (blog.root / "editions/other/2026-11-16.md").read_text("utf-8")


def test_nothing_is_written_outside_the_site(blog: Blog, tmp_path: Path) -> None:
    """A link would let the command write anywhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (blog.root / "editions").symlink_to(outside)
    run = blog.digest("new")
    assert (run.status, "leads out of the site" in run.err) == (3, True)
    assert list(outside.iterdir()) == []


def test_a_folder_that_cannot_be_made(blog: Blog) -> None:
    """The command would end in a traceback."""
    (blog.root / "editions").write_text("a file")
    run = blog.digest("new")
    assert (run.status, "editions/letter: this is a file" in run.err) == (3, True)
