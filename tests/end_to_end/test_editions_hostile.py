"""Whatever people and git do to editions: a clear word, and what was sent stays as it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from .newsletter import DONE, OPEN, SECOND, SETTINGS, THIRD, UNFINISHED, Blog
from .test_adopt_hostile import yaml_bomb

Harm = Callable[[Blog], object]


def adds(path: str, *lines: str) -> Harm:
    """Adds lines above the status of an edition."""
    return lambda blog: blog.change(
        path, "\nstatus:", "".join(f"\n{x}" for x in lines) + "\nstatus:"
    )


def turns(path: str, old: str, new: str) -> Harm:
    """Changes a part of an edition."""
    return lambda blog: blog.change(path, old, new)


def becomes(path: str, data: bytes) -> Harm:
    """Gives a file of the site other bytes."""
    return lambda blog: blog.file(path).write_bytes(data)


def renamed(path: str, *names: str) -> Harm:
    """Gives a file another name, and those beside it with any of the endings that follow."""

    def harm(blog: Blog) -> None:
        file = blog.file(path)
        name, *endings = names
        for ending in endings or [".md"]:
            file.with_suffix(ending).rename(file.with_name(f"{name}{ending}"))

    return harm


def linked(path: str) -> Harm:
    """Puts a link that leads out of the site in the place of a file."""

    def harm(blog: Blog) -> None:
        outside = blog.root.with_name("outside")
        outside.write_bytes(b"---\nsubject: SECRET\n---\nSECRET\n")
        blog.file(path).unlink()
        blog.file(path).symlink_to(outside)

    return harm


def folder(path: str) -> Harm:
    """Puts a folder in the place of a file."""
    return lambda blog: (blog.file(path).unlink(), blog.file(path).mkdir())


def pipe(path: str) -> Harm:
    """Puts something that nobody ever writes to in the place of a file."""
    return lambda blog: (blog.file(path).unlink(), os.mkfifo(blog.file(path)))


def conflict(path: str, one: str, other: str, line: str) -> Harm:
    """What git leaves where two people changed a line."""
    return turns(path, line, f"<<<<<<< HEAD\n{one}\n=======\n{other}\n>>>>>>> branch")


@dataclass(frozen=True)
class Case:
    """Harm that is done to the file at `path`, and what is said: `{}` is the line, from `at` on."""

    harm: Harm
    says: str
    at: str = ""


def told(blog: Blog, case: Case, path: str) -> str:
    """The exact words, up to the end of a line."""
    place = f"{path}:{blog.line(path, case.at)}" if case.at else path
    return f"error: {place}{case.says}\n"


def is_built(blog: Blog) -> None:
    """All else of the site was built, and nothing that lies outside of it is in it."""
    assert "The fourth walk" in blog.file("public/atom.xml").read_text()
    for file in blog.file("public").rglob("*.*"):
        assert b"SECRET" not in file.read_bytes(), file


LEFT = "git left two versions of these lines, between <<<<<<< and >>>>>>>\n"
KEEP = "  Keep the right lines, and delete the marks and ======= between them."
MEND = "\n  Mend the front matter here."
OUT = "the link leads out of the site and is not followed\n  Copy what it leads to into the site."
DAY = "must be a date such as 2026-11-23 or 2026-11-23 08:00, not"
FOUR = "  - posts/four.md"
THREE = "posts/three.md  #"
STATUS = 'status: must be one of "draft", "approved", "sent", not "Sent" (did you mean "sent"?)'

DRAFTS: Mapping[str, Case] = {
    "merge": Case(conflict(OPEN, "subject: A", "subject: B", "subject:"), f": {LEFT}{KEEP}", "<<<"),
    "merge-in-text": Case(
        lambda blog: blog.file(OPEN).write_text(
            blog.file(OPEN).read_text() + "<<<<<<< HEAD\nHi\n=======\nHello\n>>>>>>> b\n"
        ),
        f": {LEFT}{KEEP}",
        "<<<",
    ),
    "status": Case(turns(OPEN, "status: draft", "status: Sent"), f": {STATUS}", "status:"),
    "window-turned": Case(
        turns(OPEN, "from: 2026-11-16", "from: 2026-12-16"),
        ": window: ends before it begins\n  Write the earlier date as from.",
        "window:",
    ),
    "window-soon": Case(
        turns(OPEN, "to: 2026-11-23 08:00", "to: soon"), f': window.to: {DAY} "soon"', "to:"
    ),
    "year-1": Case(
        turns(OPEN, "from: 2026-11-16 08:00", "from: 0001-01-01"),
        f': window.from: {DAY} "0001-01-01"',
        "from:",
    ),
    "year-9999": Case(
        turns(OPEN, "to: 2026-11-23 08:00", "to: 9999-12-31"),
        f': window.to: {DAY} "9999-12-31"',
        "to:",
    ),
    "picks-all": Case(
        turns(OPEN, f"picks:\n{FOUR}  # The fourth walk\n  - posts/three.md", "picks: all"),
        ": picks: must be a list, not text\n  Begin a line for each with -.",
        "picks:",
    ),
    "pick-number": Case(
        turns(OPEN, THREE, "7  #"),
        ": picks[2]: must be a post's path, id or URL, not a whole number",
        "- 7",
    ),
    "pick-twice": Case(
        turns(OPEN, THREE, "posts/four.md  # again"),
        ': picks[2]: "posts/four.md" is named twice\n  Keep one of the two.',
        "- posts/four.md  # again",
    ),
    "many-picks": Case(
        turns(OPEN, "picks:\n", "picks:\n" + "".join(f"  - {n}x\n" for n in range(3_000))),
        ": picks: 3,002 picks are too many; 2,000 is the most",
        "picks:",
    ),
    "picture": Case(
        turns(OPEN, f"- {THREE}", "- {post: posts/three.md, image: 'file:///etc/passwd'} #"),
        ': picks[2].image: must be an http or https URL, not "file:///etc/passwd"',
        "- {post",
    ),
    "bomb": Case(
        adds(OPEN, *yaml_bomb().split("\n")), f": the front matter is too large{MEND}", "e: &e"
    ),
    "deep": Case(
        adds(OPEN, "x: " + "[" * 30_000 + "]" * 30_000),
        f": the front matter is nested too deeply{MEND}",
        "x:",
    ),
    "itself": Case(
        adds(OPEN, "sections: &x [*x]"),
        f":11: the YAML cannot be read: found unconstructable recursive node{MEND}",
        "sections: &x",
    ),
    "2-MB": Case(
        turns(OPEN, "subject:", f"subject: {'x' * 2_000_000}"),
        ": the edition is larger than 1024 KiB",
    ),
    "never-ends": Case(
        becomes(OPEN, b"---\nsubject: x\n"),
        ": the front matter begins with --- and never ends\n  Put a line --- below its last key. "
        "If the line is meant as a rule across the page, write ***.",
        "---",
    ),
    "latin-1": Case(
        becomes(OPEN, "---\nsubject: Größe\n---\n".encode("latin-1")),
        ": the bytes here are not UTF-8 (0xf6)\n  Save the file as UTF-8.",
        "subject:",
    ),
    "utf-16": Case(
        becomes(OPEN, "---\nsubject: x\n---\n".encode("utf-16")),
        ":1: the bytes here are not UTF-8\n  Save the file as UTF-8.",
    ),
    "folder": Case(folder(OPEN), ": this is not a regular file"),
    "pipe": Case(pipe(OPEN), ": this is not a regular file"),
    "link": Case(linked(OPEN), f": {OUT}"),
}


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_that_cannot_be_read(blog: Blog, name: str) -> None:
    """Half of what an editor decided would be sent, or the site not be built at all."""
    case, first = DRAFTS[name], blog.first()
    case.harm(blog)
    words = told(blog, case, OPEN)
    before = sorted(blog.file("editions/letter").iterdir())
    runs = {"build": blog.build(), "lint": blog.lint(), "list": blog.digest("list")}
    runs |= {each: blog.digest(each) for each in ("approve", "test", "text", "new")}
    assert {each: run.status for each, run in runs.items()} == {
        **dict.fromkeys(("build", "lint", "list"), 1),
        **dict.fromkeys(("approve", "test", "text", "new"), 3),
    }
    for run in runs.values():
        assert words in run.out + run.err, run
    assert sorted(blog.file("editions/letter").iterdir()) == before
    assert not blog.file(".feeds/test").exists()
    is_built(blog)
    assert blog.first() == first


# ── Picks ─────────────────────────────────────────────────────────────────────────────

NO_POST = "It is left out; write the path, the id or the URL of a post."


def draft(blog: Blog) -> None:
    """An author takes a post back."""
    blog.post("four", "2026-11-19", "The fourth walk", "draft: true")
    blog.post("five", "2026-11-19", "The fourth walk, too")


def moved(blog: Blog) -> None:
    """An author gives a post's file another name."""
    blog.file("posts/four.md").rename(blog.file("posts/quay.md"))


