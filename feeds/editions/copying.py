"""Approved editions are published as they were stored: copied, and nothing is rendered again."""

from __future__ import annotations

from feeds.editions.frozen import read_frozen
from feeds.editions.striking import strike
from feeds.errors import PostError
from feeds.media_types import media_type
from feeds.model import Copies, Document, Site

__all__ = ["copies", "mail_html"]


def copies(site: Site, of: Copies) -> tuple[Document, ...]:
    """The documents of an edition, from the files beside it.

    `LABEL.html` is the mail's HTML, taken from the message. Raises `PostError` where one of the
    files is missing or is not what was approved: then none of them is published.
    """
    newsletter, edition = of.newsletter, of.edition
    frozen = read_frozen(site.root, edition)
    if frozen.findings:
        raise PostError(*frozen.findings)
    mail, text = frozen.document(edition, "eml"), frozen.document(edition, "txt")
    html = mail_html(mail)
    inputs = (edition.path,)
    documents = []
    for label in of.labels:
        documents += [
            Document(newsletter.path("html", label), "text/html", html, inputs),
            Document(newsletter.path("txt", label), "text/plain", text, inputs),
            Document(newsletter.path("eml", label), "message/rfc822", mail, inputs),
        ]
    page = strike(frozen.document(edition, "html"), edition, newsletter.language)
    documents.append(Document(newsletter.page(edition.label), "text/html", page, inputs))
    for name, path in of.pictures.items():
        documents.append(
            Document(
                path, media_type(path) or "application/octet-stream", frozen.files[name], inputs
            )
        )
    return tuple(documents)


def mail_html(mail: bytes) -> bytes:
    """The HTML part of a message, decoded, with `\\n` as its line end."""
    from email import message_from_bytes

    for part in message_from_bytes(mail).walk():
        if part.get_content_type() == "text/html":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                return data.replace(b"\r\n", b"\n")
    return b""
