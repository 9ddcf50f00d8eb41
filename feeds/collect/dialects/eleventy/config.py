"""An Eleventy site's configuration, as far as it can be told without running it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import join, normpath

from feeds.collect.handlers import BadFrontMatterError, JsonHandler
from feeds.collect.script import Code, Script, ScriptError
from feeds.errors import ConfigurationError, Finding, error, hint, warning

__all__ = ["CONFIG_FILES", "EleventyConfig", "FeedPlugin"]

CONFIG_FILES = (
    ".eleventy.js",
    *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts", "mts", "cts")),
)
"""In the order in which Eleventy looks for them, and those in TypeScript."""

_PACKAGE = "package.json"
_MOST_BYTES = 256 * 1024
_OPTION = r"[\s\S]*?--{}[= ]['\"]?([^\s'\"]+)"
_HARMLESS = frozenset(
    {
        *("addPassthroughCopy", "addPlugin", "addWatchTarget", "addBundle", "addDataExtension"),
        *("addTemplateFormats", "addLayoutAlias", "setInputDirectory", "setOutputDirectory"),
        *("setIncludesDirectory", "setLayoutsDirectory", "setDataDirectory", "setServerOptions"),
        *("setQuietMode", "setWatchThrottleWaitTime", "setTemplateFormats", "setDataFileSuffixes"),
        *("setDataFileBaseName", "setDataDeepMerge", "setUseGitIgnore", "setBrowserSyncConfig"),
        *("setChokidarConfig", "setWatchJavaScriptDependencies", "setUseTemplateCache"),
    }
)
_DIRECTORIES = ("input", "includes", "layouts", "data", "output")


@dataclass(frozen=True)
class FeedPlugin:
    """A feed of Eleventy's RSS plugin: which collection, how many, where, and of what site."""

    kind: str
    path: str
    collection: str
    limit: int
    metadata: Mapping[str, object]


@dataclass(frozen=True)
class EleventyConfig:
    """What the configuration says; folders are relative to the site, `.` being the site itself.

    `input` is None where only running the configuration would tell it. `path` is empty for
    a site without a configuration.
    """

    path: str = ""
    input: str | None = None
    includes: str = "_includes"
    layouts: str = ""
    data: str = "_data"
    output: str = "_site"
    prefix: str = "/"
    markdown_engine: str = "liquid"
    html_engine: str = "liquid"
    formats: tuple[str, ...] = ("liquid", "md", "njk", "html")
    suffixes: tuple[str, ...] = (".11tydata", "")
    base_name: str = ""
    deep: bool = True
    data_extensions: tuple[str, ...] = ()
    layout_aliases: Mapping[str, str] = field(default_factory=dict)
    git_ignore: bool = True
    ignores: tuple[str, ...] = ()
    languages: bool = False
    feeds: tuple[FeedPlugin, ...] = ()
    collections: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()

    @classmethod
    def at(cls, root: Path) -> EleventyConfig | None:
        """The configuration of the site in that folder, or None where it is not Eleventy's.

        Raises `ConfigurationError` where the file cannot be read as text.
        """
        package = _package(root)
        options = _options(package)
        named = [options["config"]] if options.get("config") else []
        for name in (*named, *CONFIG_FILES):
            if (root / name).is_file():
                return _Reading(name, _text(root / name, name), options).config()
        if package is None:
            return None
        return _Reading("", "", options).config()

    def placed(self, start: str) -> EleventyConfig:
        """The same with its folders below that input folder, where it did not know any."""
        if self.input is not None or start == ".":
            return self
        return replace(
            self,
            includes=f"{start}/{self.includes}",
            layouts=self.layouts and f"{start}/{self.layouts}",
            data=f"{start}/{self.data}",
        )


