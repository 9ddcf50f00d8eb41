"""What newsletters would send next is looked at, wherever it comes from."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from feeds.cli import main

from .conftest import FIRST, SECOND, Blog

Lint = Callable[..., dict[str, Any]]


@pytest.fixture
def lint(blog: Blog) -> Lint:
    """Runs `feeds lint` on the blog, and gives its report with its exit status."""

    def run(*options: str, now: str = FIRST) -> dict[str, Any]:
        blog.capture.readouterr()
        where = str(blog.root), "--now", now, "--no-cache", "--format", "json"
        status = main(["lint", *where, *options])
        said = blog.capture.readouterr()
        assert said.err == ""
        return {"status": status, **json.loads(said.out)}

    return run


def rules(report: dict[str, Any], level: str = "") -> dict[str, str]:
    """The place of each rule that was broken, but for those about clients."""
    return {
        each["rule"]: f"{each['path']}:{each['line']}"
        for each in report["findings"]
        if not each["rule"].startswith("client-") and level in ("", each["level"])
    }


def line_of(blog: Blog, path: str, text: str) -> str:
    """Where a file has a line that begins so."""
    lines = (blog.root / path).read_text(encoding="utf-8").splitlines()
    return f"{path}:{next(n for n, line in enumerate(lines, 1) if line.startswith(text))}"


def test_a_rolling_issue_has_no_errors(lint: Lint) -> None:
    """The first thing that anybody tries would fail."""
    report = lint()
    assert report["status"] == 0
    assert rules(report, "error") == {}


def test_a_missing_picture_is_told_at_the_posts_line(blog: Blog, lint: Lint) -> None:
    """Subscribers would see an empty frame, and the editor not know where it comes from."""
    (blog.root / "media").mkdir()
    (blog.root / "media/other.png").write_bytes(b"")
    blog.post("one", "2026-11-10", "The first walk", image="/media/walk.png", image_alt="A path")
    report = lint()
    assert report["status"] == 1
    assert rules(report, "error") == {
        "picture-file-missing": line_of(blog, "posts/one.md", "image: ")
    }


def test_a_mistake_in_the_settings_is_told_there(blog: Blog, lint: Lint) -> None:
    """Somebody would look for it in the templates."""
    settings = blog.root / "feeds.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('address = "1 Quay, Harbour"\n', ""), encoding="utf-8")
    assert rules(lint())["address-missing"] == line_of(blog, "feeds.toml", "[[newsletters]]")


def test_a_draft_is_looked_at_before_it_is_approved(blog: Blog, lint: Lint) -> None:
    """Its faults would be frozen with it."""
    assert blog.digest("new").status == 0
    label = blog.editions()[0].label
    path = f"editions/letter/{label}.md"
    text = (blog.root / path).read_text(encoding="utf-8")
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    kept = "\n".join(line for line in front.split("\n") if not line.startswith("subject:"))
    subject = 'subject: "RE: BUY THIS NOW OR NEVER!!!"'
    (blog.root / path).write_text(f"---\n{subject}\n{kept}\n---\n{body}", encoding="utf-8")
    found = rules(lint())
    place = line_of(blog, path, "subject:")
    for rule in ("subject-reply", "subject-capitals", "subject-marks"):
        assert found[rule] == place


def test_an_approved_edition_is_looked_at_until_it_is_sent(blog: Blog, lint: Lint) -> None:
    """What is sent would be another issue than what was looked at."""
    blog.digest("new")
    label = blog.editions()[0].label
    assert blog.digest("approve").status == 0
    assert (blog.root / f"editions/letter/{label}.eml").is_file()
    approved = lint("--fail-on", "hint")
    assert rules(approved, "error") == {}
    assert approved["status"] == 1
    blog.post("one", "2026-11-10", "RENAMED")
    assert rules(lint(), "error") == {}
    blog.digest("sent")
    assert lint(now=SECOND)["findings"] == []


def test_a_frozen_file_that_was_changed_is_told(blog: Blog, lint: Lint) -> None:
    """An edition that nobody approved would be sent."""
    blog.digest("new")
    label = blog.editions()[0].label
    blog.digest("approve")
    frozen = blog.root / f"editions/letter/{label}.eml"
    frozen.write_bytes(frozen.read_bytes() + b" ")
    report = lint()
    assert report["status"] == 1
    assert [each["path"] for each in report["findings"] if each["level"] == "error"]


def test_a_template_of_the_sites_own_is_judged_by_what_comes_of_it(blog: Blog, lint: Lint) -> None:
    """Nobody would be told that readers cannot leave."""
    folder = blog.root / "templates/newsletter"
    folder.mkdir(parents=True)
    footer = '<tr><td><form action="https://harbour.example/"></form></td></tr>\n'
    (folder / "footer.html").write_text(footer, encoding="utf-8")
    found = rules(lint())
    assert {"unsubscribe-link-missing", "address-missing", "mail-form"} <= set(found)
    assert found["mail-form"].startswith("letter/latest.html:")


def test_a_template_that_cannot_be_used_is_an_error(blog: Blog, lint: Lint) -> None:
    """A newsletter that is not made at all would pass."""
    folder = blog.root / "templates/newsletter"
    folder.mkdir(parents=True)
    (folder / "footer.html").write_text("{% if %}", encoding="utf-8")
    report = lint()
    assert report["status"] == 1
    assert {each["path"] for each in report["findings"]} == {"templates/newsletter/footer.html"}


@pytest.mark.parametrize("length", ["headline", "excerpt", "full"])
@pytest.mark.parametrize("merge", ["plain", "listmonk", "mailchimp", "buttondown", "ghost", "ses"])
def test_posts_about_merge_tags_are_no_faults(
    blog: Blog, lint: Lint, merge: str, length: str
) -> None:
    """Whoever writes about such things would be told at every issue that it is broken."""
    settings = blog.root / "feeds.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'{text}merge = "{merge}"\nlength = "{length}"\n', encoding="utf-8")
    body = (
        'Write `{{ .Subscriber.Name }}`, *|FNAME|*, `{% if x %}`, {first_name, "you"} or %%uuid%%.'
    )
    title = "What {{ name }}, *|UNSUB|* and {first_name} stand for"
    blog.post("one", "2026-11-10", title, body=body)
    assert rules(lint(), "error") == {}
    assert rules(lint(), "warning") == {}


def test_a_sites_own_template_is_checked(blog: Blog, lint: Lint) -> None:
    """Whoever wrote a style sheet would not learn that premailer drops a part of it."""
    blog.post("one", "2026-11-10", "The first walk")
    folder = blog.root / "templates" / "digest"
    folder.mkdir(parents=True)
    (folder / "style.css").write_text(".a { color: red; }\n@font-face { font-family: X; }\n")
    found = lint("--fail-on", "never")["findings"]
    places = {f"{each['path']}:{each['line']}" for each in found}
    assert "templates/digest/style.css:2" in places


def test_shortening_is_told(blog: Blog, lint: Lint) -> None:
    """An editor would wonder where the texts of posts went."""
    settings = blog.root / "feeds.toml"
    short = settings.read_text(encoding="utf-8").replace(
        "[[newsletters]]", "[[newsletters]]\nbudget = 10000", 1
    )
    settings.write_text(short, encoding="utf-8")
    blog.post("one", "2026-11-10", "The first walk")
    assert any("shortened" in each["what"] for each in lint("--fail-on", "never")["findings"])
