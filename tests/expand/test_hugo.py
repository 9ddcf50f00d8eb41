"""Hugo's bodies: its shortcodes, worked out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.collect import collect, read_body
from feeds.content.markdown import to_html
from feeds.content.sanitise import sanitise
from feeds.expand import Sources, expander
from feeds.expand.hugo.raw_html import without_raw_html
from feeds.model import Expanded, Flavour, Query
from feeds.workspace import moment, open_site

Expanding = Callable[..., Expanded]
PATH = "content/post/a.md"
UNSAFE = 'baseURL = "https://x.example"\n[markup.goldmark.renderer]\nunsafe = true\n'


@pytest.fixture
def shown(expanded: Expanding) -> Callable[..., str]:
    """The safe HTML of a body in a Hugo site; nothing in it may be left out."""

    def run(
        source: str,
        keys: str = "",
        files: dict[str, str] | None = None,
        config: str = UNSAFE,
        path: str = PATH,
    ) -> str:
        front_matter = f"title: T\ndate: 2024-01-01\n{keys}"
        done = expanded(source, path, front_matter, {"hugo.toml": config, **(files or {})})
        assert not done.findings
        page = "https://x.example/blog/post/a/"
        html = done.text if done.html else to_html(done.text, page)
        return sanitise(html, page).strip()

    return run


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{< vimeo 55 >}}", '<p><a href="https://vimeo.com/55">Vimeo video</a></p>'),
        ("{{% vimeo 55 %}}", '<p><a href="https://vimeo.com/55">Vimeo video</a></p>'),
        ('{{<vimeo id=55 title="A > b">}}', '<p><a href="https://vimeo.com/55">A &gt; b</a></p>'),
        (
            'see {{< vimeo id=`55` title=`a "b" {{x}}` >}} now',
            '<p>see <a href="https://vimeo.com/55">a "b" {{x}}</a> now</p>',
        ),
        (
            '{{< gist spf13 7896402 "img.html" >}}',
            '<p><a href="https://gist.github.com/spf13/7896402#file-img-html">'
            "gist spf13/7896402: img.html</a></p>",
        ),
        (
            '{{< x user="Zoo" id="14531" >}}',
            '<p><a href="https://x.com/Zoo/status/14531">Post by @Zoo on X</a></p>',
        ),
        ("{{< tweet 877 >}}", '<p><a href="https://x.com/i/status/877">Post on X</a></p>'),
        (
            "{{< instagram CxO-_1 >}}",
            '<p><a href="https://www.instagram.com/p/CxO-_1/">Post on Instagram</a></p>',
        ),
        (
            '{{< youtube id="w7Ft2ymGmfc" title="T" start=30 >}}',
            '<p><a href="https://www.youtube.com/watch?v=w7Ft2ymGmfc&amp;t=30">'
            '<img src="https://i.ytimg.com/vi/w7Ft2ymGmfc/hqdefault.jpg" alt="T"></a></p>',
        ),
        ("{{< qr text=`tel:+1` />}}", '<p><a href="tel:+1">tel:+1</a></p>'),
        ("{{< qr >}}\nplain <text>\n{{< /qr >}}", "<p>plain &lt;text&gt;</p>"),
        ("a{{< comment >}} {{< vimeo 1 >}} {{< /comment >}}b", "<p>ab</p>"),
        ("{{< param deep.x >}}", "<p>1</p>"),
        ("`a` {{< param company >}}", "<p><code>a</code> A *b* &amp; &lt;c&gt;</p>"),
        ("[u]({{< param url >}}/z)", '<p><a href="https://y.example/a_b/z">u</a></p>'),
        ('{{< param "own" >}}', "<p>mine</p>"),
        ("{{</* vimeo 55 */>}} {{%/* x */%}}", "<p>{{&lt; vimeo 55 &gt;}} {{% x %}}</p>"),
        ('`{{</* ref "x" */>}}`', '<p><code>{{&lt; ref "x" &gt;}}</code></p>'),
        ("{{ .Title }} {% raw %} { {< x >}}", "<p>{{ .Title }} {% raw %} { {&lt; x &gt;}}</p>"),
    ],
)
def test_shortcodes(shown: Callable[..., str], source: str, html: str) -> None:
    """Template code, or nothing at all, would stand in somebody's reader."""
    config = UNSAFE + '[params]\ncompany = "A *b* & <c>"\nurl = "https://y.example/a_b"\n'
    assert shown(source, "own: mine\n", config=config + "[params.deep]\nx = 1\n") == html