class _Reading:
    """One configuration file, and the options that a script of `package.json` gives."""

    def __init__(self, path: str, text: str, options: Mapping[str, str]) -> None:
        self._path = path
        self._options = options
        self._findings: list[Finding] = []
        try:
            self._script = Script(text)
        except ScriptError as problem:
            self._script = Script("")
            self._findings.append(
                warning(
                    str(problem),
                    path,
                    problem.line,
                    remedy="Nothing in it counts here; Eleventy's defaults do.",
                )
            )

    def config(self) -> EleventyConfig:
        script = self._script
        start, folders = self._folders()
        known = start is not None
        inside = start or "."
        aliases = [call for call in script.calls("addLayoutAlias") if _all_text(call[:2])]
        config = EleventyConfig(
            path=self._path,
            input=start,
            includes=_below(inside, folders["includes"]) or "_includes",
            layouts=_below(inside, folders["layouts"]),
            data=_below(inside, folders["data"]) or "_data",
            output=_below(".", self._options.get("output") or folders["output"]) or "_site",
            prefix=self._options.get("pathprefix") or self._one("pathPrefix", "/"),
            markdown_engine=self._engine("markdownTemplateEngine"),
            html_engine=self._engine("htmlTemplateEngine"),
            formats=self._formats(),
            suffixes=self._suffixes(),
            base_name=self._called("setDataFileBaseName") or "",
            deep=not any(call and call[0] is False for call in script.calls("setDataDeepMerge")),
            data_extensions=tuple(self._data_extensions()),
            layout_aliases={str(call[0]): str(call[1]) for call in aliases},
            git_ignore=not any(c and c[0] is False for c in script.calls("setUseGitIgnore")),
            ignores=tuple(
                str(c[0]) for c in script.calls("ignores.add") if _all_text(c) and len(c) == 1
            ),
            languages=any(_is_named(c, "I18nPlugin") for c in script.calls("addPlugin")),
            feeds=tuple(self._feeds()),
            collections=frozenset(
                str(call[0]) for call in script.calls("addCollection") if _all_text(call[:1])
            ),
        )
        self._note_unseen(known=known)
        return replace(config, findings=tuple(self._findings))

    def _folders(self) -> tuple[str | None, Mapping[str, str]]:
        """The input folder, and the others as they are written."""
        found = {"includes": "_includes", "layouts": "", "data": "_data", "output": "_site"}
        start: str | None = "."
        for value in self._script.named("dir"):
            for name in _DIRECTORIES:
                folder = value.get(name) if isinstance(value, Mapping) else None
                if isinstance(folder, str):
                    found[name] = folder
                elif folder is not None and name == "input":
                    start = None
        for name in _DIRECTORIES:
            if calls := self._script.calls(f"set{name.capitalize()}Directory"):
                (folder, *_) = (*calls[-1], Code())
                if isinstance(folder, str):
                    found[name] = folder
                elif name == "input":
                    start = None
        if given := self._options.get("input") or found.get("input"):
            start = _below(".", given)
        return start, found

    def _one(self, name: str, default: str) -> str:
        """The one text of that name; the default where there is none, or not one."""
        values = self._script.named(name)
        texts = {value for value in values if isinstance(value, str)}
        if len(texts) == 1 and len(values) == len(texts):
            return texts.pop()
        if values:
            self._findings.append(
                warning(
                    f"{name}: its value is known only where JavaScript is run",
                    self._path,
                    remedy=f"{default!r} counts here; a url under [site] in feeds.toml wins.",
                )
            )
        return default

    def _engine(self, name: str) -> str:
        """The name of a template engine; empty for none."""
        values = self._script.named(name)
        if any(value is False for value in values):
            return ""
        return next((value for value in values if isinstance(value, str)), "liquid")

    def _formats(self) -> tuple[str, ...]:
        default = EleventyConfig.formats
        lists = [
            *self._script.named("templateFormats"),
            *(call[0] for call in self._script.calls("setTemplateFormats") if call),
        ]
        added = [call[0] for call in self._script.calls("addTemplateFormats") if call]
        listed = [name for each in lists for name in _names(each)] or list(default)
        return tuple(dict.fromkeys([*listed, *(name for each in added for name in _names(each))]))

    def _suffixes(self) -> tuple[str, ...]:
        calls = self._script.calls("setDataFileSuffixes")
        if calls and calls[-1] and isinstance(calls[-1][0], list):
            return tuple(str(one) for one in calls[-1][0] if isinstance(one, str))
        return EleventyConfig.suffixes

    def _called(self, name: str) -> str | None:
        calls = self._script.calls(name)
        return str(calls[-1][0]) if calls and _all_text(calls[-1][:1]) and calls[-1] else None

    def _data_extensions(self) -> Iterable[str]:
        """The further kinds of data files, of which only YAML is known here."""
        for call in self._script.calls("addDataExtension"):
            for name in _names(call[0] if call else None):
                if name in ("yaml", "yml"):
                    yield name
                else:
                    self._findings.append(
                        hint(
                            f"data files in {name} are read by JavaScript, and not here", self._path
                        )
                    )

    def _feeds(self) -> Iterable[FeedPlugin]:
        for call in self._script.calls("addPlugin"):
            if len(call) < 2 or not isinstance(call[1], Mapping):
                continue
            collection = call[1].get("collection")
            name = collection.get("name") if isinstance(collection, Mapping) else None
            if not isinstance(name, str) or not isinstance(collection, Mapping):
                continue
            limit = collection.get("limit", 0)
            metadata = call[1].get("metadata")
            yield FeedPlugin(
                kind=str(call[1].get("type", "atom")),
                path=_written(call[1].get("outputPath"), "/feed.xml"),
                collection=name,
                limit=limit if isinstance(limit, int) and limit > 0 else 0,
                metadata=metadata if isinstance(metadata, Mapping) else {},
            )

    def _note_unseen(self, *, known: bool) -> None:
        if not self._path:
            return
        methods = self._script.methods("add", "set", "amend")
        unseen = sorted(
            name for name in methods if name not in _HARMLESS and name not in ("add", "set")
        )
        if unseen:
            self._findings.append(
                hint(
                    f"it is JavaScript, which is not run; not seen here: {', '.join(unseen)}",
                    self._path,
                )
            )
        if not known:
            self._findings.append(
                warning(
                    "the input folder is known only where JavaScript is run",
                    self._path,
                    remedy='Name it in feeds.toml: under [posts], folders = ["src"].',
                )
            )


