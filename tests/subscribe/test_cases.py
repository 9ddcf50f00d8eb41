"""Whole documents against the ones that lie beside each case.

`FEEDS_WRITE_CASES=1 pytest tests/subscribe/test_cases.py` writes what is expected anew;
read the difference before you keep it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

CASES = Path(__file__).parent / "cases"
ENDINGS = {"opml": "opml", "snippet": "snippet.html", "page": "page.txt"}


def outline(page: bytes) -> Iterator[str]:
    """What a page says and where it leads, an element a line; not how it looks."""
    root = html.document_fromstring(page)
    for element in root.iter(etree.Element):
        text = "".join(element.itertext()) if not len(element) else element.text or ""
        if element.tag in ("style", "script"):
            text = "…"
        said = [
            f"{name}={value}"
            for name, value in element.items()
            if name not in ("class", "content", "translate", "data-copied", "dir")
        ]
        depth = sum(1 for _ in element.iterancestors())
        yield f"{'  ' * depth}{' '.join([element.tag, *said, text.strip()])}".rstrip()


@pytest.mark.parametrize("aid", ENDINGS)
def test_documents_are_as_expected(case, aid):
    """People would be shown other feeds, in other groups, or at other addresses."""
    name, shown = case
    data = shown.document(aid).data
    if aid == "page":
        data = "".join(f"{line}\n" for line in outline(data)).encode("utf-8")
    expected = CASES / f"{name}.{ENDINGS[aid]}"
    if os.environ.get("FEEDS_WRITE_CASES") == "1":
        expected.write_bytes(data)
    assert data == expected.read_bytes()
