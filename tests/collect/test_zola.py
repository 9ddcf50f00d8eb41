"""Zola's conventions, on sites made for the purpose and on a real one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from feeds.collect import Collection, collect
from feeds.collect.dates import parse_date
from feeds.collect.dialects import detect
from feeds.collect.dialects.zola.slugs import slugify_zola
from feeds.errors import ConfigurationError, Level
from feeds.model import Post, Query, Site
from feeds.urls import normalise
from feeds.workspace import open_site
from feeds.zones import zone

NOW = parse_date("2026-11-23", zone("UTC"))
EVERYTHING = Query(NOW, drafts=True, future=True)
PUBLIC = Query(NOW, future=True)
CONFIG = 'base_url = "https://harbour.example"\ntitle = "Harbour"\n'
DATED = "date = 2020-01-01\n"
TITLED = f'{DATED}title = "T"\n'
SITES = tomllib.loads((Path(__file__).parent / "zola_posts.toml").read_text("utf-8"))["site"]
CASES = [(site, post) for site in SITES for post in site["posts"]]

Written = Mapping[str, str | bytes]
Opened = Callable[..., tuple[Site, Collection]]


def page(head: str = DATED, body: str = "Text.\n") -> str:
    """A page's file."""
    return f"+++\n{head}\n+++\n{body}"


def files_of(site: Mapping[str, Any]) -> dict[str, str]:
    """The files of one site of the cases."""
    return {
        "config.toml": site["config"],
        "content/dr/_index.md": page("draft = true"),
        "content/tr/_index.md": page("transparent = true"),
        **{
            f"content/{post['path']}": page(re.sub(r", (?=[a-z_]+ = )", "\n", post["head"]))
            for post in site["posts"]
        },
    }


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Opens a site of such files as every command does, and collects it."""

    def run(files: Written, *, drafts: bool = False) -> tuple[Site, Collection]:
        root = tmp_path / "site"
        for name, text in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        workspace = open_site(root, drafts=drafts)
        with collect(workspace.site, workspace.dialect) as collection:
            posts = collection.store.select(EVERYTHING)
            with collect(workspace.site, workspace.dialect, tmp_path / "cache") as kept:
                assert kept.store.select(EVERYTHING) == posts
                assert kept.findings == collection.findings
        findings = (*workspace.findings, *collection.findings)
        frozen = Collection(_Kept(posts), findings, collection.folders, collection.dialect)  # type: ignore[arg-type]
        return workspace.site, frozen

    return run


class _Kept:
    """The posts of a collection whose index is closed."""

    def __init__(self, posts: object) -> None:
        self.posts = posts

    def select(self, _: Query) -> object:
        """All of them."""
        return self.posts


def one(opened: Opened, head: str, path: str = "content/p.md", config: str = CONFIG) -> Post:
    """The one post of a site with only that page."""
    (post,) = posts(opened, {"config.toml": config, path: page(head)})
    return post


def posts(opened: Opened, files: Written, *, drafts: bool = False) -> list[Post]:
    """The posts of such a site."""
    return list(opened(files, drafts=drafts)[1].store.select(EVERYTHING))


def findings(opened: Opened, head: str, path: str = "content/p.md", config: str = CONFIG) -> str:
    """What is said of a site with only that page."""
    _, collection = opened({"config.toml": config, path: page(head)})
    return "\n".join(map(str, collection.findings))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Site, dict[str, Post]]]:
    """The sites of the cases, each with its posts by path."""
    made = {}
    for site in SITES:
        root = tmp_path_factory.mktemp(site["name"])
        for name, text in files_of(site).items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        workspace = open_site(root)
        with collect(workspace.site, workspace.dialect) as collection:
            found = collection.store.select(PUBLIC)
        made[site["name"]] = workspace.site, {post.path: post for post in found}
    return made


@pytest.mark.parametrize(
    ("site", "case"), CASES, ids=[f"{site['name']}: {post['rule']}" for site, post in CASES]
)
def test_posts_are_what_zola_makes_of_them(
    built: Mapping[str, tuple[Site, dict[str, Post]]],
    site: Mapping[str, Any],
    case: Mapping[str, str],
) -> None:
    """Readers who followed Zola's feed would see an old post as new, or not at all."""
    settings, found = built[site["name"]]
    post = found.get(f"content/{case['path']}")
    if not case["url"]:
        assert post is None
        return
    assert post is not None
    assert post.id == post.url == normalise(f"{settings.url}/{case['url']}")
    assert post.published.isoformat() == case["published"]
    assert post.updated.isoformat() == case.get("updated", case["published"])
    assert post.language == case.get("language", "en")


