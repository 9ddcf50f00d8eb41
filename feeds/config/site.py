"""`feeds.toml`, and what an adopted site already says, become one checked Site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feeds.config.document import NAME, read_document
from feeds.config.feeds import DEFAULT_FEEDS, read_feeds
from feeds.config.languages import unworded
from feeds.config.newsletters import DEFAULT_NEWSLETTERS, SiteDefaults, read_newsletters
from feeds.config.packing import usable
from feeds.config.places import Places
from feeds.config.podcasts import with_podcasts
from feeds.config.schema import DESIGN, DESK, HOMES, LINT, OUTPUT, POSTS, ROOT, SITE, WEBSUB
from feeds.config.source import Source, Spot
from feeds.config.subscribe import read_subscribe
from feeds.config.tables import Reading, Schema, read_table
from feeds.errors import ConfigurationError, Finding, warning
from feeds.media.files import Files
from feeds.model import Adopted, DeskSettings, LintSettings, PostSettings, Site
from feeds.suggest import did_you_mean, nearest, shown
from feeds.urls import normalise
from feeds.zones import zone

__all__ = ["chosen_dialect", "load"]

_DEFAULT_LANGUAGE = "en"
_DEFAULT_ZONE = "UTC"
_UNKNOWN_HOST = "localhost"


def chosen_dialect(root: Path, dialects: Sequence[str]) -> str | None:
    """The one of the dialects that `root/feeds.toml` names, before the rest of it is read.

    Raises ConfigurationError where the file cannot be read.
    """
    document, _ = read_document(root) or ({}, None)
    posts = document.get("posts")
    name = posts.get("dialect") if isinstance(posts, Mapping) else None
    return name if isinstance(name, str) and name in dialects else None


def load(
    root: Path, adopted: Adopted, dialects: Sequence[str] = ()
) -> tuple[Site, tuple[Finding, ...]]:
    """The settings of the site in that folder, and warnings about them.

    `dialects` are the names that `posts.dialect` may have.

    `root/feeds.toml` wins, key by key, over what the adopted site says; both over the
    defaults. Raises ConfigurationError, with every mistake in it, where the file cannot
    be read or a value cannot be used.
    """
    return _Loading(root, adopted, dialects).site()


class _Loading:
    """One load: both sources, and what has been read of them."""

    def __init__(self, root: Path, adopted: Adopted, dialects: Sequence[str]) -> None:
        self._root = root
        self._dialects = dialects
        self._adopted = adopted
        document, ours = read_document(root) or (None, Source(NAME))
        self._exists = document is not None
        self._ours = Spot(ours)
        self._theirs = Spot(Source(adopted.path))
        self._tables = read_table(document or {}, ROOT, self._ours, HOMES[""])

    def site(self) -> tuple[Site, tuple[Finding, ...]]:
        site = self._settings("site", SITE)
        posts = self._settings("posts", POSTS)
        values = dict(site.values)
        self._check_url(site)
        self._check_dialect(posts.values.get("dialect"))
        url = values.pop("url", f"http://{_UNKNOWN_HOST}")
        host = urlsplit(url).hostname or _UNKNOWN_HOST
        warnings = []
        if "title" not in values:
            warnings.append(self._untitled(host))
        if "timezone" not in values:
            warnings.append(self._without_zone())
        for key in {"icon", "logo"} & values.keys():
            if values[key].startswith("/"):
                values[key] = normalise(f"{url}{values[key]}")
        general: dict[str, Any] = {
            "title": host,
            "language": _DEFAULT_LANGUAGE,
            "timezone": zone(_DEFAULT_ZONE),
        } | values
        places = Places()
        websub = read_table(self._tables.values.get("websub", {}), WEBSUB, self._ours.at("websub"))
        output = read_table(self._tables.values.get("output", {}), OUTPUT, self._ours.at("output"))
        design = read_table(self._tables.values.get("design", {}), DESIGN, self._ours.at("design"))
        lint = read_table(self._tables.values.get("lint", {}), LINT, self._ours.at("lint"))
        desk = read_table(self._tables.values.get("desk", {}), DESK, self._ours.at("desk"))
        packings, unusable = usable(
            output.values.get("precompress", ()), self._ours.at("output", "precompress")
        )
        warnings += unusable
        feeds, feeds_spot = self._feeds()
        newsletters = self._newsletters()
        mail_host = host if ":" not in host else _UNKNOWN_HOST
        defaults = SiteDefaults(
            general["title"], general["language"], mail_host, url, design.values
        )
        outputs: dict[str, Any] = {
            "feeds": read_feeds(feeds, feeds_spot, general.get("description", ""), places),
            "newsletters": read_newsletters(
                newsletters, self._ours.at("newsletters"), defaults, places
            ),
            "subscribe": read_subscribe(
                self._tables.values.get("subscribe", {}),
                self._ours.at("subscribe"),
                places,
                wanted=bool(feeds),
            ),
        }
        outputs["feeds"], odd = with_podcasts(
            outputs["feeds"], feeds_spot, Files(self._root, url, self._adopted.static), url
        )
        warnings += odd
        if errors := [*self._theirs.source.errors, *self._ours.source.errors]:
            raise ConfigurationError(*sorted(errors, key=_order))
        loaded = Site(
            root=self._root,
            url=url,
            posts=PostSettings(**posts.values),
            hubs=websub.values.get("hubs", ()),
            precompress=packings,
            lint=LintSettings(**lint.values),
            desk=DeskSettings(**desk.values),
            **general,
            **outputs,
        )
        warnings += unworded(
            (newsletter.language, self._language_spot("language" in table, index))
            for index, (newsletter, table) in enumerate(
                zip(loaded.newsletters, newsletters, strict=True)
            )
        )
        return loaded, tuple(warnings)

    def _settings(self, name: str, schema: Schema) -> Reading:
        """A table of `feeds.toml`, and beneath it what the adopted site says."""
        explicit: Mapping[str, object] = self._tables.values.get(name, {})
        under = {
            key: value
            for key, value in self._adopted.settings.get(name, {}).items()
            if key not in explicit and not _blank(value)
        }
        ours = read_table(explicit, schema, self._ours.at(name), HOMES[name])
        theirs = read_table(under, schema, self._theirs.at(name), HOMES[name])
        return Reading({**theirs.values, **ours.values}, ours.broken | theirs.broken)

    def _feeds(self) -> tuple[Sequence[Mapping[str, object]], Spot]:
        if "feeds" in self._tables.values:
            return self._tables.values["feeds"], self._ours.at("feeds")
        if "feeds" in self._tables.broken:
            return (), self._ours
        return self._adopted.feeds or DEFAULT_FEEDS, self._theirs.at("feeds")

    def _newsletters(self) -> Sequence[Mapping[str, object]]:
        if "newsletters" in self._tables.broken:
            return ()
        tables: Sequence[Mapping[str, object]] = self._tables.values.get(
            "newsletters", DEFAULT_NEWSLETTERS
        )
        return tables

    def _language_spot(self, own: bool, index: int) -> Spot:
        """Where a newsletter's language is set: in its own table, or for the site."""
        if own:
            return self._ours.at("newsletters", index, "language")
        explicit = "language" in self._tables.values.get("site", {})
        return (self._ours if explicit else self._theirs).at("site", "language")

    def _check_url(self, site: Reading) -> None:
        if "url" in site.values or "url" in site.broken or "site" in self._tables.broken:
            return
        missing = "is missing" if self._exists else f"is missing: there is no {NAME} here"
        also = f", or url in {self._adopted.path}" if self._adopted.path else ""
        write = f'Write url = "https://…" under [site] in {NAME}{also}'
        remedy = f"{write}." if self._exists else f"{write}; feeds init writes that file for you."
        self._ours.at("site", "url").wrong(missing, remedy)

    def _check_dialect(self, name: str | None) -> None:
        if name is not None and name not in self._dialects:
            listed = ", ".join(map(shown, self._dialects))
            guess = did_you_mean(nearest(name, self._dialects))
            self._ours.at("posts", "dialect").wrong(f"must be one of {listed}{guess}")

    def _untitled(self, host: str) -> Finding:
        return warning(
            f'site.title: is not set, so the host stands for it: "{host}"',
            self._place,
            remedy=f'Write title = "…" under [site] in {NAME}.',
        )

    def _without_zone(self) -> Finding:
        return warning(
            "site.timezone: is not set, so dates without an offset count as UTC",
            self._place,
            remedy=f'Write timezone = "Asia/Tokyo", or your own, under [site] in {NAME}.',
        )

    @property
    def _place(self) -> str | None:
        return NAME if self._exists else self._adopted.path or NAME


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _order(finding: Finding) -> tuple[str, int]:
    return finding.path or "", finding.line or 0
