"""Wrong settings, each a file beside what is found in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.config import load
from feeds.errors import ConfigurationError, Finding, Level
from feeds.model import Adopted

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


def _line_of(finding: Finding) -> str:
    remedy = f" | {finding.remedy}" if finding.remedy else ""
    return f"{finding.place}: {finding.what}{remedy}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_mistake_is_found_where_it_is(case: Path, tmp_path: Path) -> None:
    """A mistake would be missed, shown elsewhere, or explained in other words."""
    (tmp_path / "feeds.toml").write_bytes(case.read_bytes())
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, Adopted("", {}))
    assert {finding.level for finding in caught.value.findings} == {Level.ERROR}
    found = "".join(f"{_line_of(finding)}\n" for finding in caught.value.findings)
    assert found == case.with_suffix(".txt").read_text(encoding="utf-8")
