"""Hugo's sections, and the front matter that they and the site pass on to pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from feeds.collect.dialects.hugo.config import HugoConfig, Language, lowered, table, texts
from feeds.collect.dialects.hugo.globs import matches
from feeds.collect.dialects.hugo.urls import path_key

__all__ = ["Branch", "Cascade", "Place", "Tree", "cascades"]

_ENVIRONMENT = "production"
_NOT_PASSED_ON = frozenset({"kind", "path", "lang", "cascade"})
_OWN_KEYS = frozenset(
    {
        *("title", "linktitle", "slug", "url", "date", "lastmod", "publishdate", "expirydate"),
        *("draft", "build", "headless", "weight", "type", "layout", "markup", "outputs"),
        *("aliases", "summary", "description", "cascade", "resources", "sitemap"),
    }
)


class Place(NamedTuple):
    """Where a page is: its language, the folders above it, and its name, as written.

    `leaf` says that it is a folder of its own, which gives it its name.
    """

    language: Language
    folders: tuple[str, ...]
    name: str
    leaf: bool

    @property
    def path(self) -> str:
        """What Hugo's patterns know it by, such as `/post/a`."""
        return "/" + "/".join(map(path_key, (*self.folders, self.name)))


class Cascade(NamedTuple):
    """Front matter that is passed on, and to which pages."""

    glob: str
    kind: str
    languages: tuple[str, ...]
    environment: str
    values: Mapping[str, object]

    def reaches(self, place: Place) -> bool:
        """Whether it is for the page there."""
        return (
            (not self.glob or matches(self.glob, place.path))
            and (not self.kind or matches(self.kind, "page"))
            and (not self.environment or matches(self.environment, _ENVIRONMENT))
            and (
                not self.languages
                or any(matches(one, place.language.key) for one in self.languages)
            )
        )


class Branch(NamedTuple):
    """A section that has an `_index` file, and what that says."""

    title: str
    slug: str
    url: str
    cascades: tuple[Cascade, ...]


class Tree:
    """The sections of a site, by language and path; the home page is at the empty path."""

    def __init__(
        self, config: HugoConfig, branches: Mapping[tuple[str, str], Branch] | None = None
    ) -> None:
        self.branches = branches or {}
        self._site = cascades(config.get("cascade"))
        self._languages = {
            key: cascades(language.values.get("cascade"))
            for key, language in config.languages.items()
        }

    def passed_on(self, place: Place) -> dict[str, object]:
        """The front matter that a page has from above: the nearest section's counts."""
        passed: dict[str, object] = {}
        if not (self.branches or self._site or any(self._languages.values())):
            return passed
        for cascade in self._above(place):
            if cascade.reaches(place):
                for key, value in cascade.values.items():
                    passed.setdefault(key, value)
        return passed

    def branch(self, place: Place, depth: int) -> Branch | None:
        """The section that the first so many of a page's folders are."""
        key = "/".join(map(path_key, place.folders[:depth]))
        return self.branches.get((place.language.key, key))

    def depths(self, place: Place) -> list[int]:
        """How many of a page's folders each section above it has, the outermost first.

        The first folder is always a section, those below only with an `_index` file.
        """
        deeper = range(2, len(place.folders) + 1)
        found = [depth for depth in deeper if self.branches and self.branch(place, depth)]
        return [1, *found] if place.folders else []

    def _above(self, place: Place) -> Iterator[Cascade]:
        for depth in range(len(place.folders), -1, -1):
            if branch := self.branch(place, depth):
                yield from branch.cascades
        yield from self._languages.get(place.language.key, ())
        yield from self._site


def cascades(written: object) -> tuple[Cascade, ...]:
    """A `cascade`, one table or several, as it stands in front matter or configuration."""
    items: Sequence[object] = written if isinstance(written, list) else [written]
    return tuple(_made(items))


def _made(items: Iterable[object]) -> Iterator[Cascade]:
    for item in items:
        fields = dict(table(lowered(item)))
        target = table(fields.pop("target", None) or fields.pop("_target", None))
        params = table(fields.pop("params", None))
        values = {key: value for key, value in fields.items() if key not in _NOT_PASSED_ON}
        for key, value in params.items():
            if key not in _OWN_KEYS:
                values.setdefault(key, value)
        matrix = table(table(target.get("sites")).get("matrix"))
        if values:
            yield Cascade(
                glob=str(target.get("path") or ""),
                kind=str(target.get("kind") or ""),
                languages=(*texts(target.get("lang")), *texts(matrix.get("languages"))),
                environment=str(target.get("environment") or ""),
                values=values,
            )
