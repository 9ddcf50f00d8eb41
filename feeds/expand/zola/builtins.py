"""The shortcodes that Zola itself had until 0.17, as links to what they embedded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote

from feeds.expand.zola.tera_values import TeraError, as_text

__all__ = ["BUILTINS"]

Arguments = Mapping[str, object]


def _link(url: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(url)}</a></p>'


def _id(arguments: Arguments) -> str:
    return quote(_given(arguments, "id"), safe="-_")


def _given(arguments: Arguments, key: str) -> str:
    if key not in arguments:
        raise TeraError(f"the argument {key} is not there")
    return as_text(arguments[key])


def _youtube(arguments: Arguments) -> str:
    url = f"https://www.youtube.com/watch?v={_id(arguments)}"
    if playlist := arguments.get("playlist"):
        url += f"&list={quote(as_text(playlist), safe='-_')}"
    return _link(url)


BUILTINS: Mapping[str, Callable[[Arguments], str]] = {
    "youtube": _youtube,
    "vimeo": lambda arguments: _link(f"https://vimeo.com/{_id(arguments)}"),
    "streamable": lambda arguments: _link(f"https://streamable.com/{_id(arguments)}"),
    "gist": lambda arguments: _link(_given(arguments, "url")),
}
"""By name, what each makes of its arguments."""
