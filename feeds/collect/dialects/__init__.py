"""A dialect is one generator's conventions: where posts lie and what their files mean.

Each is one file here. `detect` picks the one whose own files a site has, and loads no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from feeds.collect.dialects.base import Dialect
from feeds.collect.dialects.names import PLAIN

__all__ = ["Dialect", "detect", "signs"]

_SIGNS: Mapping[str, Sequence[str]] = {
    "eleventy": (
        ".eleventy.js",
        *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts", "mts", "cts")),
        "package.json",
    ),
    "jekyll": ("_config.yml", "_config.yaml", "_config.toml", "_posts"),
    "hugo": (
        *(f"hugo.{suffix}" for suffix in ("toml", "yaml", "yml", "json")),
        *(f"config.{suffix}" for suffix in ("toml", "yaml", "yml", "json")),
        *("config/_default", "config/production"),
    ),
    "zola": ("zola.toml", "config.toml"),
}
"""By dialect, the files and folders without one of which a site is another generator's.

Where several have their files in one site, the first that takes the site for its own counts.
"""


def detect(root: Path, name: str | None = None) -> Dialect:
    """The dialect of that name; without one, the one that the site's own files speak for.

    Raises `ConfigurationError` where the generator's own configuration cannot be read.
    """
    if name is not None:
        dialect = _load(name)
        return dialect.at(root) or dialect.bare()
    for name, signs in _SIGNS.items():
        if any((root / sign).exists() for sign in signs) and (found := _load(name).at(root)):
            return found
    return _load(PLAIN).bare()


def signs(root: Path, name: str) -> tuple[str, ...]:
    """Those of a dialect's own files and folders that the site has."""
    return tuple(sign for sign in _SIGNS.get(name, ()) if (root / sign).exists())


def _load(name: str) -> type[Dialect]:
    dialect: type[Dialect] = import_module(f"{__name__}.{name}").DIALECT
    return dialect
