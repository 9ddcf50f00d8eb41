"""The room's door: an issue in, its page, its plain text and its mail out."""

from __future__ import annotations

from feeds.digest import render
from feeds.digest.envelope import subject
from feeds.digest.inline import StyleError, inline
from feeds.digest.message import message
from feeds.errors import TemplateError, error
from feeds.model import Digest, Document
from feeds.templating.templates import Templates

__all__ = ["documents"]


def documents(digest: Digest, templates: Templates) -> tuple[Document, ...]:
    """`NAME/latest.html`, `.txt` and `.eml`, where NAME is the newsletter's.

    The mail's HTML and text parts are the very bytes of the other two documents. Raises
    `feeds.errors.TemplateError`.
    """
    newsletter, line = digest.newsletter, subject(digest)
    name, given = newsletter.template, render.context(digest, line)
    html, text = render.html(name, given, templates), render.text(name, given, templates)
    try:
        page = inline(html)
    except StyleError as failure:
        remedy = 'Put rules for mail clients into <style data-premailer="ignore">.'
        place = templates.place(f"{name}.html")
        raise TemplateError(error(str(failure).rstrip("."), place, remedy=remedy)) from failure
    posts = tuple(placed.entry.post.path for part in digest.sections for placed in part.posts)
    of_page, of_text = templates.names(f"{name}.html"), templates.names(f"{name}.txt")
    of_both = tuple(sorted({*of_page, *of_text}))
    mail = message(digest, line, page, text)
    return (
        Document(newsletter.path("html"), "text/html", page.encode("utf-8"), posts + of_page),
        Document(newsletter.path("txt"), "text/plain", text.encode("utf-8"), posts + of_text),
        Document(newsletter.path("eml"), "message/rfc822", mail, posts + of_both),
    )
