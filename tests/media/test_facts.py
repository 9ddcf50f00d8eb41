"""What media files say of themselves, and what no file may do to a build."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.media import facts
from feeds.media.facts import Facts, read_facts
from feeds.media_types import media_type

TIMED = {
    "a.mp3": 2.612,
    "a.wav": 2.5,
    "a.mp4": 61.5,
    "a.m4a": 0.25,
    "a.mov": 12.0,
    "a.opus": 3.0,
    "a.flac": 90.0,
}
SIZED = {"a.png": (320, 200), "a.gif": (12, 34), "a.svg": (40, 20)}


def facts_of(path: Path, data: bytes) -> Facts:
    """The facts of a file with that name and those bytes."""
    path.write_bytes(data)
    return read_facts(str(path), media_type(path.name) or "")


@pytest.mark.parametrize(("name", "seconds"), TIMED.items())
def test_durations(name: str, seconds: float, files: dict[str, bytes], tmp_path: Path) -> None:
    """A player would show another length than the file has."""
    assert facts_of(tmp_path / name, files[name]) == Facts(duration=seconds)


@pytest.mark.parametrize(("name", "size"), SIZED.items())
def test_sizes(name: str, size: tuple[int, int], files: dict[str, bytes], tmp_path: Path) -> None:
    """A reader would make room for a picture of another size."""
    assert facts_of(tmp_path / name, files[name]) == Facts(None, *size)


@pytest.mark.parametrize("name", ["a.webm", "a.aac", "a.pdf", "a.zip", "a.ico"])
def test_what_nobody_can_tell(name: str, tmp_path: Path) -> None:
    """A file whose kind says nothing of itself would be called damaged."""
    assert facts_of(tmp_path / name, b"anything") == Facts()


@pytest.mark.parametrize("name", [*TIMED, "a.png", "a.gif", "a.jpg", "a.webp", "a.avif"])
@pytest.mark.parametrize("data", [b"", b"no such thing", bytes(5000), b"\xff" * 5000])
def test_damaged_files(name: str, data: bytes, tmp_path: Path) -> None:
    """A damaged file would end the build, or be given a length that it does not have."""
    assert facts_of(tmp_path / name, data) == Facts(damaged=True)


@pytest.mark.parametrize(
    "head",
    [
        b"<svg viewBox='0 0 9 9'><rect width='5' height='6'/></svg>",
        b'<svg width="100%" height="50%">',
        b"not a picture",
    ],
)
def test_drawings_without_a_size(head: bytes, tmp_path: Path) -> None:
    """A drawing would be given the size of something in it."""
    assert facts_of(tmp_path / "a.svg", head) == Facts()


def test_endless_garbage_is_given_up(tmp_path: Path) -> None:
    """A gigabyte of nothing in a file's name of sound would hold up the build."""
    place = tmp_path / "a.mp3"
    place.touch()
    os.truncate(place, 1 << 30)
    begun = time.process_time()
    assert read_facts(str(place), "audio/mpeg") == Facts(damaged=True)
    assert time.process_time() - begun < 10


def test_no_more_is_read_than_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A box that claims to be huge would fill the memory."""
    monkeypatch.setattr(facts, "_MOST_BYTES", 1000)
    head = b"\x00\x00\x00\x10ftypisom\0\0\0\0"
    huge = b"\x7f\xff\xff\xffmoov" + b"\x7f\xff\xff\xf0mvhd" + bytes(5000)
    assert facts_of(tmp_path / "a.mp4", head + huge) == Facts(damaged=True)


def test_a_missing_file_and_a_pipe(tmp_path: Path) -> None:
    """A file that goes while the build runs would end it, and a pipe would wait for ever."""
    assert read_facts(str(tmp_path / "none.mp3"), "audio/mpeg") == Facts(damaged=True)
    os.mkfifo(tmp_path / "pipe.mp3")
    assert read_facts(str(tmp_path / "pipe.mp3"), "audio/mpeg") == Facts(damaged=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_bytes(data: st.DataObject, files: dict[str, bytes], tmp_path: Path) -> None:
    """Some bytes would raise, or give a length or a size that makes no sense."""
    name = data.draw(st.sampled_from(sorted(files)))
    changed = bytearray(files[name][:3000])
    for _ in range(data.draw(st.integers(0, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(changed)))
    found = facts_of(tmp_path / name, bytes(changed[:cut]))
    assert found.duration is None or 0 < found.duration <= 10_000_000
    assert (found.width is None) == (found.height is None)
    assert found.width is None or (found.width > 0 and found.height > 0)
