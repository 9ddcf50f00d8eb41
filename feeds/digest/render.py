"""Fills the newsletter's templates: an issue in, its HTML and its plain text out.

What a template may use is what `context` gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from feeds.digest.envelope import preheader
from feeds.digest.words import Words, words
from feeds.model import Digest, Entry, Picture, Section, Site
from feeds.templating.templates import Templates
from feeds.text import one_line

__all__ = ["Part", "Story", "context", "html", "text"]

_TRAILING_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{4,}")
_BETWEEN = "\u00a0· "
# What HTML means by <bdi>, in a form that mail clients let through.
_ISOLATED = Markup('<span dir="auto">{}</span>')


@dataclass(frozen=True, slots=True)
class Story:
    """One post as a template shows it: every text on one line, dates and numbers in words.

    `language` is a BCP 47 tag where the post's differs from the newsletter's, else None.
    `authors` and `excerpt` may be empty. `byline` is date, authors and reading time, as
    far as known; a line may break after the dots. `byline_html` says the same, with each
    name in an element of its own direction. `entry` is the whole post with its body.
    """

    title: str
    url: str
    language: str | None
    date: str
    authors: str
    minutes: str
    byline: str
    byline_html: Markup
    excerpt: str
    picture: Picture | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Part:
    """A section as a template shows it; `title` is None where there is no heading."""

    title: str | None
    stories: tuple[Story, ...]


def html(template: str, given: Mapping[str, object], templates: Templates) -> str:
    """The issue of which `context` was `given`, as a page with its styles in style sheets.

    Raises `feeds.errors.TemplateError`.
    """
    return templates.render(f"{template}.html", given)


def text(template: str, given: Mapping[str, object], templates: Templates) -> str:
    """The same as plain text: no trailing spaces, never more than two empty lines.

    Raises `feeds.errors.TemplateError`.
    """
    raw = templates.render(f"{template}.txt", given)
    return _BLANK_LINES.sub("\n\n\n", _TRAILING_SPACE.sub("", raw)).strip() + "\n"


def context(digest: Digest, subject: str) -> Mapping[str, object]:
    """The names that a digest template can use, and what they stand for."""
    newsletter, site = digest.newsletter, digest.site
    language = words(newsletter.language)
    parts = tuple(_part(digest, section, language) for section in digest.sections)
    days = [
        _local(placed.entry.post.published, site)
        for part in digest.sections
        for placed in part.posts
    ]
    return {
        "newsletter": newsletter,
        "site": site,
        "words": language.phrases,
        "subject": subject,
        "preheader": preheader(digest),
        "dates": language.span(min(days).date(), max(days).date()),
        "count": language.posts(len(days)),
        "reason": language.phrases.reason.format(newsletter=one_line(newsletter.title)),
        "visit": language.phrases.visit.format(site=one_line(site.title)),
        "sections": parts,
        "lead": parts[0].stories[0],
    }


def _part(digest: Digest, section: Section, language: Words) -> Part:
    title = None if section.title is None else one_line(section.title)
    return Part(title, tuple(_story(digest, placed.entry, language) for placed in section.posts))


def _story(digest: Digest, entry: Entry, language: Words) -> Story:
    post = entry.post
    same = post.language.casefold() == digest.newsletter.language.casefold()
    date = language.day(_local(post.published, digest.site).date())
    names = [one_line(author.name) for author in post.authors]
    authors = language.people(names)
    pattern = escape(language.people([f"{{{index}}}" for index in range(len(names))]))
    isolated = pattern.format(*map(_ISOLATED.format, names))
    minutes = language.minutes(entry.minutes)
    return Story(
        title=one_line(post.title),
        url=post.url,
        language=None if same else post.language,
        date=date,
        authors=authors,
        minutes=minutes,
        byline=_BETWEEN.join(part for part in (date, authors, minutes) if part),
        byline_html=escape(_BETWEEN).join(part for part in (date, isolated, minutes) if part),
        excerpt=one_line(entry.body.excerpt),
        picture=post.image,
        entry=entry,
    )


def _local(moment: datetime, site: Site) -> datetime:
    return moment.astimezone(site.timezone)
