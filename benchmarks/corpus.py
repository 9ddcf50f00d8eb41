"""Posts in Jekyll's manner, in English and Japanese: the same number gives the same bytes.

Post `n` of `total` has one of 12 categories, five of 40 tags, and a date: the dates are spread
evenly over fifteen years and grow with `n`. Its last paragraph holds a mark, by which a
feed shows that it carries the whole post, and which.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.words import CATEGORIES, ENGLISH, JAPANESE, TAGS, Language

__all__ = [
    "FORMS",
    "SHORT_BYTES",
    "USUAL_BYTES",
    "Post",
    "body_mark",
    "edited",
    "expected_feeds",
    "head_mark",
    "make_post",
    "marks_in",
    "write_post",
]

USUAL_BYTES = 7_000
SHORT_BYTES = 1_000
LIMIT = 20
_HEAD_BYTES = 380

_FIRST = datetime(2010, 3, 1, 4, 42, 48, tzinfo=UTC)
_LAST = datetime(2025, 3, 1, 4, 42, 48, tzinfo=UTC)
_SPAN = (_LAST - _FIRST) // timedelta(microseconds=1)
_MARK = re.compile(r"end-of-post-(\d{7})")


@dataclass(frozen=True)
class Post:
    """One post, before it is written in the form that a program wants."""

    number: int
    date: datetime
    title: str
    category: str
    tags: tuple[str, ...]
    author: str
    excerpt: str
    body: str

    @property
    def file_name(self) -> str:
        """The name that Jekyll asks for: the day, then the slug."""
        return f"{self.date:%Y-%m-%d}-note-{self.number:07}.md"


def make_post(number: int, total: int, size: int = USUAL_BYTES) -> Post:
    """Post `number` (from 0) of `total`, of about `size` bytes."""
    chance = Random(number)
    language = JAPANESE if number % 2 else ENGLISH
    title = language.title.format(
        a=chance.choice(language.things),
        b=chance.choice(language.places),
        c=chance.choice(language.times),
    )
    return Post(
        number=number,
        date=_FIRST + timedelta(microseconds=_SPAN * number // max(total - 1, 1)),
        title=f"{title}: {number}",
        category=_category(number),
        tags=tuple(chance.sample(TAGS, 5)),
        author=chance.choice(language.authors),
        excerpt=chance.choice(_sentences(language)),
        body=_body(number, size, language, chance),
    )


def marks_in(text: str) -> frozenset[int]:
    """The numbers of the posts whose last paragraph is in a text."""
    return frozenset(int(number) for number in _MARK.findall(text))


def head_mark(edit: int) -> str:
    """What the excerpt of the post begins with after edit number `edit`."""
    return f"edit-{edit:04}-of-the-head"


def body_mark(edit: int) -> str:
    """What the post ends with after edit number `edit`."""
    return f"edit-{edit:04}-of-the-body"


def edited(post: Post, edit: int) -> Post:
    """A post as it is after edit number `edit`, from 1; 0 is the post as it was made."""
    if not edit:
        return post
    return replace(
        post,
        excerpt=f"{head_mark(edit)} {post.excerpt}",
        body=f"{post.body}\n{body_mark(edit)}\n",
    )


def expected_feeds(total: int) -> frozenset[frozenset[int]]:
    """The posts that each feed has to show: the 20 newest of all, and of each category."""
    newest: dict[str, list[int]] = defaultdict(list)
    for number in reversed(range(total)):
        numbers = newest[_category(number)]
        if len(numbers) < LIMIT:
            numbers.append(number)
    newest["all"] = list(range(max(total - LIMIT, 0), total))
    return frozenset(frozenset(numbers) for numbers in newest.values())


def write_post(post: Post, folder: Path, form: str) -> None:
    """Writes a post into a folder, in one of `FORMS`."""
    text = f"{FORMS[form](post)}\n{post.body}"
    (folder / post.file_name).write_text(text, encoding="utf-8")


# ── Heads ─────────────────────────────────────────────────────────────────────────────


def _jekyll(post: Post) -> str:
    date = f"{post.date:%Y-%m-%d %H:%M:%S} +0000"
    return f'---\nlayout: post\ntitle: "{post.title}"\ndate: {date}\n{_rest(post)}'


def _eleventy(post: Post) -> str:
    """Eleventy refuses Jekyll's form of a date, and fails where a layout is not there."""
    return f'---\ntitle: "{post.title}"\ndate: {post.date:%Y-%m-%dT%H:%M:%SZ}\n{_rest(post)}'


