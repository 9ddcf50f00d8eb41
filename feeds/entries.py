"""From the posts that a run shows to their entries: bodies that are kept, or rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from feeds.bodies import About, Bodies, BodyRow, body_row
from feeds.collect import with_lines
from feeds.cores import Told
from feeds.errors import Finding
from feeds.kept import Kept
from feeds.media import NO_REMOTE, Media, Remote, Shelf
from feeds.model import Body, Entry, Post
from feeds.renderer import Renderer, Shown

__all__ = ["Entries", "Learnt", "entry_of", "learnt"]

_COMMITTED = 200


Learnt = tuple[About, Sequence[Finding], BodyRow]
"""What is to be remembered of a body that was rendered, by any process."""


def learnt(shown: Shown, body: Body) -> Learnt:
    """What is to be remembered of that body."""
    return shown.about, shown.unread, body_row(shown.post.path, shown.about, body)


class Entries:
    """The entries of all posts that a run shows, each known by its key before it has a body.

    A file is read only where its stamp is new, and a body rendered only where none is kept
    that was made from the same.
    """

    def __init__(
        self, renderer: Renderer, posts: Sequence[Post], kept: Kept, remote: Remote = NO_REMOTE
    ) -> None:
        self._renderer = renderer
        self._kept = Bodies(kept)
        self._corrected: dict[str, About] = {}
        self._sources: dict[str, str] = {}
        self._bodies: dict[str, Body] = {}
        self._shown: dict[str, Shown] = {}
        workspace = renderer.workspace
        self._shelf = Shelf(workspace.site, posts, kept, workspace.dialect.static, remote)
        known = self._kept.about([post.path for post in posts])
        for post in posts:
            about = known.get(post.path)
            shown, source = renderer.look_at(Shown(post, self._shelf.of(post)), about)
            self._shown[post.path] = shown
            if source is not None:
                self._sources[post.path] = source
            elif about not in (None, shown.about):
                self._corrected[post.path] = shown.about
        self._shelf.keep()

    @property
    def findings(self) -> list[Finding]:
        """What is to be said of the bodies and the media of all those posts."""
        return [
            finding
            for shown in self._shown.values()
            for finding in (
                *shown.unread,
                *shown.about.findings,
                *self.placed(shown.post, shown.media.findings),
            )
        ]

    @property
    def media_files(self) -> Sequence[str]:
        """Where files of those posts were looked for, as paths below the site."""
        return self._shelf.looked_for

    @property
    def inputs(self) -> Sequence[str]:
        """What the bodies were made from beside posts' own files, by name, each once."""
        inputs = (each for shown in self._shown.values() for each in shown.about.inputs)
        return list(dict.fromkeys(name for name, _ in inputs))

    def key(self, post: Post) -> str:
        """What stands for all that the post's entry is made from."""
        shown = self._shown[post.path]
        media = shown.media
        facts = f"{media.enclosures!r} {media.picture!r} {media.alternates!r}"
        return f"{shown.about.key} {shown.about.inputs!r} {facts}"

    def prepare(self, needed: Iterable[Post], told: Told | None = None) -> None:
        """Gets the bodies of those posts, and renders all that are not kept."""
        wanted = dict.fromkeys(post.path for post in needed if post.path not in self._bodies)
        self._bodies.update(self._recalled(wanted))
        work: list[tuple[Shown, str]] = []
        for path in wanted:
            if path in self._bodies:
                continue
            source = self._sources.pop(path, None)
            if source is None:
                self._shown[path], source = self._renderer.read(self._shown[path])
            work.append((self._shown[path], source))
        if work:
            self._render(work, told)
        self._kept.correct(self._corrected)

    def of(self, posts: Iterable[Post]) -> tuple[Entry, ...]:
        """The entries of posts that were prepared. A body that cannot be shown is empty."""
        return tuple(entry_of(self._shown[post.path], self._bodies[post.path]) for post in posts)

    def lent(self, posts: Iterable[Post]) -> tuple[list[Shown], Mapping[str, Body]]:
        """What is known of posts, and those of their bodies that are there, to work with."""
        shown = [self._shown[path] for path in dict.fromkeys(post.path for post in posts)]
        paths = [each.post.path for each in shown]
        held = {path: self._bodies[path] for path in paths if path in self._bodies}
        return shown, {**self._recalled([path for path in paths if path not in held]), **held}

    def learn(self, made: Iterable[Learnt]) -> None:
        """Keeps bodies that were rendered elsewhere."""
        rows = []
        for about, unread, row in made:
            path = row[0]
            self._shown[path] = replace(self._shown[path], about=about, unread=unread)
            rows.append(row)
        self._kept.keep(rows)

    def forget_others(self) -> None:
        """Keeps no body of any other post."""
        self._kept.forget_all_but(self._shown)

    def media(self, post: Post) -> Media:
        """The files of a post that is shown, and its picture."""
        return self._shown[post.path].media

    def size(self, url: str, post: Post) -> tuple[int, int] | None:
        """The size in pixels of a picture of the site's own that a post names."""
        return self._shelf.size(url, post)

    def placed(self, post: Post, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Findings about keys of the post's front matter, with their lines."""
        if not findings:
            return ()
        workspace = self._renderer.workspace
        return with_lines(workspace.site, workspace.dialect, post.path, findings)

    def _recalled(self, paths: Iterable[str]) -> Mapping[str, Body]:
        """The bodies that are kept and made from what their posts say now."""
        keys = {path: self._shown[path].about.key for path in paths if path not in self._sources}
        return self._kept.recall({path: key for path, key in keys.items() if key})

    def _render(self, work: Sequence[tuple[Shown, str]], told: Told | None) -> None:
        """Makes bodies, and keeps them, the last ones too if that is ended."""
        made: list[Learnt] = []
        try:
            for shown, body in self._renderer.render_all(work, told):
                self._bodies[shown.post.path] = body
                made.append(learnt(shown, body))
                if len(made) == _COMMITTED:
                    self.learn(made)
                    made.clear()
        finally:
            self.learn(made)


def entry_of(shown: Shown, body: Body) -> Entry:
    """The entry of a post whose body is there."""
    post, media = shown.post, shown.media
    if post.episode and post.episode.alternates:
        lengths = zip(post.episode.alternates, media.alternates, strict=True)
        alternates = tuple(replace(each, length=length) for each, length in lengths if length)
        post = replace(post, episode=replace(post.episode, alternates=alternates))
    return Entry(post, body, media.enclosures, media.picture)
