"""An issue in one file, to be sent to whoever is to look at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from feeds.errors import Finding
from feeds.media.files import Files
from feeds.model import Document, NewsletterSettings
from feeds.review import Pictures, review_file
from feeds.workspace import Workspace

__all__ = ["review"]


def review(
    workspace: Workspace,
    newsletter: NewsletterSettings,
    message: bytes,
    documents: Iterable[Document],
    findings: Sequence[Finding],
    language: str | None = None,
) -> bytes:
    """The review file of a message, with the pictures among its documents.

    Its words are in that language, or in the newsletter's.
    """
    site = workspace.site
    made = {f"{site.url}/{each.path}": each.data for each in documents}
    pictures = Pictures(Files(site.root, site.url, workspace.dialect.static), made)
    return review_file(
        newsletter.title,
        newsletter.language,
        message,
        findings,
        pictures,
        language or newsletter.language,
    )
