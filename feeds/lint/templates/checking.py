"""Checks the sources of a newsletter's templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from feeds.errors import Finding, Level
from feeds.lint.features.document import features, sheet_features
from feeds.lint.features.records import Use
from feeds.lint.features.verdicts import each, together
from feeds.lint.templates.blanking import VALUE
from feeds.lint.templates.flaws import Flaw
from feeds.lint.templates.inlined import dropped
from feeds.lint.templates.markup import kept, misplaced
from feeds.lint.templates.ordering import Element, elements, misordered
from feeds.lint.templates.sources import Source, sources
from feeds.templating.templates import Templates

__all__ = ["check_templates"]

_MOST = 500
_VALUES = re.compile(f"x?{VALUE}+")


def check_templates(
    templates: Templates, name: str, clients: Sequence[str], *, shipped: bool = False
) -> list[Finding]:
    """What premailer would drop or misread, and what the named clients would ignore.

    Of the site's own files of the template of that name, and of those that come with the
    program only if `shipped`. By file, line and column. Raises KeyError where a client has no
    such name.
    """
    found: list[Finding] = []
    files: list[Source] = []
    for file_or_fault in sources(templates, name):
        if isinstance(file_or_fault, Source):
            files.append(file_or_fault)
        elif file_or_fault not in found:
            found.append(file_or_fault)
    known = {element for file in files if file.kind == "html" for element in elements(file.text)}
    for file in files:
        if file.own or shipped:
            found.extend(_of_file(file, known, tuple(clients)))
    found.sort(key=lambda finding: (finding.path or "", finding.line or 0, finding.column or 0))
    return found[:_MOST]


def _of_file(file: Source, known: set[Element], clients: Sequence[str]) -> Iterator[Finding]:
    for flaw in _flaws(file, known):
        yield _readable(flaw.finding(file.path))
    for finding in _ignored(_uses(file, clients), file.path):
        yield _readable(finding)


def _flaws(file: Source, known: set[Element]) -> Iterator[Flaw]:
    if file.kind == "html":
        yield from misplaced(file.text)
    elif file.kind == "kept":
        yield from kept(file.text)
    else:
        yield from dropped(file.text)
        yield from misordered(file.text, known)


def _uses(file: Source, clients: Sequence[str]) -> list[Use]:
    """The features that a file uses; selectors that are inlined are gone from the mail."""
    if file.kind == "html":
        return features(file.text, clients)
    uses = sheet_features(file.text, clients)
    if file.kind == "kept":
        return uses
    return [use for use in uses if not use.feature.startswith("css-selector-")]


def _ignored(uses: Sequence[Use], path: str) -> Iterator[Finding]:
    """Every place that hurts, and of each feature that does not the first."""
    yield from (finding for finding in each(uses, path) if finding.level is not Level.HINT)
    yield from (finding for finding in together(uses, path) if finding.level is Level.HINT)


def _readable(finding: Finding) -> Finding:
    """The finding, with a sign for values that only rendering knows."""
    return replace(finding, what=_VALUES.sub("{{ … }}", finding.what))
