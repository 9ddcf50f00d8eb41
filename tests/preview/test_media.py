"""Pictures come from the site's folder, and nothing else comes from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.preview.media import local_address, local_picture
from feeds.preview.state import State

SITE = "https://harbour.example/blog"


@pytest.fixture
def traps(small_site: Path) -> Path:
    """Files that are there, and must not be served."""
    picture = (small_site / "media" / "ferry.png").read_bytes()
    outside = small_site.parent / "secret.png"
    for path in (outside, small_site / ".hidden.png", small_site / "media" / "notes"):
        path.write_bytes(picture)
    (small_site / ".git").mkdir()
    (small_site / ".git" / "inside.png").write_bytes(picture)
    (small_site / "media" / "folder.png").mkdir()
    (small_site / "media" / "leaving.png").symlink_to(outside)
    (small_site / "elsewhere").symlink_to(small_site.parent)
    return small_site


def test_a_picture_is_served_as_it_is(ask: Any, small_site: Path) -> None:
    """Editors would not see their pictures."""
    answer = ask("/media/media/ferry.png")
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.body == (small_site / "media" / "ferry.png").read_bytes()


def test_a_name_in_another_script_is_served(ask: Any, small_site: Path) -> None:
    """Pictures whose names are not ASCII, or hold a space or a percent sign, would be missing."""
    for name in ("港 の 朝.png", "50%.png", "a+b&c.png"):
        (small_site / "media" / name).write_bytes(b"picture")
        assert ask(f"/media/media/{quote(name)}").body == b"picture"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.png",
        "%2e%2e/secret.png",
        "..%2fsecret.png",
        "media/../../secret.png",
        "media/%2e%2e/%2e%2e/secret.png",
        "media/..%5c..%5csecret.png",
        "media/%252e%252e/%252e%252e/secret.png",
        "media/leaving.png",
        "elsewhere/secret.png",
        ".hidden.png",
        ".git/inside.png",
        "media/.%2fferry.png",
        "media//ferry.png",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "media/ferry.png%00",
        "media/ferry.png%00.png",
        "media/ferry.png/",
        "media/folder.png",
        "media/notes",
        "feeds.toml",
        "posts/ferry.md",
        "media",
        "",
    ],
)
def test_nothing_else_is_served(ask: Any, traps: Path, path: str) -> None:
    """Whoever can reach the port could read files that are no pictures of the site."""
    answer = ask(f"/media/{path}")
    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(st.sampled_from("./\\%2eEmediafrypngsct\0 ?#:"), max_size=30))
def test_no_path_leads_out(state: State, traps: Path, path: str) -> None:
    """A path that nobody thought of could lead to the one file that must stay secret."""
    found = local_picture(path, state.site)
    assert found is None or path == "media/ferry.png"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (f"{SITE}/media/ferry.png", "/media/media/ferry.png"),
        (f"{SITE}/media/ferry.png?width=600", "/media/media/ferry.png"),
        (f"{SITE}/media/none.png", None),
        ("https://harbour.example/media/ferry.png", None),
        ("https://harbour.example/blogs/media/ferry.png", None),
        ("http://harbour.example/blog/media/ferry.png", None),
        ("https://elsewhere.example/blog/media/ferry.png", None),
        ("/media/ferry.png", None),
        ("https://[", None),
    ],
)
def test_only_the_sites_own_files_become_local(state: State, url: str, address: str | None) -> None:
    """A picture of another host would be taken from disk, or an own one would not be seen."""
    assert local_address(url, state.site) == address
