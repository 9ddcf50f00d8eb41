"""What scripts and style sheets make of a page is plain HTML in a feed."""

from __future__ import annotations

import pytest

from feeds.content.oddities import has_oddities
from feeds.content.sanitise import sanitise

BASE = "https://blog.example/2026/one/"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p hidden>a</p>b", "b"),
        ("<p hidden=until-found>a</p>", "<p>a</p>"),
        ("<p style='color:red;DISPLAY : None'>a</p>b", "b"),
        ("<p style='background:none;display:block'>a</p>", "<p>a</p>"),
        ("<p style='font-family:none-such'>a</p>", "<p>a</p>"),
        ("<div role=tabpanel hidden>a</div>", "<div>a</div>"),
        ("<div class=tab-pane style='display:none'>a</div>", "<div>a</div>"),
        ("<img data-src=a.jpg style='display:none'>", f'<img src="{BASE}a.jpg" alt="">'),
        ("<img src=a.jpg width=10 height=1>b", "b"),
        ("<img src=a.jpg width=100 style='border:0'>",
         f'<img src="{BASE}a.jpg" width="100" alt="">'),
        ("<p aria-hidden=true>a</p>", "<p>a</p>"),
        ("<span aria-hidden=true><img src=a.jpg></span>", f'<img src="{BASE}a.jpg" alt="">'),
        ("<i class=icon aria-hidden=true></i>a", "a"),
    ],
)  # fmt: skip
def test_hidden_things(markup: str, expected: str) -> None:
    """Readers would see what nobody saw on the page, or miss what everybody saw."""
    assert sanitise(markup, BASE) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<img src=a.jpg data-src='data:image/png;base64,A'>", f'<img src="{BASE}a.jpg" alt="">'),
        ("<img data-src='javascript:x()' alt=b>", "b"),
        ("<img src=lazy-river.jpg data-original=b.jpg>", f'<img src="{BASE}b.jpg" alt="">'),
        ("<img src=river.jpg data-original=b.jpg>", f'<img src="{BASE}river.jpg" alt="">'),
        ("<img srcset='a.jpg 9000w, b.jpg 5000w'>",
         f'<img srcset="{BASE}a.jpg 9000w, {BASE}b.jpg 5000w" src="{BASE}b.jpg" alt="">'),
        ("<img srcset='a.jpg foo'>b", "b"),
        ("<img src='' alt=b><img src=' '>", "b"),
        ("<noscript>a <b>c</b></noscript>", "a <b>c</b>"),
        ("<noscript>Turn on JavaScript</noscript>", ""),
        ("<img src=a.jpg><noscript><img src=a.jpg></noscript>", f'<img src="{BASE}a.jpg" alt="">'),
        ("<img src=a.jpg>b<noscript><img src=a.jpg></noscript>",
         f'<img src="{BASE}a.jpg" alt="">b<img src="{BASE}a.jpg" alt="">'),
        ("<iframe data-src=//a.example/b></iframe>"
         "<noscript><iframe src=//a.example/b></iframe></noscript>",
         '<p><a href="https://a.example/b">https://a.example/b</a></p>'),
        ("<noscript><img src=a.jpg>", f'<img src="{BASE}a.jpg" alt="">'),
    ],
)  # fmt: skip
def test_lazy_loading(markup: str, expected: str) -> None:
    """A picture would be missing, be grey, or be there twice."""
    assert sanitise(markup, BASE) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a<a href='#x'>b</a></p>", f'<p>a<a href="{BASE}#x">b</a></p>'),
        ("<h2><a href='#x'>#</a> a</h2>", "<h2>a</h2>"),
        ("<h2>a <a href='#x'>b</a></h2>", f'<h2>a <a href="{BASE}#x">b</a></h2>'),
        ("<h2><a class=anchor href=/x>a</a></h2>",
         '<h2><a href="https://blog.example/x">a</a></h2>'),
        ("<p><a class=permalink href='#x'>Permalink to a</a>b</p>", "<p>b</p>"),
        ("<p><a class=anchor href='#x'>the part below</a></p>",
         f'<p><a href="{BASE}#x">the part below</a></p>'),
        ("<p>a<sup><a href='#fn:long-name'>*</a></sup></p>", "<p>a<sup>[*]</sup></p>"),
        ("<p>a<sup><a href='#fnord'>1</a></sup></p>", '<p>a<sup>[1]</sup></p>'),
        ("<p>a<sup><a href='#x'>1</a></sup></p>", f'<p>a<sup><a href="{BASE}#x">1</a></sup></p>'),
        ("<p>a</p><p><a href='#fnref1'>↩</a></p>", "<p>a</p>"),
        ("<p>a&nbsp;<a href='#fnref1'>↩</a>&nbsp;<a href='#fnref1:1'>↩<sup>2</sup></a></p>",
         "<p>a</p>"),
        ("<p>a<a class=footnote href='https://b.example/#c'>d</a></p>",
         '<p>a<a href="https://b.example/#c">d</a></p>'),
        ("<p>a<a class=footnote href='/2026/one/#fn:1'>1</a></p>", "<p>a<sup>[1]</sup></p>"),
        ("<p>a <a href='#fnref1'>back to the text</a></p>",
         f'<p>a <a href="{BASE}#fnref1">back to the text</a></p>'),
        ("<p>a <a role=doc-backlink href='#r'>back</a></p>", "<p>a</p>"),
        ("<p><a href='/up'>↑</a></p>", '<p><a href="https://blog.example/up">↑</a></p>'),
    ],
)  # fmt: skip
def test_links_within_the_page(markup: str, expected: str) -> None:
    """Links in a feed would lead nowhere, or those that lead somewhere would be gone."""
    assert sanitise(markup, BASE) == expected


