"""One post that nobody should have written is one bad post, and never the end of a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect import Collection
from feeds.collect.dialects.base import Dialect
from feeds.collect.dialects.jekyll.config import JekyllConfig
from feeds.collect.dialects.jekyll.dialect import JekyllDialect
from feeds.collect.dialects.plain import PlainDialect
from feeds.collect.record import make_post
from feeds.collect.serial import dump_post, load_post
from feeds.errors import PostError
from feeds.model import Query, Site
from feeds.zones import zone

Gather = Callable[..., Collection]
MakeSite = Callable[..., Site]
NOW = datetime(2026, 11, 23, tzinfo=UTC)
GOOD = "---\ntitle: Good\ndate: 2026-10-01\n---\nbody\n"
DIGITS = "9" * 5000

BAD = {
    "id-port": ("---\ntitle: T\nid: http://x:abc/\n---\n", True, "id: http://x:abc/ is not"),
    "id-host": ("---\ntitle: T\nguid: 'http://[x/'\n---\n", True, "guid: http://[x/ is not"),
    "feed-id-port": ("---\ntitle: T\nfeed_id: http://x:abc/\n---\n", True, "feed_id: http://x:abc"),
    "feed-id-none": ("---\ntitle: T\nfeed_id: 42\n---\n", True, "feed_id: 42 is not"),
    "json-digits": (f'{{"title": "T", "date": {DIGITS}}}\n', False, "date: 9999"),
    "json-half": ('{"title": "\\ud800"}\n', False, "the front matter holds half of a character"),
    "json-deep": ('{"tags": ' + "[" * 600 + "]" * 600 + "}\n", False, "the front matter is nested"),
    "toml-digits": (f"+++\ntitle = {DIGITS}\n+++\n", False, "the front matter holds a number"),
    "toml-hex": (f"+++\ntitle = 0x{DIGITS}\n+++\n", False, "the front matter holds a number"),
    "toml-deep": ("+++\n" + "a." * 9000 + "a = 1\n+++\n", False, "the front matter is nested"),
    "yaml-bool": ("---\ntitle: T\ndate: !!bool maybe\n---\n", False, "date: maybe is not a date"),
    "yaml-tag": ("---\ntitle: !!map x\n---\n", False, "the YAML cannot be read"),
    "date": (f"---\ntitle: T\ndate: 2026-01-01 10:00{' ' * 20_000}.\n---\n", False, "date: 2026-"),
    "url": (
        "---\ntitle: T\npermalink: 'https://a b/'\n---\n",
        False,
        "permalink: https://a b/ is",
    ),
}


@pytest.mark.parametrize("config", [{}, {"_config.yml": "title: x\n"}], ids=["plain", "jekyll"])
@pytest.mark.parametrize("name", BAD)
def test_one_bad_post(gather: Gather, config: dict[str, str], name: str) -> None:
    """One post would end the run for all of them, or its mistake not be named."""
    text, kept, says = BAD[name]
    folder = "_posts" if config else "posts"
    good, bad = f"{folder}/2026-01-01-good.md", f"{folder}/2026-01-02-bad.md"
    collection = gather({**config, good: GOOD, bad: text}, folders=(folder,))
    paths = [post.path for post in collection.store.select(Query(NOW))]
    assert good in paths
    if config and name in ("id-port", "id-host", "url"):
        assert bad in paths
        assert collection.findings == ()
        return
    assert (bad in paths) is kept
    (finding,) = collection.findings
    assert finding.path == bad
    assert finding.what.startswith(says)
    assert len(finding.what) < 120
    assert "\n" not in finding.what


def test_odd_values_cost_nothing_else(gather: Gather) -> None:
    """A post would be lost for a value that it can do without."""
    collection = gather(
        {
            "posts/2026-01-01-a.md": f'{{"title": "T", "count": {DIGITS}, "nan": NaN}}\n',
            "posts/2026-01-02-b.md": "---\ntitle: T\nx: !!bool maybe\ny: !!bool TRUE\n---\n",
            "posts/2026-01-03-c.md": "---\ntitle: T\nauthor: {name: A, url: http://あ..b/}\n---\n",
            "posts/2026-01-04-d.md": f"---\ntitle: T\nauthor: '{'(' * 5000}<a@b.example>'\n---\n",
        }
    )
    assert collection.findings == ()
    d, c, b, a = collection.store.select(Query(NOW))
    assert a.front_matter == {"title": "T", "count": DIGITS, "nan": "NaN"}
    assert b.front_matter == {"title": "T", "x": "maybe", "y": True}
    assert [(person.name, person.url) for person in c.authors] == [("A", None)]
    assert d.authors[0].email == "a@b.example"


def test_a_path_that_multiplies(gather: Gather) -> None:
    """A few lines of front matter would fill the memory."""
    text = f"---\ntitle: T\nslug: {'x' * 5000}\npermalink: {':slug' * 5000}\n---\n"
    for files in (
        {"posts/2026-01-02-bad.md": text},
        {"_config.yml": "title: x\n", "_posts/2026-01-02-bad.md": text},
    ):
        collection = gather(files)
        assert collection.store.count(Query(NOW)) == 0
        (finding,) = collection.findings
        assert "URL" in finding.what


@pytest.mark.parametrize("path", ["/../a", "/b/%2e%2E/a", "/b/..", "/./a", "/..?a", "/%2e./a"])
def test_a_url_that_climbs(gather: Gather, path: str) -> None:
    """A post's link would lead to a page of somebody else on the same host."""
    text = f"---\ntitle: T\npermalink: 'https://harbour.example/blog{path}'\n---\n"
    collection = gather({"posts/2026-01-02-bad.md": text, "posts/2026-01-01-good.md": GOOD})
    assert [post.title for post in collection.store.select(Query(NOW))] == ["Good"]
    (finding,) = collection.findings
    assert finding.what.startswith("the post's URL climbs")


