"""Zola's shortcodes, links and options of Markdown, worked out."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from feeds.collect.dialects import detect
from feeds.content.pipeline import render
from feeds.expand import Sources, expander
from feeds.expand.zola.flat import flat
from feeds.expand.zola.shortcodes import Call, Escaped, ShortcodeError, parse
from feeds.expand.zola.tera import Tera
from feeds.expand.zola.tera_syntax import parse_template
from feeds.expand.zola.tera_values import TeraError
from feeds.model import Expanded, Post, Site
from feeds.zones import zone

Expanding = Callable[..., Expanded]
CONFIG = 'base_url = "https://x.example/blog"\ntitle = "X"\n'
HEAD = "title: T\ndate: 2020-01-01"
PATH = "content/posts/a.md"
LINE = 4
"""The line of the file before which the body begins."""


@pytest.fixture
def worked_out(expanded: Expanding) -> Expanding:
    """Works out a body on a site with such shortcodes and other files."""

    def run(
        source: str,
        shortcodes: Mapping[str, str] | None = None,
        files: Mapping[str, str] | None = None,
        config: str = "",
        head: str = HEAD,
        path: str = PATH,
    ) -> Expanded:
        own = {f"templates/shortcodes/{name}": text for name, text in (shortcodes or {}).items()}
        every = {"config.toml": CONFIG + config, **own, **(files or {})}
        return expanded(source, path, head, every, folders=("content",))

    return run


# ── Which text is a shortcode ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "arguments"),
    [
        ("{{ f() }}", {}),
        ("{{f()}}", {}),
        ("{{ f(id=1, autoplay=true, url='hey') }}", {"id": 1, "autoplay": True, "url": "hey"}),
        ("{{ f(id=1, \nautoplay=false, array=[]) }}", {"id": 1, "autoplay": False, "array": []}),
        ("{{ f(multi=[[]]) }}", {"multi": [[]]}),
        ("{{ f(a=[true, 'x', -2, 1.5,]) }}", {"a": [True, "x", -2, 1.5]}),
        ("{{ f(a=0.5, b=-0, c=-10.25) }}", {"a": 0.5, "b": 0, "c": -10.25}),
        ("{{ f(a=1 b=2) }}", {"a": 1, "b": 2}),
        ('{{ f(a=`b"q`, b=\'s"s\', c="a\'b") }}', {"a": 'b"q', "b": 's"s', "c": "a'b"}),
        ("{{\tf\n(\r\na = 1 ) }}", {"a": 1}),
        ("{{ f(a=1, a=2) }}", {"a": 2}),
    ],
)
def test_calls(source: str, arguments: dict[str, object]) -> None:
    """A shortcode that Zola reads would be text, or get other values."""
    (call,) = parse(source)
    assert isinstance(call, Call)
    assert (call.name, call.arguments, call.body) == ("f", arguments, None)


@pytest.mark.parametrize(
    "source",
    [
        "{{ f }}",
        "{{ f.g }}",
        "{{ f(a=) }}",
        "{{ f(a=1,) }}",
        "{{ f('x') }}",
        "{{ f(a=b) }}",
        "{{ 1f() }}",
        "{{- f() -}}",
        "{{ f() }",
        "{{ f(a='x }}",
        "{{ f(a=01) }}",
        "{{ a::f() }}",
        "{% raw %}",
        "{% if x %}",
        "{ { f() }}",
        "{{ f(a=" + "[" * 30_000,
        "{{/* f() }}",
        "{%/* f() */%} x",
    ],
)
def test_what_is_no_call_is_text(source: str) -> None:
    """Text of a post about templates would be lost."""
    assert "".join(map(str, parse(source))) == source
    assert not any(isinstance(item, Call) for item in parse(source))


def test_bodies_hold_text_and_other_calls() -> None:
    """What is between a shortcode and its end would be shown beside it."""
    outer, after = parse("{% a(x=1) %}one {{ b() }} {% a() %}two{% end %} three{%end%} four")
    assert isinstance(outer, Call)
    assert after == " four"
    assert outer.body is not None
    one, b, space, inner, three = outer.body
    assert (one, space, three) == ("one ", " ", " three")
    assert isinstance(b, Call)
    assert isinstance(inner, Call)
    assert (outer.nth, inner.nth, b.nth, inner.body) == (1, 2, 1, ["two"])


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{/* f(a=1) */}}", "{{ f(a=1) }}"),
        ("{%/* f() */%}\nx {{ y }}\n{%/* end */%}", "{% f() %}\nx {{ y }}\n{% end %}"),
    ],
)
def test_escapes(source: str, shown: str) -> None:
    """A post about shortcodes would show their escapes, or run them."""
    assert parse(source) == [Escaped(shown)]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{% f() %} x", "has no {% end %}"),
        ("x {% end %}", "no shortcode that ends here"),
        ("{% f() %}x{% end %}{% end %}", "no shortcode that ends here"),
        ("{% f() %}" * 100 + "{% end %}" * 100, "nested too deeply"),
        ("{{ f() }}" * 3000, "too many shortcodes"),
        ("{% f() %}" + "{%/* f() */%}" * 30_000, "has no {% end %}"),
    ],
)
def test_bodies_without_end_are_errors(source: str, what: str) -> None:
    """The rest of a post would be swallowed, or the run would never end."""
    with pytest.raises(ShortcodeError, match=what):
        parse(source)


# ── What comes of it ──────────────────────────────────────────────────────────────────


def test_html_is_left_alone_by_markdown(worked_out: Expanding) -> None:
    """Stars in a shortcode's HTML would become emphasis, empty lines would end it."""
    done = worked_out("a {{ f() }} b", {"f.html": "<i>\n\n  *x* & &lt;_y_</i>\n"})
    assert done.text == "a <i> &#42;x&#42; &#38; &lt;&#95;y&#95;</i> b"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ f() }}\nmore", "<!-- --><b>1</b>\nmore"),
        ("> - {{ f() }}  ", "> - <!-- --><b>1</b>  "),
        ("{{ f() }} more", "&#32;<b>1</b> more"),
        ("x {{ f() }}", "x <b>1</b>"),
        ("`{{ f() }}`", "`<b>1</b>`"),
        ("```\n{{ f() }}\n```", "```\n<b>1</b>\n```"),
        ("\\{{ f() }}", "<!-- --><b>1</b>"),
        ("{{ f() }}{{ f() }}", "&#32;<b>1</b><b>2</b>"),
    ],
)
def test_where_html_stands(worked_out: Expanding, source: str, expected: str) -> None:
    """A line after a shortcode would no longer be Markdown, or code would be markup."""
    assert worked_out(source, {"f.html": "<b>{{ nth }}</b>"}).text == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<pre>a\n  b</pre>\n c", "<pre>a&#10;  b</pre> c"),
        ('<a title="x > y"\n href="z">t</a>', '<a title="x > y" href="z">t</a>'),
        ("a<!-- x -->b<script>var a = '</p>';</script><style>p{}</style>", "ab"),
        ("1 < 2", "1 &#60; 2"),
        ("<!-- never ends <b>x</b>", ""),
        ("<" * 30_000, "&#60;" * 30_000),
    ],
)
def test_flat_html(html: str, expected: str) -> None:
    """Code would lose its lines, or scripts become text."""
    assert flat(html) == expected


