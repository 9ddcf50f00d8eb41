"""What `feeds lint` has to say of the one issue that an editor looks at, and where in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from feeds.editions.frozen import read_frozen
from feeds.editions.listing import shelf
from feeds.issuing import Prepared
from feeds.lint.linting import Located, located
from feeds.newsroom.checking import frozen_to_look_at, to_look_at
from feeds.newsroom.room import newsletter_of
from feeds.workspace import Workspace

__all__ = ["review"]


def review(
    workspace: Workspace, newsletter: str, prepared: Prepared | None, outputs: Sequence[Path] = ()
) -> Sequence[Located]:
    """Findings about an issue that was prepared, or else about the newest approved edition.

    The gravest come first. Pictures are looked for in `outputs`, too. Of an edition that was sent
    nothing is said but that its files were changed. Raises `ConfigurationError` where there is no
    such newsletter.
    """
    if prepared is not None:
        looked = to_look_at(workspace, prepared, outputs)
        return located(*looked) if looked else ()
    settings = newsletter_of(workspace.site, newsletter)
    issued = shelf(workspace.site, settings, history=False).issued
    if not issued:
        return ()
    frozen = read_frozen(workspace.site.root, issued[-1])
    if frozen.findings:
        return [Located(finding) for finding in frozen.findings]
    if issued[-1].status != "approved":
        return ()
    return located(*frozen_to_look_at(workspace, settings, issued[-1], frozen, outputs))
