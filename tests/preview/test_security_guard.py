"""Who may ask, from where, for what; and how much a request may be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from feeds.preview import bounds
from feeds.preview.address import Address, Reach, address
from feeds.preview.forms import form
from feeds.preview.security import Guard
from feeds.preview.tokens import Tokens

HERE = address(Reach(), 8025)
PUBLIC = address(Reach(proxy="192.0.2.8", public_name="Desk.example"), 8025)
OWN = "http://127.0.0.1:8025"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Desk:
    """A guarded application that says what it was asked, and the tokens it knows."""

    where: Address = HERE

    def __post_init__(self) -> None:
        async def say(request: Request) -> Response:
            self.reached += 1
            fields = (await form(request)).multi_items() if request.method == "POST" else []
            return JSONResponse([request.method, request.url.path, fields])

        self.reached = 0
        self.tokens = Tokens(bytes(32), self.where)
        self.cookie = self.tokens.set_cookie().partition(";")[0]
        routes = [Route("/{path:path}", say, methods=["GET", "POST"])]
        self.app = Guard(Starlette(routes=routes), self.where, self.tokens)

    def ask(
        self,
        target: str = "/page",
        method: str = "GET",
        *fields: tuple[str, str],
        without: Sequence[str] = (),
        parts: Sequence[bytes] = (b"",),
        peer: str = "127.0.0.1",
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, header and body of an answer; our own page asks, but for what is given."""
        own = f"{self.where.scheme}://{self.where.hosts[0]}"
        usual = {"host": self.where.hosts[0], "cookie": self.cookie}
        if method == "POST":
            usual |= {"origin": own, "sec-fetch-site": "same-origin", "content-type": FORM}
        given = {name for name, _ in fields} | set(without)
        header = [*(pair for pair in usual.items() if pair[0] not in given), *fields]
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in header],
            "client": (peer, 50_000),
        }
        self.unread = list(parts)
        return asyncio.run(_asked(self.app, scope, self.unread))


async def _asked(
    app: Any, scope: dict[str, Any], rest: list[bytes]
) -> tuple[int, dict[str, str], bytes]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not rest:
            await asyncio.Event().wait()
        part = rest.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(rest)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:])


@pytest.fixture
def desk() -> Desk:
    """A desk of this machine alone."""
    return Desk()


# ── The token and the cookie ────────────────────────────────────────────────────────────


def test_the_token_is_exchanged_for_a_cookie(desk: Desk) -> None:
    """The token would stay in the address, the history and screenshots."""
    status, headers, _ = desk.ask(f"/?token={desk.tokens.start}", without=["cookie"])
    assert (status, headers["location"]) == (303, "/")
    name, *rest = headers["set-cookie"].split("; ")
    assert name.startswith("feeds-desk-8025=")
    assert set(rest) == {"Path=/", "HttpOnly", "SameSite=Strict"}
    assert desk.tokens.start not in headers["set-cookie"]
    assert desk.reached == 0
    assert desk.ask("/page", "GET", ("cookie", name))[0] == 200


def test_a_cookie_of_https_is_secure() -> None:
    """A page of the same host without TLS could read or set the cookie."""
    desk = Desk(address(Reach(public_name="desk.example", certificate=__file__), 8443))  # type: ignore[arg-type]
    name, *rest = desk.tokens.set_cookie().split("; ")
    assert name.startswith("__Host-feeds-desk-8443=")
    assert set(rest) == {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("target", ["/", "/page", "/events", "/static/preview.js", "/?token="])
def test_nothing_is_answered_without_the_cookie(desk: Desk, method: str, target: str) -> None:
    """Every program and every user of the machine could read and write."""
    status, headers, body = desk.ask(target, method, without=["cookie"])
    assert (status, desk.reached) == (403, 0)
    assert "set-cookie" not in headers
    assert b"feeds preview printed" in body


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "feeds-desk-8025",
        "feeds-desk-8025=",
        "feeds-desk-8025=" + "0" * 64,
        "feeds-desk-8025=\xe9",
        "feeds-desk-8026={value}",
        "FEEDS-DESK-8025={value}",
        "feeds-desk-8025={value}0",
        'feeds-desk-8025="{value}"',
        "x=feeds-desk-8025={value}",
    ],
)
def test_a_wrong_cookie_is_refused(desk: Desk, cookie: str) -> None:
    """The value could be guessed, or be that of another desk."""
    value = desk.cookie.partition("=")[2]
    assert desk.ask("/page", "GET", ("cookie", cookie.format(value=value)))[0] == 403


