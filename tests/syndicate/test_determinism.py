"""The same bytes whatever the machine, the clock or the thread."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from feeds.syndicate import documents

SCRIPT = """
import locale, sys
locale.setlocale(locale.LC_ALL, "")
from datetime import UTC, datetime
from feeds.model import Body, Entry, Feed, Person, Post
from feeds.syndicate import documents
from feeds.zones import zone
posts = [
    Post(f"{n}.md", f"urn:x:{n}", f"https://example.org/{n}/", f"Nº {n}", when, when, "ja",
         ("海", "b", "a"), ("t",), (Person("A", "a@example.org"), Person("B")))
    for n, when in enumerate(
        [datetime(2025, 11, 10, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=zone("Asia/Tokyo"))]
    )
]
entries = tuple(Entry(post, Body("<p>x</p>", "x")) for post in posts)
feed = Feed("T", "", "https://example.org/", "https://example.org", "en",
            {"atom": "atom.xml", "rss": "rss.xml"}, entries, authors=(Person("T"),))
print(locale.setlocale(locale.LC_TIME), datetime(2025, 11, 10).strftime("%a"), file=sys.stderr)
for document in documents(feed):
    sys.stdout.buffer.write(document.data)
"""


def run(**environment):
    """What another process makes of one feed, and what it says of its locale."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=kept | environment, capture_output=True, check=True
    )
    return done.stdout, done.stderr.decode("utf-8")


def test_zone_and_hash_seed_change_nothing():
    """A build elsewhere would give other bytes, and every reader would load them anew."""
    first, _ = run(TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    second, _ = run(TZ="Asia/Kathmandu", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert b"Mon, 10 Nov 2025" in first
    assert first == second


def test_a_locale_changes_nothing(tmp_path, lacking):
    """Dates would carry Japanese names of days on a machine of that locale."""
    localedef = shutil.which("localedef")
    if localedef is None or not Path("/usr/share/i18n/locales/ja_JP").is_file():
        lacking("there is no localedef, or no source of ja_JP, to make a locale with")
    subprocess.run(
        [localedef, "-i", "ja_JP", "-f", "UTF-8", "--no-archive", tmp_path / "ja_JP.UTF-8"],
        check=True,
        capture_output=True,
    )
    japanese, said = run(LOCPATH=str(tmp_path), LC_ALL="ja_JP.UTF-8", PYTHONUTF8="1")
    assert "月" in said
    plain, _ = run(LC_ALL="C")
    assert japanese == plain


def test_the_locale_is_never_switched(case, monkeypatch):
    """Two builds in one process could leave it in a locale that nobody chose."""

    def refuse(*arguments):
        raise AssertionError(f"setlocale{arguments}")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert documents(case.feed)


def test_threads_do_not_meet(case):
    """The preview, which builds beside a request, would show another feed than is published."""
    alone = documents(case.feed)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: documents(case.feed), range(24))) == {alone}
