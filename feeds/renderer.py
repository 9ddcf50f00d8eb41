"""A post's body: what is known of it before there is one, its source, and the rendering."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from feeds.bodies import About, body_key, source_hash
from feeds.collect import Folder, read_body
from feeds.collect.scan import Stamp
from feeds.cores import Told, batches, spread
from feeds.errors import Finding, PostError
from feeds.expand import Sources, expander
from feeds.media import NO_MEDIA, Media
from feeds.model import Body, Post
from feeds.workspace import Workspace

__all__ = ["Made", "Renderer", "Shown"]

_BATCH = 8
_WORTH_PROCESSES = 8
_UNKNOWN = About(None, "", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """A post, and what is known of its entry before there is a body; `unread` says why not."""

    post: Post
    media: Media = NO_MEDIA
    about: About = _UNKNOWN
    unread: Sequence[Finding] = ()


Made = tuple[Shown, Body]
"""What is known of a post whose body was rendered, and the body."""


class Renderer:
    """Reads and renders the bodies of a site's posts, in any process.

    `remembers` says that somebody keeps what is known of bodies, for which files are stamped
    and hashed. `folders` is where the site's posts lie.
    """

    def __init__(self, workspace: Workspace, folders: Sequence[Folder], *, remembers: bool) -> None:
        self._workspace = workspace
        self._sources = Sources(workspace.site, workspace.dialect, folders)
        self._expander = expander(workspace.site, workspace.dialect, self._sources)
        self._shaped_by = f"{workspace.dialect.name} {self._expander.fingerprint()}"
        self._remembers = remembers

    @property
    def workspace(self) -> Workspace:
        """The site whose posts these are."""
        return self._workspace

    def look_at(self, shown: Shown, known: About | None) -> tuple[Shown, str | None]:
        """A post and, if its body has to be made, its source, as far as that is known by now.

        A file is read only where something is known of it, and its stamp is another.
        """
        if known is None:
            return shown, None
        if known.stamp and known.stamp == self._stamp(shown.post)[0]:
            key = body_key(known.source, shown.post, self._shaped_by)
            if key == known.key and self._stands(known):
                return replace(shown, about=known), None
        shown, source = self.read(shown)
        if known.key == shown.about.key and self._stands(known):
            about = replace(shown.about, findings=known.findings, inputs=known.inputs)
            return replace(shown, about=about), None
        return shown, source

    def read(self, shown: Shown) -> tuple[Shown, str]:
        """A post whose file is read, and its source."""
        site, post = self._workspace.site, shown.post
        stamp, settled = self._stamp(post)
        unread: Sequence[Finding] = ()
        try:
            text = read_body(site, post)
        except PostError as problem:
            text, settled, unread = "", False, problem.findings
        about = _UNKNOWN
        if self._remembers:
            source = source_hash(text)
            key = body_key(source, post, self._shaped_by)
            about = About(stamp if settled else None, source, key)
        return replace(shown, about=about, unread=unread), text

    def render(self, work: Sequence[tuple[Shown, str]]) -> Iterator[Made]:
        """The bodies of posts with those sources, in order, right here."""
        from feeds.content.pipeline import render

        for shown, source in work:
            body, odd, inputs = render(
                source,
                shown.post,
                site=self._workspace.site,
                expand=self._expander.expand,
                flavour=self._expander.flavour,
            )
            yield replace(shown, about=replace(shown.about, findings=odd, inputs=inputs)), body

    def render_all(
        self, work: Sequence[tuple[Shown, str]], told: Told | None = None
    ) -> Iterator[Made]:
        """The same, shared among processes where there is much."""
        shared = spread(
            self._render_some,
            batches(work, _BATCH),
            jobs=self._workspace.jobs,
            worth=_WORTH_PROCESSES,
        )
        for done, made in enumerate(chain.from_iterable(shared), 1):
            yield made
            if told:
                told(done, len(work))

    def _render_some(self, some: Sequence[tuple[Shown, str]]) -> list[Made]:
        return list(self.render(some))

    def _stands(self, known: About) -> bool:
        """Whether all that a body was made from beside its file still says the same."""
        return all(self._sources.digest(name) == digest for name, digest in known.inputs)

    def _stamp(self, post: Post) -> tuple[Stamp | None, bool]:
        """A file's stamp as it is now, and whether any later change is sure to give another."""
        moment = time.time_ns()
        try:
            stamp = Stamp.of((self._workspace.site.root / post.path).stat())
        except OSError:
            return None, False
        return stamp, stamp.settled(moment)
