"""Signs in the text of a body that nobody wrote: code, escapes and broken encodings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

from feeds.check.body.document import SHOWN, Document
from feeds.check.body.faults import Fault, Rule, rules, shortened
from feeds.errors import Level

__all__ = ["LARGE", "RULES", "find"]

LARGE = 500_000
"""From how many characters on a body is large: some readers cut it, and all have to load it."""

RULES: dict[str, Rule] = {
    **rules(
        Level.ERROR,
        {"body-template-code": "No template code is left: readers would see it as text."},
    ),
    **rules(
        Level.WARNING,
        {
            "body-markup-as-text": "No tags and references are shown as text.",
            "body-markdown-as-text": "No Markdown is shown as text.",
            "body-script-value": "Nothing is shown that a script wrote instead of a text.",
            "body-cdata-as-text": "No marks of XML are shown as text.",
            "body-replacement-character": "No character was lost in a conversion.",
            "body-control-character": "No control characters are in the text.",
            "body-windows-character": "Quotes and dashes are written as Unicode has them.",
            "body-private-character": "No characters are used that only one font knows.",
            "body-mojibake": "No text was read in another encoding than it was written in.",
            "body-direction-open": "What turns the direction of a text is ended within the body.",
            "body-direction-value": "A direction is ltr, rtl or auto.",
            "body-language-tag": "A language is a tag such as en or pt-BR.",
            "body-empty": "A body says or shows something.",
            "body-large": f"A body has no more than {LARGE:,} characters.",
        },
    ),
}

_TEMPLATE = re.compile(
    r"(?<![\\^_\w}$])\{\{(?!\{)[^{}]{1,300}\}\}|\{%-?\s*\w[^%]{0,300}%\}|<%[=-]?\s[^%]{1,300}%>|\{\{[<%][^{}]{1,300}[>%]\}\}"
)
_MARKUP = re.compile(
    r"</(?:p|div|a|strong|em|b|i|ul|ol|li|span|blockquote|h[1-6]|figure)>|<br ?/?>|<p>"
    r"|<(?:a href|img src)=|&(?:amp|lt|gt|quot|nbsp|#39|#8217|rsquo|hellip|mdash);"
)
_MARKDOWN = re.compile(
    r"!?\[[^\[\]\n]{1,200}\]\((?:https?://|/|\./|\.\./)[^()\s]{0,300}\)|^```|^\{:\s?[.#][^{}\n]{1,100}\}\s*$"
    r"|^\[[^\[\]\n]{1,80}\]:\s*https?://\S+\s*$",
    re.MULTILINE,
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_LOST = re.compile("\ufffd")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WINDOWS = re.compile("[\x80-\x84\x86-\x9f]")
_WINDOWS_REFERENCE = re.compile(r"&#(?:1(?:2[89]|[345]\d)|x(?:8|9)[0-9a-f]);", re.IGNORECASE)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_HIGH = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_BROKEN = re.compile(rf"[ÂÃ](?![»”’“])[{_HIGH}]|[à-ï][{_HIGH}]{{2}}|ð[{_HIGH}]{{3}}")
_OPENERS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_TURNS = re.compile(f"[{_OPENERS}\u202c\u2069]")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*|)")
_DIRECTIONS = ("ltr", "rtl", "auto")


def find(document: Document) -> Iterator[Fault]:
    """Every fault of this kind."""
    if not document.text.strip() and not any(token.name in SHOWN for token in document.elements):
        yield Fault("body-empty", "the body is empty", "Readers show a title and nothing else.")
    if len(document.html) > LARGE:
        yield Fault(
            "body-large",
            f"the body has {len(document.html):,} characters",
            "Split the post, or give readers a summary.",
        )
    for prose in document.prose:
        yield from _left_over(prose)
    yield from _characters(document)
    yield from _directions(document)


def _left_over(prose: str) -> Iterator[Fault]:
    for match in _TEMPLATE.finditer(prose):
        yield _template(match[0])
    for rule, pattern, what, remedy in (
        ("body-markup-as-text", _MARKUP, "is shown as text", "It was escaped once too often."),
        (
            "body-markdown-as-text",
            _MARKDOWN,
            "is shown as text",
            "Check the blank lines and the HTML around it.",
        ),
        ("body-cdata-as-text", _CDATA, "is shown as text", "Take it out."),
    ):
        if found := pattern.search(prose):
            shown = found[0].strip()
            yield Fault(rule, f"{shortened(shown)} {what}", remedy, (shown,))
    if "[object Object]" in prose:
        shown = "[object Object]"
        yield Fault(
            "body-script-value",
            f"the body says {shown}",
            "A template wrote a list or a table as text.",
            (shown,),
        )


def _template(code: str) -> Fault:
    return Fault(
        "body-template-code",
        f"{shortened(code)} is left in the text",
        "Work it out, or mark it as code.",
        (code, code.strip("{}% ")),
    )


def _characters(document: Document) -> Iterator[Fault]:
    for token in document.elements:
        for value in token.attributes.values():
            for match in _TEMPLATE.finditer(value):
                yield _template(match[0])
    text = document.text
    for rule, pattern, what in (
        ("body-replacement-character", _LOST, "the text has a character that was lost ({})"),
        ("body-control-character", _CONTROL, "the text has a control character ({})"),
        (
            "body-windows-character",
            _WINDOWS,
            "the text has a character of Windows, not of Unicode ({})",
        ),
        (
            "body-private-character",
            _PRIVATE,
            "the text has a character that only one font knows ({})",
        ),
        ("body-private-character", _NONCHARACTER, "the text has a character that is none ({})"),
    ):
        for match in pattern.finditer(text):
            around = _around(text, match.start())
            by = f", by “{shortened(around)}”" if around else ""
            code = f"U+{ord(match[0]):04X}"
            yield Fault(rule, f"{what.format(code)}{by}", "Write it anew.", (match[0], around))
    if found := _WINDOWS_REFERENCE.search(document.html):
        yield Fault(
            "body-windows-character",
            f"{found[0]} stands for a character of Windows, not of Unicode",
            "Write the character itself.",
            (found[0],),
        )
    yield from _mojibake(text)


def _mojibake(text: str) -> Iterator[Fault]:
    for match in _BROKEN.finditer(text):
        meant = _meant(match[0])
        if meant is not None:
            yield Fault(
                "body-mojibake",
                f"{match[0]} was read in another encoding; {meant} is meant",
                "Read the source as UTF-8, and write the text anew.",
                (match[0],),
            )


def _meant(broken: str) -> str | None:
    """What UTF-8 would have made of it, had it not been read as Windows-1252; None for nothing."""
    data = b"".join(
        bytes((ord(char),)) if ord(char) < 256 else char.encode("cp1252") for char in broken
    )
    try:
        meant = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return meant if category(meant[0])[0] in "LNPSMZ" or ord(meant[0]) > 0xFFFF else None


def _around(text: str, position: int) -> str:
    """The word that a character is in or behind, or else the one that follows it."""
    before = text[max(position - 40, 0) : position].split()
    return (before[-1:] or text[position + 1 : position + 41].split()[:1] or [""])[0]


def _directions(document: Document) -> Iterator[Fault]:
    opened: list[str] = []
    for turn in _TURNS.findall(document.text):
        if turn in _OPENERS:
            opened.append(turn)
        elif opened:
            opened.pop()
    if opened:
        yield Fault(
            "body-direction-open",
            f"U+{ord(opened[-1]):04X} turns the direction of the text and is never ended",
            "End it, or use the attribute dir.",
            (opened[-1],),
        )
    for token in document.elements:
        direction = token.attributes.get("dir")
        if direction is not None and direction.strip().lower() not in _DIRECTIONS:
            yield Fault(
                "body-direction-value",
                f'<{shortened(token.name)}> has the direction "{shortened(direction)}"',
                "Write ltr, rtl or auto.",
                (f'dir="{direction}"', "dir="),
            )
        language = token.attributes.get("lang")
        if language is not None and not _LANGUAGE.fullmatch(language.strip()):
            yield Fault(
                "body-language-tag",
                f'<{shortened(token.name)}> has the language "{shortened(language)}"',
                "Write a tag such as en, ja or pt-BR.",
                (f'lang="{language}"', "lang="),
            )
