"""Which post somebody means."""

from __future__ import annotations

import pytest

from feeds.choosing.names import Names


@pytest.fixture
def names(post):
    """Some posts by their names."""
    return Names(
        [
            post("2026-11-01-walk"),
            post("2026-11-02-sea", path="posts/notes/2026-11-02-sea.md"),
            post("bundle", path="posts/bundle/index.md"),
            post("same", path="posts/a/same.md"),
            post("same2", path="posts/b/same.md"),
            post("port", path="posts/港.md", url="https://x.example/%E6%B8%AF/"),
            post("a.b", path="about.v2.md"),
        ],
        ("posts",),
    )


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("posts/2026-11-01-walk.md", ["posts/2026-11-01-walk.md"]),
        (" ./posts/2026-11-01-walk.md ", ["posts/2026-11-01-walk.md"]),
        ("/posts/2026-11-01-walk", ["posts/2026-11-01-walk.md"]),
        ("2026-11-01-walk.md", ["posts/2026-11-01-walk.md"]),
        ("2026-11-01-walk", ["posts/2026-11-01-walk.md"]),
        ("notes/2026-11-02-sea.md", ["posts/notes/2026-11-02-sea.md"]),
        ("2026-11-02-sea", ["posts/notes/2026-11-02-sea.md"]),
        ("tag:x.example,2026:bundle", ["posts/bundle/index.md"]),
        ("posts/bundle/", ["posts/bundle/index.md"]),
        ("bundle", ["posts/bundle/index.md"]),
        ("https://x.example/bundle/", ["posts/bundle/index.md"]),
        ("https://x.example/bundle", ["posts/bundle/index.md"]),
        ("HTTPS://X.example/bundle/#top", ["posts/bundle/index.md"]),
        ("https://x.example/港/", ["posts/港.md"]),
        ("posts/港.md", ["posts/港.md"]),
        ("posts/a/same.md", ["posts/a/same.md"]),
        ("a/same", ["posts/a/same.md"]),
        ("same.md", ["posts/a/same.md", "posts/b/same.md"]),
        ("about.v2", ["about.v2.md"]),
        ("sea", []),
        ("", []),
        ("https://[", []),
        ("https://x.example/nobody/", []),
    ],
)
def test_what_a_name_stands_for(names, name, paths):
    """An editor who copies a path, a name or an address would not get the post, or another one."""
    assert [post.path for post in names.find(name)] == paths


def test_a_path_in_nfd(post):
    """A path that was typed on another machine would not be found."""
    names = Names([post("x", path="posts/U\u0308ber.md")])
    assert names.find("posts/Über.md")
    assert names.find("posts/U\u0308ber.md")


def test_a_path_is_more_than_a_name_of_another_post(post):
    """A post would be out of reach because its path is what another one is called in short."""
    short, long = post("a", path="a.md"), post("b", path="posts/a.md")
    names = Names([long, short], ("posts",))
    assert [each.path for each in names.find("a.md")] == ["a.md"]
    assert [each.path for each in names.find("a")] == ["posts/a.md", "a.md"]


def test_what_was_meant(names):
    """A slip of the pen would be hard to find."""
    assert names.near("posts/2026-11-01-wlak.md") == "posts/2026-11-01-walk.md"
    assert names.near("posts/bundel/index.md") is None
    assert names.near("bundel") == "posts/bundle/index.md"


def test_guesses_are_few(names):
    """Hundreds of wrong names in a large site would keep somebody waiting."""
    found = [names.near("2026-11-01-walc") for _ in range(20)]
    assert found == [*["posts/2026-11-01-walk.md"] * 10, *[None] * 10]
