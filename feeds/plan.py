"""From an open site to all its documents, at one moment; nothing is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from feeds.collect import Folder, collect
from feeds.cores import Told
from feeds.entries import Entries
from feeds.errors import Finding, TemplateError, error
from feeds.kept import Kept
from feeds.model import Document, Feed, Post, PostStore, Query, Site
from feeds.pieces import Piece, feed_pieces, issue_pieces, make, shape, subscribe_pieces
from feeds.results import Published, Results, Standing
from feeds.workspace import Workspace, eligible

__all__ = ["ALL_PARTS", "Part", "Plan", "Progress", "make_plan"]

Part = Literal["feeds", "digests"]
ALL_PARTS = frozenset({"feeds", "digests"})

Progress = Callable[[str], Told]
"""Is told what is begun, and gives what is then told how far it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a site asks for at one moment, made and not yet published.

    `standing` are documents that were not made, because the outputs are what they would be.
    `inputs` are what bodies were made from beside posts (`Expanded.inputs`), by name.
    `posts` counts the posts that were eligible, `shown` are those in any document, and
    `folders` is where posts were looked for. `due` is when the clock would next change
    it, None for never.
    """

    documents: tuple[Document, ...]
    posts: int
    shown: tuple[Post, ...]
    folders: Sequence[Folder]
    findings: tuple[Finding, ...]
    due: datetime | None = None
    standing: tuple[Standing, ...] = ()
    inputs: Sequence[str] = ()


def make_plan(
    workspace: Workspace,
    now: datetime,
    *,
    parts: Sequence[Part] = ("feeds", "digests"),
    progress: Progress | None = None,
    published: Published | None = None,
) -> Plan:
    """Makes the documents of a site; nothing is written but what later runs can use.

    Only posts that a document shows are rendered, each once, and only if no body is kept;
    `progress` is told how far that is. Documents that are published already, as
    `published` tells, are not made; without it, all are. What has a template that cannot be
    used is left out.
    """
    site, everything = workspace.site, eligible(workspace.site, now)
    reading = progress("Reading posts") if progress else None
    with (
        collect(
            site, workspace.dialect, workspace.cache, jobs=workspace.jobs, told=reading
        ) as collection,
        closing(Kept(workspace.cache)) as kept,
    ):
        pieces, odd = _choose(site, collection.store, everything, parts)
        shown = tuple({post.path: post for piece in pieces for post in piece.posts}.values())
        informed = replace(workspace, dialect=collection.dialect)
        entries = Entries(informed, shown, kept, collection.folders)
        results = Results(kept, [piece.name for piece in pieces], published)
        made, failed = _make_all(site, pieces, entries, results, progress)
        if published and set(parts) == ALL_PARTS:
            entries.forget_others()
            results.forget_others()
        distinct, clashes = _distinct(made)
        findings = (
            *(*workspace.findings, *collection.findings, *odd),
            *(*entries.findings, *failed, *clashes),
        )
        return Plan(
            documents=tuple(each for each in distinct if isinstance(each, Document)),
            posts=collection.store.count(everything),
            shown=shown,
            folders=collection.folders,
            findings=tuple(dict.fromkeys(findings)),
            due=collection.store.due(everything),
            standing=tuple(each for each in distinct if isinstance(each, Standing)),
            inputs=entries.inputs,
        )


def _choose(
    site: Site, store: PostStore, everything: Query, parts: Sequence[Part]
) -> tuple[list[Piece], list[Finding]]:
    pieces: list[Piece] = []
    findings: list[Finding] = []
    if "feeds" in parts:
        pieces, findings = feed_pieces(site, store, everything)
        feeds = [piece.of for piece in pieces if isinstance(piece.of, Feed)]
        pieces += subscribe_pieces(site, feeds)
    if "digests" in parts:
        pieces += issue_pieces(site, store, everything)
    return pieces, findings


def _make_all(
    site: Site,
    pieces: Sequence[Piece],
    entries: Entries,
    results: Results,
    progress: Progress | None,
) -> tuple[list[Document | Standing], list[Finding]]:
    """The documents of all pieces, in order, and why some have none."""
    shapes = [shape(piece.of, site) for piece in pieces]
    found = [
        results.standing(piece.name, _key(piece, before, entries))
        for piece, before in zip(pieces, shapes, strict=True)
    ]
    asked = [piece for piece, standing in zip(pieces, found, strict=True) if standing is None]
    rendering = progress("Rendering posts") if progress else None
    entries.prepare((post for piece in asked for post in piece.posts), rendering)
    documents: list[Document | Standing] = []
    findings: list[Finding] = []
    made: list[tuple[str, str, Sequence[Standing]]] = []
    for piece, before, standing in zip(pieces, shapes, found, strict=True):
        if standing is not None:
            documents += standing
            continue
        try:
            new = make(piece.of, site, entries.of(piece.posts))
        except TemplateError as problem:
            findings += problem.findings
            continue
        documents += new
        if shape(piece.of, site) == before:
            made.append((piece.name, _key(piece, before, entries), [*map(_published, new)]))
    results.keep(made)
    return documents, findings


def _key(piece: Piece, before: str, entries: Entries) -> str:
    """A hash of all that a piece is made from."""
    parts = (before, *map(entries.key, piece.posts))
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _published(document: Document) -> Standing:
    return Standing(document.path, sha256(document.data).hexdigest())


def _distinct(
    documents: Iterable[Document | Standing],
) -> tuple[list[Document | Standing], list[Finding]]:
    """One document a path: two feeds can meet where a category's address is another's path."""
    kept: dict[str, Document | Standing] = {}
    clashes: list[Finding] = []
    for document in documents:
        if kept.setdefault(document.path.casefold(), document) is not document:
            clashes.append(
                error(
                    f"two feeds or newsletters would be written to {document.path}",
                    remedy="The later one is left out; give it another path in feeds.toml.",
                )
            )
    return list(kept.values()), clashes
