"""Tera's syntax, read by Jinja2's parser: the two are nearly one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from feeds.expand.zola.tera_values import TeraError

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

__all__ = ["GLOBAL", "parse_template"]

GLOBAL = "__global_"
"""What names begin with that `set_global` sets."""

_MAX_TEMPLATE = 256 * 1024
_SET_GLOBAL = re.compile(r"(\{%-?\s*)set_global\s+(?=[A-Za-z_])")


def parse_template(data: bytes) -> nodes.Template | TeraError:
    """A template's syntax tree, or why there is none."""
    from jinja2 import TemplateSyntaxError

    if len(data) > _MAX_TEMPLATE:
        return TeraError("the template is too long")
    text = _SET_GLOBAL.sub(rf"\1set {GLOBAL}", data.decode("utf-8", "replace"))
    try:
        return _environment().parse(text)
    except TemplateSyntaxError as problem:
        return TeraError(f"line {problem.lineno}: {problem.message}")
    except RecursionError:
        return TeraError("it is nested too deeply")


@cache
def _environment() -> Environment:
    from jinja2 import Environment

    return Environment(extensions=["jinja2.ext.loopcontrols"], keep_trailing_newline=True)  # noqa: S701 - it only parses
