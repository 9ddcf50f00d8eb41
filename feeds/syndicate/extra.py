"""Elements of a site's own: declared in `feeds.toml`, or given by an extension."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from lxml.etree import SubElement, _Element

from feeds.errors import ExtensionError, error
from feeds.extensions import Extension, loaded
from feeds.keys import value_at
from feeds.model import Element, Entry, Extra, Feed
from feeds.text import clean

__all__ = ["add_elements", "as_json", "entry_elements", "extra_namespaces", "feed_elements"]

_NAME = re.compile(r"([A-Za-z][\w.-]*):([A-Za-z_][\w.-]*)", re.ASCII)
_ATTRIBUTE = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_TEXT = "text"


def extra_namespaces(feed: Feed) -> dict[str, str]:
    """The prefixes of all that the feed's own elements may have, and their URIs."""
    extensions = (loaded(name).namespaces for name in feed.extensions)
    return dict(chain(feed.extra.namespaces, *(each.items() for each in extensions)))


def feed_elements(feed: Feed) -> tuple[Element, ...]:
    """What is added to the feed itself.

    Raises `ExtensionError` where an extension fails, or gives what cannot be written.
    """
    given = _given(feed, lambda extension: extension.feed(feed))
    return tuple(_checked(chain(feed.extra.feed, given), feed))


def entry_elements(entry: Entry, feed: Feed) -> tuple[Element, ...]:
    """What is added to an entry of the feed. Raises `ExtensionError` as `feed_elements` does."""
    given = _given(feed, lambda extension: extension.entry(entry))
    said = _said(feed.extra, entry.post.front_matter)
    return tuple(_checked(chain(said, given), feed))


def add_elements(
    parent: _Element, elements: Iterable[Element], namespaces: Mapping[str, str]
) -> None:
    """Adds the elements to one of XML."""
    for each in elements:
        prefix, _, name = each.name.partition(":")
        uri = namespaces[prefix]
        made = SubElement(parent, f"{{{uri}}}{name}", dict(each.attributes), nsmap={prefix: uri})
        made.text = each.text or None
        add_elements(made, each.children, namespaces)


def as_json(elements: Iterable[Element]) -> dict[str, object]:
    """The same as extensions of JSON Feed 1.1: an object for each prefix, after `_`.

    No name in one may have a dot; an underscore takes its place.
    """
    found: dict[str, dict[str, object]] = {}
    for each in elements:
        prefix, _, name = each.name.partition(":")
        _put(found.setdefault(f"_{_undotted(prefix)}", {}), _undotted(name), _value(each))
    return dict(found)


def _undotted(name: str) -> str:
    return name.replace(".", "_")


def _value(element: Element) -> object:
    if not element.attributes and not element.children:
        return element.text
    made: dict[str, object] = {_undotted(name): value for name, value in element.attributes}
    for child in element.children:
        _put(made, _undotted(child.name.partition(":")[2]), _value(child))
    if element.text:
        made[_TEXT] = element.text
    return made


def _put(into: dict[str, object], name: str, value: object) -> None:
    """A name that comes again becomes an array."""
    before = into.get(name)
    if name not in into:
        into[name] = value
    elif isinstance(before, list):
        before.append(value)
    else:
        into[name] = [before, value]


def _said(extra: Extra, front_matter: Mapping[str, object]) -> Iterator[Element]:
    """What front matter says under the keys that are to become elements."""
    for name, key in extra.entry:
        value = value_at(front_matter, key)
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if one is not None:
                yield _element(name, one)


def _element(name: str, value: object) -> Element:
    """An element of a text, or of a table: its `text`, and attributes."""
    if not isinstance(value, Mapping):
        return Element(name, _as_text(value))
    attributes = tuple(
        (str(key), _as_text(one)) for key, one in value.items() if key != _TEXT and one is not None
    )
    return Element(name, _as_text(value.get(_TEXT, "")), attributes)


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _given(feed: Feed, ask: Callable[[Extension], Iterable[Element]]) -> Iterator[Element]:
    for name in feed.extensions:
        try:
            yield from ask(loaded(name))
        except ExtensionError:
            raise
        except Exception as problem:
            what = f"the extension {name} failed: {problem!r}"
            remedy = f"Mend it, or take it out of the feed {feed.name}."
            raise ExtensionError(error(what, remedy=remedy)) from problem


def _checked(elements: Iterable[Element], feed: Feed) -> Iterator[Element]:
    """The elements in the form in which XML can have them."""
    known = extra_namespaces(feed)
    for each in elements:
        match = _NAME.fullmatch(each.name)
        if match is None or match[1] not in known:
            what = f"an element is called {each.name!r}, which no namespace of the feed explains"
            raise ExtensionError(error(what, remedy="Call it prefix:name, and declare the prefix."))
        yield Element(
            each.name,
            clean(each.text),
            tuple((key, clean(one)) for key, one in each.attributes if _ATTRIBUTE.fullmatch(key)),
            tuple(_checked(each.children, feed)),
        )
