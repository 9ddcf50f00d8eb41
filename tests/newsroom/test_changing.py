"""What an editor changes in a form comes into the edition's file, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.editions.reading import EditionFile, front_matter, parse_edition
from feeds.errors import PostError
from feeds.model import (
    Exclusion,
    Filter,
    NewsletterSettings,
    Person,
    Pick,
    SectionSettings,
    Site,
)
from feeds.newsroom.changing import Draft, as_edition, changed, draft_of, merged, tidy
from feeds.text import one_line
from feeds.zones import zone

LETTER = NewsletterSettings(
    "letter",
    "Harbour",
    "en",
    Person("Mio", "mio@harbour.example"),
    sections=(
        SectionSettings("News", Filter(categories=("news",))),
        SectionSettings("Coffee", Filter(tags=("coffee",)), limit=3),
    ),
)
SITE = Site(
    root=Path("/nowhere"),
    url="https://harbour.example",
    title="Harbour",
    language="en",
    timezone=zone("Asia/Tokyo"),
    newsletters=(LETTER,),
)
HEAD = """\
---
# What stands in the inbox.
subject: Hello  # short
preheader:
colour: "blue"   # nobody knows this key
picks:  # in this order
  - posts/a.md  # The harbour
  # - posts/old.md  # older than the first window
  - {post: posts/b.md, title: "B: the \\"second\\"", mood: calm}  # The wind
  - https://harbour.example/c
"""
REST = """\
exclude:
  posts/x.md: later
window: {from: 2026-11-16, to: 2026-11-22}
status: draft
---
"""
TEXT = HEAD + REST + "\nGood morning.  \nThe sea.\n"


def opened(text: str | bytes) -> EditionFile:
    """The edition whose file says that."""
    data = text if isinstance(text, bytes) else text.encode()
    return parse_edition(data, SITE, LETTER, "2026-11-23")


def draft(file: EditionFile) -> Draft:
    """What an editor finds in it."""
    assert file.edition
    return draft_of(file.edition, LETTER)


def save(text: str, **changes: Any) -> str:
    """The file after an editor changed that."""
    file = opened(text)
    return changed(file, replace(draft(file), **changes), SITE, LETTER).decode()


CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "nothing": ({}, []),
    "a subject": ({"subject": "Five  walks "}, [("subject: Hello", "subject: Five walks")]),
    "a subject that goes": ({"subject": ""}, [("subject: Hello", 'subject: ""')]),
    "a preheader": ({"preheader": "空の色"}, [("preheader:", "preheader: 空の色")]),
    "the introduction": (
        {"introduction": "おはよう。\r\n\r\n*Good* morning.\r\n"},
        [("Good morning.  \nThe sea.", "おはよう。\n\n*Good* morning.")],
    ),
    "another order": (
        {
            "picks": (
                Pick("https://harbour.example/c"),
                Pick("posts/b.md", title='B: the "second"'),
                Pick("posts/a.md"),
            )
        },
        [
            (
                "  - posts/a.md  # The harbour\n  # - posts/old.md  # older than the first window\n"
                '  - {post: posts/b.md, title: "B: the \\"second\\"", mood: calm}  # The wind\n'
                "  - https://harbour.example/c\n",
                "  - https://harbour.example/c\n"
                '  - {post: posts/b.md, title: "B: the \\"second\\"", mood: calm}  # The wind\n'
                "  - posts/a.md  # The harbour\n"
                "  # - posts/old.md  # older than the first window\n",
            )
        ],
    ),
    "a post's own words": (
        {
            "picks": (
                Pick("posts/a.md"),
                Pick("posts/b.md", excerpt="So calm.", image="", length="full"),
                Pick("https://harbour.example/c"),
            )
        },
        [
            (
                '  - {post: posts/b.md, title: "B: the \\"second\\"", mood: calm}  # The wind\n',
                "  - post: posts/b.md\n    mood: calm\n    excerpt: So calm.\n"
                '    image: ""\n    length: full\n',
            )
        ],
    ),
    "a post that leads": (
        {"lead": "posts/b.md"},
        [("status: draft\n", "status: draft\nlead: posts/b.md\n")],
    ),
    "posts that are left out": (
        {"exclude": (Exclusion("posts/x.md"), Exclusion("posts/y.md", "never"))},
        [("  posts/x.md: later\n", '  "posts/x.md": later\n  "posts/y.md": never\n')],
    ),
    "a post that is not left out any more": (
        {"exclude": ()},
        [("exclude:\n  posts/x.md: later\n", "")],
    ),
    "the program's choice": (
        {"picks": None},
        [(HEAD[HEAD.index("picks:") :], "")],
    ),
    "a section's title": (
        {"titles": ("Town", "Coffee")},
        [
            (
                "status: draft\n",
                'status: draft\nsections:\n  - title: Town\n    categories: ["news"]\n'
                '  - title: Coffee\n    tags: ["coffee"]\n    limit: 3\n',
            )
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_comes_into_the_file_alone(name: str) -> None:
    """An editor's comments, or what another program keeps in the file, would be lost."""
    changes, replaced = CASES[name]
    expected = TEXT
    for old, new in replaced:
        assert expected.count(old) == 1, old
        expected = expected.replace(old, new)
    assert save(TEXT, **changes) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_mark_stay(line_end: str, mark: bytes) -> None:
    """A file from Windows would be changed in every line."""
    data = mark + TEXT.replace("\n", line_end).encode()
    file = opened(data)
    assert changed(file, draft(file), SITE, LETTER) == data
    after = changed(file, replace(draft(file), introduction="One.\nTwo."), SITE, LETTER)
    assert after == data.replace(
        f"Good morning.  {line_end}The sea.".encode(), b"One." + line_end.encode() + b"Two."
    )


