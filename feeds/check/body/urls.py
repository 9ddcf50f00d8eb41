"""Where the references of a body lead, without following any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from feeds.check.body.document import Document
from feeds.check.body.faults import Fault, Rule, rules, shortened
from feeds.check.body.markup import Token
from feeds.errors import Level

__all__ = ["RULES", "Reference", "candidates", "find", "references"]

RULES: dict[str, Rule] = {
    **rules(
        Level.ERROR,
        {
            "body-relative-url": "Every URL is absolute: a reader is not at the page of the post.",
            "body-script-url": "No URL is a script.",
            "body-data-url": "No file is written into a URL: feeds grow, and readers show nothing.",
            "body-local-url": "No URL leads to the computer of whoever reads.",
            "body-lazy-picture": "What is shown has a source that needs no script to be loaded.",
        },
    ),
    **rules(
        Level.WARNING,
        {
            "body-empty-url": "No URL is empty.",
            "body-invalid-url": "Every URL is one that programs can read.",
            "body-odd-scheme": "URLs are of the web, of mail or of telephones.",
            "body-mixed-content": "A site with https shows nothing that comes without it.",
            "body-url-with-password": "No URL holds a name and a password.",
            "body-srcset": "Every srcset is a list of URLs, each with a width or a density.",
            "body-source-missing": "Every picture, film and sound has a source.",
            "body-dead-anchor": "Every link within the body leads to an id that is there.",
            "body-id-twice": "Every id is there once.",
        },
    ),
}

_URL_ATTRIBUTES_NAMES = "href src poster cite data background action formaction longdesc xlink:href"
_URL_ATTRIBUTES = frozenset(_URL_ATTRIBUTES_NAMES.split())
_LINKS = frozenset({"href", "cite", "longdesc"})
_ANCHORS = frozenset({"a", "area"})
_SHOWN = frozenset({"img", "source", "video", "audio", "track"})
_LAZY = ("data-src", "data-srcset", "data-lazy-src", "data-original", "data-lazy", "data-url")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile("[\t\n\r]")
_EDGES = "".join(map(chr, range(0x21)))
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_BAD_SIGN = re.compile(r'[ "<>\\^`{|}\x00-\x1f\x7f]')
_DESCRIPTOR = re.compile(
    r"\d{1,9}w(?: \d{1,9}h)?|\d{1,9}h|(?:\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})x", re.A
)
_NO_SPACE = re.compile(r"[^ \t\n\f\r]+")
_TEMPLATE = ("{{", "{%")
_USUAL = frozenset({"http", "https", "mailto", "tel"})
_LOCAL_SCHEMES = frozenset({"file", "blob", "about", "chrome", "filesystem"})
_LOCAL_HOST = re.compile(r"localhost|.*\.localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1", re.I)


class Reference(NamedTuple):
    """A reference of an element: its attribute, and the URL as written."""

    element: str
    attribute: str
    url: str

    @property
    def is_link(self) -> bool:
        """Whether people follow it, rather than see what it shows."""
        return self.attribute in _LINKS

    def __str__(self) -> str:
        return f"{self.attribute} of <{shortened(self.element)}>"


def references(token: Token) -> Iterator[Reference]:
    """Every reference of a start tag, those in a srcset too, as it is written there."""
    for name, value in token.attributes.items():
        if name in _URL_ATTRIBUTES:
            yield Reference(token.name, name, value)
        elif name in ("srcset", "imagesrcset"):
            for url, _ in candidates(value):
                yield Reference(token.name, name, url)


def candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """The URLs of a srcset, each with its descriptor (WHATWG HTML §4.8.4.2.2)."""
    rest = srcset.lstrip(" \t\n\f\r,")
    position = 0
    while match := _NO_SPACE.match(rest, position):
        position, url, descriptor = match.end(), match[0], ""
        if not url.endswith(","):
            end = rest.find(",", position)
            end = len(rest) if end < 0 else end
            descriptor = " ".join(rest[position:end].split())
            position = end
        yield url.rstrip(","), descriptor
        while position < len(rest) and rest[position] in " \t\n\f\r,":
            position += 1


def find(document: Document) -> Iterator[Fault]:
    """Every fault of this kind, in order."""
    ids = _ids(document)
    yield from _ids_twice(document)
    for token in document.elements:
        yield from _sources(token)
        for reference in references(token):
            yield from _reference(reference, document.url, ids)


def _ids(document: Document) -> frozenset[str]:
    found = {token.attributes["id"] for token in document.elements if "id" in token.attributes}
    names = {
        token.attributes["name"]
        for token in document.elements
        if token.name == "a" and "name" in token.attributes
    }
    return frozenset(found | names)


def _ids_twice(document: Document) -> Iterator[Fault]:
    seen: set[str] = set()
    told: set[str] = set()
    for token in document.elements:
        name = token.attributes.get("id")
        if name is None:
            continue
        if name in seen and name not in told:
            told.add(name)
            yield Fault(
                "body-id-twice",
                f'the id "{shortened(name)}" is there more than once',
                "Links to it lead to the first one.",
                (f'id="{name}"', name),
            )
        seen.add(name)


def _sources(token: Token) -> Iterator[Fault]:
    """What is shown and has no source, or one that a script would have to put there."""
    srcset = token.attributes.get("srcset")
    if srcset is not None:
        yield from _srcset(token, srcset)
    if token.name != "img" and not (token.name == "source" and srcset is None):
        return
    if token.attributes.get("src", "").strip() or (srcset or "").strip():
        return
    lazy = next((name for name in _LAZY if token.attributes.get(name)), None)
    if lazy is not None:
        url = token.attributes[lazy]
        yield Fault(
            "body-lazy-picture",
            f"<{token.name}> has {shortened(url)} in {lazy}, which only a script loads",
            f"Write it into src{'set' if 'srcset' in lazy else ''}.",
            (url, lazy),
        )
    elif "src" not in token.attributes:
        yield Fault(
            "body-source-missing",
            f"<{token.name}> has no src",
            "Say what it shows, or take it out.",
            (token.attributes.get("alt", ""), f"<{token.name}"),
        )


def _srcset(token: Token, srcset: str) -> Iterator[Fault]:
    found = list(candidates(srcset))
    kinds = {descriptor[-1:] for _, descriptor in found}
    odd = next((each for _, each in found if each and not _DESCRIPTOR.fullmatch(each)), None)
    if not found:
        why = "names no picture"
    elif odd is not None:
        why = f'has "{shortened(odd)}" where a width such as 800w or a density such as 2x belongs'
    elif len({descriptor or "1x" for _, descriptor in found}) < len(found):
        why = "names two pictures for the same width or density"
    elif "w" in kinds and len(kinds) > 1:
        why = "has widths for some pictures and not for others"
    else:
        return
    yield Fault(
        "body-srcset",
        f"the srcset of <{token.name}> {why}",
        "Browsers ignore what they cannot read of it.",
        (srcset, *(url for url, _ in found[:1]), "srcset"),
    )


def _reference(reference: Reference, base: str, ids: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with one reference; the gravest only."""
    url = _IGNORED.sub("", reference.url.strip(_EDGES))
    if any(opener in url for opener in _TEMPLATE):
        return
    evidence = tuple(filter(None, (reference.url, url)))
    shown = shortened(url)
    if not url:
        yield Fault(
            "body-empty-url",
            f"{reference} is empty",
            "Say where it leads.",
            (f"{reference.attribute}=",),
        )
    elif url.startswith("#"):
        yield from _anchor(reference, url, ids)
    elif scheme := _SCHEME.match(url):
        yield from _absolute(reference, url, scheme[1].lower(), base, evidence)
    else:
        yield Fault(
            "body-relative-url",
            f"{reference} is relative: {shown}",
            "Write it with https:// and the host before it.",
            evidence,
        )


