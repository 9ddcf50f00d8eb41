"""Libraries that are loaded only if they are used."""

from __future__ import annotations

import subprocess
import sys


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
        "from feeds.digest.deferred import deferred\n"
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
            "from feeds.digest.deferred import deferred\n"
            "with deferred('json'), deferred('no_such_library'):\n"
            "    assert sys.modules['json'] is json\n"
            "print('kept')\n"
        )
        == "kept"
    )
