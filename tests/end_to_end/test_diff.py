"""What readers would see of a change, and how ids are kept from changing with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Feeds = Callable[..., Any]

TOML = """[site]
url = "https://old.example"
title = "Harbour"
timezone = "UTC"

[[feeds]]
name = "main"
formats = ["atom", "rss", "json"]

[[feeds]]
by = "category"
path = "categories/:slug"
formats = ["atom"]
"""
TITLES = ("Walk", "Rain", "Nets")
WEATHER = (
    "The wind came straight up the inlet, with rain in it, and nobody on the quay was surprised."
)


def post(title: str, day: int, *, category: str = "Sea") -> str:
    """A post in YAML."""
    return (
        f"---\ntitle: {title}\ndate: 2026-01-{day:02}\ncategories: [{category}]\n---\n"
        f"About *{title}*. {WEATHER}\n"
    )


@dataclass
class Blog:
    """A site, and the feeds that its readers know."""

    root: Path
    old: Path
    feeds: Feeds

    def edit(self, file: str, before: str, after: str) -> None:
        """Changes a text in a file."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert before in text
        (self.root / file).write_text(text.replace(before, after), encoding="utf-8")

    def seen(self, *options: object) -> tuple[int, Mapping[str, Any]]:
        """What `feeds diff` says before and after publishing; both have to agree."""
        before = tree(self.root)
        planned = self.feeds("diff", self.old, "--site", self.root, "--format", "json", *options)
        assert tree(self.root) == before, "feeds diff wrote something"
        new = self.root.parent / "new"
        shutil.rmtree(new, ignore_errors=True)
        self.feeds("build", self.root, "--output", new, "--no-cache")
        folders = self.feeds("diff", self.old, new, "--format", "json", *options)
        assert (planned.status, planned.out) == (folders.status, folders.out)
        return planned.status, json.loads(planned.out)

    def pin(self, *options: object) -> Any:
        """Runs `feeds pin`."""
        return self.feeds("pin", "--site", self.root, *options)


def tree(root: Path) -> Mapping[str, bytes]:
    """Every file below a folder."""
    return {str(each): each.read_bytes() for each in sorted(root.rglob("*")) if each.is_file()}


