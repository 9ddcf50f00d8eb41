"""The channel of RSS 2.0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feeds.check.feed.dates import mail_date, w3c_date
from feeds.check.feed.elements import DC, SLASH, all_text, children, line_of, local, text_of
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.rss_values import date_flaws, email_flaws, url_flaws
from feeds.check.feed.values import holds_markup, is_integer
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ELEMENTS", "RULES", "find"]

_NEEDED = ("title", "link", "description")
_ONCE = (
    *_NEEDED,
    *("cloud", "copyright", "docs", "generator", "image", "language", "lastBuildDate"),
    *("managingEditor", "pubDate", "rating", "skipDays", "skipHours", "textInput", "ttl"),
    "webMaster",
)
ELEMENTS = frozenset((*_ONCE, "category"))

RULES = {
    **table(
        Level.ERROR,
        {
            "rss-title-missing": ("A channel has a title.", "Give it one."),
            "rss-link-missing": ("A channel has a link.", "Give the address of the site."),
            "rss-description-missing": (
                "A channel has a description.",
                "Say in a sentence what it is about.",
            ),
            "rss-channel-element-twice": (
                "A channel has one of each, but for categories and items.",
                "Keep one of them.",
            ),
            "rss-ttl": ("A ttl is a number of minutes.", "Write one such as 60."),
            "rss-image-incomplete": (
                "A channel's image has a url, a title and a link.",
                "Add what is missing.",
            ),
            "rss-image-size": (
                "An image is 1 to 144 pixels wide and 1 to 400 high.",
                "Give its size, or leave it out.",
            ),
            "rss-cloud": (
                "A cloud has a domain, a port, a path, a procedure and a protocol.",
                "Add what is missing, or use WebSub instead.",
            ),
            "rss-skip-hours": (
                "Hours are numbers from 0 to 23, each once.",
                "Correct them, or leave them out.",
            ),
            "rss-update-period": (
                "An sy:updatePeriod is hourly, daily, weekly, monthly or yearly, with a frequency.",
                "Correct it, or leave it to ttl.",
            ),
            "rss-skip-days": (
                "Days are those of the week in English, each once.",
                "Correct them, or leave them out.",
            ),
            "rss-text-input": (
                "A text input has a title, a description, a name and a link.",
                "Leave it out: readers show none.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "rss-channel-empty-element": (
                "What a channel says of itself is not empty.",
                "Fill it in, or leave it out.",
            ),
            "rss-title-html": (
                "A title is plain text: readers show HTML as it is written.",
                "Take the elements out.",
                "title",
            ),
            "rss-image-format": (
                "An image is GIF, JPEG or PNG.",
                "Give another one.",
            ),
            "rss-image-differs": (
                "An image has the channel's own title and link.",
                "Write the same.",
            ),
            "rss-comments-undated": (
                "A channel with counts of comments says when it was made.",
                "Add lastBuildDate.",
            ),
            "rss-said-twice": (
                "Nothing is said both in RSS and in Dublin Core.",
                "Leave out what is in Dublin Core.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "rss-text-input-there": (
                "A channel has no text input, as the best practices advise.",
                "Leave it out: readers show none.",
            ),
            "rss-built-before": (
                "A feed is not made before its newest post is published.",
                "Give lastBuildDate the latest date.",
            ),
        },
    ),
}

_CLOUD = ("domain", "port", "path", "registerProcedure", "protocol")
_PROTOCOLS = ("xml-rpc", "soap", "http-post")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_IMAGES = (".gif", ".jpeg", ".jpg", ".png")
_SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_PERIODS = ("hourly", "daily", "weekly", "monthly", "yearly")
_TWICE = {"date": "pubDate", "language": "language", "rights": "copyright"}


def find(channel: _Element, items: Sequence[_Element]) -> Iterator[Flaw]:
    """Every flaw of the channel itself."""
    line = line_of(channel)
    for name in _NEEDED:
        if not children(channel, "", name):
            yield Flaw(f"rss-{name}-missing", f"the channel has no {name}", line)
    for name in _ONCE:
        found = children(channel, "", name)
        for again in found[1:]:
            yield Flaw("rss-channel-element-twice", f"the channel has {name} twice", line_of(again))
        for element in found[:1]:
            yield from _element(name, element)
            if not len(element) and not text_of(element) and not element.attrib:
                what = f"the channel's {name} is empty"
                yield Flaw("rss-channel-empty-element", what, line_of(element))
    for image in children(channel, "", "image"):
        yield from _image(image, channel)
    yield from _period(channel)
    yield from _beside(channel, items)


def _element(name: str, element: _Element) -> Iterator[Flaw]:
    text, line = text_of(element), line_of(element)
    if name in ("link", "docs") and text:
        yield from url_flaws(element)
    elif name in ("pubDate", "lastBuildDate"):
        yield from date_flaws(element)
    elif name in ("managingEditor", "webMaster"):
        yield from email_flaws(element)
    elif name == "ttl" and not is_integer(text):
        yield Flaw("rss-ttl", f"ttl is {shortened(text) or 'empty'}", line)
    elif name == "title" and holds_markup(text):
        yield Flaw("rss-title-html", f"the title is {shortened(text)}", line)
    elif name == "cloud":
        yield from _cloud(element)
    elif name == "skipHours":
        hours = [text_of(hour) for hour in children(element, "", "hour")]
        right = all(is_integer(hour) and int(hour) <= 23 for hour in hours)
        if not right or len({int(hour) for hour in hours}) < len(hours):
            what = f"skipHours has {shortened(', '.join(hours))}"
            yield Flaw("rss-skip-hours", what, line)
    elif name == "skipDays":
        days = [text_of(day) for day in children(element, "", "day")]
        if not set(days) <= set(_DAYS) or len(set(days)) < len(days):
            yield Flaw("rss-skip-days", f"skipDays has {shortened(', '.join(days))}", line)
    elif name == "textInput":
        yield Flaw("rss-text-input-there", "the channel has a text input", line)
        needed = ("title", "description", "name", "link")
        if missing := [part for part in needed if not children(element, "", part)]:
            yield Flaw("rss-text-input", f"the text input has no {', no '.join(missing)}", line)


def _cloud(element: _Element) -> Iterator[Flaw]:
    line = line_of(element)
    port, protocol = element.get("port", ""), element.get("protocol", "")
    if missing := [name for name in _CLOUD if element.get(name) is None]:
        yield Flaw("rss-cloud", f"the cloud has no {', no '.join(missing)}", line)
    elif not is_integer(port) or not 0 < int(port) < 65536:
        yield Flaw("rss-cloud", f"the cloud's port is {shortened(port) or 'empty'}", line)
    elif protocol not in _PROTOCOLS:
        yield Flaw("rss-cloud", f"the cloud's protocol is {shortened(protocol) or 'empty'}", line)


def _image(image: _Element, channel: _Element) -> Iterator[Flaw]:
    line = line_of(image)
    found = {name: children(image, "", name) for name in ("url", *_NEEDED, "width", "height")}
    if missing := [name for name in ("url", "title", "link") if not found[name]]:
        yield Flaw("rss-image-incomplete", f"the image has no {', no '.join(missing)}", line)
    for element in (*found["url"], *found["link"]):
        yield from url_flaws(element)
    for element in found["url"]:
        url = text_of(element)
        name = urlsplit(url).path.lower() if "[" not in url else ""
        if "." in name.rpartition("/")[2] and not name.endswith(_IMAGES):
            what = f"the image is {shortened(url)}"
            yield Flaw("rss-image-format", what, line_of(element))
    for side, most in (("width", 144), ("height", 400)):
        for element in found[side]:
            text = text_of(element)
            if not is_integer(text) or not 1 <= int(text) <= most:
                what = f"the image's {side} is {shortened(text) or 'empty'}"
                yield Flaw("rss-image-size", what, line_of(element))
    for name in ("title", "link"):
        own, other = found[name][:1], children(channel, "", name)[:1]
        if own and other and text_of(own[0]).rstrip("/") != text_of(other[0]).rstrip("/"):
            what = f"the image's {name} is not the channel's"
            yield Flaw("rss-image-differs", what, line_of(own[0]))


def _period(channel: _Element) -> Iterator[Flaw]:
    """How often the feed says that it changes (RSS's module Syndication)."""
    for element in channel.iterchildren(f"{{{_SYNDICATION}}}*"):
        name, text = local(element), text_of(element)
        fits = {
            "updatePeriod": text in _PERIODS,
            "updateFrequency": is_integer(text) and int(text) > 0,
            "updateBase": w3c_date(text),
        }.get(name, False)
        if not fits:
            what = f"sy:{shortened(name)} is {shortened(text) or 'empty'}"
            yield Flaw("rss-update-period", what, line_of(element))


def _beside(channel: _Element, items: Sequence[_Element]) -> Iterator[Flaw]:
    """What is wrong with elements only beside others."""
    for name, other in _TWICE.items():
        if (doubled := children(channel, DC, name)) and children(channel, "", other):
            what = f"the channel has both {other} and dc:{name}"
            yield Flaw("rss-said-twice", what, line_of(doubled[0]))
    built = children(channel, "", "lastBuildDate")
    if not built and any(children(item, SLASH, "comments") for item in items):
        what = "items count their comments, and the channel has no lastBuildDate"
        yield Flaw("rss-comments-undated", what, line_of(channel))
    dates = [
        date.when
        for item in items
        for element in children(item, "", "pubDate")
        if (date := mail_date(all_text(element).strip()))
    ]
    own = mail_date(all_text(built[0]).strip()) if built else None
    if own is not None and dates and own.when < max(dates):
        what = "the feed was made before its newest item was published"
        yield Flaw("rss-built-before", what, line_of(built[0]))
