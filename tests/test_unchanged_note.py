"""The note of a run that changed nothing: it is believed only while nothing changed."""

from __future__ import annotations

import builtins
import importlib.util
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import unchanged

SAID = {"posts": 7, "files": 3, "findings": 1, "status": 0}
HOUR = 3_600_000_000_000
LATER = time.time_ns() + HOUR
ODD_NAMES = (
    *("a\nb.md", "\n", "n", "a\rb.md", "end", "-", " a  b ", "a\\b.md", "日本語.md", "e\u0301.md"),
    *("\udcff\udc80.md", "a\u2028b.md", "\x1b\x85.md"),
)
posix = pytest.mark.skipif(os.name != "posix", reason="such names are for POSIX alone")


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that nobody works on meanwhile, in a folder of its own with one library."""
    place = tmp_path / "program"
    (place / "feeds/__pycache__").mkdir(parents=True)
    (place / "feeds/unchanged.py").touch()
    (place / "library").mkdir()
    monkeypatch.setattr(unchanged, "__file__", str(place / "feeds/unchanged.py"))
    monkeypatch.setattr(
        unchanged, "sys", SimpleNamespace(path=["", str(place / "library")], version="3")
    )
    return place


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder of ten posts that has been as it is for long."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.md").write_text("text")
    os.utime(folder, ns=(0, 1))
    return folder


def noted(
    file: Path,
    *folders: Path,
    files: tuple[Path, ...] = (),
    key: str = "key",
    due_ns: int | None = None,
    started_ns: int = LATER,
) -> bool:
    """Notes a run that depended on those; it says that it began when all was settled."""
    return unchanged.note(
        str(file),
        key,
        SAID,
        started_ns=started_ns,
        due_ns=due_ns,
        folders=((str(folder), _names(folder)) for folder in folders),
        files=map(str, files),
    )


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def recalled(file: Path, key: str = "key", now_ns: int = LATER) -> dict[str, int] | None:
    """What the next run says, or None where it has to look closer."""
    return unchanged.recall(str(file), key, now_ns)


def secretly(file: Path) -> None:
    """Writes another text of the same length, and sets the old time of it again."""
    before = file.stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_text("TEXT")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "the first is edited": lambda posts: (posts / "0.md").write_text("longer"),
    "the last is edited": lambda posts: (posts / "9.md").write_text("longer"),
    "one is rewritten in secret": lambda posts: secretly(posts / "5.md"),
    "one is deleted": lambda posts: (posts / "5.md").unlink(),
    "one is renamed": lambda posts: (posts / "5.md").rename(posts / "n.md"),
    "one is added": lambda posts: (posts / "n.md").touch(),
    "a folder is added": lambda posts: (posts / "n").mkdir(),
    "the folder goes": lambda posts: posts.rename(posts.with_name("gone")),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("paths_a_line", [1, 3, 11, 1000])
def test_every_change_is_noticed(
    tmp_path: Path, posts: Path, monkeypatch: pytest.MonkeyPatch, change: str, paths_a_line: int
) -> None:
    """A post in one line of the note or another would never be published."""
    monkeypatch.setattr(unchanged, "_PATHS_A_LINE", paths_a_line)
    assert noted(tmp_path / "note", posts)
    assert recalled(tmp_path / "note") == SAID
    CHANGES[change](posts)
    assert recalled(tmp_path / "note") is None


def test_what_was_absent_appears(tmp_path: Path, posts: Path) -> None:
    """The first template, or the settings of another generator, would go unseen."""
    for absent in ("templates", "_config.yml"):
        tree = unchanged.watch_tree(str(tmp_path / "templates"))
        arguments = {"started_ns": LATER, "due_ns": None}
        files = [str(tmp_path / "_config.yml")]
        note = str(tmp_path / "note")
        assert unchanged.note(note, "key", SAID, folders=tree, files=files, **arguments)
        assert recalled(tmp_path / "note") == SAID
        (tmp_path / absent).mkdir()
        assert recalled(tmp_path / "note") is None


@posix
@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_can_be_noted(tmp_path: Path, name: str) -> None:
    """One odd name would make every run a whole one, or hide that its file changed."""
    folder = tmp_path / name
    try:
        folder.mkdir()
        (folder / name).write_text("text")
    except OSError:
        pytest.skip("the file system takes no such name")
    assert noted(tmp_path / "note", folder, files=(folder / name,))
    assert recalled(tmp_path / "note") == SAID
    (folder / name).write_text("longer")
    assert recalled(tmp_path / "note") is None


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0/", exclude_categories=["Cs"]), min_size=1)
    )
)
def test_paths_come_back_from_their_line(ends: list[str]) -> None:
    """The next run would look at other files than those that the result depends on."""
    looked_at: list[bytes] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(unchanged.os, "stat", lambda path: looked_at.append(path) or os.lstat("."))
        unchanged._stamps(unchanged._text("a/\n", ends))
    assert looked_at == [os.fsencode(f"a/\n{end}") for end in ends]


def test_a_note_is_for_one_kind_of_run(tmp_path: Path, posts: Path) -> None:
    """Drafts would be left out because a run without them was noted."""
    noted(tmp_path / "note", posts, key="without drafts")
    assert recalled(tmp_path / "note", "with drafts") is None
    assert recalled(tmp_path / "note", "without drafts") == SAID


def test_the_clock_makes_a_difference(tmp_path: Path, posts: Path) -> None:
    """A post of the future would stay there, or a clock that was set back be believed."""
    noted(tmp_path / "note", posts, due_ns=LATER + HOUR)
    assert recalled(tmp_path / "note", now_ns=LATER - 1) is None
    assert recalled(tmp_path / "note", now_ns=LATER + HOUR - 1) == SAID
    assert recalled(tmp_path / "note", now_ns=LATER + HOUR) is None


def test_another_program_looks_for_itself(
    tmp_path: Path, posts: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade, what the older version wrote would stay."""
    noted(tmp_path / "note", posts)
    for place, name, value in (
        (unchanged, "__version__", "99"),
        (unchanged, "__file__", "elsewhere/unchanged.py"),
        (unchanged.sys, "version", "4"),
        (unchanged.sys, "path", [str(program)]),
    ):
        with monkeypatch.context() as another:
            another.setattr(place, name, value)
            assert recalled(tmp_path / "note") is None
    assert recalled(tmp_path / "note") == SAID
    os.utime(program / "library", ns=(0, 1))
    assert recalled(tmp_path / "note") is None


