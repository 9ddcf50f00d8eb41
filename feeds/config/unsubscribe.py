"""Where readers unsubscribe: a URL that can stand in a mail's header, or a merge tag."""

from __future__ import annotations

import re

from feeds.config.checks import line
from feeds.config.source import Spot
from feeds.config.values import mail_address, web_address
from feeds.suggest import shown
from feeds.urls import is_web_url, normalise

__all__ = ["unsubscribe"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):", re.ASCII)
_TAG_ALONE = re.compile(r"[{}*%\[\]|]")
_TAG_WITHIN = re.compile(r"[{}\[\]|]|%(?![0-9A-Fa-f]{2})")
_LONGEST = 900


def unsubscribe(value: object, spot: Spot) -> str:
    """A web URL or a `mailto:` (RFC 6068), normalised; with a merge tag, as written.

    In a URL, a percent sign begins a merge tag where no escape follows it.
    """
    text = line(value, spot)
    url = _address(text)
    if url is None:
        raise spot.wrong(
            f"must be a web URL, a mailto: or a merge tag of the mailing engine, not {shown(text)}"
        )
    if len(url) > _LONGEST:
        raise spot.wrong(f"must not be longer than {_LONGEST} characters, percent-encoded")
    return url


def _address(text: str) -> str | None:
    match = _SCHEME.match(text)
    if match is None:
        return text if _TAG_ALONE.search(text) else None
    scheme = match[1].lower()
    merged = _TAG_WITHIN.search(text) is not None
    if scheme == "mailto":
        return text if merged else _mailto(text[match.end() :])
    if scheme not in ("http", "https"):
        return None
    if merged:
        return text if is_web_url(text) else None
    return web_address(text)


def _mailto(rest: str) -> str | None:
    written, mark, fields = rest.partition("?")
    address = mail_address(written)
    return None if address is None else normalise(f"mailto:{address}{mark}{fields}")
