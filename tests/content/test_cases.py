"""Bodies as files, beside what must come of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.content.plain import plain_text

CASES = Path(__file__).parent / "cases"
SOURCES = sorted(path for path in CASES.iterdir() if path.name.count(".in.") == 1)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name.split(".")[0])
@pytest.mark.parametrize("part", ["html", "text", "excerpt"])
def test_case(source: Path, part: str, rendered: Callable[..., tuple]) -> None:
    """A kind of content that writers use would look different to readers."""
    body, findings = rendered(source.read_text(encoding="utf-8"), path=source.name)
    expected = source.parent / f"{source.name.split('.')[0]}.{part}"
    parts = {"html": body.html, "text": plain_text(body.html), "excerpt": body.excerpt}
    assert f"{parts[part]}\n" == expected.read_text(encoding="utf-8")
    assert findings == ()


def test_every_expectation_has_its_source() -> None:
    """A case would be thought tested that is not."""
    names = {path.name.split(".")[0] for path in SOURCES}
    assert len(names) >= 8
    assert {path.name.split(".")[0] for path in CASES.iterdir()} == names
