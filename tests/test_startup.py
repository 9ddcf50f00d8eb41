"""A cron job pays for start-up at every run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = (
    *("PIL", "babel", "cssutils", "feedgen", "filelock", "jinja2", "lxml", "markdown_it", "nh3"),
    *("premailer", "requests", "rich", "starlette", "tinycss2", "uvicorn", "urllib3", "watchfiles"),
    "wcwidth",
)


@pytest.mark.parametrize(
    "argv", [["--version"], ["list", "SITE"], ["list", "SITE", "--format", "json"]]
)
def test_light_commands_import_nothing_heavy(tmp_path: Path, argv: list[str]) -> None:
    """Every run of a small command would take several times as long."""
    (tmp_path / "feeds.toml").write_text(
        '[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n'
    )
    (tmp_path / "posts").mkdir()
    arguments = [str(tmp_path) if argument == "SITE" else argument for argument in argv]
    code = (
        "import sys\n"
        "from feeds.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "LOADED"


def test_a_run_that_changes_nothing_imports_next_to_nothing(tmp_path: Path) -> None:
    """A cron job would pay for every library at every run, to do nothing."""
    (tmp_path / "feeds.toml").write_text(
        '[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n'
    )
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\nx\n")
    code = (
        "import sys\n"
        "from feeds.cli import main\n"
        "status = main(['build', sys.argv[1]])\n"
        f"heavy = {{*{HEAVY!r}, 'yaml', 'tomllib', 'sqlite3', 'pathlib', 'dataclasses'}}\n"
        "print('LOADED', *sorted(heavy & set(sys.modules)))\n"
    )
    for _ in range(3):
        time.sleep(0.08)
        run = subprocess.run(
            [sys.executable, "-I", "-c", code, tmp_path],
            capture_output=True,
            text=True,
            check=True,
        )
    said, loaded = run.stdout.splitlines()
    assert "nothing changed" in said
    assert loaded == "LOADED"
