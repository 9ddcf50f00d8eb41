"""Packed documents: unpacked by others they are the same, and packed again they are too."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.packed import ENDINGS, KINDS, LEAST, Packing, available, packable, packed

REPOSITORY = Path(__file__).parents[1]
FEED = "".join(f"<entry><title>第{n}話</title></entry>\n" for n in range(500)).encode()
UNPACKED: dict[Packing, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(), times=st.integers(0, 200))
def test_what_is_unpacked_is_what_was_packed(kind: Packing, text: str, times: int) -> None:
    """Readers would get another document for having asked for less bytes."""
    data = text.encode("utf-8", "surrogatepass") * times
    assert UNPACKED[kind](packed(data, kind)) == data


@pytest.mark.parametrize("kind", KINDS)
def test_large_documents_too(kind: Packing) -> None:
    """A feed of every post, which is packed otherwise, would be lost."""
    data = b"".join(sha256(b"%d" % n).hexdigest().encode() for n in range(20_000))
    assert UNPACKED[kind](packed(data, kind)) == data


def test_the_program_gzip_takes_it(program: Callable[[str], str], tmp_path: Path) -> None:
    """Only this language's own reader would understand what it wrote."""
    file = tmp_path / "atom.xml.gz"
    file.write_bytes(packed(FEED, "gzip"))
    run = [program("gzip"), "--decompress", "--stdout", file]
    assert subprocess.run(run, capture_output=True, check=True).stdout == FEED


def test_no_time_no_name_no_system() -> None:
    """The same feed would have other bytes on every machine, and at every run."""
    assert packed(FEED, "gzip")[:10] == bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255))


@pytest.mark.parametrize("kind", KINDS)
def test_the_smallest_that_is_packed_is_worth_it(kind: Packing) -> None:
    """Readers would fetch more than the document itself."""
    empty = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
    small = f"{empty}<title>{'Harbour notes of the tide ' * 9}</title></feed>"[:LEAST].encode()
    assert len(packed(small, kind)) < len(small) * 0.7


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("atom.xml", True),
        ("feed.json", True),
        ("categories/港の本/atom.xml", True),
        ("feeds.opml", True),
        ("feeds.css", True),
        ("digest/latest.html", True),
        ("digest/latest.eml", False),
        ("digest/latest.txt", False),
        ("atom.xml.gz", False),
        ("media/harbour.jpg", False),
    ],
)
def test_what_readers_fetch_is_packed(path: str, expected: bool) -> None:
    """What no reader fetches would be packed, or what all of them fetch would not be."""
    assert packable(path) is expected


def test_without_brotli_there_is_gzip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no brotli could pack nothing at all."""
    monkeypatch.setitem(sys.modules, "brotli", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert [kind for kind in KINDS if available(kind)] == ["gzip"]
    assert UNPACKED["gzip"](packed(FEED, "gzip")) == FEED
    with pytest.raises(ImportError):
        packed(FEED, "br")


def test_nothing_is_loaded_until_something_is_packed() -> None:
    """Every run would load what only those use that pack."""
    code = (
        "import sys, feeds.packed\n"
        "print(sorted({'zlib', 'gzip', 'brotli', '_brotli'} & {*sys.modules}))"
    )
    run = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); {code}",
    ]
    before = [sys.executable, "-I", "-c", code.replace(", feeds.packed", "")]
    loaded, without = (
        subprocess.run(it, capture_output=True, check=True).stdout for it in (run, before)
    )
    assert loaded == without


def test_endings_are_those_that_servers_look_for() -> None:
    """No server would find a packed file."""
    assert ENDINGS == {"gzip": ".gz", "br": ".br"}