def test_dots_that_are_no_folder(gather: Gather) -> None:
    """A post would be lost for a dot in its address."""
    names = ("a..b", ".well-known", "...", "a.")
    texts = {
        f"posts/2026-01-0{n}-x.md": f"---\ntitle: T\npermalink: https://x.example/{name}/\n---\n"
        for n, name in enumerate(names, 1)
    }
    collection = gather(texts)
    assert collection.findings == ()
    assert collection.store.count(Query(NOW)) == len(names)


def test_links_in_a_circle(make_site: MakeSite, collected: Callable[[Site], Collection]) -> None:
    """A link to itself would end the run, or folders that link to each other hold it up."""
    site = make_site({f"posts/{name}/2026-01-01-{name}.md": GOOD for name in "abcdefghij"})
    folders = sorted((site.root / "posts").iterdir())
    for folder in folders:
        for other in folders:
            (folder / f"to-{other.name}").symlink_to(other)
    (site.root / "posts/2026-01-02-loop.md").symlink_to("2026-01-02-loop.md")
    (site.root / "posts/0-first").symlink_to(folders[0])
    collection = collected(site)
    found = sorted(post.path for post in collection.store.select(Query(NOW)))
    taken = {finding.path for finding in collection.findings}
    assert found == [
        "posts/a/2026-01-01-a.md",
        *(f"posts/{x}/2026-01-01-{x}.md" for x in "bcdefghij"),
    ]
    assert taken == {"posts/2026-01-02-loop.md"}


@pytest.mark.parametrize("target", [".env", ".git/config", "posts/.secret/x.md"])
def test_links_to_dotfiles(
    make_site: MakeSite, collected: Callable[[Site], Collection], target: str
) -> None:
    """A post that is a link would publish the site's passwords."""
    site = make_site({"posts/good.md": GOOD, target: GOOD})
    (site.root / "posts/2026-01-03-x.md").symlink_to(site.root / target)
    (site.root / "posts/folder").symlink_to((site.root / target).parent)
    collection = collected(site)
    assert [post.path for post in collection.store.select(Query(NOW))] == ["posts/good.md"]
    assert ("posts/2026-01-03-x.md", "the link leads to a dotfile and is not followed") in {
        (finding.path, finding.what) for finding in collection.findings
    }


def test_folders_below_folders(
    make_site: MakeSite, collected: Callable[[Site], Collection]
) -> None:
    """A folder nested deeper than the interpreter's stack would end the run."""
    site = make_site({"posts/good.md": GOOD})
    here = os.open(site.root / "posts", os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        assert collected(site).store.count(Query(NOW)) == 1
    finally:
        subprocess.run(["rm", "-rf", site.root], check=True)


def test_reading_works_where_nothing_can_block(make_site: MakeSite) -> None:
    """On Windows, which has no O_NONBLOCK, no post could be read."""
    code = (
        "import os, sys; del os.O_NONBLOCK\n"
        "from pathlib import Path\n"
        "from feeds.collect.scan import read_file\n"
        "sys.stdout.buffer.write(read_file(Path(sys.argv[1]), 'a.md'))\n"
    )
    root = make_site({"a.md": GOOD}).root
    run = subprocess.run([sys.executable, "-c", code, root], capture_output=True, check=True)
    assert run.stdout == GOOD.encode()


# ── Any front matter ──────────────────────────────────────────────────────────────────

KEYS = (
    *("title", "date", "updated", "last_modified_at", "lastmod", "modified", "slug", "permalink"),
    *("url", "feed_id", "id", "guid", "category", "categories", "tag", "tags", "lang"),
    *("language", "locale", "image", "image_alt", "author", "authors", "excerpt", "description"),
    *("summary", "draft", "published", "name", "path", "src", "alt", "email", "uri"),
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(
    [
        *(
            "http://x:abc/",
            "http://[x/",
            "http://あ..example/",
            "https://x:99999/",
            "http://",
            "//",
        ),
        *("mailto:", "x:y", "/:title/:categories/", "::", "2026-01-01", "0002-01-01 00:00 +1400"),
        *("9998-12-31 23:59 -1200", "a <b@c>", "(((<a@b>", "http://\u2100/", "http://x\u3002/"),
    ]
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
    | st.integers(18_000_000, 20_300_000)
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | TEXTS, inner, max_size=3)
    ),
    max_leaves=6,
)
SITE = Site(
    root=Path(),
    url="https://harbour.example",
    title="Harbour",
    language="en",
    timezone=zone("Pacific/Kiritimati"),
)


@pytest.mark.parametrize(
    "dialect", [PlainDialect(), JekyllDialect(JekyllConfig())], ids=["plain", "jekyll"]
)
@given(
    values=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6),
    name=st.sampled_from(["2026-01-01-a", "x", "0000-00-00-", "2026-01-01-あ b"]),
)
def test_any_front_matter_is_a_post_or_none(
    dialect: Dialect, values: dict[str, object], name: str
) -> None:
    """Some front matter would end the run instead of being one bad post."""
    path = f"_posts/{name}.md"
    try:
        draft = dialect.is_draft(path, values)
        post, _ = make_post(path, values, 1, SITE, dialect, draft=draft)
    except PostError:
        return
    assert post.url.isascii()
    assert post.id.isascii()
    again = load_post(dump_post(post))
    assert (again.id, again.published, again.authors) == (post.id, post.published, post.authors)
