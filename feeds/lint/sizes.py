"""Rules about how much there is: what Gmail cuts off or drops."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.errors import Level
from feeds.lint.css import nested_at_rule
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.view import View

__all__ = ["CLIPPED", "RULES", "find"]

CLIPPED = 102_000
"""From how many bytes of HTML on Gmail clips a message."""

_NEAR = 90_000
_MOST_STYLE = 16_384
_SHORTEN = "Set a smaller budget or limit for the newsletter, or show less of some posts."

RULES = {
    **table(
        Level.ERROR,
        {
            "html-clipped": (
                f"The HTML has less than {CLIPPED:,} bytes, decoded and encoded.",
                "Gmail cuts the rest off, the unsubscribe link too",
                _SHORTEN,
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "html-near-clip": (
                f"The HTML has less than {_NEAR:,} bytes, decoded and encoded.",
                f"what servers add may bring it to the {CLIPPED:,} where Gmail cuts",
                _SHORTEN,
            ),
            "style-too-large": (
                f"Style sheets have at most {_MOST_STYLE:,} characters together.",
                "Gmail drops those that exceed it, dark mode and all",
                "Keep in <style> only what cannot be inlined.",
            ),
            "style-nested-at": (
                "No at-rule stands within another.",
                "Gmail drops the whole style sheet",
                "Write the inner one by itself, after the outer one.",
            ),
        },
    ),
}


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind; of a web page none."""
    if view.kind == "web" or not view.has_html:
        return
    part = view.mail.part("text/html") if view.mail else None
    decoded = len(view.issue.data if part is None else part.data)
    encoded = len(view.issue.data if part is None else part.raw)
    links = len(view.page.links)
    reserve = view.issue.newsletter.link_reserve * links if view.issue.newsletter else 0
    size = max(decoded, encoded) + reserve
    how = "decoded" if decoded >= encoded else "as it is encoded"
    more = f", with {reserve:,} for what the engine adds to {links:,} links" if reserve else ""
    what = f"the HTML has {size:,} bytes {how}{more}"
    if size >= CLIPPED:
        yield Fault("html-clipped", what)
    elif size >= _NEAR:
        yield Fault("html-near-clip", what)
    styles = sum(map(len, view.page.sheets))
    if styles > _MOST_STYLE:
        what = f"the style sheets have {styles:,} characters"
        yield Fault("style-too-large", what, evidence=("<style",))
    for sheet in view.page.sheets:
        if (inner := nested_at_rule(sheet)) is not None:
            what = f"{shortened(inner)} stands within another at-rule"
            yield Fault("style-nested-at", what, evidence=(inner, "<style"))
