"""Hugo's conventions, on sites made for the purpose and on a real one."""

from __future__ import annotations

import csv
import pickle
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from feeds.collect import Collection, collect
from feeds.collect.dates import parse_date
from feeds.collect.dialects import detect
from feeds.collect.dialects.hugo.dates import parse
from feeds.collect.dialects.hugo.globs import matches
from feeds.errors import ConfigurationError, Level
from feeds.model import Post, Query
from feeds.workspace import open_site
from feeds.zones import zone

Gather = Callable[..., Collection]
LONG_AGO = Query(parse_date("1900-01-01", zone("UTC")), drafts=True, future=True)
BASE = 'baseURL = "https://harbour.example"\n'


def every(collection: Collection) -> dict[str, Post]:
    """All posts by their paths, the expired ones too."""
    return {post.path: post for post in collection.store.select(LONG_AGO)}


def one(gather: Gather, text: str, config: str = "", path: str = "content/post/a.md") -> Post:
    """The post that a Hugo site with only that file has."""
    (post,) = every(gather({"hugo.toml": BASE + config, path: text}, drafts=True)).values()
    return post


def said(collection: Collection) -> list[str]:
    """What is said of the site, each with its level."""
    return [f"{finding.level}: {finding.what}" for finding in collection.findings]


def test_the_real_blog_is_what_hugo_says(corpus: Callable[[str], Path], tmp_path: Path) -> None:
    """Readers of a real blog would see old posts as new, or at other dates."""
    root = corpus("letsencrypt")
    workspace = open_site(root, future=True)
    with collect(workspace.site, workspace.dialect) as collection:
        posts = every(collection)
        assert not collection.findings
    with (root / "expected-posts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 120
    for row in rows:
        post = posts[row["path"]]
        assert (post.url, post.title) == (row["permalink"], row["title"])
        assert post.published == datetime.fromisoformat(row["publishDate"])
        assert post.front_matter["slug"] == row["slug"]
        assert post.draft is (row["draft"] == "true")
        assert post.expires is None
    feed = ElementTree.parse(root / "expected-feed.xml").getroot()
    entries = [
        (
            item.findtext("guid"),
            item.findtext("link"),
            item.findtext("title"),
            parsedate_to_datetime(item.findtext("pubDate", "")),
        )
        for item in feed.iter("item")
    ]
    ours = [(post.id, post.url, post.title, post.published) for post in posts.values()]
    assert sorted(entries) == sorted(ours)  # type: ignore[type-var]
    (main,) = workspace.site.feeds
    assert main.paths == {"atom": "atom.xml", "rss": "feed.xml"}
    assert workspace.site.title == "Let's Encrypt"


@pytest.mark.parametrize("name", ["hugo.toml", "config.toml", "config/_default/hugo.toml"])
def test_toml_settings_are_found(gather: Gather, name: str) -> None:
    """A site would count as another generator's."""
    config = f'{BASE}title = "T"\n[permalinks]\npost = "/x/:slug/"\n'
    posts = every(gather({name: config, "content/post/a.md": "---\ndate: 2024-01-01\n---\n"}))
    assert posts["content/post/a.md"].url == "https://harbour.example/x/"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hugo.yaml", "baseurl: https://h.example/b/\nTitle: T\nTIMEZONE: Asia/Tokyo\n"),
        ("config.yml", "baseURL: https://h.example/b/\ntitle: T\ntimeZone: Asia/Tokyo\n"),
        ("hugo.json", '{"baseURL": "https://h.example/b", "title": "T", "timeZone": "Asia/Tokyo"}'),
    ],
)
def test_settings_are_adopted(tmp_path: Path, name: str, text: str) -> None:
    """People would have to write down again what their Hugo site says."""
    (tmp_path / "content").mkdir()
    (tmp_path / name).write_text(text, encoding="utf-8")
    site = open_site(tmp_path).site
    assert (site.url, site.title, site.timezone.key) == ("https://h.example/b", "T", "Asia/Tokyo")


def test_feeds_stand_where_hugo_writes_them(tmp_path: Path) -> None:
    """Subscribers would poll an address that no feed is at any more."""
    (tmp_path / "content").mkdir()
    (tmp_path / "hugo.toml").write_text(
        BASE + 'rssLimit = 7\nlocale = "en-GB"\n[languages.en]\n[languages.ja]\ntitle = "港"\n'
        '[taxonomies]\ntopic = "topics"\nauthor = "authors"\n[permalinks.term]\n'
        'topics = "/t/:slug/"\n',
        encoding="utf-8",
    )
    feeds = {feed.name: feed for feed in open_site(tmp_path).site.feeds}
    assert {name: feed.paths["rss"] for name, feed in feeds.items()} == {
        "main": "index.xml",
        "topics": "t/:slug/index.xml",
        "ja-main": "ja/index.xml",
        "ja-topics": "ja/t/:slug/index.xml",
    }
    assert feeds["main"].filter.languages == ("en-GB",)
    assert feeds["ja-main"].title == "港"
    assert feeds["main"].limit == 7


