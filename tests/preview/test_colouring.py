"""The coloured source says what the document says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.preview.colouring import coloured

XML, JSON = "application/atom+xml", "application/feed+json"
SIGNS = st.text(
    st.sampled_from("<>/!?-[]CDAT \"'=abé&;\n\r{}:,\\01.") | st.characters(), max_size=80
)


def pieces(text: str, media_type: str) -> list[tuple[str, str]]:
    """All pieces but the plain ones."""
    return [piece for line in coloured(text, media_type) for piece in line if piece[0]]


@given(SIGNS, st.sampled_from([XML, JSON]))
def test_no_character_is_lost(text: str, media_type: str) -> None:
    """The source on the page would not be the document's."""
    lines = coloured(text, media_type)
    assert "".join(part for line in lines for _, part in line) == text
    assert len(lines) == len(text.split("\n")) - (text.endswith("\n") or not text)


def test_xml() -> None:
    """Elements and their text would look the same."""
    text = '<?xml version="1.0"?>\n<a:b c="d>e"><!-- <x> -->1 < 2<![CDATA[<p>]]></a:b>'
    assert pieces(text, XML) == [
        ("note", '<?xml version="1.0"?>'),
        *(("mark", "<"), ("name", "a:b"), ("attribute", "c"), ("mark", "="), ("value", '"d>e"')),
        *(("mark", ">"), ("note", "<!-- <x> -->"), ("mark", "<![CDATA["), ("mark", "]]>")),
        *(("mark", "</"), ("name", "a:b"), ("mark", ">")),
    ]


def test_json() -> None:
    """Keys and values would look the same."""
    assert pieces('{"a": ["b\\"", -1.5, true]}', JSON) == [
        *(("mark", "{"), ("name", '"a"'), ("mark", ":"), ("mark", "["), ("value", '"b\\""')),
        *(("mark", ","), ("literal", "-1.5"), ("mark", ","), ("literal", "true")),
        *(("mark", "]"), ("mark", "}")),
    ]


def test_what_is_very_long_ends_plainly() -> None:
    """A feed of many thousand entries would make a page that no browser shows."""
    text = "<a/>\n" * 40_000
    lines = coloured(text, XML)
    assert len(lines) == 40_000
    assert "".join(part for line in lines for _, part in line) == text
    assert lines[-1] == [("", "<a/>"), ("", "\n")]