@pytest.mark.parametrize(
    ("text", "on", "safe"),
    [
        ("input", "input", "input"),
        ("test ", "test", "test"),
        ("tes t", "tes-t", "tes t"),
        ("dot. ", "dot", "dot"),
        ("héhé", "hehe", "héhé"),
        ("test (hey)", "test-hey", "test (hey)"),
        ("  --test_-_cool", "test-cool", "  --test_-_cool"),
        ("C++ & C#", "c-c", "C++ & C#"),
        ("½ price – 100 €", "1-2-price-100-eur", "½ price – 100 €"),
        ("Đorđe Ћирић", "dorde-tshiritsh", "Đorđe Ћирић"),
        ("ｶﾅ ー ヴィ", "kana-vui", "ｶﾅ ー ヴィ"),
        ("a\u00adb\u200db", "abb", "a\u00adb\u200db"),
    ],
)
def test_slugs(text: str, on: str, safe: str) -> None:
    """A path would differ from Zola's."""
    assert slugify_zola(text, "safe") == safe
    assert slugify_zola(text, "off") == text
    assert slugify_zola(text, "on") == on


def test_an_unknown_spelling_is_an_error_and_no_guess(opened: Opened) -> None:
    """A post would be at another URL than Zola's, and nobody would be told."""
    said = findings(opened, DATED, "content/😀.md")
    assert "slug: no URL can be made of 😀" in said
    assert "path =" in said
    assert one(opened, DATED + 'path = "grinning"', "content/😀.md").url.endswith("/grinning/")


def test_ideographs_are_spelt_by_the_package_that_knows_them(opened: Opened) -> None:
    """Names in ideographs would get other URLs than Zola's, or none without a word."""
    assert one(opened, DATED, "content/日本.md").url == "https://harbour.example/ri-ben/"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('[taxonomies]\ntags = ["Rust", "C++", "Rust"]', ((), ("Rust", "C++"))),
        ('[taxonomies]\ncategories = ["Dev"]', (("Dev",), ())),
        ('[taxonomies]\nauthors = ["Ann"]', ((), ())),
        ('tags = ["not one of Zola\'s"]', ((), ())),
    ],
)
def test_terms_come_from_the_taxonomies(
    opened: Opened, head: str, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    """Feeds of terms would hold other posts than Zola's."""
    config = CONFIG + (
        'taxonomies = [{ name = "tags" }, { name = "categories" }, { name = "authors" }]\n'
    )
    post = one(opened, f"{DATED}{head}", config=config)
    assert (post.categories, post.tags) == expected


def test_other_taxonomies_take_the_free_places(opened: Opened) -> None:
    """The terms of a blog that calls its taxonomies otherwise would be lost."""
    config = CONFIG + 'taxonomies = [{ name = "topics" }, { name = "series" }, { name = "tags" }]\n'
    post = one(
        opened,
        f'{DATED}[taxonomies]\ntopics = ["Sea"]\nseries = ["Two"]\ntags = ["a"]',
        config=config,
    )
    assert (post.categories, post.tags) == (("Sea",), ("a",))


def test_taxonomies_that_the_site_does_not_name_are_said(opened: Opened) -> None:
    """Terms would vanish without a word."""
    said = findings(opened, f'{DATED}[taxonomies]\nnope = ["a"]')
    assert "taxonomies: nope is none that the site's configuration names" in said


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('authors = ["page@x.example (Page Author)"]', ["page@x.example (Page Author)"]),
        ('authors = ["Foo Doe", "Bar Doe"]', ["Foo Doe", "Bar Doe"]),
        ('author = "Nobody"', ["me@x.example (Me)"]),
        ("authors = []", ["me@x.example (Me)"]),
    ],
)
def test_authors(opened: Opened, head: str, expected: list[str]) -> None:
    """A post would be by somebody else."""
    post = one(opened, DATED + head, config=CONFIG + 'author = "me@x.example (Me)"\n')
    assert [person.name for person in post.authors] == expected


