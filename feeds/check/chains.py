"""Rules about archives as a whole (RFC 5005 §4): their pages lead to each other and end."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.check.checked import Checked
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.view import FeedView
from feeds.check.shelf import Shelf, same_address
from feeds.errors import Level

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "archive-page-missing": (
                "Every page of an archive is there.",
                "Build the site anew.",
            ),
            "archive-loop": (
                "Pages of an archive lead to an end: readers would go round for ever.",
                "Correct the link to the page before.",
            ),
            "archive-not-mutual": (
                "The page before a page of an archive leads back to it.",
                'Correct its link rel="next-archive".',
            ),
            "archive-not-marked": (
                "What a feed's link prev-archive leads to is an archive page.",
                "Add fh:archive to it.",
            ),
            "archive-other-feed": (
                "A page of an archive names the feed that leads to it.",
                'Correct its link rel="current".',
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "archive-unreachable": (
                "Some feed leads to every page of an archive.",
                'Add a link rel="prev-archive", or take the page away.',
            ),
        },
    ),
}

_LEADS = ("prev-archive", "next-archive", "current", "prev", "previous", "next", "first", "last")


def find(shelf: Shelf) -> Iterator[tuple[Checked, Flaw]]:
    """Every flaw of the archives, with the file that has it."""
    reached: set[str] = set()
    for file, view in shelf.views:
        for relation in _LEADS:
            for url in view.links.get(relation, ()):
                if shelf.lacks(url):
                    what = f"the link {relation} leads to {shortened(url)}, which is not there"
                    yield file, Flaw("archive-page-missing", what, view.line)
        yield from _back(shelf, view)
        if not view.archive:
            yield from _walk(shelf, file, view, reached)
    for file, view in shelf.views:
        if view.archive and file.place not in reached:
            yield file, Flaw("archive-unreachable", "no feed leads to this page", view.line)


def _back(shelf: Shelf, view: FeedView) -> Iterator[tuple[Checked, Flaw]]:
    before = _before(shelf, view)
    if before is None or before.view is None:
        return
    if "prev-archive" in view.links and not before.view.archive:
        what = "a feed leads here as to an archive page"
        yield before, Flaw("archive-not-marked", what, before.view.line)
    following = before.view.links.get("next-archive", ())
    if view.archive and not any(same_address(url, view.address) for url in following):
        what = f"the page does not lead on to {shortened(view.address)}"
        yield before, Flaw("archive-not-mutual", what, before.view.line)


def _walk(
    shelf: Shelf, file: Checked, view: FeedView, reached: set[str]
) -> Iterator[tuple[Checked, Flaw]]:
    """Follows a feed's archive to its first page."""
    passed = {file.place}
    page = _before(shelf, view)
    while page is not None and page.view is not None:
        if page.place in passed:
            what = f"the archive comes back to {page.path}"
            yield file, Flaw("archive-loop", what, view.line)
            return
        passed.add(page.place)
        reached.add(page.place)
        current = page.view.links.get("current", ())
        if current and view.address and not any(same_address(url, view.address) for url in current):
            what = f"the page is of {shortened(view.address)}, and names {shortened(current[0])}"
            yield page, Flaw("archive-other-feed", what, page.view.line)
        page = _before(shelf, page.view)


def _before(shelf: Shelf, view: FeedView) -> Checked | None:
    """The page before; JSON Feed, which has no archives, calls it the next."""
    relation = "next" if view.kind == "JSON Feed" else "prev-archive"
    return next((shelf.at(url) for url in view.links.get(relation, ())), None)
