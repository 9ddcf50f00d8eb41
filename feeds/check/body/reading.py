"""What people who read, hear or skim a body stumble over: pictures, links, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from feeds.check.body.document import SHOWN, Document
from feeds.check.body.faults import Fault, Rule, rules, shortened
from feeds.check.body.markup import Token
from feeds.errors import Level

__all__ = ["RULES", "find", "is_file_name", "is_vague"]

RULES: dict[str, Rule] = {
    **rules(
        Level.WARNING,
        {
            "body-alt-missing": "Every picture has an alt text; an empty one if it only decorates.",
            "body-link-without-text": "Every link has a text, or a picture with an alt text.",
            "body-heading-empty": "Every heading has a text.",
            "body-controls-missing": "Films and sounds have controls: nobody could play them.",
        },
    ),
    **rules(
        Level.HINT,
        {
            "body-alt-is-file-name": "An alt text says what is seen, not what the file is called.",
            "body-size-missing": "Every picture has a width and a height, so that no text jumps.",
            "body-link-text-vague": "A link's text says where it leads, also without its sentence.",
            "body-heading-skips": "Headings go down one level at a time.",
            "body-heading-first-level": "A body has no h1: that is the title of the entry.",
        },
    ),
}

_HEADING = re.compile("h[1-6]")
_FILE_NAME = re.compile(
    r"[^\s/]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)|(?:img|dsc|dscn|pxl|screenshot)[-_]?\d+",
    re.IGNORECASE,
)
_VAGUE_TEXTS = (
    "here, click here, click, this, this link, link, this page, this post, more, read "
    "more, see here, over here, page, article, this article, hier, klick hier, hier "
    "klicken, mehr, ici, cliquez ici, lien, en savoir plus, aquí, aqui, haz clic aquí, "
    "clique aqui, leia mais, leer más, qui, clicca qui, "
    "こちら, ここ, ここをクリック, 詳細, 続きを読む, リンク, 这里, 點此, 点击这里, 여기"
)
_VAGUE = frozenset(_VAGUE_TEXTS.split(", "))
_TRIMMED = " \t\n\r\xa0.,:;!?…»›→>()[]。、「」()"


def find(document: Document) -> Iterator[Fault]:
    """Every fault of this kind."""
    for token in document.elements:
        if token.name == "img":
            yield from _picture(token)
        elif token.name in ("video", "audio") and "controls" not in token.attributes:
            yield Fault(
                "body-controls-missing",
                f"<{token.name}> has no controls",
                "Write controls into its tag.",
                (token.attributes.get("src", ""), f"<{token.name}"),
            )
    yield from _links(document)
    yield from _headings(document)


def _picture(token: Token) -> Iterator[Fault]:
    source = token.attributes.get("src", "").strip()
    named = f"the picture {shortened(source)}" if source else "a picture"
    evidence = (source, "<img") if source else ("<img",)
    alt = token.attributes.get("alt")
    if alt is None:
        yield Fault(
            "body-alt-missing",
            f"{named} has no alt text",
            'Say what it shows, or write alt="" if it only decorates.',
            evidence,
        )
    elif is_file_name(alt, source):
        yield Fault(
            "body-alt-is-file-name",
            f'{named} has the alt text "{shortened(alt)}"',
            "Say what it shows.",
            (alt, *evidence),
        )
    if not (token.attributes.get("width") and token.attributes.get("height")):
        yield Fault(
            "body-size-missing",
            f"{named} has no width and height",
            "Write both into its tag, in pixels.",
            evidence,
        )


def is_vague(label: str) -> bool:
    """Whether a link's text says nothing without the sentence that it is in."""
    return " ".join(label.split()).strip(_TRIMMED).casefold() in _VAGUE


def is_file_name(alt: str, source: str) -> bool:
    """Whether an alt text is what a file is called: any, or the one that is shown."""
    text = alt.strip()
    return bool(text) and (bool(_FILE_NAME.fullmatch(text)) or _is_name_of(text, source))


def _is_name_of(alt: str, source: str) -> bool:
    """Whether a text is a file's name without what it ends with, if that is no single word."""
    name = unquote(source.partition("?")[0].rpartition("/")[2]).rpartition(".")[0]
    return bool(re.search("[-_0-9]", name)) and alt == name


def _links(document: Document) -> Iterator[Fault]:
    opened: Token | None = None
    text: list[str] = []
    shown = False
    for token in document.tokens:
        if token.kind == "text" and opened is not None and not token.raw:
            text.append(token.text)
        elif token.name == "a" and token.kind in ("start", "end"):
            if opened is not None:
                yield from _link(opened, "".join(text), shown=shown)
            has_target = token.kind == "start" and "href" in token.attributes
            opened, text, shown = (token if has_target else None), [], False
        elif token.kind == "start" and token.name in SHOWN:
            if alt := token.attributes.get("alt", ""):
                text.append(alt)
            shown = (
                shown or token.name not in ("img", "hr", "picture") or "alt" not in token.attributes
            )
    if opened is not None:
        yield from _link(opened, "".join(text), shown=shown)


def _link(token: Token, text: str, *, shown: bool) -> Iterator[Fault]:
    """A picture without any alt is a fault of its own, and not one more of its link."""
    url = token.attributes["href"].strip()
    label = (
        text.strip() or token.attributes.get("aria-label", "") or token.attributes.get("title", "")
    )
    if not label.strip() and not shown:
        yield Fault(
            "body-link-without-text",
            f"the link to {shortened(url) or 'nowhere'} has no text",
            "Say where it leads, or take it out.",
            (url, "<a"),
        )
    elif is_vague(label):
        yield Fault(
            "body-link-text-vague",
            f'the link to {shortened(url)} says "{shortened(label)}"',
            "Say where it leads: many readers list links without their sentences.",
            (url, label),
        )


def _headings(document: Document) -> Iterator[Fault]:
    last = 0
    within: str | None = None
    text: list[str] = []
    for token in document.tokens:
        if token.kind == "text" and not token.raw:
            text.append(token.text)
        elif token.kind == "start" and token.name in SHOWN:
            text.append(token.attributes.get("alt", "") or token.name)
        elif _HEADING.fullmatch(token.name) and token.kind == "start":
            within, text, level = token.name, [], int(token.name[1])
            if level == 1:
                yield Fault(
                    "body-heading-first-level",
                    "the body has an h1",
                    "Begin with h2: the title of the entry is above it.",
                    ("<h1", "\n# "),
                )
            elif last and level > last + 1:
                yield Fault(
                    "body-heading-skips",
                    f"an h{level} follows an h{last}",
                    f"Make it an h{last + 1}.",
                    (f"<h{level}", f"\n{'#' * level} "),
                )
            last = level
        elif within is not None and token.kind == "end" and token.name == within:
            if not "".join(text).strip():
                yield Fault(
                    "body-heading-empty",
                    f"an {within} has no text",
                    "Say what follows, or take it out.",
                    (f"<{within}",),
                )
            within = None
