"""The room's door: what is to be made in, its document out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from markupsafe import Markup

from feeds.model import Document, Site, Subscriptions
from feeds.subscribe import opml
from feeds.subscribe.listing import groups, leading
from feeds.subscribe.words import languages, words
from feeds.templating.templates import Templates
from feeds.text import one_line
from feeds.urls import output_url

__all__ = ["document"]

_STYLESHEET = "feeds/feeds.css"
_SNIPPET = "feeds/autodiscovery.html"
_PAGE = "feeds/subscribe.html"
_PAGE_STYLE = "feeds/subscribe.css"
_PAGE_SCRIPT = "feeds/subscribe.js"
_MANY = 12


def document(wanted: Subscriptions, templates: Templates) -> Document:
    """The document that is wanted, at its path.

    Raises `feeds.errors.TemplateError` where its template cannot be used.
    """
    if wanted.aid == "opml":
        return Document(wanted.path, opml.MEDIA_TYPE, opml.write(wanted))
    if wanted.aid == "stylesheet":
        given = _of_stylesheet(wanted.site)
        return _rendered(wanted, templates, _STYLESHEET, "text/css", given)
    if wanted.aid == "snippet":
        given = {"site": wanted.site, "feeds": leading(wanted)}
        return _rendered(wanted, templates, _SNIPPET, "text/html", given)
    style = _inner(templates, _PAGE_STYLE)
    script = _inner(templates, _PAGE_SCRIPT)
    given = {
        **_of_page(wanted),
        "style": style,
        "script": script,
        "policy": _policy(style, script),
    }
    parts = (_PAGE_STYLE, _PAGE_SCRIPT)
    return _rendered(wanted, templates, _PAGE, "text/html", given, parts)


def _rendered(
    wanted: Subscriptions,
    templates: Templates,
    name: str,
    media_type: str,
    given: Mapping[str, object],
    parts: tuple[str, ...] = (),
) -> Document:
    text = templates.render(name, given)
    inputs = {used for part in (name, *parts) for used in templates.names(part)}
    return Document(wanted.path, media_type, text.encode("utf-8"), tuple(sorted(inputs)))


def _of_stylesheet(site: Site) -> Mapping[str, object]:
    """The names that the style sheet can use: the words of all languages, the site's first."""
    own = words(site.language)
    others = (words(language) for language in languages() if language != own.language)
    return {
        "site": site,
        "languages": (own, *others),
        "page": _url(site, site.subscribe.page),
    }


def _of_page(wanted: Subscriptions) -> Mapping[str, object]:
    """The names that the page can use, beside its style and script."""
    site = wanted.site
    found = groups(wanted)
    return {
        "site": site,
        "title": one_line(site.title),
        "words": words(site.language),
        "groups": found,
        "leading": leading(wanted),
        "many": sum(len(group.feeds) for group in found) > _MANY,
        "opml": _url(site, site.subscribe.opml),
    }


def _url(site: Site, path: str) -> str:
    return output_url(site.url, path) if path else ""


def _inner(templates: Templates, name: str) -> Markup:
    """What stands within an element of HTML, whose end it cannot hold (HTML §13.2.5.15)."""
    text = templates.render(name, {})
    return Markup(text.replace("</", "<\\/"))  # noqa: S704


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy that lets in these two by their hashes, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"
