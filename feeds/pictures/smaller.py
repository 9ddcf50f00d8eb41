"""A picture made smaller for mail: bytes in, bytes out, and no more memory than is allowed.

Pillow does it. It knows a picture's size from its head, decodes a JPEG at a fraction of its
size, and is told the format, so that none of its other readers sees what people send.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from feeds.pictures.errors import UnusableError, damaged
from feeds.pictures.heads import Kind, kind_of, moves

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

__all__ = ["MOST_BYTES", "Smaller", "smaller"]

MOST_BYTES = 32 * 1024 * 1024
"""The largest file of a picture that is read."""

# JPEG is decoded at a fraction, and all others whole, at four bytes a pixel, twice.
_MOST_PIXELS: dict[Kind, int] = {"JPEG": 64_000_000}
_MOST_PIXELS_WHOLE = 32_000_000
_LONGEST_SIDE = 30_000
# Dense screens have two pixels or more where CSS has one; nobody sees more than two.
_DENSITY = 2
_NOT_IN_MAIL = ("AVIF", "WEBP")
_WORTH = 0.9
_ORIENTATION = 0x0112
_ON_ITS_SIDE = 5
_REDUCING_GAP = 3.0


class Smaller(NamedTuple):
    """A picture for mail: its bytes, its MIME type, and its size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def smaller(data: bytes, width: int) -> Smaller | None:
    """The picture for a place that is `width` CSS pixels wide; None where it is best as it is.

    It comes at most twice as wide as its place, and upright, in sRGB, and says nothing else of
    itself; a JPEG, or a PNG where it is transparent or drawn. It is never larger in bytes than
    the picture, but in place of WebP and AVIF, of which only the first frame is shown. What
    moves otherwise stays as it is. Raises `UnusableError`.
    """
    kind = kind_of(data)
    if moves(data, kind):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _made(data, kind, width)
        except UnusableError:
            raise
        except Exception as problem:
            # What Pillow raises for a damaged file is not one kind of exception.
            if type(problem).__name__ == "DecompressionBombError":
                raise _too_many_pixels(kind) from problem
            raise damaged() from problem


def _made(data: bytes, kind: Kind, width: int) -> Smaller | None:
    from PIL import Image

    from feeds.pictures.colours import in_srgb
    from feeds.pictures.encoding import encoded

    _load_plugin(kind)
    with Image.open(BytesIO(data), formats=[kind]) as image:
        if image.width * image.height > _MOST_PIXELS.get(kind, _MOST_PIXELS_WHOLE):
            raise _too_many_pixels(kind)
        orientation = _orientation(image)
        natural = image.height if orientation >= _ON_ITS_SIDE else image.width
        scale = min(1.0, _DENSITY * width / natural)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        if max(size) > _LONGEST_SIDE:
            raise UnusableError(
                f"it would be {size[0]} × {size[1]} pixels", "Cut it into several pictures."
            )
        must = scale < 1 or orientation != 1 or kind in _NOT_IN_MAIL
        profile = image.info.get("icc_profile")
        image.draft(None, size)
        made = _workable(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
    made = in_srgb(_upright(made, orientation), profile)
    most = None if kind in _NOT_IN_MAIL else int(len(data) * (1 if must else _WORTH))
    found = encoded(made, photograph=kind == "JPEG", most=most, worse=must)
    return Smaller(*found, *made.size) if found else None


def _load_plugin(kind: Kind) -> None:
    """Loads Pillow's reader of a format that is not among those it loads first.

    It would load all of its readers otherwise.
    """
    if kind == "AVIF":
        import PIL.AvifImagePlugin
    elif kind == "WEBP":
        import PIL.WebPImagePlugin  # noqa: F401


def _orientation(image: ImageFile) -> int:
    """How the picture lies (Exif 2.3, Orientation): 1 is upright, from 5 on it is on its side."""
    try:
        found: object = image.getexif().get(_ORIENTATION)
    except Exception:  # as above; a picture is worth showing without its Exif
        return 1
    return found if isinstance(found, int) and found in range(2, 9) else 1


def _upright(image: Image, orientation: int) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _workable(image: Image) -> Image:
    """The picture in a mode that can be made smaller without loss."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _too_many_pixels(kind: Kind) -> UnusableError:
    most = _MOST_PIXELS.get(kind, _MOST_PIXELS_WHOLE) // 1_000_000
    return UnusableError(
        f"it has more than {most} million pixels", "Save it with fewer, about 2000 across."
    )