def _anchor(reference: Reference, url: str, ids: frozenset[str]) -> Iterator[Fault]:
    name = url[1:]
    if reference.element not in _ANCHORS or name.lower() == "top" or {name, unquote(name)} & ids:
        return
    what = (
        f"there is no {shortened(url)} in the body"
        if name
        else f"{reference} is #, which leads nowhere"
    )
    yield Fault(
        "body-dead-anchor", what, "Link to the page of the post, or to an id in it.", (url,)
    )


def _absolute(
    reference: Reference, url: str, scheme: str, base: str, evidence: tuple[str, ...]
) -> Iterator[Fault]:
    shown = shortened(url)
    if scheme in ("javascript", "vbscript", "livescript"):
        yield Fault(
            "body-script-url", f"{reference} is a script: {shown}", "Take it out.", evidence
        )
    elif scheme == "data":
        remedy = "Keep the file beside the post and link to it."
        yield Fault("body-data-url", f"{reference} is a data: URL", remedy, (evidence[0][:60],))
    elif scheme in _LOCAL_SCHEMES:
        yield Fault(
            "body-local-url", f"{reference} leads to one computer only: {shown}", evidence=evidence
        )
    elif scheme not in _USUAL:
        remedy = "Most readers do not follow it."
        yield Fault("body-odd-scheme", f"{reference} is not of the web: {shown}", remedy, evidence)
    elif scheme in ("http", "https"):
        yield from _web(reference, url, scheme, base, evidence)


def _web(
    reference: Reference, url: str, scheme: str, base: str, evidence: tuple[str, ...]
) -> Iterator[Fault]:
    shown = shortened(url)
    parts = _split(url)
    if parts is None:
        yield Fault(
            "body-invalid-url", f"{reference} is no URL: {shown}", "Write it anew.", evidence
        )
    elif _LOCAL_HOST.fullmatch(parts.hostname or "") and not _is_at(base, parts):
        remedy = "Write the address that others can reach."
        yield Fault(
            "body-local-url", f"{reference} leads to one computer only: {shown}", remedy, evidence
        )
    elif parts.password is not None:
        remedy = "Everybody who reads the feed can read it; change the password."
        yield Fault(
            "body-url-with-password",
            f"{reference} holds a password",
            remedy,
            (parts.hostname or url,),
        )
    elif _BAD_SIGN.search(url) or _BAD_ESCAPE.search(url):
        remedy = "Write such signs as %20 and the like."
        yield Fault(
            "body-invalid-url", f"{reference} has signs that no URL has: {shown}", remedy, evidence
        )
    elif scheme == "http" and reference.element in _SHOWN and base.startswith("https:"):
        remedy = "Write https://, if it is there under that too; browsers refuse it otherwise."
        yield Fault(
            "body-mixed-content", f"{reference} comes without https: {shown}", remedy, evidence
        )


def _split(url: str) -> SplitResult | None:
    """The parts of a web URL; None where it has no host or a port that is none."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _is_at(base: str, parts: SplitResult) -> bool:
    """Whether the site itself is at that local host, as it is while somebody writes."""
    own = _split(base)
    return own is not None and own.hostname == parts.hostname
