"""Findings as they stand beside a mail: with the places in it, and the lines of their files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.collect.scan import read_file
from feeds.columns import shorten
from feeds.errors import Finding, Level, PostError
from feeds.lint.linting import Located
from feeds.lint.view import Kind
from feeds.newsroom.reviewing import review
from feeds.preview.places import Place, Places
from feeds.preview.snapshot import Letter
from feeds.workspace import Workspace

__all__ = ["Remark", "Remarks"]

_OUTPUT = "public"
_COLUMNS = 160


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, the place in the mail or in its web page, and what stands in the line it names."""

    finding: Finding
    place: Place | None = None
    view: Kind = "mail"
    line: str = ""


class Remarks:
    """What is to be said of letters: worked out once for each that was made."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Letter, Sequence[Remark]]] = {}

    def of(self, workspace: Workspace, letter: Letter) -> Sequence[Remark]:
        """All remarks about a letter, the gravest first."""
        known = self._known.get(letter.name)
        if known is None or known[0] is not letter:
            known = letter, tuple(_remarks(workspace, letter))
            self._known[letter.name] = known
        return known[1]


def _remarks(workspace: Workspace, letter: Letter) -> Iterator[Remark]:
    root = workspace.site.root
    found = review(workspace, letter.name, letter.prepared, [root / _OUTPUT])
    told = {each.finding for each in found}
    before = [Located(each) for each in letter.findings if each not in told]
    posts = [post.url for post in letter.posts]
    places = {
        "mail": Places(letter.html.data.decode("utf-8", "replace") if letter.html else "", posts),
        "web": Places(letter.page.data.decode("utf-8", "replace") if letter.page else "", posts),
    }
    gravity = list(Level)
    for each in sorted([*before, *found], key=lambda it: gravity.index(it.finding.level)):
        finding = each.finding
        place = places[each.kind].of(each.fault) if each.fault else None
        if place is None and finding.line and _is_of_mail(finding.path or "", letter):
            place = places["mail"].at(finding.line, finding.column or 1)
        yield Remark(finding, place, each.kind, _line(workspace, finding))


def _is_of_mail(path: str, letter: Letter) -> bool:
    """Whether a path is that of a mail's HTML, which is published by itself."""
    return path.startswith(f"{letter.name}/") and path.endswith(".html") and path.count("/") == 1


def _line(workspace: Workspace, finding: Finding) -> str:
    """What stands in the line of a file of the site that a finding names; empty where nothing."""
    if finding.path is None or finding.line is None:
        return ""
    try:
        data = read_file(workspace.site.root, finding.path)
    except PostError:
        return ""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    return shorten(lines[finding.line - 1].strip(), _COLUMNS) if finding.line <= len(lines) else ""
