"""From the uses of features to findings: one a feature, at the first place that needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feeds.check.body.faults import Rule
from feeds.clients import feature, slugs
from feeds.errors import Finding, Level
from feeds.lint.features.advice import Advice, advice
from feeds.lint.features.records import Use

__all__ = ["each", "rules", "together"]

_PREFIX = "client-"


def each(uses: Iterable[Use], path: str | None = None) -> list[Finding]:
    """A finding for each use that a client does not support, and that is missed there."""
    return [_finding(use, said, path) for use in uses if (said := _missed(use)) is not None]


def together(uses: Iterable[Use], path: str | None = None) -> list[Finding]:
    """The same, with one finding for all uses of a feature that the same clients lack."""
    groups: dict[tuple[str, tuple[str, ...]], list[Use]] = {}
    for use in uses:
        if _missed(use) is not None:
            groups.setdefault((use.feature, use.share.without), []).append(use)
    return [
        _finding(group[0], advice(group[0].feature), path, len(group)) for group in groups.values()
    ]


def rules() -> Mapping[str, Rule]:
    """The rules that findings can be of, by name; reads the data."""
    return {
        name: Rule(name, said.level, f"Mails do without {feature(slug).title}: {said.why}.")
        for slug in sorted(slugs())
        if (said := advice(slug)).level is not None and (name := _PREFIX + slug)
    }


def _missed(use: Use) -> Advice | None:
    """What to say of a use, if there is anything to be said."""
    if use.enhancing or not use.share.without:
        return None
    said = advice(use.feature)
    return None if said.level is None else said


def _finding(use: Use, said: Advice, path: str | None, count: int = 1) -> Finding:
    others = "" if count == 1 else f" (here and in {count - 1} more)"
    what = (
        f"{use.written}{others}: in {_and(use.share.without)} {said.why}; "
        f"{use.share.percent} % of the clients support it"
    )
    return Finding(
        said.level or Level.HINT,
        what,
        path,
        use.line,
        use.column,
        said.remedy,
        _PREFIX + use.feature,
    )


def _and(names: tuple[str, ...]) -> str:
    """Names as a sentence lists them."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