def test_sections_of_the_edition_keep_their_spelling() -> None:
    """With one title, all sections would be written anew."""
    first = "  - title: News  # first\n    categories: [a]\n    shade: dark\n"
    own = f'sections:\n{first}  - title: "B"  # b\n'
    text = TEXT.replace("status: draft\n", f"{own}status: draft\n")
    after = save(text, titles=("News", "Cups"))
    assert after == text.replace('  - title: "B"  # b\n', "  - title: Cups\n")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titles": ("", "Coffee")}, "a section has no title"),
        ({"titles": ("News",)}, "other sections"),
        ({"picks": (Pick("posts/a.md"), Pick("posts/a.md"))}, "named twice"),
        ({"picks": (Pick("posts/a.md", image="boat.jpg"),)}, "must be an http or https URL"),
        ({"introduction": "x" * 1_100_000}, "larger than"),
    ],
)
def test_what_cannot_be_read_again_is_not_written(changes: dict[str, Any], said: str) -> None:
    """The file would be one that no later command can read."""
    with pytest.raises(PostError, match=said):
        save(TEXT, **changes)


def test_a_draft_is_what_the_program_would_show() -> None:
    """A form would show another edition than the one that is sent."""
    file = opened(TEXT)
    assert file.edition
    own = replace(draft(file), titles=("Town", "Coffee"), subject="", lead="posts/b.md")
    shown = as_edition(own, file.edition, LETTER)
    again = parse_edition(changed(file, own, SITE, LETTER), SITE, LETTER, "2026-11-23").edition
    assert again
    assert (again.subject, again.lead, again.sections) == (None, shown.lead, shown.sections)
    assert as_edition(draft(file), file.edition, LETTER).sections is None


def test_what_two_people_changed_is_put_together() -> None:
    """Taking one's own changes would undo what somebody else has done elsewhere in the file."""
    before = Draft(subject="a", preheader="b", picks=(Pick("x"),))
    mine = replace(before, subject="mine")
    theirs = replace(before, subject="theirs", preheader="theirs", picks=None, titles=("One",))
    assert merged(before, mine, theirs) == replace(theirs, subject="mine")


WORDS = st.text(
    st.one_of(st.characters(), st.sampled_from("\n\r\t:#-'\"{}[]|>&*!%@`空\u2028\x85\u00a0")),
    max_size=12,
)
NAMES = st.sampled_from(["posts/a.md", "posts/b.md", "https://harbour.example/c", "d: e", "空"])
PICKS = st.builds(
    Pick,
    NAMES,
    title=st.none() | WORDS,
    excerpt=st.none() | WORDS,
    image=st.none() | st.sampled_from(["", "https://harbour.example/é.png"]),
    image_alt=st.none() | WORDS,
    length=st.none() | st.sampled_from(["full", "excerpt", "headline"]),
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "subject": WORDS,
        "preheader": WORDS,
        "introduction": st.lists(WORDS, max_size=4).map("\n".join),
        "picks": st.none()
        | st.lists(PICKS, max_size=4, unique_by=lambda pick: pick.post).map(tuple),
        "lead": st.just("") | NAMES,
        "exclude": st.lists(
            st.builds(Exclusion, NAMES, st.sampled_from(["later", "never"])),
            max_size=3,
            unique_by=lambda each: each.post,
        ).map(tuple),
        "titles": st.tuples(WORDS, WORDS).filter(lambda both: all(map(one_line, both))),
    },
)
TOML = """\
+++
subject = "Hello" # short
colour = "blue"   # nobody knows this key
picks = ["posts/a.md", {post = "posts/b.md", mood = "calm"}] # two
window = {from = 2026-11-16, to = 2026-11-22}
+++

Good morning.
"""
JSON = """\
{
  "subject": "Hello",
  "colour": "blue",
  "picks": ["posts/a.md", {"post": "posts/b.md", "mood": "calm"}]
}

Good morning.
"""


def _pieces(data: bytes) -> dict[str, str]:
    """The text of every key and its value, as it stands in the file."""
    front, around = front_matter(data, "x.md")
    return {key: front.block[span.start : span.end] for key, span in around.spans.items()}


@pytest.mark.parametrize("text", [TEXT, TOML, JSON], ids=["yaml", "toml", "json"])
@given(steps=st.lists(CHANGES, max_size=5))
def test_any_changes_leave_a_file_that_says_them(text: str, steps: list[dict[str, Any]]) -> None:
    """After some afternoons of work, a file could not be read, or keys would have changed."""
    data = text.encode()
    for changes in steps:
        file = opened(data)
        before = draft(file)
        wanted = tidy(replace(before, **changes))
        after = changed(file, wanted, SITE, LETTER)
        assert tidy(draft(opened(after))) == wanted
        touched = {
            "sections" if name == "titles" else name
            for name in ("subject", "preheader", "picks", "lead", "exclude", "titles")
            if getattr(wanted, name) != getattr(tidy(before), name)
        }
        old, new = _pieces(data), _pieces(after)
        assert {k: v for k, v in old.items() if k not in touched} == {
            k: v for k, v in new.items() if k not in touched
        }
        assert b"nobody knows this key" in after or text == JSON
        data = after
