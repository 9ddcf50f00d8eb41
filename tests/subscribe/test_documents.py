"""What is made of which template, and what the page lets a browser do."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from feeds.errors import TemplateError
from feeds.syndicate import FORMATS
from feeds.templating.templates import Templates

DOCS = (Path(__file__).parents[2] / "docs" / "subscribing.md").read_text(encoding="utf-8")
AIDS = ("stylesheet", "page", "opml", "snippet")


def replace_template(shown, name, text):
    """Gives the site a template of its own."""
    path = shown.site.root / "templates" / "feeds" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


@pytest.mark.parametrize(
    ("aid", "path", "media_type", "inputs"),
    [
        ("stylesheet", "feeds.css", "text/css", ("feeds/feeds.css",)),
        ("snippet", "autodiscovery.html", "text/html", ("feeds/autodiscovery.html",)),
        ("opml", "feeds.opml", "text/x-opml", ()),
        (
            *("page", "subscribe.html", "text/html"),
            ("feeds/subscribe.css", "feeds/subscribe.html", "feeds/subscribe.js"),
        ),
    ],
)
def test_a_document_says_what_it_is(shown, aid, path, media_type, inputs):
    """A server or a check could not tell what it has."""
    made = shown().document(aid)
    assert (made.path, made.media_type, made.inputs) == (path, media_type, inputs)


@pytest.mark.parametrize(
    ("aid", "name"),
    [
        ("stylesheet", "feeds.css"),
        ("snippet", "autodiscovery.html"),
        ("page", "subscribe.html"),
        ("page", "subscribe.css"),
        ("page", "subscribe.js"),
    ],
)
def test_any_template_is_replaced_by_the_sites_own(shown, aid, name):
    """A site could not look like itself."""
    site = shown()
    replace_template(site, name, "/* ours: {{ 6 * 7 }} */")
    assert b"/* ours: 42 */" in site.document(aid).data


@pytest.mark.parametrize(
    ("aid", "name"),
    [("stylesheet", "feeds.css"), ("page", "subscribe.html"), ("page", "subscribe.js")],
)
def test_a_mistake_in_a_template_has_file_and_line(shown, aid, name):
    """Whoever changes a template would have to guess where the mistake is."""
    site = shown()
    replace_template(site, name, "\n\n{{ nothing_of_the_kind }}")
    with pytest.raises(TemplateError) as caught:
        site.document(aid)
    assert [finding.place for finding in caught.value.findings] == [f"templates/feeds/{name}:3"]


@pytest.mark.parametrize("script", [None, "let a = '</script>';\r\nlet b = '\u00e9';\r\n"])
def test_the_page_lets_in_its_own_style_and_script_only(shown, script):
    """A server with a strict policy would show the page bare, or any script could run in it."""
    site = shown()
    if script is not None:
        replace_template(site, "subscribe.js", script)
    page = html.document_fromstring(site.document("page").data.decode("utf-8"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for element in ("style", "script"):
        (text,) = (each.text for each in page.iter(element))
        digest = b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
        assert f"{element}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert not page.xpath("//@style | //@onclick | //@src | //link[@rel='stylesheet']")


def test_headings_are_in_order(many):
    """Somebody who jumps from heading to heading would lose the way."""
    page = html.document_fromstring(many.document("page").data)
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("count", "filtered"), [(12, False), (13, True)])
def test_there_is_a_filter_where_there_is_much(shown, count, filtered):
    """People would have to read through a hundred feeds, or see a field that they don't need."""
    feeds = [{"paths": {"atom": f"{number}.xml"}} for number in range(count)]
    assert (b'id="filter"' in shown(*feeds).document("page").data) is filtered


def test_what_is_not_written_is_not_pointed_at(shown):
    """Readers would follow links to nothing."""
    site = shown(subscribe={"page": "", "opml": ""})
    assert b"subscribe.html" not in site.document("stylesheet").data
    page = html.document_fromstring(site.document("page").data)
    assert not [url for url in page.xpath("//@href") if url.endswith("opml")]


def test_addresses_have_the_types_that_feeds_have(shown):
    """A reader would take a feed for one of another format."""
    paths = {"atom": "a.xml", "rss": "r.xml", "json": "f.json"}
    snippet = html.fragments_fromstring(shown({"paths": paths}).document("snippet").data.decode())
    assert [(each.get("href"), each.get("type")) for each in snippet] == [
        (f"https://x.example/{path}", FORMATS[form].media_type) for form, path in paths.items()
    ]


def test_the_names_that_templates_can_use_are_documented(shown, monkeypatch):
    """Whoever changes a template would have to read the program."""
    used = {}

    def noted(self, name, context):
        used.setdefault(name.removeprefix("feeds/"), set()).update(context)
        return render(self, name, context)

    render = Templates.render
    monkeypatch.setattr(Templates, "render", noted)
    for aid in AIDS:
        shown().document(aid)
    rows = re.findall(r"^\| (`\w+\.\w+`.*?) \| .+ \| (.+) \|$", DOCS, re.MULTILINE)
    documented = {
        name: set(re.findall(r"`(\w+)`", names))
        for files, names in rows
        for name in re.findall(r"`(\S+)`", files)
    }
    assert documented == used
    explained = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", DOCS, re.MULTILINE)
    known = {name for names in explained for name in re.findall(r"`(\w+)`", names)}
    assert set.union(*used.values()) <= known


@pytest.mark.parametrize("aid", AIDS)
def test_the_same_feeds_give_the_same_bytes(shown, aid):
    """A build would publish files that say nothing new."""
    assert shown().document(aid) == shown().document(aid)
