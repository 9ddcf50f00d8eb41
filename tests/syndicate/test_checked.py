"""Whatever is written, the program's own check finds no fault of the writer in it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.check.checked import check_bytes
from feeds.check.rules import RULES
from feeds.errors import Level
from feeds.model import Person
from feeds.syndicate import documents
from feeds.text import one_line

NOW = datetime(2200, 1, 1, tzinfo=UTC)
URL = "https://example.org/"
OF_POSTS = {"feed-template-code"}
EVERY_CHARACTER = st.characters(exclude_categories=())
PIECES = st.sampled_from(
    ["]]>", "<![CDATA[", "<b>x</b>", "</title>", "&", "&amp;", "&#0;", "\r\n", "{{ x }}", "e\u0301"]
)
HTML = st.lists(st.text(EVERY_CHARACTER, max_size=12) | PIECES, max_size=5).map("".join)
LINE = HTML.map(one_line)
NAME = LINE.filter(bool)
MOMENTS = st.datetimes(
    datetime(1980, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.timezones(),
)
ENTRIES = st.fixed_dictionaries(
    {
        "title": LINE,
        "html": HTML,
        "excerpt": LINE,
        "published": MOMENTS,
        "updated": MOMENTS,
        "language": st.sampled_from(["en", "ja", "pt-BR"]),
        "categories": st.lists(NAME, max_size=2),
        "tags": st.lists(NAME, max_size=2),
        "authors": st.lists(st.fixed_dictionaries({"name": NAME, "email": LINE}), max_size=2),
    }
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    entries=st.lists(ENTRIES, max_size=3),
    title=NAME,
    description=LINE,
    rights=LINE,
    complete=st.booleans(),
    people=st.lists(st.builds(Person, NAME, LINE | st.just("ada@example.org")), min_size=1),
    content=st.sampled_from(["full", "summary", "read on"]),
)
def test_the_check_finds_no_fault_of_the_writer(
    make_entry, make_feed, entries, title, description, rights, complete, people, content
):
    """Some text or date would make a feed that the specifications do not allow."""
    made = [
        make_entry(path=f"{index}.md", id=f"{URL}{index}/", url=f"{URL}{index}/", **each)
        for index, each in enumerate(entries)
    ]
    feed = make_feed(
        *made,
        title=title,
        description=description,
        rights=rights or None,
        complete=complete,
        authors=tuple(people),
        content=content,
        hubs=("https://hub.example/",),
    )
    written = documents(feed)
    assert len(written) == 3
    for document in written:
        flaws = check_bytes(document.data, document.path, document.path, NOW).flaws
        errors = [flaw for flaw in flaws if RULES[flaw.rule].level is Level.ERROR]
        assert [flaw for flaw in errors if flaw.rule not in OF_POSTS] == []