def test_a_figure_has_its_picture_and_its_caption(shown: Callable[..., str]) -> None:
    """Pictures, the links on them and what is written below them would be lost."""
    html = shown(
        'before\n{{< figure src="p.jpg" link="/big" alt="A" title="T" caption="C *em*" '
        'attr="me" attrlink="https://m.example" >}}\nafter **bold**\n'
    )
    assert html == (
        "<p>before</p>\n<figure>\n"
        '<a href="https://x.example/big">'
        '<img src="https://x.example/blog/post/a/p.jpg" alt="A"></a>\n'
        "<figcaption><h4>T</h4>\n"
        '<p>C <em>em</em> <a href="https://m.example">me</a></p>\n'
        "</figcaption>\n</figure>\n<p>after <strong>bold</strong></p>"
    )
    inline = shown('- x {{< figure src="p.jpg" caption="*c*" >}} y')
    assert '<img src="https://x.example/blog/post/a/p.jpg" alt="c"> <em>c</em> y' in inline


def test_code_keeps_its_text(shown: Callable[..., str]) -> None:
    """Code would be read as Markdown, or lose its indent."""
    html = shown(
        '- a\n\n  {{< highlight go "linenos=true" >}}\n'
        "  if *a* {\n  \tb\n  }\n  {{< / highlight >}}\n"
    )
    assert "<pre><code>if *a* {\n" in html
    assert "\n}\n</code></pre>" in html
    assert shown("{{< highlight md >}}\n```\n{{< /highlight >}}") == "<pre><code>```\n</code></pre>"


def test_details_hold_markdown_and_shortcodes(shown: Callable[..., str]) -> None:
    """What readers can open would be empty or unread."""
    html = shown('{{< details summary="S" >}}\n**b** {{< vimeo 1 >}}\n\n- l\n{{< /details >}}\nx\n')
    assert html.startswith("<details>\n<summary>S</summary>\n<p><strong>b</strong> <a ")
    assert html.endswith("<li>l</li>\n</ul>\n</details>\n<p>x</p>")


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ('ref "b.md"', "/post/b/"),
        ('relref "b"', "/post/b/"),
        ('ref "/post/b.md#top"', "/post/b/#top"),
        ('ref "post/b"', "/post/b/"),
        ('ref path="/post/bundle"', "/post/bundle/"),
        ('ref "bundle/index.md"', "/post/bundle/"),
        ('ref "only-there"', "/deep/only-there/"),
        ('ref "/post"', "/post/"),
        ('ref "/named/_index.md"', "/other/"),
        ('ref "#here"', "/post/a/#here"),
        ('ref "/about"', "/about-us/"),
        ('ref "b" "ja"', "/ja/post/b/"),
        ('ref path="b" lang="ja"', "/ja/post/b/"),
    ],
)
def test_references_lead_to_the_page(shown: Callable[..., str], reference: str, url: str) -> None:
    """Links between posts would lead nowhere."""
    page = "---\ntitle: B\ndate: 2024-01-01\n---\n"
    files = {
        "content/post/b.md": page,
        "content/post/b.ja.md": page,
        "content/post/bundle/index.md": page,
        "content/deep/only-there.md": page,
        "content/about.md": "---\ntitle: About\nslug: about us\n---\n",
        "content/named/_index.md": "---\ntitle: N\nurl: /other/\n---\n",
    }
    html = shown(
        f"[x]({{{{< {reference} >}}}})",
        files=files,
        config=UNSAFE + "[languages.en]\n[languages.ja]\n",
    )
    assert html == f'<p><a href="https://x.example/blog{url}">x</a></p>'


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("a\n\n{{< unknown x >}}", 3, "{{< unknown x >}}: there is no such shortcode"),
        ("{{< ref nowhere >}}", 1, "there is no page nowhere"),
        ("{{< ref a >}}{{< ref draft >}}", 1, "draft.md is no page that has an address"),
        ("{{< param nothing >}}", 1, "there is no parameter nothing"),
        ("{{< youtube >}}", 1, "its id is missing"),
        ('{{< youtube "a\'><b" >}}', 1, "its id is missing, or cannot be one"),
        ("\n{{< vimeo 1", 2, "a tag that never ends"),
        ("{{< >}}", 1, "a shortcode without a name"),
        ("{{</* vimeo", 1, "a comment that never ends"),
        ("{{< details >}}", 1, "never closed"),
        ("{{< /details >}}", 1, "closed without being open"),
        ("{{< details >}}{{< own >}}{{< /details >}}{{< /own >}}", 1, "closed without being open"),
        ('{{< vimeo 1 title="x" >}}', 1, "named and positional parameters"),
        ('{{< vimeo "1 >}}', 1, "a tag that never ends"),
        (
            "{{< details >}}" * 31 + "{{< /details >}}" * 31,
            1,
            "more than 30 shortcodes in each other",
        ),
        ("{{< vimeo 1 >}}\n" * 2001, 2001, "more than 2000 shortcodes"),
        ("{{< a >}}" * 30_000, 1, "more than 2000 shortcodes"),
        ("{{< x.inline >}}{{ .Site }}{{< /x.inline >}}", 1, "there is no such shortcode"),
    ],
)
def test_what_cannot_be_worked_out_is_named(
    expanded: Expanding, source: str, line: int, what: str
) -> None:
    """Raw template code would reach readers, or a post would take the build with it."""
    draft = "---\ntitle: D\ndraft: true\n---\n"
    files = {"hugo.toml": UNSAFE, "content/draft.md": draft}
    done = expanded(source, PATH, "title: T\ndate: 2024-01-01", files)
    (finding,) = done.findings
    assert done.text == ""
    assert what in finding.what
    assert finding.line == 4 + line


