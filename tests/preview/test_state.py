"""A part is made when it is asked for, once, and its last good version outlives a mistake."""

from __future__ import annotations

import asyncio
import gc
import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import BuildError, error
from feeds.preview.desk import Desk
from feeds.preview.state import Part, State
from feeds.workspace import Workspace


def counted(
    name: str = "counted", touched: Callable[[str], bool] = lambda _: True
) -> tuple[Part[int], list[int]]:
    """A part that is how many times it was made."""
    times: list[int] = []

    def make(_workspace: Workspace, _now: datetime) -> int:
        times.append(len(times) + 1)
        time.sleep(0.05)
        return times[-1]

    return Part(name, make, 0, touched), times


def change(state: State, *paths: str) -> None:
    """Say that those files were saved."""
    asyncio.run(state.changed(paths))


def test_a_part_is_made_once_for_all_who_wait(state: State) -> None:
    """Twenty open pages would make the same newsletter twenty times."""
    part, times = counted()

    async def ask() -> list[int]:
        return await asyncio.gather(*(state.get(part) for _ in range(20)))

    assert times == []
    assert asyncio.run(ask()) == [1] * 20
    assert asyncio.run(ask()) == [1] * 20


def test_a_part_is_made_again_after_what_touches_it_alone(state: State) -> None:
    """A save would rebuild all there is, or not what it changed."""
    part, times = counted(touched=lambda path: path.startswith("editions/"))
    asyncio.run(state.get(part))
    change(state, "posts/ferry.md", "templates/a.html")
    assert asyncio.run(state.get(part)) == 1
    change(state, "posts/ferry.md", "editions/weekly/2026-11-23.md")
    assert times == [1]
    assert asyncio.run(state.get(part)) == 2


def test_new_settings_touch_every_part(state: State, small_site: Path) -> None:
    """A page would stay as the old settings had it."""
    part, _ = counted(touched=lambda _: False)
    asyncio.run(state.get(part))
    settings = small_site / "feeds.toml"
    settings.write_text(settings.read_text().replace("Harbour Notes", "Quay Notes"))
    change(state, "feeds.toml")
    assert asyncio.run(state.get(part)) == 2
    assert state.site.title == "Quay Notes"


def test_a_change_while_a_part_is_made_is_not_lost(state: State) -> None:
    """What was saved at the wrong moment would not be shown before the next save."""
    part, _ = counted()

    async def ask() -> tuple[int, int]:
        first = asyncio.create_task(state.get(part))
        await asyncio.sleep(0.01)
        await state.changed(["editions/a"])
        return await state.get(part), await first

    assert asyncio.run(ask()) == (2, 1)


def test_a_mistake_keeps_the_last_good_version_of_its_part(state: State) -> None:
    """A slip in a template would take the page away, or stand over pages it does not touch."""
    wrong = False

    def make(_workspace: Workspace, _now: datetime) -> str:
        if wrong:
            raise BuildError(error("broken", "templates/a.html", 3))
        return "good"

    part, (other, _) = Part("fragile", make, ""), counted()

    async def ask(*parts: Part[Any]) -> tuple[list[Any], list[str]]:
        state.noting()
        shown = [await state.get(each) for each in parts]
        return shown, [each.place for each in state.problem]

    assert asyncio.run(ask(part)) == (["good"], [])
    wrong = True
    change(state, "templates/a.html")
    assert asyncio.run(ask(part)) == (["good"], ["templates/a.html:3"])
    assert asyncio.run(ask(other)) == ([1], [])
    wrong = False
    change(state, "templates/a.html")
    assert asyncio.run(ask(part, other)) == (["good", 2], [])


def test_an_error_stands_over_the_last_good_version(
    ask: Any, state: State, small_site: Path
) -> None:
    """One slip in feeds.toml would take the editor's page away, or go unnoticed."""
    settings = small_site / "feeds.toml"
    good, before = settings.read_text(), state.version
    settings.write_text(good + "\n[sight]\nx = 1\n")
    change(state, "feeds.toml")
    assert state.version != before
    page = ask("/posts").text
    assert 'role="alert"' in page
    assert "feeds.toml:" in page
    assert "The first ferry" in page

    settings.write_text(good.replace("Harbour Notes", "Quay Notes"))
    change(state, "feeds.toml")
    page = ask("/posts").text
    assert 'role="alert"' not in page
    assert "Quay Notes" in page


