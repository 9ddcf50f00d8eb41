"""The MIME types of media, from the table below: never from the machine's."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

__all__ = ["Medium", "media_type", "medium"]

Medium = Literal["image", "audio", "video", "document"]

_MEDIA_TYPES = {
    ".aac": "audio/aac",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".epub": "application/epub+zip",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".jxl": "image/jxl",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".zip": "application/zip",
}


def media_type(path: str) -> str | None:
    """The MIME type that a path's extension stands for, or None where it is not known."""
    return _MEDIA_TYPES.get(PurePosixPath(path).suffix.lower())


def medium(kind: str | None) -> Medium | None:
    """What a MIME type is of, in the words of Media RSS; None where it has none of them."""
    if kind is None:
        return None
    family = kind.partition("/")[0]
    if family in ("image", "audio", "video"):
        return family  # type: ignore[return-value]
    return "document" if kind in ("application/pdf", "application/epub+zip") else None
