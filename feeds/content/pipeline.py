"""The way of a body, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from feeds.content import markdown
from feeds.content.excerpt import cut
from feeds.content.lead import lead, without_tags
from feeds.content.limits import TooMuchError, check_length
from feeds.content.more import before_more, opening_of
from feeds.content.sanitise import sanitise
from feeds.errors import Finding, Level, PostError, error, warning
from feeds.model import COMMON, Body, Expanded, Flavour, Post, Site
from feeds.text import legal

__all__ = ["STEPS", "Draft", "Expand", "Rendered", "render"]

Expand = Callable[[str, Post], Expanded]
"""A dialect's step: the body without its template code."""


class Rendered(NamedTuple):
    """A body, what is to be said of it, and what else it was made from (`Expanded.inputs`)."""

    body: Body
    findings: tuple[Finding, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Draft:
    """A body on its way: `text` is Markdown first, then HTML, then safe HTML.

    `opening` is the HTML before the mark that ends the opening, safe HTML in the end; None
    where there is none, and where front matter has the excerpt.
    """

    text: str
    post: Post
    site: Site
    expand: Expand
    flavour: Flavour = COMMON
    is_html: bool = False
    inputs: tuple[tuple[str, str], ...] = ()
    opening: str | None = None
    findings: list[Finding] = field(default_factory=list)


def expanded(draft: Draft) -> None:
    """Replace template code; raises `PostError` where that cannot be done."""
    done = draft.expand(draft.text, draft.post)
    draft.inputs = done.inputs
    if any(finding.level is Level.ERROR for finding in done.findings):
        raise PostError(*done.findings)
    draft.text = done.text
    draft.is_html = done.html or draft.post.path.lower().endswith((".html", ".htm"))
    draft.findings += done.findings


def marked_up(draft: Draft) -> None:
    """Make HTML of Markdown; a post in HTML is that already."""
    opening = opening_of(draft.text, draft.post.front_matter.get("excerpt_separator"))
    if opening is not None and draft.post.excerpt is None:
        draft.opening = _marked_up(opening, draft)
    draft.text = _marked_up(draft.text, draft)


def _marked_up(text: str, draft: Draft) -> str:
    return text if draft.is_html else markdown.to_html(text, draft.post.url, draft.flavour)


def made_safe(draft: Draft) -> None:
    """Sanitise, make every URL absolute, and say what could not be kept."""
    opening = before_more(draft.text) if draft.opening is None else draft.opening
    if opening is not None and draft.post.excerpt is None:
        draft.opening = sanitise(opening, draft.post.url)
    lost: set[str] = set()
    draft.text = sanitise(draft.text, draft.post.url, lost)
    if lost:
        what = f"left out of the body: {', '.join(sorted(lost))}"
        remedy = "Use a picture file or a link, which feeds and mail can show."
        draft.findings.append(warning(what, path=draft.post.path, remedy=remedy))


STEPS: tuple[Callable[[Draft], None], ...] = (expanded, marked_up, made_safe)
"""What happens to a body, in order; each step changes the draft or raises."""


def render(
    source: str, post: Post, site: Site, expand: Expand, flavour: Flavour = COMMON
) -> Rendered:
    """The body of a post, and what is to be said about it.

    `source` is the text as it stands in the file from line `post.body_line` on. Where it
    cannot be shown, `html` is empty, the excerpt is the front matter's, and
    the findings hold the error. Nothing that a body says makes this raise.
    """
    draft = Draft(source, post, site, expand, flavour)
    draft.findings += _broken_characters(source, post)
    try:
        check_length(source)
        draft.text = legal(source)
        for step in STEPS:
            step(draft)
    except PostError as refusal:
        findings = (*draft.findings, *refusal.findings)
        return Rendered(_without_body(post), findings, draft.inputs)
    except TooMuchError as refusal:
        what = f"the body cannot be shown: {refusal}"
        remedy = "Simplify that part, or split the post."
        finding = error(what, path=post.path, line=post.body_line, remedy=remedy)
        return Rendered(_without_body(post), (*draft.findings, finding), draft.inputs)
    return Rendered(_body(draft), tuple(draft.findings), draft.inputs)


def _body(draft: Draft) -> Body:
    return Body(html=draft.text, excerpt=cut(_words(draft)))


def _words(draft: Draft) -> str:
    """What an excerpt is cut from: front matter, else the opening, else the first paragraph."""
    if draft.post.excerpt is not None:
        return without_tags(draft.post.excerpt)
    opening = lead(draft.opening, whole=True) if draft.opening else ""
    return opening or lead(draft.text)


def _without_body(post: Post) -> Body:
    return Body(html="", excerpt=cut(without_tags(post.excerpt or "")))


def _broken_characters(source: str, post: Post) -> list[Finding]:
    position = source.find("\ufffd")
    if position < 0:
        return []
    line = post.body_line + source.count("\n", 0, position)
    column = position - source.rfind("\n", 0, position)
    what = "a broken character, U+FFFD, stands here; it is kept"
    remedy = "Write the character that was meant."
    return [warning(what, path=post.path, line=line, column=column, remedy=remedy)]
