"""What only the tree of a body shows: which HTML has it, and that HTML for a closer look.

Here nh3 keeps what `policy` refuses, for steps that make something readable of it. What
comes of them is not safe: it must be sanitised as any other HTML.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape

import nh3

from feeds.content.drawings import FORMULA
from feeds.content.lazy import NOSCRIPT
from feeds.content.limits import check_depth
from feeds.content.policy import ATTRIBUTES, REMOVED_WHOLE, SCHEMES, TAGS
from feeds.content.providers import ELEMENTS

__all__ = ["has_oddities", "kept_for_a_look"]

_EMBEDS = "amp-iframe embed feeds-script iframe input object param"
_LAZY = f"amp-anim amp-audio amp-img amp-pixel amp-video {NOSCRIPT}"
_FORMULAS = (
    f"annotation annotation-xml math menclose merror mfenced mfrac mi mmultiscripts mn mo mover "
    f"mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr "
    f"munder munderover semantics mjx-container mjx-assistive-mml {FORMULA}"
)
_OTHERS = "canvas clipboard-copy form svg title"
_TAGS = TAGS | ELEMENTS.keys() | frozenset(f"{_EMBEDS} {_LAZY} {_FORMULAS} {_OTHERS}".split())

_EVERYWHERE = frozenset(
    {
        *("alt", "aria-hidden", "aria-label", "class", "height", "hidden", "id", "poster", "role"),
        *("sizes", "src", "srcset", "style", "type", "width"),
    }
)
_ATTRIBUTES = ATTRIBUTES | {
    "*": ATTRIBUTES["*"] | _EVERYWHERE,
    "annotation": frozenset({"encoding"}),
    "input": frozenset({"checked"}),
    "math": frozenset({"alttext", "display"}),
    "mjx-container": frozenset({"display"}),
    "object": frozenset({"data"}),
    "param": frozenset({"name", "value"}),
    **{name: frozenset({"playlabel", *where}) for name, (where, _) in ELEMENTS.items()},
}

_CLASSES = (
    "anchor|blob-num|chroma|code|copy|direct-link|deep-link|fn-|footnote|gutter|"
    "hash-link|head|highlight|hljs|instagram-|jax|katex|line-?num|linenos?|permalink|"
    "prettyprint|prism|rouge|shiki|toolbar|tweet|-embed|text-post"
)
_USUAL = r"href=\"[^#\s\"][^\"<]*\">|src=\"(?!data:)[^\"<]+\" alt=\"[^\"<]*\"(?: /)?>"
_ODD = re.compile(
    r"<(?=[A-Za-z])(?:(?=[acefilmnosyACEFILMNOSY])(?i:amp-|canvas\b|clipboard-copy\b|embed\b|form\b|iframe\b|input\b|lite-|math\b|mjx-"
    r"|noscript\b|object\b|svg\b|youtube-|script\b[^<]*?(?:\bsrc\b|math/))"
    rf"|[A-Za-z][A-Za-z0-9-]*[\s/](?!{_USUAL})(?i:[^<]*?(?<=[\s\"'/])(?:"
    r"aria-hidden|data-[a-z-]*(?:src|orig|lazy|echo|url|footnote)|hidden|role\s*=\s*[\"']?doc-"
    rf"|class\s*=\s*(?:[\"'][^\"'<]*?|[^\s\"'<]*?)(?:{_CLASSES})"
    r"|href\s*=\s*[\"']?\s*#|src\s*=\s*[\"']?\s*data:|srcset\s*="
    r"|style\s*=\s*[\"']?[^\"'<]*?(?:none|hidden|[^0-9.][01](?:px)?\s*[;\"'])"
    r"|(?:width|height)\s*=\s*[\"']?\s*[01](?:px)?[\s\"'/>])))"
)
_NOSCRIPT = re.compile(r"<(/?)noscript\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b((?>[^<>]*?\bsrc\s*+=)[^<>]*+)>\s*+</script\s*+>", re.IGNORECASE)
_FORMULA = re.compile(
    r"<script\b((?>[^<>]*?\btype\s*+=\s*+[\"']?math/(?:tex|latex))[^<>]*+)>"
    r"([^<]*+(?:<(?!/script)[^<]*+)*+)</script\s*>",
    re.IGNORECASE,
)
_CDATA = re.compile(r"%?\s{0,9}(?:<!\[CDATA\[|\]\]>)")
_FRAME = re.compile(r"(<iframe(?: [^\s\"=<>]+=\"[^\"]*\")*)>(.*?)</iframe>", re.DOTALL)
_FALLBACK = re.compile(
    r"<a\s[^<>]{0,200}?\bhref=\"(https?://[^\s\"<>]{1,2000})\"[^<>]{0,200}>([^<>]{1,500})</a>"
)


def has_oddities(html: str) -> bool:
    """Whether any HTML, safe or not, may hold something that a closer look is worth."""
    return _ODD.search(html) is not None


def kept_for_a_look(html: str) -> str:
    """Regular HTML with all that says what is what; raises `TooMuchError` if nested deeply."""
    if "<noscript" in html.lower():
        html = _NOSCRIPT.sub(rf"<\1{NOSCRIPT}", html)
    if "<script" in html.lower():
        html = _FORMULA.sub(_as_formula, html)
        html = _SCRIPT.sub(r"<feeds-script\1></feeds-script>", html)
    html = _FRAME.sub(_as_empty, _cleaner().clean(html))
    check_depth(html)
    return html


def _as_formula(script: re.Match[str]) -> str:
    tex = _CDATA.sub("", script[2]).strip()
    return f"<{FORMULA}{script[1]}>{escape(tex)}</{FORMULA}>"


def _as_empty(frame: re.Match[str]) -> str:
    """A frame without the text in it, but with the first link in that text."""
    link = _FALLBACK.search(frame[2])
    if link is None:
        return f"{frame[1]}></iframe>"
    url, words = (escape(unescape(part)) for part in link.groups())
    return f'{frame[1]} data-page="{url}" data-page-name="{words}"></iframe>'


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=REMOVED_WHOLE - {"title"},
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"data-"},
        url_schemes=SCHEMES | {"data"},
        link_rel=None,
    )