def test_yaml_front_matter_is_read(opened: Opened) -> None:
    """Posts that came from other generators would be lost."""
    text = (
        "---\ntitle: Y\ndate: 2001-12-14 21:59:43.10 -5\nupdated: 2002-01-02 03:04:05\n"
        "authors: [A]\ntaxonomies:\n  tags:\n    - Rust\n---\n"
    )
    config = f'{CONFIG}taxonomies = [{{ name = "tags" }}]\n'
    (post,) = posts(opened, {"config.toml": config, "content/y.md": text})
    assert post.published.isoformat() == "2001-12-14T21:59:43-05:00"
    assert post.updated.isoformat() == "2002-01-02T03:04:05+00:00"
    assert (post.tags, post.authors[0].name) == (("Rust",), "A")


def test_the_description_is_the_excerpt_and_names_give_titles(opened: Opened) -> None:
    """Posts would have another summary than their pages, or no title."""
    post = one(opened, f'{DATED}description = "hey there"', "content/2020-01-01-no_title.md")
    assert (post.title, post.excerpt) == ("No Title", "hey there")


@pytest.mark.parametrize("start", ["\n\n", "  ", "\r\n\t"])
def test_space_above_front_matter_is_said(opened: Opened, start: str) -> None:
    """Zola takes such a page, and here it would be missing without a word."""
    files = {"config.toml": CONFIG, "content/p.md": f"{start}{page()}"}
    _, collection = opened(files)
    (finding,) = collection.findings
    assert (finding.level, finding.path, finding.line) == (Level.ERROR, "content/p.md", 1)


def test_pages_without_date_are_passed_over_in_silence(opened: Opened) -> None:
    """Every about page would be an error."""
    files = {
        "config.toml": CONFIG,
        "content/about.md": page("title = 'A'"),
        "content/e.md": page(""),
    }
    _, collection = opened(files)
    assert (collection.findings, collection.store.select(PUBLIC)) == ((), [])


def test_pages_can_stay_out_of_feeds(opened: Opened) -> None:
    """Redirects and the like would become news, as they do not in Zola since 0.23."""
    files = {"config.toml": CONFIG, "content/p.md": page(f"{DATED}include_in_feeds = false")}
    assert posts(opened, files) == []


def test_only_sections_of_the_sites_languages_count(opened: Opened) -> None:
    """A file that Zola does not read could hide a whole folder."""
    files = {
        "config.toml": f'{CONFIG}[languages.fr]\ntitle = "F"\n',
        "content/s/_index.xx.md": page("draft = true"),
        "content/s/p.md": page(),
        "content/t/_index.fr.md": page("draft = true"),
        "content/t/p.md": page(),
    }
    assert [post.path for post in posts(opened, files)] == ["content/s/p.md"]


@pytest.mark.parametrize("date", ['"Oct 2"', "07:32:00", '"2002-02-30"', '""', "true", "[1]"])
def test_a_date_that_is_none_is_an_error(opened: Opened, date: str) -> None:
    """A post would vanish, or get some other date."""
    assert "date: " in findings(opened, f"date = {date}")


@pytest.mark.parametrize("path", ["../../up", "a/../b", ".", "a/./b", "x" * 9000])
def test_paths_that_lead_out_are_errors(opened: Opened, path: str) -> None:
    """An entry could stand for a page of somebody else's site."""
    assert "path: no URL can be made of" in findings(opened, f'{DATED}path = "{path}"')


def test_two_posts_at_one_path(opened: Opened) -> None:
    """The newer post would take the older one's place in readers."""
    files = {
        "config.toml": CONFIG,
        "content/old.md": page('title = "O"\ndate = 2019-01-01\npath = "same"'),
        "content/new.md": page(TITLED + 'path = "/same/"'),
    }
    _, collection = opened(files)
    assert [post.path for post in collection.store.select(PUBLIC)] == ["content/old.md"]
    assert "the same id as content/old.md" in str(collection.findings[0])


def test_drafts_are_there_when_asked_for(opened: Opened) -> None:
    """A writer could not see what is to come."""
    files = {
        "config.toml": CONFIG,
        "content/d.md": page(f"{DATED}draft = true"),
        "content/dr/_index.md": page("draft = true"),
        "content/dr/deep/e.md": page(),
    }
    assert posts(opened, files) == []
    found = posts(opened, files, drafts=True)
    assert [(post.path, post.draft) for post in found] == [
        ("content/d.md", True),
        ("content/dr/deep/e.md", True),
    ]