def test_markdown_shortcodes_are_markdown(worked_out: Expanding) -> None:
    """Their stars would be shown."""
    assert worked_out("{{ f(x='<') }}\n", {"f.md": "**{{ x }}**"}).text == "**<**\n"


def test_a_themes_shortcodes_count_where_the_site_has_none(worked_out: Expanding) -> None:
    """Most sites have their shortcodes from a theme."""
    theme = {
        "themes/sea/templates/shortcodes/f.html": "theme {{ config.extra.a }}{{ config.extra.b }}",
        "themes/sea/templates/shortcodes/g.html": "theme",
        "themes/sea/theme.toml": '[extra]\na = "1"\nb = "2"\n',
    }
    config = 'theme = "sea"\n[extra]\nb = "3"\n'
    done = worked_out("x {{ f() }} {{ g() }}", {"g.html": "own"}, theme, config)
    assert done.text == "x theme 13 own"
    assert {name for name, _ in done.inputs} >= {
        "file:templates/shortcodes/f.html",
        "file:themes/sea/templates/shortcodes/f.html",
        "file:themes/sea/theme.toml",
    }


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ('{{ youtube(id="a-_b") }}', "https://www.youtube.com/watch?v=a-_b"),
        ('{{ youtube(id="a", autoplay=true, class="x", playlist="l") }}', "watch?v=a&amp;list=l"),
        ('{{ vimeo(id="12") }}', "https://vimeo.com/12"),
        ('{{ streamable(id="92ok4") }}', "https://streamable.com/92ok4"),
        ('{{ gist(url="https://gist.github.com/a/b", file="c") }}', "https://gist.github.com/a/b"),
        ('{{ youtube(id="\\"><script>") }}', ""),
    ],
)
def test_built_in_shortcodes_become_links(worked_out: Expanding, source: str, url: str) -> None:
    """A film would vanish from readers who cannot show frames."""
    done = worked_out(source)
    assert url in done.text
    assert "<script" not in done.text


