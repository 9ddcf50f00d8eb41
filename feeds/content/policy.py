"""What HTML may say in a feed or a mail: elements, attributes and their values.

Nothing that runs, submits, embeds, styles or identifies; what structures, means and
shows stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from feeds.content.references import link, source, source_set

__all__ = ["ATTRIBUTES", "FORCED", "REMOVED_WHOLE", "SCHEMES", "TAGS", "attribute_value"]

_INLINE = "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q s samp small span strong"
_INLINE_TOO = "sub sup time u var wbr ruby rb rt rp"
_BLOCKS = "h1 h2 h3 h4 h5 h6 p div section article aside header footer address hr pre blockquote"
_LISTS = "ul ol li dl dt dd details summary"
_TABLES = "table caption colgroup col thead tbody tfoot tr th td"
_MEDIA = "figure figcaption picture source img video audio"

TAGS = frozenset(f"{_INLINE} {_INLINE_TOO} {_BLOCKS} {_LISTS} {_TABLES} {_MEDIA}".split())

REMOVED_WHOLE = frozenset({"script", "style", "title", "textarea", "select", "template", "button"})

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_CELL = frozenset({"align", "colspan", "rowspan"})

ATTRIBUTES = {
    "*": frozenset({"lang", "dir", "title"}),
    "a": frozenset({"href", "hreflang"}),
    "audio": frozenset({"src"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span", "align"}),
    "colgroup": frozenset({"span", "align"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "srcset", "sizes", "width", "height", "alt"}),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "q": frozenset({"cite"}),
    "source": frozenset({"src", "srcset", "sizes", "media", "type", "width", "height"}),
    "td": _CELL,
    "th": _CELL | {"scope"},
    "time": frozenset({"datetime"}),
    "video": frozenset({"src", "poster", "width", "height"}),
}

FORCED = {"audio": {"controls": ""}, "video": {"controls": ""}}
"""What an element gets in any case. One attribute each: nh3 orders more at random."""

_URLS: dict[str, Callable[[str, str], str | None]] = {
    "cite": source,
    "data": source,
    "href": link,
    "poster": source,
    "src": source,
    "srcset": source_set,
}

_SIZE = re.compile(r"[0-9]{1,5}%?")
_COUNT = re.compile(r"[0-9]{1,3}")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")
_VALUES = {
    "align": re.compile("left|center|right|justify"),
    "colspan": _COUNT,
    "datetime": re.compile(r"[0-9A-Za-z:.+ -]{1,40}"),
    "dir": re.compile("ltr|rtl|auto"),
    "height": _SIZE,
    "hreflang": _LANGUAGE,
    "lang": _LANGUAGE,
    "media": re.compile(r"[A-Za-z0-9()., :<>=/-]{1,200}"),
    "rowspan": _COUNT,
    "scope": re.compile("row|col|rowgroup|colgroup"),
    "sizes": re.compile(r"[A-Za-z0-9()., :<>=/*+%-]{1,400}"),
    "span": _COUNT,
    "start": re.compile(r"-?[0-9]{1,9}"),
    "type": re.compile(r"[A-Za-z0-9/.+;= -]{1,100}"),
    "value": re.compile(r"-?[0-9]{1,9}"),
}


def attribute_value(name: str, value: str, base: str) -> str | None:
    """The value that an allowed attribute keeps, or None where the attribute must go.

    URLs come out absolute, resolved against `base`.
    """
    reference = _URLS.get(name)
    if reference is not None:
        return reference(value, base)
    pattern = _VALUES.get(name)
    if pattern is not None and not pattern.fullmatch(value):
        return None
    return value
