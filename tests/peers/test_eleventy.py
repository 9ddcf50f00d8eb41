"""Small Eleventy sites, page by page beside Eleventy itself.

It is installed by `make peers`, or lies in the folder that FEEDS_PEERS names.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from feeds.collect import collect, read_body
from feeds.collect.dialects import detect
from feeds.config import load
from feeds.content.pipeline import render
from feeds.content.plain import plain_text
from feeds.content.sanitise import sanitise
from feeds.expand import Sources, expander
from feeds.model import Post, Query, Site

REPOSITORY = Path(__file__).resolve().parents[2]
EVERYTHING = Query(datetime(2100, 1, 1, tzinfo=UTC), drafts=True, future=True)
SELECTING = """
for (const key of ["title", "tags", "page.date", "draft", "eleventyExcludeFromCollections"]) {
  eleventyConfig.dataFilterSelectors.add(key);
}
"""
CONFIG = f"""
export default function (eleventyConfig) {{{SELECTING}}}
"""

Page = Mapping[str, object]
Beside = Callable[[Mapping[str, str]], "Both"]


class Both:
    """What Eleventy and we made of one site, by path; ours without pages that are no posts."""

    def __init__(self, peer: Mapping[str, Page], ours: Mapping[str, Post], site: Site) -> None:
        self.peer = peer
        self.ours = ours
        self.site = site
        self.findings: tuple[str, ...] = ()
        self.html: dict[str, str] = {}


@pytest.fixture
def beside(tmp_path: Path, lacking: Callable[[str], None]) -> Beside:
    """Writes a site, and has both of us read it."""
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
    command = place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not command.is_file():
        lacking("Eleventy is not installed: make peers")

    def run(files: Mapping[str, str]) -> Both:
        root = tmp_path / "site"
        for name, text in {
            "eleventy.config.js": CONFIG,
            "package.json": '{"type": "module"}',
            **files,
        }.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        (root / "node_modules").symlink_to(place / "node_modules")
        environment = {"PATH": os.environ["PATH"], "TZ": "UTC", "HOME": str(tmp_path)}
        done = subprocess.run(
            ["node", str(command), "--to=json", "--quiet"],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[:300]
        pages = json.loads(done.stdout)
        peer = {page["inputPath"].removeprefix("./"): page for page in pages}
        own = files.get("feeds.toml")
        (root / "feeds.toml").write_text(
            own
            if own is not None
            else '[site]\nurl = "https://x.example"\ntitle = "X"\n[posts]\ndrafts = true\n'
        )
        dialect = detect(root)
        assert dialect.name == "eleventy"
        site, _ = load(root, dialect.adopted())
        with collect(site, dialect) as collection:
            posts = collection.store.select(EVERYTHING)
            both = Both(peer, {post.path: post for post in posts}, site)
            both.findings = tuple(map(str, collection.findings))
            sources = Sources(site, collection.dialect, collection.folders)
            expand = expander(site, collection.dialect, sources)
            for post in posts:
                made = render(read_body(site, post), post, site, expand.expand, expand.flavour)
                both.html[post.path] = made.body.html
                both.findings += tuple(map(str, made.findings))
        return both

    return run


def page(front_matter: str, body: str = "Text.\n") -> str:
    """A page with such front matter."""
    return f"---\n{front_matter}\n---\n{body}"


PAGES = {
    "posts/plain.md": page("title: Plain\ndate: 2024-01-01"),
    "posts/2024-01-02-name.md": page("title: A date in its name"),
    "2024-01-03/index.md": page("title: A date as its folder"),
    "2024-01-04-trip/index.md": page("title: A date before its folder's name"),
    "posts/2024-01-05/inner/page.md": page("title: A date above"),
    "posts/x-2024-01-06-y.md": page("title: A date within its name"),
    "posts/2024-01-07-2024-01-08-two.md": page("title: Two dates"),
    "posts/same/same.md": page("title: As its folder\ndate: 2024-01-09"),
    "posts/own/index.md": page("title: An index\ndate: 2024-01-10"),
    "posts/dots.in.name.md": page("title: Dots\ndate: 2024-01-11"),
    "posts/Upper Case.md": page("title: Capitals\ndate: 2024-01-12"),
    "posts/港.md": page("title: Japanese\ndate: 2024-01-13"),
    "posts/seconds.md": page("title: T\ndate: 2024-01-14 10:11:12"),
    "posts/zulu.md": page("title: T\ndate: 2024-01-15T10:11:12Z"),
    "posts/offset.md": page("title: T\ndate: 2024-01-16T01:02:03+09:00"),
    "posts/spaced-offset.md": page("title: T\ndate: 2024-01-17 01:02:03 -05:00"),
    "posts/quoted.md": page("title: T\ndate: '2024-01-18'"),
    "posts/quoted-time.md": page("title: T\ndate: '2024-01-19T10:00:00'"),
    "posts/quoted-minutes.md": page("title: T\ndate: '2024-01-20T10:05'"),
    "posts/fraction.md": page("title: T\ndate: 2024-01-21T10:00:00.250Z"),
    "posts/basic.md": page("title: T\ndate: '20240122'"),
    "posts/month.md": page("title: T\ndate: '2024-02'"),
    "posts/year.md": page("title: T\ndate: '2023'"),
    "posts/week.md": page("title: T\ndate: '2024-W05-2'"),
    "posts/week-alone.md": page("title: T\ndate: '2024-W06'"),
    "posts/ordinal.md": page("title: T\ndate: '2024-061'"),
    "posts/overflow.md": page("title: T\ndate: 2024-02-31"),
    "posts/future.md": page("title: T\ndate: 2090-01-01"),
    "posts/tag-text.md": page("title: T\ndate: 2024-03-01\ntags: two words"),
    "posts/tag-commas.md": page("title: T\ndate: 2024-03-02\ntags: a,b"),
    "posts/tag-list.md": page("title: T\ndate: 2024-03-03\ntags:\n  - a\n  - b\n  - a"),
    "posts/tag-numbers.md": page("title: T\ndate: 2024-03-04\ntags: [2024, a]"),
    "posts/tag-none.md": page("title: T\ndate: 2024-03-05\ntags:"),
    "posts/tag-apart.md": page(
        "title: T\ndate: 2024-03-06\ntags: [a, b]\neleventyExcludeFromCollections: [b]"
    ),
    "posts/link.md": page("title: T\ndate: 2024-04-01\npermalink: /own/link/"),
    "posts/link-file.md": page("title: T\ndate: 2024-04-02\npermalink: /own/link.html"),
    "posts/link-index.md": page("title: T\ndate: 2024-04-03\npermalink: /own/deep/index.html"),
    "posts/link-bare.md": page("title: T\ndate: 2024-04-04\npermalink: bare/link/"),
    "posts/link-dots.md": page("title: T\ndate: 2024-04-06\npermalink: /own/./a/../dots/"),
    "posts/link-slug.md": page(
        'title: "Ångström & Co\'s: 5 Things!"\ndate: 2024-04-07\n'
        'permalink: "/{{ title | slugify }}/"'
    ),
    "posts/2024-04-08-link-page.md": page("title: T\npermalink: '{{ page.filePathStem }}.html'"),
    "posts/2024-04-09-link-date.md": page(
        "title: T\npermalink: '/{{ page.date | date: \"%Y/%m/%d\" }}/{{ page.fileSlug }}/'"
    ),
    "posts/link-filters.md": page(
        "title: T\ndate: 2024-04-10\nwhere: ' Deep '\n"
        "permalink: '/{{ where | strip | downcase | append: \"-er\" }}/{{ none }}x/'"
    ),
    "posts/link-build.md": page(
        "title: T\ndate: 2024-04-11\npermalink:\n  build: /built/\n  serve: /served/"
    ),
    "posts/link-empty.md": page("title: T\ndate: 2024-04-12\npermalink: ''"),
    "posts/link-object.md": page("title: T\ndate: 2024-04-13\npermalink: {}"),
    "posts/link-computed.md": page(
        "title: T\ndate: 2024-04-14\npermalink: /no/\n"
        "eleventyComputed:\n  permalink: '/computed/{{ page.fileSlug }}/'"
    ),
    "posts/title-computed.md": page(
        "name: N\ndate: 2024-04-15\neleventyComputed:\n  title: 'The {{ name }}'"
    ),
    "posts/link-static.md": page(
        "title: T\ndate: 2024-04-16\npermalink: '/s/'\ndynamicPermalink: false"
    ),
    "posts/link-array.md": page(
        "title: T\ndate: 2024-04-17\npart: [a, b]\npermalink: '/{{ part[1] }}/{{ part.first }}/'"
    ),
    "posts/link-cyrillic.md": page(
        "title: Привет, мир\ndate: 2024-04-18\npermalink: '/{{ title | slugify }}/'"
    ),
    "posts/shared-data.md": page(
        "title: T\ndate: 2024-04-19\npermalink: '/{{ places.sea.name | slugify }}/'"
    ),
    "posts/json.md": '---json\n{"title": "J", "date": "2024-05-01", "tags": ["j"]}\n---\nText.\n',
    "posts/script.md": '---js\nconst title = "S"; // s\nlet date = "2024-05-07"\n---\nText.\n',
    "posts/object.md": '---js\n{ title: "O", date: "2024-05-08", tags: ["o"] }\n---\nText.\n',
    "posts/crlf.md": "---\r\ntitle: CR\r\ndate: 2024-05-02\r\n---\r\nText.\r\n",
    "posts/page.html": page("title: H\ndate: 2024-05-03", "<p>Text.</p>\n"),
    "posts/liquid.liquid": page("title: L\ndate: 2024-05-04", "<p>Text.</p>\n"),
    "posts/draft.md": page("title: D\ndate: 2024-05-05\ndraft: true"),
    "posts/untitled.md": page("date: 2024-05-06"),
    "folder/one.md": page("title: T\ndate: 2024-06-01\ntags: own"),
    "folder/two.md": page("title: T\ndate: 2024-06-02\ntags: own"),
    "folder/deep/three.md": page("title: T\ndate: 2024-06-03\n'override:tags': [only]"),
    "folder/deep/four.md": page("title: T\ndate: 2024-06-04\npermalink: /four/"),
    "folder/laid.md": page("title: T\ndate: 2024-06-05\nlayout: inner.liquid"),
    "script/five.md": page("title: T\ndate: 2024-06-06"),
    "dated/six.md": page("title: T"),
}
DATA = {
    "folder/folder.json": '{"tags": ["folder"], "permalink": "/f/{{ page.fileSlug }}/"}',
    "folder/folder.11tydata.json": '{"tags": "strong"}',
    "folder/two.json": '{"tags": ["file"], "title": "Not this"}',
    "folder/two.11tydata.json": '{"permalink": "/two/"}',
    "folder/deep/deep.json": '{"permalink": "/deep/{{ page.fileSlug }}.html", "tags": ["deep"]}',
    "script/script.11tydata.js": (
        "export default {\n  tags: ['code'], // here\n"
        "  permalink: `/js/{{ page.fileSlug }}/`,\n};\n"
    ),
    "dated/dated.json": '{"date": "2024-06-07"}',
    "_data/places.json": '{"sea": {"name": "The Sea"}}',
    "_data/deep/er.json": '{"x": 1}',
    "_includes/inner.liquid": "---\ntags: laid\nlayout: outer.liquid\n---\n{{ content }}",
    "_includes/outer.liquid": "---\ntags: [outer]\n---\n{{ content }}",
}
NO_POSTS = {
    "about.md": page("title: About"),
    "posts/unwritten.md": page("title: T\ndate: 2024-07-01\npermalink: false"),
    "posts/apart.md": page("title: T\ndate: 2024-07-02\neleventyExcludeFromCollections: true"),
    "posts/served.md": page("title: T\ndate: 2024-07-03\npermalink:\n  serve: /x/"),
    "pages.md": page(
        "title: T\ndate: 2024-07-04\nlist: [1, 2]\npagination:\n  data: list\n  size: 1\n"
        "permalink: '/p/{{ pagination.pageNumber }}/'"
    ),
}


def test_records(beside: Beside) -> None:
    """Readers would see old posts as new, or in another order or feed."""
    both = beside({**PAGES, **DATA, **NO_POSTS})
    assert set(both.ours) == set(PAGES)
    assert set(both.peer) == set(PAGES) | set(NO_POSTS)
    ours = {path: _ours(post) for path, post in both.ours.items()}
    peer = {path: _peer(both.peer[path]) for path in PAGES}
    assert ours == peer
    assert len(ours) >= 60


def _ours(post: Post) -> dict[str, object]:
    return {
        "url": post.url,
        "date": post.published.astimezone(UTC).isoformat(timespec="seconds"),
        "tags": list(post.tags),
        "draft": post.draft,
        "title": None if post.path == "posts/untitled.md" else post.title,
    }


def _peer(page: Page) -> dict[str, object]:
    from feeds.urls import normalise

    data = page["data"]
    assert isinstance(data, dict)
    date = datetime.fromisoformat(data["page"]["date"]).replace(microsecond=0)
    tags = dict.fromkeys(map(str, data.get("tags") or []))
    apart = data.get("eleventyExcludeFromCollections") or []
    return {
        "url": normalise(f"https://x.example{page['url']}"),
        "date": date.isoformat(timespec="seconds"),
        "tags": [tag.strip() for tag in tags if tag not in apart],
        "draft": bool(data.get("draft")),
        "title": data.get("title"),
    }


BODIES = {
    "plain": "# A head\n\nSome *words* and `code`.\n",
    "straight": "\"Quotes\" -- and ... dots, 'too'\n",
    "bare-link": "See https://y.example/a now.\n",
    "indented": "Text.\n\n    indented {{ title }}\n\nMore.\n",
    "html": '<div class="x">\n\n**bold** {{ title }}\n\n</div>\n',
    "table": "| a | b |\n|---|---|\n| 1 | {{ 2 | plus: 3 }} |\n",
    "title": "It is {{ title }}, at {{ page.url }}, {{ page.fileSlug }}.\n",
    "stem": "{{ page.filePathStem }} and {{ page.inputPath }}\n",
    "date": "{{ page.date | date: '%Y/%m/%d %H:%M' }}\n",
    "own-key": "{{ place.name | upcase }} {{ nothing }}!\n",
    "shared": "{{ places.sea.name }} {{ places['sea'].name | size }}\n",
    "folder": "{{ of_folder }}\n",
    "condition": "{% if place %}yes{% else %}no{% endif %}{% unless no %}!{% endunless %}\n",
    "loop": "{% for one in list %}- {{ one }}\n{% endfor %}\n",
    "assign": "{% assign a = 'x,y' | split: ',' %}{{ a | join: '+' }} {{ a | first }}\n",
    "capture": "{% capture c %}**{{ title }}**{% endcapture %}{{ c }}\n",
    "raw": "{% raw %}{{ kept }}{% endraw %}\n",
    "comment": "a{% comment %}{{ gone }}{% endcomment %}b\n",
    "slugify": "{{ 'Ærø & Co' | slugify }} {{ 'A b' | slug }}\n",
    "url": "[a]({{ '/posts/plain/' | url }}) [b]({{ 'https://z.example/' | url }})\n",
    "to-url": "[a]({{ 'posts/plain.md' | inputPathToUrl }}#x)\n",
    "to-url-beside": "[b]({{ './plain.md' | inputPathToUrl }})\n",
    "escape": "{{ '<b>' | escape }} {{ 'a' | append: 'b' | capitalize }}\n",
    "task": "1. one\n2. two\n   - three\n\n> quoted\n",
    "unicode": "港の{{ title }}、朝\n",
    "strike": "~~gone~~ and **kept**\n",
    "fence": "```js\nlet a = {};\n```\n",
}


def test_bodies(beside: Beside) -> None:
    """Readers would get other words than the blog's own pages show."""
    keys = "title: The Title\ndate: 2024-01-01 10:30:00\nplace: {name: quay}\nlist: [a, b]"
    files = {f"posts/{name}.md": page(keys, body) for name, body in BODIES.items()}
    both = beside(
        {
            **files,
            "posts/posts.json": '{"of_folder": "From the folder"}',
            "_data/places.json": '{"sea": {"name": "The Sea"}}',
        }
    )
    assert both.findings == ()
    for path in files:
        expected = sanitise(str(both.peer[path]["content"]), both.ours[path].url)
        assert plain_text(both.html[path]).split() == plain_text(expected).split(), path