def _below(start: str, folder: object) -> str:
    """That folder, written below another; empty where it leads out of the site."""
    if not isinstance(folder, str) or not folder:
        return ""
    path = normpath(join(start, folder.lstrip("/")))
    return "" if path.startswith("..") else path


def _names(value: object) -> Sequence[str]:
    """Names that are a list, or one text that commas divide."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    return [one.strip().lower() for one in value if isinstance(one, str) and one.strip()]


def _all_text(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _is_named(call: Sequence[object], name: str) -> bool:
    return bool(call) and isinstance(call[0], Code) and call[0].name.endswith(name)


def _written(value: object, default: str) -> str:
    return value if isinstance(value, str) and value else default


def _package(root: Path) -> Mapping[str, object] | None:
    """`package.json`, where it asks for Eleventy; None where not, or where it cannot be read."""
    file = root / _PACKAGE
    try:
        if not file.is_file() or file.stat().st_size > _MOST_BYTES:
            return None
        text = file.read_text(encoding="utf-8-sig")
        loaded: Mapping[str, object] = JsonHandler(text).load(text)
    except (OSError, UnicodeDecodeError, BadFrontMatterError):
        return None
    asked = [loaded.get(key) for key in ("dependencies", "devDependencies", "peerDependencies")]
    wanted = any(isinstance(one, Mapping) and "@11ty/eleventy" in one for one in asked)
    return loaded if wanted else None


def _options(package: Mapping[str, object] | None) -> Mapping[str, str]:
    """The options that the first script with such an option gives to Eleventy."""
    scripts = package.get("scripts") if package else None
    found: dict[str, str] = {}
    for command in scripts.values() if isinstance(scripts, Mapping) else ():
        if isinstance(command, str) and "eleventy" in command and len(command) < 4000:
            _, _, asked = command.partition("eleventy")
            for name in ("input", "output", "pathprefix", "config"):
                if option := re.match(_OPTION.format(name), asked):
                    found.setdefault(name, option[1])
    return found


def _text(file: Path, name: str) -> str:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ConfigurationError(error(f"it is longer than {_MOST_BYTES // 1024} KiB", name))
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(error(f"it cannot be read: {problem}", name)) from None
