"""Whatever a site is called, nothing that it says becomes markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.text import one_line

AWKWARD = ["<", ">", '"', "'", "&", "</style>", "</script>", "<!--", "]]>", "\\", "{{", "}", "{0}"]
TEXT = st.lists(st.one_of(st.sampled_from(AWKWARD), st.characters(codec="utf-8")), max_size=12).map(
    lambda parts: one_line("".join(parts))
)
TAG = st.sampled_from(["en", "ja", "ar", "zz", "en-GB", "x-klingon"])
PATH = st.text(
    st.characters(codec="utf-8", exclude_characters="/\\?#%.", exclude_categories=("Cc", "Cs")),
    min_size=1,
    max_size=20,
)


class Tags(HTMLParser):
    """The elements of a page, and the values of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")


def read(page: bytes) -> Tags:
    """The page as Python's own parser has it."""
    found = Tags()
    found.feed(page.decode("utf-8"))
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXT, term=TEXT, description=TEXT, name=TEXT, tag=TAG, path=PATH)
def test_nothing_breaks_out(shown, title, term, description, name, tag, path):
    """A category's name could run a script in the page, or cut the list off."""
    plain, odd = (
        shown(
            {"title": one, "description": two, "paths": {"atom": f"{where}.xml"}},
            {"name": "tags", "by": "tag", "term": three, "title": one, "paths": {"rss": "b.xml"}},
            title=one or "x",
            language=language,
            authors=[{"name": four or "x"}],
        )
        for one, two, three, four, language, where in (
            ("plain", "plain" if description else "", "plain", "plain", "en", "a"),
            (title, description, term, name, tag, path),
        )
    )
    for aid in ("page", "snippet"):
        expected, found = read(plain.document(aid).data), read(odd.document(aid).data)
        assert found.tags == expected.tags
        assert found.attributes.keys() == expected.attributes.keys()
        schemes = {value.partition(":")[0] for value in found.attributes["href"]}
        assert schemes <= {"https", "feed"}
    root = ET.fromstring(odd.document("opml").data)
    outlines = [each for each in root.iter("outline") if each.get("type")]
    assert [each.get("text") for each in outlines] == [title or "https://x.example/"] * 2
