"""The grammar that the Atom tests rely on, held against documents with one mistake each."""

from __future__ import annotations

import pytest
from lxml import etree

VALID = """
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:example.org,2025:feed</id><title>T</title><updated>2025-01-01T00:00:00Z</updated>
  <link href="https://example.org/atom.xml" rel="self"/>
  <link href="https://example.org/" rel="alternate"/>
  <author><name>A</name></author>
  <entry xml:lang="ja">
    <id>tag:example.org,2025:a</id><title>T</title><updated>2025-01-01T00:00:00+09:00</updated>
    <link href="https://example.org/a" rel="alternate" type="text/html" hreflang="en"/>
    <published>2025-01-01T00:00:00-03:30</published>
    <summary type="text">S</summary><content type="html">C</content><category term="c"/>
  </entry>
</feed>
"""

MISTAKES = {
    "no feed id": ("<id>tag:example.org,2025:feed</id>", ""),
    "relative id": ("tag:example.org,2025:a", "/a"),
    "no title": ("<title>T</title>", ""),
    "two titles": ("<title>T</title>", "<title>T</title><title>T</title>"),
    "empty title": ("<title>T</title>", "<title/>"),
    "no updated": ("<updated>2025-01-01T00:00:00Z</updated>", ""),
    "naive date": ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00"),
    "fraction": ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00.5Z"),
    "seconds in an offset": ("+09:00", "+09:00:30"),
    "no such day": ("2025-01-01T00:00:00Z", "2025-02-30T00:00:00Z"),
    "no author": ("<author><name>A</name></author>", ""),
    "author without name": ("<name>A</name>", "<uri>https://example.org/</uri>"),
    "no e-mail address": ("<name>A</name>", "<name>A</name><email>a</email>"),
    "two summaries": ("<content", "<summary>S</summary><content"),
    "two contents": ("<summary", "<content>C</content><summary"),
    "type of another kind": ('type="html"', 'type="CDATA"'),
    "link without rel": (' rel="self"', ""),
    "type that is none": ("text/html", "html"),
    "language that is none": ('xml:lang="en"', 'xml:lang="en_GB.UTF-8"'),
    "entry's language that is none": ('xml:lang="ja"', 'xml:lang="日本語"'),
    "category without term": ('term="c"', 'label="c"'),
    "element of no namespace": ("<published>", '<published xmlns="">'),
    "foreign element": ("<category", "<subtitle>S</subtitle><category"),
}


def test_a_valid_feed_is_accepted(atom_schema):
    """The grammar would refuse what RFC 4287 allows."""
    atom_schema.assertValid(etree.fromstring(VALID))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused(atom_schema, mistake):
    """The grammar would let an invalid feed pass."""
    right, wrong = MISTAKES[mistake]
    assert right in VALID
    assert not atom_schema.validate(etree.fromstring(VALID.replace(right, wrong, 1)))
