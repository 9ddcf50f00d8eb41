"""Who is answered, and what a browser may do with the answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html

PAGES = (
    "/newsletters/weekly",
    "/newsletters/weekly?view=phone",
    "/newsletters/weekly?view=mail",
    "/feeds",
    "/feeds/atom.xml",
    "/feeds/rss.xml?view=source",
    "/posts",
    "/findings",
    "/no/such/page",
)
FRAMES = ("/frame/digest/weekly/latest.html", "/frame/entry/0/atom.xml")
FILES = ("/raw/atom.xml", "/raw/weekly/latest.eml", "/media/media/ferry.png", "/static/preview.js")


@pytest.mark.parametrize(
    "hosts",
    [
        ["rebound.example"],
        ["rebound.example:8025"],
        ["127.0.0.1"],
        ["127.0.0.1:8026"],
        ["localhost.rebound.example:8025"],
        ["127.0.0.1:8025.rebound.example"],
        ["[::1]:8025"],
        [""],
        [],
        ["127.0.0.1:8025", "rebound.example"],
    ],
)
@pytest.mark.parametrize("path", ["/posts", "/events", "/media/media/ferry.png", "/raw/atom.xml"])
def test_a_wrong_host_is_refused(ask: Any, hosts: list[str], path: str) -> None:
    """A page of another name that resolves to this machine could read unpublished work."""
    answer = ask(path, hosts=hosts)
    assert answer.status == 421
    assert "Ferry" not in answer.text
    assert "Harbour" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8025", "localhost:8025", "LOCALHOST:8025"])
def test_the_own_names_are_answered(ask: Any, host: str) -> None:
    """People could not open the address that the program prints."""
    assert ask("/posts", hosts=[host]).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "post"])
def test_other_methods_are_refused(ask: Any, method: str) -> None:
    """Another page could get a CORS preflight answered."""
    answer = ask("/posts", method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("path", ["/", *PAGES, *FRAMES, *FILES])
def test_every_answer_is_fenced(ask: Any, path: str) -> None:
    """An answer without these headers could be sniffed, embedded, cached or sent elsewhere."""
    answers = (
        ask(path),
        ask(path, "HEAD"),
        ask(path, hosts=["rebound.example"]),
        ask(path, "POST"),
        ask(path, headers={"cookie": None}),
    )
    for answer in answers:
        policy = answer.headers["content-security-policy"].split("; ")
        assert "default-src 'none'" in policy
        assert "base-uri 'none'" in policy
        (framing,) = (part for part in policy if part.startswith("frame-ancestors"))
        if "script-src 'self'" in policy:
            assert framing == "frame-ancestors 'none'"
            assert "frame-src 'self'" in policy
            assert "form-action 'self'" in policy
        else:
            assert "form-action 'none'" in policy
        assert "unsafe-inline" not in re.sub(r"style-src[^;]*", "", ";".join(policy))
        assert "unsafe-eval" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert not any(name.startswith("access-control-") for name in answer.headers)


@pytest.mark.parametrize("path", [*FRAMES, "/media/media/ferry.png"])
def test_strangers_documents_run_nothing(ask: Any, path: str) -> None:
    """A script in a post or a picture would run beside the preview's own pages."""
    policy = ask(path).headers["content-security-policy"].split("; ")
    assert "sandbox allow-same-origin" in policy
    assert "img-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not any(part.startswith(("script-src", "connect-src")) for part in policy)


@pytest.mark.parametrize("path", PAGES)
def test_pages_need_nothing_inline_and_nothing_from_elsewhere(ask: Any, path: str) -> None:
    """The policy would silently stop an inline script or style, or a file of another host."""
    page = html.document_fromstring(ask(path).text)
    assert not page.xpath("//style | //*[@style] | //script[not(@src)] | //base")
    assert not [name for tag in page.iter("*") for name in tag.attrib if name.startswith("on")]
    loaded = page.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src")
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


@pytest.mark.parametrize("path", ["/newsletters/weekly", "/feeds/atom.xml"])
def test_frames_are_sandboxed(ask: Any, path: str) -> None:
    """A digest could run scripts, open windows, or replace the whole page."""
    frames = html.document_fromstring(ask(path).text).xpath("//iframe")
    assert frames
    assert {frame.get("sandbox") for frame in frames} == {"allow-same-origin"}
    assert {frame.get("referrerpolicy") for frame in frames} == {"no-referrer"}
    assert all(frame.get("title") for frame in frames)