PICKS: Mapping[str, Case] = {
    "gone": Case(
        turns(OPEN, "posts/four.md  #", "posts/for.md  #"),
        f': no post is called "posts/for.md" (did you mean "posts/four.md"?)\n  {NO_POST}',
        "- posts/for.md",
    ),
    "moved": Case(moved, f': no post is called "posts/four.md"\n  {NO_POST}', "- posts/four.md"),
    "draft": Case(
        draft,
        ": posts/four.md is a draft\n  It is left out; publish it, or delete the pick.",
        "- posts/four.md",
    ),
    "later": Case(
        lambda blog: blog.post("four", "2026-12-24", "The fourth walk, later"),
        ": posts/four.md is dated 2026-12-24 00:00, after this edition\n"
        "  It is left out; leave it to the next edition, or move until.",
        "- posts/four.md",
    ),
    "claimed": Case(
        turns(OPEN, "posts/three.md  #", "posts/one.md  #"),
        ": posts/one.md is in edition 2026-11-16 already\n  It is left out; delete the pick.",
        "- posts/one.md",
    ),
    "excluded": Case(
        adds(OPEN, "exclude: {posts/four.md: never}"),
        ": posts/four.md is both picked and excluded\n"
        "  It is left out; take it out of picks or of exclude.",
        "- posts/four.md",
    ),
    "climbing": Case(
        turns(OPEN, "posts/three.md  #", "posts/../../outside  #"),
        f': no post is called "posts/../../outside"\n  {NO_POST}',
        "- posts/../../outside",
    ),
    "absolute": Case(
        turns(OPEN, "posts/three.md  #", "/etc/passwd  #"),
        f': no post is called "/etc/passwd"\n  {NO_POST}',
        "- /etc/passwd",
    ),
    "long": Case(
        turns(OPEN, "posts/three.md  #", f"{'x' * 100_000}  #"),
        f': no post is called "{"x" * 60}…"\n  {NO_POST}',
        "- xxx",
    ),
}


