"""What is approved stays as it is, and its posts are in no other edition."""

from __future__ import annotations

import email
import json
from hashlib import sha256

import pytest

from feeds.cli import main

from .conftest import SECOND, Blog


def test_approving_freezes_claims_and_publishes(blog: Blog) -> None:
    """What subscribers get would not be what was approved."""
    blog.digest("new")
    run = blog.digest("approve")
    assert run.status == 0
    assert run.out == (
        "editions/letter/2026-11-16.md is approved, with 2 posts: The second walk and 1 more\n"
    )
    (edition,) = blog.editions()
    assert edition.status == "approved"
    assert [(claim.path, claim.title) for claim in edition.posts] == [
        ("posts/two.md", "The second walk"),
        ("posts/one.md", "The first walk"),
    ]
    assert edition.posts[0].published.isoformat() == "2026-11-12T10:00:00+09:00"
    assert edition.posts[0].url == "https://harbour.example/2026/11/12/two/"
    assert (edition.previous, edition.subject) == (None, "The second walk and 1 more")
    assert edition.preheader
    files = blog.files()
    names = ["2026-11-16.eml", "2026-11-16.html", "2026-11-16.txt"]
    assert sorted(edition.files) == names
    for name in names:
        assert sha256(files[name]).hexdigest() == edition.files[name]
    mail = email.message_from_bytes(files["2026-11-16.eml"])
    assert mail["Date"] == "Mon, 16 Nov 2026 08:00:00 +0900"
    page = files["2026-11-16.html"].decode()
    for number, title in enumerate(("The second walk", "The first walk"), 1):
        block = page.partition(f"<!--post {number}-->")[2].partition(f"<!--/post {number}-->")[0]
        assert title in block
    assert main(["build", str(blog.root), "--now", "2026-11-16T09:00"]) == 0
    public = blog.root / "public/letter"
    assert (public / "2026-11-16.eml").read_bytes() == files["2026-11-16.eml"]
    assert (public / "2026-11-16/index.html").read_bytes() == files["2026-11-16.html"]


def test_what_happens_afterwards_changes_nothing(blog: Blog) -> None:
    """A typo that is mended in a post would change a mail that was sent."""
    blog.digest("new")
    blog.digest("approve")
    frozen = {name: data for name, data in blog.files().items() if not name.endswith(".md")}
    assert main(["build", str(blog.root), "--now", "2026-11-16T09:00"]) == 0
    public = blog.root / "public/letter"
    before = {file: file.read_bytes() for file in public.glob("2026-11-16*") if file.is_file()}
    blog.post("one", "2026-11-10", "Changed")
    (blog.root / "posts/two.md").unlink()
    (blog.root / "templates/newsletter").mkdir(parents=True)
    (blog.root / "templates/newsletter/page.html").write_text("{{ broken")
    blog.digest("sent")
    main(["build", str(blog.root), "--now", "2026-12-16T09:00"])
    assert {name: data for name, data in blog.files().items() if name in frozen} == frozen
    assert {file: file.read_bytes() for file in before} == before


def test_a_draft_never_reaches_public(blog: Blog) -> None:
    """Everybody would read what is not finished."""
    blog.digest("new")
    blog.edit("2026-11-16", "subject:", "subject: Unfinished")
    assert main(["build", str(blog.root), "--now", "2026-11-16T09:00"]) == 0
    public = blog.root / "public"
    assert not any(b"Unfinished" in file.read_bytes() for file in public.rglob("*.*"))
    assert not (public / "letter/2026-11-16").exists()


def test_what_the_editor_decides_is_what_is_sent(blog: Blog) -> None:
    """Nobody could write a newsletter with it."""
    blog.digest("new")
    file = blog.folder / "2026-11-16.md"
    file.write_text(
        "---\n# my own\nsubject: Mine\npreheader: Also mine\npicks:\n"
        "  - {post: late, title: Better late}\n  - posts/one.md\n"
        "exclude:\n  posts/two.md: never\nlead: posts/one.md\n"
        "text: |\n  In my own words: {{ unsubscribe_url }}\n\n  Better late, The first walk\n"
        "  https://harbour.example/2026/11/10/one/\n  https://harbour.example/2026/11/01/late/\n"
        "passed: 2026-11-16.passed.jsonl\nx-own: 1\n---\n\nGood *morning*.\n"
    )  # fmt: skip
    assert blog.digest("approve").status == 0
    (edition,) = blog.editions()
    assert [claim.path for claim in edition.posts] == ["posts/late.md", "posts/one.md"]
    assert [claim.path for claim in edition.never] == ["posts/two.md"]
    assert edition.since.isoformat() == "2026-11-09T08:00:00+09:00"
    text = file.read_text()
    assert "# my own\nsubject: Mine\n" in text
    assert "x-own: 1\n" in text
    mail = email.message_from_bytes(blog.files()["2026-11-16.eml"])
    assert mail["Subject"] == "Mine"
    plain, html = (part.get_payload(decode=True) for part in mail.get_payload())  # type: ignore[union-attr]
    assert b"In my own words" in plain
    assert b"Better late" in html
    assert b"<em>morning</em>" in html
    assert "nothing new" in blog.digest("new", now=SECOND).out


