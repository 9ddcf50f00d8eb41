"""The web pages of all looks beside html-validate, which is strict; `make peers` installs it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.digest.documents import issue as made_of
from feeds.digest.listing import index_page
from feeds.digest.look import SHIPPED
from feeds.model import Design, Edition, Editions
from feeds.templating.templates import Templates

ROOT = Path(__file__).parents[2]
RULES = {"root": True, "extends": ["html-validate:recommended"]}
HOSTILE = "\"quoted\" & <b>'bold'</b> -->"


@pytest.fixture
def mistakes(program, lacking, tmp_path):
    """What html-validate's recommended rules say against the pages."""
    place = Path(os.environ.get("FEEDS_PEERS", ROOT / "build" / "peers"))
    command = place / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    if not command.is_file():
        lacking("html-validate is not installed: make peers")
    node = program("node")

    def against(pages):
        (tmp_path / ".htmlvalidate.json").write_text(json.dumps(RULES), encoding="utf-8")
        for name, html in pages.items():
            (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
        run = subprocess.run(
            [node, command, "--formatter", "json=said.json", *(f"{name}.html" for name in pages)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert run.stderr == ""
        return [
            (Path(file["filePath"]).name, each["line"], each["ruleId"], each["message"])
            for file in json.loads((tmp_path / "said.json").read_bytes())
            for each in file["messages"]
        ]

    return against


def _web_pages(digest, design):
    digest = replace(digest, newsletter=replace(digest.newsletter, design=design))
    editions = tuple(
        Edition(
            newsletter=digest.newsletter.name,
            label=label,
            path=f"editions/{label}.md",
            since=digest.since,
            until=digest.until,
            status="sent",
            subject=f"{HOSTILE} {label}",
            preheader=HOSTILE,
        )
        for label in ("2026-11-23", "2026-11-16")
    )
    index = index_page(Editions(digest.newsletter, digest.site, editions), Templates(ROOT / "no"))
    web = made_of(digest, Templates(ROOT / "no")).documents[-1]
    return web.data.decode(), index.data.decode()


def test_web_pages_are_valid(sample, issue, entry, mistakes):
    """Browsers would have to guess, each in its own way, and so would screen readers."""
    design = Design(
        logo="https://e.example/logo.png?a=1&b=2",
        logo_alt=HOSTILE,
        footer=f"{HOSTILE}\nsecond line",
        social=((HOSTILE, "https://e.example/?a=1&b=2"),),
    )
    pages = {}
    for template in SHIPPED:
        for language in ("en", "ja"):
            for lengths in (("full",), ("excerpt", "headline")):
                digest = sample(language, lengths, template=template)
                name = f"{template}-{language}-{lengths[0]}"
                pages[name], pages[f"{name}-index"] = _web_pages(digest, Design())
        odd = entry(HOSTILE, excerpt=HOSTILE, authors=(HOSTILE,), language="he", categories=())
        digest = issue(odd, template=template, title="Fish & chips", address=HOSTILE)
        long = "Fish & what else there is, " * 9
        digest = replace(digest, label="a", url="https://e.example/a/", subject=long)
        name = f"{template}-odd"
        pages[name], pages[f"{name}-index"] = _web_pages(digest, design)
    assert mistakes(pages) == []


def test_a_mistake_is_found(mistakes):
    """Pages would be called valid because nothing looks at them."""
    found = mistakes({"bad": "<!DOCTYPE html><p><div></p>"})
    assert "close-order" in {rule for _, _, rule, _ in found}