def test_zola_and_others_are_not_hugo(tmp_path: Path) -> None:
    """Another generator's site would be read with Hugo's conventions."""
    (tmp_path / "config.toml").write_text('base_url = "https://x.example"\n', encoding="utf-8")
    (tmp_path / "content").mkdir()
    assert detect(tmp_path).name != "hugo"
    (tmp_path / "config.toml").write_text("[tool]\nx = 1\n", encoding="utf-8")
    (tmp_path / "content").rmdir()
    assert detect(tmp_path).name != "hugo"
    (tmp_path / "config.toml").unlink()
    (tmp_path / "config.json").write_text("{ // not for Hugo\n}", encoding="utf-8")
    assert detect(tmp_path).name != "hugo"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hugo.toml", "title = \n"),
        ("hugo.yaml", "title: [a\n"),
        ("hugo.json", '{"title": '),
        ("config/_default/params.toml", "= 1\n"),
        ("hugo.yaml", "a: &a [x,x]\n" + "b: &b [*a,*a]\n" * 1 + "- x\n"),
        ("hugo.toml", 'timeZone = "Mars/Base"\n'),
        ("hugo.toml", '[permalinks]\npost = "/:bogus/"\n'),
        ("hugo.toml", '[permalinks.page]\npost = "/:slug[1]/"\n'),
        ("hugo.json", "[" * 30_000),
        ("hugo.yaml", "a: " + "[" * 30_000),
        ("hugo.toml", "a = " + "[" * 30_000),
    ],
)
def test_a_broken_configuration_is_named(tmp_path: Path, name: str, text: str) -> None:
    """A typing mistake would end in a stack of calls, or in another site's conventions."""
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as problem:
        detect(tmp_path)
    assert problem.value.findings[0].path == name


@pytest.mark.parametrize(
    "name", ["hugo.toml", "hugo.yaml", "hugo.json", "config/_default/hugo.toml"]
)
def test_an_empty_configuration_has_all_defaults(gather: Gather, name: str) -> None:
    """A site that has only just been begun would not be read."""
    text = "---\ntitle: T\ndate: 2024-01-01\n---\n"
    (post,) = every(gather({name: "", "content/post/A b.md": text})).values()
    assert post.url == "https://harbour.example/post/a-b/"


def test_wrong_types_in_the_configuration_cost_only_themselves(gather: Gather) -> None:
    """One odd setting would keep the whole site from being read."""
    config = (
        BASE + "title = [1]\nlanguages = 3\nparams = []\npermalinks = 4\ntaxonomies = false\n"
        'frontmatter = "x"\ncascade = 5\nmodule = []\nuglyURLs = "perhaps"\n'
        'ignoreFiles = ["[", 7]\n'
        "outputs = 1\nservices = 2\noutputFormats = []\ndisableKinds = {}\n"
    )
    collection = gather({"hugo.toml": config, "content/a.md": "---\ndate: 2024-01-01\n---\n"})
    assert list(every(collection)) == ["content/a.md"]
    assert any("ignoreFiles" in finding.what for finding in collection.dialect.findings)


@pytest.mark.parametrize(
    ("front_matter", "what"),
    [
        ("date: {a: 1}", "date: {'a': 1} is not a date"),
        ("date: [2024]", "date: [2024] is not a date"),
        ("date: soon", "date: soon is not a date"),
        ("date: 9999999999999999", "is not a date"),
        ("date: 2024-01-01\nurl: https://other.example/x", "url: no address can be made"),
        ("date: 2024-01-01\nurl: '/:bogus/'", "no such placeholder: :bogus"),
        ("date: 2024-01-01\nslug: ../../etc", "it leads out of the site"),
    ],
)
def test_what_one_post_says_costs_that_post(gather: Gather, front_matter: str, what: str) -> None:
    """One bad post would take others with it, or lead out of the site."""
    good = "---\ntitle: T\ndate: 2024-01-01\n---\n"
    collection = gather(
        {
            "hugo.toml": BASE,
            "content/post/bad.md": f"---\ntitle: B\n{front_matter}\n---\n",
            "content/post/good.md": good,
        }
    )
    assert list(every(collection)) == ["content/post/good.md"]
    (finding,) = collection.findings
    assert what in finding.what
    assert finding.path == "content/post/bad.md"
    assert finding.level is Level.ERROR


