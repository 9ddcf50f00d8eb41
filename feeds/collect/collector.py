"""The room's way from a site's folder to its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from posixpath import join

import yaml

from feeds.collect.dialects import Dialect
from feeds.collect.index import Index
from feeds.collect.index_file import ERRORS, discard_if_damaged, index_file, open_index
from feeds.collect.index_store import IndexStore
from feeds.collect.reading import read
from feeds.collect.rows import make_rows
from feeds.collect.scan import Folder, Scanner
from feeds.cores import Told, spread
from feeds.errors import Finding, warning
from feeds.model import PostStore, Site
from feeds.versions import program
from feeds.zones import IANA_VERSION

__all__ = ["Collection", "collect"]

_WORTH_PROCESSES = 10


@dataclass(frozen=True, slots=True)
class Collection:
    """Every usable post of a site, what was found wrong on the way, and where it was found.

    `dialect` is the site's, with what it learnt on the way of files that are no posts.
    """

    store: PostStore
    findings: tuple[Finding, ...]
    folders: Sequence[Folder]
    dialect: Dialect


@contextmanager
def collect(
    site: Site,
    dialect: Dialect,
    cache: Path | None = None,
    *,
    jobs: int = 0,
    told: Told | None = None,
) -> Iterator[Collection]:
    """The posts of the site, for as long as the context lasts.

    With a `cache` folder, an index in it remembers what was read of every file; without
    one, or where it cannot be used, all files are read, with the same result. Many files
    are read by `jobs` processes, one a core for 0; `told` hears how many of how
    many were looked at.

    A post that cannot be used is left out and named in the findings. Where several
    posts have one id or one URL, the first published keeps it. Drafts that nobody asked
    for cannot be wrong: nothing is said of them.
    """
    posts = Scanner(
        site.root,
        partial(dialect.enters, site=site),
        partial(dialect.takes, site=site),
        partial(dialect.shapes, site=site),
    )
    folders = list(posts.folders())
    dialect, learnt = dialect.informed(
        site, [join(folder.path, name) for folder in folders for name in folder.shaping]
    )
    fingerprint = _fingerprint(site, dialect)
    make = partial(make_rows, partial(read, site, dialect))
    read_all = partial(spread, make, jobs=jobs, worth=_WORTH_PROCESSES)

    def refreshed(file: Path | None) -> Index:
        connection = open_index(file, fingerprint)
        index = Index(connection)
        try:
            index.refresh(folders, posts.stamps, read_all, told)
            connection.execute("BEGIN")
        except BaseException:
            connection.close()
            raise
        return index

    trouble: list[Finding] = []
    known = _kept(cache, site.posts.drafts, refreshed, trouble) if cache else None
    index = known or refreshed(None)
    with closing(index.connection):
        noticed = dict.fromkeys([*learnt, *posts.findings, *index.findings()])
        findings = (*trouble, *sorted(noticed, key=_place))
        store = IndexStore(index.connection, site.posts.folders)
        yield Collection(store, findings, folders, dialect)


def _kept(
    cache: Path, drafts: bool, refreshed: Callable[[Path], Index], trouble: list[Finding]
) -> Index | None:
    """The cache's index in line with the files; None, and a finding, where it cannot be used.

    A damaged index is deleted and made anew, once.
    """
    for attempt in range(2):
        try:
            file = index_file(cache, drafts=drafts)
            try:
                return refreshed(file)
            except ERRORS as problem:
                if attempt or not discard_if_damaged(file, problem):
                    raise
                trouble.append(warning(f"the index in {cache} was damaged and is made anew"))
        except (*ERRORS, OSError) as problem:
            trouble.append(
                warning(
                    f"the index in {cache} cannot be used: {problem}",
                    remedy="All posts were read instead; see that the folder can be written.",
                )
            )
            break
    return None


def _fingerprint(site: Site, dialect: Dialect) -> str:
    """All that shapes a record beside its own file."""
    shape = (
        program(),
        IANA_VERSION,
        yaml.__version__,
        site.url,
        site.language,
        site.timezone.key,
        site.authors,
        replace(site.posts, future=False),
        any(feed.podcast for feed in site.feeds),
        dialect.name,
        dialect.fingerprint(),
    )
    return sha256(repr(shape).encode()).hexdigest()


def _place(finding: Finding) -> tuple[str, int]:
    return finding.path or "", finding.line or 0