def told(feed: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that is said of a feed, but for what there is nothing of."""
    entries = feed["entries"]
    parts = {
        "feed": [each["part"] for each in feed["changes"]],
        **{kind: [each["title"] for each in entries[kind]] for kind in ("new", "back", "gone")},
        "left": [each["title"] for each in entries["left"]],
        "changed": {
            each["title"]: [change["part"] for change in each["changes"]]
            for each in entries["changed"]
        },
        "other_id": {each["title"]: each["known_by"] for each in entries["other_id"]},
        "same": feed["same"],
    }
    return {key: value for key, value in parts.items() if value}


def at(found: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """What is said of the feed that will be at that path."""
    return told(next(each for each in found["feeds"] if each["new"]["place"] == place))


def rules(found: Mapping[str, Any]) -> list[str]:
    """The names of what somebody should think about."""
    return [each["rule"].removeprefix("diff-") for each in found["findings"]]


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Writes files below a folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def blog(tmp_path: Path, feeds: Feeds) -> Iterator[Blog]:
    """A blog of three posts that was published."""
    posts = {
        f"posts/2026-01-{day:02}-{title.lower()}.md": post(title, day)
        for day, title in enumerate(TITLES, 1)
    }
    made = Blog(write(tmp_path / "site", {"feeds.toml": TOML, **posts}), tmp_path / "old", feeds)
    assert feeds("build", made.root, "--output", made.old, "--no-cache").status == 0
    yield made


def test_nothing_has_changed(blog: Blog) -> None:
    """A difference would be seen where there is none."""
    status, found = blog.seen()
    assert status == 0
    assert found["findings"] == []
    assert {each["new"]["place"] for each in found["feeds"]} == {
        "atom.xml",
        "rss.xml",
        "feed.json",
        "categories/sea/atom.xml",
    }
    assert all(told(each) == {"same": 3} for each in found["feeds"])


def test_a_new_post_and_a_correction_are_as_they_should_be(blog: Blog) -> None:
    """Every publication would be called wrong."""
    write(blog.root, {"posts/2026-01-04-tea.md": post("Tea", 4)})
    blog.edit("posts/2026-01-02-rain.md", "About *Rain*", "About *heavy rain*")
    status, found = blog.seen()
    assert status == 0
    assert found["findings"] == []
    for place in ("atom.xml", "feed.json", "categories/sea/atom.xml"):
        assert at(found, place)["new"] == ["Tea"]
        assert at(found, place)["changed"] == {"Rain": ["content", "summary"]}
        assert at(found, place)["same"] == 2


# ── A slug ────────────────────────────────────────────────────────────────────────────


def rename(blog: Blog) -> None:
    """Gives a post another address."""
    (blog.root / "posts/2026-01-02-rain.md").rename(blog.root / "posts/2026-01-02-heavy-rain.md")


def test_another_slug(blog: Blog) -> None:
    """A post that every reader will show as unread would not be named."""
    rename(blog)
    status, found = blog.seen()
    assert status == 1
    assert rules(found) == ["other-id"]
    for place in ("atom.xml", "rss.xml", "feed.json", "categories/sea/atom.xml"):
        assert at(found, place) == {"other_id": {"Rain": "title and date"}, "same": 2}


def test_another_slug_with_the_id_pinned(blog: Blog) -> None:
    """A post that keeps its id would be called unread, or its new link not be told."""
    assert blog.pin("posts/2026-01-02-rain.md").status == 0
    assert blog.seen()[1]["findings"] == []
    rename(blog)
    status, found = blog.seen()
    assert status == 0
    for place in ("atom.xml", "rss.xml", "feed.json", "categories/sea/atom.xml"):
        assert at(found, place) == {"changed": {"Rain": ["link"]}, "same": 2}


def test_an_id_pinned_too_late_still_comes_from_the_known_feed(blog: Blog) -> None:
    """Somebody who hears of pinning after the move could not repair it."""
    rename(blog)
    blog.edit("posts/2026-01-02-heavy-rain.md", "title: Rain", "title: Heavy rain")
    assert blog.seen()[0] == 1
    status, found = blog.seen()
    assert at(found, "atom.xml")["other_id"] == {"Heavy rain": "content"}
    blog.edit("posts/2026-01-02-heavy-rain.md", "title: Heavy rain", "title: Rain")
    said = blog.pin("--feed", blog.old / "atom.xml")
    assert (said.status, said.err) == (0, "")
    status, found = blog.seen()
    assert status == 0
    assert at(found, "atom.xml") == {"changed": {"Rain": ["link"]}, "same": 2}


# ── The domain ────────────────────────────────────────────────────────────────────────


def test_another_domain(blog: Blog) -> None:
    """A move to another domain would flood all readers unannounced."""
    blog.edit("feeds.toml", "https://old.example", "https://new.example")
    status, found = blog.seen()
    assert status == 1
    assert rules(found) == ["other-id", "feed-address", "feed-id"]
    signs = dict.fromkeys(TITLES[::-1], "path")
    assert at(found, "atom.xml") == {"feed": ["id", "address", "home"], "other_id": signs}
    assert at(found, "rss.xml") == {"feed": ["address", "home"], "other_id": signs}
    assert at(found, "feed.json") == {"feed": ["address", "home"], "other_id": signs}


@pytest.mark.parametrize("how", ["all", "feed"])
def test_another_domain_with_ids_pinned(blog: Blog, how: str) -> None:
    """Posts that keep their ids would be called unread."""
    options = ("--all",) if how == "all" else ("--feed", blog.old / "rss.xml")
    said = blog.pin(*options)
    assert (said.status, said.out.splitlines()[-1]) == (0, "3 posts pinned")
    blog.edit("feeds.toml", "https://old.example", "https://new.example")
    status, found = blog.seen()
    assert status == 0
    assert rules(found) == ["feed-address", "feed-id"]
    changed = {title: ["link"] for title in TITLES[::-1]}
    assert at(found, "atom.xml") == {"feed": ["id", "address", "home"], "changed": changed}
    assert blog.pin(*options).out == "0 posts pinned, 3 pinned already\n"


# ── A category ────────────────────────────────────────────────────────────────────────


def test_another_name_of_a_category(blog: Blog) -> None:
    """Readers of a category would be lost without a word."""
    for file in sorted((blog.root / "posts").iterdir()):
        blog.edit(f"posts/{file.name}", "[Sea]", "[Tide]")
    status, found = blog.seen()
    assert status == 1
    changed = {title: ["categories"] for title in TITLES[::-1]}
    for place in ("atom.xml", "rss.xml", "feed.json"):
        assert at(found, place) == {"changed": changed}
    (moved,) = (each for each in found["feeds"] if each["moved"])
    assert moved["old"]["place"] == "categories/sea/atom.xml"
    assert moved["new"]["place"] == "categories/tide/atom.xml"
    assert told(moved) == {"feed": ["id", "title", "address"], "changed": changed}
    assert rules(found) == ["feed-moved", "feed-address", "feed-id"]
    assert found["findings"][0]["what"].startswith(
        "categories/sea/atom.xml moves to categories/tide/atom.xml"
    )


def test_a_category_that_is_left(blog: Blog) -> None:
    """A feed that will not be written any more would go unnoticed."""
    for file in sorted((blog.root / "posts").iterdir()):
        blog.edit(f"posts/{file.name}", "[Sea]", "[]")
    status, found = blog.seen()
    assert status == 1
    assert [each["place"] for each in found["gone"]] == ["categories/sea/atom.xml"]
    assert rules(found) == ["feed-gone"]


# ── The generator ─────────────────────────────────────────────────────────────────────

JEKYLL = {
    "_config.yml": (
        "title: Harbour\nurl: https://old.example\ntimezone: UTC\nplugins: [jekyll-feed]\n"
    ),
    **{
        f"_posts/2026-01-{day:02}-{title.lower()}.md": post(title, day)
        for day, title in enumerate(TITLES, 1)
    },
}
HUGO = {
    "hugo.toml": 'baseURL = "https://old.example/"\ntitle = "Harbour"\ntimeZone = "UTC"\n',
    "feeds.toml": '[[feeds]]\nname = "main"\npath = { atom = "feed.xml" }\n',
    **{
        f"content/posts/{title.lower()}.md": (
            f'+++\ntitle = "{title}"\ndate = 2026-01-{day:02}T00:00:00Z\ncategories = ["Sea"]\n'
            f"+++\nAbout *{title}*. {WEATHER}\n"
        )
        for day, title in enumerate(TITLES, 1)
    },
}


@pytest.fixture
def moved(tmp_path: Path, feeds: Feeds) -> Blog:
    """A blog that Jekyll made, and whose posts lie now as Hugo has them."""
    before = write(tmp_path / "before", JEKYLL)
    blog = Blog(write(tmp_path / "site", HUGO), tmp_path / "old", feeds)
    assert feeds("build", before, "--output", blog.old, "--no-cache").status == 0
    return blog


def test_another_generator(moved: Blog) -> None:
    """Whoever changes the generator would show all readers all posts as unread."""
    status, found = moved.seen()
    assert status == 1
    signs = dict.fromkeys(TITLES[::-1], "title and date")
    assert at(found, "feed.xml")["other_id"] == signs
    assert "same" not in at(found, "feed.xml")


def test_another_generator_with_ids_inherited(moved: Blog) -> None:
    """The ids that the old generator gave could not be kept under the new one."""
    said = moved.pin("--feed", moved.old / "feed.xml")
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[-1] == "3 posts pinned"
    status, found = moved.seen()
    assert status == 0
    changed = at(found, "feed.xml")["changed"]
    assert list(changed) == list(TITLES[::-1])
    assert all("link" in parts and "published" not in parts for parts in changed.values())
    text = (moved.root / "content/posts/rain.md").read_text(encoding="utf-8")
    assert '\nfeed_id = "https://old.example/' in text


# ── What else readers notice ──────────────────────────────────────────────────────────


def test_a_post_that_vanishes(blog: Blog) -> None:
    """A post that a mistake has taken out of the feeds would not be missed."""
    blog.edit("posts/2026-01-02-rain.md", "title: Rain", "title: Rain\ndraft: true")
    status, found = blog.seen()
    assert status == 1
    assert rules(found) == ["entry-gone"]
    assert at(found, "atom.xml") == {"gone": ["Rain"], "same": 2}


def test_a_post_that_cannot_be_read(blog: Blog) -> None:
    """The reason why a post vanishes would not be told."""
    blog.edit("posts/2026-01-02-rain.md", "title: Rain", "title: [Rain")
    said = blog.feeds("diff", blog.old, "--site", blog.root)
    assert said.status == 1
    assert "gone      “Rain” (2026-01-02)" in said.out
    assert "error: posts/2026-01-02-rain.md:2" in said.err


def test_a_flood(blog: Blog) -> None:
    """Thirty posts at once would reach all readers before anybody thought of it."""
    write(
        blog.root,
        {f"posts/2026-02-{day:02}-n{day}.md": post(f"New {day}", day) for day in range(1, 12)},
    )
    for day in range(1, 12):
        blog.edit(f"posts/2026-02-{day:02}-n{day}.md", "2026-01", "2026-02")
    status, found = blog.seen()
    assert status == 1
    assert rules(found) == ["flood"]
    assert "11 unread entries at once, of 14" in found["findings"][0]["what"]
    assert blog.seen("--fail-on", "never")[0] == 0
    assert blog.seen("--most", "11")[0] == 1, "more than half of the feed"


def test_other_bytes_of_which_readers_see_nothing(blog: Blog, tmp_path: Path) -> None:
    """Programs that compare hashes would read a feed anew, and nobody know why."""
    new = tmp_path / "new"
    shutil.copytree(blog.old, new)
    text = (new / "atom.xml").read_text(encoding="utf-8")
    (new / "atom.xml").write_text(text.replace("  <entry>", "\t<entry>"), encoding="utf-8")
    said = blog.feeds("diff", blog.old, new)
    assert (said.status, said.out) == (0, "4 feeds as before\n")
    assert "hint: atom.xml has other bytes, of which readers see nothing" in said.err
    assert blog.feeds("diff", blog.old, new, "--fail-on", "hint").status == 1


def test_what_an_editor_reads(blog: Blog) -> None:
    """The report would say everything once for each feed, or hide what matters."""
    rename(blog)
    blog.edit("posts/2026-01-01-walk.md", "title: Walk", "title: Walking")
    write(blog.root, {"posts/2026-01-04-tea.md": post("Tea", 4)})
    said = blog.feeds("diff", blog.old, "--site", blog.root)
    assert said.status == 1
    assert said.out == (
        "atom.xml: 1 under another id, 1 changed, 1 new, 1 as before\n"
        "  other id  “Rain” (2026-01-02)\n"
        "            known by its title and date\n"
        "            id and link: https://old.example/2026/01/02/rain/"
        " → https://old.example/2026/01/02/heavy-rain/\n"
        "  changed   “Walking” (2026-01-01)\n"
        "            title: “Walk” → “Walking”\n"
        "  new       “Tea” (2026-01-04)\n"
        "categories/sea/atom.xml, feed.json and rss.xml:"
        " 1 under another id, 1 changed, 1 new, 1 as before; as above\n"
    )
    assert said.err == (
        "error: 1 post comes under another id, in atom.xml, categories/sea/atom.xml, feed.json"
        " and 1 more; readers will show it as unread [diff-other-id]\n"
        f"  Before you publish, feeds pin --feed {blog.old}/atom.xml writes the ids that readers"
        " know into the posts.\n"
    )


def test_the_feed_that_is_on_the_web(
    blog: Blog, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """What readers know could not be compared without fetching it by hand."""
    rename(blog)
    address = serve(blog.old)
    said = blog.feeds("diff", f"{address}/rss.xml", "--site", blog.root, "--format", "json")
    assert said.status == 1
    found = json.loads(said.out)
    (feed,) = found["feeds"]
    assert feed["new"]["place"] == "rss.xml"
    assert told(feed) == {"other_id": {"Rain": "title and date"}, "same": 2}
    assert (found["gone"], found["new"]) == ([], [])
    again = blog.feeds("diff", f"{address}/rss.xml", blog.old / "rss.xml")
    assert (again.status, again.out) == (0, "1 feed as before\n")
    assert blog.feeds("diff", f"{address}/none.xml", blog.old).status == 3


def test_pages_of_archives(blog: Blog) -> None:
    """Pages that nobody subscribes to would be compared, and their feed called gone."""
    blog.edit("feeds.toml", 'name = "main"', 'name = "main"\narchive = "year"')
    shutil.rmtree(blog.old)
    assert blog.feeds("build", blog.root, "--output", blog.old, "--no-cache").status == 0
    assert len(list(blog.old.rglob("*2026*"))) >= 3
    rename(blog)
    _, found = blog.seen()
    assert len(found["feeds"]) == 4
    assert (found["gone"], found["new"]) == ([], [])
    _, found = blog.seen("--archives")
    assert len(found["feeds"]) == 7
    assert all(each["entries"]["other_id"] for each in found["feeds"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.xml"], "nowhere.xml"),
        (["site/posts"], "no feed was found here"),
        (["site/posts/2026-01-01-walk.md"], "this is not well-formed XML"),
        (["other.xml"], "no feed in"),
        (["old", "--site", "nowhere"], "there is no folder nowhere"),
        (["old", "--now", "soon"], "soon is not a date"),
    ],
)
def test_what_cannot_be_compared(
    blog: Blog, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    """A wrong path would be called a site without changes."""
    monkeypatch.chdir(blog.root.parent)
    Path("other.xml").write_text("<rss><channel><title>x</title></channel></rss>")
    if "--site" not in arguments:
        arguments = [*arguments, "--site", "site"]
    said = blog.feeds("diff", *arguments)
    assert (said.status, said.out) == (2, "")
    assert says in said.err


def test_a_broken_feed_among_others(blog: Blog, tmp_path: Path) -> None:
    """One feed that is cut off would keep all others from being compared, or pass unnoticed."""
    new = tmp_path / "new"
    shutil.copytree(blog.old, new)
    (new / "rss.xml").write_bytes((new / "rss.xml").read_bytes()[:-30])
    (new / "sitemap.xml").write_text("<urlset/>")
    (new / "data.json").write_text("{}")
    said = blog.feeds("diff", blog.old, new)
    assert said.status == 1
    assert "error: rss.xml:" in said.err
    assert said.out == "3 feeds as before\n"


# ── Real blogs ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["jekyll-docs", "letsencrypt"])
def test_the_feed_that_a_real_generator_made(
    name: str, feeds: Feeds, corpus: Callable[[str], Path]
) -> None:
    """An adopted blog would be said to show its posts as unread."""
    site = corpus(name)
    said = feeds(
        "diff",
        site / "expected-feed.xml",
        "--site",
        site,
        "--now",
        "2026-11-25",
        "--format",
        "json",
    )
    assert said.status == 0
    found = json.loads(said.out)
    (feed,) = found["feeds"]
    assert feed["entries"]["other_id"] == feed["entries"]["gone"] == []
    assert {
        change["part"] for each in feed["entries"]["changed"] for change in each["changes"]
    } <= {
        "content",
        "summary",
        "authors",
    }


def test_a_real_blog_moves(feeds: Feeds, corpus: Callable[[str], Path], tmp_path: Path) -> None:
    """Of a hundred real posts, some would not keep the ids that readers know."""
    known = corpus("letsencrypt") / "expected-feed.xml"
    site = tmp_path / "site"
    shutil.copytree(corpus("letsencrypt"), site)
    write(site, {"feeds.toml": '[posts]\nid_from = "generator"\npermalink = "/blog/:slug/"\n'})
    for file in site.rglob("*.toml"):
        text = file.read_text(encoding="utf-8")
        if "letsencrypt.org" in text:
            file.write_text(text.replace("letsencrypt.org", "le.example"), encoding="utf-8")
    diff = ("diff", known, "--site", site, "--now", "2026-11-25", "--format", "json")
    found = json.loads(feeds(*diff).out)
    count = len(found["feeds"][0]["entries"]["other_id"])
    assert count > 100
    before = tree(site)
    said = feeds("pin", "--feed", known, "--site", site)
    assert (said.status, said.out.splitlines()[-1]) == (0, f"{count} posts pinned")
    assert said.err == ""
    after = tree(site)
    changed = [name for name in after if after[name] != before[name]]
    assert len(changed) == count
    for name in changed:
        lines = after[name].splitlines(keepends=True)
        (added,) = (line for line in lines if b"feed_id" in line)
        lines.remove(added)
        assert b"".join(lines) == before[name]
    again = feeds(*diff)
    assert again.status == 0
    assert json.loads(again.out)["feeds"][0]["entries"]["other_id"] == []
