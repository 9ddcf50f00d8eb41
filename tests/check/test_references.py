"""What a site's posts link to and show, looked up in a real site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.check.addresses import Addresses, below, place_of
from feeds.check.anchors import anchors_of, is_anchor
from feeds.check.pages import Page
from feeds.check.references import RULES, reference_findings
from feeds.check.site_files import SiteFiles
from feeds.errors import Finding
from feeds.model import Post
from feeds.workspace import open_site

from .sites import posts_and_pages

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ROOT = "https://x.example/blog"
POSTS = {
    "target": "title: Target\ndate: 2026-11-01\naliases: [/old/target/, /older.html]",
    "draft": "title: Draft\ndate: 2026-11-02\ndraft: true",
    "later": "title: Later\ndate: 2027-01-01",
    "gone": "title: Gone\ndate: 2026-10-01\nexpires: 2026-11-01",
}
TARGET = """
## The first part

## Über uns {#who}

<p id="mark">Text</p>
"""


@dataclass
class Made:
    """A site on disk, and what is found in it."""

    root: Path
    output: Path

    def findings(self, body: str, head: str = "") -> list[Finding]:
        """What is wrong with the references of one more post."""
        (self.root / "posts/asking.md").write_text(
            f"---\ntitle: Asking\ndate: 2026-11-20\n{head}---\n\nFirst line.\n\n{body}\n",
            encoding="utf-8",
        )
        workspace = open_site(self.root)
        site = workspace.site
        posts, pages = posts_and_pages(workspace)
        addresses = Addresses.of(site, posts, NOW)
        files = SiteFiles(
            site.root, site.url, [self.output], {post.url: post.path for post in posts}
        )
        return list(reference_findings(pages, addresses, files))


@pytest.fixture
def site(tmp_path: Path) -> Made:
    """A small site with a post of each kind, a folder of pictures and a generator's pages."""
    root, output = tmp_path / "site", tmp_path / "site" / "public"
    files = {
        "feeds.toml": f'[site]\nurl = "{ROOT}"\ntimezone = "UTC"\n',
        **{f"posts/{name}.md": f"---\n{head}\n---\n{TARGET}" for name, head in POSTS.items()},
        "media/dog.png": "x",
        "static/img/cat.png": "x",
        "media/notes.md": "x",
        "public/about/index.html": "x",
        "public/2026/11/01/target/index.html": "x",
        "public/feed.xml": "x",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Made(root, output)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("[x](/blog/2026/11/01/missing/)", "reference-post-missing"),
        ("[x](/blog/2026/11/01/missing.html)", "reference-post-missing"),
        ("[x](/blog/2026/12/01/target/)", "reference-post-missing"),
        ("![x](/blog/media/do.png)", "reference-file-missing"),
        ("![x](/blog/media/Dog.png)", "reference-file-missing"),
        ("![x](/blog/img/cow.png)", "reference-file-missing"),
        ("[x](/blog/media/plan.pdf)", "reference-file-missing"),
        ('<video src="/blog/media/a.mp4"></video>', "reference-file-missing"),
        (
            '<img src="/blog/media/dog.png" srcset="/blog/media/big.png 2x">',
            "reference-file-missing",
        ),
        ("[x](/blog/contact/)", "reference-page-missing"),
        ("[x](/blog/2026/11/02/draft/)", "reference-draft"),
        ("[x](/blog/2027/01/01/later/)", "reference-future"),
        ("[x](/blog/2026/10/01/gone/)", "reference-expired"),
        ("[x](/blog/old/target/)", "reference-redirected"),
        ("[x](/blog/older.html)", "reference-redirected"),
        ("[x](/blog/2026/11/01/target)", "reference-redirected"),
        ("[x](/blog/2026/11/01/target.html)", "reference-redirected"),
        ("[x](http://x.example/blog/2026/11/01/target/)", "reference-redirected"),
        ("[x](/blog/2026/11/01/target/#the-second-part)", "reference-anchor-missing"),
        ("[x](#the-second-part)", "reference-anchor-missing"),
        ("![x](/blog/drawings/a.png)", "reference-unchecked"),
        ("![x](/blog/posts/a.png)", "reference-unchecked"),
    ],
)
def test_a_dead_reference_is_found_at_its_line(site: Made, body: str, rule: str) -> None:
    """Readers would find out before the editor does."""
    (finding,) = site.findings(f"Some text.\nAnd {body}.")
    assert finding.rule == rule
    assert finding.level is RULES[rule].level
    if rule != "reference-unchecked":
        assert (finding.path, finding.line) == ("posts/asking.md", 9)


@pytest.mark.parametrize(
    "body",
    [
        "[x](/blog/2026/11/01/target/)",
        "[x](/blog/2026/11/01/target/?from=feed)",
        "[x](/blog/2026/11/01/target/index.html)",
        "[x](/blog/2026/11/01/target/#the-first-part)",
        "[x](/blog/2026/11/01/target/#the-first-part-1)",
        "[x](/blog/2026/11/01/target/#uber-uns)",
        "[x](/blog/2026/11/01/target/#who)",
        "[x](/blog/2026/11/01/target/#mark)",
        "[x](/blog/2026/11/01/target/#:~:text=first)",
        "![x](/blog/media/dog.png)",
        "![x](/blog/img/cat.png)",
        "[x](/blog/about/), [x](/blog/about), [x](/blog/feed.xml), [x](/blog/), [x](/blog)",
        "[x](https://x.example/other/), [x](https://y.example/blog/2026/11/01/missing/)",
        "[x](mailto:me@x.example)",
        "## Here\n\n[x](#here)",
    ],
)
def test_what_is_there_is_not_missed(site: Made, body: str) -> None:
    """People would learn to look away."""
    assert site.findings(body) == []


