"""How a picture is written: as JPEG where it is a photograph, as PNG where it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["encoded"]

Encoded = tuple[bytes, str]

_COLOURS = 256
# On dense screens, where most mail is read, less than 80 shows no difference, and less
# than 60 begins to.
_QUALITIES = (80, 72, 64)
# Drawings and screenshots are little larger as PNG, or smaller; photographs many times.
_DRAWN = 2.0
_SMALL_PNG = 30_000
_LARGE_PNG = 200_000


def encoded(
    image: Image, *, photograph: bool, most: int | None, worse: bool = True
) -> Encoded | None:
    """The bytes of a picture in L, RGB or RGBA, and their MIME type.

    None for one that has more than `most` bytes in its best form, or, where a `worse` one is
    welcome, in all. Anything transparent is a PNG; all that is known to be a `photograph` is
    a JPEG; of all others, the colours tell.
    """
    if image.mode == "RGBA":
        forms = _transparent(image)
    elif photograph:
        forms = _jpegs(image)
    else:
        forms = _by_colours(image)
    tried = forms if worse else islice(forms, 1)
    return next((form for form in tried if most is None or len(form[0]) <= most), None)


def _transparent(image: Image) -> Iterator[Encoded]:
    from PIL.Image import Quantize

    whole = _png(image)
    if len(whole[0]) <= _LARGE_PNG:
        yield whole
    yield _png(image.quantize(_COLOURS, Quantize.FASTOCTREE))


def _by_colours(image: Image) -> Iterator[Encoded]:
    if image.getcolors(_COLOURS):
        yield _png(_with_palette(image))
        return
    drawn, taken = _png(image), _jpeg(image, _QUALITIES[0])
    if len(drawn[0]) <= max(_SMALL_PNG, _DRAWN * len(taken[0])):
        yield drawn
    fewer = _png(_with_palette(image))
    if len(fewer[0]) <= len(taken[0]):
        yield fewer
    yield taken
    yield from _jpegs(image, _QUALITIES[1:])


def _with_palette(image: Image) -> Image:
    """A picture of few colours; it need not have any but shades of grey."""
    from PIL.Image import Dither, Quantize

    if image.mode == "L":
        return image
    return image.quantize(_COLOURS, Quantize.MEDIANCUT, dither=Dither.NONE)


def _jpegs(image: Image, qualities: Sequence[int] = _QUALITIES) -> Iterator[Encoded]:
    return (_jpeg(image, quality) for quality in qualities)


def _png(image: Image) -> Encoded:
    file = BytesIO()
    image.save(file, "PNG", optimize=True, icc_profile=None, exif=b"")
    return file.getvalue(), "image/png"


def _jpeg(image: Image, quality: int) -> Encoded:
    file = BytesIO()
    image.save(
        file, "JPEG", quality=quality, optimize=True, progressive=True, icc_profile=None, exif=b""
    )
    return file.getvalue(), "image/jpeg"
