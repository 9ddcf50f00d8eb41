"""What feeds and mail cannot show, told in words and pictures: frames become links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from feeds.content.providers import ELEMENTS, QUOTES, Shown, shown
from feeds.content.references import source
from feeds.content.tree import FLOW, Change, Element, Node, words_of
from feeds.urls import web_url

__all__ = ["embed_for", "quotation"]

_FRAMES = {"amp-iframe": "src", "embed": "src", "feeds-script": "src", "iframe": "src"}
_SAYS_NOTHING = re.compile(
    r"(?:youtube|vimeo)(?: video)?(?: player)?|video|embed\w*", re.IGNORECASE
)


def embed_for(base: str, lost: set[str]) -> Change:
    """What becomes of an embed on the page at `base`: a linked picture, or a link.

    The names of what nobody can follow are added to `lost`.
    """

    def embed(element: Element, parent: Element) -> list[Node] | None:
        if element.name == "input":
            return _box(element)
        if element.name == "object":
            return _object(element, parent, base)
        if element.name not in _FRAMES and element.name not in ELEMENTS:
            return None
        url = source(_address(element), base)
        if url is None:
            if element.name == "iframe":
                lost.add("<iframe> without src")
            return []
        known = shown(url)
        if element.name == "feeds-script" and known is None:
            return []
        if (page := element.get("data-page")) and (known is None or known.is_player):
            known = Shown(page, element.get("data-page-name"))
        return _placed([_stand_in(element, known or Shown(url, ""))], parent)

    return embed


def quotation(element: Element, _parent: Element) -> list[Node] | None:
    """A post of a social network as its script found it, with a link to that post."""
    kinds = element.classes & QUOTES.keys()
    if element.name != "blockquote" or not kinds:
        return None
    name, attribute = QUOTES[min(kinds)]
    address = web_url(element.get(attribute)) or ""
    inner = list(element.elements())
    for one in inner:
        one.attributes.pop("class", None)
    links = [one for one in inner if one.name == "a" and one.get("href")]
    for one in links:
        one.children = [" ".join(" ".join(_texts(one)).split())]
    if links and not _words_outside(links, element):
        element.children = [Element("p", {}, [one]) for one in links if one.children != [""]]
    post = shown(address) or Shown(address, name)
    bare = post.url.partition("?")[0].rstrip("/")
    if address and not any(one.get("href").startswith(bare) for one in links):
        link = Element("a", {"href": post.url}, [escape(post.name, quote=False)])
        element.children.append(Element("p", {}, [link]))
    return None


def _words_outside(links: list[Element], element: Element) -> bool:
    whole = "".join(words_of(element).split())
    return whole != "".join("".join(words_of(link).split()) for link in links)


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def _box(element: Element) -> list[Node]:
    if element.get("type").lower() != "checkbox":
        return []
    return ["☐" if "checked" not in element.attributes else "☑"]


def _address(element: Element) -> str:
    if element.name not in ELEMENTS:
        return element.get(_FRAMES[element.name])
    names, address = ELEMENTS[element.name]
    found = next((value for name in names if (value := element.get(name))), "")
    return address.format(id=found) if found else element.get("src")


def _object(element: Element, parent: Element, base: str) -> list[Node] | None:
    """An object: a linked picture or a link, and what stands in for it in its own words."""
    film = element.find("embed")
    movie = next((one.get("value") for one in element.elements() if one.get("name") == "movie"), "")
    address = element.get("data") or movie or (film.get("src") if film else "")
    fallback = [
        child
        for child in element.children
        if isinstance(child, str) or child.name not in ("embed", "object", "param")
    ]
    url = source(address, base)
    if url is None:
        element.children = fallback
        return None
    inside = Element("", {}, fallback)
    if any(source(one.get("href"), base) == url for one in inside.elements() if one.name == "a"):
        return fallback
    if all(isinstance(child, str) or child.name == "img" for child in fallback):
        words = words_of(inside).strip()
        known = shown(url) or Shown(url, words or _file_name(url))
        return _placed([_stand_in(element, known)], parent)
    known = shown(url) or Shown(url, _file_name(url))
    return [*_placed([_stand_in(element, known)], parent), *fallback]


def _file_name(url: str) -> str:
    name = urlsplit(url).path.rpartition("/")[2]
    return name if name.lower().endswith(".pdf") else ""


def _placed(nodes: list[Node], parent: Element) -> list[Node]:
    return [Element("p", {}, nodes)] if parent.name in FLOW else nodes


def _stand_in(element: Element, known: Shown) -> Element:
    title = element.get("title") or element.get("aria-label") or element.get("playlabel")
    if known.name and _SAYS_NOTHING.fullmatch(title):
        title = ""
    title = " ".join((title or known.name or known.url).split())
    link = Element("a", {"href": known.url})
    inner = element.find("img", "amp-img")
    poster = element.get("poster") or (inner.get("src") if inner else "") or known.picture
    if poster:
        own = inner.get("alt") if inner else ""
        picture = {"src": poster, "alt": own or title}
        if known.size and poster == known.picture:
            picture["width"], picture["height"] = map(str, known.size)
        link.children = [Element("img", picture)]
    else:
        link.children = [escape(title, quote=False)]
    return link
