"""What is remembered of what hubs were told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feeds.errors import BuildError
from feeds.websub import Told, Topic

ATOM = Topic("https://x.example/atom.xml", ("https://hub.example/",), "atom.xml", "a1", Path())
(HUB,) = ATOM.hubs


def test_what_is_told_is_remembered(tmp_path: Path) -> None:
    """Hubs would be told of the same again at every run."""
    file = tmp_path / "not/yet/pinged.json"
    told = Told(file)
    assert not told.knows(HUB, ATOM)
    told.note(HUB, ATOM)
    told.save()
    assert Told(file).knows(HUB, ATOM)
    assert json.loads(file.read_text()) == {"version": 1, "told": {HUB: {ATOM.url: "a1"}}}
    changed = Topic(ATOM.url, ATOM.hubs, ATOM.path, "a2", Path())
    assert not Told(file).knows(HUB, changed)
    assert not Told(file).knows("https://other.example/", ATOM)
    assert [each.name for each in file.parent.iterdir()] == ["pinged.json"]


def test_what_is_no_more_is_forgotten(tmp_path: Path) -> None:
    """The file would grow for ever, and a feed that comes back as it was not be told of."""
    told = Told(tmp_path / "x.json")
    gone = Topic("https://x.example/gone.xml", ATOM.hubs, "gone.xml", "b", Path())
    for hub, topic in ((HUB, ATOM), (HUB, gone), ("https://old.example/", ATOM)):
        told.note(hub, topic)
    told.forget_others([ATOM])
    told.save()
    assert json.loads((tmp_path / "x.json").read_text())["told"] == {HUB: {ATOM.url: "a1"}}


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"told": 3}', b'{"told": {"x": 3}}', b"\xff", b"[" * 100_000]
)
def test_a_damaged_file(tmp_path: Path, data: bytes) -> None:
    """A crash of the machine would stop all pings from then on."""
    (tmp_path / "x.json").write_bytes(data)
    told = Told(tmp_path / "x.json")
    assert not told.knows(HUB, ATOM)
    told.note(HUB, ATOM)
    told.save()
    assert Told(tmp_path / "x.json").knows(HUB, ATOM)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """Nobody would hear why hubs are told of the same at every run."""
    (tmp_path / "file").write_text("")
    with pytest.raises(BuildError, match="cannot be written"):
        Told(tmp_path / "file/x.json").save()
    (tmp_path / "x.json").mkdir()
    with pytest.raises(BuildError, match="cannot be written"):
        Told(tmp_path / "x.json").save()
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != "home") == [
        "file",
        "x.json",
    ]
