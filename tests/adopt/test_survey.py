"""What a folder is taken for, and what is counted in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from feeds.adopt import Survey
from feeds.errors import ConfigurationError

Look = Callable[..., Survey]
TOML = '[site]\nurl = "https://x.example"\ntitle = "X"\nlanguage = "ja"\ntimezone = "Asia/Tokyo"\n'


def post(title: str, date: str, *lines: str) -> str:
    """A post's file."""
    return "\n".join(["---", f"title: {title}", f"date: {date}", *lines, "---", "text", ""])


def test_posts_by_their_state(look: Look) -> None:
    """Somebody would look for a post that is held back, and not hear that it is."""
    found = look(
        {
            "feeds.toml": TOML,
            "posts/a.md": post("A", "2026-01-01"),
            "posts/b.md": post("B", "2026-11-24"),
            "posts/c.md": post("C", "2026-01-02", "draft: true"),
            "posts/d.md": post("D", "2026-12-02", "draft: true"),
        }
    )
    assert found.states == {"shown": 1, "draft": 2, "future": 1, "expired": 0}
    assert [each.title for each in found.shown] == ["A"]
    assert found.settings_file
    assert found.url_from == "site"
    assert found.unset == frozenset()


def test_drafts_cannot_be_wrong(look: Look) -> None:
    """A draft without a date yet would count as a mistake of the blog."""
    found = look(
        {
            "feeds.toml": TOML,
            "posts/a.md": post("A", "2026-01-01"),
            "posts/b.md": "---\ntitle: B\ndraft: true\n---\n",
        }
    )
    assert found.findings == ()
    assert found.states["draft"] == 0


@pytest.mark.parametrize(
    ("config", "options", "url", "url_from"),
    [
        ("url: https://j.example\n", {}, "https://j.example", "site"),
        ("title: J\n", {}, "https://your-site.example", "nobody"),
        ("url: localhost\n", {}, "https://your-site.example", "nobody"),
        ("url: //j.example\n", {"hint": "https://h.example"}, "https://h.example", "given"),
        ("url: https://j.example\n", {"hint": "https://h.example"}, "https://j.example", "site"),
        ("url: https://j.example\n", {"url": "https://u.example"}, "https://u.example", "given"),
        ("title: J\n", {"url": "https://u.example"}, "https://u.example", "given"),
    ],
)
def test_whose_the_url_is(
    look: Look, config: str, options: Mapping[str, str], url: str, url_from: str
) -> None:
    """A blog without a URL could not be looked at, or posts get one that nobody meant."""
    found = look({"_config.yml": config, "_posts/2026-01-01-a.md": "---\n---\n"}, **options)
    assert (found.site.url, found.url_from) == (url, url_from)
    assert found.posts[0].url.startswith(url)
    assert found.signs == ("_config.yml", "_posts")


def test_feeds_toml_wins_over_the_url_that_is_given(look: Look) -> None:
    """The survey would show other URLs than those that a build writes."""
    files = {"feeds.toml": TOML, "posts/a.md": post("A", "2026-01-01")}
    assert look(files, url="https://u.example").site.url == "https://x.example"


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        (["content/blog/a.md", "content/blog/b/index.md"], ("content/blog",)),
        (["src/posts/2025/01/a.md", "src/posts/2026/02/b.md"], ("src/posts",)),
        (["notes/a.md", "essays/b.md", "essays/long/c.md"], ("essays", "notes")),
        (["a.md", "deep/b.md"], (".",)),
        ([f"blog/{name}/{name}.md" for name in "abcdefg"], ("blog",)),
        (["node_modules/p/a.md", "blog/b.md"], ("blog",)),
    ],
)
def test_where_posts_lie(look: Look, paths: list[str], folders: tuple[str, ...]) -> None:
    """A plain blog without settings could not be adopted, or a library's files with it."""
    files = {path: post(path, "2026-01-01") for path in paths}
    found = look({"README.md": "# Read me\n", **files}, url="https://x.example")
    assert found.found_folders == folders
    wanted = {path for path in paths if not path.startswith("node_modules")}
    assert {each.path for each in found.posts} == wanted


def test_settings_name_the_folder_of_posts(look: Look) -> None:
    """Folders that somebody chose would be replaced by others."""
    files = {"feeds.toml": '[posts]\nfolders = ["nothere"]\n', "blog/a.md": post("A", "2026-01-01")}
    with pytest.raises(ConfigurationError) as caught:
        look(files)
    assert "nothere" in str(caught.value) or "site.url" in str(caught.value)


@pytest.mark.parametrize("files", [{}, {"README.md": "# Hello\n"}, {"a.txt": "x"}])
def test_nothing_to_adopt(look: Look, files: dict[str, str]) -> None:
    """Somebody in the wrong folder would not hear what to do."""
    with pytest.raises(ConfigurationError) as caught:
        look(files)
    assert "no posts were found" in str(caught.value)
    assert "posts/" in str(caught.value)


def test_every_mistake_of_settings_is_told(look: Look) -> None:
    """A mistake in feeds.toml would hide behind the question for the site's URL."""
    files = {"feeds.toml": "[site]\nulr = 1\n", "posts/a.md": post("A", "2026-01-01")}
    with pytest.raises(ConfigurationError) as caught:
        look(files)
    said = [finding.what for finding in caught.value.findings]
    assert said == ['site.ulr: no such key (did you mean "url"?)']


def test_feeds_and_who_says_where_they_are(look: Look) -> None:
    """Somebody would not know what is going to be written where."""
    a = {"posts/a.md": post("A", "2026-01-01", "categories: [X, Y]")}
    found = look({"feeds.toml": TOML, **a})
    main, by_category = found.feeds
    assert (main.name, main.title, main.count) == ("main", "X", 1)
    assert main.paths == {"atom": "atom.xml", "rss": "rss.xml"}
    assert (by_category.by, by_category.count) == ("category", 2)
    assert found.feeds_from == "default"
    declared = look({"feeds.toml": f'{TOML}[[feeds]]\nname = "news"\n', **a})
    assert [feed.name for feed in declared.feeds] == ["news"]
    assert declared.feeds_from == "feeds.toml"


def test_nothing_is_written(look: Look, tmp_path: Path) -> None:
    """Looking at a blog would change it."""
    look({"feeds.toml": TOML, "posts/a.md": post("A", "2026-01-01")})
    names = sorted(path.name for path in (tmp_path / "blog").rglob("*"))
    assert names == ["a.md", "feeds.toml", "posts"]
