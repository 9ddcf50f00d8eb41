"""What is looked at: one issue of a newsletter, as it will be sent, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from feeds.errors import Finding
from feeds.model import NewsletterSettings, Post, Site

__all__ = ["Issue", "PostFile"]


@dataclass(frozen=True, slots=True)
class PostFile:
    """A post of the issue, and the whole text of its file; empty where that is not at hand."""

    post: Post
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A message and, if there is one, its web page, to the byte; and what they were made from.

    `path` is the file to which findings lead that are of no post: an edition, or what was
    built. `kind` says what `data` is: a message, or the HTML of one alone. `newsletter` and
    `site` are None for somebody else's. `posts` are in the order of the issue. `lines` are the
    lines of the edition's keys, and `settings` those of the newsletter's in `feeds.toml`,
    with its own line under the empty name.
    `html_path` is where the message's HTML lies as a file of its own; empty where it does not.
    `findings` are what is known already, and passed on.
    """

    path: str
    data: bytes
    kind: Literal["message", "html"] = "message"
    newsletter: NewsletterSettings | None = None
    site: Site | None = None
    posts: tuple[PostFile, ...] = ()
    page: bytes | None = None
    page_path: str = ""
    html_path: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
