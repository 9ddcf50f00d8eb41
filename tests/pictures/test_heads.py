"""What a picture is, told by its first bytes; what is made to keep programs busy is refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from feeds.pictures.errors import UnusableError
from feeds.pictures.heads import kind_of, moves


def test_the_bytes_tell_the_format(honest: dict[str, bytes]) -> None:
    """A picture whose extension is wrong would not be made smaller."""
    assert {kind: kind_of(data) for kind, data in honest.items()} == {kind: kind for kind in honest}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<?xml version='1.0'?><svg width='10' height='10'/>", "no mail program shows SVG"),
        (b"BM" + bytes(60), "it is none of JPEG, PNG, GIF, WebP and AVIF"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "it is none of JPEG"),
        (b"RIFF\0\0\0\0WAVE", "it is none of JPEG"),
        (b"<!doctype html>", "it is none of JPEG"),
        (b"", "it is none of JPEG"),
    ],
)
def test_other_formats_are_named(data: bytes, why: str) -> None:
    """Nobody would know why a picture is not made smaller, or why mail does not show it."""
    with pytest.raises(UnusableError, match=why):
        kind_of(data)


def test_what_moves_is_known_without_reading_all_of_it(make: SimpleNamespace) -> None:
    """A GIF would stand still in mail; and one of 100,000 frames would be read frame by frame."""
    assert [moves(make.gif(frames), "GIF") for frames in (1, 2, 100_000)] == [False, True, True]
    control = make.chunk(b"acTL", bytes(8))
    assert moves(make.png_head(1, 1, control), "PNG")
    assert not moves(make.png_head(1, 1), "PNG")


def test_a_gif_that_ends_in_its_first_frame_is_damaged(make: SimpleNamespace) -> None:
    """A file that is cut off would end the run."""
    for length in range(6, len(make.gif(1))):
        with pytest.raises(UnusableError, match="damaged"):
            moves(make.gif(1)[:length], "GIF")


@pytest.mark.parametrize("block", [b"\x01a", b"\xff" + b"a" * 255])
def test_a_gif_with_endless_comments_is_refused(make: SimpleNamespace, block: bytes) -> None:
    """Pillow copies a comment for each of its blocks, which takes hours for some megabytes."""
    comment = b"\x21\xfe" + block * (600_000 // len(block)) + b"\0"
    with pytest.raises(UnusableError, match="like no honest picture's"):
        moves(make.gif(1, comment), "GIF")


def test_a_png_with_endless_chunks_is_refused(make: SimpleNamespace) -> None:
    """Pillow keeps every chunk that it does not know."""
    with pytest.raises(UnusableError, match="like no honest picture's"):
        moves(make.png_head(1, 1, make.chunk(b"prVt", b"") * 20_000), "PNG")


def test_a_jpeg_with_endless_scans_or_exif_is_refused(photo: bytes) -> None:
    """Each scan is decoded, and each piece of Exif copied with all before it."""
    exif = b"\xff\xe1\0\x09Exif\0\0x"
    scan = photo[photo.rindex(b"\xff\xda") : photo.rindex(b"\xff\xda") + 300]
    for data in (photo[:2] + exif * 2000 + photo[2:], photo[:-2] + scan * 200 + photo[-2:]):
        with pytest.raises(UnusableError, match="like no honest picture's"):
            kind_of(data)