def test_a_checkout_that_is_worked_on(tmp_path: Path, posts: Path, program: Path) -> None:
    """Who changes the program would not see what comes of it; nor is bytecode a change."""
    (program / "pyproject.toml").touch()
    (program / "templates").mkdir()
    for changed in ("feeds/unchanged.py", "templates/digest.html"):
        noted(tmp_path / "note", posts)
        (program / "feeds/__pycache__/unchanged.pyc").write_text(changed)
        assert recalled(tmp_path / "note") == SAID
        (program / changed).write_text("changed")
        assert recalled(tmp_path / "note") is None


def test_a_new_file_is_not_noted(tmp_path: Path, posts: Path) -> None:
    """A second change within a grain of the clock would be missed, or half a note be left."""
    noted(tmp_path / "note", posts)
    before = (tmp_path / "note").read_bytes()
    assert not noted(tmp_path / "note", posts, started_ns=time.time_ns())
    assert (tmp_path / "note").read_bytes() == before
    assert not (tmp_path / "note.new").exists()


def test_a_note_that_cannot_be_written(tmp_path: Path, posts: Path) -> None:
    """A run in a folder that cannot be written would leave something or say it was noted."""
    with pytest.raises(FileNotFoundError):
        noted(tmp_path / "nowhere/note", posts)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        noted(tmp_path / "folder", posts)
    assert not (tmp_path / "folder.new").exists()


def test_many_names_take_little_memory(tmp_path: Path) -> None:
    """A site of a million posts would need hundreds of megabytes to do nothing."""

    def names() -> Iterator[str]:
        return (f"2026-11-23-post-{number}.md" for number in range(20_000))

    def peak(work: Callable[[], object]) -> int:
        tracemalloc.start()
        try:
            assert work()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    note = str(tmp_path / "note")
    folders = ((str(tmp_path / "absent"), names()) for _ in range(1))
    times = {"started_ns": LATER, "due_ns": None}
    few = 1_000_000
    assert peak(lambda: unchanged.note(note, "k", SAID, folders=folders, files=(), **times)) < few
    assert peak(lambda: unchanged.recall(note, "k", LATER)) < few


def test_a_tree_has_each_folder_once(tmp_path: Path) -> None:
    """Files would be looked at twice at every run."""
    assert list(unchanged.watch_tree("absent")) == [("absent", [])]
    top = tmp_path / "top"
    for name in ("b", "a"):
        (top / name).mkdir(parents=True)
    for name in ("z.txt", "y.txt", "a/x.txt"):
        (top / name).touch()
    assert list(unchanged.watch_tree(str(top))) == [
        (str(top), ["y.txt", "z.txt"]),
        (str(top / "a"), ["x.txt"]),
        (str(top / "b"), []),
    ]


