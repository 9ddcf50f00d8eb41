"""Which links are the same."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import unquote, urljoin

from feeds.urls import normalise

__all__ = ["joined", "plain_link"]

_UNRESERVED = re.compile(
    r"%(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9ae]|3[0-9]|2[de]|5f)", re.IGNORECASE
)


def plain_link(url: str) -> str:
    """A link in the one form in which links are compared (RFC 3986 §6.2.2)."""
    try:
        return normalise(_UNRESERVED.sub(lambda found: unquote(found[0]), url)) if url else ""
    except ValueError:
        return url


def joined(base: str, reference: str) -> str:
    """A reference resolved (RFC 3986 §5), as far as it can be; empty for an empty one."""
    with suppress(ValueError):
        return urljoin(base, reference.strip()) if reference.strip() else ""
    return reference.strip()
