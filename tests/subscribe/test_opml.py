"""OPML as others read it."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET

from feeds.subscribe.opml import write


def test_newsboat_imports_every_feed_once(shown, program, tmp_path):
    """Somebody who imports the list would lack feeds, or have posts twice."""
    newsboat = program("newsboat")
    site = shown(
        {"paths": {"atom": "atom.xml", "rss": "rss.xml"}},
        *(
            {
                "name": "tags",
                "by": "tag",
                "term": term,
                "title": f"Notes – {term}",
                "paths": {"rss": f"tags/{term}.xml"},
            }
            for term in ("boats", "修理", "R&D")
        ),
    )
    (tmp_path / "feeds.opml").write_bytes(site.document("opml").data)
    (tmp_path / "urls").write_text("")
    files = ("-u", tmp_path / "urls", "-c", tmp_path / "cache.db")
    subprocess.run(
        [newsboat, "-i", tmp_path / "feeds.opml", *files],
        env={**os.environ, "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=60,
        check=True,
    )
    lines = (tmp_path / "urls").read_text(encoding="utf-8").split()
    urls = [line for line in lines if line.startswith("https:")]
    assert sorted(urls) == sorted(
        f"https://x.example/{path}"
        for path in ("atom.xml", "tags/boats.xml", "tags/%E4%BF%AE%E7%90%86.xml", "tags/R&D.xml")
    )


def test_the_list_is_as_opml_2_has_it(case):
    """Importers and validators would refuse the list."""
    _, shown = case
    root = ET.fromstring(write(shown.wanted("opml")))
    assert (root.tag, root.attrib) == ("opml", {"version": "2.0"})
    assert [child.tag for child in root] == ["head", "body"]
    head = [child.tag for child in root[0]]
    assert len(head) == len(set(head))
    assert set(head) <= {"title", "ownerName", "ownerEmail", "ownerId", "docs"}
    assert len(root[1]) > 0
    for outline in root.iter("outline"):
        assert outline.get("text")
        if outline.get("type"):
            assert outline.get("type") == "rss"
            assert outline.get("xmlUrl", "").startswith(("https://", "http://"))
            assert outline.get("title")
            assert not len(outline)
            assert "," not in outline.get("category", "")
            assert "/" not in outline.get("category", "")
        else:
            assert all(child.get("type") == "rss" for child in outline)
    listed = [outline.get("xmlUrl") for outline in root.iter("outline") if outline.get("type")]
    assert len(listed) == len(set(listed)) == len(shown.feeds)