@pytest.mark.parametrize(
    ("path", "markup"),
    [("content/a.adoc", "adoc"), ("content/a.rst", "rst"), ("content/a.pandoc", "pandoc")],
)
def test_other_markup_is_left_out(expanded: Expanding, path: str, markup: str) -> None:
    """AsciiDoc and others would be shown as if they were Markdown."""
    done = expanded("== Title", path, "title: T\ndate: 2024-01-01", {"hugo.toml": UNSAFE})
    assert (done.text, len(done.findings)) == ("", 1)
    assert f"written in {markup}" in done.findings[0].what


def test_html_stays_html(shown: Callable[..., str]) -> None:
    """A page in HTML would be read as Markdown."""
    html = shown(
        '<p>*a*</p>\n\n    {{< figure src="p.jpg" caption="<c>" >}}', path="content/post/a.html"
    )
    assert html.startswith("<p>*a*</p>\n\n    <figure>")
    assert "&lt;c&gt;" in html
    assert shown("<p>*a*</p>", "markup: html", path="content/z.md") == "<p>*a*</p>"


def test_raw_html_is_left_out_unless_the_site_calls_it_safe(shown: Callable[..., str]) -> None:
    """Feeds would show what the site itself never showed."""
    source = (
        "a <b>c</b> `<i>`\n\n<div>gone</div>\n\n<!--more-->\n\n{{< vimeo 1 >}} {{< param p >}}\n"
    )
    config = 'baseURL = "https://x.example"\n[params]\np = "<u>"\n'
    html = shown(source, config=config)
    assert html == (
        "<p>a c <code>&lt;i&gt;</code></p>\n\n"
        '<p><a href="https://vimeo.com/1">Vimeo video</a> &lt;u&gt;</p>'
    )
    assert "<b>c</b>" in shown(source, config=UNSAFE + '[params]\np = "<u>"\n')


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("- <b>x</b>\n- y <i>z", "- x\n- y z"),
        ("> <div>\n> a\n> </div>\n\nb", "\n\n\n\nb"),
        ("```\n<b>\n```\n<b>x", "```\n<b>\n```\nx"),
        ("`<b>` <b>x", "`<b>` x"),
        ("a < b <https://x.example>", "a < b <https://x.example>"),
        ("<!--more-->\n", "<!--more-->\n"),
        ("x <!--more--> y", "x <!--more--> y"),
    ],
)
def test_without_raw_html(source: str, kept: str) -> None:
    """Code and text would go with the tags, or tags stay."""
    assert without_raw_html(source) == kept


