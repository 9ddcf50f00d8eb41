"""Rules about leaving and about who sends: what mail law and large mailbox providers ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.merging import is_leaving_tag
from feeds.lint.view import View

__all__ = ["RULES", "find"]

_ONE_CLICK = "Gmail and Yahoo ask large senders for it"

RULES = {
    **table(
        Level.ERROR,
        {
            "unsubscribe-link-missing": (
                "The HTML has a link by which readers can unsubscribe.",
                "the law asks for it, and who cannot leave reports spam",
                "Add it to the template's footer, or set unsubscribe for the newsletter.",
            ),
            "unsubscribe-text-missing": (
                "The plain text says how to unsubscribe.",
                "who reads plain text cannot leave, and reports spam",
                "Add it to the text template, or set unsubscribe for the newsletter.",
            ),
            "list-unsubscribe-missing": (
                "A newsletter has List-Unsubscribe (RFC 2369 §3.2), or a mailing engine adds it.",
                _ONE_CLICK,
                "Set unsubscribe for the newsletter: an https URL, or the engine's merge tag.",
            ),
            "list-unsubscribe-invalid": (
                "List-Unsubscribe is a list of `<https://…>` and `<mailto:…>`, not encoded.",
                "no client shows its button",
                "Write it like <https://example.com/unsubscribe>.",
            ),
            "one-click-without-https": (
                "List-Unsubscribe-Post comes with an https URL (RFC 8058 §3.1).",
                "no client can use it",
                "Set an https URL for unsubscribe.",
            ),
            "one-click-invalid": (
                "List-Unsubscribe-Post is List-Unsubscribe=One-Click (RFC 8058 §3.1).",
                "no client can use it",
                "Write just that.",
            ),
            "list-id-invalid": (
                "List-Id ends with `<name.domain>` (RFC 2919 §3).",
                "readers cannot sort the newsletter",
                "Write it like <digest.example.com>.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "list-unsubscribe-not-https": (
                "The URL of List-Unsubscribe is one of https (RFC 8058 §3.1).",
                "clients do not show its button",
                "Set an https URL for unsubscribe.",
            ),
            "one-click-missing": (
                "With List-Unsubscribe over https comes List-Unsubscribe-Post (RFC 8058).",
                _ONE_CLICK,
                "Add List-Unsubscribe-Post: List-Unsubscribe=One-Click.",
            ),
            "list-id-missing": (
                "A newsletter has List-Id (RFC 2919).",
                "readers cannot sort it, and filters do not know it again",
                "Add List-Id: <name.domain>.",
            ),
            "address-missing": (
                "A newsletter tells its sender's postal address.",
                "the law of many countries asks for it",
                "Set address for the newsletter, and show it in the template's footer.",
            ),
        },
    ),
}

_ANGLES = re.compile(r"<([^<>]*)>")
_LIST = re.compile(r"\s*<[^<>]*>(?:\s*,\s*<[^<>]*>)*\s*(?:\([^()]*\)\s*)?")
_LIST_ID = re.compile(r"[^<>]*<[A-Za-z0-9_.+~=-]+\.[A-Za-z0-9_.\[\]:-]+>\s*")
_LEAVING = re.compile(
    "unsubscri|opt[ -]?out|leave this list|stop receiving|manage (?:your )?(?:preferences|subscri)"
    "|配信停止|配信を(?:停止|止め|解除)|購読(?:を)?(?:解除|停止|中止|やめ)|登録(?:を)?解除|退会|受信拒否"
    "|解除はこちら|abmelden|abbestell|austragen|abmeldung|désabonn|désinscri|se désinscrire"
    "|darse de baja|cancelar (?:la )?suscripci|cancelar (?:a )?inscri|descadastr|disiscri"
    "|annulla (?:l'|l’)?iscri|afmelden|uitschrijven|avregistrera|avmeld|afmeld|peruuta|wypis"
    "|отписаться|退订|退訂|取消订阅|取消訂閱|수신 ?거부|구독 ?취소|구독 ?해지",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"〒\s*\d{3}|[都道府県市区町村].{0,30}\d|\b[A-Z]{2},? +\d{5}\b|\b\d{4,5},? +[A-ZÄÖÜÉ]\w+"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b|\bP\.? ?O\.? Box\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
    r"|\d[ ,]+[A-Z]\w+, +[A-Z]\w+"
    r"|\d.{0,30}\b(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Suite|Floor|rue|via|calle)\b"
    r"|(?:straße|strasse|str\.|gasse|weg|plein|straat|gatan|vej) *\d|LIST:ADDRESS|LIST_ADDRESS",
)
_END = 3000


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind; of a web page none."""
    if view.kind == "web" or not (view.has_html or view.text):
        return
    yield from _links(view)
    yield from _fields(view)
    yield from _address(view)


