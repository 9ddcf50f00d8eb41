"""Jekyll's own filters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from unicodedata import category, normalize
from urllib.parse import quote, quote_plus

from feeds.expand.jekyll.searches import SEARCHES
from feeds.expand.jekyll.urls import absolute_url, relative_url
from feeds.expand.liquid import Context, Filter, Lazy, RefusedError, inspected, needs_context, text
from feeds.expand.liquid.filters.dates import moment_of, strftime
from feeds.expand.liquid.values import SPACES, leading_integer, shown, whole

__all__ = ["FILTERS"]

_CJK = "\u3005\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
_CJK += "\u30fd-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_CJK += "\uff66-\uff6f\uff71-\uff9d\u1100-\u11ff\u3131-\u318e\U00020000-\U0003134f"
_CJK_SIGN = re.compile(f"[{_CJK}]")
_OTHER_WORD = re.compile(f"[^{_CJK}\\s]+")
_SPACE = re.compile(r"[ \t\n\v\f\r\0]+")
_PRETTY = "._~!$&'()+,;=@"


# ── URLs ──────────────────────────────────────────────────────────────────────────────


@needs_context
def _absolute_url(context: Context, value: object) -> str | None:
    if value is None:
        return None
    site = context.registers
    return absolute_url(_address(value), site.url, site.base)


@needs_context
def _relative_url(context: Context, value: object) -> str | None:
    return None if value is None else relative_url(_address(value), context.registers.base)


def _address(value: object) -> str:
    return text(value["url"]) if isinstance(value, Lazy) and "url" in value else text(value)


def _strip_index(value: object) -> str | None:
    return re.sub(r"/index\.html?$", "/", text(value)) if text(value) else None


# ── Text ──────────────────────────────────────────────────────────────────────────────


def _xml_escape(value: object) -> str:
    return escape(text(value), quote=False).replace('"', "&quot;")


def _uri_escape(value: object) -> str:
    return quote(text(value), safe="!#$&'()*+,/:;=?@[]~%")


def _normalize_whitespace(value: object) -> str:
    return _SPACE.sub(" ", text(value)).strip(SPACES)


def _number_of_words(value: object, mode: object = None) -> int:
    written = text(value)
    signs = len(_CJK_SIGN.findall(written)) if mode in ("cjk", "auto") else 0
    if mode == "cjk" or signs:
        return signs + len(_OTHER_WORD.findall(written))
    return len([word for word in _SPACE.split(written) if word])


def _sentence(value: object, connector: object = "and") -> str:
    if not isinstance(value, list):
        raise RefusedError("a list is wanted")
    words = [shown(item) for item in value]
    if len(words) < 3:
        return f" {text(connector)} ".join(words)
    return f"{', '.join(words[:-1])}, {text(connector)} {words[-1]}"


def _slugify(value: object, mode: object = None) -> str | None:
    if value is None:
        return None
    written, style = text(value), text(mode) or "default"
    if style not in ("raw", "default", "pretty", "ascii", "latin"):
        return written.lower()
    if style == "latin":
        written = normalize("NFD", written).encode("ascii", "ignore").decode()
    if style == "raw":
        slug = _SPACE.sub("-", written)
    else:
        kept = "".join(char if _in_slug(char, style) else "\0" for char in written)
        slug = re.sub("\0+", "-", kept)
    return slug.removeprefix("-").removesuffix("-").lower()


def _in_slug(char: str, style: str) -> bool:
    if style == "ascii":
        return char.isascii() and char.isalnum()
    kind = category(char)
    return kind[0] in "LM" or kind == "Nd" or (style == "pretty" and char in _PRETTY)


@needs_context
def _markdownify(context: Context, value: object) -> str:
    return str(context.registers.markdown(text(value)))


@needs_context
def _smartify(context: Context, value: object) -> str:
    html = str(context.registers.markdown(re.sub(r"([\\`*_{}\[\]#|~^])", r"\\\1", text(value))))
    return html.strip().removeprefix("<p>").removesuffix("</p>")


def _jsonify(value: object) -> str:
    return json.dumps(_as_json(value), ensure_ascii=False, separators=(",", ":"))


def _as_json(value: object) -> object:
    if isinstance(value, (dict, Lazy)):
        if isinstance(value, Lazy):
            raise RefusedError("this is too much to be written as JSON")
        return {text(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return text(value)


# ── Dates ─────────────────────────────────────────────────────────────────────────────


def _moment(context: Context, value: object) -> datetime:
    moment = moment_of(value, context.registers.zone, context.now)
    if moment is None:
        raise RefusedError("this is not a date")
    return moment.astimezone(context.registers.zone)


@needs_context
def _xmlschema(context: Context, value: object) -> object:
    return strftime(_moment(context, value), "%Y-%m-%dT%H:%M:%S%:z") if text(value) else value


@needs_context
def _rfc822(context: Context, value: object) -> object:
    return strftime(_moment(context, value), "%a, %d %b %Y %H:%M:%S %z") if text(value) else value


def _dated(month: str) -> Filter:
    def run(context: Context, value: object, kind: object = None, style: object = None) -> object:
        if not text(value):
            return value
        moment = _moment(context, value)
        if kind != "ordinal":
            return strftime(moment, f"%d {month} %Y")
        day = f"{moment.day}{_ordinal(moment.day)}"
        form = f"{month} {day}, %Y" if style == "US" else f"{day} {month} %Y"
        return strftime(moment, form)

    return needs_context(run)


def _ordinal(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _without(side: str) -> Callable[..., object]:
    def run(value: object, count: object = 1) -> object:
        if not isinstance(value, list):
            return value
        number = whole(count)
        if number < 0:
            raise RefusedError("a whole number is wanted")
        return value[number:] if side == "start" else value[: max(len(value) - number, 0)]

    return run


def _to_integer(value: object) -> int:
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, float):
        return int(value)
    if value is None or isinstance(value, str):
        return leading_integer(value or "")
    raise RefusedError("there is no number in it")


def _refused(why: str) -> Filter:
    def run(*_: object) -> object:
        raise RefusedError(why)

    return run


def _inspect(value: object) -> str:
    return _xml_escape(inspected(value))


FILTERS: Mapping[str, Filter] = {
    **SEARCHES,
    "absolute_url": _absolute_url,
    "array_to_sentence_string": _sentence,
    "cgi_escape": lambda value: quote_plus(text(value), safe="*").replace("~", "%7E"),
    "date_to_long_string": _dated("%B"),
    "date_to_rfc822": _rfc822,
    "date_to_string": _dated("%b"),
    "date_to_xmlschema": _xmlschema,
    "inspect": _inspect,
    "jsonify": _jsonify,
    "markdownify": _markdownify,
    "normalize_whitespace": _normalize_whitespace,
    "number_of_words": _number_of_words,
    "pop": _without("end"),
    "push": lambda value, item: [*value, item] if isinstance(value, list) else value,
    "relative_url": _relative_url,
    "sample": _refused("it is different each time"),
    "sassify": _refused("style sheets are nothing for a feed"),
    "scssify": _refused("style sheets are nothing for a feed"),
    "shift": _without("start"),
    "slugify": _slugify,
    "smartify": _smartify,
    "strip_index": _strip_index,
    "to_integer": _to_integer,
    "unshift": lambda value, item: [item, *value] if isinstance(value, list) else value,
    "uri_escape": _uri_escape,
    "xml_escape": _xml_escape,
}