@pytest.mark.parametrize(
    ("markup", "expected", "lost"),
    [
        ("<math><mi>x</mi></math>", "x", set()),
        ("<math></math>", "", {"<math>"}),
        ("<math><mover><mi>x</mi><mo>^</mo></mover></math>", "x^", {"<math>"}),
        ("<math><annotation encoding='application/x-tex'>&lt;/p>&lt;script></annotation></math>",
         r"\(&lt;/p&gt;&lt;script&gt;\)", set()),
        ("<script type='math/tex'>a</b>&lt;</script>", r"\(a&lt;/b&gt;&amp;lt;\)", set()),
        ("<svg aria-label='a &lt;b>'></svg>", "a &lt;b&gt;", set()),
        ("<svg aria-hidden=true><title>a</title></svg>", "", set()),
        ("<svg><path/></svg>", "", {"<svg>"}),
        ("<a href=/b><svg></svg> c</a>", '<a href="https://blog.example/b"> c</a>', set()),
        ("<a href=/b><svg><title>c</title></svg> c</a>",
         '<a href="https://blog.example/b"> c</a>', set()),
        ("<canvas>a</canvas>", "a", {"<canvas>"}),
        ("<img src='data:image/png;base64,A' alt=b>", "b", {"<img> with a data: URL"}),
        ("<mjx-container></mjx-container>", "", {"<math>"}),
        ("<span class=katex><span class=katex-html aria-hidden=true>x<i>2</i></span></span>",
         "x2", {"<math>"}),
        ("<span class=MathJax_Preview>[x]</span><span class=MathJax><i>x</i>"
         "<math><mi>x</mi></math></span><script type=math/tex>x_1</script>", r"\(x_1\)", set()),
        ("<span class=MathJax><math><mi>x</mi></math></span>", "x", set()),
        ("<a href=/b><svg></svg></a>", "", {"<svg>"}),
        ("<form action=/b>a</form>", "a", {"<form>"}),
    ],
)  # fmt: skip
def test_formulas_and_drawings(markup: str, expected: str, lost: set[str]) -> None:
    """A formula would be there twice or in pieces, or a drawing be missing and not named."""
    named: set[str] = set()
    assert sanitise(markup, BASE, named) == expected
    assert named == lost


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a <b>c</b></p>",
        "<p class=lead id=x>Hidden in plain style: none.</p>",
        '<p><a href="/x" target="_blank" rel="noopener">a</a></p>',
        '<img src="/a.png" alt="none" width="100" height="11" loading="lazy">',
        '<table class="prices"><tr><td style="text-align:right">1</td></tr></table>',
    ],
)
def test_usual_html_needs_no_closer_look(markup: str) -> None:
    """Most bodies would be read twice for nothing."""
    assert not has_oddities(markup)
