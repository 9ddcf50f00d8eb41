"""Enclosures: the file behind a URL, never one outside the site."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.content.media import enclosure, media_type
from feeds.model import Enclosure, Site


@pytest.fixture
def shelf(site: Site) -> Site:
    """The site with pictures, and a secret beside it."""
    (site.root / "img").mkdir()
    (site.root / ".git").mkdir()
    (site.root / "img" / "a b.PNG").write_bytes(b"12345")
    (site.root / "img" / "港.jpg").write_bytes(b"123")
    (site.root / "img" / "empty.gif").write_bytes(b"")
    (site.root / "img" / "folder.png").mkdir()
    (site.root / "img" / "notes.txt").write_bytes(b"1")
    (site.root / ".git" / "x.png").write_bytes(b"1")
    (site.root.parent / "secret.png").write_bytes(b"secret")
    (site.root / "img" / "out.png").symlink_to(site.root.parent / "secret.png")
    (site.root / "img" / "in.png").symlink_to("a b.PNG")
    (site.root / "img" / "loop.png").symlink_to("loop.png")
    return site


@pytest.mark.parametrize(
    ("path", "length", "kind"),
    [
        ("/img/a%20b.PNG", 5, "image/png"),
        ("/img/%E6%B8%AF.jpg?x=1#y", 3, "image/jpeg"),
        ("/img/empty.gif", 0, "image/gif"),
        ("/img/in.png", 5, "image/png"),
    ],
)
def test_enclosure(path: str, length: int, kind: str, shelf: Site) -> None:
    """A picture would reach podcast and feed readers with a wrong length or type."""
    url = f"https://blog.example{path}"
    assert enclosure(url, shelf) == Enclosure(url, length, kind)


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/img/none.png",
        "https://blog.example/img/folder.png",
        "https://blog.example/img/notes.txt",
        "https://blog.example/img/out.png",
        "https://blog.example/img/loop.png",
        "https://blog.example/../secret.png",
        "https://blog.example/img/../../secret.png",
        "https://blog.example/img/%2e%2e/%2e%2e/secret.png",
        "https://blog.example/img/..%2f..%2fsecret.png",
        "https://blog.example/img/..%5c..%5csecret.png",
        "https://blog.example//etc/x.png",
        "https://blog.example/.git/x.png",
        "https://blog.example/img/a%00.png",
        f"https://blog.example/{'x' * 5_000}.png",
        "https://blog.example/",
        "https://blog.example",
        "http://blog.example/img/in.png",
        "https://blog.example.evil.example/img/in.png",
        "https://other.example/img/in.png",
        "https://blog.example:444/img/in.png",
        "https://[/img/in.png",
    ],
)
def test_no_enclosure(url: str, shelf: Site) -> None:
    """A feed would tell the length of a file that is not the site's."""
    assert enclosure(url, shelf) is None


def test_site_below_a_path(shelf: Site) -> None:
    """A blog at /blog would take its host's files for its own."""
    site = replace(shelf, url="https://blog.example/blog")
    assert enclosure("https://blog.example/blog/img/in.png", site) is not None
    assert enclosure("https://blog.example/img/in.png", site) is None


def test_pipe_is_no_enclosure(shelf: Site) -> None:
    """A named pipe would be announced as a picture."""
    os.mkfifo(shelf.root / "img" / "pipe.png")
    assert enclosure("https://blog.example/img/pipe.png", shelf) is None


def test_root_behind_a_symlink(shelf: Site, tmp_path: Path) -> None:
    """A checkout reached by a symbolic link would have no enclosures."""
    (tmp_path / "link").symlink_to(shelf.root)
    site = replace(shelf, root=tmp_path / "link")
    assert enclosure("https://blog.example/img/in.png", site) is not None


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parts=st.lists(
        st.sampled_from(["..", ".", "%2e", "/", "img", "%2f", "secret.png", "%00", "\ud800"])
    )
)
def test_no_path_leads_out(parts: list[str], shelf: Site) -> None:
    """Some spelling of a path would reach a file beside the site."""
    found = enclosure(f"https://blog.example/{''.join(parts)}", shelf)
    assert found is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.WEBP", "image/webp"), ("b.c.m4a", "audio/mp4"), ("c", None), ("d.exe", None)],
)
def test_media_type(path: str, kind: str | None) -> None:
    """A type would depend on the machine, or be guessed."""
    assert media_type(path) == kind