def test_a_namesake_does_not_lock_out(desk: Desk) -> None:
    """A page of another port could set a cookie of that name for a longer path, sent first."""
    beside = f"a=b; feeds-desk-8025=wrong; {desk.cookie}; c=d"
    assert desk.ask("/page", "GET", ("cookie", beside))[0] == 200
    apart = [("cookie", "feeds-desk-8025=wrong"), ("cookie", desk.cookie)]
    assert desk.ask("/page", "GET", *apart)[0] == 200


@pytest.mark.parametrize("token", ["", "wrong", "%00", "\xe9", "a" * 5000])
def test_a_wrong_token_is_refused(desk: Desk, token: str) -> None:
    """The desk could be opened by guessing, or the answer be a crash."""
    quoted = token.replace("\xe9", "%C3%A9")
    status, headers, _ = desk.ask(f"/?token={quoted}", without=["cookie"])
    assert (status, "set-cookie" in headers) == (403, False)


def test_a_token_opens_the_first_page_alone(desk: Desk) -> None:
    """`//elsewhere.example/?token=…` could lead people away, with the token in hand."""
    for path in ("/page", "//elsewhere.example/", "/%2e"):
        status, headers, _ = desk.ask(f"{path}?token={desk.tokens.start}", without=["cookie"])
        assert (status, "location" in headers) == (403, False)
    for method in ("HEAD", "POST"):
        target = f"/?token={desk.tokens.start}"
        assert desk.ask(target, method, without=["cookie"])[0] == 403


def test_the_token_for_the_browser_is_good_once(desk: Desk) -> None:
    """Who reads the arguments of the browser among the programs that run could come in."""
    target = f"/?token={desk.tokens.once()}"
    desk.ask(target, "HEAD", without=["cookie"])
    assert desk.ask(target, without=["cookie"])[0] == 303
    assert desk.ask(target, without=["cookie"])[0] == 403
    for _ in range(2):
        assert desk.ask(f"/?token={desk.tokens.start}", without=["cookie"])[0] == 303


@pytest.mark.parametrize(
    ("language", "words"), [("en", "printed"), ("ja-JP", "開いてください"), ("de", "printed")]
)
def test_the_way_in_is_told_in_the_own_language(desk: Desk, language: str, words: str) -> None:
    """Editors would not know what to do after their browser was closed."""
    status, headers, body = desk.ask(
        "/page", "GET", ("accept-language", language), without=["cookie"]
    )
    assert status == 403
    assert words in body.decode()
    assert b'href=""' not in body
    assert "script-src" not in headers["content-security-policy"]


def test_a_link_from_elsewhere_leads_on(desk: Desk) -> None:
    """A strict cookie is not sent along with it: who is known would be told they are not."""
    for site, linked in (("cross-site", True), ("none", False)):
        _, _, body = desk.ask("/page", "GET", ("sec-fetch-site", site), without=["cookie"])
        assert (b'href=""' in body) == linked


# ── Where a request comes from ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "origin",
    [
        [],
        ["null"],
        [""],
        ["http://127.0.0.1:8026"],
        ["http://127.0.0.1"],
        ["https://127.0.0.1:8025"],
        ["http://localhost:8025"],
        ["http://127.0.0.1:8025/"],
        ["http://127.0.0.1:8025.rebound.example"],
        ["http://rebound.example"],
        ["HTTP://127.0.0.1:8025"],
        [OWN, "http://rebound.example"],
        [OWN, OWN],
        [f"{OWN}, {OWN}"],
    ],
)
def test_writing_needs_our_very_origin(desk: Desk, origin: list[str]) -> None:
    """A page of another port, with which the cookie is sent, could write."""
    fields = [("origin", each) for each in origin]
    status, _, _ = desk.ask("/page", "POST", *fields, without=["origin"], parts=[b"a=1"])
    assert (status, desk.reached) == (403, 0)


