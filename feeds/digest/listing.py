"""A newsletter's editions as a list: a page of the web, and entries for a feed.

All that is said comes from the files of the editions, which stay as they are once approved.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

from feeds.digest.edition import index_address, web_address
from feeds.digest.look import Look
from feeds.digest.stories import common
from feeds.digest.words import words
from feeds.model import Body, Claim, Document, Edition, Editions, Entry, Feed, Person, Post
from feeds.templating.templates import Templates
from feeds.text import one_line

__all__ = ["editions_feed", "index_page"]

_MOST = 50


@dataclass(frozen=True, slots=True)
class _Listed:
    subject: str
    preheader: str
    date: str
    count: str
    url: str


def index_page(of: Editions, templates: Templates) -> Document:
    """The page that lists the editions, newest first. Raises `feeds.errors.TemplateError`."""
    newsletter, site = of.newsletter, of.site
    language = words(newsletter.language)
    look = Look(templates, newsletter.template)
    listed = [
        _Listed(
            subject=one_line(edition.subject or newsletter.title),
            preheader=one_line(edition.preheader or ""),
            date=language.day(edition.until.astimezone(site.timezone).date()),
            count=language.posts(len(edition.posts)),
            url=web_address(site, newsletter, edition.label),
        )
        for edition in of.editions
    ]
    context = {
        **common(newsletter, site),
        "url": index_address(site, newsletter),
        "editions": listed,
    }
    style = Markup(look.render("web.css", context))  # noqa: S704
    page = look.render("index.html", {**context, "styles": style})
    inputs = (*(edition.path for edition in of.editions), *look.inputs)
    return Document(newsletter.index, "text/html", page.encode(), inputs)


def editions_feed(of: Editions) -> Feed:
    """A feed of which each entry is an edition, with the posts that it shows."""
    newsletter, site = of.newsletter, of.site
    return Feed(
        title=newsletter.title,
        description="",
        home=index_address(site, newsletter),
        base=site.url,
        language=newsletter.language,
        paths={"atom": newsletter.feed},
        entries=tuple(_entry(of, edition) for edition in of.editions[:_MOST]),
        authors=(Person(newsletter.sender.name),),
        rights=site.rights,
        icon=site.icon,
        logo=site.logo,
        complete=len(of.editions) <= _MOST,
    )


def _entry(of: Editions, edition: Edition) -> Entry:
    url = web_address(of.site, of.newsletter, edition.label)
    post = Post(
        path=edition.path,
        id=url,
        url=url,
        title=one_line(edition.subject or of.newsletter.title),
        published=edition.until,
        updated=edition.until,
        language=of.newsletter.language,
    )
    shown = [each for each in edition.posts if not edition.has_withdrawn(each)]
    return Entry(post, Body(_list(edition, shown), one_line(edition.preheader or "")))


def _list(edition: Edition, posts: list[Claim]) -> str:
    """What an edition holds, as HTML: its preheader, and a link to each post."""
    division = etree.Element("div")
    if edition.preheader:
        etree.SubElement(division, "p").text = one_line(edition.preheader)
    points = etree.SubElement(division, "ul")
    for post in posts:
        link = etree.SubElement(etree.SubElement(points, "li"), "a", href=post.url)
        link.text = one_line(post.title) or post.url
    return "".join(etree.tostring(each, encoding="unicode", method="html") for each in division)
