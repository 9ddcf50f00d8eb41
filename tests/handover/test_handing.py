"""An edition goes to a real bare repository, alone and whole, or one learns why not."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.handover.handing import Author, Handed, hand_over
from feeds.handover.problems import NotHandedError
from feeds.handover.standing import stand

from .conftest import EDITION, EDITOR, LATER, Clone, Clones

PATH = EDITION.path


def why(clone: Clone, edition: object = EDITION) -> NotHandedError:
    """Why the edition cannot be handed over."""
    with pytest.raises(NotHandedError) as caught:
        hand_over(clone.git, edition or EDITION, EDITOR)  # type: ignore[arg-type]
    return caught.value


def hook(folder: Path, name: str, text: str) -> None:
    """A program that git runs."""
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def test_the_edition_and_nothing_else_arrives(mine: Clone, clone: Clones) -> None:
    """Half-done work would go along, staged or not, or a part of the edition stay behind."""
    mine.edition()
    names = ("eml", "txt", "html", "posts.jsonl")
    files = [mine.write(f"editions/letter/2026-11-23.{name}") for name in names]
    files.append(mine.write("editions/letter/2026-11-23.pictures/a.png"))
    files.append(mine.write("editions/.gitattributes", "*.eml -text\n"))
    mine.write("posts/one.md", "changed\n")
    mine.write("posts/two.md", "new and staged\n")
    mine("add", "posts/two.md")
    mine.write("editions/letter/2026-11-23-2.md", "another one\n")
    mine.write("editions/letter/2026-11-23.md~", "a copy of an editor program\n")
    expected = sorted([PATH, *files])
    assert stand(mine.git, EDITION).others == 4
    handed = hand_over(mine.git, EDITION, EDITOR)
    assert handed == Handed(tuple(expected), mine("rev-parse", "--short", "HEAD"), "origin/main")
    assert mine("log", "-1", "--format=%an <%ae> %cn|%s") == (
        "江戸 花子 <hanako@harbour.example> Laptop|letter: edition 2026-11-23 (draft)"
    )
    assert mine.files() == expected
    colleague = clone("colleague")
    assert (colleague.site / PATH).read_bytes() == (mine.site / PATH).read_bytes()
    assert mine("diff", "--cached", "--name-only") == "posts/two.md"
    assert mine("diff", "--name-only") == "posts/one.md"
    assert why(mine).why == "nothing"


def test_what_was_deleted_goes_too(mine: Clone, clone: Clones) -> None:
    """Files of an edition that was taken back would come back from the repository."""
    mine.edition()
    mine.write("editions/letter/2026-11-23.eml")
    mine.write("editions/letter/2026-11-23.pictures/a.png")
    hand_over(mine.git, EDITION, EDITOR)
    (mine.site / "editions/letter/2026-11-23.eml").unlink()
    (mine.site / "editions/letter/2026-11-23.pictures/a.png").unlink()
    handed = hand_over(mine.git, EDITION, EDITOR)
    assert len(handed.files) == 2
    names = [file.name for file in clone("colleague").site.glob("editions/letter/*")]
    assert names == ["2026-11-23.md"]


def test_the_edition_before_goes_along(mine: Clone) -> None:
    """What posts are called now, written down there, would stay on this laptop."""
    before = mine.edition("moved\n", "2026-11-16")
    handed = hand_over(mine.git, LATER, EDITOR)
    assert handed.files == (before,)


def test_a_site_in_a_folder_of_its_repository(clone: Clones) -> None:
    """Paths of the site would be taken for paths of the repository."""
    mine = clone(below="web/blog")
    mine.edition()
    assert hand_over(mine.git, EDITION, EDITOR).files == (PATH,)
    assert mine.files() == [PATH]


def test_files_with_signs_of_patterns_in_their_names(mine: Clone) -> None:
    """git would take a name for a pattern, and commit what it fits."""
    odd = replace(EDITION, newsletter="日本*")
    path = mine.write("editions/日本*/2026-11-23.md")
    mine.write("editions/日本語/2026-11-23.md")
    assert hand_over(mine.git, odd, EDITOR).files == (path,)
    assert (
        mine("status", "--porcelain", "-z", "-uall").rstrip("\0").endswith("日本語/2026-11-23.md")
    )


def test_what_a_colleague_pushed_comes_along(mine: Clone, clone: Clones) -> None:
    """Whoever is second could never hand over, or would lose unsaved work to a merge."""
    colleague = clone("colleague")
    for number in range(2):
        colleague("add", colleague.write(f"posts/of-theirs-{number}.md"))
        colleague("commit", "-q", "-m", "Theirs")
    colleague("push", "-q")
    mine.edition()
    mine.write("posts/one.md", "not finished\n")
    assert hand_over(mine.git, EDITION, EDITOR).joined == 2
    assert (mine.site / "posts/of-theirs-1.md").exists()
    assert (mine.site / "posts/one.md").read_text() == "not finished\n"
    colleague("pull", "-q")
    assert (colleague.site / PATH).exists()


def test_a_conflict_overwrites_nothing(mine: Clone, clone: Clones) -> None:
    """One of two editors of an edition would lose their work, or get both mixed."""
    mine.edition("subject: first\n\n\nlast: same\n")
    hand_over(mine.git, EDITION, EDITOR)
    colleague = clone("colleague")
    colleague.edition("subject: first\n\n\nlast: theirs\n")
    hand_over(colleague.git, EDITION, Author("Taro", "taro@harbour.example"))
    mine.edition("subject: mine\n\n\nlast: same\n")
    for _ in range(2):
        problem = why(mine)
        assert (problem.why, problem.files, problem.who) == ("conflict", (PATH,), "Taro")
        assert problem.kept
        assert (mine.site / PATH).read_text() == "subject: mine\n\n\nlast: same\n"
        assert mine("status", "--porcelain") == ""
    assert mine("show", f"origin/main:{PATH}").endswith("theirs")


def test_the_same_change_twice_is_no_conflict(mine: Clone, clone: Clones) -> None:
    """`.gitattributes`, which the program writes, would stop the second of two editors."""
    colleague = clone("colleague")
    for each in (mine, colleague):
        each.write("editions/.gitattributes", "*.eml -text\n")
    colleague.edition(label="2026-11-30")
    hand_over(colleague.git, replace(EDITION, label="2026-11-30"), EDITOR)
    mine.edition()
    assert hand_over(mine.git, EDITION, EDITOR).joined == 1


def test_unsaved_work_in_the_way_of_what_others_pushed(mine: Clone, clone: Clones) -> None:
    """A merge would overwrite what is not committed, or stop half-way."""
    colleague = clone("colleague")
    colleague("add", colleague.write("posts/one.md", "theirs\n"))
    colleague("commit", "-q", "-m", "Theirs")
    colleague("push", "-q")
    mine.edition()
    mine.write("posts/one.md", "mine\n")
    problem = why(mine)
    assert (problem.why, problem.files, problem.kept) == ("in_the_way", ("posts/one.md",), True)
    assert (mine.site / "posts/one.md").read_text() == "mine\n"
    mine("checkout", "-q", "--", "posts/one.md")
    assert hand_over(mine.git, EDITION, EDITOR).files == ()


def test_no_connection_and_then_one(mine: Clone, bare: Path) -> None:
    """What could not be pushed would be lost, or be said to be there."""
    mine.edition()
    away = bare.rename(bare.with_name("away.git"))
    problem = why(mine)
    assert (problem.why, problem.kept) == ("offline", True)
    away.rename(bare)
    handed = hand_over(mine.git, EDITION, EDITOR)
    assert (handed.files, handed.target) == ((), "origin/main")
    assert mine("rev-parse", "HEAD") == mine("ls-remote", "origin", "main").split()[0]


@pytest.mark.parametrize("url", ["https://localhost:1/a.git", "ssh://127.0.0.1:1/a.git"])
def test_a_server_that_is_not_there(mine: Clone, url: str) -> None:
    """The words of git would be all that an editor sees."""
    mine.edition()
    mine("remote", "set-url", "origin", url)
    assert why(mine).why == "offline"


def test_a_server_that_refuses(mine: Clone, bare: Path) -> None:
    """What a protected branch says would not reach the editor."""
    hook(bare / "hooks", "pre-receive", "echo 'Ask Taro to \033[31mreview' >&2; exit 1")
    mine.edition()
    problem = why(mine)
    assert (problem.why, problem.kept) == ("refused", True)
    assert "Ask Taro" in problem.said
    assert "\033" not in problem.said


def test_no_upstream(mine: Clone) -> None:
    """Work would be pushed to wherever git guesses."""
    mine("checkout", "-q", "-b", "my-own")
    mine.edition()
    problem = why(mine)
    assert (problem.why, problem.who, problem.kept) == ("no_upstream", "my-own", False)


def test_a_detached_head(mine: Clone) -> None:
    """The commit would belong to no branch, and be lost."""
    mine("checkout", "-q", "--detach")
    mine.edition()
    assert why(mine).why == "detached"
    assert mine("status", "--porcelain", "-uall") == f"?? {PATH}"


def test_no_repository(tmp_path: Path, mine: Clone) -> None:
    """An editor would not learn that the site lies in none."""
    site = tmp_path / "elsewhere"
    site.mkdir()
    assert why(replace_site(mine, site)).why == "no_repository"


def test_no_git(mine: Clone) -> None:
    """Likewise, that git is missing."""
    assert why(Clone(mine.home, mine.site, {"PATH": "/nowhere"})).why == "no_git"


def test_a_merge_under_way(mine: Clone) -> None:
    """A half-done merge of somebody would be finished by the desk."""
    mine.edition()
    (mine.site / ".git/MERGE_HEAD").write_text(mine("rev-parse", "HEAD") + "\n")
    assert why(mine).why == "busy"


def test_another_git_at_work(mine: Clone) -> None:
    """Two programs would write at once."""
    mine.edition()
    (mine.site / ".git/index.lock").touch()
    assert why(mine).why == "locked"


def test_ignored_files(mine: Clone) -> None:
    """The desk would say that there is nothing to hand over."""
    mine.write(".gitignore", "editions/\n")
    mine.edition()
    problem = why(mine)
    assert (problem.why, problem.files) == ("ignored", (PATH,))


def test_files_that_git_would_change(mine: Clone) -> None:
    """What was approved would not be what is committed, and a filter is a program."""
    mine("config", "filter.upper.clean", "touch ran; tr a-z A-Z")
    mine.write("editions/.gitattributes", "*.eml filter=upper\n")
    mine.write("editions/letter/2026-11-23.eml")
    mine.edition()
    assert why(mine).why == "filtered"
    assert not (mine.site / "ran").exists()


def test_no_hook_runs(mine: Clone) -> None:
    """A hook in the site's files could add to a commit what its editor never saw."""
    for name in ("pre-commit", "commit-msg", "pre-push", "post-commit", "reference-transaction"):
        hook(mine.site / "hooks", name, "touch ../ran; exit 1")
        hook(mine.site / ".git/hooks", name, "touch ran; exit 1")
    mine("config", "core.hooksPath", "hooks")
    mine.edition()
    assert hand_over(mine.git, EDITION, EDITOR).files == (PATH,)
    assert not (mine.site / "ran").exists()


