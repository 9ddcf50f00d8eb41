"""Episodes in front matter: where their mistakes are, and which sites have any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from feeds.collect import Collection
from feeds.model import FeedSettings, PostSettings, Query, Site
from feeds.podcast import Show

EVER = Query(datetime(2030, 1, 1, tzinfo=UTC))
TALK = FeedSettings("talk", "Talk", {"rss": "rss.xml"}, podcast=Show())
MakeSite = Callable[..., Site]
Collected = Callable[[Site], Collection]

MISTAKEN = """---
title: A talk
date: 2026-01-01
podcast:
  title: ""
  season: none
  people:
    - name: Mio
      url: nowhere:x
  chapters: {url: talk.json}
itunes_explicit: perhaps
---
"""


def test_mistakes_have_their_lines(make_site: MakeSite, collected: Collected) -> None:
    """An editor would look for a mistake in the wrong line, or in none."""
    site = replace(make_site({"posts/a.md": MISTAKEN}), feeds=(TALK,))
    collection = collected(site)
    assert [(one.line, one.what) for one in collection.findings] == [
        (6, "podcast.season: must be a whole number from 1 on, not none"),
        (
            7,
            "podcast.people: [1].url must be a URL, or a path such as /media/a.jpg, not nowhere:x",
        ),
        (11, "itunes_explicit: must be true or false, not perhaps"),
    ]
    (post,) = collection.store.select(EVER)
    assert post.episode is not None
    assert post.episode.chapters is not None
    assert post.episode.chapters.url == f"{post.url}talk.json"
    assert [each.name for each in post.episode.people] == ["Mio"]


def test_a_mistake_on_one_line(make_site: MakeSite, collected: Collected) -> None:
    """A table on one line would have mistakes without a line."""
    text = "---\ntitle: A\ndate: 2026-01-01\npodcast: {season: none}\n---\n"
    site = replace(make_site({"posts/a.md": text}), feeds=(TALK,))
    assert [one.line for one in collected(site).findings] == [4]


def test_a_site_without_podcasts(make_site: MakeSite, collected: Collected) -> None:
    """A blog that means something else by the same words would be told of mistakes."""
    collection = collected(make_site({"posts/a.md": MISTAKEN}))
    assert collection.findings == ()
    (post,) = collection.store.select(EVER)
    assert post.episode is None


def test_a_sites_own_names(make_site: MakeSite, collected: Collected) -> None:
    """A blog of somebody's own making would have to be rewritten."""
    text = "---\ntitle: A\ndate: 2026-01-01\nshow: {nr: {episode: 3}}\nsound: /a.mp3\n---\n"
    site = replace(
        make_site({"posts/a.md": text}),
        feeds=(TALK,),
        posts=PostSettings(keys={"podcast": "show.nr", "audio": "sound"}),
    )
    (post,) = collected(site).store.select(EVER)
    assert post.episode is not None
    assert post.episode.episode == 3
    assert [each.url for each in post.enclosures] == ["https://harbour.example/a.mp3"]


def test_a_table_of_toml(make_site: MakeSite, collected: Collected) -> None:
    """An editor who writes TOML would look for a mistake in vain."""
    text = (
        '+++\ntitle = "A"\ndate = 2026-01-01\nepisode = 1\n\n'
        '[podcast]\ntitle = "B"\nepisode = "x"\n+++\n'
    )
    site = replace(make_site({"posts/a.md": text}), feeds=(TALK,))
    assert [(one.line, one.what) for one in collected(site).findings] == [
        (8, "podcast.episode: must be a number, not x")
    ]
