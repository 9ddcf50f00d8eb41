"""What is wrong with posts costs those posts, is named, and costs nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.collect import Collection, read_body
from feeds.collect.dates import parse_date
from feeds.errors import Level, PostError
from feeds.model import Query, Site
from feeds.zones import zone

Gather = Callable[..., Collection]
Collected = Callable[[Site], Collection]
MakeSite = Callable[..., Site]
NOW = parse_date("2026-11-23", zone("UTC"))
GOOD = "---\ntitle: Good\ndate: 2026-10-01\n---\nbody\n"


def found(collection: Collection) -> list[str]:
    """The paths of the posts that are left, newest first."""
    return [post.path for post in collection.store.select(Query(NOW, drafts=True, future=True))]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bad.md", "Only text.\n", "error: posts/bad.md the post has no date"),
        ("bad.md", "", "error: posts/bad.md the file is empty"),
        ("bad.md", " \n", "error: posts/bad.md the file is empty"),
        ("bad.md", "---\ntitle: x\n", "error: posts/bad.md:1 the front matter begins with ---"),
        ("bad.md", "---\ntitle: [x\n---\n", "error: posts/bad.md:2:8 the YAML cannot be read"),
        ("bad.md", "---\ndate: no\n---\n", "error: posts/bad.md:2 date: no is not a date"),
        ("bad.md", "---\ndate: soon\n---\n", "error: posts/bad.md:2 date: soon is not a date"),
        (
            "bad.md",
            b"---\ntitle: \xff\n---\n",
            "error: posts/bad.md:2 the bytes here are not UTF-8",
        ),
        (
            "2026-01-01-two-words.md",
            "---\ntags: x\n---\n",
            "warning: posts/2026-01-01-two-words.md the post has no title; "
            "the file's name gives “Two Words”",
        ),
        (
            "2026-01-01-a.md",
            "---\ntitle: あ\ufffd\n---\n",
            "warning: posts/2026-01-01-a.md:2 a broken character, U+FFFD",
        ),
        (
            "2026-01-01-a.md",
            "---\ntitle: a\ntitle: b\n---\n",
            "warning: posts/2026-01-01-a.md:3 the key title is given twice",
        ),
        (
            "2026-01-01-a.md",
            "---\ntitle: a\nupdated: never\n---\n",
            "warning: posts/2026-01-01-a.md:3 updated: never is not a date",
        ),
    ],
)
def test_bad_posts(gather: Gather, name: str, content: str | bytes, says: str) -> None:
    """A bad post would end the run, or be passed over without a word."""
    collection = gather({"posts/good.md": GOOD, f"posts/{name}": content})
    (finding,) = collection.findings
    assert f"{finding.level}: {finding.place} {finding.what}".startswith(says)
    assert finding.remedy
    left_out = finding.level is Level.ERROR
    assert sorted(found(collection)) == sorted(
        ["posts/good.md", *([] if left_out else [f"posts/{name}"])]
    )


def test_a_title_without_control_characters(gather: Gather) -> None:
    """A control character in a title would break the feed for every reader."""
    collection = gather({"posts/2026-01-01-a.md": '---\ntitle: "a\\x0b\\x00 b\\uFFFE"\n---\n'})
    assert collection.store.select(Query(NOW))[0].title == "a b"


@pytest.mark.parametrize("key", ["permalink: /same/", "id: tag:x,2026:1"])
def test_a_clash_keeps_the_older_post(gather: Gather, key: str) -> None:
    """Readers could not tell two posts apart, or the one they know would vanish."""
    collection = gather(
        {
            "posts/2026-02-01-new.md": f"---\ntitle: new\n{key}\n---\n",
            "posts/2026-01-01-old.md": f"---\ntitle: old\n{key}\n---\n",
        }
    )
    assert found(collection) == ["posts/2026-01-01-old.md"]
    (finding,) = collection.findings
    assert finding.path == "posts/2026-02-01-new.md"
    assert "posts/2026-01-01-old.md" in finding.what


def test_a_draft_that_nobody_asked_for_cannot_be_wrong(gather: Gather) -> None:
    """Unfinished drafts would make every cron run complain."""
    files = {"posts/a.md": "---\ndraft: true\ntags: x\n---\n"}
    assert gather(files).findings == ()
    assert len(gather(files, drafts=True).findings) == 1


def test_folders_links_and_backups(
    collected: Collected, make_site: MakeSite, tmp_path: Path
) -> None:
    """Files that are no posts would be read, or files outside of the site be published."""
    site = make_site(
        {
            "posts/2026-01-01-a-folder.md/2026-01-02-inside.md": GOOD,
            "posts/.hidden.md": GOOD,
            "posts/backup.md~": GOOD,
            "posts/#lock.md": GOOD,
            "posts/.git/x.md": GOOD,
            "posts/notes.txt": GOOD,
            "elsewhere/2026-01-03-b.md": GOOD.replace("2026-10-01", "2026-01-03"),
        }
    )
    outside = tmp_path / "secret.md"
    outside.write_text(GOOD)
    (site.root / "posts/out.md").symlink_to(outside)
    (site.root / "posts/up").symlink_to(tmp_path)
    (site.root / "posts/loop").symlink_to(site.root / "posts")
    (site.root / "posts/in").symlink_to(site.root / "elsewhere")
    os.mkfifo(site.root / "posts/pipe.md")
    (site.root / "posts/dangling.md").symlink_to(site.root / "nothing.md")
    collection = collected(site)
    assert found(collection) == [
        "posts/2026-01-01-a-folder.md/2026-01-02-inside.md",
        "posts/in/2026-01-03-b.md",
    ]
    assert {(finding.path, finding.what) for finding in collection.findings} == {
        ("posts/out.md", "the link leads out of the site and is not followed"),
        ("posts/up", "the link leads out of the site and is not followed"),
        ("posts/pipe.md", "this is not a regular file"),
        ("posts/dangling.md", "the file is not there"),
    }


def test_a_name_that_is_no_text(collected: Collected, make_site: MakeSite) -> None:
    """A file name in another encoding would end the run."""
    site = make_site({"posts/good.md": GOOD})
    name = os.fsencode(site.root) + b"/posts/caf\xe9.md"
    with open(name, "w") as file:  # noqa: PTH123 - a Path would be text
        file.write(GOOD)
    collection = collected(site)
    assert found(collection) == ["posts/good.md"]
    assert [finding.level for finding in collection.findings] == [Level.ERROR]


def test_a_file_that_may_not_be_read(
    collected: Collected,
    make_site: MakeSite,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One file without permission would end the run."""
    site = make_site({"posts/good.md": GOOD, "posts/shut.md": GOOD})
    real_open = os.open

    def refuse(path: Path, *args: int) -> int:
        if Path(path).name == "shut.md":
            raise PermissionError(13, "Permission denied", str(path))
        return real_open(path, *args)

    monkeypatch.setattr(os, "open", refuse)
    collection = collected(site)
    assert found(collection) == ["posts/good.md"]
    assert collection.findings[0].what == "the file cannot be read: Permission denied"


def test_a_huge_post_is_read_and_a_giant_one_refused(
    collected: Collected,
    make_site: MakeSite,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A long post would be lost, or a runaway file exhaust the machine."""
    site = make_site({"posts/good.md": GOOD + "x " * 2_500_000})
    assert len(found(collected(site))) == 1
    monkeypatch.setattr("feeds.collect.scan.MAX_POST_BYTES", 1000)
    (site.root / "posts/good.md").write_text(GOOD + "x " * 2_000)
    assert found(collected(site)) == []


def test_a_body_is_read_again_as_it_stands(collected: Collected, make_site: MakeSite) -> None:
    """The body would be another part of the file than what the record says."""
    site = make_site({"posts/good.md": "---\ndate: 2026-01-01\n---\n\n    code\n"})
    post = collected(site).store.select(Query(NOW))[0]
    assert read_body(site, post) == "\n    code\n"
    (site.root / post.path).write_text("---\ndate: [\n---\nbody\n")
    assert read_body(site, post) == "body\n"
    (site.root / post.path).unlink()
    with pytest.raises(PostError):
        read_body(site, post)
