"""Whatever one post holds, the rest is built and nothing runs or leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import feedparser
import lxml.html

GOOD = "---\ntitle: Good\ndate: 2026-11-19\n---\nfine\n"
NASTY = "<script>alert(1)</script> ]]> <img src=x onerror=alert(1)> \"'&amp; \u202e"


def test_markup_in_every_text(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """A post could run code in somebody's reader or mail, or break the feed for everybody."""
    post = (
        "---\n"
        f"title: |\n  {NASTY}\n"
        "date: 2026-11-20\n"
        f"summary: |\n  {NASTY}\n"
        f"categories:\n- |\n  {NASTY}\n"
        f"author: |\n  {NASTY}\n"
        "image: /a.png\n"
        f"image_alt: |\n  {NASTY}\n"
        "---\n"
        f"{NASTY}\n\n<style>@import 'x'</style><iframe src='javascript:1'></iframe>"
        "<a href='java\tscript:alert(1)' onclick=x>a</a>\n\n[b](javascript:alert(1))\n"
    )
    site = write_site({"posts/a.md": post, "posts/b.md": GOOD})
    run = feeds("build", site, "--now", "2026-11-23")
    assert run.status == 0, run.err
    for file in (site / "public").rglob("*.xml"):
        feed = feedparser.parse(file.read_bytes(), sanitize_html=False)
        assert not feed.bozo
        for entry in feed.entries:
            for html in (entry.content[0].value if "content" in entry else "",):
                check_inert(html)
    html = (site / "public/digest/latest.html").read_text()
    check_inert(html)
    assert "&lt;script&gt;" in html
    atom = feedparser.parse((site / "public/atom.xml").read_bytes(), sanitize_html=False)
    assert atom.entries[0].title.startswith("<script>alert(1)</script> ]]>")


def check_inert(html: str) -> None:
    """Nothing in it would run, ask or post."""
    if not html:
        return
    document = lxml.html.document_fromstring(html)
    for element in document.iter():
        assert element.tag not in ("script", "iframe", "form", "object", "embed", "link")
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (element.tag, name)
            assert "script:" not in value.lower().replace("\t", ""), value


def test_a_flood_of_strange_files(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """One file that nobody expected would keep all the others from being published."""
    strange = {
        "nul": "---\ntitle: a\x00b\ndate: 2026-11-01\n---\n\x00\x0b\ufffe\n",
        "deep": "---\ntitle: d\ndate: 2026-11-01\n---\n" + "> " * 5000 + "x\n",
        "brackets": "---\ntitle: e\ndate: 2026-11-01\n---\n" + "[" * 50_000 + "\n",
        "long-title": f"---\ntitle: {'長い' * 5000}\ndate: 2026-11-01\n---\nx\n",
        "long-category": f"---\ntitle: l\ncategory: {'c' * 5000}\ndate: 2026-11-01\n---\nx\n",
        "climbing": "---\ntitle: f\ncategory: ../../up\npermalink: /../../x\nslug: ../x\n"
        "date: 2026-11-01\n---\n",
        "emoji": "---\ntitle: 🎏👩‍👩‍👧\ncategory: 🎏\ndate: 2026-11-01\n---\n🎏\n",
        "lists": "---\ntitle: [a, b]\ncategories: {a: {b: [c]}}\ndate: 2026-11-01\n---\nx\n",
        "year": "---\ntitle: y\ndate: 9999-12-31 23:59 -1200\n---\nx\n",
        "early": "---\ntitle: y\ndate: 0001-01-01 00:00 +1200\n---\nx\n",
        "huge": "---\ntitle: h\ndate: 2026-11-01\n---\n"
        + ("word " * 200 + "**bold** [l](/x)\n\n") * 5_000,
    }
    site = write_site(
        {"posts/good.md": GOOD, **{f"posts/{name}.md": text for name, text in strange.items()}}
    )
    run = feeds("build", site, "--now", "2026-11-23", "--future")
    assert run.status in (0, 1)
    assert "Traceback" not in run.err
    for name in ("atom.xml", "rss.xml"):
        feed = feedparser.parse((site / "public" / name).read_bytes())
        assert not feed.bozo
        assert "Good" in [entry.title for entry in feed.entries]
    outside = [
        path for path in site.parent.rglob("*.xml") if not path.is_relative_to(site / "public")
    ]
    assert outside == []
