"""From an open site to all its documents, at one moment; nothing is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from feeds.collect import Folder, collect
from feeds.cores import Told
from feeds.editions.listing import shelf, strangers
from feeds.entries import Entries
from feeds.episodes import episode_findings
from feeds.errors import ExtensionError, Finding, PostError, TemplateError, error
from feeds.kept import Kept
from feeds.model import Document, Feed, Issue, Post, PostStore, Query, Site, Staged, Standing
from feeds.pages import make_pages
from feeds.pieces import (
    Maker,
    Piece,
    Shapes,
    edition_pieces,
    feed_pieces,
    issue_pieces,
    subscribe_pieces,
)
from feeds.probing import probed_file, remote_files
from feeds.renderer import Renderer
from feeds.results import Published, Results
from feeds.staging import Stage
from feeds.workspace import Workspace, eligible

if TYPE_CHECKING:
    from feeds.mail_pictures import MailPictures

__all__ = ["ALL_PARTS", "Part", "Plan", "Progress", "make_plan"]

Part = Literal["feeds", "digests"]
ALL_PARTS = frozenset({"feeds", "digests"})

Output = Document | Staged | Standing

Progress = Callable[[str], Told]
"""Is told what is begun, and gives what is then told how far it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a site asks for at one moment, made and not yet published.

    `staged` are documents that wait beside their places, and `standing` those that were not
    made or not written, because the outputs are just that.
    `inputs` are what bodies were made from beside posts (`Expanded.inputs`), by name.
    `media` are the paths below the site at which media were looked for, there or not, and
    where answers of servers are.
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
    staged: tuple[Staged, ...] = ()
    standing: tuple[Standing, ...] = ()
    inputs: Sequence[str] = ()
    media: Sequence[str | Path] = ()


def make_plan(
    workspace: Workspace,
    now: datetime,
    *,
    parts: Sequence[Part] = ("feeds", "digests"),
    progress: Progress | None = None,
    published: Published | None = None,
    stage: Stage | None = None,
    archives: bool = True,
) -> Plan:
    """Makes the documents of a site; nothing is written but what later runs can use.

    Only posts that a document shows are rendered, each once, and only if no body is kept;
    `progress` is told how far that is. Documents that are published already, as
    `published` tells, are not made; without it, all are. With a `stage`, they are put there
    as they are made; without, all are held. `archives` says whether the pages of archives are
    wanted. What has a template that cannot be used is left out.
    """
    site, everything = workspace.site, eligible(workspace.site, now)
    reading = progress("Reading posts") if progress else None
    with (
        collect(
            site, workspace.dialect, workspace.cache, jobs=workspace.jobs, told=reading
        ) as collection,
        closing(Kept(workspace.cache)) as kept,
    ):
        pieces, odd = _choose(site, collection.store, everything, parts, archives=archives)
        pieces, clashes = _distinct(pieces)
        shown = tuple({post.path: post for piece in pieces for post in piece.posts}.values())
        informed = replace(workspace, dialect=collection.dialect)
        renderer = Renderer(informed, collection.folders, remembers=kept.usable)
        entries = Entries(renderer, shown, kept, remote_files(workspace, shown))
        results = Results(kept, [piece.name for piece in pieces], published)
        making = _Making(informed, renderer, entries, results, kept, stage, progress)
        made, failed = making.all(pieces)
        if published and set(parts) == ALL_PARTS:
            entries.forget_others()
            results.forget_others()
        findings = (
            *(*workspace.findings, *collection.findings, *odd),
            *(*entries.findings, *episode_findings(pieces, entries), *failed, *clashes),
        )
        return Plan(
            documents=tuple(each for each in made if isinstance(each, Document)),
            posts=collection.store.count(everything),
            shown=shown,
            folders=collection.folders,
            findings=tuple(dict.fromkeys(findings)),
            due=collection.store.due(everything),
            staged=tuple(each for each in made if isinstance(each, Staged)),
            standing=tuple(each for each in made if isinstance(each, Standing)),
            inputs=entries.inputs,
            media=(*entries.media_files, *filter(None, [probed_file(workspace)])),
        )


def _choose(
    site: Site, store: PostStore, everything: Query, parts: Sequence[Part], *, archives: bool
) -> tuple[list[Piece], list[Finding]]:
    pieces: list[Piece] = []
    findings: list[Finding] = []
    if "feeds" in parts:
        pieces, findings = feed_pieces(site, store, everything, archives=archives)
        distinct, _ = _distinct(pieces)
        feeds = [piece.of for piece in distinct if isinstance(piece.of, Feed)]
        pieces += subscribe_pieces(site, feeds)
    if "digests" in parts:
        shelves = [shelf(site, newsletter, history=False) for newsletter in site.newsletters]
        rolling = [each.newsletter for each in shelves if not each.files]
        pieces += issue_pieces(site, store, everything, rolling)
        for each in shelves:
            pieces += edition_pieces(site, each)
            findings += each.findings
        findings += strangers(site)
    return pieces, findings