@pytest.mark.parametrize(
    ("pick", "says"),
    [
        ("posts/gone.md", "posts/gone.md"),
        ("posts/secret.md", "draft"),
        ("posts/claimed.md", "2026-11-16"),
    ],
)
def test_a_pick_that_cannot_be_shown_is_named(blog: Blog, pick: str, says: str) -> None:
    """A post would be missing from a mail, and nobody know it before it is sent."""
    blog.post("claimed", "2026-11-13", "Claimed")
    blog.post("secret", "2026-11-17", "Secret", draft="true")
    blog.post("three", "2026-11-18", "The third walk")
    blog.digest("new")
    blog.digest("approve")
    blog.digest("new", now=SECOND)
    before = blog.files()
    blog.edit("2026-11-23", "picks:\n", f"picks:\n  - {pick}\n")
    line = (blog.folder / "2026-11-23.md").read_text().splitlines().index(f"  - {pick}") + 1
    run = blog.digest("approve", now=SECOND)
    assert run.status == 3
    assert f"editions/letter/2026-11-23.md:{line}" in run.err
    assert says in run.err
    assert "--anyway" in run.err
    assert blog.editions()[-1].status == "draft"
    assert before.keys() == blog.files().keys()
    run = blog.digest("approve", "--anyway", now=SECOND)
    assert run.status == 1
    assert [claim.path for claim in blog.editions()[-1].posts] == ["posts/three.md"]


def test_what_was_approved_can_be_taken_back(blog: Blog) -> None:
    """A mistake that is found before sending would have to be sent."""
    blog.digest("new")
    blog.digest("approve")
    blog.edit("2026-11-16", "status: approved", "status: draft")
    blog.edit("2026-11-16", "  - posts/one.md", "  # - posts/one.md")
    blog.edit("2026-11-16", "preheader: ", "preheader:  # ")
    assert blog.digest("approve").status == 0
    assert [claim.path for claim in blog.editions()[0].posts] == ["posts/two.md"]
    assert b"The first walk" not in blog.files()["2026-11-16.html"]
    assert "with 1 post" in blog.digest("new", now=SECOND).out


def test_an_edition_with_a_mistake_is_not_approved(blog: Blog) -> None:
    """Half of what an editor decided would count."""
    blog.digest("new")
    blog.edit("2026-11-16", "status: draft", "status: draft\nlead: [a]")
    run = blog.digest("approve", "--anyway")
    assert (run.status, "lead: must be text" in run.err) == (3, True)


def test_an_edition_without_posts_is_not_approved(blog: Blog) -> None:
    """Subscribers would get an empty mail."""
    blog.digest("new")
    (blog.folder / "2026-11-16.md").write_text("---\npicks: []\n---\n")
    run = blog.digest("approve")
    assert (run.status, "the edition has no post" in run.err) == (3, True)


def test_there_has_to_be_a_draft(blog: Blog) -> None:
    """An edition would be approved twice, or something else than was meant."""
    run = blog.digest("approve")
    assert (run.status, "feeds digest new" in run.err) == (2, True)
    blog.digest("new")
    blog.digest("approve")
    files = blog.files()
    run = blog.digest("approve", "--edition", "2026-11-16")
    assert (run.status, "is approved already" in run.err) == (2, True)
    run = blog.digest("approve", "--edition", "2026-11-17")
    assert (run.status, 'did you mean "2026-11-16"' in run.err) == (2, True)
    assert blog.files() == files


def test_of_two_drafts_one_is_approved_by_name(blog: Blog) -> None:
    """After a merge nobody could go on."""
    blog.digest("new")
    (blog.folder / "2026-11-17.md").write_text("---\npicks: [posts/late.md]\n---\n")
    assert blog.digest("new").status == 3
    assert blog.digest("approve").status == 2
    assert blog.digest("approve", "--edition", "2026-11-17").status == 0
    assert blog.digest("approve").status == 0
    assert [edition.previous for edition in blog.editions()] == ["2026-11-17", None]


@pytest.mark.parametrize("syntax", ["toml", "json", "crlf"])
def test_editions_in_other_syntaxes(blog: Blog, syntax: str) -> None:
    """A site that writes all front matter in TOML could not approve an edition."""
    blog.folder.mkdir(parents=True)
    texts = {
        "toml": '+++\nsubject = "Mine" # own\n+++\n\nHello\n',
        "json": '{\n  "subject": "Mine"\n}\n\nHello\n',
        "crlf": "\ufeff---\r\nsubject: Mine\r\n---\r\n\r\nHello\r\n",
    }
    file = blog.folder / "2026-11-16.md"
    file.write_bytes(texts[syntax].encode())
    assert blog.digest("approve").status == 0
    (edition,) = blog.editions()
    assert (edition.status, len(edition.posts), edition.introduction) == ("approved", 2, "Hello")
    assert file.read_bytes().endswith(texts[syntax][-7:].encode())


