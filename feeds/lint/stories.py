"""Rules about what is told: the same in the HTML and in the plain text, and each post once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from feeds.columns import UNSPACED
from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.merging import as_read
from feeds.lint.view import View

__all__ = ["RULES", "find"]

_BY_TEXT = "some people and all filters read the plain text"

RULES = {
    **table(
        Level.ERROR,
        {
            "text-missing": (
                "A mail with HTML has a plain text, too.",
                _BY_TEXT,
                "Send multipart/alternative with both.",
            ),
            "text-empty": (
                "The plain text says something.",
                _BY_TEXT,
                "Mend the text template, or the edition's text.",
            ),
            "html-empty": (
                "The HTML says something.",
                "most people read the HTML",
                "Mend the template.",
            ),
            "post-not-in-text": (
                "Every post of the HTML is in the plain text, with its link.",
                _BY_TEXT,
                "Add it to the edition's text, or leave the text to the program.",
            ),
            "post-not-in-html": (
                "Every post of the plain text is in the HTML or on the web page.",
                "most people read the HTML",
                "Mend the template, or take the post out of the edition's text.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "title-not-in-text": (
                "A post has one title, in the HTML and in the plain text.",
                "people who speak of it do not know that they mean the same",
                "Write the same title in the edition's text.",
            ),
            "parts-differ": (
                "The HTML and the plain text tell the same story.",
                "filters take a mail that does not for a trap",
                "Make both of the same posts.",
            ),
            "text-links-missing": (
                "The plain text has links, if the HTML has.",
                "who reads it can follow none",
                "Write URLs into it.",
            ),
            "text-markup": (
                "The plain text holds no HTML.",
                "readers see its code",
                "Write the text itself.",
            ),
            "post-twice": (
                "Every post is in an issue once.",
                "people think that something is wrong",
                "Take one of the two out.",
            ),
        },
    ),
}

_URL = re.compile(r"https?://\S+")
_WORD = re.compile(r"\w{3,40}")
_NO_LETTER = re.compile(r"\W+")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|table|tr|td|strong|em|a|ul|li|h[1-6])(?:\s[^<>\n]{0,200})?/?>"
    r"|&(?:nbsp|amp|lt|gt|quot|#\d{2,5}|#x[0-9a-fA-F]{2,5});"
)
_FEWEST_WORDS = 20
_SHARE = 0.4
_LONGEST = 1_000_000


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind."""
    if view.has_html and (view.mail is not None or view.kind == "web"):
        if not view.words and not any(view.page.of("img")):
            yield Fault("html-empty", "the HTML is empty")
        yield from _twice(view)
    if view.mail is None or not view.has_html or not view.mail.headers:
        return
    if view.text is None:
        yield Fault("text-missing", "the mail has no plain text")
    elif not view.text.strip():
        yield Fault("text-empty", "the plain text is empty", key="text")
    else:
        yield from _posts(view, view.text)
        yield from _difference(view, view.text)


def _twice(view: View) -> Iterator[Fault]:
    """Posts that have two headings; of others, what is linked from two headings."""
    page = view.page
    own = {each.post.url for each in view.issue.posts}
    counted = Counter(link.url for link in page.links if link.heading and link.label)
    for url, count in counted.items():
        if count > 1 and (not own or url in own):
            what = f"the post {shortened(url)} is there {count} times"
            yield Fault("post-twice", what, evidence=(url,), key="picks")


def _posts(view: View, text: str) -> Iterator[Fault]:
    linked = {link.url for link in view.page.links}
    plain, words = _letters(as_read(text)), _letters(view.words)
    on_web = unescape((view.issue.page or b"").decode("utf-8", "replace"))
    for number, each in enumerate(view.issue.posts):
        url, title = each.post.url, _letters(each.post.title)
        named = f"the post {shortened(each.post.title)}"
        in_text, in_html = url in text, url in linked
        if in_html and not in_text:
            yield Fault(
                "post-not-in-text", f"{named} is not in the plain text", post=number, key="text"
            )
        elif in_text and not in_html and url not in on_web:
            yield Fault("post-not-in-html", f"{named} is not in the HTML", post=number)
        elif title and title in words and title not in plain:
            what = f"{named} is called otherwise in the plain text"
            yield Fault("title-not-in-text", what, post=number, key="text")


def _letters(text: str) -> str:
    """A text without all that is written otherwise in other forms, such as quotes."""
    return _NO_LETTER.sub("", text)


def _difference(view: View, text: str) -> Iterator[Fault]:
    links = sum(link.url.startswith(("http://", "https://")) for link in view.page.links)
    if links >= 3 and not _URL.search(text):
        what = f"the HTML has {links} links, and the plain text none"
        yield Fault("text-links-missing", what, key="text")
    if found := _MARKUP.search(_URL.sub(" ", text[:_LONGEST])):
        what = f"the plain text has {shortened(found[0])}"
        if found[0] not in view.words:
            yield Fault("text-markup", what, evidence=(found[0],), key="text")
    html_words, text_words = _words(view.words), _words(text)
    fewest = min(len(html_words), len(text_words))
    if fewest >= _FEWEST_WORDS and len(html_words & text_words) < fewest * _SHARE:
        share = 100 * len(html_words & text_words) // fewest
        what = f"the HTML and the plain text share {share} of 100 words"
        yield Fault("parts-differ", what, key="text")


def _words(text: str) -> set[str]:
    """The words of a text; of scripts without spaces, each two characters that follow another."""
    plain = _URL.sub(" ", text[:_LONGEST]).casefold()
    pairs = {
        run[0][at : at + 2] for run in UNSPACED.finditer(plain) for at in range(len(run[0]) - 1)
    }
    return pairs | set(_WORD.findall(UNSPACED.sub(" ", plain)))