def test_a_shortcode_of_ones_own_replaces_a_built_in(worked_out: Expanding) -> None:
    """A site's own youtube would be another one."""
    assert worked_out('x {{ youtube(id="a") }}', {"youtube.html": "{{ id }}"}).text == "x a"


def test_pictures_that_zola_would_scale_are_shown_as_they_are(worked_out: Expanding) -> None:
    """Nearly every photo blog has such a shortcode, and would lose all its bodies."""
    template = (
        '{% set image = resize_image(path=page.colocated_path ~ src, width=100, op="fit") %}'
        '<img src="{{ image.url }}" width="{{ image.width }}">'
        '{% set more = resize_image(path="static/b.png", width=1) %}{{ more.url }}'
    )
    done = worked_out('x {{ f(src="a.png") }}', {"f.html": template}, path="content/q/index.md")
    shown = unescape(done.text)
    assert '<img src="https://x.example/blog/q/a.png" width="100">' in shown
    assert shown.endswith("https://x.example/blog/b.png")


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("a\n{{ nope(x=1) }}", 2, "templates/shortcodes/nope.html is not there: {{ nope(x=1) }}"),
        ("a\n\n{{ f() }}", 3, "shortcodes/f.html: line 1: nope.a has no value: {{ f() }}"),
        ("{% f() %}", 1, "has no {% end %}"),
        ("a\n{{ f('x') }} b", 2, "cannot be read as a shortcode: {{ f('x') }}"),
        ("a\n{% f(x=1) }", None, ""),
        ('a\n{{ <figure src="a" /> }}', 2, "no template has the component figure: {{ <figure src="),
        ('a\n{{ <figure src="a" }}', 2, "cannot be read as a shortcode: {{ <figure src="),
        ("{% <note> %}\nx\n{% </note> %}", 1, "no template has the component note: {% <note> %}"),
        ("{% <note> %} x", 1, "the shortcode has no {% end %}: {% <note> %}"),
        ("`{{ <figure }}` {{ a < b }}", None, ""),
        ("{{ time() }}", 1, "the function now is not worked out here"),
        ("{{ data() }}", 1, "the function load_data is not worked out here"),
        ("{{ broken() }}", 1, "line 1: "),
        ("{{ macro() }}", 1, "is not worked out here"),
        ("{{ extends() }}", 1, "extends is not worked out here"),
        ("{{ filter() }}", 1, "the filter nope is not worked out here"),
        ("{{ attribute() }}", 1, "has no value"),
        ("{{ method() }}", 1, "is not worked out here in that form"),
        ("{{ itself() }}", 1, "includes itself, or too many others"),
        ("{{ missing() }}", 1, "there is no template gone.html"),
        ("{{ outside() }}", 1, "there is no template ../../secret.html"),
        ("{{ page_of() }}", 1, "there is no page @/nope.md"),
        ("{% f() %}" * 2 + "{{ nope() }}" + "{% end %}" * 2, 1, "nope.html is not there"),
    ],
)
def test_what_cannot_be_worked_out_is_left_out(
    worked_out: Expanding, source: str, line: int | None, what: str
) -> None:
    """Template code would reach readers as text, or the run would end."""
    shortcodes = {
        "f.html": "{{ nope.a }}",
        "time.html": "{{ now() }}",
        "data.html": '{% set x = load_data(path="../secret") %}',
        "broken.html": "{% if %}",
        "macro.html": "{% macro m() %}{% endmacro %}",
        "extends.html": '{% extends "x.html" %}',
        "filter.html": "{{ 1 | nope }}",
        "attribute.html": "{{ page.__class__.__mro__ }}",
        "method.html": '{{ page.title.format("x") }}',
        "itself.html": '{% include "shortcodes/itself.html" %}',
        "missing.html": '{% include "gone.html" %}',
        "outside.html": '{% include "../../secret.html" %}',
        "page_of.html": '{{ get_url(path="@/nope.md") }}',
    }
    done = worked_out(source, shortcodes)
    if line is None:
        assert (done.text, done.findings) == (source, ())
        return
    (finding,) = done.findings
    assert (done.text, finding.path, finding.line) == ("", PATH, LINE + line)
    assert what in finding.what


