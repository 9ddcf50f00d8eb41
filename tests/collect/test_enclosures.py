"""Front matter that declares files, in every form that people write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect import Collection
from feeds.collect.dialects.plain import PlainDialect
from feeds.collect.enclosures import read_enclosures
from feeds.collect.serial import dump_post, load_post
from feeds.model import Enclosure, Query, Site
from feeds.zones import zone

EVER = datetime(2030, 1, 1, tzinfo=UTC)
URL = "https://harbour.example/2026/walk/"
MEDIA = "https://harbour.example/media/"


def read(values: dict[str, object]) -> tuple[tuple[Enclosure, ...], list[str]]:
    """The enclosures of a post with that front matter, and what is odd about them."""
    site = Site(None, "https://harbour.example", "H", "en", zone("UTC"))  # type: ignore[arg-type]
    found, odd = read_enclosures("posts/walk.md", values, URL, site, PlainDialect())
    return found, [one.what for one in odd]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"enclosure": "/media/a.mp3"}, [Enclosure(f"{MEDIA}a.mp3")]),
        ({"enclosure": "talk.mp3"}, [Enclosure(f"{URL}talk.mp3")]),
        ({"enclosure": "https://cdn.example/a"}, [Enclosure("https://cdn.example/a")]),
        (
            {
                "enclosure": {
                    "url": "https://cdn.example/a b.mp4",
                    "length": "13654375",
                    "type": "Video/MP4; codecs=x",
                    "duration": "1:02:03.5",
                    "title": " A  film ",
                    "width": 640,
                    "height": "480",
                    "lang": "en-GB",
                }
            },
            [
                Enclosure(
                    "https://cdn.example/a%20b.mp4",
                    13654375,
                    "video/mp4",
                    3723.5,
                    "A film",
                    640,
                    480,
                    language="en-GB",
                )
            ],
        ),
        (
            {"enclosures": ["/media/a.mp3", {"path": "/media/b.pdf", "size": 3}, "/media/a.mp3"]},
            [Enclosure(f"{MEDIA}a.mp3"), Enclosure(f"{MEDIA}b.pdf", 3)],
        ),
        (
            {"enclosure": "https://cdn.example/a.mp3\n4711\naudio/mpeg\na:1:{}"},
            [Enclosure("https://cdn.example/a.mp3", 4711, "audio/mpeg")],
        ),
        (
            {"audio": {"mp3": "/media/a.mp3", "m4a": "/media/a.m4a", "note": "x"}},
            [Enclosure(f"{MEDIA}a.mp3"), Enclosure(f"{MEDIA}a.m4a")],
        ),
        ({"videos": ["/media/a.webm"]}, [Enclosure(f"{MEDIA}a.webm")]),
        ({"video": "dQw4w9WgXcQ", "audio": True}, []),
        ({"video": {"provider": "x", "id": 1}, "audio": "https://[/a.mp3"}, []),
        (
            {
                "podcast_link": "https://cdn.example/a.mp3",
                "podcast_length": 77,
                "podcast_duration": "14:02",
            },
            [Enclosure("https://cdn.example/a.mp3", 77, None, 842.0)],
        ),
        ({"podcast_file": "a.mp3", "podcast_bytes": 1}, []),
        ({"enclosure": "", "enclosures": [], "audio": None}, []),
    ],
)
def test_forms(values: dict[str, object], expected: list[Enclosure]) -> None:
    """Files would be lost that a post names, or be taken for what they are not."""
    assert read(values) == (tuple(expected), [])


@pytest.mark.parametrize(
    ("value", "odd"),
    [
        ({"length": 3}, "enclosure: {'length': 3} is not a file's address"),
        ("http://", "enclosure: http:// is not a file's address"),
        ("mailto:a@b.example", "enclosure: mailto:a@b.example is not a file's address"),
        (
            {"url": "/a.mp3", "length": "13.7 MB"},
            "enclosure: length 13.7 MB is not a number of bytes",
        ),
        (
            {"url": "/a.mp3", "duration": "soon"},
            "enclosure: duration soon is not a duration such as 1:02:03 or 3723",
        ),
        (
            {"url": "/a.mp3", "type": "sound"},
            "enclosure: type sound is not a MIME type such as audio/mpeg",
        ),
        (
            {"url": "/a.mp3", "lang": "日本語"},
            "enclosure: language 日本語 is not a language tag such as ja",
        ),
    ],
)
def test_mistakes(value: object, odd: str) -> None:
    """Something that is none would be written into feeds, or left out without a word."""
    _, found = read({"enclosure": value})
    assert found == [odd]


def test_there_is_an_end(plenty: int = 3000) -> None:
    """A post that names thousands of files would be read for ever."""
    found, odd = read({"enclosures": [f"/media/{number}.mp3" for number in range(plenty)]})
    assert len(found) == 50
    assert odd == ["enclosures: more than 50 files; the rest is left out"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["url", "length", "duration", "type", "mp3"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["enclosure", "enclosures", "audio", "video"]), ANYTHING))
def test_anything_at_all(values: dict[str, object]) -> None:
    """Some front matter would end the build."""
    found, _ = read(values)
    assert all(each.url.startswith(("http://", "https://")) for each in found)


def test_lines(make_site: Callable[..., Site], collected: Callable[[Site], Collection]) -> None:
    """An editor would have to look for the mistake."""
    text = "---\ntitle: A\ndate: 2026-01-01\nenclosures:\n- url: mailto:x\n---\n"
    collection = collected(make_site({"posts/a.md": text}))
    (finding,) = collection.findings
    assert (finding.path, finding.line) == ("posts/a.md", 4)


def test_a_record_keeps_them(
    make_site: Callable[..., Site], collected: Callable[[Site], Collection]
) -> None:
    """Files would be lost on the way through the index."""
    text = (
        "---\ntitle: A\ndate: 2026-01-01\n"
        "enclosure: {url: /m/a.mp3, length: 5, duration: 1.5, title: T, lang: ja}\n---\n"
    )
    collection = collected(make_site({"posts/a.md": text}))
    (post,) = collection.store.select(Query(now=EVER))
    assert post.enclosures == (
        Enclosure("https://harbour.example/m/a.mp3", 5, None, 1.5, "T", language="ja"),
    )
    assert load_post(dump_post(post)) == post
