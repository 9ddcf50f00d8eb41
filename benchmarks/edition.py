"""One edition of a newsletter, made in this process from an index that is warm, and judged.

It is made as `feeds digest approve` makes it: the draft is read, its posts are chosen from the
index, with the bodies that are kept, and become the mail's HTML, its plain text, the message
and the web page. Then they are linted.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from benchmarks.check import UnfitError
from benchmarks.corpus import FORMS, USUAL_BYTES, make_post
from feeds.digest.documents import Made as Issued
from feeds.digest.documents import issue
from feeds.digest.envelope import preheader, subject
from feeds.digest.inline import inline, style_rules
from feeds.digest.stories import story
from feeds.errors import Finding
from feeds.issuing import Prepared
from feeds.model import Digest, Post
from feeds.newsroom.beginning import begin
from feeds.newsroom.checking import linted
from feeds.newsroom.desk import at_desk
from feeds.templating.templates import Templates
from feeds.workspace import Workspace, moment, open_site

__all__ = ["NOW", "Draft", "Made", "as_data", "given_to_premailer", "lay_site", "warm"]

_HERE = Path(__file__).parent
_PICTURES = ("bicycle", "bread", "ferry", "harbour", "lighthouse", "radio", "tide", "workbench")
_YEARS = 15
_SHOWN = 50
NOW = "2025-03-02"
"""The day after the newest post."""


def lay_site(root: Path, total: int) -> None:
    """The posts of the other benchmarks, each with a picture of the sample blog's.

    The newsletter's window is as long as it has to be for fifty of them.
    """
    shutil.rmtree(root, ignore_errors=True)
    (root / "_posts").mkdir(parents=True)
    (root / "media").mkdir()
    days = _YEARS * 365 * min(_SHOWN, total) // total + 5
    settings = (_HERE / "sites" / "newsletter" / "feeds.toml").read_text(encoding="utf-8")
    (root / "feeds.toml").write_text(f"{settings}window = {days}\n", encoding="utf-8")
    for name in _PICTURES:
        shutil.copyfile(_HERE.parent / "media" / f"{name}.jpg", root / "media" / f"{name}.jpg")
    for number in range(total):
        post = make_post(number, total, USUAL_BYTES)
        name = _PICTURES[number % len(_PICTURES)]
        image = f"image: /media/{name}.jpg\nimage_alt: A {name}\n"
        head = FORMS["jekyll"](post).replace("---\n", f"---\n{image}", 1)
        (root / "_posts" / post.file_name).write_text(f"{head}\n{post.body}", encoding="utf-8")


@dataclass(frozen=True)
class Draft:
    """A site with a draft of an edition, whose index and bodies are warm."""

    workspace: Workspace

    def made(self) -> Made:
        """The edition, made as if it were the first that this process makes.

        Raises `UnfitError` where it cannot be made.
        """
        style_rules.cache_clear()
        with at_desk(self.workspace, moment(NOW, self.workspace.site)) as desk:
            _, edition = desk.room.draft()
            prepared = desk.prepared(desk.propose(edition), edition)
        if prepared.digest is None or prepared.made is None:
            raise UnfitError("; ".join(map(str, prepared.findings)))
        return Made(prepared, prepared.digest, prepared.made)

    def judged(self, made: Made) -> Sequence[Finding]:
        """All that is to be said of the edition."""
        return linted(self.workspace, made.prepared)


@dataclass(frozen=True)
class Made:
    """An edition that was made: its posts, and what became of them."""

    prepared: Prepared
    digest: Digest
    issue: Issued

    @property
    def posts(self) -> Sequence[Post]:
        """All of its posts, in order."""
        return [placed.entry.post for part in self.digest.sections for placed in part.posts]

    @property
    def shown(self) -> Sequence[Post]:
        """Those that stand in the mail; the others are on the web page alone."""
        told = zip(self.posts, self.issue.lengths, strict=True)
        return [post for post, length in told if length is not None]

    def document(self, media_type: str, number: int = 0) -> bytes:
        """One of the documents of that type, counted from 0: the mail's, then the web page's."""
        found = [each for each in self.issue.documents if each.media_type == media_type]
        return found[number].data


def warm(root: Path) -> Draft:
    """The site with its draft, which is begun if need be."""
    cache = root / ".feeds"
    cache.mkdir(exist_ok=True)
    workspace = replace(open_site(root, cache=cache), jobs=1)
    if not (root / "editions").exists():
        begin(workspace, moment(NOW, workspace.site))
    draft = Draft(workspace)
    draft.made()
    return draft


def given_to_premailer(digest: Digest, root: Path) -> str:
    """The mail's HTML before its styles are moved, every post in the length that is wished for."""
    given: list[str] = []

    def noted(html: str) -> str:
        given.append(html)
        return inline(html)

    with patch("feeds.digest.page.inline", noted):
        issue(digest, Templates(root))
    return given[0]


def as_data(digest: Digest) -> Mapping[str, object]:
    """What the others are given: all that a template of this program's could show of the issue."""
    newsletter = digest.newsletter
    sections = []
    number = 0
    for section in digest.sections:
        posts = []
        for placed in section.posts:
            number += 1
            told = story(digest, placed, number, "excerpt", "h3")
            picture = told.picture
            posts.append(
                {
                    "title": told.title,
                    "url": told.url,
                    "byline": told.byline,
                    "excerpt": told.excerpt,
                    "picture": picture.url if picture else "",
                    "alt": picture.alt if picture else "",
                }
            )
        sections.append({"title": section.title, "posts": posts})
    return {
        "title": newsletter.title,
        "language": newsletter.language,
        "subject": subject(digest),
        "preheader": preheader(digest),
        "address": newsletter.address,
        "unsubscribe": newsletter.unsubscribe,
        "sections": sections,
    }
