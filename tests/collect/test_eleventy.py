"""Eleventy's conventions, and what of a site only JavaScript would tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from feeds.collect import Collection, collect
from feeds.collect.dates import parse_date
from feeds.collect.dialects import detect
from feeds.collect.dialects.eleventy.ignores import is_ignored
from feeds.collect.dialects.eleventy.slug import slugify
from feeds.collect.script import Code, Script, ScriptError
from feeds.config import load
from feeds.errors import ConfigurationError
from feeds.model import Post, Query
from feeds.workspace import open_site
from feeds.zones import zone

NOW = parse_date("2026-11-23", zone("UTC"))
EVERYTHING = Query(NOW, drafts=True, future=True)
DATED = "---\ntitle: T\ndate: 2026-10-01\n---\nbody\n"

Gather = Callable[..., Collection]


@pytest.fixture
def gather(gather: Gather) -> Gather:
    """As for every dialect, on a site of Eleventy's with its own permalinks."""

    def run(files: Mapping[str, str], **settings: object) -> Collection:
        return gather(
            {"eleventy.config.js": "", **files},
            **{"folders": (".",), "permalink": "/:path/", **settings},
        )

    return run


def posts(collection: Collection) -> dict[str, Post]:
    """The posts by path."""
    return {post.path: post for post in collection.store.select(EVERYTHING)}


