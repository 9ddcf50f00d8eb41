"""Rules about the files of a site that its entries bring along: there, and as long as they say."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.check.addresses import below
from feeds.check.checked import Checked
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import is_integer
from feeds.check.shelf import Shelf
from feeds.check.site_files import SiteFiles
from feeds.errors import Level

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "site-enclosure-length": (
                "Files that entries bring along are as long as it is said: players stop there.",
                "Build the site anew.",
                "enclosure",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "site-enclosure-missing": (
                "Files that entries bring along are there.",
                "Add the file, or see that it is uploaded on its own.",
                "enclosure",
            ),
        },
    ),
}


def find(shelf: Shelf, files: SiteFiles, site: str) -> Iterator[tuple[Checked, Flaw]]:
    """Every flaw of enclosures at or below the site's URL, with the feed that has it."""
    for file, view in shelf.views:
        for index, entry in enumerate(view.entries):
            for written, length in entry.enclosures:
                url = below(written, site)
                if url is None:
                    continue
                size = files.size(url)
                if size is None and files.knows(url):
                    what = f"{shortened(url)} is not there"
                    yield file, Flaw("site-enclosure-missing", what, entry.line, entry=index)
                elif size is not None and is_integer(length) and int(length) not in (0, size):
                    what = f"{shortened(url)} has {size:,} bytes, and not {int(length):,}"
                    yield file, Flaw("site-enclosure-length", what, entry.line, entry=index)
