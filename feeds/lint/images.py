"""Rules about pictures: what stands for them, where they are, and how large they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from feeds.check.body.reading import is_file_name
from feeds.columns import width
from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.links import LOCAL, parts_of
from feeds.lint.page import Element, Link
from feeds.lint.view import PictureFile, View

__all__ = ["RULES", "find"]

_EMPTY = "readers see an empty frame"

RULES = {
    **table(
        Level.ERROR,
        {
            "picture-alt-missing": (
                "Every picture has an alt text; an empty one if it only decorates.",
                "who sees no pictures gets its file name, or nothing",
                'Say what it shows, or write alt="" if it only decorates.',
            ),
            "picture-source-missing": (
                "Every picture has a source.",
                _EMPTY,
                "Say what it shows, or take it out.",
            ),
            "picture-relative": (
                "The URLs of pictures are absolute.",
                _EMPTY,
                "Write it with https:// and the host before it.",
            ),
            "picture-local": (
                "No picture lies on the computer of whoever reads.",
                _EMPTY,
                "Write the address that others can reach.",
            ),
            "picture-data": (
                "No picture is written into a URL.",
                "Gmail and Outlook show nothing, and the mail grows",
                "Keep the file beside the post and link to it.",
            ),
            "picture-cid-missing": (
                "A picture that is attached is there.",
                _EMPTY,
                "Attach it, or link to it.",
            ),
            "picture-file-missing": (
                "A picture of the site is there.",
                _EMPTY,
                "Add the file, or correct its name: capitals count.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "picture-alt-empty-in-link": (
                "A picture that alone is a link has an alt text, or a link beside it a text.",
                "screen readers spell the URL out",
                "Say where it leads.",
            ),
            "picture-alt-file-name": (
                "An alt text says what is seen, not what the file is called.",
                "it tells nobody what is there",
                "Say what it shows.",
            ),
            "picture-svg": (
                "No picture is SVG.",
                "Gmail and Outlook show nothing",
                "Show a PNG of it.",
            ),
            "picture-format": (
                "Pictures are JPEG, PNG or GIF.",
                "Outlook for Windows shows nothing",
                "Show it as JPEG or PNG; resize = true makes one of it.",
            ),
            "picture-width": (
                "Every picture has a width, as a whole number of pixels.",
                "Outlook for Windows shows it as large as the file is",
                "Write width into its tag, without px.",
            ),
            "picture-too-wide": (
                "No picture is shown wider than 700 pixels.",
                "Outlook stretches the whole mail to it",
                "Write a width of at most 600 into its tag.",
            ),
            "picture-insecure": (
                "Pictures come over https.",
                "some clients show nothing that comes without it",
                "Write https://.",
            ),
            "picture-large": (
                "A picture has at most 1 MB.",
                "people wait for it, and pay for it",
                "Make it smaller; resize = true does so.",
            ),
            "pictures-large": (
                "All pictures together have at most 5 MB.",
                "people wait for them, and pay for them",
                "Make them smaller; resize = true does so.",
            ),
            "picture-upscaled": (
                "No picture is shown larger than its file is.",
                "it looks blurred",
                "Show it smaller, or use a larger file.",
            ),
            "picture-distorted": (
                "A picture is shown in its own proportions.",
                "it looks squeezed",
                "Correct its width and height.",
            ),
            "pictures-alone": (
                "A mail says something without its pictures.",
                "many clients show none at first, and filters take such mails for spam",
                "Say in words what the pictures say.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "picture-height": (
                "Every picture has a height, as a whole number of pixels, or height:auto.",
                "text jumps when it comes",
                "Write height into its tag.",
            ),
        },
    ),
}

_INTEGER = re.compile(r"\d{1,5}")
_LENGTH = re.compile(r"(\d{1,5})(?:\.\d+)?(?:px)?")
_NO_PICTURES = ("svg", "svgz")
_ODD = ("webp", "avif", "heic", "heif", "bmp", "tif", "tiff", "jxl", "ico")
_WIDEST = 700
_LARGE = 1_000_000
_LARGE_TOGETHER = 5_000_000
_FEWEST_COLUMNS = 200
_MERGE = re.compile(r"\{\{|\*\||%%|mergetagx*[a-z]x")


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind."""
    if not view.has_html:
        return
    linked = {
        id(picture): any(other.label for other in view.page.links if other.url == link.url)
        for link in _lonely(view)
        for picture in link.pictures
    }
    files: dict[str, PictureFile] = {}
    pictures = list(view.page.of("img"))
    for picture in pictures:
        yield from _alt(picture, linked.get(id(picture)))
        yield from _source(view, picture)
        if view.kind == "mail":
            yield from _size(picture)
        yield from _file(view, picture, files)
    if view.kind == "mail":
        yield from _together(view, pictures, files)


def _lonely(view: View) -> Iterator[Link]:
    """Links that show pictures and say nothing."""
    for link in view.page.links:
        if link.pictures and not link.label:
            yield link


def _fault(rule: str, what: str, picture: Element, *evidence: str) -> Fault:
    source = picture.attributes.get("src", "").strip()
    return Fault(rule, what, evidence=(*evidence, *filter(None, [source])), post=picture.post)


def _named(picture: Element) -> str:
    source = shortened(picture.attributes.get("src", "").strip())
    return f"the picture {source}" if source else "a picture"


