"""Colours as every screen and every mail program takes them: sRGB, without a profile."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["in_srgb"]

_LARGEST_PROFILE = 4 * 1024 * 1024


def in_srgb(image: Image, profile: bytes | None) -> Image:
    """The picture as L, RGB or RGBA in sRGB.

    An ICC profile that cannot be used, or is another kind of picture's, counts as none.
    """
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image.convert("RGB") if alpha else image
    plain = _converted(plain, profile) if profile else plain
    if plain.mode not in ("L", "RGB"):
        plain = plain.convert("RGB")
    if alpha is None or alpha.getextrema() == (255, 255):
        return plain
    whole = plain.convert("RGB")
    whole.putalpha(alpha)
    return whole


def _converted(image: Image, profile: bytes) -> Image:
    from PIL import ImageCms

    if len(profile) > _LARGEST_PROFILE:
        return image
    try:
        return (
            ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="L" if image.mode == "L" else "RGB",
            )
            or image
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return image
