"""The data is made anew from the package."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from feeds.clients import data, refresh

RAW: Mapping[str, Any] = {
    "api_version": "1.0.4",
    "last_update_date": "2026-05-13 14:45:41 +0000",
    "nicenames": {"family": {"outlook": "Outlook", "gmail": "Gmail"}, "platform": {"ios": "iOS"}},
    "data": [
        {
            "slug": "css-z",
            "title": " z ",
            "url": "https://www.caniemail.com/features/css-z/",
            "category": "css",
            "stats": {
                "outlook": {"macos": {"2021": "y", "16.80": "a #2 #3", "2019-10": "n #1 #9"}},
                "gmail": {"ios": {"2020-01": "n", "2019-01": "y"}, "android": {"1": "u"}},
            },
            "notes_by_num": {"1": " One. ", "2": "Two."},
        },
        {
            "slug": "css-a",
            "title": "a",
            "url": "u",
            "category": "html",
            "stats": {},
            "notes_by_num": None,
        },
        {
            "slug": "amp",
            "title": "AMP",
            "url": "u",
            "category": "others",
            "stats": {},
            "notes_by_num": None,
        },
    ],
}


def _package(path: Path, raw: Mapping[str, Any]) -> str:
    with tarfile.open(path, "w:gz") as package:
        for name, text in {
            "package.json": json.dumps({"version": "2.0.2"}),
            "LICENSE": "MIT License\n",
            "data/caniemail.json": json.dumps(raw),
        }.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text)
            package.addfile(member, io.BytesIO(text.encode()))
    return str(path)


def test_the_version_tested_last_is_kept_with_its_notes() -> None:
    """Clients would be judged by versions that are gone, since names of versions say no order."""
    made = json.loads(refresh.converted(RAW, "2.0.2"))
    assert made["features"]["css-z"] == {
        "title": "z",
        "url": "https://www.caniemail.com/features/css-z/",
        "category": "css",
        "support": {"gmail": {"android": "u", "ios": "y"}, "outlook": {"macos": "n 1"}},
        "notes": {"1": "One."},
    }
    assert list(made["features"]) == ["css-a", "css-z"]
    assert (made["package"], made["date"]) == ("caniemail 2.0.2", "2026-05-13")


def test_a_package_gives_the_same_bytes_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh without news would be a change to review."""
    monkeypatch.setattr(refresh, "DATA", tmp_path / "made.json")
    monkeypatch.setattr(refresh, "LICENCE", tmp_path / "made.LICENSE")
    package = _package(tmp_path / "caniemail.tgz", RAW)
    refresh.main([package])
    first = (tmp_path / "made.json").read_bytes()
    shuffled = {**RAW, "data": RAW["data"][::-1]}
    refresh.main([_package(tmp_path / "again.tgz", shuffled)])
    assert (tmp_path / "made.json").read_bytes() == first
    assert first.decode() == refresh.converted(RAW, "2.0.2")
    assert (tmp_path / "made.LICENSE").read_text() == "MIT License\n"


def test_support_that_has_another_shape_is_refused() -> None:
    """Data that was misread would be shipped."""
    feature = {**RAW["data"][0], "stats": {"gmail": {"ios": {"1": "x"}}}}
    with pytest.raises(ValueError, match="no such support: x"):
        refresh.converted({**RAW, "data": [feature]}, "1")


def test_the_data_lies_one_feature_a_line() -> None:
    """Nobody could review what a refresh changes."""
    text = data.DATA.read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(json.loads(text)["features"]) + 9