@pytest.mark.parametrize("name", PICKS)
def test_a_pick_that_cannot_be_shown(blog: Blog, name: str) -> None:
    """A post would be missing from a mail, and nobody know it before it is sent."""
    case, first = PICKS[name], blog.first()
    case.harm(blog)
    words, before = told(blog, case, OPEN), blog.file(OPEN).read_bytes()
    build, lint, approve = blog.build(), blog.lint(), blog.digest("approve")
    assert (build.status, lint.status, approve.status) == (0, 1, 3), (build, lint)
    assert words in lint.out + lint.err
    assert words in approve.err
    assert UNFINISHED in approve.err
    assert "Mend that, or approve it as it is with --anyway." in approve.err
    again = blog.digest("new", now=THIRD)
    assert (again.status, f"{OPEN} is still open" in again.out) == (0, True)
    assert blog.file(OPEN).read_bytes() == before
    assert not blog.file("editions/letter/2026-11-23.eml").exists()
    assert blog.first() == first


# ── The edition that was sent ─────────────────────────────────────────────────────────

GONE = (
    ": the edition is gone, but 2026-11-16.eml, which was approved, is there\n"
    f"  Bring it back with: git checkout -- {DONE}; or delete 2026-11-16.eml, too."
)
OTHER = "editions/letter/2026-11-15.md"
OTHERS = (
    ": its files are those of edition 2026-11-16\n"
    "  If it was renamed, call it 2026-11-16.md again; if it is a copy, write status: draft."
)
POSTS = "\nposts:\n"

