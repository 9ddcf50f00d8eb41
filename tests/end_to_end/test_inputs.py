"""Bodies made from other files and other posts are made again when those change."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FILES = {
    "_config.yml": "url: https://x.example\ntitle: X\ntimezone: UTC\nword: one\n",
    "_includes/box.html": "<p>boxed {{ include.what }}</p>\n",
    "_data/list.yml": "- name: first\n",
    "_posts/2026-10-01-linked.md": "---\ntitle: Linked\n---\ntext\n",
    "_posts/2026-10-02-a.md": (
        "---\ntitle: A\n---\n"
        "{% include box.html what='here' %}\n\n"
        "{% for one in site.data.list %}{{ one.name }}{% endfor %} {{ site.word }}\n\n"
        "[b]({% post_url 2026-10-01-linked %})\n"
    ),
    "_posts/2026-10-03-lost.md": "---\ntitle: Lost\n---\n{% include none.html %}\n",
    "_posts/2026-10-04-all.md": (
        "---\ntitle: All\n---\n{% for post in site.posts %}{{ post.title }} {% endfor %}\n"
    ),
}
CHANGES: dict[str, tuple[str, str | None]] = {
    "an include": ("_includes/box.html", "<p>otherwise {{ include.what }}</p>\n"),
    "an include that goes": ("_includes/box.html", None),
    "an include that comes": ("_includes/none.html", "here it is\n"),
    "data": ("_data/list.yml", "- name: second\n"),
    "data that go": ("_data/list.yml", None),
    "more data": ("_data/more.yml", "a: 1\n"),
    "the configuration": (
        "_config.yml",
        "url: https://x.example\ntitle: X\ntimezone: UTC\nword: two\n",
    ),
    "a post that is linked": (
        "_posts/2026-10-01-linked.md",
        "---\ntitle: Linked\npermalink: /else/\n---\ntext\n",
    ),
    "a linked post that goes": ("_posts/2026-10-01-linked.md", None),
    "another post": ("_posts/2026-10-05-new.md", "---\ntitle: New\n---\ntext\n"),
}


def outputs(folder: Path) -> dict[str, bytes]:
    """Every published file."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".feeds")
    }


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_body_was_made_from(feeds: Callable[..., Any], tmp_path: Path, change: str) -> None:
    """Readers would keep a body whose include, data or links have changed since."""
    site = tmp_path / "site"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    time.sleep(0.06)
    first = feeds("build", site, "--now", "2026-11-23")
    assert first.status == 1
    assert "none.html" in first.err
    for _ in range(2):
        again = feeds("build", site, "--now", "2026-11-23")
        assert (again.status, "nothing changed" in again.out) == (1, True)
    name, text = CHANGES[change]
    if text is None:
        (site / name).unlink()
    else:
        (site / name).write_text(text, encoding="utf-8")
    after = feeds("build", site, "--now", "2026-11-23")
    fresh = feeds(
        "build", site, "--now", "2026-11-23", "--no-cache", "--output", tmp_path / "fresh"
    )
    assert after.status == fresh.status
    assert outputs(site / "public") == outputs(tmp_path / "fresh")
    assert ("nothing changed" in after.out) == (change == "more data")


def test_a_linked_post_is_read_with_what_its_folder_says(
    feeds: Callable[..., Any], tmp_path: Path
) -> None:
    """A link to a post whose address its folder decides would lead nowhere."""
    files = {
        "hugo.toml": 'baseURL = "https://x.example/"\ntitle = "X"\ntimeZone = "UTC"\n',
        "content/posts/_index.md": "---\ncascade:\n  slug: moved\n---\n",
        "content/posts/b.md": "---\ntitle: B\ndate: 2026-10-01\n---\ntext\n",
        "content/notes/a.md": (
            '---\ntitle: A\ndate: 2026-10-02\n---\n[b]({{< ref "posts/b.md" >}})\n'
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert feeds("build", tmp_path, "--now", "2026-11-23").status == 0
    feed = next(tmp_path.joinpath("public").glob("*.xml")).read_text(encoding="utf-8")
    assert feed.count("https://x.example/posts/moved/") >= 2
    assert "https://x.example/posts/b/" not in feed