@pytest.mark.parametrize("site", [["same-origin"], ["none"], []])
def test_our_own_forms_are_taken(desk: Desk, site: list[str]) -> None:
    """Editors could not save, with a browser that sends Fetch Metadata or one that does not."""
    fields = [("sec-fetch-site", each) for each in site]
    status, _, body = desk.ask(
        "/page", "POST", *fields, without=["sec-fetch-site"], parts=[b"a=1&a=%E6%97%A5&", b"b="]
    )
    assert (status, body.decode()) == (200, '["POST","/page",[["a","1"],["a","日"],["b",""]]]')


def test_the_origin_is_that_of_the_host_asked(desk: Desk) -> None:
    """127.0.0.1 and localhost are two origins, with cookies of their own."""
    host = ("host", "localhost:8025")
    assert desk.ask("/page", "POST", host, ("origin", "http://localhost:8025"))[0] == 200
    assert desk.ask("/page", "POST", host, ("origin", OWN))[0] == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "SAME-ORIGIN", "nonsense"])
def test_other_pages_cannot_write(desk: Desk, site: str) -> None:
    """Where a browser sends Fetch Metadata, a forged Origin alone would do."""
    status, _, _ = desk.ask("/page", "POST", ("sec-fetch-site", site))
    assert (status, desk.reached) == (403, 0)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("mode", "target"),
    [
        ("no-cors", "image"),
        ("no-cors", "script"),
        ("cors", "empty"),
        ("navigate", "iframe"),
        ("navigate", "embed"),
        ("no-cors", "document"),
        ("", ""),
    ],
)
def test_other_pages_cannot_embed(desk: Desk, site: str, mode: str, target: str) -> None:
    """A page of another port could measure what the desk holds by how it loads."""
    fields = [("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", target)]
    assert (desk.ask("/page", "GET", *fields)[0], desk.reached) == (403, 0)


def test_other_pages_can_link(desk: Desk) -> None:
    """A link to the desk, in a chat say, would not open."""
    fields = [("sec-fetch-site", "same-site"), ("sec-fetch-mode", "navigate")]
    assert desk.ask("/page", "GET", *fields, ("sec-fetch-dest", "document"))[0] == 200


# ── A proxy ─────────────────────────────────────────────────────────────────────────────

SECURE = ("x-forwarded-proto", "https")


def test_a_proxy_is_answered() -> None:
    """Editors of several machines could not share a desk behind a proxy."""
    desk = Desk(PUBLIC)
    assert desk.ask("/page", "GET", SECURE, peer="192.0.2.8")[0] == 200
    assert desk.ask("/page", "GET", SECURE, peer="::ffff:192.0.2.8")[0] == 200
    assert desk.ask("/page", "POST", SECURE, peer="192.0.2.8")[0] == 200
    assert desk.tokens.set_cookie().startswith("__Host-feeds-desk-443=")
    assert PUBLIC.url == "https://desk.example/"


@pytest.mark.parametrize(
    ("fields", "peer", "status"),
    [
        ([SECURE], "192.0.2.9", 403),
        ([SECURE], "127.0.0.1", 403),
        ([], "192.0.2.8", 403),
        ([("x-forwarded-proto", "http")], "192.0.2.8", 403),
        ([("x-forwarded-proto", "http, https")], "192.0.2.8", 403),
        ([SECURE, ("x-forwarded-proto", "http")], "192.0.2.8", 403),
        ([SECURE, ("host", "127.0.0.1:8025")], "192.0.2.8", 421),
        ([SECURE, ("host", "rebound.example")], "192.0.2.8", 421),
        (
            [SECURE, ("host", "rebound.example"), ("x-forwarded-host", "desk.example")],
            "192.0.2.8",
            421,
        ),
    ],
)
def test_only_what_came_by_tls_through_the_proxy_is_answered(
    fields: list[tuple[str, str]], peer: str, status: int
) -> None:
    """Others could go past the proxy, or the cookie over the network in the clear."""
    desk = Desk(PUBLIC)
    assert desk.ask("/page", "GET", *fields, peer=peer)[0] == status
    assert desk.reached == 0


