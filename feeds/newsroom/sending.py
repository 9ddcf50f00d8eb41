"""An approved edition was sent."""

from __future__ import annotations

from feeds.editions.edits import edited
from feeds.editions.frozen import read_frozen
from feeds.errors import BuildError, error
from feeds.model import Edition, Site
from feeds.newsroom.alone import alone
from feeds.newsroom.room import enter
from feeds.replacing import replace_file

__all__ = ["mark_sent"]


def mark_sent(site: Site, newsletter: str | None = None, label: str | None = None) -> Edition:
    """Notes that an edition was sent, the approved one if it is the only one, and gives it.

    An edition that was noted as sent stays as it is. Raises `ConfigurationError` where there is
    no such edition, and `BuildError` where its files are not what was approved.
    """
    with alone(site):
        file, edition = enter(site, newsletter).approved(label)
        if not edition.claims:
            remedy = "Approve it first: feeds digest approve"
            raise BuildError(error("the edition is a draft", edition.path, remedy=remedy))
        if findings := read_frozen(site.root, edition).findings:
            raise BuildError(*findings)
        data = edited(file.data, file.path, {"status": "sent"})
        if data != file.data:
            replace_file(site.root, file.path, file.data, data)
        return edition
