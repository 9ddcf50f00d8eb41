"""Real blogs, built whole, and what other programs read in the result."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import lxml.html
import pytest
from lxml import etree

from feeds.urls import is_absolute_uri

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
TEMPLATE_CODE = re.compile(r"\{%|\{\{")
CODE = re.compile(r"<code>.*?</code>", re.DOTALL)

SITES = [
    ("seed", "2026-11-23", 0),
    ("jekyll-docs", "2026-11-23", 0),
    ("jekyll-docs", "2015-10-27", 0),
    ("ruby-lang", "2026-11-23", 0),
    ("ruby-lang", "2014-03-01", 0),
]


@pytest.fixture(params=SITES, ids=lambda site: f"{site[0]}-{site[1][:4]}")
def built(
    request: pytest.FixtureRequest,
    corpus: Callable[[str], Path],
    feeds: Callable[..., object],
    tmp_path: Path,
) -> Path:
    """The output folder of a real blog, built at a moment whose window holds posts."""
    name, now, status = request.param
    output = tmp_path / "public"
    run = feeds("build", corpus(name), "--output", output, "--now", now)
    assert run.status == status, run.err  # type: ignore[attr-defined]
    return output


def references(html: str) -> Iterator[str]:
    """Every URL in a piece of HTML, those in `srcset` too."""
    if not html.strip():
        return
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter():
        for name in ("href", "src", "poster", "cite"):
            if value := element.get(name):
                yield value
        for candidate in (element.get("srcset") or "").split(", "):
            if candidate.strip():
                yield candidate.split()[0]


def check_html(html: str) -> None:
    """Everything in a body can be followed from anywhere, and none of it is template code."""
    assert not TEMPLATE_CODE.search(CODE.sub("", html))
    assert "<script" not in html
    for reference in references(html):
        assert urlsplit(reference).scheme in ("http", "https", "mailto", "tel"), reference


def test_feeds_are_what_readers_expect(built: Path) -> None:
    """A feed of a real blog would be refused, misordered, or full of broken links."""
    feeds = sorted(built.rglob("*.xml"))
    assert feeds
    for file in feeds:
        parsed = feedparser.parse(file.read_bytes())
        assert not parsed.bozo, (file, parsed.get("bozo_exception"))
        assert parsed.entries
        ids = [entry.id for entry in parsed.entries]
        assert len(set(ids)) == len(ids)
        assert all(is_absolute_uri(entry_id) for entry_id in ids)
        root = etree.fromstring(file.read_bytes())
        (check_atom if root.tag == f"{ATOM}feed" else check_rss)(root, file.relative_to(built))


def check_atom(root: etree._Element, path: Path) -> None:
    """RFC 4287: dates, order, self link, bodies."""
    links = {link.get("rel"): link.get("href", "") for link in root.findall(f"{ATOM}link")}
    assert feedparser.urls.convert_to_idn(links["self"])
    assert links["self"].endswith(path.name)
    entries = root.findall(f"{ATOM}entry")
    published = [
        datetime.fromisoformat(entry.findtext(f"{ATOM}published", "")) for entry in entries
    ]
    assert all(moment.tzinfo for moment in published)
    assert published == sorted(published, reverse=True)
    updated = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")) for entry in entries]
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated", "")) == max(updated)
    for entry in entries:
        check_html(entry.findtext(f"{ATOM}content", ""))
        assert entry.find(f"{ATOM}title") is not None
        assert not TEMPLATE_CODE.search(entry.findtext(f"{ATOM}summary", ""))


def check_rss(root: etree._Element, path: Path) -> None:
    """RSS 2.0: dates, order, self link, bodies."""
    channel = root[0]
    link = channel.find(f"{ATOM}link")
    assert link is not None
    assert link.get("rel") == "self"
    assert link.get("href", "").endswith(path.name)
    dates = [parsedate_to_datetime(item.findtext("pubDate", "")) for item in channel.iter("item")]
    assert dates == sorted(dates, reverse=True)
    for item in channel.iter("item"):
        check_html(item.findtext(ENCODED, ""))
        check_html(item.findtext("description", ""))


def test_digests_are_whole(built: Path) -> None:
    """The newsletter of a real blog would be missing, unstyled, or ask the web for things."""
    html = (built / "digest/latest.html").read_text(encoding="utf-8")
    text = (built / "digest/latest.txt").read_text(encoding="utf-8")
    message = email.message_from_bytes(
        (built / "digest/latest.eml").read_bytes(), policy=email.policy.default
    )
    assert not TEMPLATE_CODE.search(html.replace("{{ unsubscribe_url }}", ""))
    document = lxml.html.document_fromstring(html)
    assert not document.xpath("//link[@rel='stylesheet'] | //script | //iframe")
    assert document.xpath("//td[@style]")
    assert len(document.xpath("//h1 | //h2 | //h3")) > 1
    parts = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/html"].get_content().replace("\r\n", "\n").strip() == html.strip()
    assert parts["text/plain"].get_content().replace("\r\n", "\n").strip() == text.strip()
    assert all(
        len(line) <= 998 for line in (built / "digest/latest.eml").read_bytes().split(b"\r\n")
    )
    assert "<" not in re.sub(r"<https?://[^>\s]+>", "", text)


def test_the_seeds_post_is_whole(
    corpus: Callable[[str], Path], feeds: Callable[..., object], tmp_path: Path
) -> None:
    """The very post that the program was asked for with would lose some of its text."""
    feeds("build", corpus("seed"), "--output", tmp_path / "public", "--now", "2026-11-23")
    theirs = feedparser.parse((corpus("seed") / "expected-feed.xml").read_bytes()).entries[0]
    for path in ("atom.xml", "rss.xml"):
        ours = feedparser.parse((tmp_path / "public" / path).read_bytes()).entries[0]
        assert (ours.id, ours.link, ours.title) == (theirs.id, theirs.link, theirs.title)
        assert ours.published_parsed == theirs.published_parsed
        assert {tag.term for tag in ours.tags} == {tag.term for tag in theirs.tags}
        texts = [
            re.sub(r"[\s—-]+", "", lxml.html.fromstring(entry.content[0].value).text_content())
            for entry in (ours, theirs)
        ]
        assert texts[0] == texts[1]


@pytest.mark.parametrize("name", ["seed", "jekyll-docs", "ruby-lang"])
def test_a_build_asks_the_network_nothing(
    corpus: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    """A post could make the machine that builds it call somebody."""
    code = (
        "import sys\n"
        "calls = {'socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'urllib.Request',\n"
        "         'subprocess.Popen', 'os.exec', 'os.posix_spawn', 'os.system'}\n"
        "def refuse(event, arguments):\n"
        "    if event in calls:\n"
        "        print(event, arguments, file=sys.stderr)\n"
        "        raise SystemExit(99)\n"
        "sys.addaudithook(refuse)\n"
        "from feeds.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", code, "build", corpus(name), "--output", tmp_path / "public"]
    run = subprocess.run(
        [*command, "--no-cache", "--now", "2015-11-01", "--future"],
        capture_output=True,
        text=True,
    )
    assert run.returncode in (0, 1), run.stderr
    assert (tmp_path / "public/digest/latest.eml").is_file()
