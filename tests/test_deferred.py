"""Libraries that are loaded only if they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(code: str) -> str:
    """What a Python of its own prints."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_an_inliner_that_fetches_nothing_loads_nothing_to_fetch_with() -> None:
    """Every issue of a newsletter would take a tenth longer, for a library that it never uses."""
    loaded = run(
        "import sys\n"
        "from feeds.digest.inline import inline\n"
        "html = '<html><head><style>p {color: red}</style></head><body><p>x</p></body></html>'\n"
        "assert 'color:red' in inline(html)\n"
        "print(*sorted({'requests', 'urllib3', 'charset_normalizer'} & set(sys.modules)))\n"
    )
    assert loaded == ""


def test_a_deferred_library_works_when_it_is_used() -> None:
    """Another library that does use it would find it empty."""
    said = run(
        "import sys\n"
        "from feeds.deferred import deferred\n"
        "with deferred('colorsys'):\n"
        "    import colorsys as first\n"
        "assert 'colorsys' not in sys.modules\n"
        "print(first.rgb_to_hsv(1, 1, 1), 'colorsys' in sys.modules)\n"
        "import colorsys\n"
        "assert colorsys.rgb_to_hsv is first.rgb_to_hsv\n"
    )
    assert said == "(0.0, 0.0, 1) True"


def test_what_is_there_already_stays() -> None:
    """A program that has loaded the library would get another copy of it."""
    assert (
        run(
            "import json, sys\n"
            "from feeds.deferred import deferred\n"
            "with deferred('json'), deferred('no_such_library'):\n"
            "    assert sys.modules['json'] is json\n"
            "print('kept')\n"
        )
        == "kept"
    )


def test_a_build_loads_nothing_to_wait_with(tmp_path: Path) -> None:
    """Every run that changes something would take a twentieth longer, for what it never uses."""
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("url: https://x.example\ntitle: X\ntimezone: UTC\n")
    (tmp_path / "_posts/2026-01-01-a.md").write_text("---\ntitle: A\n---\n{{ page.title }}\n")
    loaded = run(
        "import sys\n"
        "from feeds.cli import main\n"
        f"assert main(['build', {str(tmp_path)!r}, '--quiet']) == 0\n"
        "assert {'liquid', 'filelock', 'premailer'} <= set(sys.modules)\n"
        "print(*sorted({'asyncio', 'requests'} & set(sys.modules)))\n"
    )
    assert loaded == ""
