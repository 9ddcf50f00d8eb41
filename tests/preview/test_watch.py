"""A save is noticed, and what the program or an editor writes beside it is not."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.errors import BuildError
from feeds.preview import watch
from feeds.preview.watch import matters, saves

ROOT = Path("/home/mio/site")


@pytest.mark.parametrize(
    "path",
    [
        "feeds.toml",
        "_config.yml",
        "posts/ferry.md",
        "posts/public/ferry.md",
        "_posts/2026/ferry.md",
        "templates/digest/post.html",
        "media/ferry.png",
    ],
)
def test_what_the_output_is_made_of_matters(path: str) -> None:
    """A saved post, template, picture or setting would not be shown."""
    assert matters(ROOT, ROOT / path)


@pytest.mark.parametrize(
    "path",
    [
        "public/atom.xml",
        "_site/index.html",
        ".git/index",
        ".venv/lib/x.py",
        "posts/.ferry.md.swp",
        "posts/ferry.md~",
        "posts/#ferry.md#",
        "node_modules/a/b.js",
        "lib/__pycache__/a.pyc",
        "",
        "../elsewhere/ferry.md",
    ],
)
def test_what_it_is_not_made_of_does_not(path: str) -> None:
    """Every build, commit or key press would rebuild the preview, perhaps without end."""
    assert not matters(ROOT, Path(f"{ROOT.parent}/elsewhere" if ".." in path else ROOT / path))


def test_saves_are_noticed(tmp_path: Path) -> None:
    """The preview would not follow what is written to disk."""
    (tmp_path / "posts").mkdir()

    async def follow() -> list[str]:
        seen = []
        async with aclosing(saves(tmp_path)) as saved:
            await anext(saved)
            for name in ("posts/a.md", "feeds.toml", "media/new/b.png", "posts/a.md"):
                path = tmp_path / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(name * (1 + len(seen)))
                await asyncio.wait_for(anext(saved), 5)
                seen.append(name)
        return seen

    assert len(asyncio.run(follow())) == 4


def test_outputs_and_reading_are_not_saves(tmp_path: Path) -> None:
    """A build, or the preview's own reading, would set off the next rebuild."""
    (tmp_path / "public").mkdir()
    (tmp_path / "post.md").write_text("post")

    async def follow() -> bool:
        async with aclosing(saves(tmp_path)) as saved:
            await anext(saved)
            (tmp_path / "public" / "atom.xml").write_text("feed")
            (tmp_path / ".post.md.swp").write_text("swap")
            (tmp_path / "post.md").read_text()
            try:
                await asyncio.wait_for(anext(saved), 0.6)
            except TimeoutError:
                return False
            return True

    assert asyncio.run(follow()) is False


def test_a_system_that_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """People would get a traceback where the system has no watches left."""

    async def refuse(*_: object, **__: object) -> object:
        raise OSError("OS file watch limit reached.")
        yield

    monkeypatch.setattr(watch, "awatch", refuse)

    async def follow() -> None:
        async with aclosing(saves(tmp_path)) as saved:
            await anext(saved)
            await anext(saved)

    with pytest.raises(BuildError, match="watch limit reached"):
        asyncio.run(follow())
