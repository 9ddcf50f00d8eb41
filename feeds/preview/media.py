"""The site's own pictures, read from its folder while they are not yet published."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from feeds.media.files import Files
from feeds.media_types import media_type
from feeds.model import Site

__all__ = ["PREFIX", "LocalPicture", "local_address", "local_picture"]

PREFIX = "/media/"


@dataclass(frozen=True, slots=True)
class LocalPicture:
    """A picture's bytes and its MIME type."""

    data: bytes
    media_type: str


def local_address(url: str, site: Site) -> str | None:
    """Where the preview serves that picture; None where the site's folder does not hold it."""
    if _image_type(url, site) is None:
        return None
    return PREFIX + urlsplit(url).path.removeprefix(f"{urlsplit(site.url).path}/")


def local_picture(path: str, site: Site) -> LocalPicture | None:
    """The picture at that path below the site's URL, which is not percent-encoded.

    None for what is outside the site's folder, hidden, no regular file, unreadable, or
    not of a type that the program knows as an image.
    """
    kind = _image_type(f"{site.url}/{quote(path)}", site)
    if kind is None:
        return None
    try:
        return LocalPicture((site.root / path).read_bytes(), kind)
    except OSError:
        return None


def _image_type(url: str, site: Site) -> str | None:
    found = Files(site.root, site.url).find(url)
    kind = found and media_type(found.path)
    return kind if kind and kind.startswith("image/") else None
