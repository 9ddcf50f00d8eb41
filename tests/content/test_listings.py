"""Whatever coloured the code of a post, its text comes out to the letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.content.sanitise import sanitise

BASE = "https://blog.example/2026/one/"
_LISTING = re.compile(r"<pre><code>([^<]*)</code></pre>")


def _numbers(lines: list[str], before: str, after: str) -> str:
    return "".join(f"{before}{number}{after}" for number in range(1, len(lines) + 1))


def _spans(line: str) -> str:
    return "".join(f'<span class="k">{escape(word)}</span>' for word in re.split(r"\b", line))


def _rouge(lines: list[str]) -> str:
    code = "\n".join(map(_spans, lines))
    return (
        '<div class="language-x highlighter-rouge"><div class="highlight"><pre class="highlight">'
        '<code><table class="rouge-table"><tbody><tr><td class="rouge-gutter gl">'
        f'<pre class="lineno">{_numbers(lines, "", chr(10))}</pre></td>'
        f'<td class="rouge-code"><pre>{code}\n</pre></td></tr></tbody></table></code></pre>'
        "</div></div>"
    )


def _chroma_table(lines: list[str]) -> str:
    code = "".join(
        f'<span class="line"><span class="cl">{_spans(x)}\n</span></span>' for x in lines
    )
    numbers = _numbers(lines, '<span class="lnt">', "\n</span>")
    return (
        '<div class="highlight"><div class="chroma">\n<table class="lntable"><tr>'
        '<td class="lntd">\n'
        f'<pre tabindex="0" class="chroma"><code>{numbers}</code></pre></td>\n'
        f'<td class="lntd">\n<pre class="chroma"><code class="language-x">{code}</code></pre>'
        "</td></tr></table>\n</div>\n</div>"
    )


def _chroma_inline(lines: list[str]) -> str:
    style = "white-space:pre;-webkit-user-select:none;user-select:none"
    code = "".join(
        f'<span style="display:flex"><span style="{style}">{number}</span>'
        f"<span>{_spans(line)}\n</span></span>"
        for number, line in enumerate(lines, 1)
    )
    return f'<div class="highlight"><pre tabindex="0"><code>{code}</code></pre></div>'


def _pygments(lines: list[str]) -> str:
    code = "\n".join(map(_spans, lines))
    numbers = _numbers(lines, '<span class="normal">', "</span>\n")
    return (
        '<div class="highlight"><table class="highlighttable"><tr><td class="linenos">'
        f'<div class="linenodiv"><pre>{numbers}</pre></div></td>\n'
        f'<td class="code"><div><pre><span></span>{code}\n</pre></div></td></tr></table></div>'
    )


def _prism(lines: list[str]) -> str:
    code = "\n".join(map(_spans, lines))
    rows = '<span aria-hidden="true" class="line-numbers-rows"><span></span></span>'
    return (
        '<div class="code-toolbar"><pre class="line-numbers language-x"><code class="language-x">'
        f'{code}\n{rows}</code></pre><div class="toolbar"><span>X</span></div></div>'
    )


def _line_elements(lines: list[str]) -> str:
    code = "".join(
        f'<div class="ec-line"><div class="gutter"><div class="ln">{number}</div></div>'
        f'<div class="code">{_spans(line)}</div></div>'
        for number, line in enumerate(lines, 1)
    )
    return f'<figure class="frame"><pre data-language="x"><code>{code}</code></pre></figure>'


def _broken_lines(lines: list[str]) -> str:
    code = "".join(f'<span class="token-line">{_spans(line)}<br></span>' for line in lines)
    return f'<pre class="prism-code language-x"><code>{code}</code></pre>'


def _row_a_line(lines: list[str]) -> str:
    rows = "".join(
        f'<tr><td class="hljs-ln-numbers" data-line-number="{number}">{number}</td>'
        f'<td class="hljs-ln-code">{_spans(line)}</td></tr>'
        for number, line in enumerate(lines, 1)
    )
    return (
        f'<pre><code class="hljs"><table class="hljs-ln"><tbody>{rows}</tbody></table></code></pre>'
    )


STYLES: list[Callable[[list[str]], str]] = [
    _rouge,
    _chroma_table,
    _chroma_inline,
    _pygments,
    _prism,
    _line_elements,
    _broken_lines,
    _row_a_line,
]
_line = st.text("ab1 \t<>&\"'{}()#$_;日本", max_size=12)
_lines = st.builds(lambda first, rest: [f"x{first}", *rest], _line, st.lists(_line, max_size=6))


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__.strip("_"))
@settings(max_examples=30, deadline=None)
@given(lines=_lines)
def test_code_is_exact(style: Callable[[list[str]], str], lines: list[str]) -> None:
    """A reader would copy code with line numbers in it, or without its indentation."""
    found = _LISTING.findall(sanitise(style(lines), BASE))
    assert [unescape(code) for code in found] == ["\n".join(lines) + "\n"]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__.strip("_"))
def test_nothing_is_left_around_code(style: Callable[[list[str]], str]) -> None:
    """Numbers, languages and buttons would stand beside the code."""
    html = sanitise(style(["one", "two"]), BASE)
    assert re.sub(r"</?(?:div|figure)>|\s", "", _LISTING.sub("", html)) == ""


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<pre class=poem>a <i>b</i>\n c</pre>", "<pre>a <i>b</i>\n c</pre>"),
        ("<div class=copy>Read our story.</div>", ""),
        (
            f"<div class=copy>{'Read our story. ' * 4}</div>",
            f"<div>{'Read our story. ' * 4}</div>",
        ),
        (
            "<table class=prices><tr><td class=code>A1</td><td>9</td></tr></table>",
            "<table><tbody><tr><td>A1</td><td>9</td></tr></tbody></table>",
        ),
        (
            "<pre class=highlight><code><mark>a</mark> <a href=/b>b</a></code></pre>",
            '<pre><code><mark>a</mark> <a href="https://blog.example/b">b</a></code></pre>',
        ),
        ("<pre class=highlight></pre>", "<pre><code></code></pre>"),
    ],
)
def test_what_people_wrote_stays(markup: str, expected: str) -> None:
    """A poem, a price list or an emphasis in code would be taken for a highlighter's."""
    assert sanitise(markup, BASE) == expected