def test_an_edit_is_shown(ask: Any, state: State, small_site: Path) -> None:
    """The page would stay as it was when the program started."""
    pages = ("/posts", "/feeds/atom.xml", "/frame/letter/weekly/mail")
    for path in pages:
        assert "The first ferry" in ask(path).text
    post = small_site / "posts" / "ferry.md"
    post.write_text(post.read_text().replace("The first ferry", "The last ferry"))
    change(state, "posts/ferry.md")
    for path in pages:
        assert "The last ferry" in ask(path).text


def test_a_page_tells_the_version_of_what_it_shows(state: State) -> None:
    """A page whose files changed while it was made would not be fetched again."""

    async def ask() -> bool:
        state.noting()
        before = state.version
        await state.changed(["posts/ferry.md"])
        return state.version == before

    assert asyncio.run(ask())


def test_versions_of_two_runs_differ(state: State) -> None:
    """A page left open would not notice that the program was started anew."""
    assert State(lambda: state.workspace, state.workspace).version != state.version


def test_a_post_that_breaks_keeps_the_newsletter_as_it_was(
    ask: Any, state: State, small_site: Path
) -> None:
    """A post would vanish while its front matter is being typed, without a word."""
    page, frame = "/newsletters/weekly", "/frame/letter/weekly/mail"
    assert "The first ferry" in ask(frame).text
    post = small_site / "posts" / "ferry.md"
    good = post.read_text()
    post.write_text(good.replace("title: The first ferry", "title: [The first"))
    change(state, "posts/ferry.md")
    assert "The first ferry" in ask(frame).text
    shown = ask(page).text
    assert 'role="alert"' in shown
    assert "posts/ferry.md:" in shown
    post.write_text(good.replace("The first ferry", "The last ferry"))
    change(state, "posts/ferry.md")
    assert 'role="alert"' not in ask(page).text
    assert "The last ferry" in ask(frame).text


def test_what_was_wrong_from_the_beginning_is_no_news(
    ask: Any, state: State, small_site: Path
) -> None:
    """An old mistake elsewhere would keep every later change from being shown."""
    (small_site / "posts" / "broken.md").write_text("---\ntitle: [\n---\n")
    page, frame = "/newsletters/weekly", "/frame/letter/weekly/mail"
    assert 'role="alert"' not in ask(page).text
    post = small_site / "posts" / "ferry.md"
    post.write_text(post.read_text().replace("The first ferry", "The last ferry"))
    change(state, "posts/ferry.md")
    assert 'role="alert"' not in ask(page).text
    assert "The last ferry" in ask(frame).text


def test_a_broken_template_keeps_the_newsletter_as_it_was(
    ask: Any, state: State, small_site: Path
) -> None:
    """A slip in a template would leave an empty page."""
    page, frame = "/newsletters/weekly", "/frame/letter/weekly/mail"
    assert "The first ferry" in ask(frame).text
    template = small_site / "templates" / "digest" / "post.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% if %}")
    change(state, "templates/digest/post.html")
    assert "The first ferry" in ask(frame).text
    shown = ask(page).text
    assert 'role="alert"' in shown
    assert "templates/digest/post.html:1" in shown
    assert 'role="alert"' not in ask("/feeds").text
    template.unlink()
    change(state, "templates/digest/post.html")
    assert 'role="alert"' not in ask(page).text


def test_time_alone_makes_a_part_anew(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that is left open would show last week's window for ever."""
    part, times = counted()
    asyncio.run(state.get(part))
    asyncio.run(state.get(part))
    assert times == [1]
    later = state.now + timedelta(hours=1)
    monkeypatch.setattr("feeds.preview.state.moment", lambda *_: later)
    assert asyncio.run(state.get(part)) == 2
    assert asyncio.run(state.get(part)) == 2


def test_many_changes_leave_nothing_behind(desk: Desk, small_site: Path) -> None:
    """A desk that is open all day would fill the machine's memory."""
    post = small_site / "posts" / "ferry.md"
    text = post.read_text()

    async def save(number: int) -> None:
        post.write_text(text.replace("The first ferry", f"Ferry {number}"))
        await desk.saved("posts/ferry.md")
        desk.state.noting()
        letter = await desk.letter("weekly")
        assert letter and letter.html and f"Ferry {number}".encode() in letter.html.data

    async def grown() -> int:
        for number in range(5):
            await save(number)
        gc.collect()
        tracemalloc.start()
        try:
            await save(100)
            gc.collect()
            before, _ = tracemalloc.get_traced_memory()
            for number in range(101, 106):
                await save(number)
            gc.collect()
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        return after - before

    assert asyncio.run(grown()) < 100_000