@pytest.mark.parametrize(
    ("files", "dialect"),
    [
        ({".eleventy.js": ""}, "eleventy"),
        ({"eleventy.config.ts": ""}, "eleventy"),
        ({"package.json": '{"devDependencies": {"@11ty/eleventy": "^3"}}'}, "eleventy"),
        ({"package.json": '{"devDependencies": {"astro": "^5"}}'}, "plain"),
        ({"package.json": "{"}, "plain"),
        ({"package.json": "[" * 30_000}, "plain"),
        ({".eleventy.js": "", "_posts/2026-10-01-a.md": DATED}, "eleventy"),
    ],
)
def test_detection(tmp_path: Path, files: Mapping[str, str], dialect: str) -> None:
    """A blog would be read by another generator's conventions."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert detect(tmp_path).name == dialect


def test_a_site_without_a_url(tmp_path: Path) -> None:
    """Feeds would have links that lead nowhere."""
    (tmp_path / "eleventy.config.js").write_text("export default function (c) {}\n")
    with pytest.raises(ConfigurationError, match=r"site\.url: is missing"):
        open_site(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("metadata.json", '{"title": "Z", "url": "https://z.example/", "language": "ja"}'),
        (
            "metadata.js",
            'export default {\n title: "Z", // it\'s\n url: "https://z.example",\n lang: "ja" };',
        ),
        (
            "site.cjs",
            'module.exports = {title: `Z`, url: "https://z.example/", lang: "ja", f() {}}',
        ),
    ],
)
def test_what_the_data_says_of_the_site(tmp_path: Path, name: str, text: str) -> None:
    """People would have to write again what their blog already says."""
    (tmp_path / ".eleventy.js").write_text("")
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / name).write_text(text)
    site, findings = load(tmp_path, detect(tmp_path).adopted())
    assert (site.url, site.title, site.language) == ("https://z.example", "Z", "ja")
    assert findings == ()


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("Last Modified", "not to be known from files"),
        ("git Created", "not to be known from files"),
        ("soon", "date: soon is not a date"),
        ("2026", "is not a date"),
        ("[1]", "is not a date"),
    ],
)
def test_dates_that_are_none(gather: Gather, value: str, what: str) -> None:
    """A post would have the time at which somebody copied its file."""
    collection = gather({"a.md": f"---\ntitle: T\ndate: {value}\n---\n"})
    assert posts(collection) == {}
    assert [what in finding.what for finding in collection.findings] == [True]


def test_a_date_in_words_beside_one_in_the_path(gather: Gather) -> None:
    """A post would be lost whose path has a date."""
    collection = gather({"2026-10-02-a.md": "---\ntitle: T\ndate: created\n---\n"})
    assert posts(collection)["2026-10-02-a.md"].published.date().isoformat() == "2026-10-02"
    assert [str(finding.level) for finding in collection.findings] == ["warning"]


def test_pages_with_tags_and_no_date(gather: Gather) -> None:
    """A post without a date would be passed over without a word."""
    collection = gather({"a.md": "---\ntitle: T\ntags: x\n---\n", "b.md": "---\ntitle: T\n---\n"})
    assert posts(collection) == {}
    assert [finding.path for finding in collection.findings] == ["a.md"]


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("../../etc/passwd", "leads out of the site"),
        ("'/{{ title | shout }}/'", "{{ title | shout }} cannot be worked out here"),
        ("'/{% if a %}/'", "{% if a %} cannot be worked out here"),
        ("'{{ nothing }}'", "comes out empty"),
        ("true", "True is not a path"),
        ("[a]", "is not a path"),
        ("12", "12 is not a path"),
        ("'/{{ sea | slugify }}/'\nsea: გამარჯობა", "cannot be worked out"),
    ],
)
def test_permalinks_that_give_no_url(gather: Gather, link: str, what: str) -> None:
    """A post would get another URL than readers know, or one outside of the site."""
    collection = gather({"a.md": f"---\ntitle: T\ndate: 2026-10-01\npermalink: {link}\n---\n"})
    assert posts(collection) == {}
    (finding,) = collection.findings
    assert what in finding.what
    assert finding.line == 4


def test_permalinks_by_javascript(gather: Gather) -> None:
    """A post would get a URL that nobody knows, and readers see it as new."""
    files = {
        "blog/blog.11tydata.js": "export default { permalink: (d) => `/x/${d.title}/` };",
        "blog/a.md": DATED,
        "blog/b.md": DATED.replace("title: T", "title: T\npermalink: /own/"),
    }
    collection = gather(files)
    assert {path: post.url for path, post in posts(collection).items()} == {
        "blog/b.md": "https://harbour.example/own/"
    }
    hint, error = sorted(collection.findings, key=lambda one: one.path or "")[::-1]
    assert "not seen here: permalink" in hint.what
    assert "made by JavaScript" in error.what
    told = posts(gather(files, permalink="/blog/:slug/"))
    assert told["blog/a.md"].url == "https://harbour.example/blog/a/"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("blog.json", '{"tags": ', "JSON cannot be read"),
        ("blog.json", "[1]", ""),
        ("blog.json", "7", "not a list of `key: value` lines"),
        ("blog.json", '{"tags": {"a": 1}}', "a list or a text is wanted"),
        ("blog.json", '{"a": ' + "[" * 30_000, "nested too deeply"),
        ("blog.json", '{"a": "' + "x" * 300_000 + '"}', "longer than"),
        ("blog.11tydata.js", "export default { ((", "cannot be read as JavaScript"),
        ("blog.11tydata.js", "export default " + "[" * 30_000, "cannot be read as JavaScript"),
        ("blog.11tydata.js", "export default async () => ({});", "not run"),
        ("blog.11tydata.js", "export default { tags: [...more], a: b };", "not run"),
    ],
)
def test_broken_data(gather: Gather, name: str, text: str, says: str) -> None:
    """A mistake in one data file would cost the whole blog, or not be named."""
    collection = gather({f"blog/{name}": text, "blog/a.md": DATED})
    assert posts(collection)["blog/a.md"].url == "https://harbour.example/blog/a/"
    said = [finding.what for finding in collection.findings]
    assert [says in what for what in said] == ([True] if says else [])


def test_data_of_wrong_types(gather: Gather) -> None:
    """A value of another type than Eleventy wants would end the run."""
    keys = "tags: {a: 1}", "eleventyExcludeFromCollections: {a: 1}", "eleventyComputed: [1]"
    more = "layout: [1]", "draft: [1]", "templateEngineOverride: 3", "permalink: {build: [1]}"
    files = {
        f"{number}.md": DATED.replace("title: T", f"title: T\n{key}")
        for number, key in enumerate((*keys, *more))
    }
    collection = gather(files)
    assert set(posts(collection)) == {"1.md", "2.md", "3.md", "4.md", "5.md"}
    assert {finding.path for finding in collection.findings} == {"0.md", "6.md"}


def test_layouts_around_themselves(gather: Gather) -> None:
    """A layout that names itself would hold up the run for ever."""
    collection = gather(
        {
            "_includes/a.njk": "---\nlayout: a.njk\ntags: x\n---\n",
            "a.md": DATED.replace("title: T", "title: T\nlayout: a.njk"),
        }
    )
    assert posts(collection)["a.md"].tags == ("x",)


def test_two_posts_at_one_url(gather: Gather) -> None:
    """One of two posts would take the other's place without a word."""
    text = DATED.replace("title: T", "title: T\npermalink: /x/")
    collection = gather({"a.md": text, "b.md": text.replace("10-01", "10-02")})
    assert set(posts(collection)) == {"a.md"}
    assert [finding.path for finding in collection.findings] == ["b.md"]


