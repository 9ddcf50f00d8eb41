"""The pictures of an issue as a mail shows them: as wide as their place, and small enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from feeds.digest.body_pictures import COLUMN, fitted, places
from feeds.errors import Finding
from feeds.kept import Kept
from feeds.media import Files
from feeds.model import Choice, Entry, NewsletterSettings, Picked, Picture, Post, Site
from feeds.pictures.mail import Renditions, Wanted, for_mail

__all__ = ["MailPictures"]

_THUMB = 120
"""How wide the picture of a post is that does not lead, in CSS pixels."""

_Size = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class MailPictures:
    """Makes entries ready for mail; `size` gives that of a picture that a post names, in pixels.

    `placed` gives findings about a post's front matter their lines. `static` is as for `Files`,
    and `jobs` how many processes may share the work (0: one a core).
    """

    site: Site
    size: Callable[[str, Post], _Size]
    placed: Callable[[Post, Sequence[Finding]], Sequence[Finding]]
    kept: Kept
    static: Sequence[str] = ("",)
    jobs: int = 0

    def entries(
        self, newsletter: NewsletterSettings, choice: Choice, entries: Mapping[str, Entry]
    ) -> tuple[Mapping[str, Entry], Renditions]:
        """The entries by path, with pictures for mail, and those that have to be published."""
        picked = {each.post.path: each for _, some in choice.sections for each in some}
        wanted = [
            each
            for path, entry in entries.items()
            for each in self._wanted(entry, picked[path], choice.lead == path)
        ]
        files = Files(self.site.root, self.site.url, self.static)
        renditions = for_mail(self.site, newsletter, wanted, files, self.kept, jobs=self.jobs)
        ready = {
            path: self._ready(entry, picked[path], choice.lead == path, renditions)
            for path, entry in entries.items()
        }
        findings = [
            placed for finding in renditions.findings for placed in self._lined(finding, entries)
        ]
        return ready, replace(renditions, findings=tuple(findings))

    def _lined(self, finding: Finding, entries: Mapping[str, Entry]) -> Sequence[Finding]:
        entry = entries.get(finding.path or "")
        return self.placed(entry.post, [finding]) if entry else [finding]

    def _wanted(self, entry: Entry, picked: Picked, lead: bool) -> Iterator[Wanted]:
        post = entry.post
        if post.image:
            yield Wanted(post.image.url, _width(picked, lead), post)
        if picked.length == "full":
            for url, width in places(entry.body.html, partial(self._of, post)):
                yield Wanted(url, width, post)

    def _ready(self, entry: Entry, picked: Picked, lead: bool, made: Renditions) -> Entry:
        post, picture = entry.post, entry.picture
        if post.image:
            small = made.pictures.get((post.image.url, _width(picked, lead)))
            if small:
                post = replace(post, image=Picture(small.url, post.image.alt))
                picture = small
        if picked.length != "full":
            return replace(entry, post=post, picture=picture)
        html = fitted(entry.body.html, partial(self._of, entry.post), made.pictures)
        return replace(entry, post=post, picture=picture, body=replace(entry.body, html=html))

    def _of(self, post: Post, url: str) -> _Size:
        return self.size(url, post)


def _width(picked: Picked, lead: bool) -> int:
    """How wide the picture of a post may stand, in CSS pixels."""
    return COLUMN if lead or picked.length == "full" else _THUMB