SENT: Mapping[str, tuple[str, Case]] = {
    "merge": (DONE, Case(conflict(DONE, "x: 1", "x: 2", "status: sent"), f": {LEFT}{KEEP}", "<<<")),
    "status": (DONE, Case(turns(DONE, "status: sent", "status: Sent"), f": {STATUS}", "status:")),
    "no-status": (
        DONE,
        Case(
            turns(DONE, "status: sent\n", ""),
            ": the edition has files, as one that is approved, and no status\n"
            "  Write status: approved, or sent; draft takes the approval back.",
            "files:",
        ),
    ),
    "renamed": (OTHER, Case(renamed(DONE, "2026-11-15"), OTHERS, "files:")),
    "renamed-with-all": (
        OTHER,
        Case(renamed(DONE, "2026-11-15", ".md", ".eml", ".txt", ".html"), OTHERS, "files:"),
    ),
    "called-otherwise": (DONE, Case(renamed(DONE, "first"), GONE)),
    "deleted": (DONE, Case(lambda blog: blog.file(DONE).unlink(), GONE)),
    "folder": (DONE, Case(folder(DONE), ": this is not a regular file")),
    "link": (DONE, Case(linked(DONE), f": {OUT}")),
    "posts-lost": (
        DONE,
        Case(
            turns(DONE, POSTS, "\nx-posts:\n"),
            ": the edition is sent, but nothing says which posts it has\n"
            "  Restore the file, as with git.",
            "status:",
        ),
    ),
    "posts-no-list": (
        DONE,
        Case(
            turns(DONE, POSTS, "\nposts: 7\nx-posts:\n"),
            ": posts: must be a list, not a whole number\n  Begin a line for each with -.",
            "posts:",
        ),
    ),
    "posts-elsewhere": (
        DONE,
        Case(
            turns(DONE, POSTS, "\nposts: ../../feeds.toml\nx-posts:\n"),
            ": posts must be a list, or 2026-11-16.posts.jsonl",
            "posts:",
        ),
    ),
    "files-lost": (
        DONE,
        Case(
            turns(DONE, "\nfiles:", "\nx-files:"),
            ": the edition is sent, but nothing says what its eml is\n"
            "  Write status: draft, and run feeds digest approve.",
            "status:",
        ),
    ),
    "files-no-sha": (
        DONE,
        Case(
            turns(DONE, '  "2026-11-16.txt": "', '  "2026-11-16.txt": "x'),
            ': files."2026-11-16.txt": must be a SHA-256\n  Restore what approving has written.',
            '"2026-11-16.txt"',
        ),
    ),
    "withdrawn-no-list": (
        DONE,
        Case(
            adds(DONE, "withdrawn: posts/one.md"),
            ': withdrawn: must be an array, not text: write ["posts/one.md"]',
            "withdrawn:",
        ),
    ),
    "previous-no-label": (
        DONE,
        Case(
            adds(DONE, "previous: last one"),
            ": previous: must be the name of an edition such as 2026-11-23, "
            'not "last one"\n  It is the name of the file without .md.',
            "previous:",
        ),
    ),
}