# ── How much ────────────────────────────────────────────────────────────────────────────


def test_a_long_body_is_refused_while_it_comes(desk: Desk) -> None:
    """A request could fill the memory."""
    hundred = [bytes(65_536)] * 1600
    status, headers, _ = desk.ask("/page", "POST", parts=hundred)
    assert (status, headers["connection"], desk.reached) == (413, "close", 0)
    assert len(hundred) - len(desk.unread) == bounds.MAX_BODY // 65_536 + 1


@pytest.mark.parametrize(
    ("method", "field", "status"),
    [
        ("POST", ("content-length", "104857600"), 413),
        ("POST", ("content-length", "9" * 4000), 413),
        ("GET", ("content-length", "1"), 413),
        ("HEAD", ("transfer-encoding", "chunked"), 413),
        ("GET", ("x-long", "x" * bounds.MAX_HEADERS), 431),
    ],
)
def test_an_announced_size_is_refused_at_once(
    desk: Desk, method: str, field: tuple[str, str], status: int
) -> None:
    """The body would be read before it is refused."""
    answer, headers, _ = desk.ask("/page", method, field, parts=())
    assert (answer, headers["connection"], desk.reached) == (status, "close", 0)


def test_a_body_as_long_as_may_be_is_taken(desk: Desk) -> None:
    """A long introduction could not be saved."""
    body = b"a=" + b"x" * (bounds.MAX_BODY - 2)
    assert desk.ask("/page", "POST", parts=[body[:100], body[100:]])[0] == 200


def test_a_slow_body_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request could be kept open for ever."""
    monkeypatch.setattr(bounds, "BODY_SECONDS", 0.05)
    assert (desk.ask("/page", "POST", parts=())[0], desk.reached) == (408, 0)


def test_half_a_form_is_not_saved(desk: Desk) -> None:
    """A connection that breaks off would leave half an introduction."""

    async def receive(ends: list[dict[str, Any]]) -> dict[str, Any]:
        return ends.pop(0)

    async def read() -> None:
        messages = [
            {"type": "http.request", "body": b"text=half", "more_body": True},
            {"type": "http.disconnect"},
        ]
        with pytest.raises(bounds.Refused):
            await bounds.whole(lambda: receive(messages))

    asyncio.run(read())


# ── Forms ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"a=1", 415),
        ("application/json", b"{}", 415),
        ("", b"a=1", 415),
        (FORM, b"a=%ff", 400),
        (FORM, b"a=\xe6\x97\xa5", 400),
        (FORM, b"&".join([b"a=1"] * 10_001), 413),
        (FORM, b"&" * 10_000, 413),
        (FORM, b"&".join([b"a=1"] * 10_000), 200),
        (f"{FORM.upper()}; charset=UTF-8", b"a=1", 200),
    ],
)
def test_what_is_no_form_is_refused(desk: Desk, kind: str, body: bytes, status: int) -> None:
    """A view would be given another's format, broken text, or more fields than it can hold."""
    assert desk.ask("/page", "POST", ("content-type", kind), parts=[body])[0] == status


def test_lines_end_as_in_files(desk: Desk) -> None:
    """Saving an introduction unchanged would change all of its lines."""
    _, _, body = desk.ask("/page", "POST", parts=[b"a=1%0D%0A2%0D3%0A4"])
    assert body == rb'["POST","/page",[["a","1\n2\n3\n4"]]]'
