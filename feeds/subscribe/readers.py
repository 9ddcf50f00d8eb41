"""Links that add a feed to a reader or a podcast app, as each of them has it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

__all__ = ["Reader", "podcast_apps", "readers"]

_ON_THE_WEB = (
    ("Feedly", "https://feedly.com/i/subscription/feed%2F{}"),
    ("Inoreader", "https://www.inoreader.com/?add_feed={}"),
    ("NewsBlur", "https://www.newsblur.com/?url={}"),
    ("Feedbin", "https://feedbin.com/?subscribe={}"),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url={}"),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader's name, and the link; the name is empty for whichever app a device has."""

    name: str
    url: str


def readers(feed: str) -> tuple[Reader, ...]:
    """The readers, with the links that add the feed at that URL.

    Apps such as NetNewsWire, Reeder or Fluent Reader answer to the scheme `feed:`, which
    stands before the whole URL.
    """
    encoded = quote(feed, safe="")
    on_the_web = (Reader(name, pattern.format(encoded)) for name, pattern in _ON_THE_WEB)
    return (Reader("", f"feed:{feed}"), *on_the_web)


def podcast_apps(feed: str) -> tuple[Reader, ...]:
    """The apps, with the links that add the podcast whose RSS is at that URL.

    Those of Apple and Pocket Casts have it without its scheme, Overcast with it.
    """
    bare = feed.removeprefix(f"{urlsplit(feed).scheme}://")
    return (
        Reader("Apple Podcasts", f"podcast://{bare}"),
        Reader("Overcast", f"overcast://x-callback-url/add?url={quote(feed, safe='')}"),
        Reader("Pocket Casts", f"pktc://subscribe/{bare}"),
    )
