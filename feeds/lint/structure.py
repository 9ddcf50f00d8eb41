"""Rules about the HTML's frame: its head, its headings, and what screen readers hear of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.page import Element, Run
from feeds.lint.view import View

__all__ = ["RULES", "find"]

_SKIM = "people who skim or listen go from heading to heading"

RULES = {
    **table(
        Level.ERROR,
        {
            "html-unfinished": (
                "Every tag and comment ends.",
                "all that follows is lost",
                "Close it.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "html-doctype": (
                "HTML begins with `<!doctype html>`.",
                "clients guess how it is meant, each in its own way",
                "Begin with it.",
            ),
            "html-language": (
                "`<html>` has lang, as a tag such as en or ja.",
                "screen readers read in the wrong language, and Japanese gets Chinese letters",
                "Write it into the html tag.",
            ),
            "html-other-language": (
                "lang is the newsletter's language.",
                "screen readers read in the wrong language",
                "Use newsletter.language in the template.",
            ),
            "html-title": (
                "The HTML has a title.",
                "browsers and screen readers announce it",
                "Put the subject there.",
            ),
            "html-charset": (
                "`<meta charset>` says UTF-8.",
                "who saves the mail, or pastes its HTML, gets other signs",
                'Write <meta charset="utf-8"> at the beginning of head.',
            ),
            "html-viewport": (
                "`<meta name=viewport>` says width=device-width.",
                "telephones show it tiny",
                "Write it into head.",
            ),
            "heading-first-missing": (
                "There is an h1.",
                _SKIM,
                "Make the newsletter's name one.",
            ),
            "heading-first-twice": (
                "There is one h1.",
                _SKIM,
                "Make the others h2.",
            ),
            "heading-empty": (
                "Every heading has a text.",
                _SKIM,
                "Say what follows, or take it out.",
            ),
            "section-empty": (
                "Something follows every heading before the next one of its level.",
                "it promises what is not there",
                "Take the heading out, or say something below it.",
            ),
            "table-role": (
                "A table that only arranges has role=presentation.",
                "screen readers announce rows and columns that mean nothing",
                'Write role="presentation" into its tag.',
            ),
            "html-too-wide": (
                "Nothing is wider than 700 pixels.",
                "telephones and Outlook's preview cut it or shrink it",
                "Write a max-width of 600px.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "heading-skips": (
                "Headings go down one level at a time.",
                _SKIM,
                "Use the level between.",
            ),
        },
    ),
}

_HEADING = re.compile(r"h[1-6]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_PIXELS = re.compile(r"(\d{1,6})(?:\.\d+)?(?:px)?")
_DATA = frozenset({"th", "caption", "thead", "tfoot", "colgroup"})
_WIDE_NAMES = frozenset({"table", "td", "th", "div", "center", "body", "section", "main"})
_WIDEST = 700
_SHOWN = frozenset({"img", "hr", "svg", "video", "table"})


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind."""
    if not view.has_html:
        return
    yield from _unfinished(view)
    yield from _head(view)
    yield from _headings(view)
    if view.kind == "mail":
        yield from _tables(view)
        yield from _widths(view)


def _unfinished(view: View) -> Iterator[Fault]:
    for token in view.page.document.tokens:
        if token.oddity == "unfinished":
            named = f"<{shortened(token.name)}>" if token.name else "a comment"
            what = f"{named} does not end"
            yield Fault("html-unfinished", what, evidence=(f"<{token.name}",))


def _head(view: View) -> Iterator[Fault]:
    page = view.page
    if not any(token.kind == "doctype" for token in page.document.tokens[:20]):
        yield Fault("html-doctype", "the HTML has no doctype")
    yield from _language(view, next(page.of("html"), None))
    if not (page.title or "").strip():
        yield Fault("html-title", "the HTML has no title", evidence=("<title", "<head"))
    metas = [each.attributes for each in page.of("meta")]
    declared = " ".join(
        [each.get("charset", "") for each in metas]
        + [each["content"] for each in metas if "http-equiv" in each and "content" in each]
    ).lower()
    if "utf-8" not in declared and "utf8" not in declared:
        yield Fault("html-charset", "the HTML has no <meta charset>", evidence=("<head",))
    views = [
        each.get("content", "") for each in metas if each.get("name", "").lower() == "viewport"
    ]
    if not any("width=device-width" in each.replace(" ", "").lower() for each in views):
        yield Fault("html-viewport", "the HTML has no viewport", evidence=("<head",))


