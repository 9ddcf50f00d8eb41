"""A site that is opened: where it is, what it wants, and how its files are meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from feeds import config
from feeds.collect.dates import parse_date
from feeds.collect.dialects import Dialect, detect
from feeds.collect.dialects.names import NAMES
from feeds.errors import (
    ConfigurationError,
    Finding,
    error,
)
from feeds.model import (
    Adopted,
    Query,
    Site,
)

__all__ = ["Workspace", "eligible", "moment", "moment_in", "open_site"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A site that was opened: its settings, its dialect, and what is odd about them.

    `cache` is the folder of what is remembered from run to run; None remembers nothing.
    `probe` lets servers be asked for the lengths of files that lie elsewhere.
    `jobs` is how many processes may share the work of many posts; 0 is one a core.
    """

    site: Site
    dialect: Dialect
    findings: tuple[Finding, ...] = ()
    cache: Path | None = None
    jobs: int = 0
    probe: bool = False


def open_site(
    root: Path,
    *,
    drafts: bool = False,
    future: bool = False,
    cache: Path | None = None,
    jobs: int = 0,
    given: Mapping[str, Mapping[str, object]] | None = None,
) -> Workspace:
    """Reads a site's settings; `drafts` and `future` ask for such posts beyond them.

    `given` are settings in tables like those of `feeds.toml`, which wins over them. They
    stand in for what the generator's own files say, or lack.

    Raises `ConfigurationError` with every mistake in them.
    """
    if not root.is_dir():
        raise ConfigurationError(
            error(f"there is no folder {root}", remedy="Give the folder that holds the site.")
        )
    dialect = detect(root, config.chosen_dialect(root, NAMES))
    site, findings = config.load(root, _with(dialect.adopted(), given or {}, dialect.static), NAMES)
    if missing := [folder for folder in site.posts.folders if not (root / folder).is_dir()]:
        raise ConfigurationError(*(_no_folder(root, folder) for folder in missing))
    posts = replace(
        site.posts, drafts=site.posts.drafts or drafts, future=site.posts.future or future
    )
    odd = (*dialect.findings, *findings)
    return Workspace(replace(site, posts=posts), dialect, odd, cache, jobs)


def _with(
    adopted: Adopted, given: Mapping[str, Mapping[str, object]], static: Sequence[str]
) -> Adopted:
    tables = {**adopted.settings}
    for name, values in given.items():
        tables[name] = {**tables.get(name, {}), **values}
    return replace(adopted, settings=tables, static=static)


def _no_folder(root: Path, folder: str) -> Finding:
    return error(
        f"there is no folder {root / folder}, where the posts should be",
        remedy='Make it, or name the right one in feeds.toml: under [posts], folders = ["…"]. '
        "Without that file, feeds init finds it for you.",
    )


def moment(text: str | None, site: Site) -> datetime:
    """What counts as now: the clock, or the date that `--now` gives, in the site's zone.

    Raises `ConfigurationError` for a text that is no date.
    """
    return moment_in(text, site.timezone)


def moment_in(text: str | None, zone: tzinfo) -> datetime:
    """The same where there is no site; a date without an offset is in that zone."""
    if text is None:
        return datetime.now(UTC)
    try:
        return parse_date(text, zone)
    except ValueError:
        raise ConfigurationError(
            error(f"{text} is not a date", remedy="Write 2026-11-23 or 2026-11-23T18:30+09:00.")
        ) from None


def eligible(site: Site, now: datetime) -> Query:
    """The posts that a run at that moment may show at all."""
    return Query(now, drafts=site.posts.drafts, future=site.posts.future)