FEED = """
import { feedPlugin } from "@11ty/eleventy-plugin-rss";
export default function (eleventyConfig) {
  eleventyConfig.addPlugin(feedPlugin, {
    type: "atom", // or "rss"
    outputPath: "/feed/feed.xml",
    collection: { name: "posts", limit: 3 },
    metadata: {
      language: "de", title: "Hafen & Meer", base: "https://y.example/",
      author: { name: "Mio" },
    },
  });
  return { dir: { input: "content", includes: "../_includes" }, pathPrefix: "/notes/" };
}
"""


def test_the_plugins_feed(beside: Beside) -> None:
    """Readers who follow the plugin's feed would see every entry as new."""
    posts = {
        f"content/blog/2024-01-0{number}-p{number}.md": page(f"title: P{number}")
        for number in range(1, 6)
    }
    both = beside(
        {
            "eleventy.config.js": FEED,
            "content/blog/blog.11tydata.js": 'export default { tags: ["posts"] };\n',
            **posts,
            "content/about.md": page("title: About\ndate: 2024-02-01"),
            "feeds.toml": "",
        }
    )
    (feed,) = (each for path, each in both.peer.items() if path.endswith(".njk"))
    tree = etree.fromstring(str(feed["content"]).encode())
    name = "{http://www.w3.org/2005/Atom}"
    theirs = [
        tuple(entry.findtext(name + key) for key in ("id", "title", "updated"))
        for entry in tree.iter(name + "entry")
    ]
    settings = both.site.feeds[0]
    ours = sorted(both.ours.values(), key=lambda post: post.published, reverse=True)
    assert [
        (post.id, post.title, f"{post.updated:%Y-%m-%dT%H:%M:%SZ}")
        for post in ours[: settings.limit]
    ] == theirs
    assert set(both.ours) == set(posts)
    assert dict(settings.paths) == {"atom": "feed/feed.xml"}
    assert both.site.title == tree.findtext(name + "title")
    assert (both.site.url, both.site.language) == ("https://y.example/notes", "de")
    assert f"{both.site.url}/" == tree.findtext(name + "id")