def test_an_unknown_language_is_an_error(opened: Opened) -> None:
    """A post in a language that Zola refuses would be shown as another post."""
    config = f'{CONFIG}[languages.fr]\ntitle = "F"\n'
    said = findings(opened, DATED, "content/v1.2.md", config)
    assert "asks for the language 2, which config.toml does not name" in said


@pytest.mark.parametrize("name", ["config.toml", "zola.toml"])
def test_settings(opened: Opened, name: str) -> None:
    """The feeds would be called otherwise than before."""
    config = (
        'base_url = "https://harbour.example/blog/"\ntitle = "Harbour"\n'
        'description = "News"\ndefault_language = "pt_BR"\nauthor = "Me"\n'
    )
    site, _ = opened({name: config, "content/p.md": page()})
    assert (site.url, site.title) == ("https://harbour.example/blog", "Harbour")
    assert (site.description, site.language) == ("News", "pt-BR")
    assert (site.timezone.key, site.posts.future) == ("UTC", True)
    assert [person.name for person in site.authors] == ["Me"]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("generate_feeds = true", {"main": {"atom": "atom.xml"}}),
        ('generate_feed = true\nfeed_filename = "rss.xml"', {"main": {"rss": "rss.xml"}}),
        (
            'generate_feeds = true\nfeed_filenames = ["rss.xml", "atom.xml", "more.xml"]',
            {
                "main": {"rss": "rss.xml", "atom": "atom.xml"},
                "main-2": {"atom": "more.xml"},
            },
        ),
        (
            'taxonomies = [{ name = "Some Tags", feed = true }]',
            {"tags": {"atom": "some-tags/:slug/atom.xml"}},
        ),
        (
            'taxonomy_root = "blog"\ntaxonomies = [{ name = "categories", feed = true }]',
            {"categories": {"atom": "blog/categories/:slug/atom.xml"}},
        ),
        ('taxonomies = [{ name = "tags", feed = true, render = false }]', None),
        (
            "generate_feeds = true\n[languages.fr]\ngenerate_feeds = true\n"
            'taxonomies = [{ name = "tags", feed = true }]',
            {
                "main": {"atom": "atom.xml"},
                "fr": {"atom": "fr/atom.xml"},
                "tags-fr": {"atom": "fr/tags/:slug/atom.xml"},
            },
        ),
        ("", None),
    ],
)
def test_feeds_are_where_zola_writes_them(
    opened: Opened, config: str, expected: dict[str, dict[str, str]] | None
) -> None:
    """Readers would ask for a file that is no longer there."""
    site, _ = opened({"config.toml": f"{CONFIG}{config}\n", "content/p.md": page()})
    found = {feed.name: dict(feed.paths) for feed in site.feeds}
    assert found == (expected or {feed.name: dict(feed.paths) for feed in _defaults(opened)})
    assert {feed.limit for feed in site.feeds} == ({0} if expected else {20})


def _defaults(opened: Opened) -> tuple[Any, ...]:
    return opened({"config.toml": CONFIG, "content/p.md": page()})[0].feeds


def test_feeds_of_languages_hold_their_own(opened: Opened) -> None:
    """Each language's readers would get the posts of all."""
    config = (
        'description = "D"\ngenerate_feeds = true\nfeed_limit = 3\n'
        '[languages.fr]\ntitle = "Le port"\ngenerate_feeds = true\n'
    )
    site, _ = opened({"config.toml": f"{CONFIG}{config}", "content/p.md": page()})
    main, french = site.feeds
    assert (main.title, main.description, main.filter.languages) == ("Harbour", "D", ("en",))
    assert (french.title, french.filter.languages, french.limit) == ("Le port", ("fr",), 3)


def test_a_feed_template_says_which_format_it_is(opened: Opened) -> None:
    """A feed of one's own would be written in the other format."""
    files = {
        "config.toml": f'{CONFIG}generate_feeds = true\nfeed_filenames = ["news.xml"]\n',
        "templates/news.xml": '<?xml version="1.0"?><rss version="2.0"></rss>',
        "content/p.md": page(),
    }
    site, _ = opened(files)
    assert [dict(feed.paths) for feed in site.feeds] == [{"rss": "news.xml"}]


