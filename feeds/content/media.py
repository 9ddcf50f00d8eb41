"""The files of a site that its posts show, and what they are.

Media types come from the table below, never from the machine's.
"""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from feeds.model import Enclosure, Site

__all__ = ["enclosure", "media_type"]

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
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".zip": "application/zip",
}


def media_type(path: str) -> str | None:
    """The MIME type that a path's extension stands for, or None where it is not known."""
    return _MEDIA_TYPES.get(PurePosixPath(path).suffix.lower())


def enclosure(url: str, site: Site) -> Enclosure | None:
    """The enclosure for a URL of the site, with the true length of the file behind it.

    The file lies below the site's root as the URL does below the site's. None where the
    URL is not the site's, the type is not known, or no regular file inside the site is
    there to be read.
    """
    names = _names(url, site.url)
    if not names:
        return None
    kind = media_type(names[-1])
    if kind is None:
        return None
    length = _length(site.root, names)
    return None if length is None else Enclosure(url, length, kind)


def _names(url: str, site_url: str) -> list[str]:
    """The decoded path segments of a URL below the site's, or none at all."""
    try:
        parts, home = urlsplit(url), urlsplit(site_url)
    except ValueError:
        return []
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
        return []
    if not parts.path.startswith(f"{home.path}/"):
        return []
    names = [unquote(name) for name in parts.path.removeprefix(f"{home.path}/").split("/")]
    if any(not name or name.startswith(".") or set(name) & set("/\\\0") for name in names):
        return []
    return names


def _length(root: Path, names: list[str]) -> int | None:
    try:
        home = root.resolve(strict=True)
        place = home.joinpath(*names).resolve(strict=True)
        status = place.stat()
    except (OSError, RuntimeError, ValueError):
        return None
    if not place.is_relative_to(home) or not stat.S_ISREG(status.st_mode):
        return None
    return status.st_size