def _links(view: View) -> Iterator[Fault]:
    if view.has_html and not any(
        _leads_away(view, link.url, link.label) for link in view.page.links
    ):
        yield Fault("unsubscribe-link-missing", "nobody can unsubscribe", key="unsubscribe")
    if view.text and view.text.strip() and not _leads_away(view, view.text, view.text):
        what = "the plain text does not say how to unsubscribe"
        yield Fault("unsubscribe-text-missing", what, key="unsubscribe")


def _leads_away(view: View, url: str, label: str) -> bool:
    newsletter = view.issue.newsletter
    if newsletter is not None and newsletter.unsubscribe and newsletter.unsubscribe in url:
        return True
    return bool(_LEAVING.search(label) or _LEAVING.search(url)) or is_leaving_tag(url)


def _fields(view: View) -> Iterator[Fault]:
    mail = view.mail
    if mail is None:
        return
    by_engine = view.has_html and any(is_leaving_tag(link.url) for link in view.page.links)
    by_engine = by_engine or is_leaving_tag(view.text or "")
    given = mail.all("list-unsubscribe")
    if not given and not by_engine:
        yield Fault("list-unsubscribe-missing", "there is no List-Unsubscribe", key="unsubscribe")
    https = False
    for header in given[:1]:
        urls = [url.strip() for url in _ANGLES.findall(header.value)]
        https = any(url.lower().startswith("https://") for url in urls)
        right = _LIST.fullmatch(header.value) and all(_is_address(url) for url in urls)
        if not right:
            what = f"List-Unsubscribe is not valid: {shortened(header.value)}"
            yield Fault("list-unsubscribe-invalid", what, line=header.line, key="unsubscribe")
        elif not https and any(url.lower().startswith("http://") for url in urls):
            what = f"List-Unsubscribe is not over https: {shortened(header.value)}"
            yield Fault("list-unsubscribe-not-https", what, line=header.line, key="unsubscribe")
    yield from _one_click(view, https=https)
    ids = mail.all("list-id")
    if not ids and not by_engine:
        yield Fault("list-id-missing", "there is no List-Id")
    for header in ids[:1]:
        if not _LIST_ID.fullmatch(header.value):
            what = f"List-Id is not valid: {shortened(header.value)}"
            yield Fault("list-id-invalid", what, line=header.line)


def _one_click(view: View, *, https: bool) -> Iterator[Fault]:
    posts = view.mail.all("list-unsubscribe-post") if view.mail else []
    if https and not posts:
        yield Fault("one-click-missing", "there is no List-Unsubscribe-Post")
    for header in posts[:1]:
        if "".join(header.value.split()).lower() != "list-unsubscribe=one-click":
            what = f"List-Unsubscribe-Post is {shortened(header.value)}"
            yield Fault("one-click-invalid", what, line=header.line)
        elif not https:
            what = "List-Unsubscribe-Post is there without an https URL"
            yield Fault("one-click-without-https", what, line=header.line, key="unsubscribe")


def _is_address(url: str) -> bool:
    """Whether a URL can stand in the field: of the web or of mail, in ASCII, without spaces."""
    known = url.lower().startswith(("https://", "http://", "mailto:"))
    return known and url.isascii() and not any(char.isspace() for char in url) and "=?" not in url


def _address(view: View) -> Iterator[Fault]:
    newsletter = view.issue.newsletter
    seen = view.words if view.has_html else " ".join((view.text or "").split())
    if newsletter is not None and newsletter.address:
        if "".join(newsletter.address.split()) in "".join(seen.split()):
            return
        what = "the postal address is not shown"
        yield Fault("address-missing", what, "Show it in the template's footer.", key="address")
    elif not _ADDRESS.search(seen[-_END:]):
        yield Fault("address-missing", "there is no postal address", key="address")
