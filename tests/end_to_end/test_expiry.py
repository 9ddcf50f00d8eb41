"""A post that has expired is shown no more, whatever is remembered of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.cli import build as command

GONE = "---\ntitle: Gone\ndate: 2026-11-01\nexpires: 2026-11-20 12:00\ncategory: sea\n---\ntext\n"
STAYS = "---\ntitle: Stays\ndate: 2026-10-31\ncategory: sea\n---\ntext\n"


@pytest.mark.parametrize("remembering", [True, False])
def test_a_post_leaves_when_it_expires(
    feeds: Callable[..., object], write_site: Callable[..., Path], remembering: bool
) -> None:
    """An offer that is over would stay in feeds and mails, or vanish before its time."""
    site = write_site({"posts/a.md": GONE, "posts/b.md": STAYS})
    options = () if remembering else ("--no-cache",)
    outputs = ("atom.xml", "rss.xml", "categories/sea/atom.xml", "digest/latest.html")
    for now, shown in (
        ("2026-11-20T11:59:59Z", True),
        ("2026-11-20T12:00:00Z", False),
        ("2026-11-20T11:59:59Z", True),
        ("2027-01-01", False),
    ):
        feeds("build", site, "--now", now, *options)
        for output in outputs:
            text = (site / "public" / output).read_text(encoding="utf-8")
            assert ("Gone" in text) is shown
            assert "Stays" in text


def test_a_run_is_not_skipped_when_a_post_expires(
    feeds: Callable[..., object],
    write_site: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As nothing else changes, the post would stay for ever."""
    skipped: list[bool] = []
    real = command.recall

    def recall(args: object) -> int | None:
        status = real(args)  # type: ignore[arg-type]
        skipped.append(status is not None)
        return status

    monkeypatch.setattr(command, "recall", recall)
    due = time.time_ns() + 3_600_000_000_000
    moment = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(due // 10**9))
    text = GONE.replace("date: 2026", "date: 2025").replace("2026-11-20 12:00", moment)
    site = write_site({"posts/a.md": text})
    for _ in range(4):
        time.sleep(0.08)
        feeds("build", site)
    assert skipped[-1]
    monkeypatch.setattr(time, "time_ns", lambda: due - 2_000_000_000)
    feeds("build", site)
    assert skipped[-1]
    monkeypatch.setattr(time, "time_ns", lambda: due)
    feeds("build", site)
    assert not skipped[-1]
