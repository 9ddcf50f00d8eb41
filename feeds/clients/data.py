"""The data as it lies in the package: read when it is first asked for, and never by itself."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["DATA", "LICENCE", "loaded"]

_FOLDER = Path(__file__).parent
DATA = _FOLDER / "caniemail.json"
LICENCE = _FOLDER / "caniemail.LICENSE"


@lru_cache(maxsize=1)
def loaded() -> Any:
    """The whole of it, in the shape that `feeds.clients.refresh.converted` gives it."""
    return json.loads(DATA.read_bytes())
