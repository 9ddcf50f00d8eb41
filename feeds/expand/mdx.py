"""MDX: Markdown with JSX in it, of which nothing is run.

`import` and `export` are left away, and so are comments; text in braces that is only a quoted
text stands for itself. A component, or any other code in braces, cannot be worked out.
"""

from __future__ import annotations

import re

from feeds.expand.template_code import without_code

__all__ = ["first_component", "without_modules"]

_MODULE = re.compile(r"(?:import|export)(?:[ \t{*]|$)")
_INDENT = re.compile(r"^[ \t]{4,}", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_COMMENT = re.compile(r"\{/\*(?:[^*]|\*(?!/))*\*/\}")
_TEXT = re.compile(r"\{[ \t]*(?:'([^'\\\n{}<]*)'|\"([^\"\\\n{}<]*)\"|`([^`\\\n{}$<]*)`)[ \t]*\}")
_CODE = re.compile(r"</?(?:[A-Z][\w.]*|[a-z]\w*\.[\w.]+|(?=>))[^\n>]*>?|(?<!\\)\{[^\n}]*\}?")


def without_modules(source: str) -> str:
    """The text without its imports, exports and comments, each line kept in its place.

    An import or export begins a line after a blank one, and goes on to the next blank one.
    """
    kept: list[str] = []
    fence = ""
    in_module, after_blank = False, True
    for line in source.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" \t`~"):
                fence = ""
        elif mark:
            fence, in_module = mark[1], False
        elif not line.strip():
            in_module = False
        elif in_module or (after_blank and _MODULE.match(line)):
            in_module = True
            line = ""
        kept.append(line)
        after_blank = not line.strip()
    return _outside_code("\n".join(kept))


def first_component(source: str) -> tuple[int, str] | None:
    """The line, counted from 1, and the text of the first component or code in braces.

    An indent makes no code in MDX.
    """
    found = _CODE.search(without_code(_INDENT.sub("   ", source)))
    if found is None:
        return None
    code = found[0] if len(found[0]) <= 60 else f"{found[0][:59]}…"
    return found.string.count("\n", 0, found.start()) + 1, code


def _outside_code(text: str) -> str:
    """The text without comments, and with the quoted texts that stand for themselves."""
    seen = without_code(text).split("\n")
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "{" in line and seen[number] == line:
            lines[number] = _TEXT.sub(lambda one: one[1] or one[2] or one[3] or "", line)

    def blanked(comment: re.Match[str]) -> str:
        number = comment.string.count("\n", 0, comment.start())
        is_code = "{/*" not in seen[number]
        return comment[0] if is_code else "\n" * comment[0].count("\n")

    return _COMMENT.sub(blanked, "\n".join(lines))