class _Making:
    """Makes what has to be made of a site's pieces."""

    def __init__(
        self,
        workspace: Workspace,
        renderer: Renderer,
        entries: Entries,
        results: Results,
        kept: Kept,
        stage: Stage | None,
        progress: Progress | None,
    ) -> None:
        self._workspace = workspace
        self._renderer = renderer
        self._entries = entries
        self._results = results
        self._kept = kept
        self._stage = stage
        self._progress = progress

    def all(self, pieces: Sequence[Piece]) -> tuple[list[Output], list[Finding]]:
        """The documents of all pieces, in order, and why some have none."""
        before = Shapes(self._workspace.site)
        shapes = [before.of(piece.of) for piece in pieces]
        found: list[Sequence[Output] | None] = []
        findings: list[Finding] = []
        for piece, shape in zip(pieces, shapes, strict=True):
            standing = self._results.standing(piece.name, _key(piece, shape, self._entries))
            found.append(standing and standing[0])
            findings += standing[1] if standing else ()
        asked = [number for number, each in enumerate(found) if each is None]
        made: list[tuple[int, Sequence[Staged | Standing], Sequence[Finding]]] = []
        for number, new, said in self._made(pieces, asked, findings):
            found[number] = new
            findings += said
            made.append((number, [*map(_published, new)], said))
        after = Shapes(self._workspace.site)
        self._results.keep(
            (pieces[number].name, _key(pieces[number], shapes[number], self._entries), new, said)
            for number, new, said in made
            if after.of(pieces[number].of) == shapes[number]
        )
        return [each for outputs in found if outputs is not None for each in outputs], findings

    def _made(
        self, pieces: Sequence[Piece], asked: Sequence[int], findings: list[Finding]
    ) -> Iterator[tuple[int, Sequence[Output], Sequence[Finding]]]:
        """What comes of each of the pieces that have to be made, by its number.

        Where pages of archives are among them and need not be held, feeds come last, a few
        at a time.
        """
        stage = self._stage
        bounded = stage is not None and any(pieces[number].period for number in asked)
        apart = [number for number in asked if bounded and isinstance(pieces[number].of, Feed)]
        if stage:
            stage.expect(path for number in asked for path in pieces[number].paths)
        told = self._progress("Rendering posts") if self._progress else None
        newest = [number for number in asked if not (bounded and pieces[number].period)]
        self._entries.prepare((post for number in newest for post in pieces[number].posts), told)
        maker = Maker(self._workspace.site, self._pictures([pieces[number] for number in asked]))
        for number in sorted({*asked} - {*apart}):
            piece = pieces[number]
            try:
                new, said = maker.make(piece.of, self._entries.of(piece.posts))
            except (ExtensionError, PostError, TemplateError) as problem:
                findings += problem.findings
                continue
            yield number, [*map(stage.put, new)] if stage else new, said
        if stage and apart:
            yield from self._pages(pieces, apart, stage, findings)

    def _pictures(self, pieces: Sequence[Piece]) -> MailPictures | None:
        """What makes pictures ready for mail, if there is any issue."""
        if not any(isinstance(piece.of, Issue) for piece in pieces):
            return None
        from feeds.mail_pictures import MailPictures

        workspace, entries = self._workspace, self._entries
        return MailPictures(
            workspace.site,
            entries.size,
            entries.placed,
            self._kept,
            workspace.dialect.static,
            workspace.jobs,
        )

    def _pages(
        self,
        pieces: Sequence[Piece],
        numbers: Sequence[int],
        stage: Stage,
        findings: list[Finding],
    ) -> Iterator[tuple[int, Sequence[Output], Sequence[Finding]]]:
        told = self._progress("Writing archives") if self._progress else None
        by_name = {pieces[number].name: number for number in numbers}
        made = make_pages(
            self._workspace.site,
            self._renderer,
            self._entries,
            [pieces[number] for number in by_name.values()],
            stage,
            jobs=self._workspace.jobs,
            told=told,
        )
        for piece, staged in made:
            if isinstance(staged, ExtensionError):
                findings += staged.findings
            else:
                yield by_name[piece.name], staged, ()


def _key(piece: Piece, before: str, entries: Entries) -> str:
    """A hash of all that a piece is made from."""
    parts = (before, *map(entries.key, piece.posts))
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _published(output: Output) -> Staged | Standing:
    if isinstance(output, Document):
        return Standing(output.path, sha256(output.data).hexdigest())
    return output


def _distinct(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Finding]]:
    """One piece a path: two feeds can meet where a category's address is another's path."""
    taken: set[str] = set()
    kept: list[Piece] = []
    clashes: list[Finding] = []
    for piece in pieces:
        meeting = [path for path in piece.paths if path.casefold() in taken]
        taken.update(path.casefold() for path in piece.paths)
        clashes += map(_clash, meeting)
        if len(meeting) < len(piece.paths):
            kept.append(piece.without(meeting) if meeting else piece)
    return kept, clashes


def _clash(path: str) -> Finding:
    return error(
        f"two feeds or newsletters would be written to {path}",
        remedy="The later one is left out; give it another path in feeds.toml.",
    )