def test_a_change_of_data_is_seen(make_site: Callable[..., object], tmp_path: Path) -> None:
    """A post would keep its old URL when its folder's data has another."""
    files = {".eleventy.js": "", "b/b.json": '{"permalink": "/x/"}', "b/a.md": DATED}
    site = make_site(files, folders=(".",), permalink="/:path/")
    for link in ("/x/", "/y/"):
        (site.root / "b/b.json").write_text(f'{{"permalink": "{link}"}}')  # type: ignore[attr-defined]
        dialect = detect(site.root)  # type: ignore[attr-defined]
        with collect(site, dialect, tmp_path / "cache") as collection:  # type: ignore[arg-type]
            (post,) = collection.store.select(EVERYTHING)
            assert post.url == f"https://harbour.example{link}"


def test_ignored_files(gather: Gather) -> None:
    """What a blog keeps out of its site would be in its feeds."""
    collection = gather(
        {
            ".eleventyignore": "# no\ndrafts/\n*.old.md\n",
            ".gitignore": "_site\n",
            "drafts/a.md": DATED,
            "b.old.md": DATED,
            "_site/c.md": DATED,
            "node_modules/x/d.md": DATED,
            "_includes/e.md": DATED,
            "_data/f.md": DATED,
            "g.md": DATED,
        }
    )
    assert set(posts(collection)) == {"g.md"}


@pytest.mark.parametrize(
    ("path", "pattern", "ignored"),
    [
        ("a/b.md", "a", True),
        ("a/b.md", "a/**", True),
        ("a/b.md", "**/b.md", True),
        ("b.md", "**/b.md", True),
        ("a/b.md", "*.md", False),
        ("a/b.md", "{a,c}/?.md", True),
        ("ab.md", "a", False),
        ("x(y.md", "x(y.md", True),
    ],
)
def test_ignore_patterns(path: str, pattern: str, ignored: bool) -> None:
    """A pattern would take more or fewer files than Eleventy's."""
    assert is_ignored(path, [pattern]) is ignored


@pytest.mark.parametrize(
    ("script", "value"),
    [
        (
            "export default { a: 1, 'b-c': [true, null, -2.5], d: `e`, };",
            {"a": 1, "b-c": [True, None, -2.5], "d": "e"},
        ),
        ("const d = { a: 1 };\nmodule.exports = d;", {"a": 1}),
        (
            "module.exports = { a: f(1), b: x + 1, c() { return {} }, d: 2 }",
            {"a": Code(), "b": Code(), "c": Code(), "d": 2},
        ),
        ("module.exports = () => ({ a: 1 })", Code()),
        ("module.exports = 1; module.exports = 2;", None),
        (
            "f(`a${b ? `it's` : ''}`); export default { r: /['\"]/ , a: 'b' }",
            {"r": Code(), "a": "b"},
        ),
        (r"export default { a: '\u00e9\x41\n' }", {"a": "éA\n"}),
    ],
)
def test_literals(script: str, value: object) -> None:
    """A value would be taken from a script that says another when it is run."""
    assert Script(script).exported() == value


@pytest.mark.parametrize(
    "piece", ["{", "`${", "a:", "a:{", "x.f(", "/", "'", "[", "'\\", "`\\", "{{ "]
)
def test_scripts_without_an_end(piece: str) -> None:
    """A script of few characters, often repeated, would hold up the run for minutes."""
    started = time.process_time()
    try:
        script = Script(piece * (250_000 // len(piece)))
    except ScriptError:
        pass
    else:
        script.exported(), script.named("a"), script.calls("f")
    assert time.process_time() - started < 20


def test_slugs() -> None:
    """A URL made of a title would not be the one that readers know."""
    assert slugify("Ångström & Co's 5th — Привет!") == "angstroem-and-cos-5th-privet"
    with pytest.raises(ValueError, match="script"):
        slugify("გამარჯობა")
