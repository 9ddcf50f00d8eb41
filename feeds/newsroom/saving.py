"""An editor's work is saved in the file of an edition, never over what somebody else wrote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from feeds.editions.edits import edited
from feeds.editions.reading import EditionFile, parse_edition
from feeds.errors import BuildError, ConfigurationError, Finding, Level, PostError, error
from feeds.model import NewsletterSettings, Site
from feeds.newsroom.alone import alone
from feeds.newsroom.changing import Draft, changed, draft_of, merged, tidy
from feeds.newsroom.room import Room, enter
from feeds.newsroom.undoing import Undoing
from feeds.replacing import replace_file

__all__ = ["Conflict", "redo", "save", "save_mine", "save_text", "undo", "withdraw"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """The file was changed after an editor had opened it, so nothing was written.

    `theirs` is the file as it is, `mine` what would have been written, and `both` the file with
    one's own changes in it.
    """

    theirs: bytes
    mine: bytes
    both: bytes


def save(
    site: Site, newsletter: str, label: str, base: bytes, draft: Draft, undoing: Undoing
) -> bytes | Conflict:
    """Writes a draft, made from the bytes `base`, into the edition's file, and gives its bytes.

    Raises `ConfigurationError` where there is no such draft by now, and `PostError` where it cannot
    be written.
    """
    with alone(site):
        room = enter(site, newsletter)
        file = _draft(room, label)
        if file.data == base:
            data = changed(file, draft, site, room.newsletter)
            return _replaced(site, file, data, undoing)
        return _conflict(room, file, base, draft)


def save_mine(
    site: Site,
    newsletter: str,
    label: str,
    base: bytes,
    theirs: bytes,
    draft: Draft,
    undoing: Undoing,
) -> bytes | Conflict:
    """Writes what one changed oneself into a file that somebody else has changed to `theirs`.

    Raises as `save`.
    """
    with alone(site):
        room = enter(site, newsletter)
        file = _draft(room, label)
        if file.data == theirs:
            return _replaced(site, file, _both(room, file, base, draft), undoing)
        return _conflict(room, file, base, draft)


def save_text(
    site: Site, newsletter: str, label: str, base: bytes, text: str, undoing: Undoing
) -> bytes | None:
    """Writes a whole file, as text, and gives its bytes; None where it was changed since `base`.

    Line ends and a byte order mark stay as they were. Raises `PostError` for a text that cannot be
    read as a draft, and else as `save`.
    """
    with alone(site):
        room = enter(site, newsletter)
        file = _draft(room, label)
        if file.data != base:
            return None
        mark = b"\xef\xbb\xbf" if base.startswith(b"\xef\xbb\xbf") else b""
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n")
        if b"\r\n" in base:
            lines = lines.replace("\n", "\r\n")
        data = mark + lines.encode("utf-8", "replace")
        after = parse_edition(data, site, room.newsletter, label)
        if wrong := [each for each in after.findings if each.level is Level.ERROR]:
            raise PostError(*wrong)
        if after.edition is None or after.edition.claims:
            where = after.edition.lines.get("status") if after.edition else None
            what = "with this status the edition would be no draft"
            remedy = "Write status: draft, and use the button that approves."
            raise PostError(error(what, file.path, where, remedy=remedy))
        return _replaced(site, file, data, undoing)


def undo(site: Site, newsletter: str, label: str, undoing: Undoing) -> None:
    """Takes the last save back. Raises `PostError` where there is none, or another came after."""
    with alone(site):
        file = _draft(enter(site, newsletter), label)
        step = undoing.back(file.path, file.data)
        if step is None:
            raise PostError(_no_step("taken back", file.path))
        replace_file(site.root, file.path, file.data, step.before)
        undoing.took_back(file.path)


def redo(site: Site, newsletter: str, label: str, undoing: Undoing) -> None:
    """Makes again what was taken back. Raises as `undo`."""
    with alone(site):
        file = _draft(enter(site, newsletter), label)
        step = undoing.again(file.path, file.data)
        if step is None:
            raise PostError(_no_step("made again", file.path))
        replace_file(site.root, file.path, file.data, step.after)
        undoing.made_again(file.path)


def withdraw(site: Site, newsletter: str, label: str, paths: Collection[str]) -> None:
    """Withdraws those of an issued edition's posts from its web page, by path, and no others.

    Raises `ConfigurationError` where there is no such edition, `BuildError` where it was not
    approved, and `PostError` where it cannot be written.
    """
    with alone(site):
        room = enter(site, newsletter)
        file, edition = room.approved(label)
        if not edition.claims:
            remedy = "Take the post out of the draft instead."
            raise BuildError(error("the edition is a draft", file.path, remedy=remedy))
        names = {
            name: post.path for post in edition.posts for name in (post.id, post.url, post.path)
        }
        stay = [name for name in edition.withdrawn if names.get(name, name) in paths]
        stay += [name for name in edition.withdrawn if name not in names]
        known = {names.get(name) for name in stay}
        new = [post.path for post in edition.posts if post.path in paths and post.path not in known]
        wanted = [*dict.fromkeys((*stay, *new))]
        if wanted == [*edition.withdrawn]:
            return
        data = edited(file.data, file.path, {"withdrawn": wanted or None})
        replace_file(site.root, file.path, file.data, data)


def _draft(room: Room, label: str) -> EditionFile:
    file = room.file(label)
    if file.edition and file.edition.claims:
        what = f"the edition is {file.edition.status} by now, and is not changed any more"
        raise ConfigurationError(error(what, file.path))
    return file


def _replaced(site: Site, file: EditionFile, data: bytes, undoing: Undoing) -> bytes:
    if data != file.data:
        replace_file(site.root, file.path, file.data, data)
        undoing.saved(file.path, file.data, data)
    return data


def _conflict(room: Room, file: EditionFile, base: bytes, draft: Draft) -> bytes | Conflict:
    mine = changed(_as_it_was(room, file, base), draft, room.site, room.newsletter)
    if mine == file.data:
        return mine
    try:
        both = _both(room, file, base, draft)
    except PostError:
        both = file.data
    return Conflict(file.data, mine, both)


def _both(room: Room, file: EditionFile, base: bytes, draft: Draft) -> bytes:
    """The file as it is, with what the draft says otherwise than the bytes that it came from."""
    old = _as_it_was(room, file, base)
    if old.edition is None or file.edition is None:
        raise PostError(*old.findings, *file.findings)
    before, theirs = _tidy(old, room.newsletter), _tidy(file, room.newsletter)
    both = merged(before, tidy(draft), theirs)
    return changed(file, both, room.site, room.newsletter)


def _tidy(file: EditionFile, newsletter: NewsletterSettings) -> Draft:
    assert file.edition is not None
    return tidy(draft_of(file.edition, newsletter))


def _as_it_was(room: Room, file: EditionFile, base: bytes) -> EditionFile:
    return parse_edition(base, room.site, room.newsletter, file.label)


def _no_step(what: str, path: str) -> Finding:
    said = f"nothing can be {what}"
    return error(said, path, remedy="Nothing was saved here since the file was last changed.")
