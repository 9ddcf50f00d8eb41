"""The review file: one HTML document with the views of a message, and no script."""

from __future__ import annotations

from collections.abc import Sequence
from email import policy
from email.parser import BytesHeaderParser, BytesParser

from feeds.errors import Finding
from feeds.languages import nearest_language, words_of
from feeds.review.pictures import Pictures
from feeds.review.showing import shown

__all__ = ["LANGUAGES", "review_file"]

LANGUAGES = ("en", "ja")


def review_file(
    title: str,
    written: str,
    message: bytes,
    findings: Sequence[Finding],
    pictures: Pictures,
    language: str,
) -> bytes:
    """A message for whoever is to look at it, in the language nearest to a BCP 47 tag.

    `title` is the newsletter's, and `written` the tag of its own language. What it shows is
    taken from the message's bytes. It fetches nothing, and nothing in it runs.
    """
    import jinja2

    from feeds.templating.templates import shipped_templates

    mail = BytesParser(policy=policy.default).parsebytes(message)
    html, text = (mail.get_body((kind,)) for kind in ("html", "plain"))
    page = html.get_content() if html else "<!doctype html><title></title>"
    views = {scheme: shown(page, scheme, pictures) for scheme in ("light", "dark")}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped_templates() / "review"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    spoken = nearest_language(language, LANGUAGES) or LANGUAGES[0]
    headers = BytesHeaderParser(policy=policy.default).parsebytes(message)
    filled = environment.get_template("review.html").render(
        title=title,
        language=written,
        spoken=spoken,
        words=words_of("feeds.review", spoken),
        subject=str(headers["Subject"] or ""),
        sender=str(headers["From"] or ""),
        headers=[(name, str(value)) for name, value in headers.items()],
        text=text.get_content().replace("\r\n", "\n") if text else "",
        views=views,
        findings=findings,
        lacking=pictures.lacking,
    )
    return filled.encode("utf-8", "replace")