def test_the_only_feed_may_be_a_sections(opened: Opened) -> None:
    """A blog that lies in one section would lose its feed's place, or gain pages in it."""
    files = {
        "config.toml": CONFIG,
        "content/blog/_index.md": page("generate_feeds = true"),
        "content/blog/p.md": page(),
        "content/docs/q.md": page(),
    }
    site, collection = opened(files)
    assert [dict(feed.paths) for feed in site.feeds] == [{"atom": "blog/atom.xml"}]
    assert [post.path for post in collection.store.select(PUBLIC)] == ["content/blog/p.md"]


def test_feeds_that_are_not_made_are_named(opened: Opened) -> None:
    """Somebody would follow a feed that has stopped, and nobody would know."""
    files = {
        "config.toml": f"{CONFIG}generate_feeds = true\n"
        'feed_filenames = ["feed.json", "atom.xml"]\n'
        'taxonomies = [{ name = "authors", feed = true }]\n',
        "content/blog/_index.md": page("generate_feeds = true"),
        "content/blog/p.md": page(),
    }
    _, collection = opened(files)
    said = [finding.what for finding in collection.findings if finding.level is Level.HINT]
    assert said == [
        "feed.json is no Atom or RSS, and is not made here",
        "the feeds of the taxonomy authors are not made here",
        "the feed of the section content/blog is not made here",
    ]


@pytest.mark.parametrize(
    ("config", "is_zola"),
    [
        (CONFIG, True),
        ('"base_url" = "https://x.example"', True),
        ("compile_sass = true\n", True),
        ('baseURL = "https://x.example"\nminify_html = true\n', False),
        ('baseurl = "https://x.example"\n[extra]\n', False),
        ('title = "x"\n', False),
        ("", False),
        ("title = \n", False),
    ],
)
def test_whose_configuration_it_is(tmp_path: Path, config: str, is_zola: bool) -> None:
    """Another generator's blog would be read by Zola's rules, or Zola's by none."""
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    assert (detect(tmp_path).name == "zola") is is_zola


@pytest.mark.parametrize(
    ("config", "line"),
    [
        (b'base_url = "https://x.example"\ntitle = \n', 2),
        (b'base_url = "https://x.example"\ntitle = "\xff"\n', None),
        (b'base_url = "https://x.example"\nx = ' + b"[" * 30_000 + b"]" * 30_000, None),
        (b'base_url = "https://x.example"\n' + b"a." * 30_000 + b"b = 1\n", None),
        (b'base_url = "https://x.example"\nn = 1' + b"0" * 5000 + b"\n", None),
    ],
)
def test_a_broken_configuration_is_named(tmp_path: Path, config: bytes, line: int | None) -> None:
    """The program would crash, hang, or go on with settings that nobody gave."""
    (tmp_path / "config.toml").write_bytes(config)
    with pytest.raises(ConfigurationError) as caught:
        detect(tmp_path)
    (finding,) = caught.value.findings
    assert (finding.path, finding.line) == ("config.toml", line)


def test_values_of_the_wrong_kind_are_passed_over_and_named(opened: Opened) -> None:
    """One mistyped setting would cost the whole site, or go unnoticed."""
    config = f"""{CONFIG}description = 3
default_language = ["en"]
generate_feeds = "yes"
feed_limit = -1
feed_filenames = "atom.xml"
taxonomies = ["tags", {{ name = 3, feed = 1 }}]
ignored_content = ["*/[", 3, "{"{a,b}" * 20}"]
author = false
[languages]
fr = "x"
[slugify]
paths = "maybe"
taxonomies = 3
[markdown]
smart_punctuation = "on"
"""
    site, collection = opened({"config.toml": config, "content/p.md": page(TITLED)})
    assert [post.url for post in collection.store.select(PUBLIC)] == ["https://harbour.example/p/"]
    assert (site.description, site.language) == ("", "en")
    named = {finding.what.partition(":")[0] for finding in collection.findings}
    assert named >= {
        "description",
        "default_language",
        "generate_feeds",
        "feed_filenames",
        "taxonomies",
        "taxonomies.name",
        "languages.fr",
        "slugify.paths",
        "ignored_content",
        "author",
    }
    assert {finding.path for finding in collection.findings} == {"config.toml"}
    assert all(finding.line for finding in collection.findings)


