"""Liquid in a Jekyll site's bodies."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from feeds.collect import collect, read_body
from feeds.collect.dialects.jekyll.config import JekyllConfig
from feeds.collect.dialects.jekyll.dialect import JekyllDialect
from feeds.content.pipeline import render
from feeds.expand import Sources, expander
from feeds.model import Expanded, Site
from feeds.workspace import open_site
from feeds.zones import zone

Expanding = Callable[..., Expanded]

POST = "_posts/2025-01-01-a.md"
CONFIG = "url: https://x.example\nbaseurl: /blog\ntimezone: Asia/Tokyo\nown: {k: v}\n"
BOMB = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefghi")]


def said(done: Expanded) -> str:
    """What is said of a body that is left out."""
    assert done.text == ""
    (finding,) = done.findings
    return str(finding)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain { % text }\n", "plain { % text }\n"),
        ("`{{ page.title }}`", "`T`"),
        ("{{ site.url }}{{ site.baseurl }}{{ site.own.k }}", "https://x.example/blogv"),
        ("{{ page.url }} {{ page.date | date: '%F' }}", "/2025/01/01/a/ 2025-01-01"),
        ("{% link _posts/2025-01-01-a.md %}", "/blog/2025/01/01/a/"),
        ("{% post_url 2025-01-01-a %}", "/blog/2025/01/01/a/"),
        ("{% gist user/1 %}", '<a href="https://gist.github.com/user/1">https://gist.github.com/user/1</a>'),
        ("{% seo %}{% feed_meta %}{% avatar somebody %}.", "."),
        ("{% highlight rb %}\n<a>\n\n b\n{% endhighlight %}",
         '\n<figure class="highlight"><pre><code class="language-rb" data-lang="rb">'
         "&lt;a&gt;&#10;&#10; b</code></pre></figure>\n"),
    ],
)  # fmt: skip
def test_liquid_is_worked_out(expanded: Expanding, source: str, text: str) -> None:
    """A reader would see template code, or nothing."""
    done = expanded(source, POST, files={"_config.yml": CONFIG})
    assert (done.text, done.findings) == (text, ())


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a\nb {% link x.md %}\n", 2, ("no such file", "{% link x.md %}")),
        ("{% post_url 2020-01-01-x %}", 1, ("no such post",)),
        ("{% post_url x %}", 1, ("no such post",)),
        ("{% include missing.html %}", 1, ("_includes/missing.html",)),
        ("{% include ../secret %}", 1, ("not allow",)),
        ("{% include self.html %}", 1, ("too deeply", "{% include self.html %}")),
        ("{% include wrong.html %}", 1, ("in _includes/wrong.html, line 2", "nope")),
        ("{% include ok.html a= %}", 1, ("parameters",)),
        ("{% include %}", 1, ("name is missing",)),
        ("{% include_relative nothing.md %}", 1, ("_posts/nothing.md",)),
        ("{{ site.data.broken.x }}", 1, ("_data/broken.yml", "line")),
        ("{{ site.data.bomb }}", 1, ("_data/bomb.yml", "too much")),
        ("{{ site.data.deep }}", 1, ("_data/deep.yml", "too deeply")),
        ("{{ site.data.deepjson }}", 1, ("_data/deepjson.json",)),
        ("{{ site.data.binary }}", 1, ("_data/binary.yml",)),
        ("{{ site.pages | size }}", 1, ("site.pages", "not known")),
        ("{{ site.posts.first.content }}", 1, ("content", "not known")),
        ("{{ page }}", 1, ("too much",)),
        ("{{ site | jsonify }}", 1, ("too much",)),
        ("{{ 'a' | sample }}", 1, ("different each time",)),
        ("{{ 'a' | sassify }}", 1, ("sassify",)),
        ("{{ 'a' | my_plugin }}", 1, ("my_plugin",)),
        ("{% my_tag x %}", 1, ("unknown tag", "{% my_tag x %}")),
        ("{% highlight %}x{% endhighlight %}", 1, ("highlight",)),
        ("{{ page.list | where_exp: 'y', '&&' }}", 1, ("where_exp",)),
        ("{% for i in (1..1000000000) %}x{% endfor %}", 1, ("too much",)),
    ],
)
def test_what_cannot_be_worked_out_is_named(
    expanded: Expanding, source: str, line: int, words: tuple[str, ...]
) -> None:
    """Template code would reach readers, or one bad tag cost more than its body."""
    files: dict[str, str | bytes] = {
        "_config.yml": CONFIG,
        "_includes/self.html": "{% include self.html %}",
        "_includes/wrong.html": "x\n{{ 'a' | nope }}",
        "_includes/ok.html": "ok",
        "_data/broken.yml": "a: 1\nb: [\n",
        "_data/bomb.yml": "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(BOMB),
        "_data/deep.yml": "[" * 30_000,
        "_data/deepjson.json": "[" * 100_000,
        "_data/binary.yml": b"\xff\xfe\x00x",
    }  # fmt: skip
    done = expanded(source, POST, "title: T\nlist: [{a: 1}]", files)
    assert all(word in said(done) for word in words), said(done)
    assert done.findings[0].line == done_line(line, front_lines=2)


def done_line(line: int, front_lines: int) -> int:
    """The line of the file for a line of the body."""
    return front_lines + 2 + line


def test_liquid_can_be_turned_off(expanded: Expanding) -> None:
    """A post about templates would lose its body."""
    front = "title: T\nrender_with_liquid: false"
    assert expanded("{{ x }}", POST, front).text == "{{ x }}"


def test_the_time_of_the_build_is_the_posts_own_date(expanded: Expanding) -> None:
    """Two runs would give two feeds."""
    done = expanded("{{ site.time | date: '%F' }} {{ 'now' | date: '%Y' }}", POST)
    assert done.text == "2025-01-01 2025"
    (finding,) = done.findings
    assert "time of the build" in finding.what


def test_a_part_of_a_site_keeps_its_links(expanded: Expanding) -> None:
    """A folder with posts alone would lose every body that links to a page."""
    config = "url: https://x.example\ncollections: {docs: {permalink: '/:collection/:path/'}}\n"
    done = expanded("{% link _docs/a/b.md %}", POST, files={"_config.yml": config})
    assert done.text == "/docs/a/b/"
    assert "_docs/a/b.md is not in this folder" in done.findings[0].what


def test_nothing_outside_of_the_site_is_read(expanded: Expanding, tmp_path: Path) -> None:
    """A template could show what is none of a reader's business."""
    (tmp_path / "secret.yml").write_text("a: b\n")
    (tmp_path / "site" / "_data").mkdir(parents=True)
    (tmp_path / "site" / "_data" / "secret.yml").symlink_to(tmp_path / "secret.yml")
    (tmp_path / "site" / "_includes").mkdir()
    (tmp_path / "site" / "_includes" / "secret.html").symlink_to(tmp_path / "secret.yml")
    assert expanded("[{{ site.data.secret.a }}]", POST).text == "[]"
    assert "no file" in said(expanded("{% include secret.html %}", POST))
    assert "no such file" in said(expanded("{% link ../secret.yml %}", POST))