def test_calls_that_are_none_stay_in_code(worked_out: Expanding) -> None:
    """A post about another template language would lose its body."""
    source = "`{{ url_for('x') }}`\n\n```\n{% macro a(b) %}\n```\n\n    {{ f('x') }}\n"
    assert worked_out(source).text == source


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(end=5000) %}{% for b in range(end=5000) %}{% endfor %}{% endfor %}",
        "{% for a in range(end=1000000000) %}{% endfor %}",
        "{% set_global a = 'x' %}{% for i in range(end=99) %}"
        "{% set_global a = a ~ a %}{% endfor %}",
        "{% set_global a = [1] %}{% for i in range(end=99) %}{% set_global a = [a, a] %}"
        "{% endfor %}{{ a }}",
        "{% set_global a = [1] %}{% for i in range(end=99) %}"
        "{% set_global a = a | concat(with=a) %}{% endfor %}",
        "{% set_global n = 9 %}{% for i in range(end=9) %}{% set_global n = n * n %}{% endfor %}",
        "{% set s = 'x' | replace(from='x', to=body) %}{% for i in range(end=9999) %}"
        "{{ s | upper }}{% endfor %}",
        "{{ body | replace(from='a', to=body) }}",
        "{{ " + "(" * 30_000 + "1" + ")" * 30_000 + " }}",
        "{{ " + "not " * 30_000 + "1 }}",
        "{% if 1 %}" * 3_000 + "{% endif %}" * 3_000,
        "{{ 1" + " + 1" * 30_000 + " }}",
        "{{ 1 / 0 }}",
        "{{ 'x' * 9 }}",
        "{{ 9999999999999999999999 }}",
        "x" * 300_000,
        "{{ a.b[0]['c'] }}",
        "{{ range(start=1, end=2, step_by=0) }}",
        "{{ 'x' | date }}",
        "{{ body | truncate(length='x') }}",
        "{{ [] is nope }}{{ 1 is starting_with }}",
    ],
)
def test_templates_without_bounds_are_named(worked_out: Expanding, template: str) -> None:
    """One template could keep the run busy for ever, or fill the memory."""
    done = worked_out("{% f() %}" + "a" * 5_000 + "{% end %}", {"f.html": template})
    assert done.text == ""
    assert [finding.line for finding in done.findings] == [LINE + 1]


def test_many_shortcodes_share_one_bound(worked_out: Expanding) -> None:
    """Each of thousands of calls could take all that one may."""
    loop = "{% for a in range(end=9000) %}x{% endfor %}"
    done = worked_out("{{ f() }}" * 1900, {"f.html": loop})
    assert "takes too many steps" in done.findings[0].what