def test_a_laptop_whose_git_knows_nobody(mine: Clone, environment: dict[str, str]) -> None:
    """The first hand-over of a new laptop would fail."""
    Path(environment["HOME"], ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    mine.edition()
    hand_over(mine.git, EDITION, EDITOR)
    assert mine("log", "-1", "--format=%an %ce") == "江戸 花子 hanako@harbour.example"


def test_a_name_that_git_takes_for_none(mine: Clone) -> None:
    """git's own words would be all that an editor sees."""
    mine.edition()
    with pytest.raises(NotHandedError) as caught:
        hand_over(mine.git, EDITION, Author("..", "a@b.example"))
    assert caught.value.why == "nobody"


def test_a_git_that_hangs(mine: Clone, tmp_path: Path, environment: dict[str, str]) -> None:
    """The desk would wait for ever for a server, and its helpers go on behind it."""
    hook(tmp_path / "bin", "helper", "sleep 1; touch ran; sleep 60")
    mine.edition()
    mine("remote", "set-url", "origin", "ssh://127.0.0.1/a.git")
    mine("config", "core.sshCommand", str(tmp_path / "bin/helper"))
    with pytest.raises(NotHandedError) as caught:
        hand_over(replace(mine.git, seconds=0.5), EDITION, EDITOR)
    assert caught.value.why == "late"


def test_another_repository_in_the_environment(
    mine: Clone, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Started by a hook or an alias of git, the desk would commit to that repository."""
    mine.edition()
    other = {**environment, "GIT_DIR": str(tmp_path / "nowhere"), "GIT_INDEX_FILE": "x"}
    assert hand_over(replace(mine.git, environment=other), EDITION, EDITOR).files == (PATH,)


def replace_site(clone: Clone, site: Path) -> Clone:
    """The same with another folder for the site."""
    return Clone(site, site, clone.environment)
