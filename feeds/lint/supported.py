"""What mail clients do not support of a message's HTML, beside what the other rules say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from feeds.clients import DEFAULT_CLIENTS
from feeds.errors import Finding
from feeds.lint.features import findings
from feeds.lint.merging import as_read
from feeds.lint.view import View

__all__ = ["client_findings"]

_FORMS = ("button-reset", "button-submit", "form", "select", "textarea")
_FIELDS = ("checkbox", "hidden", "radio", "reset", "submit", "text")
_FORMATS = ("avif", "bmp", "heif", "ico", "tiff", "webp")

_SAID: Mapping[str, str] = {
    "client-css-position": "mail-position",
    "client-css-left-right-top-bottom": "mail-position",
    "client-css-at-import": "mail-external-style",
    "client-html-link": "mail-external-style",
    "client-html-base": "mail-base",
    "client-html-object": "mail-frame",
    "client-html-svg": "mail-drawing",
    "client-image-svg": "picture-svg",
    "client-image-base64": "picture-data",
    **dict.fromkeys(("client-html-audio", "client-html-video"), "mail-media"),
    **dict.fromkeys((f"client-html-{name}" for name in _FORMS), "mail-form"),
    **dict.fromkeys((f"client-html-input-{name}" for name in _FIELDS), "mail-form"),
    **dict.fromkeys((f"client-image-{name}" for name in _FORMATS), "picture-format"),
}
"""Features of which another rule speaks, with more to say."""


def client_findings(view: View, told: Set[str]) -> Iterator[Finding]:
    """A finding for each feature that one of the site's clients lacks.

    `told` are the rules that were broken: what they say is not said again. The place is one in
    the message's HTML, as far as that is a file. Raises KeyError where no client has such a name.
    """
    issue = view.issue
    clients = (issue.site.lint.clients if issue.site else ()) or DEFAULT_CLIENTS
    path = issue.path if issue.kind == "html" else issue.html_path
    for finding in findings(as_read(view.html), clients, path or issue.path):
        if _SAID.get(finding.rule) in told:
            continue
        yield finding if path else replace(finding, line=None, column=None)
