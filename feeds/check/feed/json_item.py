"""The items of JSON Feed 1.1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.json_values import Place, typed
from feeds.check.feed.values import holds_markup, is_media_type, is_web
from feeds.errors import Level

__all__ = ["RULES", "find", "people"]

RULES = {
    **table(
        Level.ERROR,
        {
            "json-id-missing": (
                "Every item has an id.",
                "Give it one that will never change, such as its address.",
            ),
            "json-id-not-text": ("An id is a text.", "Put it between quotes.", "feed_id"),
            "json-content-missing": (
                "Every item has content_html or content_text.",
                "Add one of them.",
            ),
            "json-author-empty": (
                "An author has a name, a url or an avatar.",
                "Add one of them, or leave the author out.",
                "author",
            ),
            "json-attachment-incomplete": (
                "An attachment has a url and a mime_type.",
                "Add what is missing.",
            ),
            "json-attachment-type": (
                "An attachment's mime_type is a MIME type.",
                "Write one such as audio/mpeg.",
            ),
            "json-attachment-number": (
                "Sizes and durations are numbers from 0 on.",
                "Correct it, or leave it out.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "json-text-html": (
                "What is in content_text is plain text.",
                "Put it into content_html.",
            ),
            "json-item-title-html": (
                "Titles and summaries are plain text.",
                "Take the elements out.",
                "title",
            ),
            "json-url-missing": (
                "Every item has a url, unless its id is one.",
                "Give the address of the post.",
            ),
            "json-item-without-date": (
                "Every item says when it was published.",
                "Add date_published.",
                "date",
            ),
            "json-tag": (
                "Tags are texts, each once and none empty.",
                "Correct the list.",
                "tags",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "json-id-not-url": (
                "An id is best the full address of the post.",
                "Keep it where readers know it already.",
                "feed_id",
            ),
        },
    ),
}

_KINDS = {
    "url": "url",
    "external_url": "url",
    "title": "text",
    "content_html": "text",
    "content_text": "text",
    "summary": "text",
    "image": "url",
    "banner_image": "url",
    "date_published": "date",
    "date_modified": "date",
    "author": "object",
    "authors": "list",
    "tags": "list",
    "language": "text",
    "attachments": "list",
}
_AUTHOR = {"name": "text", "url": "url", "avatar": "url"}
_ATTACHMENT = {
    "url": "url",
    "mime_type": "text",
    "title": "text",
    "size_in_bytes": "number",
    "duration_in_seconds": "number",
}


def find(item: Mapping[str, object], place: Place) -> Iterator[Flaw]:
    """Every flaw of an item."""
    rest = {key: value for key, value in item.items() if key != "id"}
    yield from typed(rest, _KINDS, place, "an item")
    yield from _id(item, place)
    yield from _texts(item, place)
    yield from people(item, place, "an item")
    yield from _tags(item.get("tags"), place.of("tags"))
    attachments = item.get("attachments")
    if isinstance(attachments, list):
        for index, each in enumerate(attachments):
            yield from _attachment(each, place.of("attachments", index))


def _id(item: Mapping[str, object], place: Place) -> Iterator[Flaw]:
    own = item.get("id")
    if own is None or (isinstance(own, str) and not own.strip()):
        yield Flaw("json-id-missing", "an item has no id", place.line)
        return
    if not isinstance(own, str):
        what = f"an item's id is {shortened(repr(own))}, and not a text"
        yield Flaw("json-id-not-text", what, place.of("id").line)
    elif not is_web(own):
        yield Flaw("json-id-not-url", f"an item's id is {shortened(own)}", place.of("id").line)
    if not item.get("url") and not is_web(str(own)):
        yield Flaw("json-url-missing", "an item has no url", place.line)


def _texts(item: Mapping[str, object], place: Place) -> Iterator[Flaw]:
    contents = [item.get(name) for name in ("content_html", "content_text")]
    if not any(isinstance(content, str) for content in contents):
        what = "an item has neither content_html nor content_text"
        yield Flaw("json-content-missing", what, place.line)
    plain = item.get("content_text")
    if isinstance(plain, str) and holds_markup(plain) and "content_html" not in item:
        what = f"content_text holds HTML: {shortened(plain)}"
        yield Flaw("json-text-html", what, place.of("content_text").line)
    for name in ("title", "summary"):
        value = item.get(name)
        if isinstance(value, str) and holds_markup(value):
            what = f"the {name} is {shortened(value)}"
            yield Flaw("json-item-title-html", what, place.of(name).line)
    if "date_published" not in item:
        yield Flaw("json-item-without-date", "an item has no date", place.line)


def people(value: Mapping[str, object], place: Place, name: str) -> Iterator[Flaw]:
    """What is wrong with the authors of a feed or an item."""
    listed, single = value.get("authors"), value.get("author")
    found: list[tuple[Place, object]] = []
    if isinstance(single, dict):
        found.append((place.of("author"), single))
    if isinstance(listed, list):
        found += [(place.of("authors", index), each) for index, each in enumerate(listed)]
    for where, author in found:
        if not isinstance(author, dict):
            what = f"an author of {name} is {shortened(repr(author))}, and not an object"
            yield Flaw("json-wrong-type", what, where.line)
            continue
        yield from typed(author, _AUTHOR, where, "an author")
        if not any(author.get(key) for key in _AUTHOR):
            yield Flaw("json-author-empty", f"an author of {name} is empty", where.line)


def _tags(tags: object, place: Place) -> Iterator[Flaw]:
    if not isinstance(tags, list):
        return
    counted = Counter(tag for tag in tags if isinstance(tag, str))
    if not all(isinstance(tag, str) and tag.strip() for tag in tags):
        yield Flaw("json-tag", "a tag is empty, or no text", place.line)
    for tag, count in counted.items():
        if count > 1 and tag.strip():
            yield Flaw("json-tag", f"the tag {shortened(tag)} is there twice", place.line)


def _attachment(value: object, place: Place) -> Iterator[Flaw]:
    if not isinstance(value, dict):
        what = f"an attachment is {shortened(repr(value))}, and not an object"
        yield Flaw("json-wrong-type", what, place.line)
        return
    yield from typed(value, _ATTACHMENT, place, "an attachment")
    if missing := [name for name in ("url", "mime_type") if not value.get(name)]:
        what = f"an attachment has no {' and no '.join(missing)}"
        yield Flaw("json-attachment-incomplete", what, place.line)
    kind = value.get("mime_type")
    if isinstance(kind, str) and kind and not is_media_type(kind):
        what = f"an attachment's mime_type is {shortened(kind)}"
        yield Flaw("json-attachment-type", what, place.of("mime_type").line)
    for name in ("size_in_bytes", "duration_in_seconds"):
        number = value.get(name)
        if isinstance(number, (int, float)) and number < 0:
            what = f"an attachment's {name} is {shortened(str(number))}"
            yield Flaw("json-attachment-number", what, place.of(name).line)
