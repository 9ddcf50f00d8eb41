"""Text within a style sheet."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from feeds.templating.css import css_string


@given(st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\"'\\\n\r<>&0a ")))
def test_no_text_ends_a_string(text: str) -> None:
    """An address in a style sheet could add rules to it, or take all others away."""
    written = css_string(text)
    assert not re.search(r"[\"'\n\r\f<>&]|\\(?![0-9a-f]+ )", written)
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written) == text
