"""The data that an Eleventy site gives to its pages: of its folders, files and layouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from posixpath import basename, dirname, splitext

from feeds.collect.dialects.eleventy.config import EleventyConfig
from feeds.collect.frontmatter import split_head
from feeds.collect.handlers import BadFrontMatterError, JsonHandler
from feeds.collect.scan import MAX_HEAD_BYTES, read_file, read_head
from feeds.collect.script import Code, Script, ScriptError
from feeds.collect.yaml_handler import YamlHandler
from feeds.errors import Finding, PostError, hint, warning

__all__ = ["SCRIPTS", "Cascade", "merged", "read_data", "with_tags"]

SCRIPTS = (".js", ".cjs", ".mjs")
_MOST_BYTES = 256 * 1024
_OVERRIDE = "override:"
_UNKNOWN = "..."
_MOST_LAYOUTS = 20

Data = Mapping[str, object]


@dataclass(frozen=True)
class Cascade:
    """What was read of a site's data files, and of the front matter of its layouts.

    `files` are the data of folders and pages, each by its path without the ending of a data
    file; `shared` is what every page has, and `layouts` are the front matters by path.
    """

    config: EleventyConfig
    files: Mapping[str, Data] = field(default_factory=dict)
    shared: Data = field(default_factory=dict)
    layouts: Mapping[str, Data] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    def of(
        cls, root: Path, config: EleventyConfig, paths: Sequence[str]
    ) -> tuple[Cascade, tuple[Finding, ...]]:
        """The cascade of those files, and what is wrong in them."""
        reading = _Reading(root, config)
        for path in sorted(paths, key=reading.rank):
            reading.read(path)
        digest = sha256(repr((reading.files, reading.shared, reading.layouts)).encode()).hexdigest()
        made = cls(config, reading.files, reading.shared, reading.layouts, digest)
        return made, tuple(reading.findings)

    def page(self, path: str, start: str, front_matter: Data) -> Data:
        """All that a page has: its front matter above the data of its file, folders and layout.

        A value that only running JavaScript would tell is a `Code`.
        """
        local: Data = {}
        for base in _bases(path, start, self.config.base_name):
            local = merged(local, self.files.get(base, {}), deep=self.config.deep)
        front_matter = with_tags(front_matter)
        layouts = self._layout_data(
            front_matter.get("layout") or local.get("layout") or self.shared.get("layout")
        )
        together: Data = {}
        for data in (layouts, local, front_matter):
            together = merged(together, data, deep=self.config.deep)
        return together

    def _layout_data(self, layout: object) -> Data:
        """The front matter of a layout and of the layouts around it."""
        chain: list[Data] = []
        while isinstance(layout, str) and layout and len(chain) < _MOST_LAYOUTS:
            name = self.config.layout_aliases.get(layout, layout).lstrip("/")
            folder = self.config.layouts or self.config.includes
            names = (name, *(f"{name}.{format_}" for format_ in self.config.formats))
            found = next(
                (self.layouts[p] for n in names if (p := f"{folder}/{n}") in self.layouts), None
            )
            if found is None:
                break
            chain.append(found)
            layout = found.get("layout")
        together: Data = {}
        for data in reversed(chain):
            together = merged(together, data, deep=self.config.deep)
        return together


class _Reading:
    """The files of one cascade, read in the order in which the later ones win."""

    def __init__(self, root: Path, config: EleventyConfig) -> None:
        self._root = root
        self._config = config
        self.files: dict[str, Data] = {}
        self.shared: dict[str, object] = {}
        self.layouts: dict[str, Data] = {}
        self.findings: list[Finding] = []

    def rank(self, path: str) -> tuple[int, int, str]:
        """Eleventy's order: what it reads last, and so wins, comes last."""
        base, suffix = splitext(path)
        order = (*self._config.data_extensions, "json", "mjs", "cjs", "js")
        kind = order.index(suffix[1:]) if suffix[1:] in order else -1
        of_suffix = [one for one in self._config.suffixes if one and base.endswith(one)]
        return (1 if of_suffix else 0, kind, path)

    def read(self, path: str) -> None:
        if self._is_layout(path):
            self._read_layout(path)
            return
        found = len(self.findings)
        data = read_data(self._root, path, self.findings)
        if len(self.findings) > found:
            return
        if path.startswith(f"{self._config.data}/"):
            _put(self.shared, splitext(path[len(self._config.data) + 1 :])[0].split("/"), data)
            return
        if not isinstance(data, Mapping):
            self._note_script(path, data)
            return
        base = self._base(path)
        if base is None or not self._belongs(base):
            return
        self._note_script(path, data)
        try:
            data = with_tags(data)
        except ValueError as problem:
            self.findings.append(warning(f"tags: {problem}", path, remedy="They are passed over."))
            data = {key: value for key, value in data.items() if key != "tags"}
        self.files[base] = merged(self.files.get(base, {}), data, deep=self._config.deep)

    def _is_layout(self, path: str) -> bool:
        folders = filter(None, (self._config.includes, self._config.layouts))
        return any(path.startswith(f"{folder}/") for folder in folders) and (
            splitext(path)[1][1:] in self._config.formats
        )

    def _read_layout(self, path: str) -> None:
        try:
            head, whole = read_head(self._root, path, MAX_HEAD_BYTES)
            front = split_head(head, path, whole=whole)
        except PostError:
            return
        if front and front.values:
            try:
                self.layouts[path] = with_tags(front.values)
            except ValueError:
                self.layouts[path] = {k: v for k, v in front.values.items() if k != "tags"}

    def _base(self, path: str) -> str | None:
        """The path without the ending of a data file; None for one of no such ending."""
        stem, suffix = splitext(path)
        for ending in self._config.suffixes:
            if ending and stem.endswith(ending):
                return stem.removesuffix(ending)
        return stem if "" in self._config.suffixes and suffix not in SCRIPTS else None

    def _belongs(self, base: str) -> bool:
        """Whether a folder or a page goes by that name."""
        folder, name = dirname(base), basename(base)
        if name == (self._config.base_name or basename(folder)):
            return True
        return any((self._root / f"{base}.{kind}").is_file() for kind in self._config.formats)

    def _note_script(self, path: str, data: object) -> None:
        if splitext(path)[1] not in SCRIPTS or self._base(path) is None:
            return
        what = "all of it" if not isinstance(data, Mapping) else ", ".join(sorted(_codes(data)))
        if what:
            self.findings.append(
                hint(f"it is JavaScript, which is not run; not seen here: {what}", path)
            )


