"""Rules about links: where they lead, and what they say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from feeds.check.body.reading import is_vague
from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.page import Link
from feeds.lint.view import View

__all__ = ["LOCAL", "RULES", "find", "parts_of"]

_NOWHERE = "who follows it comes to nothing"

RULES = {
    **table(
        Level.ERROR,
        {
            "link-script": (
                "No link is a script or a file written into a URL.",
                "clients remove it, and filters take the mail for an attack",
                "Link to a page.",
            ),
            "link-relative": (
                "Every link of a mail is absolute.",
                "a mail lies at no address from which one could go on",
                "Write it with https:// and the host before it.",
            ),
            "link-local": (
                "No link leads to the computer of whoever reads.",
                _NOWHERE,
                "Write the address that others can reach.",
            ),
            "link-empty": (
                "Every link leads somewhere.",
                _NOWHERE,
                "Say where it leads, or take the link out.",
            ),
            "link-invalid": (
                "Every link is a URL that programs can read.",
                _NOWHERE,
                "Write it anew, with signs such as spaces as %20.",
            ),
            "link-without-text": (
                "Every link has a text, or a picture with an alt text.",
                "nobody sees it, and screen readers spell its URL out",
                "Say where it leads, or take it out.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "link-text-other-host": (
                "A link whose text is an address leads to that host.",
                "filters take it for phishing, and clients warn of it",
                "Write a text that is no address, or the address itself.",
            ),
            "link-anchor-missing": (
                "A link within the mail leads to an id that is there.",
                _NOWHERE,
                "Link to the page of the post.",
            ),
            "link-odd-scheme": (
                "Links are of the web, of mail or of telephones.",
                "most clients do not follow it",
                "Link to a page.",
            ),
            "link-password": (
                "No link holds a name and a password.",
                "everybody who gets the mail can read it",
                "Take it out, and change the password.",
            ),
            "link-shortened": (
                "No link hides its target behind a service that shortens links.",
                "spammers use those, so filters distrust them",
                "Link to the page itself.",
            ),
            "link-adjacent-twice": (
                "Two links side by side lead to different pages.",
                "screen readers read both out, and people take them for two",
                "Make one link of them.",
            ),
            "link-text-vague": (
                "A link's text says where it leads, or another link to the same page does.",
                "many people go from link to link, without the sentences",
                "Say what is there.",
            ),
            "links-many": (
                "A mail leads to at most 150 pages.",
                "nobody reads so many, and filters count them",
                "Show fewer posts, or shorter ones.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "link-http": (
                "Links are of https.",
                "browsers warn of pages without it",
                "Write https://, if the page is there under that too.",
            ),
            "link-text-url": (
                "A link's text is no URL.",
                "screen readers spell it out",
                "Say what is there.",
            ),
        },
    ),
}

LOCAL = re.compile(
    r"localhost|.*\.(?:localhost|local|internal|test)|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[?::1\]?"
    r"|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}",
    re.IGNORECASE,
)
"""Hosts that nobody else can reach."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_USUAL = frozenset({"http", "https", "mailto", "tel", "sms"})
_SCRIPTS = frozenset({"javascript", "vbscript", "data"})
_FILES = frozenset({"file", "blob", "about", "chrome", "x-apple-data-detectors"})
_MERGE = re.compile(r"\{\{|\{%|\*\||%%|\[\[|\{\w+\}|mergetagx*[a-z]x")
_BAD = re.compile(r'[\s"<>\\^`{|}\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})')
_URL_TEXT = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HOST_TEXT = re.compile(
    r"(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|io|dev|jp|de|uk|fr|eu|info|example)(?:/\S*)?", re.I
)
_SHORT_NAMES = (
    "bit.ly bitly.com tinyurl.com goo.gl t.co ow.ly is.gd buff.ly lnkd.in rb.gy cutt.ly t.ly "
    "tiny.cc shorturl.at dlvr.it v.gd x.gd ux.nu bl.ink rebrand.ly s.id amzn.to amzn.asia fb.me "
    "htn.to nico.ms onl.la trib.al soo.gd adf.ly bit.do qr.ae tr.im snip.ly su.pr dwz.cn 00m.in"
)
_SHORTENERS = frozenset(_SHORT_NAMES.split())
_MOST_PAGES = 150


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind."""
    if not view.has_html:
        return
    ids = view.page.ids
    said = Counter(link.url for link in view.page.links if link.label and not is_vague(link.label))
    for link in view.page.links:
        if link.element.hidden:
            continue
        yield from _target(view, link, ids)
        yield from _text(link, said)
    pages = {link.url.partition("#")[0] for link in view.page.links}
    if view.kind == "mail" and len(pages) > _MOST_PAGES:
        yield Fault("links-many", f"the mail leads to {len(pages):,} pages")


def parts_of(url: str) -> SplitResult | None:
    """The parts of a web URL; None where it has no host, or a port that is none."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _host(url: str) -> str:
    parts = parts_of(url)
    return "" if parts is None else parts.hostname or ""


