"""What docs/merge-tags.md says of the engines is what the program writes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from jinja2 import Environment

from feeds.config import load
from feeds.digest.engines import ENGINES
from feeds.digest.merge import merge_tags
from feeds.digest.words import words
from feeds.model import Adopted

PAGE = (Path(__file__).parents[2] / "docs" / "merge-tags.md").read_text(encoding="utf-8")


def test_the_tags_in_the_table():
    """Somebody would paste a tag of ours into a template and find that it is another."""
    rows = {}
    for line in PAGE.partition("## ")[0].splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0].strip("`") in ENGINES:
            rows[cells[0].strip("`")] = [cell.strip("`") for cell in cells[1:]]
    fields = ("unsubscribe", "preferences", "view", "email", "name")
    assert rows == {
        syntax: [engine.tags.get(name, "").replace("|escape", "") for name in fields]
        for syntax, engine in ENGINES.items()
    }


def test_the_settings_in_the_example(tmp_path):
    """Settings that were copied from the page would be refused."""
    (example,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert tomllib.loads(example)
    site = '[site]\nurl = "https://example.com"\ntitle = "X"\ntimezone = "UTC"\n'
    (tmp_path / "feeds.toml").write_text(site + example)
    (letter,) = load(tmp_path, Adopted("", {}))[0].newsletters
    assert letter.merge == "listmonk"


def test_the_template_in_the_example(newsletter):
    """A template that was copied from the page would fail."""
    (example,) = re.findall(r"^```html\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    template = Environment(autoescape=True).from_string(example)
    for merge, wanted in (("mailchimp", '<a href="*|UPDATE_PROFILE|*">'), ("ses", "")):
        made = merge_tags(newsletter(merge=merge), "", [])
        shown = made.in_html(template.render(merge=made, words=words("en").phrases))
        assert shown.startswith(wanted)
        assert bool(shown.strip()) is bool(wanted)
