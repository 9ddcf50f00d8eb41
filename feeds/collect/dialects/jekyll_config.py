"""A Jekyll site's `_config.yml`, as far as feeds depend on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from feeds.collect.dialects.permalink import STYLES
from feeds.collect.handlers import BadFrontMatterError
from feeds.collect.yaml_handler import YamlHandler
from feeds.errors import ConfigurationError, error
from feeds.model import Adopted

__all__ = ["NAMES", "JekyllConfig"]

NAMES = ("_config.yml", "_config.yaml")
_EXCLUDED = (".sass-cache", ".jekyll-cache", "gemfiles", "node_modules", "vendor", "_site")


@dataclass(frozen=True)
class JekyllConfig:
    """The configuration; `path` is empty for a site that has none."""

    path: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def at(cls, root: Path) -> JekyllConfig | None:
        """The configuration of the site in that folder, or None where it has none.

        Raises `ConfigurationError` where the file cannot be read as YAML.
        """
        for name in NAMES:
            if (root / name).is_file():
                return cls(name, _read(root / name, name))
        return None

    @property
    def include(self) -> frozenset[str]:
        """Names that are read although they begin with an underscore."""
        return frozenset(_texts(self.values.get("include")))

    @property
    def exclude(self) -> tuple[str, ...]:
        """Paths and patterns that are not read."""
        return (*_EXCLUDED, *_texts(self.values.get("exclude")))

    def adopted(self) -> Adopted:
        """The settings in the words of `feeds.toml`."""
        values = self.values
        site: dict[str, object] = {}
        for ours, theirs in (
            ("title", "title"),
            ("description", "description"),
            ("language", "lang"),
            ("timezone", "timezone"),
        ):
            if values.get(theirs) not in (None, ""):
                site[ours] = str(values[theirs])
        if "title" not in site and values.get("name"):
            site["title"] = str(values["name"])
        if "language" in site:
            site["language"] = str(site["language"]).replace("_", "-")
        if url := values.get("url"):
            base = str(values.get("baseurl") or "").strip("/")
            site["url"] = f"{str(url).rstrip('/')}/{base}".rstrip("/")
        if author := _author(values.get("author")):
            site["authors"] = [author]
        posts: dict[str, object] = {
            "folders": ["."],
            "permalink": self._permalink(),
        }
        for ours, theirs in (("future", "future"), ("drafts", "show_drafts")):
            if isinstance(values.get(theirs), bool):
                posts[ours] = values[theirs]
        return Adopted(self.path, {"site": site, "posts": posts}, self._feeds())

    def defaults_for(self, path: str, kind: str) -> dict[str, object]:
        """What `defaults` gives to a file of that kind (`posts` or `drafts`).

        The longer path wins, then the scope that names a type, then the later one.
        """
        merged: dict[str, object] = {}
        ruling: tuple[int, bool] = (-1, False)
        for scope_path, scope_type, values in self._defaults:
            if scope_type and scope_type.rstrip("s") != kind.rstrip("s"):
                continue
            if not _within(path, scope_path):
                continue
            rank = (len(scope_path), bool(scope_type))
            if rank >= ruling:
                merged, ruling = _merge(merged, values), rank
            else:
                merged = _merge(values, merged)
        return merged

    @cached_property
    def _defaults(self) -> Sequence[tuple[str, str, dict[str, object]]]:
        """What `defaults` says: each scope's path and type, and its values."""
        sets = self.values.get("defaults")
        scopes: list[tuple[str, str, dict[str, object]]] = []
        for entry in sets if isinstance(sets, list) else []:
            if isinstance(entry, dict) and isinstance(entry.get("values"), dict):
                scope = entry.get("scope")
                scope = scope if isinstance(scope, dict) else {}
                path = str(scope.get("path") or "").strip("/")
                scopes.append((path, str(scope.get("type") or ""), entry["values"]))
        return scopes

    def _permalink(self) -> str:
        """The pattern for posts: the collection's own, else the site's; `date` if none."""
        collections = self.values.get("collections")
        posts = collections.get("posts") if isinstance(collections, dict) else None
        own = posts.get("permalink") if isinstance(posts, dict) else None
        pattern = str(own or self.values.get("permalink") or "date")
        if pattern.removeprefix(":") in STYLES:
            return pattern.removeprefix(":")
        return f"/{pattern.lstrip('/')}"

    def _feeds(self) -> tuple[Mapping[str, object], ...]:
        """jekyll-feed's own address for the main feed, where the site has that plugin."""
        plugins = (*_texts(self.values.get("plugins")), *_texts(self.values.get("gems")))
        if "jekyll-feed" not in plugins:
            return ()
        settings = self.values.get("feed")
        path = settings.get("path") if isinstance(settings, dict) else None
        atom = str(path or "feed.xml").lstrip("/")
        return (
            {"name": "main", "path": {"atom": atom, "rss": "rss.xml"}},
            {"name": "categories", "by": "category"},
        )


def _read(file: Path, name: str) -> Mapping[str, object]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        loaded = YamlHandler(text, "the file").load(text)
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(error(f"it cannot be read: {problem}", name)) from None
    except BadFrontMatterError as problem:
        raise ConfigurationError(
            error(problem.what, name, problem.line, problem.column, "Mend the file here.")
        ) from None
    return loaded


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return value.split()
    return [str(item) for item in value] if isinstance(value, list) else []


def _author(value: object) -> object:
    if isinstance(value, dict):
        known = {"name": "name", "email": "email", "url": "url", "uri": "url"}
        author = {ours: str(value[key]) for key, ours in known.items() if value.get(key)}
        return author if "name" in author else None
    return str(value) if value else None


def _within(path: str, scope: str) -> bool:
    if "*" not in scope:
        return path.startswith(scope)
    parts = path.split("/")
    return any(fnmatchcase("/".join(parts[:count]), scope) for count in range(1, len(parts) + 1))


def _merge(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    merged = dict(under)
    for key, value in over.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _merge(before, value)
        elif value is not None or key not in merged:
            merged[key] = value
    return merged
