"""A newsletter of a site with all its editions, as whoever works on one finds them."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.choosing.chain import Chain, read_chain
from feeds.choosing.twice import claimed_twice
from feeds.editions.frozen import read_frozen
from feeds.editions.listing import Shelf, shelf
from feeds.editions.reading import EditionFile
from feeds.errors import BuildError, ConfigurationError, Finding, Level, error
from feeds.model import Edition, NewsletterSettings, Site
from feeds.suggest import did_you_mean, nearest, shown

__all__ = ["Room", "enter", "newsletter_of"]


@dataclass(frozen=True, slots=True)
class Room:
    """A newsletter, its editions as they lie on the disk, and in which order they follow."""

    site: Site
    newsletter: NewsletterSettings
    shelf: Shelf
    chain: Chain

    @property
    def open_drafts(self) -> tuple[EditionFile, ...]:
        """The editions that are being written."""
        return self.shelf.drafts

    @property
    def frozen_findings(self) -> list[Finding]:
        """What is wrong with the files of approved editions."""
        frozen = (read_frozen(self.site.root, edition) for edition in self.shelf.issued)
        return [finding for each in frozen for finding in each.findings]

    @property
    def claimed_twice(self) -> list[Finding]:
        """What is wrong where two editions have one post, as after a merge."""
        return claimed_twice(self.chain.editions)

    @property
    def warnings(self) -> list[Finding]:
        """What is odd about the editions, and stops nothing."""
        found = (*self.shelf.findings, *self.claimed_twice)
        return [each for each in found if each.level is not Level.ERROR]

    def sound(self, *but: str) -> None:
        """Raises `BuildError` unless all that claims posts can be made out.

        Of the editions with the labels `but` nothing is asked.
        """
        wrong = [
            finding
            for file in self.shelf.files
            if file.label not in but
            for finding in file.findings
            if finding.level is Level.ERROR
        ]
        wrong += [each for each in self.shelf.odd if each.level is Level.ERROR]
        passed = {file.path for file in self.shelf.files if file.label in but}
        wrong += [each for each in self.chain.findings if each.path not in passed]
        wrong += [each for each in self.claimed_twice if each.level is Level.ERROR]
        if wrong:
            raise BuildError(*wrong)

    def knows_before(self, draft: Edition) -> None:
        """Raises `BuildError` where the edition is not there that a draft was begun after."""
        before = draft.previous
        if before is not None and self.shelf.file(before) is None:
            what = f"the edition before it, {shown(before)}, is not there"
            remedy = "Put its file back, or delete previous: then its posts may be sent again."
            line = draft.lines.get("previous")
            raise BuildError(error(what, draft.path, line, remedy=remedy))

    def draft(self, label: str | None = None) -> tuple[EditionFile, Edition]:
        """The edition of that label, which must be a draft; without one, the open draft.

        Raises `ConfigurationError` where there is no such draft, or more than one, and
        `BuildError` where its file has mistakes, or one that cannot be read may be another.
        """
        if label is None and self.shelf.unreadable:
            raise BuildError(*(each for file in self.shelf.unreadable for each in file.findings))
        if label is None:
            return self._usable(
                self._only(self.open_drafts, "draft", "Begin one: feeds digest new")
            )
        file = self.file(label)
        if file.edition and file.edition.claims:
            what = f"{file.path} is {file.edition.status} already"
            raise ConfigurationError(error(what))
        return self._usable(file)

    def approved(self, label: str | None = None) -> tuple[EditionFile, Edition]:
        """The edition of that label; without one, the only one that waits to be sent.

        Raises as `draft`.
        """
        if label is not None:
            return self._usable(self.file(label))
        waiting = tuple(
            file for file in self.shelf.files if file.edition and file.edition.status == "approved"
        )
        remedy = "Approve the draft first: feeds digest approve"
        return self._usable(self._only(waiting, "approved edition", remedy))

    def file(self, label: str) -> EditionFile:
        """The edition of that label. Raises `ConfigurationError` where there is none."""
        label = label.rpartition("/")[2].removesuffix(".md")
        found = self.shelf.file(label)
        if found is None:
            guess = nearest(label, [file.label for file in self.shelf.files])
            what = f"{self.newsletter.name} has no edition {shown(label)}{did_you_mean(guess)}"
            raise ConfigurationError(error(what, remedy="See which there are: feeds digest list"))
        return found

    def _only(self, files: tuple[EditionFile, ...], what: str, remedy: str) -> EditionFile:
        if not files:
            raise ConfigurationError(error(f"{self.newsletter.name} has no {what}", remedy=remedy))
        if len(files) > 1:
            names = ", ".join(file.label for file in files)
            raise ConfigurationError(
                error(
                    f"{self.newsletter.name} has more than one {what}: {names}",
                    remedy="Say which: --edition LABEL",
                )
            )
        return files[0]

    def _usable(self, file: EditionFile) -> tuple[EditionFile, Edition]:
        wrong = [each for each in file.findings if each.level is Level.ERROR]
        if wrong or file.edition is None:
            raise BuildError(*wrong)
        return file, file.edition


def newsletter_of(site: Site, name: str | None) -> NewsletterSettings:
    """The newsletter of that name, or the site's only one.

    Raises `ConfigurationError` where there is none, or more than one.
    """
    names = [newsletter.name for newsletter in site.newsletters]
    if name is None:
        if len(names) == 1:
            return site.newsletters[0]
        what = "the site has more than one newsletter" if names else "the site has no newsletter"
        remedy = f"Say which: --newsletter {names[0]}" if names else ""
        raise ConfigurationError(error(what, remedy=remedy))
    for newsletter in site.newsletters:
        if newsletter.name == name:
            return newsletter
    guess = did_you_mean(nearest(name, names))
    remedy = f"There are: {', '.join(names)}."
    raise ConfigurationError(error(f"no newsletter is called {shown(name)}{guess}", remedy=remedy))


def enter(site: Site, name: str | None = None) -> Room:
    """Reads the editions of that newsletter. Raises as `newsletter_of`."""
    newsletter = newsletter_of(site, name)
    on_disk = shelf(site, newsletter)
    return Room(site, newsletter, on_disk, read_chain(on_disk.editions))