def test_jinja_is_only_a_parser() -> None:
    """A template could reach into Python."""
    source = b"{{ x.__class__ }}{{ ''.__class__.__mro__ }}{{ cycler }}{{ self }}"
    with pytest.raises(TeraError):
        Tera(lambda _: parse_template(source), {}, lambda text, _: text).render(
            "a.html", {"x": "y"}
        )


COMPONENTS = {
    "templates/components/figure.html": (
        '{% component figure(src: string, alt: string = "none", width = 3, ...rest) %}'
        '<img src="{{ src }}" alt="{{ alt }}" width="{{ width }}">{% endcomponent figure %}'
    ),
    "templates/more.html": (
        "{%- component ui.note(title) -%}<p>{{ title }}: {{ body }}</p>{%- endcomponent -%}"
        '{% component big(n: number) %}{{ "yes" if n > 2 else "no" }}{% endcomponent big %}'
        "{% component page_of(page) %}{{ page.title }}{% endcomponent page_of %}"
    ),
    "themes/sea/templates/t.html": "{% component sea() %}*sea*{% endcomponent sea %}",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{{ <figure src="a" /> }}', '<img src="a" alt="none" width="3">'),
        ("{{<figure src='a' alt=\"<\" width={5}/>}}", '<img src="a" alt="&lt;" width="5">'),
        ('{% <ui.note title="T"> %}*b*{% </ui.note> %}', "<p>T: *b*</p>"),
        ("{{ <big n={3} /> }} {{ <big n={ -1 } /> }}", "yes no"),
        ("{{ <page_of page={page} /> }} {{ <page_of page /> }}", "T T"),
        ("{% <ui.note title={page.title}> %}{{ <sea /> }}{% </ui.note> %}", "<p>T: *sea*</p>"),
    ],
)
def test_components(worked_out: Expanding, source: str, expected: str) -> None:
    """Bodies written for Zola 0.23 would be lost."""
    assert worked_out(source, files=COMPONENTS, config='theme = "sea"\n').text == expected


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{{ <figure /> }}", "figure: line 1: src has no value"),
        ("{{ <figure src={nope.x} /> }}", "src has no value"),
        ("{{ <figure src={1 + 1} /> }}", "cannot be read as a shortcode"),
        ("{{ <newest /> }}", "newest: line 1: "),
    ],
)
def test_components_that_are_not_worked_out(worked_out: Expanding, source: str, what: str) -> None:
    """Template code would reach readers as text."""
    newest = "{% component newest() %}{{ a?.b }}{% endcomponent newest %}"
    newest += "{% component open() %}" * 9_000
    done = worked_out(source, files={**COMPONENTS, "templates/new.html": newest})
    assert (done.text, what in done.findings[0].what) == ("", True)


# ── Links ─────────────────────────────────────────────────────────────────────────────