def test_what_a_body_was_made_from_is_noted(expanded: Expanding) -> None:
    """A body would stay old when a file that it shows is changed, or appears at last."""
    files = {"_includes/a.html": "{{ site.data.b.c }}", "_data/b.yml": "c: 1\n"}
    done = expanded("{% include a.html %}{% link x.txt %}", POST, files={**files, "x.txt": "x"})
    names = [name for name, _ in done.inputs]
    assert {"file:_includes/a.html", "file:_data/b.yml", "file:x.txt", "folder:_data"} <= {*names}
    missing = expanded("{% include later.html %}", POST)
    assert "file:_includes/later.html" in [name for name, _ in missing.inputs]


def test_data_is_read_only_if_a_body_asks(expanded: Expanding) -> None:
    """Every run would read every data file."""
    done = expanded("{{ page.title }}", POST, files={"_data/b.yml": "["})
    assert (done.text, done.inputs) == ("T", ())


def test_a_site_in_a_folder_of_its_own(expanded: Expanding) -> None:
    """A site with `source:` would find none of its includes and data."""
    files = {"_config.yml": "url: https://x.example\nsource: src\n", "src/_includes/a.html": "A"}
    files["src/_data/b.yml"] = "c: 1\n"
    done = expanded("{% include a.html %}{{ site.data.b.c }}", f"src/{POST}", files=files)
    assert done.text == "A1"


def test_an_expander_goes_to_other_processes(tmp_path: Path) -> None:
    """Many bodies could not be shared among cores."""
    (tmp_path / "_posts").mkdir()
    (tmp_path / POST).write_text("---\ntitle: T\n---\n{{ page.title }}")
    (tmp_path / "_config.yml").write_text(CONFIG)
    opened = open_site(tmp_path)
    with collect(opened.site, opened.dialect) as collection:
        sources = Sources(opened.site, collection.dialect, collection.folders)
        post = sources.post(POST)
        assert post
        made = expander(opened.site, collection.dialect, sources)
        assert made.expand("{{ page.title }}", post).text == "T"
        again = pickle.loads(pickle.dumps(made))
        assert again.expand("{{ page.title }}!", post).text == "T!"


@pytest.mark.parametrize(
    ("config", "name", "value"),
    [
        ({}, "typographer", True),
        ({"kramdown": {"smart_quotes": "apos,apos,quot,quot"}}, "typographer", False),
        ({"kramdown": {"hard_wrap": True}}, "breaks", True),
        ({"kramdown": {"parse_block_html": True}}, "inner_markdown", False),
        ({"kramdown": None, "markdown": None}, "loose", True),
        ({"markdown": "CommonMarkGhPages"}, "loose", False),
    ],
)
def test_the_flavour_is_what_the_configuration_says(
    tmp_path: Path, config: dict[str, object], name: str, value: bool
) -> None:
    """Bodies would have other quotes or line ends than the site's pages."""
    dialect = JekyllDialect(JekyllConfig("_config.yml", config))
    site = Site(tmp_path, "https://x.example", "X", "en", zone("UTC"))
    made = expander(site, dialect, Sources(site, dialect))
    assert getattr(made.flavour, name) is value


def test_the_sites_excerpt_separator_reaches_the_body(tmp_path: Path) -> None:
    """Every excerpt would be the first paragraph, whatever the site says."""
    (tmp_path / "_posts").mkdir()
    (tmp_path / POST).write_text("---\ntitle: T\n---\nOne.\n\nTwo.\n<!-- cut -->\nThree.")
    (tmp_path / "_config.yml").write_text(f'{CONFIG}excerpt_separator: "<!-- cut -->"\n')
    opened = open_site(tmp_path)
    with collect(opened.site, opened.dialect) as collection:
        sources = Sources(opened.site, collection.dialect, collection.folders)
        post = sources.post(POST)
        assert post
        made = expander(opened.site, collection.dialect, sources)
        source = read_body(opened.site, post)
        body, _, _ = render(source, post, opened.site, made.expand, made.flavour)
    assert body.excerpt == "One. Two."
