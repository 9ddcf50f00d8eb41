"""The file of an edition becomes an `Edition`; what is wrong with it, findings with lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import PurePosixPath

from feeds.collect.frontmatter import FrontMatter, locate, plain, split_head
from feeds.config.source import Spot
from feeds.dates import days_before
from feeds.editions.disk import read_within
from feeds.editions.labels import edition_path, label_in
from feeds.editions.outline import Outline, outline
from feeds.editions.records import CLAIM_KEYS, from_lines, record_name
from feeds.editions.schema import Notes, edition_schema, known
from feeds.editions.standing import contradictions, is_plain, merge_marks
from feeds.errors import Finding, PostError, costs_something, error, warning
from feeds.model import Claim, Edition, NewsletterSettings, Site

__all__ = ["EditionFile", "parse_edition", "read_edition"]

_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class EditionFile:
    """An edition's file as it was read: `edition` is None where it cannot be made out.

    That is so, too, where nobody can tell whether it is a draft or claims posts.

    Where the findings hold an error, the edition lacks what is wrong, and is not to be shown.
    """

    path: str
    label: str
    data: bytes
    edition: Edition | None
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether all that the edition says could be made out."""
        return self.edition is not None and not costs_something(self.findings)


def read_edition(
    site: Site,
    newsletter: NewsletterSettings,
    label: str,
    before: datetime | None = None,
    *,
    history: bool = True,
) -> EditionFile:
    """Reads the edition of that label; `before` is when the one before it ends.

    A window that the file does not name begins then, or as many days back as the newsletter's,
    and ends when the label's day is over, or, with a schedule, at that day's hour.
    """
    path = edition_path(newsletter.name, label)
    try:
        data = read_within(site.root, path)
        return parse_edition(data, site, newsletter, label, before, history=history)
    except PostError as problem:
        return EditionFile(path, label, b"", None, tuple(problem.findings))


def parse_edition(
    data: bytes,
    site: Site,
    newsletter: NewsletterSettings,
    label: str,
    before: datetime | None = None,
    *,
    history: bool = True,
) -> EditionFile:
    """The edition whose file has those bytes. Records in files beside it are read from the disk.

    Without its `history`, the edition lacks `passed` and `moved`, which can be long, and of which
    only who chooses posts wants to know. Raises `PostError` for front matter that cannot be read.
    """
    path = edition_path(newsletter.name, label)
    if len(data) > _MAX_BYTES:
        raise PostError(error(f"the edition is larger than {_MAX_BYTES // 1024} KiB", path))
    if half_merged := merge_marks(plain(data), path):
        raise PostError(half_merged)
    front, around = front_matter(data, path)
    lines = {place: line + front.first_line - 1 for place, line in around.lines.items()}
    notes = Notes(path, lines)
    values = known(front.values, edition_schema(site.timezone, notes), Spot(notes), notes)
    status_is_plain = is_plain(front.values, values)
    findings: list[Finding] = []
    for key in () if history else ("passed", "moved"):
        values.pop(key, None)
    values |= {
        key: _records(values.pop(key, ()), site, label, path, key, notes, findings)
        for key in CLAIM_KEYS
    }
    since, until = _window(values.pop("window", (None, None)), site, newsletter, label, before)
    body, body_line = _body(data, front, path)
    if since >= until:
        where = notes.line(("window",))
        remedy = "Write the earlier date as from."
        findings.append(error("the window ends before it begins", path, where, remedy=remedy))
    for key in ("subject", "preheader", "lead", "text"):
        values[key] = values.get(key) or None
    edition = Edition(
        newsletter=newsletter.name,
        label=label,
        path=path,
        since=since,
        until=until,
        introduction=body,
        body_line=body_line,
        lines={str(place[0]): line for place, line in lines.items() if len(place) == 1},
        **values,
    )
    findings += (*_not_there(edition, notes), *contradictions(edition, front.values))
    found = (*front.findings, *notes.errors, *notes.warnings, *findings)
    return EditionFile(path, label, data, edition if status_is_plain else None, found)


def _not_there(edition: Edition, notes: Notes) -> Iterator[Finding]:
    """What is said of posts that are withdrawn, and in no edition that has been approved."""
    shown = {name for post in edition.posts for name in (post.id, post.path, post.url)}
    for number, name in enumerate(edition.withdrawn):
        if name not in shown:
            what = f"{name} is withdrawn, but the edition does not show it"
            remedy = "Write a path, id or URL that stands under posts."
            place = notes.line(("withdrawn", number))
            yield warning(what, edition.path, place, remedy=remedy)


def front_matter(data: bytes, path: str) -> tuple[FrontMatter, Outline]:
    """What the collector's reader makes of the front matter, and where it stands.

    Raises `PostError` where it cannot be read.
    """
    text = plain(data)
    front = split_head(data, path, whole=True)
    region = locate(text, path, whole=True)
    if front is None or region is None or region.handler is None:
        return FrontMatter({}, "", 1, 1), Outline()
    return front, outline(region, front.block)


def _body(data: bytes, front: FrontMatter, path: str) -> tuple[str, int]:
    """The text below the front matter, and the line in which its first word stands."""
    lines = plain(data).split(b"\n")[front.body_line - 1 :]
    try:
        text = b"\n".join(lines).decode()
    except UnicodeDecodeError as problem:
        line = front.body_line + problem.object[: problem.start].count(b"\n")
        remedy = "Save the file as UTF-8."
        raise PostError(error("the bytes here are not UTF-8", path, line, remedy=remedy)) from None
    begun = len(text) - len(text.lstrip())
    return text.strip(), front.body_line + text.count("\n", 0, begun)


def _window(
    given: tuple[datetime | None, datetime | None],
    site: Site,
    newsletter: NewsletterSettings,
    label: str,
    before: datetime | None,
) -> tuple[datetime, datetime]:
    since, until = given
    if until is None:
        day = label_in(label)
        at = newsletter.schedule.at if newsletter.schedule else time(23, 59, 59)
        assert day is not None
        until = datetime.combine(day.day, at, site.timezone)
    if since is None:
        since = days_before(until, newsletter.window)
        if before is not None and before < until:
            since = before
    return since, until


def _records(
    value: tuple[Claim, ...] | str,
    site: Site,
    label: str,
    path: str,
    key: str,
    notes: Notes,
    findings: list[Finding],
) -> tuple[Claim, ...]:
    """The records of a key, from the file beside the edition where it names that."""
    if not isinstance(value, str):
        return value
    name = record_name(label, key)
    beside = str(PurePosixPath(path).with_name(name))
    if value != name:
        what = f"{key} must be a list, or {name}"
        findings.append(error(what, path, notes.line((key,))))
        return ()
    try:
        claims, wrong = from_lines(read_within(site.root, beside), beside, site.timezone)
    except PostError as problem:
        claims, wrong = [], [*problem.findings]
    findings += wrong
    return tuple(claims)