def test_python_without_the_private_module(
    tmp_path: Path, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program would not start, or do all again, where Python moves what it keeps private."""
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "_blake2":
            raise ImportError(name)
        return real(name, *rest)

    spec = importlib.util.find_spec("feeds.unchanged")
    again = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", without)
        spec.loader.exec_module(again)
    monkeypatch.setattr(again, "__file__", unchanged.__file__)
    monkeypatch.setattr(again, "sys", unchanged.sys)
    assert noted(tmp_path / "note", posts)
    assert again.recall(str(tmp_path / "note"), "key", LATER) == SAID


FOREIGN = {
    "nothing": b"",
    "an empty line": b"\n",
    "zeros": b"\0" * 5000,
    "another text": b"hello\nworld\n",
    "a number that is too long": b"0" * 32 + b" " + b"9" * 5000 + b" -\n",
    "bytes that are no text": bytes(range(256)) * 40,
    "a long line": b"\xff" * 1_000_000,
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_no_note_is_not_believed(tmp_path: Path, what: str) -> None:
    """A file that something else wrote would end the run, or be taken for a note."""
    (tmp_path / "note").write_bytes(FOREIGN[what])
    assert recalled(tmp_path / "note") is None


def test_the_older_form_is_not_believed(tmp_path: Path) -> None:
    """After an upgrade the first run would fail, or trust what it cannot read."""
    head = ["key", [unchanged.__version__, sys.version], 0, None, SAID]
    (tmp_path / "note").write_text(f"{json.dumps(head)}\n{json.dumps(['absent', [], '-'])}")
    assert recalled(tmp_path / "note") is None


def test_a_folder_or_nothing_is_no_note(tmp_path: Path) -> None:
    """The first run of all, or an odd cache folder, would end the run."""
    assert recalled(tmp_path) is None
    assert recalled(tmp_path / "absent") is None


class Kept:
    """A note that is damaged in many ways; nothing that it names changes."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "note"
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(unchanged, "_PATHS_A_LINE", 2)
            assert noted(self.file, *[folder / "posts"] * 2, due_ns=LATER + HOUR)
        self.whole = self.file.read_bytes()
        self.lines = self.whole.splitlines(keepends=True)

    def check(self, damaged: bytes) -> None:
        """Nothing is believed but the note as it was written."""
        self.file.write_bytes(damaged)
        assert recalled(self.file) == (SAID if damaged == self.whole else None)


@pytest.fixture
def kept(tmp_path: Path, posts: Path) -> Kept:
    """A note of many lines."""
    made = Kept(tmp_path)
    assert len(made.lines) == 14
    made.check(made.whole)
    return made


def test_a_note_that_is_cut_off(kept: Kept, thorough: bool) -> None:
    """After a full disk, all that the rest of the note named would count as unchanged."""
    ends = {length for length, byte in enumerate(kept.whole) if byte == ord("\n")}
    every = range(0, len(kept.whole), 1 if thorough else 7)
    for length in sorted({*every, *ends, *(end + 1 for end in ends)} - {len(kept.whole)}):
        kept.check(kept.whole[:length])


def test_a_note_whose_lines_are_moved(kept: Kept) -> None:
    """A line that got lost, or came twice, would hide changes."""
    for line, text in enumerate(kept.lines):
        before, after = kept.lines[:line], kept.lines[line + 1 :]
        kept.check(b"".join([*before, *after]))
        kept.check(b"".join([*before, text, text, *after]))
        kept.check(b"".join([*before, *after, text]))
        kept.check(b"".join([text, *before, *after]))


def test_a_note_with_something_after_it(kept: Kept) -> None:
    """Of two notes that got into one file, the first would be believed."""
    for more in (b"\n", b"end", b" end\n", kept.whole):
        kept.check(kept.whole + more)


def test_a_note_with_one_wrong_bit(kept: Kept, thorough: bool) -> None:
    """A due time, a path or a result that a disk spoilt would be believed."""
    for place in range(0, len(kept.whole), 1 if thorough else 7):
        spoilt = bytes([kept.whole[place] ^ 1 << place % 8])
        kept.check(kept.whole[:place] + spoilt + kept.whole[place + 1 :])


@pytest.fixture(scope="module")
def damaged_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of posts whose note can be damaged again and again."""
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "posts").mkdir()
    for name in "abc":
        (folder / "posts" / name).touch()
    return folder


@given(data=st.data())
def test_a_note_with_a_wrong_line(damaged_in: Path, data: st.DataObject) -> None:
    """Whatever else befalls a line would be believed, or end the run."""
    kept = Kept(damaged_in)
    lines = list(kept.lines)
    number = data.draw(st.integers(0, len(lines) - 1))
    line = lines[number]
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(line))] * 2)))
    lines[number] = line[:start] + data.draw(st.binary(max_size=40)) + line[end:]
    kept.check(b"".join(lines))
