"""What runs, submits, embeds, styles or follows people: readers throw it away, or worse."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.check.body.document import Document
from feeds.check.body.faults import Fault, Rule, rules, shortened
from feeds.check.body.markup import Token
from feeds.errors import Level

__all__ = ["RULES", "find"]

RULES: dict[str, Rule] = {
    **rules(
        Level.ERROR,
        {
            "body-script": "A body holds no scripts: readers remove them, and what they show.",
            "body-handler": "No element has an attribute that runs a script.",
            "body-form": "A body holds no forms: nobody can send them from a reader.",
            "body-style": "A body holds no style sheets: they would change the whole reader.",
            "body-frame": "A body embeds no pages or plugins: readers show an empty place.",
            "body-head-element": "A body holds nothing that belongs in the head of a page.",
            "body-tracking-pixel": "A body holds no picture that nobody can see.",
        },
    ),
    **rules(
        Level.WARNING,
        {
            "body-whole-page": "A body is a part of a page, not a whole one.",
            "body-style-attribute": "No element has a style of its own: most readers remove it.",
            "body-autoplay": "Nothing plays by itself.",
            "body-custom-element": "A body holds no elements that only a script could show.",
        },
    ),
    **rules(
        Level.HINT,
        {
            "body-obsolete-element": "A body holds no elements that HTML no longer has.",
            "body-drawing": "What is drawn is a picture or a text too: few readers draw.",
        },
    ),
}

_WHERE = "Say it in the body itself, or link to the page that has it."
_KINDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("script", "noscript"), ("body-script", _WHERE)),
    **dict.fromkeys(
        ("form", "input", "button", "select", "textarea", "option", "optgroup", "datalist"),
        ("body-form", "Link to the page that has the form."),
    ),
    "style": ("body-style", "Keep style sheets in the site's templates."),
    **dict.fromkeys(
        ("iframe", "frame", "frameset", "object", "embed", "applet", "param", "portal"),
        ("body-frame", "Link to what it shows, with a picture of it if there is one."),
    ),
    **dict.fromkeys(
        ("base", "meta", "link"), ("body-head-element", "Keep it in the site's templates.")
    ),
    **dict.fromkeys(
        ("html", "head", "body", "title"),
        ("body-whole-page", "Keep only what is between <body> and </body>."),
    ),
    **dict.fromkeys(
        (
            "font",
            "center",
            "marquee",
            "blink",
            "big",
            "strike",
            "nobr",
            "dir",
            "acronym",
            "basefont",
        ),
        ("body-obsolete-element", ""),
    ),
    **dict.fromkeys(
        ("svg", "math", "canvas"), ("body-drawing", "Add a picture of it, or say it in words.")
    ),
}
_SHOWN_ONLY_LARGER = {"0", "1", "0px", "1px"}


def find(document: Document) -> Iterator[Fault]:
    """Every fault of this kind, in order."""
    drawing = 0
    for token in document.tokens:
        if token.kind == "doctype" and not drawing:
            yield Fault(
                "body-whole-page", "the body has a doctype", evidence=("<!DOCTYPE", "<!doctype")
            )
        if token.name in ("svg", "math"):
            drawing += {"start": token.oddity != "self-closed", "end": -1}.get(token.kind, 0)
        if token.kind == "start":
            if not drawing or token.name in ("svg", "math", "script", "style"):
                yield from _element(token)
            yield from _attributes(token)


def _element(token: Token) -> Iterator[Fault]:
    given = (token.attributes.get(name) for name in ("src", "href", "data"))
    source = next(filter(None, given), "")
    evidence = (*filter(None, (source,)), f"<{token.name}")
    if known := _KINDS.get(token.name):
        rule, remedy = known
        of = f" of {shortened(source)}" if source else ""
        yield Fault(rule, f"the body holds <{token.name}>{of}", remedy, evidence)
    elif "-" in token.name:
        yield Fault(
            "body-custom-element",
            f"the body holds <{shortened(token.name)}>, which only a script could show",
            _WHERE,
            evidence,
        )
    elif token.name == "img" and _SHOWN_ONLY_LARGER & {
        token.attributes.get("width", "").strip(),
        token.attributes.get("height", "").strip(),
    }:
        yield Fault(
            "body-tracking-pixel",
            f"the picture {shortened(source)} is too small to be seen",
            "Take it out: it tells others who reads what.",
            evidence,
        )


def _attributes(token: Token) -> Iterator[Fault]:
    for name, value in token.attributes.items():
        evidence = tuple(filter(None, (value, f"{name}=")))
        if name.startswith("on") and len(name) > 2:
            yield Fault(
                "body-handler",
                f"<{shortened(token.name)}> has {shortened(name)}, which runs a script",
                "Take the attribute out.",
                evidence,
            )
        elif name == "style":
            yield Fault(
                "body-style-attribute",
                f"<{shortened(token.name)}> has a style of its own: {shortened(value)}",
                "Say it with elements, or leave it to the reader.",
                evidence,
            )
        elif name == "autoplay":
            yield Fault(
                "body-autoplay",
                f"<{shortened(token.name)}> plays by itself",
                "Take autoplay out.",
                (token.attributes.get("src", ""), name),
            )
