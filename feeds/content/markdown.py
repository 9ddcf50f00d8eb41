"""Markdown to HTML: CommonMark (https://spec.commonmark.org) and what blogs add to it.

Tables, strikethrough, footnotes, definition lists, task lists and attributes. Raw HTML
goes through as it is: what comes out is not safe yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from feeds.content.abbreviations import abbreviation, abbreviations_plugin
from feeds.content.attribute_lists import attribute_lists_plugin
from feeds.content.block_shortcuts import block_shortcuts_plugin
from feeds.content.by_sign import BlockRule, InlineRule, by_sign_plugin
from feeds.content.html_elements import html_element
from feeds.content.limits import TooMuchError, check_blocks, check_inlines
from feeds.content.loose_blocks import (
    block_end,
    extension,
    guillemet,
    hard_break,
    inline_extension,
    loose_blocks_plugin,
    math,
    math_block,
)
from feeds.content.renderer import Renderer
from feeds.content.simple_blocks import simple_blocks
from feeds.content.simple_inlines import Inline, simple_inlines_plugin, simple_writer
from feeds.content.typography import smart, typography_plugin
from feeds.model import COMMON, Flavour

__all__ = ["make_parser", "to_html"]

_MAX_NESTING = 60
_CoreRule = Callable[[StateCore], None]
_TASKS = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


def to_html(text: str, base: str, flavour: Flavour = COMMON) -> str:
    """The HTML of a Markdown text on the page at `base`; not sanitised.

    Footnotes carry no ids and no links: a reader shows many posts in one page, where
    ids collide, and in mail they lead nowhere. Raises `TooMuchError` for text that no
    parser reads in reasonable time or without overflow, and for blocks nested so deeply
    that it would drop what is inside.
    """
    check_blocks(text)

    def whole(text: str) -> str:
        try:
            html: str = _parser("<" in text, flavour).render(text, {"base": base})
        except RuntimeError as failure:
            raise TooMuchError(f"the Markdown parser gave up ({type(failure).__name__})") from None
        return html

    if flavour.abbreviations and "*[" in text:
        return whole(text)
    write, to_closing_tag = _writer(flavour)(text, base), flavour.inner_markdown or flavour.loose
    return simple_blocks(text, write, whole, to_closing_tag=to_closing_tag)


class _Parser(MarkdownIt):
    """Leaves URLs as written: the sanitiser decides on them, for raw HTML too."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


def make_parser(*, raw: bool, flavour: Flavour = COMMON) -> MarkdownIt:
    """A parser for texts with raw HTML, or one for texts without, of that flavour.

    Raw HTML can make text of the markup after it, of which readers then see every letter:
    there it is written as the library does. Where there is none, the way of writing does
    not change what a sanitiser reads.
    """
    renderer = RendererHTML if raw else Renderer
    options = {"maxNesting": _MAX_NESTING, "xhtmlOut": raw, "breaks": flavour.breaks}
    md = _Parser("commonmark", options, renderer_cls=renderer)
    md.enable(["table", "strikethrough"])
    md.use(attribute_lists_plugin)
    md.use(attrs_block_plugin)
    md.use(attrs_plugin)
    md.use(deflist_plugin)
    md.use(footnote_plugin)
    _add(md, flavour)
    make_smart = smart(guillemets=flavour.guillemets)
    signs = ("^0123456789" if flavour.loose else "") + ("$" if flavour.math else "")
    md.use(block_shortcuts_plugin, signs, terms=30 if flavour.loose else 1)
    if not raw:
        md.use(simple_inlines_plugin, flavour, make_smart)
    md.core.ruler.at("normalize", _only_with("\r\0", normalize))
    md.core.ruler.before("inline", "refuse_too_much", _refuse_too_much)
    md.core.ruler.before("inline", "task_lists", _only_with(_TASKS, _task_lists))
    md.core.ruler.after("inline", "cell_alignment", _only_with("|", _cell_alignment))
    md.core.ruler.at("text_join", _only_with("\\&", text_join))
    if not flavour.indented_code:
        md.disable("code")
    if flavour.typographer:
        md.use(typography_plugin, make_smart)
    md.add_render_rule("footnote_ref", _footnote_ref)
    md.add_render_rule("footnote_anchor", _footnote_anchor)
    return md


def _add(md: MarkdownIt, flavour: Flavour) -> None:
    """What the flavour has beyond what all have, as far as it is blocks and inlines."""
    blocks: dict[str, BlockRule] = {}
    inlines: dict[str, InlineRule] = {}
    if flavour.loose:
        md.use(loose_blocks_plugin)
        blocks |= {"{": extension, "^": block_end}
        inlines |= {"{": inline_extension, "\\": hard_break}
    if flavour.inner_markdown:
        blocks["<"] = html_element
    if flavour.math:
        blocks["$"] = math_block
        inlines["$"] = math
    if flavour.guillemets:
        inlines["<"] = guillemet
    if flavour.abbreviations:
        blocks["*"] = abbreviation
        md.use(abbreviations_plugin)
    md.use(by_sign_plugin, blocks, inlines)
    if flavour.linkify:
        from feeds.content.links import links_plugin

        md.use(links_plugin)


@cache
def _writer(flavour: Flavour) -> Callable[[str, str], Inline]:
    return simple_writer(flavour, smart(guillemets=flavour.guillemets))


@cache
def _parser(raw: bool, flavour: Flavour) -> MarkdownIt:
    return make_parser(raw=raw, flavour=flavour)


def _only_with(signs: Iterable[str], rule: _CoreRule) -> _CoreRule:
    """A rule that changes nothing in a text with none of these signs, and is skipped there."""

    def run(state: StateCore) -> None:
        if any(sign in state.src for sign in signs):
            rule(state)

    return run


def _refuse_too_much(state: StateCore) -> None:
    if any(token.level >= _MAX_NESTING - 1 for token in state.tokens):
        raise TooMuchError("lists and quotes are nested too deeply")
    references = state.env.get("references", {}).values()
    longest = max((len(ref["href"]) + len(ref["title"]) for ref in references), default=0)
    check_inlines((token.content for token in state.tokens if token.type == "inline"), longest)


def _task_lists(state: StateCore) -> None:
    tokens = state.tokens
    for index in range(2, len(tokens)):
        token = tokens[index]
        if token.type != "inline" or token.content[:4] not in _TASKS:
            continue
        if (
            tokens[index - 1].type == "paragraph_open"
            and tokens[index - 2].type == "list_item_open"
        ):
            token.content = _TASKS[token.content[:4]] + token.content[4:]


def _cell_alignment(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            style = str(token.attrs.pop("style"))
            token.attrSet("align", style.removeprefix("text-align:"))


def _footnote_ref(
    _self: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    return f"<sup>[{tokens[index].meta['id'] + 1}]</sup>"


def _footnote_anchor(*_: object) -> str:
    return ""