def test_odd_values_are_passed_over(gather: Gather) -> None:
    """A list where a text belongs would end in an exception."""
    text = (
        "---\ntitle: [a, b]\nslug: {x: 1}\ndate: 2024-01-01\ntags: {a: 1}\ncategories: 5\n"
        "build: 7\nheadless: []\nimages: [{}]\nsummary: [x]\nparams: 3\n"
        "url: [1]\nexpiryDate: x\n---\n"
    )
    post = one(gather, text)
    assert post.url == "https://harbour.example/post/a/"
    assert (post.tags, post.categories) == (("a",), ("5",))


def test_a_url_that_climbs_stays_in_the_site(gather: Gather) -> None:
    """A post could claim an address that is not the site's."""
    post = one(gather, "---\ntitle: T\ndate: 2024-01-01\nurl: /../../x\n---\n")
    assert post.url == "https://harbour.example/x/"


def test_two_posts_at_one_url(gather: Gather) -> None:
    """Both would be shown as one."""
    text = "---\ntitle: T\ndate: 2024-01-0{}\nurl: /same/\n---\n"
    files = {f"content/post/{n}.md": text.format(n) for n in (1, 2)}
    collection = gather({"hugo.toml": BASE, **files})
    assert list(every(collection)) == ["content/post/1.md"]
    assert "the same id as content/post/1.md" in collection.findings[0].what


def test_section_files_shape_the_index(gather: Gather) -> None:
    """What a section passes on would stay as it was when its file changes."""
    text = "---\ntitle: T\n---\n"
    for date in ("2024-01-01", "2024-02-02"):
        index = f"---\ncascade:\n  date: {date}\n  tags: [x]\n---\n"
        collection = gather(
            {"hugo.toml": BASE, "content/post/_index.md": index, "content/post/a.md": text}
        )
        (post,) = every(collection).values()
        assert post.published.isoformat() == f"{date}T00:00:00+09:00"
        assert post.tags == ("x",)


def test_a_broken_section_file_is_named(gather: Gather) -> None:
    """All below it would silently have other addresses and dates."""
    files = {
        "content/post/_index.md": "---\na: [\n---\n",
        "content/post/a.md": "---\ndate: 2024-01-01\n---\n",
    }
    collection = gather({"hugo.toml": BASE, **files})
    assert len(every(collection)) == 1
    assert any(finding.path == "content/post/_index.md" for finding in collection.findings)


def test_taxonomies_of_any_name(gather: Gather) -> None:
    """A site's own terms would be lost."""
    config = '[taxonomies]\ngenre = "genres"\nmood = "moods"\nauthor = "authors"\n'
    text = "---\ntitle: T\ndate: 2024-01-01\ngenres: [Jazz]\nmoods: Blue\nauthors: [Ann]\n---\n"
    post = one(gather, text, config)
    assert (post.categories, post.tags) == (("Jazz",), ("Blue",))
    assert [person.name for person in post.authors] == ["Ann"]


@pytest.mark.parametrize(
    ("keys", "excerpt"),
    [("summary: S *m*\ndescription: D", "S *m*"), ("description: D", "D"), ("", None)],
)
def test_summaries(gather: Gather, keys: str, excerpt: str | None) -> None:
    """Feeds of summaries would have other words than the site."""
    assert one(gather, f"---\ntitle: T\ndate: 2024-01-01\n{keys}\n---\n").excerpt == excerpt


def test_only_chosen_folders_are_read(gather: Gather) -> None:
    """Pages that are no blog could not be kept out of its feeds."""
    text = "---\ntitle: T\ndate: 2024-01-01\n---\n"
    files = {f"content/{name}.md": text for name in ("blog/a", "blog/b/c", "docs/d", "about")}
    collection = gather({"hugo.toml": BASE, **files}, folders=("content/blog",))
    assert sorted(every(collection)) == ["content/blog/a.md", "content/blog/b/c.md"]
    collection = gather({"hugo.toml": BASE, **files}, folders=("elsewhere",))
    assert len(every(collection)) == 4


def test_ignored_files_are_not_read(gather: Gather) -> None:
    """Notes that Hugo passes over would be published."""
    text = "---\ntitle: T\ndate: 2024-01-01\n---\n"
    files = {f"content/{name}.md": text for name in ("a", "b.tmp", "secret/c")}
    config = BASE + "ignoreFiles = ['\\.tmp\\.md$', 'secret/', '(a+)+$']\n"
    collection = gather({"hugo.toml": config, **files})
    assert list(every(collection)) == ["content/a.md"]
    assert [one.what for one in collection.dialect.findings] == [
        "ignoreFiles: (a+)+$ cannot be read"
    ]


