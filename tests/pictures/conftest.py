"""Pictures, made here: honest ones of every format, and those that are made to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_head(width: int, height: int, before: bytes = b"") -> bytes:
    """A PNG of one bit a pixel that says how large it is; what it shows is not there."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    shown = zlib.compress(bytes(1))
    return b"\x89PNG\r\n\x1a\n" + head + before + chunk(b"IDAT", shown) + chunk(b"IEND", b"")


def gif(frames: int, before: bytes = b"") -> bytes:
    """A GIF of one pixel and so many frames."""
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HH", 1, 1) + b"\x80\0\0" + bytes(6) + before + frame * frames


def photograph(width: int, height: int) -> Image.Image:
    """Something with as many colours as a photograph has, the same each time."""
    noise = Image.frombytes("L", (width, height), _noise(width * height))
    across = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, noise, across.transpose(Image.Transpose.ROTATE_180)))


def drawing(width: int, height: int) -> Image.Image:
    """Something with few colours and smooth lines."""
    image = Image.new("RGB", (2 * width, 2 * height), "white")
    pen = ImageDraw.Draw(image)
    for step in range(0, 2 * width, 400):
        pen.line((step, 0, 2 * width - step, 2 * height), fill=(20, 60, 120), width=6)
    return image.resize((width, height))


def bytes_of(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _noise(length: int) -> bytes:
    state, out = 1, bytearray()
    while len(out) < length:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out += (state >> 24).to_bytes(5, "big")
    return bytes(value // 8 + 100 for value in out[:length])


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """What makes pictures, by name."""
    functions = (chunk, png_head, gif, photograph, drawing, bytes_of)
    return SimpleNamespace(**{each.__name__: each for each in functions})


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A photograph of 1600 × 1200 pixels."""
    return bytes_of(photograph(1600, 1200), "JPEG", quality=92)


@pytest.fixture(scope="session")
def honest(photo: bytes) -> dict[str, bytes]:
    """A picture in each of the formats that can be made smaller."""
    half = photograph(800, 600)
    return {
        "JPEG": photo,
        "PNG": bytes_of(drawing(1600, 1200), "PNG"),
        "GIF": bytes_of(drawing(1600, 1200), "GIF"),
        "WEBP": bytes_of(half, "WEBP"),
        "AVIF": bytes_of(half, "AVIF", speed=10),
    }


@pytest.fixture(scope="session")
def swapped_profile() -> bytes:
    """An ICC profile in which red and blue have changed places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    for entry in range(132, 132 + 12 * count, 12):
        name = bytes(profile[entry : entry + 4])
        profile[entry : entry + 4] = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(name, name)
    return bytes(profile)
