"""Rules about the HTML of entries: one entry's HTML in, findings out.

    from feeds.check.bodies import RULES, body_findings
    from feeds.check.sources import Source

    body_findings(html, url, Source("posts/a.md", body_line, text_of_the_file))
    body_findings(html, url, Source("public/feed.xml", line_of_the_entry))

`html` is what a reader gets after the feed's own escaping has been undone: the text of Atom's
`content` or RSS's `content:encoded`, or JSON Feed's `content_html`. `url` is what its
references are relative to; it only decides whether the site has https. Nothing is fetched or
read, and any text gives findings rather than an exception.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from feeds.check.body import nesting, reading, safety, signs, urls
from feeds.check.body.document import Document
from feeds.check.body.faults import Fault, Rule
from feeds.check.sources import Source, spellings
from feeds.errors import Finding

__all__ = ["LONGEST", "MOST_OF_A_RULE", "RULES", "body_findings"]

LONGEST = 5_000_000
"""How many characters of a body are looked at."""

MOST_OF_A_RULE = 5
"""How often a rule speaks of one body; then it says once how many more places there are."""

_KINDS = (safety, urls, reading, signs, nesting)

RULES: Mapping[str, Rule] = {
    name: rule for kind in _KINDS for name, rule in sorted(kind.RULES.items())
}
"""Every rule about bodies, by name."""


def body_findings(html: str, url: str, source: Source, site: str = "") -> Iterator[Finding]:
    """What is wrong with one entry's HTML, each at the line of the post that has it.

    `site` is the site's URL, without which addresses below it are found in the post only
    as they stand in the feed.
    """
    document = Document(html[:LONGEST], url)
    told: Counter[str] = Counter()
    for kind in _KINDS:
        for fault in kind.find(document):
            told[fault.rule] += 1
            if told[fault.rule] <= MOST_OF_A_RULE:
                yield _finding(fault, source, site)
    for name, count in told.items():
        if count > MOST_OF_A_RULE:
            what = f"the same is so in {count - MOST_OF_A_RULE:,} more places of this body"
            yield Finding(RULES[name].level, what, source.path, source.line, rule=name)


def _finding(fault: Fault, source: Source, site: str) -> Finding:
    line = source.line_of(_looked_for(fault, site)) if source.text else source.line
    level = RULES[fault.rule].level
    return Finding(level, fault.what, source.path, line, None, fault.remedy, fault.rule)


def _looked_for(fault: Fault, site: str) -> Iterator[str]:
    for text in fault.evidence:
        if text.startswith(("http://", "https://")):
            yield from spellings(text, site)
        else:
            yield text