def read_data(root: Path, path: str, findings: list[Finding]) -> object:
    """What a data file says; None where it cannot be told, and a finding why."""
    try:
        text = read_file(root, path).decode("utf-8-sig")
        if len(text) > _MOST_BYTES:
            raise BadFrontMatterError(f"the file is longer than {_MOST_BYTES // 1024} KiB")
        suffix = splitext(path)[1]
        if suffix in SCRIPTS:
            return Script(text).exported()
        if not text.strip():
            return {}
        if suffix in (".yaml", ".yml"):
            return YamlHandler(text, "the file").load(text)
        if text.lstrip().startswith("["):
            return JsonHandler("", "the file").load(f'{{"list": {text}}}')["list"]
        return JsonHandler(text, "the file").load(text)
    except PostError as problem:
        findings += (
            warning(one.what, path, one.line, remedy=one.remedy) for one in problem.findings
        )
    except ScriptError as problem:
        findings.append(warning(str(problem), path, problem.line, remedy="It is passed over."))
    except BadFrontMatterError as problem:
        findings.append(
            warning(problem.what, path, problem.line, problem.column, "It is passed over; mend it.")
        )
    except UnicodeDecodeError:
        findings.append(warning("it is not UTF-8", path, remedy="It is passed over; mend it."))
    return None


def merged(under: Data, over: Data, *, deep: bool = True) -> Data:
    """Data with other data over it: mappings go into each other, lists after each other.

    A key that begins with `override:` replaces what was there.
    """
    if not over:
        return under
    if not deep:
        return {**under, **over}
    together = dict(under)
    for key, value in over.items():
        plain = key.removeprefix(_OVERRIDE)
        before = together.get(key)
        if isinstance(before, list) and isinstance(value, list):
            together[plain] = before + value
        elif isinstance(value, Mapping):
            together[plain] = merged(before if isinstance(before, Mapping) else {}, value)
        elif isinstance(before, Mapping):
            together[plain] = before
        else:
            together[plain] = value
    return together


def with_tags(data: Data) -> Data:
    """The data with its tags as a list, each once; raises ValueError where they are neither."""
    if "tags" not in data:
        return data
    tags = data["tags"]
    if not tags:
        listed: list[object] = []
    elif isinstance(tags, str):
        listed = list(tags.split(","))
    elif isinstance(tags, list):
        listed = [tag for tag in tags if isinstance(tag, (str, int, float))]
    elif isinstance(tags, Code):
        return data
    else:
        raise ValueError("a list or a text is wanted here")
    return {**data, "tags": list(dict.fromkeys(map(_as_text, listed)))}


def _as_text(tag: object) -> str:
    return str(tag).lower() if isinstance(tag, bool) else str(tag)


def _bases(path: str, start: str, base_name: str) -> Iterable[str]:
    """The paths of data files without their endings, from the input folder to the page."""
    folder = dirname(path)
    prefix = "" if start == "." else f"{start}/"
    inside = folder.removeprefix(prefix) if folder != start else ""
    if base_name or prefix:
        yield f"{prefix}{base_name or basename(start)}"
    so_far = prefix.rstrip("/")
    for name in filter(None, inside.split("/")):
        so_far = f"{so_far}/{name}" if so_far else name
        yield f"{so_far}/{base_name or name}"
    yield splitext(path)[0]


def _put(shared: dict[str, object], names: Sequence[str], data: object) -> None:
    place = shared
    for name in names[:-1]:
        inner = place.get(name)
        if not isinstance(inner, dict):
            inner = place[name] = {}
        place = inner
    before = place.get(names[-1])
    if isinstance(before, Mapping) and isinstance(data, Mapping):
        data = merged(before, data)
    place[names[-1]] = data


def _codes(data: Data) -> Iterable[str]:
    """The keys whose values only running the script would tell."""
    for key, value in data.items():
        if isinstance(value, Code):
            yield "some keys" if key == _UNKNOWN else key
        elif isinstance(value, Mapping):
            yield from (f"{key}.{inner}" for inner in _codes(value))
