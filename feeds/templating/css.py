"""Text within a style sheet."""

from __future__ import annotations

import re

__all__ = ["css_string"]

_UNSAFE = re.compile(r"""[\x00-\x1f"'&<>\\\x7f-\x9f\u2028\u2029]""")


def css_string(text: object) -> str:
    """What stands for a text between quotation marks (CSS Syntax 3 §4.3.5).

    What could end an element of HTML is written in other characters too.
    """
    return _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", str(text))
