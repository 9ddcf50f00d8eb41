"""A small site on disk, and a way to ask the preview without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest

from feeds.preview.address import Reach, address
from feeds.preview.app import make_app
from feeds.preview.desk import Desk
from feeds.preview.state import State
from feeds.preview.tokens import Tokens
from feeds.workspace import open_site

PORT = 8025
ADDRESS = address(Reach(), PORT)
TOKENS = Tokens(bytes(32), ADDRESS)
COOKIE = TOKENS.set_cookie().partition(";")[0]
NOW = "2026-11-23"

# One pixel, 1 by 1.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d"
    "49444154789c6360f8cf500f0003860180d0e50b2c0000000049454e44ae426082"
)

SETTINGS = """\
[site]
title = "Harbour Notes"
url = "https://harbour.example/blog"
language = "en"
timezone = "Asia/Tokyo"

[[newsletters]]
name = "weekly"
title = "Harbour Weekly"
language = "en"
"""

FERRY = """\
---
title: The first ferry
date: 2026-11-20T08:00:00+09:00
category: Sea
image: /media/ferry.png
---
It leaves before the bread is done.

![The ferry](/media/ferry.png) ![Elsewhere](https://elsewhere.example/a.png)
"""

HOSTILE = """\
---
title: '<script>alert("&amp;")</script><img src=x onerror=alert(1)>'
date: 2026-11-19T08:00:00+09:00
category: '"><b>Sea'
---
<script>alert(1)</script><p onclick="alert(1)">Quiet &amp; safe.</p>
"""


@dataclass(frozen=True)
class Answer:
    """What an application answered; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, decoded."""
        return self.body.decode()


Ask = Callable[..., Answer]


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """Two posts, one of which is hostile, a picture, and one newsletter."""
    return _write_site(tmp_path / "site")


@pytest.fixture
def state(small_site: Path) -> State:
    """A state that shows the small site."""
    return state_of(small_site)


@pytest.fixture
def desk(state: State) -> Desk:
    """What views are given of that state."""
    return Desk(state)


@pytest.fixture
def ask(state: State) -> Ask:
    """Asks the application over that state."""
    return ask_of(state)


def ask_of(state: State) -> Ask:
    """Asks the application over a state, in this process; `raw_path` as on the wire.

    As a page of ours would: with the cookie, and with our Origin where it writes. Of `form`
    a field can have several values; a header that is None is left out.
    """
    app = make_app(state, ADDRESS, TOKENS)

    def ask_it(
        raw_path: str,
        method: str = "GET",
        hosts: Iterable[str] = (f"127.0.0.1:{PORT}",),
        language: str = "en",
        form: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        path, _, query = raw_path.partition("?")
        body = urlencode(form or {}, doseq=True).encode()
        usual = {"accept-language": language, "cookie": COOKIE}
        if method == "POST":
            usual["origin"] = f"http://127.0.0.1:{PORT}"
            usual["content-type"] = "application/x-www-form-urlencoded"
            usual["content-length"] = str(len(body))
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [
                *((b"host", host.encode()) for host in hosts),
                *(
                    (name.encode(), value.encode())
                    for name, value in {**usual, **(headers or {})}.items()
                    if value is not None
                ),
            ],
            "server": ("127.0.0.1", PORT),
            "client": ("127.0.0.1", 50_000),
        }
        return asyncio.run(_call(app, scope, body))

    return ask_it


def state_of(root: Path, now: str = NOW) -> State:
    """A state that shows the site in that folder."""
    opening = partial(open_site, root, cache=root / ".feeds")
    return State(opening, opening(), now)


async def _call(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]))


def _write_site(root: Path) -> Path:
    for folder in ("posts", "media"):
        (root / folder).mkdir(parents=True)
    (root / "feeds.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "posts" / "ferry.md").write_text(FERRY, encoding="utf-8")
    (root / "posts" / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (root / "media" / "ferry.png").write_bytes(PNG)
    return root