def _rest(post: Post) -> str:
    tags = ", ".join(f'"{tag}"' for tag in post.tags)
    return (
        f'categories: ["{post.category}"]\n'
        f"tags: [{tags}]\n"
        f'author: "{post.author}"\n'
        f'excerpt: "{post.excerpt}"\n'
        f"reading_time: {2 + post.number % 9}\n"
        "---\n"
    )


def _pelican(post: Post) -> str:
    """Python-Markdown's own header: Pelican reads no YAML."""
    return (
        f"Title: {post.title}\n"
        f"Date: {post.date:%Y-%m-%d %H:%M:%S} +0000\n"
        f"Category: {post.category}\n"
        f"Tags: {', '.join(post.tags)}\n"
        f"Author: {post.author}\n"
        f"Summary: {post.excerpt}\n"
    )


FORMS: dict[str, Callable[[Post], str]] = {
    "jekyll": _jekyll,
    "eleventy": _eleventy,
    "pelican": _pelican,
}


# ── Text ──────────────────────────────────────────────────────────────────────────────


def _category(number: int) -> str:
    """Spread like chance would, but found without making the post."""
    return CATEGORIES[(number * 2_654_435_761 >> 16) % len(CATEGORIES)]


def _body(number: int, size: int, language: Language, chance: Random) -> str:
    paragraphs = _paragraphs(language)
    blocks: list[str] = []
    room = size - _HEAD_BYTES
    for block in _blocks(paragraphs, chance):
        length = len(block.encode())
        if room < length / 2:
            break
        blocks.append(block)
        room -= length + 2
    return "\n\n".join([*blocks, f"end-of-post-{number:07}"]) + "\n"


def _blocks(paragraphs: tuple[str, ...], chance: Random) -> Iterator[str]:
    """Paragraphs, with now and then a heading, a list, a quotation, code or a picture."""
    while True:
        yield chance.choice(paragraphs)
        yield chance.choice(paragraphs)
        yield f"## {chance.choice(TAGS)}, {chance.choice(TAGS)}"
        yield chance.choice(paragraphs)
        yield "\n".join(f"- {chance.choice(TAGS)}: {chance.randrange(90)}" for _ in range(4))
        yield f"> {chance.choice(paragraphs)}"
        yield f"![{chance.choice(TAGS)}](https://bench.example/media/{chance.randrange(500)}.jpg)"
        yield chance.choice(paragraphs)
        yield f"```\nset {chance.choice(TAGS)} = {chance.randrange(900)}\n```"


@cache
def _sentences(language: Language) -> tuple[str, ...]:
    """Sentences without any markup or quotation marks, fit for a head."""
    plain = [one for one in language.sentences if not set(one) & set("*[`")]
    chance = Random(1)
    return tuple(_fill(chance.choice(plain), language, chance) for _ in range(200))


@cache
def _paragraphs(language: Language) -> tuple[str, ...]:
    chance = Random(2)
    return tuple(
        language.between.join(
            _fill(chance.choice(language.sentences), language, chance)
            for _ in range(chance.randrange(3, 7))
        )
        for _ in range(400)
    )


def _fill(sentence: str, language: Language, chance: Random) -> str:
    return sentence.format(
        a=chance.choice(language.things),
        b=chance.choice(language.places),
        c=chance.choice(language.times),
        n=chance.randrange(1, 90),
    )
