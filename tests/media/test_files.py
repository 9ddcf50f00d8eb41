"""The file behind a URL, never one outside the site."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.media import Files
from feeds.media_types import media_type, medium
from feeds.model import Post, Site


def find(url: str, site: Site) -> object:
    """The file of the site behind that URL."""
    return Files(site.root, site.url).find(url)


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
    ("path", "place", "length"),
    [
        ("/img/a%20b.PNG", "img/a b.PNG", 5),
        ("/img/%E6%B8%AF.jpg?x=1#y", "img/港.jpg", 3),
        ("/img/empty.gif", "img/empty.gif", 0),
        ("/img/in.png", "img/in.png", 5),
    ],
)
def test_file(path: str, place: str, length: int, shelf: Site) -> None:
    """A picture would reach podcast and feed readers with a wrong length."""
    found = find(f"https://blog.example{path}", shelf)
    assert found is not None
    assert (found.path, found.size) == (place, length)


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/img/none.png",
        "https://blog.example/img/folder.png",
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
def test_no_file(url: str, shelf: Site) -> None:
    """A feed would tell the length of a file that is not the site's."""
    assert find(url, shelf) is None


def test_site_below_a_path(shelf: Site) -> None:
    """A blog at /blog would take its host's files for its own."""
    site = replace(shelf, url="https://blog.example/blog")
    assert find("https://blog.example/blog/img/in.png", site) is not None
    assert find("https://blog.example/img/in.png", site) is None


def test_pipe_is_no_file(shelf: Site) -> None:
    """A named pipe would be announced as a picture."""
    os.mkfifo(shelf.root / "img" / "pipe.png")
    assert find("https://blog.example/img/pipe.png", shelf) is None


def test_root_behind_a_symlink(shelf: Site, tmp_path: Path) -> None:
    """A checkout reached by a symbolic link would have no files."""
    (tmp_path / "link").symlink_to(shelf.root)
    site = replace(shelf, root=tmp_path / "link")
    assert find("https://blog.example/img/in.png", site) is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.sampled_from(["..", ".", "%2e", "/", "img", "%2f", "secret.png", "%00", "\ud800"])
    )
)
def test_no_path_leads_out(parts: list[str], shelf: Site) -> None:
    """Some spelling of a path would reach a file beside the site."""
    found = find(f"https://blog.example/{''.join(parts)}", shelf)
    assert found is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.WEBP", "image/webp"), ("b.c.m4a", "audio/mp4"), ("c", None), ("d.exe", None)],
)
def test_media_type(path: str, kind: str | None) -> None:
    """A type would depend on the machine, or be guessed."""
    assert media_type(path) == kind


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("image/svg+xml", "image"),
        ("audio/mpeg", "audio"),
        ("video/mp4", "video"),
        ("application/epub+zip", "document"),
        ("application/zip", None),
        (None, None),
    ],
)
def test_medium(kind: str | None, known: str | None) -> None:
    """Media RSS would be given a word that it does not know."""
    assert medium(kind) == known


def test_a_file_beside_its_post(shelf: Site, make_post: Callable[..., Post]) -> None:
    """A post in a folder of its own would be without the files that lie there."""
    (shelf.root / "posts" / "trip").mkdir(parents=True)
    (shelf.root / "posts" / "trip" / "talk.mp3").write_bytes(b"1")
    post = make_post(path="posts/trip/index.md", url="https://blog.example/2026/trip/")
    found = Files(shelf.root, shelf.url).find("https://blog.example/2026/trip/talk.mp3", post)
    assert found is not None
    assert found.path == "posts/trip/talk.mp3"
    assert Files(shelf.root, shelf.url).find("https://blog.example/2026/talk.mp3", post) is None


def test_files_that_a_generator_copies(shelf: Site) -> None:
    """The pictures of most generators lie in a folder that no URL names."""
    (shelf.root / "static").mkdir()
    (shelf.root / "static" / "b.png").write_bytes(b"12")
    files = Files(shelf.root, shelf.url, ("static", ""))
    assert files.places("https://blog.example/b.png") == ["static/b.png", "b.png"]
    assert [
        files.find(f"https://blog.example/{name}").path for name in ("b.png", "img/in.png")
    ] == [
        "static/b.png",
        "img/in.png",
    ]