def test_a_site_without_a_host_needs_a_url(opened: Opened) -> None:
    """Ids would be no URLs."""
    files = {"config.toml": 'base_url = "/"\ntitle = "x"\n', "content/p.md": page()}
    with pytest.raises(ConfigurationError, match="url"):
        opened(files)
    site, _ = opened({**files, "feeds.toml": '[site]\nurl = "https://x.example"\n'})
    assert site.url == "https://x.example"


@pytest.mark.parametrize(
    "head",
    [
        "title = 3\nslug = [1]\npath = { a = 1 }\ntaxonomies = 3\nauthors = 5\ndraft = 'x'\n",
        "authors = 'One'\n[taxonomies]\ntags = 'one'\ncategories = [[1], { name = 'x' }]\n",
        "updated = 'never'\nextra = [1]\n",
        'feed_id = "no uri"\nlang = 5\nimage = 3\n',
    ],
)
def test_front_matter_of_the_wrong_kind_costs_no_post(opened: Opened, head: str) -> None:
    """One mistyped key would cost the post, or the run."""
    assert one(opened, DATED + head).url == "https://harbour.example/p/"


@pytest.mark.parametrize(
    "head",
    [
        "x = " + "[" * 30_000 + "]" * 30_000,
        "a." * 30_000 + "b = 1",
        "x = " + "{a = " * 30_000 + "1" + "}" * 30_000,
        "title = ",
        "title = 'a'\ntitle = 'b'",
    ],
)
def test_broken_front_matter_costs_its_own_post(opened: Opened, head: str) -> None:
    """Nesting could end the run, and one broken post would take the others with it."""
    files = {
        "config.toml": CONFIG,
        "content/bad.md": page(DATED + head),
        "content/good.md": page(TITLED),
    }
    _, collection = opened(files)
    assert [post.path for post in collection.store.select(PUBLIC)] == ["content/good.md"]
    assert [finding.path for finding in collection.findings] == ["content/bad.md"]


def test_a_broken_section_is_named(opened: Opened) -> None:
    """Whether a section is a draft would be guessed without a word."""
    files = {
        "config.toml": CONFIG,
        "content/s/_index.md": "+++\nx = \n+++\n",
        "content/s/p.md": page(TITLED),
    }
    _, collection = opened(files)
    assert [post.path for post in collection.store.select(PUBLIC)] == ["content/s/p.md"]
    assert [finding.path for finding in collection.findings] == ["content/s/_index.md"]


def test_a_section_that_becomes_a_draft_takes_its_posts_along(
    tmp_path: Path, opened: Opened
) -> None:
    """The index would remember posts that are no longer to be shown."""
    files = {"config.toml": CONFIG, "content/s/_index.md": page(""), "content/s/p.md": page()}
    assert len(posts(opened, files)) == 1
    assert posts(opened, {**files, "content/s/_index.md": page("draft = true")}) == []


def test_folders_of_the_settings_narrow_the_site(opened: Opened) -> None:
    """Somebody could not keep pages out that Zola has in its feed."""
    files = {
        "config.toml": CONFIG,
        "feeds.toml": '[posts]\nfolders = ["content/blog"]\n',
        "content/blog/p.md": page(),
        "content/docs/q.md": page(),
    }
    assert [post.path for post in posts(opened, files)] == ["content/blog/p.md"]


def test_the_sample_site_of_zola(corpus: Callable[[str], Path]) -> None:
    """Zola's own test posts would be elsewhere than Zola puts them."""
    workspace = open_site(corpus("zola-test-site"))
    home = workspace.site.url
    with collect(workspace.site, workspace.dialect) as collection:
        found = collection.store.select(PUBLIC)
    assert [post.url.removeprefix(f"{home}/") for post in found] == [
        "posts/2018/transparent-page/",
        "posts/extra-syntax/",
        "posts/render/",
        "posts/simple/",
        "posts/python/",
        "a-fixed-url/",
        "posts/something-else/",
        "posts/skip-prefixes/",
        "posts/top-level-alias/",
        "posts/tutorials/devops/docker/",
        "posts/tutorials/devops/nix/",
        "posts/tutorials/programming/python/",
        "posts/tutorials/programming/rust/",
        "posts/a-post-with-dates/",
        "posts/with-assets/",
    ]
    assert [dict(feed.paths) for feed in workspace.site.feeds][:2] == [
        {"atom": "atom.xml"},
        {"atom": "categories/:slug/atom.xml"},
    ]