def _alt(picture: Element, linked: bool | None) -> Iterator[Fault]:
    """What stands for a picture; `linked` is whether another link names the page it leads to."""
    source = picture.attributes.get("src", "").strip()
    alt = picture.attributes.get("alt")
    if alt is None:
        if not _is_beacon(picture):
            yield _fault("picture-alt-missing", f"{_named(picture)} has no alt text", picture)
    elif is_file_name(alt, source):
        what = f"{_named(picture)} has the alt text “{shortened(alt)}”"
        yield _fault("picture-alt-file-name", what, picture, alt)
    elif linked is False:
        what = f"{_named(picture)} is a link and has an empty alt text"
        yield _fault("picture-alt-empty-in-link", what, picture)


def _is_beacon(picture: Element) -> bool:
    sizes = {picture.attributes.get("width", ""), picture.attributes.get("height", "")}
    return sizes <= {"0", "1", "0px", "1px"}


def _source(view: View, picture: Element) -> Iterator[Fault]:
    """What is wrong with where a picture comes from; the gravest only."""
    url, named = picture.attributes.get("src", "").strip(), _named(picture)
    scheme = url.partition(":")[0].lower() if ":" in url else ""
    if _MERGE.search(url):
        return
    if not url:
        yield _fault("picture-source-missing", "a picture has no src", picture)
    elif scheme == "data":
        if view.kind == "mail":
            what = f"a picture of {len(url):,} characters is written into its URL"
            yield _fault("picture-data", what, picture, url[:60])
    elif scheme == "cid":
        ids = {part.content_id for part in view.mail.parts} if view.mail else {url[4:]}
        if url[4:] not in ids:
            yield _fault("picture-cid-missing", f"{named} is not attached", picture)
    elif scheme in ("http", "https"):
        yield from _web(view, picture, url)
    elif scheme in ("file", "blob", "c", "d"):
        yield _fault("picture-local", f"{named} lies on one computer only", picture)
    elif view.kind == "mail":
        yield _fault("picture-relative", f"{named} has a relative URL", picture)


def _web(view: View, picture: Element, url: str) -> Iterator[Fault]:
    parts, named = parts_of(url), _named(picture)
    own = parts_of(view.issue.site.url) if view.issue.site else None
    host = "" if parts is None else parts.hostname or ""
    kind = "" if parts is None else parts.path.rpartition(".")[2].lower()
    if LOCAL.fullmatch(host) and (own is None or own.hostname != host):
        yield _fault("picture-local", f"{named} lies on one computer only", picture)
    elif view.kind == "web":
        return
    elif kind in _NO_PICTURES:
        yield _fault("picture-svg", f"{named} is SVG", picture)
    elif kind in _ODD:
        yield _fault("picture-format", f"{named} is {kind.upper()}", picture)
    elif url.lower().startswith("http:") and (own is None or own.hostname != host):
        yield _fault("picture-insecure", f"{named} comes without https", picture)


def _size(picture: Element) -> Iterator[Fault]:
    given, named = picture.attributes.get("width", "").strip(), _named(picture)
    if not _INTEGER.fullmatch(given):
        has = f"the width “{shortened(given)}”" if given else "no width"
        yield _fault("picture-width", f"{named} has {has}", picture)
    elif int(given) > _WIDEST:
        yield _fault("picture-too-wide", f"{named} is {given} pixels wide", picture)
    height = picture.attributes.get("height", "").strip()
    automatic = picture.style.get("height", "").startswith("auto")
    if not _INTEGER.fullmatch(height) and not automatic:
        yield _fault("picture-height", f"{named} has no height", picture)


def _file(view: View, picture: Element, files: dict[str, PictureFile]) -> Iterator[Fault]:
    """What the picture's own file tells, where it is one of the site."""
    url, named = picture.attributes.get("src", "").strip(), _named(picture)
    if view.pictures is None or not url.startswith(("http://", "https://")):
        return
    file = view.pictures.look(url)
    if file is None:
        if view.pictures.lacks(url):
            yield _fault("picture-file-missing", f"{named} is not there", picture)
        return
    if file.size > _LARGE and url not in files:
        yield _fault("picture-large", f"{named} has {file.size:,} bytes", picture)
    files[url] = file
    shown, tall = _pixels(picture, "width"), _pixels(picture, "height")
    if not file.width or not file.height or urlsplit(url).path.lower().endswith(".svg"):
        return
    if shown and shown > file.width * 1.05:
        what = f"{named} is {file.width} pixels wide, and shown at {shown}"
        yield _fault("picture-upscaled", what, picture)
    if shown and tall and abs(shown * file.height / (tall * file.width) - 1) > 0.06:
        what = f"{named} has {file.width} × {file.height} pixels, and is shown at {shown} × {tall}"
        yield _fault("picture-distorted", what, picture)


def _pixels(picture: Element, name: str) -> int | None:
    found = _LENGTH.fullmatch(picture.attributes.get(name, "").strip())
    return int(found[1]) if found and int(found[1]) else None


def _together(
    view: View, pictures: list[Element], files: dict[str, PictureFile]
) -> Iterator[Fault]:
    size = sum(file.size for file in files.values())
    if size > _LARGE_TOGETHER:
        yield Fault("pictures-large", f"all pictures together have {size:,} bytes")
    seen = [each for each in pictures if not _is_beacon(each)]
    columns = width(view.words[:2000])
    if seen and columns < _FEWEST_COLUMNS:
        what = f"the mail has {len(seen)} pictures and {columns} columns of text"
        yield Fault("pictures-alone", what)
