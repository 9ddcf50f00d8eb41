"""Where Jekyll puts a file of the site, and how its filters write URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import splitext
from urllib.parse import urlsplit

from feeds.collect.dialects.base import MARKDOWN
from feeds.expand.jekyll.data import read_yaml
from feeds.expand.sources import Uses
from feeds.urls import quote_path

__all__ = ["FRONT_MATTER", "absolute_url", "file_url", "relative_url", "usual_url"]

FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:(.*?)\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CSS = {".scss": ".css", ".sass": ".css", ".coffee": ".js"}
_HTML = (".html", ".xhtml", ".htm")


def relative_url(reference: str, base: str) -> str:
    """Jekyll's `relative_url`: below `baseurl`, percent-encoded."""
    if _SCHEME.match(reference):
        return reference
    return _normal("".join(map(_with_slash, (base.removesuffix("/"), reference))))


def absolute_url(reference: str, url: str, base: str) -> str:
    """Jekyll's `absolute_url`: below the site's `url` and `baseurl`."""
    if _SCHEME.match(reference):
        return reference
    relative = relative_url(reference, base)
    return _normal(url + relative) if url else relative


def _with_slash(part: str) -> str:
    return part if not part or part.startswith("/") else f"/{part}"


def _normal(url: str) -> str:
    """A URL in the form that Addressable gives it, as far as links need that."""
    parts = urlsplit(url)
    path = quote_path(parts.path)
    if parts.netloc and not path:
        path = "/"
    rest = url[len(url.split("?", 1)[0].split("#", 1)[0]) :]
    head = f"{parts.scheme.lower()}://{parts.netloc.lower()}" if parts.scheme else ""
    head = head or (f"//{parts.netloc}" if parts.netloc else "")
    return f"{head}{path}{quote_path(rest) if not rest.isascii() else rest}"


def file_url(path: str, uses: Uses, config: Mapping[str, object], root: str = "") -> str | None:
    """The URL path of a page, a file or a collection's document; None for what is not there.

    `root` is the folder of the site's source, empty for the site's own.
    """
    data = uses.file(path)
    inside = path.removeprefix(f"{root}/") if root else path
    label, below = _collection(inside, config)
    if data is None or (label is None and any(part[:1] == "_" for part in inside.split("/"))):
        return None
    found = FRONT_MATTER.match(data)
    if not found:
        return quote_path(f"/{inside}" if label is None else f"/{label}/{below}")
    if permalink := _own_permalink(found[1] or b""):
        return quote_path(_with_slash(permalink))
    return usual_url(path, config, root)


def usual_url(path: str, config: Mapping[str, object], root: str = "") -> str:
    """The URL path of a page or a document that says nothing of it itself."""
    inside = path.removeprefix(f"{root}/") if root else path
    label, below = _collection(inside, config)
    if label is not None:
        return _document_url(label, below, config)
    stem, suffix = splitext(inside)
    ending = ".html" if suffix.lower() in MARKDOWN else _CSS.get(suffix, suffix)
    folder, _, name = stem.rpartition("/")
    folder = f"/{folder}" if folder else ""
    name = name.rstrip(".")
    if ending not in _HTML:
        return quote_path(f"{folder}/{name}{ending}")
    if name == "index":
        return quote_path(f"{folder}/")
    return quote_path(f"{folder}/{name}{_ending(config, ending)}")


def _ending(config: Mapping[str, object], ending: str) -> str:
    style = str(config.get("permalink") or "date")
    if style == "pretty" or style.endswith("/"):
        return "/"
    plain = style in ("date", "ordinal", "none") or style.endswith(":output_ext")
    return ending if plain else ""


def _own_permalink(block: bytes) -> str | None:
    try:
        values = read_yaml(block.decode())
    except ValueError:
        return None
    own = values.get("permalink") if isinstance(values, dict) else None
    return own if isinstance(own, str) and own else None


def _collections(config: Mapping[str, object]) -> Mapping[str, object]:
    named = config.get("collections")
    if isinstance(named, list):
        return {str(name): {} for name in named}
    return named if isinstance(named, dict) else {}


def _collection(path: str, config: Mapping[str, object]) -> tuple[str | None, str]:
    """The collection that a file belongs to, and its path in it."""
    above = str(config.get("collections_dir") or "").strip("/")
    inside = path.removeprefix(f"{above}/") if above else path
    first, _, below = inside.partition("/")
    label = first.removeprefix("_")
    return (label, below) if first.startswith("_") and label in _collections(config) else (None, "")


def _document_url(label: str, below: str, config: Mapping[str, object]) -> str:
    settings = _collections(config).get(label)
    pattern = settings.get("permalink") if isinstance(settings, dict) else None
    stem, suffix = splitext(below)
    ending = ".html" if suffix.lower() in MARKDOWN else _CSS.get(suffix, suffix)
    name = stem.rpartition("/")[2]
    values = {"collection": label, "path": stem, "name": name, "title": name, "slug": name}
    values |= {"output_ext": ending, "categories": ""}
    url = re.sub(
        r":(collection|path|name|title|slug|output_ext|categories)",
        lambda found: values[found[1]],
        str(pattern or "/:collection/:path:output_ext"),
    )
    return quote_path(re.sub(r"/{2,}", "/", _with_slash(url)))
