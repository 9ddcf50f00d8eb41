"""One edition of a newsletter, made in this process from an index that is warm, and judged.

All of it: choosing the posts, their bodies, the mail's HTML, its plain text, the message and the
web page; and what `feeds lint` has to say of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from benchmarks.corpus import FORMS, USUAL_BYTES, make_post
from feeds.check.origins import Origins
from feeds.choosing.rolling import rolling
from feeds.collect import collect
from feeds.digest.documents import issue
from feeds.digest.envelope import preheader, subject
from feeds.digest.inline import inline
from feeds.digest.stories import story
from feeds.entries import Entries
from feeds.errors import Finding
from feeds.kept import Kept
from feeds.lint.issue import Issue, PostFile
from feeds.lint.linting import lint
from feeds.lint.site_pictures import SitePictures
from feeds.model import Digest, Document, Edition, Length
from feeds.pieces import issue_of
from feeds.renderer import Renderer
from feeds.templating.templates import Templates
from feeds.workspace import Workspace, eligible, moment, open_site

__all__ = ["Made", "as_data", "given_to_premailer", "judged", "lay_site", "make_edition", "warm"]

_HERE = Path(__file__).parent
_PICTURES = ("bicycle", "bread", "ferry", "harbour", "lighthouse", "radio", "tide", "workbench")
_NOW = "2025-03-02"
_LABEL = "2025-03-01"


@dataclass(frozen=True)
class Made:
    """An edition: what was chosen for it, its documents, and the length of each post."""

    digest: Digest
    documents: tuple[Document, ...]
    lengths: tuple[Length | None, ...]

    def document(self, media_type: str, number: int = 0) -> bytes:
        """One of the documents of that type, counted from 0: the mail's, then the web page's."""
        return [each.data for each in self.documents if each.media_type == media_type][number]


def lay_site(root: Path, total: int) -> None:
    """The posts of the other benchmarks, each with a picture of the sample blog's."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "_posts").mkdir(parents=True)
    (root / "media").mkdir()
    shutil.copyfile(_HERE / "sites" / "newsletter" / "feeds.toml", root / "feeds.toml")
    for name in _PICTURES:
        shutil.copyfile(_HERE.parent / "media" / f"{name}.jpg", root / "media" / f"{name}.jpg")
    for number in range(total):
        post = make_post(number, total, USUAL_BYTES)
        name = _PICTURES[number % len(_PICTURES)]
        head = FORMS["jekyll"](post).replace(
            "---\n", f"---\nimage: /media/{name}.jpg\nimage_alt: A {name}\n", 1
        )
        (root / "_posts" / post.file_name).write_text(f"{head}\n{post.body}", encoding="utf-8")


def warm(root: Path) -> Workspace:
    """The site with its index and the bodies of its newest posts made."""
    cache = root / ".feeds"
    cache.mkdir(exist_ok=True)
    workspace = replace(open_site(root, cache=cache), jobs=1)
    make_edition(workspace)
    return workspace


def make_edition(workspace: Workspace) -> Made:
    """The edition of the newest posts."""
    site = workspace.site
    (newsletter,) = site.newsletters
    query = replace(
        eligible(site, moment(_NOW, site)), days=newsletter.window, limit=newsletter.limit
    )
    with (
        collect(site, workspace.dialect, workspace.cache, jobs=1) as collection,
        closing(Kept(workspace.cache)) as kept,
    ):
        choice = rolling(newsletter, collection.store.select(query), "Other")
        informed = replace(workspace, dialect=collection.dialect)
        renderer = Renderer(informed, collection.folders, remembers=True)
        entries = Entries(renderer, choice.posts, kept)
        entries.prepare(choice.posts)
        shown = {entry.post.path: entry for entry in entries.of(choice.posts)}
    digest = issue_of(site, newsletter, choice, shown, _edition(newsletter.name))
    if digest is None:
        raise ValueError("the site has no posts")
    made = issue(digest, Templates(site.root))
    return Made(digest, made.documents, tuple(made.lengths))


def judged(made: Made, workspace: Workspace) -> list[Finding]:
    """All that is to be said of the edition."""
    site, newsletter = workspace.site, made.digest.newsletter
    documents = {document.path: document for document in made.documents}
    message, page = newsletter.path("eml", _LABEL), newsletter.page(_LABEL)
    posts = [placed.entry.post for part in made.digest.sections for placed in part.posts]
    origins = Origins(site, posts)
    looked_at = Issue(
        message,
        documents[message].data,
        newsletter=newsletter,
        site=site,
        posts=tuple(PostFile(post, origins.text(post)) for post in posts),
        page=documents[page].data,
        page_path=page,
    )
    return lint(looked_at, SitePictures(site.root, site.url, workspace.dialect.static, posts))


def _edition(newsletter: str) -> Edition:
    since, until = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 3, 1, 8, tzinfo=UTC)
    return Edition(newsletter, _LABEL, f"editions/{newsletter}/{_LABEL}.md", since, until)


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
