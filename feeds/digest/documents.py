"""The room's door: an issue in, its page, its plain text, its mail and its web page out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.digest import stories
from feeds.digest.envelope import preheader, subject
from feeds.digest.look import Look
from feeds.digest.merge import NO_TAGS, merge_tags
from feeds.digest.message import message, sendable
from feeds.digest.page import mail_page
from feeds.digest.text import plain_part, tidy
from feeds.digest.web import web_page
from feeds.errors import Finding
from feeds.model import Digest, Document, Length
from feeds.templating.templates import Templates

__all__ = ["Made", "issue"]


@dataclass(frozen=True, slots=True)
class Made:
    """An issue, its documents, how much of each post its mail shows, and what was done for that.

    A length is None where a post is on the web page alone.
    """

    digest: Digest
    documents: tuple[Document, ...]
    lengths: Sequence[Length | None]
    findings: tuple[Finding, ...] = ()


def issue(
    digest: Digest, templates: Templates, *, web: Digest | None = None, test: str = ""
) -> Made:
    """`NAME/LABEL.html`, `.txt` and `.eml`, and an edition's web page.

    NAME is the newsletter's, and LABEL the edition's or `latest`. The mail's HTML and text parts
    are the very bytes of the first two documents. `web` is the issue for the web page, where it has
    other pictures. `test` makes the Message-ID another one, so that
    a server does not drop what it has seen. Raises `feeds.errors.TemplateError`.
    """
    newsletter = digest.newsletter
    label = digest.label or "latest"
    look = Look(templates, newsletter.template)
    line = subject(digest)
    tags = merge_tags(newsletter, digest.url, _texts(digest))
    given = {**stories.context(digest, line, preheader(digest)), "merge": tags}
    page = mail_page(digest, look, given, lambda html: sendable(tags.in_html(html)))
    written = (digest.text or "").strip()
    text = tags.written(tidy(written)) if written else plain_part(digest, look, given, page.lengths)
    text = sendable(tags.in_text(text))
    mail = message(digest, tags.in_subject(line), page.html, text, test=test)
    posts = tuple(placed.entry.post.path for part in digest.sections for placed in part.posts)
    inputs = posts + look.inputs
    documents = [
        Document(newsletter.path("html", label), "text/html", page.html.encode(), inputs),
        Document(newsletter.path("txt", label), "text/plain", text.encode(), inputs),
        Document(newsletter.path("eml", label), "message/rfc822", mail, inputs),
    ]
    if digest.label:
        page_of_web = web_page(web or digest, look, {**given, "merge": NO_TAGS})
        path, inputs = newsletter.page(digest.label), posts + look.inputs
        documents.append(Document(path, "text/html", page_of_web.encode(), inputs))
    return Made(digest, tuple(documents), page.lengths, page.findings)


def _texts(digest: Digest) -> Iterator[str]:
    """All that an issue says and that somebody else wrote."""
    yield from (digest.subject or "", digest.preheader or "", digest.text or "")
    yield from (digest.introduction, digest.introduction_text)
    yield repr((digest.newsletter, digest.site.title, digest.site.description, digest.site.url))
    for part in digest.sections:
        yield part.title or ""
        for placed in part.posts:
            entry = placed.entry
            yield from (entry.body.html, entry.body.excerpt, placed.text)
            yield repr((entry.post.title, entry.post.url, entry.post.authors, entry.post.image))