def test_500_posts(blog: Blog) -> None:
    """An edition of a year would not be written, or not be read again."""
    for number in range(500):
        blog.post(f"many/{number}", "2026-11-12", f"{number} " + "とても長い題名 " * 20, body="x")
    blog.folder.mkdir(parents=True)
    picks = "".join(f"  - posts/many/{number}.md\n" for number in range(500))
    (blog.folder / "2026-11-16.md").write_text(f"---\npicks:\n{picks}---\n")
    run = blog.digest("approve", "--anyway")
    assert run.status in (0, 1), run.err
    (edition,) = blog.editions()
    assert [claim.path for claim in edition.posts] == [
        f"posts/many/{number}.md" for number in range(500)
    ]
    assert '\nposts: "2026-11-16.posts.jsonl"\n' in (blog.folder / "2026-11-16.md").read_text()


# ── Sent, tried, listed ───────────────────────────────────────────────────────────────


def test_sent_is_noted_once_and_only_of_what_was_approved(blog: Blog) -> None:
    """An edition would be noted as sent that is not what was approved."""
    blog.digest("new")
    run = blog.digest("sent", "--edition", "2026-11-16")
    assert (run.status, "the edition is a draft" in run.err) == (3, True)
    blog.digest("approve")
    message = blog.folder / "2026-11-16.eml"
    data = message.read_bytes()
    message.write_bytes(data + b"\n")
    run = blog.digest("sent")
    assert run.status == 3
    assert "git checkout -- editions/letter/2026-11-16.eml" in run.err
    message.write_bytes(data)
    assert blog.digest("sent").out == "editions/letter/2026-11-16.md is noted as sent\n"
    assert blog.editions()[0].status == "sent"
    run = blog.digest("sent")
    assert (run.status, "no approved edition" in run.err) == (2, True)
    again = blog.digest("sent", "--edition", "2026-11-16.md")
    assert again.out == "editions/letter/2026-11-16.md is already sent\n"


def test_a_trial_is_another_message_each_time(blog: Blog) -> None:
    """A mail server would drop the second trial, or a draft be public."""
    blog.digest("new")
    ids = set()
    for _ in range(2):
        run = blog.digest("test")
        assert run.status == 0
        folder = blog.root / ".feeds/test/letter"
        mail = email.message_from_bytes((folder / "2026-11-16.eml").read_bytes())
        ids.add(mail["Message-ID"])
        assert (folder / "2026-11-16/index.html").exists()
    assert len(ids) == 2
    before = blog.files()
    for place in ("public", "public/x", "posts/../public"):
        run = blog.digest("test", "--to", str(blog.root / place))
        assert (run.status, "drafts are not published" in run.err) == (2, True)
    assert not (blog.root / "public").exists()
    assert blog.files() == before
    blog.digest("approve")
    mail = email.message_from_bytes(blog.files()["2026-11-16.eml"])
    assert mail["Message-ID"] not in ids


def test_the_programs_text_becomes_the_editors(blog: Blog) -> None:
    """Nobody could change the plain text without writing all of it."""
    blog.digest("new")
    blog.digest("test")
    wanted = (blog.root / ".feeds/test/letter/2026-11-16.txt").read_text()
    assert blog.digest("text").status == 0
    blog.digest("test")
    assert (blog.root / ".feeds/test/letter/2026-11-16.txt").read_text() == wanted
    run = blog.digest("text")
    assert (run.status, "Delete it first" in run.err) == (2, True)
    blog.edit("2026-11-16", "You receive this mail", "You get this mail")
    blog.digest("approve")
    assert b"You get this mail" in blog.files()["2026-11-16.txt"]


def test_the_list_of_editions(blog: Blog) -> None:
    """Nobody would see what is open, or that a stored file is damaged."""
    assert blog.digest("list").out == "no editions: begin the first one with feeds digest new\n"
    blog.digest("new")
    blog.digest("approve")
    blog.post("three", "2026-11-17", "The third walk")
    blog.digest("new", now=SECOND)
    run = blog.digest("list")
    assert (run.status, run.err) == (0, "")
    heading, *rows = (line.split() for line in run.out.splitlines())
    assert heading == ["Newsletter", "Edition", "Status", "From", "To", "Posts", "Subject"]
    assert rows[0] == [
        "letter",
        "2026-11-23",
        "draft",
        "2026-11-16",
        "08:00",
        "2026-11-23",
        "08:00",
        "1",
    ]
    assert rows[1][:3] == ["letter", "2026-11-16", "approved"]
    table = [json.loads(line) for line in blog.digest("list", "--format", "json").out.splitlines()]
    assert [row["status"] for row in table] == ["draft", "approved"]
    assert table[1]["until"] == "2026-11-16T08:00:00+09:00"
    (blog.folder / "2026-11-16.txt").unlink()
    (blog.folder / "2026-11-23.md").write_text("---\na: [\n---\n")
    run = blog.digest("list")
    assert run.status == 1
    assert "git checkout -- editions/letter/2026-11-16.txt" in run.err
    assert "unreadable" in run.out


def test_plain_digest_says_which_commands_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who knows `feeds digest` of before would not learn what it is called now."""
    assert main(["digest"]) == 2
    assert "build" in capsys.readouterr().err
