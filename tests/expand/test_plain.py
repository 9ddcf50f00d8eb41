"""Template code in a plain blog."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.expand.template_code import first_tag, without_code
from feeds.model import Expanded

Expanding = Callable[..., Expanded]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("see {{< youtube x >}}\n", 1),
        ("a\n\n{% include x %}\n", 3),
        ("`{{ fine }}`\n", None),
        ("```\n{{ fine }}\n```\n", None),
        ("~~~ jinja\n{% fine %}\n~~~~\nthen {{ bad }}\n", 4),
        ("    {{ fine }}\n", None),
        ("``a ` {{ fine }}``\n", None),
        ("```\n{{ never closed\n", None),
        ("a {{b} } c\n", None),
        ("`{{ x | upcase }}` and [a](/b) `{% y %}`\n", None),
        ("- a\n\n  ```\n  {{ fine }}\n  ```\n", None),
        ("1. a\n\n    ~~~\n    {{ fine }}\n    ~~~\n", None),
        ("a `b\n\n{{ bad }}\n\nc` d\n", 3),
        ("a `b\n{{ bad }} `c`\n", 2),
        ("- a\n\n      {{ bad }}\n", 3),
        ("[^1]: a\n\n    {{ bad }}\n", 3),
        ("Term\n: a\n\n    {{ bad }}\n", 4),
        ("text\n    {{ bad }}\n", 2),
        ("- ```\n  a\n  ```\n  {{ bad }}\n", 4),
        ("- ```\n  a\n  ```\n\n{{ bad }}\n", 5),
        ("- a\n\n  ```\n  b\n{{ bad }}\n", 5),
        ("<div>\n```\n</div>\n\n{{ bad }}\n", 5),
        ("<!--\n\n```\n-->\n{{ bad }}\n", 5),
        ("<div>\n`{{ bad }}`\n</div>\n", 2),
        ('<a href="`">{{ bad }}</a>`\n', 1),
        ("[a](`) {{ bad }} `\n", 1),
        ("\\` {{ bad }} `\n", 1),
        ("a | b\n--|--\n` | {{ bad }} ` |\n", 3),
        ("> <pre>\n<!-- </pre>\n\n~~~\n{{ bad }}\n", 5),
        ("a\n: b\n\n~~~\n: c\n\n{{ bad }}\n", 7),
        ("``` a ` b\n{{ bad }}\n```\n", 2),
        ("````\n```\n{{ fine }}\n````\n{{ bad }}\n", 5),
    ],
)
def test_template_code(expanded: Expanding, source: str, line: int | None) -> None:
    """Template code would reach readers as text, or a post about templates lose its body."""
    done = expanded(source, "posts/2026-10-01-a.md")
    assert done.text == (source if line is None else "")
    assert [finding.line for finding in done.findings] == ([] if line is None else [3 + line])


@pytest.mark.parametrize(
    "piece", ["{{ ", "`", "~~~", "{%", "` ", "`\n", "~~~\n", "- ", "<a ", "](", "[^", "\\", "{"]
)
def test_a_megabyte_of_openings(piece: str) -> None:
    """A post of a few bytes, often repeated, would hold up the run for minutes."""
    source = piece * (1_000_000 // len(piece))
    assert first_tag(without_code(source)) is None
    line, tag = first_tag(f"{source}{{{{ x }}}}") or (0, "")
    assert line > 0
    assert len(tag) <= 60


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("import A from './a'\n\nbody\n", "\n\nbody\n"),
        ("export const a = {\n  b: 1,\n}\n\nbody\n", "\n\n\n\nbody\n"),
        ("text\nimport nothing\n", "text\nimport nothing\n"),
        ("```js\n\nimport a from 'b'\n```\n", "```js\n\nimport a from 'b'\n```\n"),
        ("a {/* no\nword */} b\n", "a \n b\n"),
        ("a{' '}b {\"c\"}\n", "a b c\n"),
        ("`{x}` and `<A />`\n", "`{x}` and `<A />`\n"),
        ("```\n{/* kept */}\n<A />\n```\n", "```\n{/* kept */}\n<A />\n```\n"),
        ("<b>bold</b> \\{x}\n", "<b>bold</b> \\{x}\n"),
    ],
)
def test_mdx(expanded: Expanding, source: str, text: str) -> None:
    """Readers would see the imports of a page, or lose the words around them."""
    done = expanded(source, "posts/2026-10-01-a.mdx")
    assert (done.text, done.findings) == (text, ())


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("a\n\n<Tweet id='1' />\n", 3, "<Tweet id='1' />"),
        ("import A from 'a'\n\n<A.B>\ntext\n</A.B>\n", 3, "<A.B>"),
        ("a {frontmatter.title} b\n", 1, "{frontmatter.title}"),
        ("<>\na\n</>\n", 1, "<>"),
        ("<div>\n\n    <A />\n\n</div>\n", 3, "<A />"),
        ("<img src={a} />\n", 1, "{a}"),
    ],
)
def test_jsx_is_not_run(expanded: Expanding, source: str, line: int, code: str) -> None:
    """Readers would see the code of a component, or miss what it shows without a word."""
    done = expanded(source, "posts/2026-10-01-a.mdx")
    (finding,) = done.findings
    assert (done.text, finding.line) == ("", 3 + line)
    assert finding.what.endswith(code)
