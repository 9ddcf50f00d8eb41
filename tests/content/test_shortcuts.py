"""What is read in fewer steps is what the library and the sanitiser make of it in all of theirs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_core import inline

from feeds.content.limits import TooMuchError
from feeds.content.markdown import make_parser, to_html
from feeds.content.sanitise import sanitise
from feeds.content.simple_inlines import simple_html
from feeds.content.typography import smart
from feeds.model import COMMON, Flavour

BASE = "https://blog.example/2026/one/"
LINES = [
    *("a", "b c", "日本", "**a**", "_a_", "`a`", "[a]", "[a]: /b", "[^a]", "[^a]: b", "![a](b)"),
    *("- ", "+ ", "* ", "1. ", "2) ", "10. a", "> ", ">", "# ", "#a", "####### a", "##"),
    *("---", "- - -", "***", "___", "===", "=", "-", "--", "* *", "| - |", "a | b", "-|-", ":-:|"),
    *("*[a]: b", "^", "$$", "$$ a", "$$ a $$", "{::comment}", "{:/}", "{:a}", "{:a: .b}", "1) a"),
    *("| a |", "<div>", "</div>", "<div markdown=1>", '<p markdown="1">', "</p>", '"a"', "-- b..."),
    *(": a", ":", "~ a", "~~~", "```", "````", "``` x", "{.a}", "{: .a}", "{:toc}", "<b>"),
    *("<!-- a", "    a", "\ta", "  ", "   - a", " 1. a", "      > a", "  : a"),
]
MARKS = [
    *("a", "b", "あ", "é", "1", " ", "  ", "\n", "  \n", "*", "**", "_", "__", "`", "``", "~"),
    *("~~", "[", "]", "(", ")", "](", "[a](/b)", "![a](b.png)", "![](b)", "[a](b 'c')"),
    *("[^1]", "^["),
    *("&", "&amp;", "&#38;", "&copy", '"', "'", ">", "\xa0", "\\", "\\*", "\\[", "\\\n", "!", "^"),
    *("{", "{.a}", "{: .a}", "{:", "}", ".", ",", ":", "-", "#", "|", "/", "。", "「", "\u0301"),
    *("'", "--", "---", "...", "<<", ">>", " >> ", "$$", "www.a.com", "https://b.com", "\\\\\n"),
    *('"a"', "'b'", "it's", "'80s", "*[a]: b", "{::comment}", "{:/}", "a@b.com"),
    *("*a*", "**a**", "_a_", "__b__", "`a`", "` a `", "(/x)", "[r]", "javascript:", "data:x"),
]

blocks = st.lists(
    st.tuples(st.lists(st.sampled_from(LINES), min_size=1, max_size=4), st.sampled_from("\n ")),
    max_size=12,
).map(lambda lines: "\n".join("".join(parts) + end for parts, end in lines))
contents = st.lists(st.sampled_from(MARKS), max_size=16).map("".join)

CHUNKS = [
    *("a", "a *b*\nc", "a\n# b", "a\n```\nb\n```", "a\n- b", "a\n> b", "a\n===", "a\n---"),
    *("a\n: b", "[a] b", "# a", "## a #", "### a `b`", "#a", "# [a]", "# a {#b}"),
    *("# a | b", "#", "- a\n- b", "* a\n  b\n* c", "- a\n  - b", "- a\n\n  b"),
    *("- a\n\n- b", "-   a", "- [ ] a", "- a\nb", "+ a\n- b", "1. a\n2. b", "3. a", "1) a"),
    *("0. a\n\n   b", "> a\n> b", "> a\nb", "> - a", "> a\n\n> b", ">\n> a"),
    *("```\na\n\nb\n```", "```x\na\n ```", "````\n```\n````", "```\na", "~~~\na\n~~~"),
    *("- ```\n  a\n  ```", "- ~~~", "    a\n\n    b", "\ta", " a", "---", "* * *", "_ _ _"),
    *("***a***", "a[^1]", "[^1]: b", "[^1]: b\n\n    c", "^[a]", "[a]: /b", "[a]: /b\n'c'"),
    *("*[a]: b", "|a|\n|-|\n|b|", "a | b\n- | -", "{: .a}", "a\n{: .b}", "{lang=ja}"),
    *("{::comment}", "{:/}", "{:toc}", "$$\na\n$$", "$$ a $$", "^", "a\n^\nb", ": a"),
    *("a\n\n: b", "~ a", "1 a", "1.a", "**a** b", "*a", "__a__", "`a`", "!", "\\a"),
    *("\\# a", "a  ", "a  \nb", "a\\\nb", "[a](/b)", "![a](/b)", "www.a.com"),
    *("'a' -- \"b\"", "日本\n語", "\u2028a", "\xa0a"),
    *("<div>\n\na\n\n</div>", "<div>a</div>", "<p>a</p>", "<!--more-->", "<!-- a\n\nb -->"),
    *("a <b>c</b> < d", "<https://a.com>", "<pre>\na\n\nb</pre>", "<img src=a>", "<br>"),
    *("<div markdown=1>\n*a*\n</div>", "<script>\na</script>", "</div>", "<div>a</div> b"),
    *(
        "- <div>",
        "<details>\n\n- a\n\n</details>",
        "<div><div>a</div>",
        "<pre>a</pre>",
        "<!-- a -->",
    ),
    *("a_b_c", "_a_b_", "AT&T &amp; b", "[a](/b?c&d=e)", "[`a`](b)", "[a\nb](c)", "a & b;"),
]

documents = st.lists(
    st.tuples(st.sampled_from(CHUNKS), st.sampled_from(["\n\n", "\n\n", "\n", " \n \n", "\n\n\n"])),
    max_size=10,
).map(lambda chunks: "".join("".join(chunk) for chunk in chunks))


def whole_parser(*, raw: bool, flavour: Flavour = COMMON) -> MarkdownIt:
    """A parser that asks every rule, and makes a token of everything."""
    md = make_parser(raw=raw, flavour=flavour)
    md.block.ruler.disable("shortcut")
    md.core.ruler.at("inline", inline)
    return md


WHOLE, SHORT = whole_parser(raw=True), make_parser(raw=True)
FLAVOURS = {
    "all": Flavour(**dict.fromkeys(Flavour.__dataclass_fields__, True)),
    "kramdown": Flavour(
        typographer=True,
        inner_markdown=True,
        abbreviations=True,
        guillemets=True,
        math=True,
        loose=True,
    ),
    "typographer": Flavour(typographer=True),
    "breaks": Flavour(breaks=True),
    "linkify": Flavour(linkify=True),
}
WHOLES = {name: whole_parser(raw=True, flavour=each) for name, each in FLAVOURS.items()}
SHORTS = {name: make_parser(raw=True, flavour=each) for name, each in FLAVOURS.items()}


@given(blocks)
@example("- a\n  b\n  ---\n")
@example("- a\nb\n  ===\n")
@example("> a\nb\n===\n")
@example("a\n\n: b\n")
@example("a\n    : b\n")
@example("a | b\n- | -\n")
@example("1. a\n- b\n> c\n# d\n")
@example("a\n\n    b\n\n- c\n\n      d\n")
@example("- \n  ~ a")
def test_blocks_are_the_same(text: str) -> None:
    """A line would become another kind of block than Markdown says."""
    whole: dict[str, object] = {"base": BASE}
    short: dict[str, object] = {"base": BASE}
    try:
        expected = WHOLE.parse(text, whole)
    except TooMuchError:
        with pytest.raises(TooMuchError):
            SHORT.parse(text, short)
        return
    assert SHORT.parse(text, short) == expected
    assert short == whole


@given(contents)
@example("**a**b**c**")
@example("*a*_b_")
@example("\\*a*b*")
@example("a_b_c _d_. (__e__)")
@example("`a``b`")
@example("` ` `  ` ` a `")
@example("a  \n  b \n c\\\nd")
@example("[a](b)[c](<d>)![e](f)")
@example("[a](//b.example/c?d=e&f#g)")
@example("[a!](x) ![b^](y) \\[c](d)")
@example("**[a](b)** [**a**](b)")
def test_simple_paragraphs_are_the_same(text: str) -> None:
    """A paragraph would show signs of Markdown, or lose some of its own."""
    content = text.strip()
    md = whole_parser(raw=False)
    children = md.parseInline(content, {"base": BASE})[0].children
    html = simple_html(content, BASE)
    if html is not None:
        assert html == md.renderer.render(children, md.options, {"base": BASE})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Plain text, 100 % of it: a-b = c!",
        "日本語の**太字**と*斜体*、そして`コード`。",
        "A [link](/x), [another one!](https://a.example/), ![a picture](y.png)",
        "Hard-wrapped  \nlines, _stressed_ ones.",
        "R & D, 5 ~ 6, a ^ b, \\*no stars\\*, 1 > 0",
    ],
)
def test_most_paragraphs_are_simple(content: str) -> None:
    """Every post would cost twice as much."""
    assert simple_html(content, BASE) is not None


@given(st.one_of(blocks, contents, st.text(max_size=60)))
@example("[a](javascript:x) [b]( \tjava) ![c](data:x) [d](mailto:a@b.example) [e](http:\\\\x)")
@example("`a`{lang=ja} [b](c){title=d}\n\n```x\ne\n```\n{lang=en}")
@example('a \xa0 "b" \'c\' !["\xa0](d)')
@example("- a\n  - b\n\n    c\n- > d\n")
@example("a[^1] ^[b]\n\n[^1]: c\n")
def test_the_way_of_writing_changes_nothing(text: str) -> None:
    """A body would depend on how its HTML was written before it was sanitised."""
    text = text.replace("<", "")
    try:
        expected = sanitise(WHOLE.render(text, {"base": BASE}), BASE)
    except TooMuchError:
        return
    assert sanitise(to_html(text, BASE), BASE) == expected


@pytest.mark.parametrize("name", FLAVOURS)
@given(text=blocks)
@example(text="a\nb\n: c\n")
@example(text="a\n*[a]: b\n")
@example(text="a\n^\n$$ a $$\n1) a\n")
def test_blocks_of_a_flavour_are_the_same(name: str, text: str) -> None:
    """A line would become another kind of block than that Markdown says."""
    whole: dict[str, object] = {"base": BASE}
    short: dict[str, object] = {"base": BASE}
    try:
        expected = WHOLES[name].parse(text, whole)
    except TooMuchError:
        with pytest.raises(TooMuchError):
            SHORTS[name].parse(text, short)
        return
    assert SHORTS[name].parse(text, short) == expected


@pytest.mark.parametrize("name", FLAVOURS)
@given(text=st.one_of(blocks, contents))
@example(text='"a" *\'b\'* ["c"](d) `\'`"e"')
@example(text='"\n\'a\'  \n"b"')
@example(text='a\\"b" -- "*c*"')
@example(text='A "B"\n\n*[B]: c')
@example(text="'` a `")
@example(text="'**a**'b '_a_' \"[a](b)\"")
def test_paragraphs_of_a_flavour_are_the_same(name: str, text: str) -> None:
    """A paragraph would have other quotes, links or line ends than that Markdown says."""
    text = text.replace("<", "")
    try:
        expected = sanitise(WHOLES[name].render(text, {"base": BASE}), BASE)
    except TooMuchError:
        return
    assert sanitise(to_html(text, BASE, FLAVOURS[name]), BASE) == expected


@pytest.mark.parametrize("name", [*FLAVOURS, "common"])
@given(text=documents)
@example(text="    a- \n\na\n")
@example(text="- ~~~\n\n\nb")
@example(text="a[^1]\n\n[^1]: b\n\n    c\n\nd [e]\n\nf\n\n[e]: /g\n")
def test_documents_are_the_same(name: str, text: str) -> None:
    """A block would be taken for a simple one, or what belongs together be read apart."""
    flavour = FLAVOURS.get(name, COMMON)
    whole = WHOLES.get(name, WHOLE)
    try:
        expected = sanitise(whole.render(text, {"base": BASE}), BASE)
    except TooMuchError:
        return
    assert sanitise(to_html(text, BASE, flavour), BASE) == expected


@pytest.mark.parametrize("content", ['It\'s "quoted" -- *so*...', '\'a\'\n"b" **c** ["d"](e)'])
def test_quotes_are_simple_too(content: str) -> None:
    """Every post in English would cost twice as much."""
    assert simple_html(content, BASE, smart(guillemets=True)) is not None
