"""What editions record is written into their files: key by key, and with many posts, beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feeds.editions.disk import write_all
from feeds.editions.edits import edited
from feeds.editions.labels import folder_of
from feeds.editions.reading import EditionFile, parse_edition
from feeds.editions.records import as_lines, record_name
from feeds.editions.spelled import Value
from feeds.editions.writing import recorded
from feeds.errors import BuildError, Level
from feeds.model import Claim, NewsletterSettings, Site
from feeds.newsroom.room import Room
from feeds.replacing import replace_file

__all__ = ["record", "record_moved"]


def record(
    site: Site,
    newsletter: NewsletterSettings,
    file: EditionFile,
    changes: Mapping[str, Value | None],
    claims: Mapping[str, Sequence[Claim]],
    beside: Mapping[str, bytes] | None = None,
) -> None:
    """Changes keys of an edition's file, and writes first what it then refers to.

    `beside` are files by their names. Raises `PostError` or `BuildError`, with the edition's file
    as it was, where that cannot be written or would not be read as it was meant.
    """
    files = dict(beside or {})
    keys: dict[str, Value | None] = {}
    for key, some in claims.items():
        keys[key] = recorded(key, file.label, some) if some else None
        if isinstance(keys[key], str):
            files[record_name(file.label, key)] = as_lines(some)
    keys.update(changes)
    data = edited(file.data, file.path, keys)
    folder = folder_of(newsletter.name)
    write_all(site.root, {f"{folder}/{name}": written for name, written in files.items()})
    after = parse_edition(data, site, newsletter, file.label)
    wrong = [finding for finding in after.findings if finding.level is Level.ERROR]
    if wrong:
        raise BuildError(*wrong)
    if data != file.data:
        replace_file(site.root, file.path, file.data, data)


def record_moved(room: Room, moved: Sequence[Claim]) -> str | None:
    """Writes down, in the newest edition, what claimed posts are called by now.

    Gives the path of that edition; None where nothing had to be written.
    """
    newest = room.chain.newest
    if not moved or newest is None:
        return None
    everything = [*dict.fromkeys((*newest.moved, *moved))]
    record(room.site, room.newsletter, room.file(newest.label), {}, {"moved": everything})
    return newest.path