@pytest.mark.parametrize("name", SENT)
def test_a_sent_edition_that_cannot_be_made_out(blog: Blog, name: str) -> None:
    """Its posts would be sent again, or what readers know by its address be gone."""
    path, case = SENT[name]
    first, was = blog.first(), {path: blog.file(path).read_bytes() for path in [DONE, OPEN]}
    beside = {file: file.read_bytes() for file in blog.file("editions/letter").glob("*.[eth]*")}
    case.harm(blog)
    words = told(blog, case, path)
    runs = {"build": blog.build("--prune"), "lint": blog.lint(), "list": blog.digest("list")}
    runs |= {each: blog.digest(each, now=THIRD) for each in ("approve", "new")}
    runs["named"] = blog.digest("approve", "--edition", "2026-11-23", "--anyway")
    assert {each: run.status for each, run in runs.items()} == {
        **dict.fromkeys(("build", "lint", "list"), 1),
        **dict.fromkeys(("approve", "named", "new"), 3),
    }
    for run in runs.values():
        assert words in run.out + run.err, run
    is_built(blog)
    assert blog.file(OPEN).read_bytes() == was[OPEN]
    kept = {each: data for each, data in first.items() if each.startswith("public/")}
    assert kept.items() <= blog.first().items()
    for file in blog.file("editions/letter").iterdir():
        if file.is_dir():
            file.rmdir()
        elif file.suffix != ".jsonl":
            file.unlink()
    for file, data in (beside | {blog.file(each): data for each, data in was.items()}).items():
        file.write_bytes(data)
    assert (blog.build().status, blog.digest("approve").status) == (0, 0)
    assert "\nprevious: 2026-11-16\n" in blog.file(OPEN).read_text()
    assert blog.first() == first


@pytest.mark.parametrize("how", ["deleted", "edited", "link"])
def test_a_stored_file_that_is_not_what_was_approved(blog: Blog, how: str) -> None:
    """Something that nobody approved would be published under an edition's name."""
    first = blog.first()
    path = "editions/letter/2026-11-16.eml"
    if how == "edited":
        blog.change(path, "The second walk", "The last walk")
    elif how == "link":
        linked(path)(blog)
    else:
        blog.file(path).unlink()
    says = {
        "deleted": "what was approved cannot be read: the file is not there",
        "edited": "the file is not what was approved; it is not published",
        "link": f"what was approved cannot be read: {OUT.partition(chr(10))[0]}",
    }
    words = f"error: {path}: {says[how]}\n  Bring it back with: git checkout -- {path}\n"
    for command in ("list", "sent"):
        run = blog.digest(command, *(["--edition", "2026-11-16"] if command == "sent" else []))
        assert (run.status, words in run.err) == ({"list": 1, "sent": 3}[command], True), run
    lint, build = blog.lint(), blog.build()
    assert (lint.status, words in lint.out + lint.err, build.status) == (1, True, 0)
    assert {**first, path: b""}.items() - {(path, b"")} >= {
        item for item in blog.first().items() if item[0] != path
    }
    shutil.rmtree(blog.file("public"))
    build = blog.build()
    assert (build.status, words in build.err) == (1, True)
    assert not [*blog.file("public").rglob("2026-11-16*")]
    is_built(blog)


# ── Several editions ──────────────────────────────────────────────────────────────────


def also(blog: Blog, label: str, *changes: tuple[str, str]) -> None:
    """Adds an edition that was approved on another branch: the first one, changed."""
    beside = blog.file(DONE).with_name(label)
    text = blog.file(DONE).read_text().replace("2026-11-16.", f"{label}.")
    for old, new in (("status: sent", "status: approved"), *changes):
        assert old in text
        text = text.replace(old, new, 1)
    for ending in (".eml", ".txt", ".html"):
        shutil.copy(blog.file(DONE).with_suffix(ending), f"{beside}{ending}")
    Path(f"{beside}.md").write_text(text)


