"""From the posts that a run shows to their entries: bodies that are kept, or rendered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from feeds.bodies import About, Bodies, body_key, source_hash
from feeds.collect import Folder, read_body
from feeds.collect.scan import Stamp
from feeds.cores import Told, batches, spread
from feeds.errors import Finding, PostError
from feeds.expand import Expander, Sources, expander
from feeds.kept import Kept
from feeds.model import Body, Enclosure, Entry, Post, Site
from feeds.workspace import Workspace

if TYPE_CHECKING:
    from feeds.content.pipeline import Rendered

__all__ = ["Entries", "render_all"]

_BATCH = 8
_WORTH_PROCESSES = 8
_COMMITTED = 200


@dataclass(frozen=True, slots=True)
class _Shown:
    """A post, and what is known of its entry before there is a body; `unread` says why not."""

    post: Post
    enclosure: Enclosure | None
    about: About
    unread: Sequence[Finding] = ()


class Entries:
    """The entries of all posts that a run shows, each known by its key before it has a body.

    A file is read only where its stamp is new, and a body rendered only where none is kept
    that was made from the same. `folders` is where the site's posts lie.
    """

    def __init__(
        self,
        workspace: Workspace,
        posts: Sequence[Post],
        kept: Kept,
        folders: Sequence[Folder] = (),
    ) -> None:
        self._workspace = workspace
        self._sources_of = Sources(workspace.site, workspace.dialect, folders)
        self._expander = expander(workspace.site, workspace.dialect, self._sources_of)
        self._shaped_by = f"{workspace.dialect.name} {self._expander.fingerprint()}"
        self._remembers = kept.usable
        self._kept = Bodies(kept)
        self._corrected: dict[str, About] = {}
        self._sources: dict[str, str] = {}
        self._bodies: dict[str, Body] = {}
        known = self._kept.about([post.path for post in posts])
        self._shown = {post.path: self._look_at(post, known.get(post.path)) for post in posts}

    @property
    def findings(self) -> list[Finding]:
        """What is to be said of the bodies of all those posts."""
        return [
            finding
            for shown in self._shown.values()
            for finding in (*shown.unread, *shown.about.findings)
        ]

    @property
    def inputs(self) -> Sequence[str]:
        """What the bodies were made from beside posts' own files, by name, each once."""
        inputs = (each for shown in self._shown.values() for each in shown.about.inputs)
        return list(dict.fromkeys(name for name, _ in inputs))

    def key(self, post: Post) -> str:
        """What stands for all that the post's entry is made from."""
        shown = self._shown[post.path]
        return f"{shown.about.key} {shown.about.inputs!r} {shown.enclosure!r}"

    def prepare(self, needed: Iterable[Post], told: Told | None = None) -> None:
        """Gets the bodies of those posts, and renders all that are not kept."""
        wanted = dict.fromkeys(post.path for post in needed if post.path not in self._sources)
        self._bodies.update(
            self._kept.recall({path: self._shown[path].about.key for path in wanted})
        )
        for path in wanted:
            if path not in self._bodies:
                self._shown[path] = self._read(self._shown[path].post, None)
        self._render(told)
        self._kept.correct(self._corrected)

    def of(self, posts: Iterable[Post]) -> tuple[Entry, ...]:
        """The entries of posts that were prepared. A body that cannot be shown is empty."""
        return tuple(
            Entry(post, self._bodies[post.path], self._shown[post.path].enclosure) for post in posts
        )

    def forget_others(self) -> None:
        """Keeps no body of any other post."""
        self._kept.forget_all_but(self._shown)

    def _look_at(self, post: Post, known: About | None) -> _Shown:
        if known and known.stamp and known.stamp == self._stamp(post)[0]:
            key = body_key(known.source, post, self._shaped_by)
            if key == known.key and self._stands(known):
                return _Shown(post, _enclosure(self._workspace.site, post), known)
        return self._read(post, known)

    def _read(self, post: Post, known: About | None) -> _Shown:
        """A post whose file is read; its source stays unless what is known is made from it."""
        site = self._workspace.site
        stamp, settled = self._stamp(post)
        unread: Sequence[Finding] = ()
        try:
            text = read_body(site, post)
        except PostError as problem:
            text, settled, unread = "", False, problem.findings
        about = About(None, "", "")
        if self._remembers:
            source = source_hash(text)
            key = body_key(source, post, self._shaped_by)
            about = About(stamp if settled else None, source, key)
        if known and known.key == about.key and self._stands(known):
            about = replace(about, findings=known.findings, inputs=known.inputs)
            if about != known:
                self._corrected[post.path] = about
        else:
            self._sources[post.path] = text
        return _Shown(post, _enclosure(site, post), about, unread)

    def _stands(self, known: About) -> bool:
        """Whether all that a body was made from beside its file still says the same."""
        return all(self._sources_of.digest(name) == digest for name, digest in known.inputs)

    def _stamp(self, post: Post) -> tuple[Stamp | None, bool]:
        """A file's stamp as it is now, and whether any later change is sure to give another."""
        moment = time.time_ns()
        try:
            stamp = Stamp.of((self._workspace.site.root / post.path).stat())
        except OSError:
            return None, False
        return stamp, stamp.settled(moment)

    def _render(self, told: Told | None) -> None:
        """Makes bodies of all sources, and keeps them, the last ones too if that is ended."""
        if not self._sources:
            return
        work = [(self._shown[path].post, text) for path, text in self._sources.items()]
        made: dict[str, tuple[About, Body]] = {}
        try:
            results = render_all(self._workspace, self._expander, work)
            for done, ((post, _), made_of) in enumerate(zip(work, results, strict=True), 1):
                body, odd, inputs = made_of
                shown = self._shown[post.path]
                about = replace(shown.about, findings=odd, inputs=inputs)
                self._shown[post.path] = replace(shown, about=about)
                self._bodies[post.path] = body
                made[post.path] = about, body
                if len(made) == _COMMITTED:
                    self._kept.keep(made)
                    made.clear()
                if told:
                    told(done, len(work))
        finally:
            self._kept.keep(made)


def render_all(
    workspace: Workspace, expander: Expander, work: Iterable[tuple[Post, str]]
) -> Iterator[Rendered]:
    """What each source of a post becomes, in order."""
    from feeds.content.pipeline import render

    expand, flavour = expander.expand, expander.flavour
    one = partial(render, site=workspace.site, expand=expand, flavour=flavour)
    some = partial(_render_some, one)
    shared = spread(some, batches(work, _BATCH), jobs=workspace.jobs, worth=_WORTH_PROCESSES)
    return chain.from_iterable(shared)


def _render_some(
    render: Callable[[str, Post], Rendered], some: Iterable[tuple[Post, str]]
) -> list[Rendered]:
    return [render(source, post) for post, source in some]


def _enclosure(site: Site, post: Post) -> Enclosure | None:
    if post.image is None:
        return None
    from feeds.content.media import enclosure

    return enclosure(post.image.url, site)
