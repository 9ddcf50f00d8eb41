"""Prints the hash of some mails; run by every Python there is, with nothing installed."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime
from pathlib import Path

from feeds.digest.message import message
from feeds.model import Digest, NewsletterSettings, Person, Site

DAY = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
SITE = Site(Path(), "https://example.com", "Example", "en", timezone=None)
CHARS = '雲の名前を覚えて ab,.=?_"\\<>@é👍\x92 '

chance = random.Random(3)
seen = hashlib.sha256()
for size in range(200):
    text = "".join(chance.choice(CHARS) for _ in range(size))
    sender = Person(text[: size // 3], "news@example.jp")
    letter = NewsletterSettings("digest", "Letter", "ja", sender, reply_to="a@example.com")
    digest = Digest(letter, SITE, DAY, DAY, ())
    seen.update(message(digest, text, f"<p>{text}</p>", f"{text}\n{text[::-1]}"))
print(seen.hexdigest())