LATER = "editions/letter/2026-11-17.md"
WINDOW = ("to: 2026-11-16 08:00", "to: 2026-11-17 08:00")


def after(label: str) -> tuple[str, str]:
    """The edition before."""
    return "status: approved", f"previous: {label}\nstatus: approved"


CHAINS: Mapping[str, tuple[Harm, str, str]] = {
    "two-first-ones": (
        lambda blog: also(blog, "2026-11-17", WINDOW),
        "status:",
        "it is a first edition, and so is 2026-11-16, as when two branches are merged\n"
        "  If it was sent, write previous: 2026-11-16; if not, write status: draft, "
        "and approve it anew.",
    ),
    "followed-twice": (
        lambda blog: [
            also(blog, label, WINDOW, after("2026-11-16")) for label in ("2026-11-15", "2026-11-17")
        ],
        "previous:",
        "it follows 2026-11-16, and so does 2026-11-15, as when two branches are merged\n"
        "  If it was sent, write previous: 2026-11-15; if not, write status: draft, "
        "and approve it anew.",
    ),
    "missing": (
        lambda blog: also(blog, "2026-11-17", WINDOW, after("2026-11-09")),
        "previous:",
        'the edition before it, "2026-11-09", is not there (did you mean "2026-11-16"?)\n'
        "  Put its file back, or write the label of the edition that came before.",
    ),
    "itself": (
        lambda blog: also(blog, "2026-11-17", WINDOW, after("2026-11-17")),
        "previous:",
        "it follows itself\n"
        "  Write the label of the edition that came before; a first edition has none.",
    ),
    "same-post": (
        lambda blog: also(blog, "2026-11-17", WINDOW, after("2026-11-16")),
        "posts:",
        "it has posts that edition 2026-11-16 has too: posts/two.md, posts/one.md\n"
        f"  Write status: draft in {LATER}, take them out of its picks, and approve it anew.",
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_editions_that_contradict_each_other(blog: Blog, name: str) -> None:
    """After a merge, a post would go out twice, or never."""
    harm, at, says = CHAINS[name]
    first = blog.first()
    harm(blog)
    words = f"error: {LATER}:{blog.line(LATER, at)}: {says}\n"
    runs = [blog.digest(each, now=THIRD) for each in ("list", "approve", "new")]
    assert [run.status for run in runs] == [1, 3, 3], runs
    assert [run.err for run in runs if words not in run.err] == []
    assert blog.build().status == 0
    assert blog.file("public/letter/2026-11-17/index.html").exists()
    kept = {name: data for name, data in first.items() if "latest" not in name}
    assert kept.items() <= blog.first().items()


def test_a_circle_of_editions(blog: Blog) -> None:
    """The program would go round for ever."""
    also(blog, "2026-11-17", WINDOW, after("2026-11-16"))
    adds(DONE, "previous: 2026-11-17")(blog)
    run = blog.digest("new", now=THIRD)
    assert run.status == 3
    assert (
        f"error: {DONE}:{blog.line(DONE, 'previous:')}: editions follow each other in a circle: "
        "2026-11-16, 2026-11-17\n"
    ) in run.err


def test_a_draft_after_an_edition_that_is_gone(blog: Blog) -> None:
    """Where a commit is reverted, the next edition would count as the first one of all."""
    for file in blog.file("editions/letter").glob("2026-11-16*"):
        file.unlink()
    run = blog.digest("approve")
    assert run.status == 3
    assert (
        f'error: {OPEN}:{blog.line(OPEN, "previous:")}: the edition before it, "2026-11-16", is '
        "not there\n  Put its file back, or delete previous: then its posts may be sent again.\n"
    ) in run.err
    blog.change(OPEN, "previous: 2026-11-16\n", "")
    assert blog.digest("approve").status == 0


def test_a_status_typed_by_hand(blog: Blog) -> None:
    """A list of editions and its feed would announce what nobody can read."""
    first = blog.first()
    blog.change(OPEN, "status: draft", "status: approved")
    words = (
        f"error: {OPEN}:{blog.line(OPEN, 'status:')}: the edition is approved, but nothing says "
        "what its eml is\n  Write status: draft, and run feeds digest approve.\n"
    )
    runs = [blog.build(), blog.lint(), blog.digest("list"), blog.digest("new", now=THIRD)]
    assert [run.status for run in runs] == [1, 1, 1, 3]
    assert all(words in run.out + run.err for run in runs)
    assert blog.digest("approve").status == 2
    for name in ("index.html", "atom.xml"):
        text = blog.file(f"public/letter/{name}").read_text()
        assert ("2026-11-16" in text, "2026-11-23" in text) == (True, False)
    assert blog.first() == first
    blog.change(OPEN, "status: approved", "status: draft")
    assert blog.digest("approve").status == 0


# ── What does no harm ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [OPEN, DONE])
def test_a_windows_editor(blog: Blog, path: str) -> None:
    """An edition that was saved on another system would be another one."""
    first = blog.first()
    data = blog.file(path).read_bytes()
    blog.file(path).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert blog.build().status == 0
    run = blog.digest("approve")
    assert (run.status, run.err) == (0, "")
    assert blog.digest("sent", "--edition", "2026-11-23").status == 0
    after = blog.file(path).read_bytes()
    assert after.startswith(b"\xef\xbb\xbf---\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert {**first, DONE: b""} == {**blog.first(), DONE: b""}
    assert "nothing new since 2026-11-23 08:00" in blog.digest("new", now=THIRD).out


@pytest.mark.parametrize("path", [OPEN, DONE])
def test_an_unknown_key(blog: Blog, path: str) -> None:
    """A mistyped key would count for nothing, and nobody notice."""
    first = blog.first()
    adds(path, "subjekt: x")(blog)
    words = (
        f"warning: {path}:{blog.line(path, 'subjekt:')}: subjekt: no such key (did you mean "
        '"subject"?)\n  It is passed over.\n'
    )
    runs = [blog.build(), blog.digest("list"), blog.digest("new", now=THIRD)]
    runs.append(blog.digest("approve"))
    assert [run.status for run in runs] == [0] * 4
    assert all(words in run.err for run in runs[:3])
    assert "subjekt: x" in blog.file(path).read_text()
    assert {**first, DONE: b""} == {**blog.first(), DONE: b""}


def test_a_window_far_from_the_editions_name(blog: Blog) -> None:
    """A slip in the year would keep the next edition away for a year."""
    blog.change(OPEN, "to: 2026-11-23", "to: 2027-11-23")
    run = blog.digest("approve")
    assert run.status == 0
    assert (
        f"warning: {OPEN}:{blog.line(OPEN, 'window:')}: the edition is called 2026-11-23, and its "
        "window ends 2027-11-23\n  Mend the year, if it is a slip.\n"
    ) in run.err
    assert "no edition is due before 2027-11-29 08:00" in blog.digest("new", now=THIRD).out


@pytest.mark.parametrize("label", ["0001-01-01", "9999-12-31", "2026-02-30", "2026-11-23-1", "x"])
def test_a_file_whose_name_is_no_label(blog: Blog, label: str) -> None:
    """A day that no calendar has, or not in every zone, would end each run in a traceback."""
    path = f"editions/letter/{label}.md"
    blog.file(path).write_text("---\nstatus: approved\n---\n")
    words = f"hint: {path}: this is no edition: its name is no date such as 2026-11-23.md\n"
    for run in (blog.build(), blog.digest("list")):
        assert (run.status, words in run.err) == (0, True)
    assert blog.digest("approve").status == 0


@pytest.mark.parametrize("label", ["0002-01-01", "9998-12-31", "9998-12-31-9999"])
def test_the_first_and_the_last_label(blog: Blog, label: str) -> None:
    """The ends of the calendar would end each run in a traceback."""
    blog.file(OPEN).unlink()
    blog.file(f"editions/letter/{label}.md").write_text("---\npicks: [posts/four.md]\n---\n")
    runs = [blog.build(), blog.digest("list"), blog.digest("new", now=THIRD), blog.lint()]
    assert [run.status for run in runs] == [0, 0, 0, 1 if label < "2026" else 0], runs
    run = blog.digest("approve")
    assert (run.status, "is dated 2026-11-19 00:00, after this edition" in run.err) == (
        (3, True) if label < "2026" else (0, False)
    )
    assert blog.digest("list").status == 0
    assert blog.digest("new", now=THIRD).status == 0


def test_withdrawn_names_no_post_of_the_edition(blog: Blog) -> None:
    """Somebody would believe that a post was struck."""
    first = blog.first()
    adds(DONE, "withdrawn:", "  - posts/none.md")(blog)
    run = blog.build()
    line = blog.line(DONE, "- posts/none.md")
    assert run.status == 0
    assert (
        f"warning: {DONE}:{line}: posts/none.md is withdrawn, but the edition does not show it\n"
        "  Write a path, id or URL that stands under posts.\n"
    ) in run.err
    assert {**first, DONE: b""} == {**blog.first(), DONE: b""}


def test_what_was_withdrawn_stays_so_when_its_edition_breaks(blog: Blog) -> None:
    """A slip of the keyboard would publish again what a court has forbidden."""
    adds(DONE, "withdrawn: [posts/one.md]")(blog)
    assert blog.build().status == 0
    struck = blog.first()["public/letter/2026-11-16/index.html"]
    assert b"The first walk" not in struck
    for old, new in ((POSTS, "\nposts: 7\nx-posts:\n"), ("withdrawn: [", "withdrawn: x # [")):
        blog.change(DONE, old, new)
        assert blog.build().status == 1
        assert blog.first()["public/letter/2026-11-16/index.html"] == struck
        blog.change(DONE, new, old)


def test_a_newsletter_that_was_given_up(blog: Blog) -> None:
    """Its editions would be deleted, or nobody be told that they are no newsletter's."""
    first = blog.first()
    blog.change("feeds.toml", 'name = "letter"', 'name = "post"')
    words = "hint: editions/letter: no newsletter is called letter\n"
    for run in (blog.build(), blog.lint(), blog.digest("list")):
        assert (run.status, words in run.out + run.err) == (0, True), run
    assert blog.first() == first
    assert blog.digest("approve").status == 2
    blog.file("feeds.toml").write_text(SETTINGS)
    assert blog.digest("approve").status == 0


@pytest.mark.parametrize("place", ["editions", "editions/letter"])
def test_a_file_where_the_editions_should_be(blog: Blog, place: str) -> None:
    """The newsletter would begin anew, with posts that were sent."""
    shutil.rmtree(blog.file(place))
    blog.file(place).write_text("x")
    runs = [blog.build(), blog.digest("list"), blog.digest("new", now=SECOND)]
    assert [run.status for run in runs] == [1, 1, 3]
    for run in runs:
        assert "error: editions/letter: this is a file\n" in run.err
    is_built(blog)


@pytest.mark.parametrize("place", ["editions", "editions/letter"])
def test_a_folder_of_editions_that_leads_out(blog: Blog, place: str) -> None:
    """What lies anywhere on the machine would be read, or written over."""
    outside = blog.root.with_name("outside")
    outside.mkdir()
    (outside / "2026-11-23.md").write_text("---\nsubject: SECRET\n---\n")
    shutil.rmtree(blog.file(place))
    blog.file(place).symlink_to(outside)
    words = f"error: editions/letter: {OUT}\n"
    runs = [blog.build(), blog.digest("list"), blog.digest("new")]
    assert [run.status for run in runs] == [1, 1, 3]
    assert all(words in run.err for run in runs)
    assert [file.name for file in outside.iterdir()] == ["2026-11-23.md"]
    is_built(blog)
