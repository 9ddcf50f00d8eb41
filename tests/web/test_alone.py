"""One room asks the web, and no other."""

from __future__ import annotations

import ast
from pathlib import Path

import feeds

PACKAGE = Path(feeds.__file__).parent
ASKING = ("urllib3", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib")


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_no_other_room_asks_the_web() -> None:
    """Something could be fetched without bounds, or from this machine for a stranger."""
    asking = {
        file.relative_to(PACKAGE).parts[0]
        for file in PACKAGE.rglob("*.py")
        for name in _imports(file)
        if name.startswith(ASKING)
    }
    assert asking == {"web"}