@pytest.mark.parametrize(
    ("config", "flavour"),
    [
        ("", Flavour(typographer=True, linkify=True)),
        (
            "[markup.goldmark.extensions]\nlinkify = false\n"
            "[markup.goldmark.extensions.typographer]\ndisable = true\n"
            "[markup.goldmark.renderer]\nhardWraps = true\n",
            Flavour(breaks=True),
        ),
        ("[markup.goldmark.extensions]\ntypographer = false\n", Flavour(linkify=True)),
    ],
)
def test_goldmark_is_set_as_the_site_sets_it(tmp_path: Path, config: str, flavour: Flavour) -> None:
    """Quotes, links and line ends would differ from the site's own pages."""
    (tmp_path / "content").mkdir()
    (tmp_path / "hugo.toml").write_text(
        f'baseURL = "https://x.example"\n{config}', encoding="utf-8"
    )
    workspace = open_site(tmp_path)
    sources = Sources(workspace.site, workspace.dialect)
    assert expander(workspace.site, workspace.dialect, sources).flavour == flavour


def test_the_real_blog(corpus: Callable[[str], Path]) -> None:
    """A real blog's bodies would be lost."""
    workspace = open_site(corpus("letsencrypt"))
    with collect(workspace.site, workspace.dialect) as collection:
        posts = collection.store.select(Query(moment("2026-11-23", workspace.site)))
        sources = Sources(workspace.site, collection.dialect, collection.folders)
    works = expander(workspace.site, collection.dialect, sources)
    failed = [
        post.path for post in posts if works.expand(read_body(workspace.site, post), post).findings
    ]
    assert len(posts) == 121
    # Its shortcode is the theme's, which is not with the posts.
    assert failed == ["content/en/post/2018-12-31-looking-forward-to-2019.md"]


