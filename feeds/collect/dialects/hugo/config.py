"""A Hugo site's configuration, from one file or from `config/`, as far as feeds depend on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from posixpath import splitext

from feeds.collect.handlers import BadFrontMatterError, Handler, JsonHandler, TomlHandler
from feeds.errors import ConfigurationError, Finding, error, warning
from feeds.keys import means_yes
from feeds.zones import zone

__all__ = [
    "FILES",
    "FOLDERS",
    "TRUE",
    "HugoConfig",
    "Language",
    "Mount",
    "is_true",
    "lowered",
    "table",
    "text_of",
    "texts",
]

_NAMES = ("hugo", "config")
_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
FILES = tuple(f"{name}{suffix}" for name in _NAMES for suffix in _SUFFIXES)
"""The files at the top of a site of which Hugo takes the first that is there."""

FOLDERS = ("config/_default", "config/production")
"""The folders of configuration files, the later over the earlier; `hugo` builds production."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")
_MISTAKEN = {"cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "us": "en-US"}
TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
"""The words that Hugo takes for true."""

_MENUS = ("menu", "menus")


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder of content: where it lies, what its paths begin with, and its language if any."""

    folder: str
    below: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its key, its tag, and what it says over the site's configuration."""

    key: str
    tag: str
    values: Mapping[str, object]
    disabled: bool = False


@dataclass(frozen=True)
class HugoConfig:
    """The configuration, with all its keys in lower case, as Hugo takes them.

    `path` names the file that settings are said to come from; empty where there is none.
    `present` are the content folders that the site has.
    """

    path: str = ""
    files: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    present: frozenset[str] = frozenset()

    @classmethod
    def at(cls, root: Path) -> HugoConfig | None:
        """The configuration of the site in that folder, or None where it has none.

        Raises `ConfigurationError` where a file of it cannot be read.
        """
        files = list(_files(root))
        if not files:
            return None
        values: dict[str, object] = {}
        for name in files:
            values = _merged(values, _placed(name, _read(root / name, name)))
        config = cls(files[0], tuple(files), values)
        config.check()
        there = (mount.folder for mount in config.mounts if (root / mount.folder).is_dir())
        return replace(config, present=frozenset(there))

    def get(self, key: str) -> object:
        """A value of the whole site, by its key in lower case."""
        return self.values.get(key)

    def of(self, language: Language, key: str) -> object:
        """A value for a language: its own, else the site's."""
        own = language.values.get(key)
        return self.values.get(key) if own is None else own

    def says(self, key: str) -> bool:
        """Whether a key of the whole site is set to true."""
        return means_yes(self.get(key))

    @cached_property
    def default_language(self) -> str:
        """The key of the language that pages have where nothing says otherwise."""
        written = self.get("defaultcontentlanguage")
        if written:
            return str(written).lower()
        tables = table(self.get("languages"))
        if tables and "en" not in tables:
            return min(tables, key=lambda key: (_weight(tables[key]), key))
        return "en"

    @cached_property
    def languages(self) -> Mapping[str, Language]:
        """Every language by its key, the disabled ones too; the default one is first."""
        disabled = {name.lower() for name in texts(self.get("disablelanguages"))}
        tables = {key: table(value) for key, value in table(self.get("languages")).items()}
        tables.setdefault(self.default_language, {})
        first = self.default_language
        ordered = sorted(tables, key=lambda key: (key != first, _weight(tables[key]), key))
        made: dict[str, Language] = {}
        for key in ordered:
            values = tables[key]
            off = means_yes(values.get("disabled")) or key in disabled
            made[key] = Language(key, self._tag(key, values), values, off)
        return made

    @property
    def active(self) -> list[Language]:
        """The languages that are built."""
        return [language for language in self.languages.values() if not language.disabled]

    @cached_property
    def multihost(self) -> bool:
        """Whether every language has a host of its own; Hugo sees none where one is disabled."""
        return all(
            language.values.get("baseurl") and not language.disabled
            for language in self.languages.values()
        )

    @cached_property
    def mounts(self) -> tuple[Mount, ...]:
        """The folders of content, the longest path first."""
        found = list(_mounts(self.get("module"))) or list(self._content_folders())
        return tuple(sorted(dict.fromkeys(found), key=lambda mount: -len(mount.folder)))

    def check(self) -> None:
        """Raises `ConfigurationError` for what no feed could be made with."""
        for language in self.languages.values():
            name = self.of(language, "timezone")
            if name and not _is_zone(str(name)):
                raise ConfigurationError(
                    error(
                        f"timeZone: there is no time zone {name}",
                        self.path,
                        remedy='Write a name such as timeZone = "Asia/Tokyo".',
                    )
                )

    def has_content(self, language: Language) -> bool:
        """Whether a language may have pages: one without a folder of its own may."""
        own = [mount.folder for mount in self.mounts if mount.language == language.key]
        return not own or not self.present.isdisjoint(own)

    def unfollowed(self) -> Iterator[Finding]:
        """What of the content lies outside of the site, and is not read."""
        written = [self.get("contentdir")]
        written += [language.values.get("contentdir") for language in self.languages.values()]
        mounts = table(self.get("module")).get("mounts")
        for mount in mounts if isinstance(mounts, list) else []:
            if str(table(mount).get("target") or "").strip("/").partition("/")[0] == "content":
                written.append(table(mount).get("source"))
        for folder in dict.fromkeys(str(one) for one in written if one):
            if not _folder(folder):
                yield warning(f"the content in {folder} lies outside of the site", self.path)

    def _content_folders(self) -> Iterator[Mount]:
        main = _folder(self.get("contentdir")) or "content"
        lacking = False
        for language in self.languages.values():
            own = _folder(language.values.get("contentdir"))
            if own:
                yield Mount(own, "", language.key)
            else:
                lacking = True
        if lacking:
            yield Mount(main, "", None)

    def _tag(self, key: str, values: Mapping[str, object]) -> str:
        written = values.get("locale") or values.get("languagecode")
        if not written and key == self.default_language:
            written = self.get("locale") or self.get("languagecode")
        tag = str(written or key).replace("_", "-")
        return _MISTAKEN.get(tag.lower()) or (tag if _TAG.fullmatch(tag) else "und")


def lowered(value: object) -> object:
    """The same with all keys in lower case; of keys that become one, the last counts."""
    if isinstance(value, Mapping):
        return {str(key).lower(): lowered(item) for key, item in value.items()}
    if isinstance(value, list):
        return [lowered(item) for item in value]
    return value


def table(value: object) -> Mapping[str, object]:
    """The value if it is a table; else an empty one."""
    return value if isinstance(value, Mapping) else {}


def texts(value: object) -> list[str]:
    """The texts of a list, or the words of a text."""
    if isinstance(value, str):
        return value.split()
    return [str(item) for item in value] if isinstance(value, list) else []


def text_of(value: object) -> str:
    """A value as Hugo makes text of it; empty where it makes none."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ""


def is_true(value: object) -> bool:
    """Whether a value is true to Hugo: YAML's `yes` is not."""
    return str(value) in TRUE


def _files(root: Path) -> Iterator[str]:
    first = next((name for name in FILES if (root / name).is_file()), None)
    if first:
        yield first
    for folder in FOLDERS:
        try:
            places = sorted((root / folder).rglob("*"))
        except OSError:
            continue
        for place in places:
            if place.suffix.lower() in _SUFFIXES and place.is_file():
                yield place.relative_to(root).as_posix()


def _read(file: Path, name: str) -> Mapping[str, object]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        loaded = _handler(file.suffix.lower(), text).load(text) if text.strip() else {}
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(error(f"it cannot be read: {problem}", name)) from None
    except BadFrontMatterError as problem:
        raise ConfigurationError(
            error(problem.what, name, problem.line, problem.column, "Mend the file here.")
        ) from None
    return table(lowered(loaded))


def _handler(suffix: str, text: str) -> Handler:
    if suffix == ".toml":
        return TomlHandler(text, "the file")
    if suffix == ".json":
        return JsonHandler(text, "the file")
    from feeds.collect.yaml_handler import YamlHandler

    return YamlHandler(text, "the file")


def _placed(name: str, values: Mapping[str, object]) -> Mapping[str, object]:
    """What a file says, at the place that its name gives it: `params.ja` is one language's."""
    stem = splitext(name.rpartition("/")[2])[0].lower()
    if "/" not in name or stem in _NAMES:
        return values
    key, _, language = stem.partition(".")
    if key in values and len(values) == 1:
        values = table(values[key])
    if not language:
        return {key: values}
    if key in _MENUS or key == "params":
        values = {key: values}
    return {"languages": {language: values}}


def _merged(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    merged = dict(under)
    for key, value in over.items():
        before = merged.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(before, value)
        else:
            merged[key] = value
    return merged


def _mounts(module: object) -> Iterator[Mount]:
    mounts = table(module).get("mounts")
    for mount in mounts if isinstance(mounts, list) else []:
        values = table(mount)
        target = str(values.get("target") or "").strip("/")
        source = _folder(values.get("source"))
        if not source or (target != "content" and not target.startswith("content/")):
            continue
        below = target.removeprefix("content").strip("/")
        languages = texts(values.get("lang"))
        matrix = table(table(values.get("sites")).get("matrix"))
        languages = languages or texts(matrix.get("languages"))
        for language in languages:
            yield Mount(source, below, language.lower())
        if not languages:
            yield Mount(source, below)


def _folder(value: object) -> str:
    """A folder within the site, relative; empty for one that is outside, and for none."""
    parts = [part for part in str(value or "").split("/") if part not in ("", ".")]
    outside = str(value or "").startswith("/") or ".." in parts or "\\" in str(value)
    return "" if outside else "/".join(parts)


def _weight(value: object) -> int:
    weight = table(value).get("weight")
    return weight if isinstance(weight, int) and weight else 1 << 30


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except (KeyError, ValueError):
        return False
    return True
