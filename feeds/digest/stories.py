"""What templates are given: an issue in words, and each post as a story.

What a template may use is what `context` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from feeds.digest.colours import palette
from feeds.digest.edition import index_address
from feeds.digest.envelope import padding
from feeds.digest.outline import nested
from feeds.digest.words import Words, words
from feeds.model import (
    Digest,
    Enclosure,
    Entry,
    Length,
    NewsletterSettings,
    Picture,
    Placed,
    Site,
)
from feeds.text import one_line

__all__ = ["Image", "Story", "common", "context", "story"]

_BETWEEN = "\u00a0· "
# What HTML means by <bdi>, in a form that mail clients let through.
_ISOLATED = Markup('<span dir="auto">{}</span>')


@dataclass(frozen=True, slots=True)
class Image:
    """A story's picture; `width` and `height` are its own, in pixels, None where unknown."""

    url: str
    alt: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One post as a template shows it: every text on one line, dates and numbers in words.

    `language` is a BCP 47 tag where the post's differs from the newsletter's, else None.
    `authors` and `excerpt` may be empty. `byline` is date, authors and reading time, as
    far as known; a line may break after the dots. `byline_html` says the same, with each
    name in an element of its own direction. `body` is the whole post, sanitised, and `text` the
    same as plain text; both are there for the length "full" alone. `heading` is the element of
    its title. `number` counts the posts of the issue from 1.
    """

    number: int
    title: str
    url: str
    language: str | None
    date: str
    authors: str
    minutes: str
    byline: str
    byline_html: Markup
    excerpt: str
    picture: Image | None
    length: Length
    lead: bool
    body: Markup
    text: str
    heading: str


def common(newsletter: NewsletterSettings, site: Site) -> Mapping[str, object]:
    """What all templates of a newsletter can use, those of issues and the list of editions."""
    phrases = words(newsletter.language).phrases
    light, dark = palette(newsletter.design)
    return {
        "newsletter": newsletter,
        "site": site,
        "design": newsletter.design,
        "light": light,
        "dark": dark,
        "words": phrases,
        "visit": phrases.visit.format(site=one_line(site.title)),
        "index_url": index_address(site, newsletter),
        "feed_url": f"{site.url}/{newsletter.feed}",
    }


def context(digest: Digest, subject: str, preheader: str) -> Mapping[str, object]:
    """What the templates of an issue can use, and what it stands for."""
    newsletter, site = digest.newsletter, digest.site
    language = words(newsletter.language)
    days = [
        _local(placed.entry.post.published, site).date()
        for part in digest.sections
        for placed in part.posts
    ]
    return {
        **common(newsletter, site),
        "subject": subject,
        "preheader": preheader,
        "padding": padding(preheader),
        "dates": language.span(min(days), max(days)),
        "count": language.posts(len(days)),
        "reason": language.phrases.reason.format(newsletter=one_line(newsletter.title)),
        "introduction": Markup(nested(digest.introduction, 1)),  # noqa: S704 - it is sanitised
        "url": digest.url,
    }


def story(digest: Digest, placed: Placed, number: int, length: Length, heading: str) -> Story:
    """A post of the issue in a length."""
    entry, language = placed.entry, words(digest.newsletter.language)
    post = entry.post
    same = post.language.casefold() == digest.newsletter.language.casefold()
    date = language.day(_local(post.published, digest.site).date())
    names = [one_line(author.name) for author in post.authors]
    authors, minutes = language.people(names), language.minutes(entry.minutes)
    isolated = _isolated(language, names)
    full = length == "full"
    return Story(
        number=number,
        title=one_line(post.title),
        url=post.url,
        language=None if same else post.language,
        date=date,
        authors=authors,
        minutes=minutes,
        byline=_BETWEEN.join(part for part in (date, authors, minutes) if part),
        byline_html=escape(_BETWEEN).join(part for part in (date, isolated, minutes) if part),
        excerpt=one_line(entry.body.excerpt),
        picture=_image(post.image, entry.picture),
        length=length,
        lead=placed.lead,
        body=_body(entry, heading) if full else Markup(),
        text=placed.text if full else "",
        heading=heading,
    )


def _body(entry: Entry, heading: str) -> Markup:
    return Markup(nested(entry.body.html, int(heading[1])))  # noqa: S704 - it is sanitised


def _isolated(language: Words, names: Sequence[str]) -> Markup:
    pattern = escape(language.people([f"{{{index}}}" for index in range(len(names))]))
    return pattern.format(*map(_ISOLATED.format, names))


def _image(picture: Picture | None, file: Enclosure | None) -> Image | None:
    if picture is None:
        return None
    known = file if file and file.url == picture.url else None
    width, height = (known.width, known.height) if known else (None, None)
    return Image(picture.url, picture.alt, width, height)


def _local(moment: datetime, site: Site) -> datetime:
    return moment.astimezone(site.timezone)
