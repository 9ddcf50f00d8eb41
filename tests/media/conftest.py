"""Media files, made here, each of a few bytes and of a length or a size that is known."""

from __future__ import annotations

import io
import struct
import wave
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.model import Post, Site

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def mp3(frames: int) -> bytes:
    """So many frames of 1152 samples at 44.1 kHz, 128 kbit/s."""
    return (b"\xff\xfb\x90\xc0" + bytes(413)) * frames


def wav(seconds: float) -> bytes:
    """Silence at 8 kHz."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * int(8000 * seconds))
    return data.getvalue()


def box(kind: bytes, data: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    return struct.pack(">I", 8 + len(data)) + kind + data


def mp4(seconds: float, brand: bytes = b"isom") -> bytes:
    """A film's head, which says how long it would play."""
    head = bytes(12) + struct.pack(">II", 1000, int(1000 * seconds)) + bytes(80)
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"moov", box(b"mvhd", head))


def page(flags: int, position: int, number: int, packet: bytes) -> bytes:
    """A page of Ogg (RFC 3533 §6) with one short packet."""
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, 7, number, 0, 1)
    return head + bytes([len(packet)]) + packet


def opus(seconds: float) -> bytes:
    """The heads of a stream of Opus (RFC 7845), and its last page."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I4sI", 4, b"test", 0)
    end = int(48000 * seconds) + 312
    return page(2, 0, 0, head) + page(0, 0, 1, tags) + page(4, end, 2, b"\xfc\xff\xfe")


def flac(seconds: float) -> bytes:
    """The head of a stream of FLAC (RFC 9639 §8.2) at 8 kHz."""
    info = (8000 << 44) | (0 << 41) | (15 << 36) | int(8000 * seconds)
    return b"fLaC\x80\x00\x00\x22" + bytes(10) + struct.pack(">Q", info) + bytes(16)


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sealed = kind + data
        return struct.pack(">I", len(data)) + sealed + struct.pack(">I", zlib.crc32(sealed))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes((width + 7) // 8)) * height)
    pixels = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + pixels


def gif(width: int, height: int) -> bytes:
    """The head of a picture."""
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(3)


FILES = {
    "a.mp3": mp3(100),
    "a.wav": wav(2.5),
    "a.mp4": mp4(61.5),
    "a.m4a": mp4(0.25, b"M4A "),
    "a.mov": mp4(12, b"qt  "),
    "a.opus": opus(3),
    "a.flac": flac(90),
    "a.png": png(320, 200),
    "a.gif": gif(12, 34),
    "a.svg": b"<?xml version='1.0'?><svg width='40.4px' height=\"20\"><rect width='1'/></svg>",
}


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """One of each kind, by name."""
    return FILES


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose folder holds all of those in `media`."""
    root = tmp_path / "site"
    (root / "media").mkdir(parents=True)
    for name, data in FILES.items():
        (root / "media" / name).write_bytes(data)
    return Site(root, "https://blog.example", "Blog", "en", ZoneInfo("UTC"))


@pytest.fixture
def make_post() -> Callable[..., Post]:
    """A maker of posts at one URL; keywords change what they say."""

    def make(**changes: object) -> Post:
        fields: dict[str, object] = {
            "path": "posts/one.md",
            "id": "https://blog.example/2026/one/",
            "url": "https://blog.example/2026/one/",
            "title": "One",
            "published": NOON,
            "updated": NOON,
            "language": "en",
        }
        return Post(**{**fields, **changes})

    return make