PAGES = {
    "content/other.md": "+++\ndate = 2019-01-01\nslug = 'Another one'\n+++\n",
    "content/about.md": "+++\npath = 'who'\n+++\n",
    "content/some space.md": "+++\ndate = 2019-01-01\n+++\n",
    "content/draft.md": "+++\ndate = 2019-01-01\ndraft = true\n+++\n",
    "content/sec/_index.md": "+++\n+++\n",
    "content/_index.md": "+++\n+++\n",
    "content/sec/b.png": "",
    "content/f/index.md": "+++\nslug = 'own'\n+++\n",
    "content/f/b c.png": "",
    "content/bad.md": "+++\nx = \n+++\n",
    "secret.md": "+++\n+++\n",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](@/other.md)", "[a](https://x.example/blog/another-one/)"),
        ("[a](@/other.md#x-y)", "[a](https://x.example/blog/another-one/#x-y)"),
        ('[a](<@/other.md> "t")', '[a](<https://x.example/blog/another-one/> "t")'),
        ("[a](@/about.md)", "[a](https://x.example/blog/who/)"),
        ("[a](@/draft.md)", "[a](https://x.example/blog/draft/)"),
        ("[a](@/sec/_index.md)", "[a](https://x.example/blog/sec/)"),
        ("![a](@/sec/b.png)", "![a](https://x.example/blog/sec/b.png)"),
        ("![a](@/f/b%20c.png)", "![a](https://x.example/blog/own/b%20c.png)"),
        ("[a](@/_index.md)", "[a](https://x.example/blog/)"),
        ("[a](@/some%20space.md)", "[a](https://x.example/blog/some-space/)"),
        ("[a]: @/other.md\n", "[a]: https://x.example/blog/another-one/\n"),
        ("`[a](@/other.md)`", "`[a](@/other.md)`"),
        ("    [a](@/other.md)", "    [a](@/other.md)"),
        ("me@/other.md", "me@/other.md"),
        ('<a href="@/other.md">', '<a href="@/other.md">'),
    ],
)
def test_links_to_pages(worked_out: Expanding, source: str, expected: str) -> None:
    """A link would lead nowhere, or text would become one."""
    done = worked_out(source, files=PAGES)
    assert (done.text, done.findings) == (expected, ())


@pytest.mark.parametrize(
    "path", ["nope.md", "../secret.md", "x/../../secret.md", "bad.md", "pic.png", "%00.md", ""]
)
def test_links_that_lead_nowhere_are_named(worked_out: Expanding, path: str) -> None:
    """A reader would follow a link to a page that is not there, and nobody would know."""
    done = worked_out(f"[a](@/{path}x)" if not path else f"[a](@/{path})", files=PAGES)
    assert done.text == "[a](https://x.example/blog/posts/a/)"
    assert "which is no page of the site" in done.findings[0].what


def test_a_body_depends_on_the_pages_that_it_links_to(worked_out: Expanding) -> None:
    """A page that moved would leave old links behind."""
    done = worked_out("[a](@/other.md) [b](@/about.md)", files=PAGES)
    assert [name for name, _ in done.inputs] == [
        "post:content/other.md",
        "post:content/about.md",
        "file:content/about.md",
    ]


# ── Markdown ──────────────────────────────────────────────────────────────────────────


def test_options_of_markdown(worked_out: Expanding) -> None:
    """Texts would have other signs than on their pages."""
    source = ":smile: `:smile:` :nope: 1:30:2\n\n> [!NOTE]\n> text\n"
    config = "[markdown]\nrender_emoji = true\ngithub_alerts = true\n"
    assert worked_out(source).text == source
    assert worked_out(source, config=config).text == ("😄 `:smile:` :nope: 1:30:2\n\n> \n> text\n")


@pytest.mark.parametrize("written", ["true", "false"])
def test_smart_punctuation_is_a_flavour(tmp_path: Path, written: str) -> None:
    """Quotes would stay straight, or be turned where the site does not want it."""
    config = f"{CONFIG}[markdown]\nsmart_punctuation = {written}\n"
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    site = Site(tmp_path, "https://x.example", "X", "en", zone("UTC"))
    dialect = detect(tmp_path)
    made = expander(site, dialect, Sources(site, dialect))
    assert made.flavour.typographer is (written == "true")
    assert pickle.loads(pickle.dumps(made)).fingerprint() == made.fingerprint()


def test_nothing_a_shortcode_writes_is_unsafe(worked_out: Expanding, tmp_path: Path) -> None:
    """A theme could put scripts into mail."""
    done = worked_out("{{ f() }} x\n", {"f.html": '<img src=x onerror="a()"><script>a()</script>'})
    assert "onerror" in done.text
    site = Site(tmp_path, "https://x.example", "X", "en", zone("UTC"))
    when = datetime(2020, 1, 1, tzinfo=zone("UTC"))
    post = Post(PATH, "https://x.example/", "https://x.example/", "T", when, when, "en")
    shown = render("", post, site, lambda *_: done)
    assert "onerror" not in shown.body.html
    assert "script" not in shown.body.html
