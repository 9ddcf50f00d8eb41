"""`docs/podcasts.md` says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feeds.collect import collect
from feeds.config import load
from feeds.media.facts import TIMED
from feeds.media_types import media_type
from feeds.model import Adopted, Query
from feeds.podcast.apple import CATEGORIES
from feeds.podcast.reading import EPISODE, FLAT, SHOW
from feeds.workspace import moment, open_site

TEXT = (Path(__file__).parents[2] / "docs" / "podcasts.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", TEXT, re.MULTILINE))
SITE = '[site]\nurl = "https://example.org"\ntitle = "X"\ntimezone = "UTC"\n'


def keys(heading: str) -> set[str]:
    """The keys in a section's table."""
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", SECTIONS[heading], re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


def blocks(heading: str, language: str) -> list[str]:
    """The examples in a section."""
    return re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[heading], re.MULTILINE | re.DOTALL)


def test_every_key_is_documented() -> None:
    """A key would be known to the program only, or to the documentation only."""
    assert keys("A podcast") == set(SHOW)
    assert keys("An episode") == set(EPISODE)


def test_every_category_is_documented() -> None:
    """Somebody would pick a category that Apple does not have."""
    rows = re.findall(r"^- ([^:\n]+)(?:: (.+))?$", SECTIONS["Apple's categories"], re.MULTILINE)
    listed = {top: tuple(subs.split(", ")) if subs else () for top, subs in rows}
    assert listed == {top: tuple(subs) for top, subs in CATEGORIES.items()}


def test_every_flat_key_is_documented() -> None:
    """Somebody's spelling would be read, and nobody could know."""
    (about,) = re.findall(r"The same can stand.*?\n\n", SECTIONS["An episode"], re.DOTALL)
    plain, _, rest = about.partition("`itunes_`")
    told = {*re.findall(r"`(\w+)`", plain)}
    told |= {f"itunes_{key}" for key in re.findall(r"`(\w+)`", rest.partition(". ")[0])}
    assert told | {"podcast_duration", "itunes_episode_type"} == set(FLAT)


def test_the_podcast_of_the_example(tmp_path: Path) -> None:
    """Somebody would copy it and be told that it is wrong."""
    (example,) = blocks("A podcast", "toml")
    (tmp_path / "feeds.toml").write_text(SITE + example, encoding="utf-8")
    site, findings = load(tmp_path, Adopted("", {}))
    assert findings == ()
    assert site.feeds[0].podcast is not None
    assert site.feeds[0].podcast.categories == (
        ("Society & Culture", "Places & Travel"),
        ("Technology", None),
    )


@pytest.mark.parametrize(
    "example", [*blocks("Files of a post", "yaml"), *blocks("An episode", "yaml")]
)
def test_the_posts_of_the_examples(example: str, tmp_path: Path) -> None:
    """Somebody would copy one and be told that it is wrong, or lose what it says."""
    if not example.startswith("---"):
        example = f"---\ntitle: A\n{example}---\n"
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "2026-11-01-a.md").write_text(example, encoding="utf-8")
    settings = f"{SITE}{blocks('A podcast', 'toml')[0]}"
    (tmp_path / "feeds.toml").write_text(settings, encoding="utf-8")
    workspace = open_site(tmp_path)
    now = moment("2026-12-01", workspace.site)
    with collect(workspace.site, workspace.dialect) as collection:
        assert list(collection.findings) == []
        (post,) = collection.store.select(Query(now))
    assert len(post.enclosures) == example.count("url:") or len(post.enclosures) == 1
    assert (post.episode is not None) == ("podcast:" in example)


def test_kinds_that_tell_how_long_they_play() -> None:
    """The documentation would promise a duration that nobody knows."""
    (listed,) = re.findall(r"is known of (.+?)\. WebM", TEXT, re.DOTALL)
    kinds = [media_type(f"a.{kind.lower()}") for kind in re.findall(r"[A-Z0-9a-z]{3,4}", listed)]
    assert set(filter(None, kinds)) == TIMED
