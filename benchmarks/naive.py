"""What somebody would write in an afternoon with the four libraries; one of the peers.

python naive.py _posts out
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import frontmatter
from feedgen.feed import FeedGenerator
from markdown_it import MarkdownIt
from premailer import transform

SITE = "https://bench.example"
STYLE = "body { font-family: sans-serif } h2 { color: #135 } p { line-height: 1.6 }"


@dataclass
class Loaded:
    """One post, with its source."""

    slug: str
    title: str
    date: datetime
    category: str
    tags: list[str]
    author: str
    excerpt: str
    source: str

    @property
    def url(self) -> str:
        """Where the post is."""
        return f"{SITE}/{self.slug}/"


def load(path: Path) -> Loaded:
    """Reads one post."""
    post = frontmatter.load(str(path))
    head: dict[str, Any] = post.metadata
    return Loaded(
        slug=path.stem,
        title=head["title"],
        date=datetime.strptime(head["date"], "%Y-%m-%d %H:%M:%S %z"),
        category=head["categories"][0],
        tags=head["tags"],
        author=head["author"],
        excerpt=head["excerpt"],
        source=post.content,
    )


def write_feed(posts: list[Loaded], title: str, folder: Path) -> None:
    """Writes the 20 newest posts as Atom and RSS."""
    markdown = MarkdownIt()
    feed = FeedGenerator()
    feed.id(f"{SITE}/{title}")
    feed.title(title)
    feed.description(title)
    feed.link(href=SITE)
    for post in posts[:20]:
        entry = feed.add_entry(order="append")
        entry.id(post.url)
        entry.title(post.title)
        entry.link(href=post.url)
        entry.author(name=post.author)
        entry.published(post.date)
        entry.updated(post.date)
        entry.summary(post.excerpt)
        entry.content(markdown.render(post.source), type="html")
        for term in [post.category, *post.tags]:
            entry.category(term=term)
    folder.mkdir(parents=True, exist_ok=True)
    feed.atom_file(str(folder / "atom.xml"))
    feed.rss_file(str(folder / "rss.xml"))


def write_digest(posts: list[Loaded], path: Path) -> None:
    """Writes the last week's posts as a mail."""
    since = posts[0].date - timedelta(days=7)
    parts = [
        f'<h2><a href="{post.url}">{escape(post.title)}</a></h2><p>{escape(post.excerpt)}</p>'
        for post in posts[:20]
        if post.date > since
    ]
    page = f"<html><head><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"
    path.write_text(transform(page), encoding="utf-8")


def main(source: str, output: str) -> None:
    """Reads everything, writes everything."""
    posts = sorted(map(load, Path(source).glob("*.md")), key=lambda post: post.date, reverse=True)
    categories: dict[str, list[Loaded]] = defaultdict(list)
    for post in posts:
        categories[post.category].append(post)
    write_feed(posts, "Bench", Path(output))
    for category, some in categories.items():
        write_feed(some, category, Path(output) / "categories" / category)
    write_digest(posts, Path(output) / "digest.html")


if __name__ == "__main__":
    main(*sys.argv[1:])
