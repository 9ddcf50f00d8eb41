"""Makes single issues of newsletters, to be looked at, checked or approved; publishes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from feeds.collect import collect
from feeds.collect.collector import Collection
from feeds.digest.documents import Made
from feeds.entries import Entries
from feeds.errors import Finding, TemplateError
from feeds.kept import Kept
from feeds.mail_pictures import MailPictures
from feeds.model import Choice, Digest, Edition, NewsletterSettings, Post, Query
from feeds.pieces import make_issue, rolling
from feeds.probing import remote_files
from feeds.renderer import Renderer
from feeds.templating.templates import Templates
from feeds.workspace import Workspace, eligible

__all__ = ["Issuing", "Made", "Prepared", "issuing"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An issue, made: what was chosen, what it became, and all that is to be said of it.

    `made` is None where there is no post to show.
    """

    newsletter: NewsletterSettings
    edition: Edition | None
    choice: Choice
    made: Made | None
    findings: tuple[Finding, ...]

    @property
    def digest(self) -> Digest | None:
        """The issue as its mail shows it."""
        return self.made.digest if self.made else None


class Issuing:
    """A site whose posts were read, and the issues that can be made of them."""

    def __init__(
        self, workspace: Workspace, now: datetime, collection: Collection, kept: Kept
    ) -> None:
        self.workspace = replace(workspace, dialect=collection.dialect)
        self.now = now
        self._collection = collection
        self._kept = kept
        self.findings = (*workspace.findings, *collection.findings)

    @property
    def posts(self) -> Sequence[Post]:
        """All posts that were read, those of the future too, newest first."""
        return self._collection.store.select(Query(self.now, drafts=True, future=True))

    def rolling(self, newsletter: NewsletterSettings) -> Choice:
        """The posts of a newsletter's next issue, as long as it has no editions."""
        site = self.workspace.site
        return rolling(site, self._collection.store, eligible(site, self.now), newsletter)

    def prepared(
        self,
        newsletter: NewsletterSettings,
        choice: Choice,
        edition: Edition | None = None,
        *,
        test: str = "",
    ) -> Prepared:
        """The issue that shows a choice; `test` makes its Message-ID another one."""
        workspace = self.workspace
        posts = choice.posts
        renderer = Renderer(workspace, self._collection.folders, remembers=self._kept.usable)
        entries = Entries(renderer, posts, self._kept, remote_files(workspace, posts))
        entries.prepare(posts)
        shown = {each.post.path: each for each in entries.of(posts)}
        findings: list[Finding] = list(entries.findings)
        site, templates = workspace.site, Templates(workspace.site.root)
        pictures = MailPictures(
            site,
            entries.size,
            entries.placed,
            self._kept,
            workspace.dialect.static,
            workspace.jobs,
        )
        made: Made | None = None
        try:
            made = make_issue(
                site, templates, newsletter, choice, shown, pictures, edition=edition, test=test
            )
        except TemplateError as problem:
            findings += problem.findings
        findings += made.findings if made else ()
        return Prepared(newsletter, edition, choice, made, tuple(findings))


@contextmanager
def issuing(workspace: Workspace, now: datetime) -> Iterator[Issuing]:
    """Reads a site's posts, for making issues of them at that moment."""
    with (
        collect(workspace.site, workspace.dialect, workspace.cache, jobs=workspace.jobs) as found,
        closing(Kept(workspace.cache)) as kept,
    ):
        yield Issuing(workspace, now, found, kept)