def _language(view: View, root: Element | None) -> Iterator[Fault]:
    given = "" if root is None else root.attributes.get("lang", "").strip()
    newsletter = view.issue.newsletter
    if not given:
        yield Fault("html-language", "<html> has no lang", evidence=("<html",))
    elif not _LANGUAGE.fullmatch(given):
        what = f"<html> has the language “{shortened(given)}”"
        yield Fault("html-language", what, evidence=("<html",))
    elif newsletter is not None and _main(given) != _main(newsletter.language):
        what = f"the HTML is in {shortened(given)}, and the newsletter in {newsletter.language}"
        yield Fault("html-other-language", what)


def _main(tag: str) -> str:
    return tag.partition("-")[0].casefold()


def _headings(view: View) -> Iterator[Fault]:
    last, first = 0, 0
    opened: Element | None = None
    said = True
    text: list[str] = []
    for each in view.page.flow:
        if isinstance(each, Run):
            if each.element is not None and each.element.hidden:
                continue
            if each.text.strip():
                within = opened is not None and _is_within(each.element, opened)
                (text.append(each.text) if within else None)
                said = said or not within
        elif each.name == "img" and opened is not None and _is_within(each, opened):
            text.append(each.attributes.get("alt", ""))
        elif _HEADING.fullmatch(each.name) and not each.hidden:
            level = int(each.name[1])
            yield from _closed(opened, "".join(text), said=said, following=level)
            first += level == 1
            if level == 1 and first == 2:
                what = "there is more than one h1"
                yield Fault("heading-first-twice", what, evidence=("<h1",), post=each.post)
            elif last and level > last + 1:
                what = f"an h{level} follows an h{last}"
                evidence = (f"<h{level}", f"\n{'#' * level} ")
                yield Fault("heading-skips", what, evidence=evidence, post=each.post)
            last, opened, text, said = level, each, [], False
        elif each.name in _SHOWN and not each.hidden:
            said = said or each.name == "img"
    yield from _closed(opened, "".join(text), said=True, following=9)
    if not first:
        yield Fault("heading-first-missing", "there is no h1")


def _closed(heading: Element | None, text: str, *, said: bool, following: int) -> Iterator[Fault]:
    """What is wrong with a heading, once all that comes before the next one is known."""
    if heading is None:
        return
    name = heading.name
    evidence = (text.strip(), f"<{name}")
    if not text.strip():
        what = f"an {name} has no text"
        yield Fault("heading-empty", what, evidence=(f"<{name}",), post=heading.post)
    elif not said and following <= int(name[1]) and name != "h1":
        what = f"nothing is below the heading “{shortened(text)}”"
        yield Fault("section-empty", what, evidence=evidence, post=heading.post)


def _is_within(element: Element | None, outer: Element) -> bool:
    steps = 0
    while element is not None and steps < 40:
        if element is outer:
            return True
        element, steps = element.parent, steps + 1
    return False


def _tables(view: View) -> Iterator[Fault]:
    data = set()
    page = view.page
    for each in page.elements:
        if each.name in _DATA:
            around = next((one for one in each.ancestors() if one.name == "table"), None)
            data.add(id(around))
    for each in page.of("table"):
        role = each.attributes.get("role", "").strip().lower()
        bordered = each.attributes.get("border", "0").strip() not in ("", "0")
        if not role and id(each) not in data and not bordered and not each.hidden:
            yield Fault(
                "table-role",
                "a table has no role",
                evidence=("<table",) if view.issue.kind == "html" else (),
                post=each.post,
            )


def _widths(view: View) -> Iterator[Fault]:
    for each in view.page.elements:
        if each.name not in _WIDE_NAMES:
            continue
        for name in ("width", "min-width"):
            given = each.style.get(name) or (
                each.attributes.get(name, "") if name == "width" else ""
            )
            found = _PIXELS.fullmatch(given.replace("!important", "").strip())
            if found and int(found[1]) > _WIDEST and "max-width" not in each.style:
                what = f"<{each.name}> is {found[1]} pixels wide"
                yield Fault("html-too-wide", what, evidence=(given, found[1]), post=each.post)
                break
