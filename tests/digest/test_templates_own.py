"""A site's own templates: the example of docs/newsletter.md, and what its tables promise."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from lxml import html as lxml_html

from feeds.digest.colours import Colours
from feeds.digest.documents import issue as made_of
from feeds.digest.merge import merge_tags
from feeds.digest.stories import Image, Story, context
from feeds.templating.templates import Templates

PAGE = (Path(__file__).parents[2] / "docs/newsletter.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^`(templates/\S+)`\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def _names(heading):
    """The names in the first column of the first table after that line."""
    table = re.search(r"\n\n(\|.*?)\n\n", PAGE[PAGE.index(heading) :], re.DOTALL)
    assert table
    rows = table[1].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row.split("|")[1])}


@pytest.fixture
def own(tmp_path):
    """A site with the templates of the example."""
    for name, text in EXAMPLE:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Templates(tmp_path)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_example_makes_a_newsletter(sample, own, language):
    """Somebody who copies the example would see an error, or a mail without its styles."""
    digest = sample(language, ("excerpt", "full", "headline"), template="ours")
    made = made_of(digest, own)
    assert made.findings == ()
    html = made.documents[0].data.decode()
    page = lxml_html.fromstring(html)
    titles = [each.entry.post.title for part in digest.sections for each in part.posts]
    assert page.xpath("//h3/a/text()") == titles
    assert page.xpath("//h2")[0].text_content() in ("This week", "今週")
    assert all("color:#b23c22" in each.get("style") for each in page.xpath("//a"))
    assert "font-size:13px" in page.find_class("small")[0].get("style")
    assert digest.newsletter.unsubscribe in page.xpath("//a/@href")
    assert "!important" in page.xpath("//style/text()")[0]
    assert digest.newsletter.address in page.text_content()
    assert not re.search(r"\{\{|\{%|merge[a-z]*x", html)
    assert "templates/ours" not in html
    assert "ours/page.html" in made.documents[0].inputs
    assert "newsletter/text.txt" in made.documents[0].inputs


def test_the_example_can_be_shortened(sample, own):
    """The example would lack what a long issue needs."""
    made = made_of(sample("en", ("full",), template="ours", budget=8_000), own)
    (finding,) = made.findings
    assert "on the web page alone" in finding.what
    page = lxml_html.fromstring(made.documents[0].data.decode())
    assert "more posts are on the web." in page.text_content()
    assert len(page.xpath("//h2")) < 4


def test_one_file_of_a_shipped_look_can_be_replaced(sample, tmp_path):
    """A site would have to copy a whole folder to change a line."""
    file = tmp_path / "templates/digest/footer.html"
    file.parent.mkdir(parents=True)
    file.write_text("<tr><td class='footer'>Ours {{ merge.unsubscribe }}</td></tr>", "utf-8")
    page = lxml_html.fromstring(made_of(sample("en"), Templates(tmp_path)).documents[0].data)
    assert page.find_class("footer")[0].text_content().startswith("Ours http")
    assert page.find_class("small-picture")


def test_the_names_in_the_tables_are_those_there_are(sample):
    """A template would use a name that is not there, or nobody know of one that is."""
    digest = sample("en")
    given = {*context(digest, "S", "P"), "merge"}
    assert _names("## What templates can use") - {"view", "unsubscribe"} == given
    assert _names("A story has:") == {field.name for field in fields(Story)}
    assert _names("The colours of `light`") == {field.name for field in fields(Colours)}
    assert {field.name for field in fields(Image)} == {"url", "alt", "width", "height"}
    tags = merge_tags(digest.newsletter, digest.url, [])
    for name in re.findall(r"`merge\.([a-z]+)`", PAGE):
        assert hasattr(tags, name), name
