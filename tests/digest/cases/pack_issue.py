"""Prints the hash of an issue's documents."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.choosing.choose import choose
from feeds.digest.documents import issue
from feeds.digest.edition import compose
from feeds.model import Body, Entry, NewsletterSettings, Person, Picture, Post, Site
from feeds.templating.templates import Templates
from feeds.zones import zone

HERE = Path(__file__).parent
NEWEST = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)
PICTURE = Picture("https://example.com/a.jpg", "雲")

entries = []
for number in range(6):
    moment = NEWEST - timedelta(hours=20 * number)
    terms = (f"Term {number % 3}", "海")
    post = Post(
        f"{number}.md", f"x:{number}", f"https://example.com/{number}/", f"雲 & {number}",
        moment, moment, "ja", terms, image=PICTURE,
    )  # fmt: skip
    entries.append(Entry(post, Body("", "巻積雲、高積雲。"), minutes=number + 1))
site = Site(HERE, "https://example.com", "空", "ja", zone("Asia/Tokyo"))
letter = NewsletterSettings("digest", "空だより", "ja", Person("空", "news@example.com"))
choice, _ = choose(letter, site, [entry.post for entry in entries], "その他")
digest = compose(letter, site, choice, {entry.post.path: entry for entry in entries})
if digest is None:
    raise SystemExit("no issue")
for document in issue(digest, Templates(HERE)).documents:
    print(document.path, hashlib.sha256(document.data).hexdigest(), document.inputs)
