"""Bodies as the real Jekyll makes them: a site of oddities, built by both."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from feeds.collect import collect, read_body
from feeds.content.pipeline import render
from feeds.content.sanitise import sanitise
from feeds.expand import Sources, expander
from feeds.workspace import eligible, moment, open_site

SITE = Path(__file__).parent / "jekyll_bodies"
NAMES = sorted(path.relative_to(SITE).as_posix() for path in SITE.glob("_posts/**/2*.md"))

_BLOCKS = "p|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|pre|blockquote|hr|figure|br"
_BETWEEN = re.compile(rf"\s*(</?(?:{_BLOCKS}|details|summary)\b[^>]*>)\s*")
_FOOTNOTE = re.compile(r"<sup>(?:<a [^>]*>)?\[?(\d+)\]?(?:</a>)?</sup>")
_BACK = re.compile(r"(?:&nbsp;|\s)*<a [^>]*>↩(?:\ufe0e)?(?:<sup>\d+</sup>)?</a>")
_FREE = (
    (re.compile(r"<hr>\s*<section>"), ""),
    (re.compile(r"</?(?:div|section)>"), "\n"),
    (re.compile(r' (?:align|start)="\w+"'), ""),
    (re.compile(r"<(/?)del>"), r"<\1s>"),
    (re.compile(r"([☐☑]) "), r"\1"),
)
"""What a reader does not see, or what docs/adopting/jekyll-bodies.md says that we do otherwise."""


def normalised(html: str) -> str:
    """Safe HTML without what both may write otherwise."""
    html = _BACK.sub("", _FOOTNOTE.sub(r"<sup>\1</sup>", html))
    for pattern, written in _FREE:
        html = pattern.sub(written, html)
    parts = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    parts[::2] = [
        _BETWEEN.sub(r"\1", re.sub(r"[ \t\n]+", " ", part)).strip() for part in parts[::2]
    ]
    return "".join(parts)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[str, str, list[str]]]:
    """Jekyll's body and ours for each post, normalised, and what we say of it."""
    jekyll = shutil.which("jekyll")
    if jekyll is None:
        if os.environ.get("CI"):
            pytest.fail("jekyll is not installed; CI has to have it")
        pytest.skip("jekyll is not installed")
    root = tmp_path_factory.mktemp("peer") / "site"
    shutil.copytree(SITE, root)
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "JEKYLL_ENV": "production"}
    env["HOME"] = str(root.parent)
    done = subprocess.run(
        [jekyll, "build", "--quiet", "--disable-disk-cache"],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    theirs = json.loads((root / "_site" / "bodies.json").read_text(encoding="utf-8"))
    opened = open_site(root)
    found: dict[str, tuple[str, str, list[str]]] = {}
    with collect(opened.site, opened.dialect) as collection:
        posts = collection.store.select(eligible(opened.site, moment("2040-01-01", opened.site)))
        sources = Sources(opened.site, collection.dialect, collection.folders)
        ours = expander(opened.site, collection.dialect, sources)
        for post in posts:
            source = read_body(opened.site, post)
            body, findings, _ = render(source, post, opened.site, ours.expand, ours.flavour)
            said = [str(finding) for finding in findings]
            peer = normalised(sanitise(theirs[post.path], post.url))
            found[post.path] = peer, normalised(body.html), said
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_body_is_jekylls(built: Mapping[str, tuple[str, str, list[str]]], name: str) -> None:
    """A reader would see another text than the site has always shown."""
    theirs, ours, said = built[name]
    assert ours == theirs, said


def test_there_are_enough_oddities() -> None:
    """The peer would be asked about too little."""
    assert len(NAMES) >= 50
