"""Which posts an edition of a newsletter is made of: pure, records in and records out.

    claims = Claims(read_chain(editions))           # what editions have, oldest first
    held = claims.among(posts)                      # of all posts that the site has
    window = due(newsletter, zone, now, editions, claims.chain.newest)
    eligible = candidates(newsletter, site, posts, window.until)
    choice, findings = choose(newsletter, site, eligible, "Other", edition, held, names)

An issue that rolls, where there are no editions, is `choose` without an edition.
"""

from __future__ import annotations

from feeds.choosing.chain import Chain, read_chain
from feeds.choosing.choose import candidates, choose, passed
from feeds.choosing.claims import Claims, Held, Hold
from feeds.choosing.names import Names
from feeds.choosing.offers import Offer, Why, offered
from feeds.choosing.picks import exclusions
from feeds.choosing.schedule import Window, due, following, label, latest
from feeds.choosing.twice import claimed_twice

__all__ = [
    "Chain",
    "Claims",
    "Held",
    "Hold",
    "Names",
    "Offer",
    "Why",
    "Window",
    "candidates",
    "choose",
    "claimed_twice",
    "due",
    "exclusions",
    "following",
    "label",
    "latest",
    "offered",
    "passed",
    "read_chain",
]