def test_dates_of_files_are_never_taken(gather: Gather) -> None:
    """A checkout would date every post anew."""
    collection = gather(
        {
            "hugo.toml": BASE + '[frontmatter]\ndate = [":git", ":fileModTime"]\n',
            "content/a.md": "---\ntitle: T\n---\n",
        }
    )
    assert not every(collection)
    assert said(collection) == ["warning: the page has no date, and so it is no post"]
    assert [finding.what for finding in collection.dialect.findings] == [
        "frontmatter: dates from :filemodtime are not read here",
        "frontmatter: dates from :git are not read here",
    ]


def test_content_outside_of_the_site_is_not_read(gather: Gather) -> None:
    """A site could make the program read another's files."""
    config = BASE + 'contentDir = "../other"\n'
    collection = gather({"hugo.toml": config, "content/a.md": "---\ndate: 2024-01-01\n---\n"})
    assert list(every(collection)) == ["content/a.md"]
    assert "lies outside of the site" in collection.dialect.findings[0].what


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("/post/**", "/post/a/b", True),
        ("/post/*", "/post/a/b", False),
        ("/{post,news}/**", "/news/x", True),
        ("/p?st/[a-c]*", "/past/bx", True),
        ("/p?st/[!a-c]*", "/past/bx", False),
        ("**/index", "/a/b/index", True),
        ("/Post/**", "/post/A", True),
        ("{", "{", True),
        ("{a,{b,c}d}*", "cdx", True),
        ("{a,b}" * 20, "a" * 20, False),
        ("*a*b*c*d*/**/*e", "xaxbxcxd/y/z/e", True),
        ("/a\\*", "/a*", True),
        ("[", "[", True),
        ("*" * 400 + "b", "a" * 2000, False),
    ],
)
def test_globs(pattern: str, text: str, expected: bool) -> None:
    """A cascade would reach other pages than Hugo's."""
    assert matches(pattern, text) is expected


@pytest.mark.parametrize("text", ["2024-02-30", "2024-01-01T25:00:00", "1", "x" * 99, "0001-01-01"])
def test_no_dates(text: str) -> None:
    """An impossible date would end in an exception, or in a day that nobody wrote."""
    with pytest.raises(ValueError):
        parse(text, zone("UTC"))


def test_org_pages_are_named(gather: Gather) -> None:
    """Posts in Org would be lost without a word on why."""
    text = "#+title: T\n#+date: 2024-01-01\n\nbody\n"
    collection = gather({"hugo.toml": BASE, "content/a.org": text})
    assert "lines such as #+date: are not read here" in collection.findings[0].what


def test_a_dialect_can_be_sent_to_another_process(gather: Gather) -> None:
    """A large blog could not be read by several processes."""
    index = "---\nslug: s\ncascade:\n  date: 2024-01-01\n---\n"
    config = BASE + 'ignoreFiles = ["x$"]\n[permalinks]\npost = "/:sectionslugs/:slug"\n'
    collection = gather({"hugo.toml": config, "content/post/_index.md": index})
    sent = pickle.loads(pickle.dumps(collection.dialect))
    assert sent.fingerprint() == collection.dialect.fingerprint()


def test_names_of_every_sort_are_adopted(tmp_path: Path) -> None:
    """One odd name of a language or a taxonomy would keep the whole site from being read."""
    (tmp_path / "content").mkdir()
    (tmp_path / "hugo.toml").write_text(
        BASE + 'copyright = "&copy; <a href=x>A</a>"\n[languages."zh_CN"]\n[languages."zh-cn"]\n'
        '[languages."sr@latin"]\n[languages."../up"]\n[languages."klingon-empire"]\n'
        '[languages.uk]\nlocale = "uk-UA"\n[languages.jp]\n'
        '[taxonomies]\n"my topic" = "My Topics"\n"x" = "../x"\n'
        '[params.author]\nname = "Ann"\nemail = "ann at x"\n',
        encoding="utf-8",
    )
    site = open_site(tmp_path).site
    feeds = {feed.name: feed for feed in site.feeds}
    assert feeds["my-topics"].paths["rss"] == "my-topics/:slug/index.xml"
    assert feeds["sr-latin-main"].paths["rss"] == "sr@latin/index.xml"
    assert feeds["jp-main"].filter.languages == ("ja",)
    assert feeds["uk-main"].filter.languages == ("uk-UA",)
    assert not any(".." in path for feed in site.feeds for path in feed.paths.values())
    assert (site.rights, site.authors[0].name, site.authors[0].email) == ("© A", "Ann", None)
