"""A year of a newsletter's editions, from the command line: every post once, and as approved."""

from __future__ import annotations

import csv
import email
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email import policy
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from feeds.editions.listing import shelf
from feeds.model import Edition
from feeds.workspace import open_site
from feeds.zones import zone

SETTINGS = """\
[site]
url = "https://www.ruby-lang.org"
title = "Ruby"
language = "en"
timezone = "UTC"
"""
NEWSLETTER = """
[[newsletters]]
name = "{name}"
title = "{title}"
language = "{language}"
filter = {{ languages = ["{language}"] }}
every = "week"
on = "monday 08:00"
address = "1 Quay, Harbour"
unsubscribe = "https://www.ruby-lang.org/{language}/unsubscribe/"
from = "{title} <news@ruby-lang.org>"
"""


def a_year(first: datetime) -> tuple[datetime, datetime]:
    """The first and the last of the Mondays of a year."""
    return first, first + timedelta(weeks=51)


def mondays(first: datetime, last: datetime) -> Iterator[datetime]:
    """Each Monday at eight, from one to another."""
    while first <= last:
        yield first
        first += timedelta(weeks=1)


class Year:
    """A site whose newsletters are written for a year."""

    def __init__(self, root: Path, run: Callable[..., object], names: Sequence[str]) -> None:
        self.root = root
        self.run = run
        self.names = names
        self.approved: dict[Path, str] = {}

    def week(self, monday: datetime, *, again: bool) -> None:
        """What cron and an editor do for each newsletter; `again` is once too often."""
        for name in self.names:
            now = (monday + timedelta(minutes=5)).isoformat()
            where = self.root, "--newsletter", name, "--now", now
            begun = self.run("digest", "new", *where)
            assert begun.status == 0, begun.err
            if "is begun" not in begun.out:
                assert "nothing new since" in begun.out
                continue
            approved = self.run("digest", "approve", *where)
            assert approved.status == 0, approved.err
            sent = self.run("digest", "sent", *where)
            assert sent.status == 0, sent.err
            self.approved |= self.hashes(f"editions/{name}/*[!md]")
            if again:
                assert "no edition is due before" in self.run("digest", "new", *where).out

    def hashes(self, pattern: str) -> dict[Path, str]:
        """The bytes of files, as a hash."""
        return {
            path: sha256(path.read_bytes()).hexdigest()
            for path in self.root.glob(pattern)
            if path.suffix in (".eml", ".txt", ".html")
        }

    def editions(self, name: str) -> Sequence[Edition]:
        """A newsletter's editions, oldest first."""
        site = open_site(self.root).site
        newsletter = next(each for each in site.newsletters if each.name == name)
        return shelf(site, newsletter).editions

    def message(self, edition: Edition) -> str:
        """The text and the HTML of what was sent."""
        path = self.root / "editions" / edition.newsletter / f"{edition.label}.eml"
        parsed = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        return "".join(
            part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"
        )


def check(year: Year, name: str, expected: Iterable[tuple[str, str, datetime]]) -> None:
    """Whether each post, given as path, URL and date, is in one edition, where it is due."""
    editions = year.editions(name)
    assert {edition.status for edition in editions} == {"sent"}
    found = Counter(claim.path for edition in editions for claim in edition.posts)
    wanted = {path: (url, published) for path, url, published in expected}
    assert found == Counter(dict.fromkeys(wanted, 1))
    for before, edition in pairwise(editions):
        assert (edition.previous, edition.since) == (before.label, before.until)
    for edition in editions:
        said = year.message(edition)
        for path, (url, published) in wanted.items():
            due = edition.since < published <= edition.until
            assert due is (path in {claim.path for claim in edition.posts}), path
            assert due is (f'"{url}"' in said), path


def test_a_year_of_ruby_lang_in_two_languages(
    feeds: Callable[..., object], corpus: Callable[[str], Path], tmp_path: Path, thorough: bool
) -> None:
    """Posts would be sent twice or never, or in the other language, or in other bytes later on."""
    root = tmp_path / "ruby-lang"
    # Older posts are no edition's; there are nearly a thousand.
    passed = None if thorough else shutil.ignore_patterns("200*-*.md", "201*-*.md", "202[0-3]-*.md")
    shutil.copytree(corpus("ruby-lang"), root, ignore=passed)
    titles = {"en": ("weekly", "Ruby weekly"), "ja": ("tayori", "Ruby便り")}
    newsletters = (
        NEWSLETTER.format(name=name, title=title, language=language)
        for language, (name, title) in titles.items()
    )
    (root / "feeds.toml").write_text(SETTINGS + "".join(newsletters), encoding="utf-8")
    first, last = a_year(datetime(2025, 1, 6, 8, tzinfo=UTC))
    year = Year(root, feeds, [name for name, _ in titles.values()])
    for number, monday in enumerate(mondays(first, last)):
        year.week(monday, again=number % 10 == 0)
    with (root / "expected-posts.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for language, (name, _) in titles.items():
        posts = [
            (path, f"https://www.ruby-lang.org{url}", datetime.fromisoformat(published))
            for path, url, published, *_ in rows
            if path.startswith(f"{language}/")
        ]
        since = first - timedelta(days=7)
        check(year, name, [post for post in posts if since < post[2] <= last])
    unchanged(year)


def test_a_year_of_the_sample_blog(feeds: Callable[..., object], sample: Path) -> None:
    """The blog that people try first would lose posts between its editions."""
    settings = (sample / "feeds.toml").read_text(encoding="utf-8")
    weekly = settings.replace("window = 7\n", 'every = "week"\non = "monday 08:00"\n')
    (sample / "feeds.toml").write_text(weekly, encoding="utf-8")
    first, last = a_year(datetime(2025, 12, 1, 8, tzinfo=zone("Asia/Tokyo")))
    year = Year(sample, feeds, ["digest", "tayori"])
    for number, monday in enumerate(mondays(first, last)):
        year.week(monday, again=number % 10 == 0)
    listed = feeds("list", sample, "--format", "json", "--now", last.isoformat())
    for name, language in (("digest", "en"), ("tayori", "ja")):
        posts = [
            (post["path"], post["url"], datetime.fromisoformat(post["published"]))
            for post in listed_posts(listed.out)
            if post["language"] == language
        ]
        assert len(posts) > 5
        check(year, name, posts)
    unchanged(year)


def listed_posts(out: str) -> list[dict[str, str]]:
    """What `feeds list` printed."""
    return [json.loads(line) for line in out.splitlines()]


def unchanged(year: Year) -> None:
    """Whatever happens to posts, settings and templates, what was approved stays as it was."""
    before = dict(year.approved)
    assert len(before) >= 3 * len(year.names)
    for path in year.root.rglob("*.md"):
        if "editions" not in path.parts:
            path.write_text("---\ntitle: Gone\ndraft: true\n---\n", encoding="utf-8")
    own = year.root / "templates/digest"
    own.mkdir(parents=True)
    for name in ("page.html", "web.html", "text.txt", "post.html"):
        (own / name).write_text("Another {{ template }}", encoding="utf-8")
    built = year.run("digest", "build", year.root, "--now", datetime(2027, 1, 1, tzinfo=UTC))
    assert built.status in (0, 1), built.err
    assert {path: sha256(path.read_bytes()).hexdigest() for path in before} == before
    for name in year.names:
        for edition in year.editions(name):
            frozen = year.root / "editions" / name / f"{edition.label}.eml"
            public = year.root / "public" / name / f"{edition.label}.eml"
            assert public.read_bytes() == frozen.read_bytes()
