"""A site with a newsletter, and the files of its editions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.editions.reading import EditionFile, read_edition
from feeds.editions.records import as_lines
from feeds.model import Claim, NewsletterSettings, Person, Site
from feeds.zones import zone

LETTER = NewsletterSettings("letter", "Harbour", "en", Person("Mio", "mio@harbour.example"))
Read = Callable[..., EditionFile]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site in Tokyo's zone."""
    return Site(
        root=tmp_path / "site",
        url="https://harbour.example",
        title="Harbour",
        language="en",
        timezone=zone("Asia/Tokyo"),
        newsletters=(LETTER,),
    )


@pytest.fixture
def read(site: Site) -> Read:
    """Reads an edition whose file says that; `text` has its whole front matter."""

    def run(text: str | bytes, label: str = "2026-11-23", **beside: bytes) -> EditionFile:
        folder = site.root / "editions/letter"
        folder.mkdir(parents=True, exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{label}.md").write_bytes(data)
        for key, lines in beside.items():
            (folder / f"{label}.{key}.jsonl").write_bytes(lines)
        return read_edition(site, LETTER, label)

    return run


@pytest.fixture
def put_passed(site: Site) -> Callable[[list[Claim]], None]:
    """Writes the file of what the edition 2026-11-23 passes."""

    def put(claims: list[Claim]) -> None:
        folder = site.root / "editions/letter"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "2026-11-23.passed.jsonl").write_bytes(as_lines(claims))

    return put