TEMPLATES = {
    "layouts/shortcodes/note.html": (
        '{{/* a box */}}\n<div class="{{ .Get "kind" | default "info" }}">\n\n'
        '    {{- with .Get "title" }}<h4>{{ . }}</h4>{{ end -}}\n\n'
        "    {{ .Inner | markdownify }}\n</div>\n"
    ),
    "layouts/_shortcodes/kbd.html": "<kbd>{{ .Get 0 }}</kbd>",
    "layouts/shortcodes/pic.html": (
        '{{ $src := .Get "src" }}{{ if .IsNamedParams }}'
        '<img src="{{ $src }}" alt="{{ .Get "alt" }}">'
        "{{ else if eq (.Get 0) `x` }}X{{ else }}<b>{{ .Get 0 | upper }}</b>{{ end }}"
    ),
    "layouts/shortcodes/md.html": "**{{ .Get 0 }}** {{ .Inner }}",
    "layouts/shortcodes/where.html": '<a href="{{ .Page.Permalink }}">{{ site.Params.name }}</a>',
    "themes/t/layouts/shortcodes/themed.html": '<i>{{ printf "%s-%v" (.Get 0) 2 }}</i>',
    "layouts/shortcodes/vimeo.html": '{{ partial "v" . }}',
    "layouts/shortcodes/loop.html": "{{ range .Params }}{{ . }}{{ end }}",
    "layouts/shortcodes/part.html": '{{ partial "x.html" . }}',
    "layouts/shortcodes/deep.html": "{{ if true }}" * 40 + "{{ end }}" * 40,
    "layouts/shortcodes/open.html": "{{ if true }}x",
    "layouts/shortcodes/broken.html": "{{ .Get ( }}",
    "layouts/shortcodes/halves.html": "{{ .Get 0 ",
    "layouts/shortcodes/file.html": '{{ readFile "/etc/passwd" }}',
    "layouts/shortcodes/empty.html": "",
    "layouts/shortcodes/tags.html": "{{" * 32_000,
    "layouts/shortcodes/grows.html": "{{ $a := .Name }}" + "{{ $a = print $a $a }}" * 60,
    "layouts/shortcodes/grown.html": '{{ $a := printf "%s" .Name }}'
    + '{{ $a = replace $a "" $a }}' * 60,
}


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{< kbd `<C>` >}} a", "<p><kbd>&lt;C&gt;</kbd> a</p>"),
        (
            '{{< note title="T & t" >}}\n*a* {{< kbd b >}}\n\n- c\n{{< /note >}}\nd\n',
            "<div><h4>T &amp; t</h4>\n<p><em>a</em> <kbd>b</kbd></p>\n<ul>\n<li>c</li>\n</ul>\n"
            "</div>\n<p>d</p>",
        ),
        (
            'a {{< pic src="p.png" alt="x" >}}',
            '<p>a <img src="https://x.example/blog/post/a/p.png" alt="x"></p>',
        ),
        ("{{< pic x >}} {{< pic y >}}", "<p>X <b>Y</b></p>"),
        ("{{% md a %}}*b*{{% /md %}}", "<p><strong>a</strong> <em>b</em></p>"),
        ("{{< where >}}", '<p><a href="https://x.example/blog/post/a/">N</a></p>'),
        ("{{< themed a >}}", "<p><i>a-2</i></p>"),
        ("a{{< empty >}}b", "<p>ab</p>"),
        ("{{< vimeo 1 >}}", '<p><a href="https://vimeo.com/1">Vimeo video</a></p>'),
    ],
)
def test_simple_templates_of_the_site(shown: Callable[..., str], source: str, html: str) -> None:
    """Every post with a box of the site's own would be without its body."""
    config = 'theme = "t"\n' + UNSAFE + '[params]\nname = "N"\n'
    assert shown(source, files=TEMPLATES, config=config) == html


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("loop", "range"),
        ("part", "partial"),
        ("deep", "nested too deeply"),
        ("open", "a block that never ends"),
        ("broken", "nothing where a value is expected"),
        ("halves", "a tag that cannot be read"),
        ("file", "readFile"),
        ("none", "no template for it here"),
        ("tags", "a tag that cannot be read"),
        ("grows", "its text is too long"),
        ("grown", "its text is too long"),
    ],
)
def test_other_templates_are_refused(expanded: Expanding, name: str, why: str) -> None:
    """A template would be half worked out, or read what is none of its business."""
    files = {"hugo.toml": UNSAFE, **TEMPLATES}
    done = expanded(f"a\n{{{{< {name} x >}}}}", PATH, "title: T\ndate: 2024-01-01", files)
    (finding,) = done.findings
    assert done.text == ""
    assert why in finding.what
    assert f"{{{{< {name} x >}}}}" in finding.what


def test_what_decides_on_a_body_is_noted(expanded: Expanding) -> None:
    """A body would stay left out after what it lacked was added, or keep an old address."""
    front_matter = "title: T\ndate: 2024-01-01"
    page = "---\ntitle: B\ndate: 2024-01-01\n---\n"
    files = {"hugo.toml": UNSAFE, "content/other/b.md": page}
    missing = expanded("{{< ref c >}}", PATH, front_matter, files)
    assert missing.findings
    assert {name for name, _ in missing.inputs} == {
        "folder:content",
        "folder:content/other",
        "folder:content/post",
    }
    found = expanded('{{< ref "/other/b" >}}', PATH, front_matter, files)
    assert [name for name, _ in found.inputs] == ["post:content/other/b.md"]
    own = expanded("{{< own >}}", PATH, front_matter, files)
    assert "file:layouts/shortcodes/own.html" in [name for name, _ in own.inputs]


def test_files_of_a_page_with_an_ugly_url(shown: Callable[..., str]) -> None:
    """Pictures in a page's own folder would be looked for in the folder above."""
    files = {"content/post/own/pic.png": "x", "content/post/own/sub/a.txt": "x"}
    config = "uglyURLs = true\n" + UNSAFE
    source = "![a](pic.png) [b](./sub/a.txt) [c](none.txt)\n\n<img src='pic.png'>\n"
    html = shown(source, files=files, config=config, path="content/post/own/index.md")
    assert re.findall(r'(?:src|href)="https://x.example/blog/post/a/([^"]*)', html) == [
        *("own/pic.png", "own/sub/a.txt", "none.txt", "own/pic.png"),
    ]
