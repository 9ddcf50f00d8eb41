"""What a picture's bytes are, as far as they tell without being decoded.

Pillow reads some heads in time that grows with the square of their length, and decodes a
JPEG once for each of its scans: what would keep it busy is refused here.
"""

from __future__ import annotations

from typing import Literal

from feeds.pictures.errors import UnusableError, damaged

__all__ = ["Kind", "kind_of", "moves"]

Kind = Literal["JPEG", "PNG", "GIF", "WEBP", "AVIF"]

_BOXES = (b"avif", b"avis")
_SVG_HEAD = 1024

# An honest JPEG has at most a dozen scans, and one segment of metadata for each 64 KiB.
_MOST_SCANS = 100
_MOST_SEGMENTS = 1000
_MOST_EXTENSION_BYTES = 256 * 1024
_MOST_CHUNKS = 10_000

_PNG_HEAD = 8
_CHUNK_BYTES = 12
_GIF_HEAD = 13
_EXTENSION, _FRAME = 0x21, 0x2C
_FRAME_HEAD = 10


def kind_of(data: bytes) -> Kind:
    """The format of a picture, by its first bytes.

    Raises `UnusableError` for all others, and for a head that no honest program writes.
    """
    if data.startswith(b"\xff\xd8\xff"):
        if data.count(b"\xff\xda") > _MOST_SCANS or data.count(b"\xff\xe1") > _MOST_SEGMENTS:
            raise _too_busy()
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _BOXES:
        return "AVIF"
    if b"<svg" in data[:_SVG_HEAD]:
        raise UnusableError("no mail program shows SVG", "Save it as PNG too, and show that one.")
    raise UnusableError(
        "it is none of JPEG, PNG, GIF, WebP and AVIF, whatever its name says",
        "Save it as JPEG or PNG.",
    )


def moves(data: bytes, kind: Kind) -> bool:
    """Whether the picture has frames, in a format in which mail shows them.

    Raises `UnusableError` for a GIF that ends before its first frame does, and for what has more
    beside its frames than anybody needs.
    """
    if kind == "PNG":
        return _has_animation(data)
    return kind == "GIF" and _frames(data) > 1


def _too_busy() -> UnusableError:
    return UnusableError("its head is like no honest picture's", "Export it again.")


def _has_animation(data: bytes) -> bool:
    """Whether a PNG has an animation control chunk, which stands before its pixels (§11.3.6.1)."""
    position = _PNG_HEAD
    for _ in range(_MOST_CHUNKS):
        length, name = data[position : position + 4], data[position + 4 : position + 8]
        if name in (b"IDAT", b""):
            return False
        if name == b"acTL":
            return True
        position += _CHUNK_BYTES + int.from_bytes(length, "big")
    raise _too_busy()


def _frames(data: bytes) -> int:
    """The number of frames of a GIF (GIF89a §§18-26), but never more than two."""
    frames = extensions = 0
    try:
        position = _GIF_HEAD + _table_bytes(data[10])
        while data[position] in (_EXTENSION, _FRAME):
            if data[position] == _FRAME:
                position += _FRAME_HEAD + _table_bytes(data[position + 9]) + 1
                position = _after_blocks(data, position)
                frames += 1
                if frames > 1:
                    break
            else:
                begun = position
                position = _after_blocks(data, position + 2)
                extensions += position - begun
                if extensions > _MOST_EXTENSION_BYTES:
                    raise _too_busy()
    except IndexError:
        if not frames:
            raise damaged() from None
    return frames


def _table_bytes(flags: int) -> int:
    """The length of the colour table that those flags tell of."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    """Where a chain of data sub-blocks (§15) ends."""
    while length := data[position]:
        position += length + 1
    return position + 1