def _fault(rule: str, what: str, link: Link, *evidence: str) -> Fault:
    found = (*evidence, link.url) if link.url else (*evidence, link.label)
    return Fault(rule, what, evidence=found, post=link.element.post)


def _target(view: View, link: Link, ids: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with where a link leads; the gravest only."""
    url, shown = link.url, shortened(link.url)
    scheme = found[1].lower() if (found := _SCHEME.match(url)) else ""
    if _MERGE.search(url):
        return
    if not url or (url == "#" and view.kind == "mail"):
        named = f"the link “{shortened(link.label)}”" if link.label else "a link"
        yield _fault("link-empty", f"{named} leads nowhere", link)
    elif url.startswith("#"):
        if not {url[1:], unquote(url[1:])} & ids and url not in ("#", "#top"):
            yield _fault("link-anchor-missing", f"there is no {shown} in the HTML", link)
    elif scheme in _SCRIPTS:
        yield _fault("link-script", f"a link is a script or a file: {shown}", link)
    elif scheme in _FILES:
        yield _fault("link-local", f"a link leads to one computer only: {shown}", link)
    elif not scheme:
        if view.kind == "mail":
            yield _fault("link-relative", f"a link is relative: {shown}", link)
    elif scheme not in _USUAL:
        yield _fault("link-odd-scheme", f"a link is not of the web: {shown}", link)
    elif scheme in ("http", "https"):
        yield from _web(view, link, scheme)


def _web(view: View, link: Link, scheme: str) -> Iterator[Fault]:
    shown, parts = shortened(link.url), parts_of(link.url)
    own = parts_of(view.issue.site.url) if view.issue.site else None
    if parts is None or _BAD.search(link.url):
        yield _fault("link-invalid", f"a link is no URL: {shown}", link)
    elif LOCAL.fullmatch(parts.hostname or "") and (own is None or own.netloc != parts.netloc):
        yield _fault("link-local", f"a link leads to one computer only: {shown}", link)
    elif parts.password is not None:
        what = f"a link to {shortened(parts.hostname or '')} holds a password"
        yield Fault("link-password", what, evidence=(parts.hostname or "",), post=link.element.post)
    elif (parts.hostname or "").removeprefix("www.") in _SHORTENERS:
        yield _fault("link-shortened", f"{shown} hides where it leads", link)
    elif (other := _other_host(link, parts.hostname or "")) is not None:
        what = f"a link says {shortened(other)} and leads to {shown}"
        yield _fault("link-text-other-host", what, link, link.text.strip())
    elif scheme == "http" and (own is None or own.hostname != parts.hostname):
        yield _fault("link-http", f"a link is not of https: {shown}", link)


def _other_host(link: Link, host: str) -> str | None:
    """The address that the text gives, where it is of another host."""
    text = link.text.strip()
    if _URL_TEXT.fullmatch(text):
        parts = parts_of(text if "://" in text else f"https://{text}")
    elif _HOST_TEXT.fullmatch(text):
        parts = parts_of(f"https://{text}")
    else:
        return None
    if parts is None:
        return None
    said = (parts.hostname or "").removeprefix("www.")
    leads = host.removeprefix("www.")
    same = said == leads or leads.endswith(f".{said}") or said.endswith(f".{leads}")
    return None if same else text


def _text(link: Link, said: Counter[str]) -> Iterator[Fault]:
    label, shown = link.label, shortened(link.url)
    if not label:
        if not link.pictures and link.url and not said[link.url]:
            yield _fault("link-without-text", f"the link to {shown} has no text", link)
    elif is_vague(label):
        if not said[link.url]:
            what = f"the link to {shown} says “{shortened(label)}”"
            yield _fault("link-text-vague", what, link, label)
    elif _URL_TEXT.fullmatch(link.text.strip()) and _other_host(link, _host(link.url)) is None:
        yield _fault("link-text-url", f"a link has its URL as its text: {shown}", link)
    before = link.follows
    if before is not None and before.url == link.url and link.url and before.label and label:
        what = f"two links side by side lead to {shown}"
        yield _fault("link-adjacent-twice", what, link)
