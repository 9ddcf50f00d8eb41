"""The editions of a newsletter, in the order in which they follow each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from feeds.editions.disk import inside, leads_out
from feeds.editions.labels import FOLDER, folder_of, label_in
from feeds.editions.reading import EditionFile, read_edition
from feeds.errors import Finding, error, hint
from feeds.model import Edition, NewsletterSettings, Site

__all__ = ["Shelf", "shelf", "strangers"]

_MOST = 10_000
_NOTES = ("README.md",)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All editions of a newsletter, oldest first, and what is wrong with them and around them."""

    newsletter: NewsletterSettings
    files: tuple[EditionFile, ...] = ()
    odd: tuple[Finding, ...] = ()

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that could be made out."""
        return tuple(file.edition for file in self.files if file.edition)

    @property
    def issued(self) -> tuple[Edition, ...]:
        """Those that were approved or sent, and in which nothing is wrong."""
        usable = (file.edition for file in self.files if file.usable)
        return tuple(edition for edition in usable if edition and edition.claims)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is to be said of them."""
        return (*self.odd, *(finding for file in self.files for finding in file.findings))

    @property
    def drafts(self) -> tuple[EditionFile, ...]:
        """Those that are neither approved nor sent."""
        return tuple(file for file in self.files if file.edition and not file.edition.claims)

    @property
    def unreadable(self) -> tuple[EditionFile, ...]:
        """Those that cannot be made out: they may be drafts, and may claim posts."""
        return tuple(file for file in self.files if file.edition is None)

    def file(self, label: str) -> EditionFile | None:
        """The edition of that label; None where there is none."""
        return next((file for file in self.files if file.label == label), None)


def shelf(site: Site, newsletter: NewsletterSettings, *, history: bool = True) -> Shelf:
    """Reads a newsletter's editions. No link is followed out of the site.

    Without their `history`, they lack `passed` and `moved`.
    """
    folder = folder_of(newsletter.name)
    names, odd = _names(site.root, folder)
    labels = []
    for name in names:
        stem = name.removesuffix(".md")
        label = label_in(stem) if stem != name else None
        if label:
            labels.append(label)
        elif name.lower().endswith(".md") and name not in _NOTES:
            what = "this is no edition: its name is no date such as 2026-11-23.md"
            remedy = "Editions are begun with feeds digest new; notes can be kept elsewhere."
            odd.append(hint(what, f"{folder}/{name}", remedy=remedy))
    odd += _lost(folder, names)
    if len(labels) > _MOST:
        odd.append(error(f"there are more than {_MOST:,} editions", folder))
    files: list[EditionFile] = []
    before = None
    for label in sorted(labels)[-_MOST:]:
        file = read_edition(site, newsletter, str(label), before, history=history)
        before = file.edition.until if file.edition else before
        files.append(file)
    return Shelf(newsletter, tuple(files), tuple(odd))


def _lost(folder: str, names: Collection[str]) -> Iterator[Finding]:
    """What is said of messages that were approved, and whose editions are gone."""
    there = {*names}
    for name in names:
        label, ending, _ = name.rpartition(".eml")
        if ending and label_in(label) and f"{label}.md" not in there:
            what = f"the edition is gone, but {name}, which was approved, is there"
            path = f"{folder}/{label}.md"
            remedy = f"Bring it back with: git checkout -- {path}; or delete {name}, too."
            yield error(what, path, remedy=remedy)


def strangers(site: Site) -> list[Finding]:
    """Folders of editions that belong to no newsletter of the site."""
    known = {newsletter.name for newsletter in site.newsletters}
    names, odd = _names(site.root, FOLDER)
    for name in names:
        if name not in known and (site.root / FOLDER / name).is_dir():
            remedy = "Give the folder the newsletter's name, or add it to feeds.toml."
            odd.append(hint(f"no newsletter is called {name}", f"{FOLDER}/{name}", remedy=remedy))
    return odd


def _names(root: Path, folder: str) -> tuple[list[str], list[Finding]]:
    """What lies in a folder of the site, but for dotfiles."""
    if not inside(root, folder):
        return [], [leads_out(folder)]
    try:
        names = [each.name for each in (root / folder).iterdir()]
    except FileNotFoundError:
        return [], []
    except NotADirectoryError:
        remedy = "Editions are kept in a folder of that name: call the file otherwise."
        return [], [error("this is a file", folder, remedy=remedy)]
    except OSError as problem:
        return [], [error(f"the folder cannot be read: {problem.strerror}", folder)]
    return sorted(name for name in names if name.isprintable() and name[0] != "."), []