def test_a_picture_in_the_front_matter(site: Made) -> None:
    """The picture that readers show first would be the one that is not looked up."""
    (finding,) = site.findings("Text", "image: /media/cover.png\n")
    assert (finding.rule, finding.line) == ("reference-file-missing", 4)


def test_a_picture_beside_a_post(site: Made) -> None:
    """Posts with a folder of their own would be full of errors."""
    (site.root / "posts/beside.png").write_text("x")
    assert site.findings("![x](beside.png)") == []
    (finding,) = site.findings("![x](besides.png)")
    assert finding.rule == "reference-file-missing"


def test_posts_without_the_rest_of_their_site(site: Made) -> None:
    """A folder of nothing but posts would have an error for each picture and page."""
    for name in ("public/about/index.html", "public/2026/11/01/target/index.html"):
        (site.root / name).unlink()
    (finding,) = site.findings("[x](/blog/contact/) ![x](/blog/drawings/a.png)\n[y](/blog/faq/)")
    assert finding.rule == "reference-unchecked"
    assert "3 references to 3" in finding.what


def test_each_reference_is_told_once(site: Made) -> None:
    """A link that is there ten times would hide all others."""
    assert len(site.findings("[x](/blog/2026/11/01/missing/)\n" * 10)) == 1


def test_nothing_outside_of_the_site_is_looked_up(site: Made, tmp_path: Path) -> None:
    """A post could find out which files a machine has."""
    (tmp_path / "secret.png").write_text("x")
    (site.root / "media/link.png").symlink_to(tmp_path / "secret.png")
    for path in ("%2e%2e/secret.png", "media/..%2f..%2fsecret.png", "media/link.png"):
        files = SiteFiles(site.root, ROOT, [site.output], {})
        assert not files.holds(f"{ROOT}/{path}")
    assert SiteFiles(site.root, ROOT, [], {}).holds(f"{ROOT}/media/dog.png")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a/", "/a"),
        ("/a/", "/a.html"),
        ("/a/", "/a/index.html"),
        ("/a/", "/a/?x=1"),
        ("", "/"),
        ("", "/index.html"),
    ],
)
def test_one_page_is_one_place(one: str, other: str) -> None:
    """A link would be dead that every server answers."""
    assert place_of(ROOT + one) == place_of(ROOT + other)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        (ROOT, True),
        (f"{ROOT}/a", True),
        ("http://x.example/blog/a", True),
        ("https://x.example/blogs", False),
        ("https://x.example", False),
        ("https://y.example/blog/", False),
        ("https://[/blog", False),
        ("/blog/a", False),
    ],
)
def test_what_is_of_the_site(url: str, inside: bool) -> None:
    """Other people's pages would be looked for in the site's folders."""
    assert (below(url, ROOT) is not None) is inside


@pytest.mark.parametrize(
    ("fragment", "there"),
    [
        ("a-b", True),
        ("a_b", True),
        ("AB", True),
        ("a-b-2", True),
        ("fn:1", True),
        ("user-content-fnref-2", True),
        ("own", True),
        ("%E6%B8%AF", True),
        ("c", False),
        ("a-b-c", False),
    ],
)
def test_the_ids_that_generators_make(fragment: str, there: bool) -> None:
    """Links to headings would be dead for the way in which one generator writes their ids."""
    anchors = anchors_of("<h2>A, <em>b</em>!</h2><h3>港</h3>", "## A\n{: .x #own }")
    assert is_anchor(fragment, anchors) is there


URLS = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            [ROOT, "https://x.example", "/", "..", "%2e", "?", "#", "a", "//", "[", "%zz", "港"]
        )
        | st.text(st.characters(codec=None), max_size=4),
        max_size=8,
    ),
)


@given(st.lists(URLS, max_size=6))
def test_any_references_give_findings(urls: list[str]) -> None:
    """One odd link would end the check of the whole site."""
    post = Post(
        "posts/a.md", "x:a", f"{ROOT}/a/", "A", NOW, NOW, "en", front_matter={"aliases": urls}
    )
    html = "".join(f'<a href="{url}">x</a><img src="{url}" srcset="{url} 2x">' for url in urls)
    addresses = Addresses(ROOT, {place_of(post.url): (post, "shown")}, {}, frozenset())
    nowhere = Path(__file__).parent / "cases"
    files = SiteFiles(nowhere, ROOT, [nowhere], {post.url: post.path})
    for finding in reference_findings([Page(post, html, html)], addresses, files):
        assert finding.rule in RULES


ALIASES: Mapping[str, object] = {
    "one": "/b/",
    "odd": 7,
    "many": ["/b/", 3, None, "http://["],
    "none": None,
}


@pytest.mark.parametrize("given_as", ALIASES)
def test_old_addresses_are_read_as_they_are_written(site: Made, given_as: str) -> None:
    """An odd alias would end the check."""
    workspace = open_site(site.root)
    alias = ALIASES[given_as]
    post = Post(
        "posts/a.md",
        "x:a",
        f"{ROOT}/a/",
        "A",
        NOW,
        NOW,
        "en",
        front_matter={"redirect_from": alias},
    )
    old = Addresses.of(workspace.site, [post], NOW).old
    assert set(old) == ({"x.example/blog/b"} if given_as in ("one", "many") else set())
