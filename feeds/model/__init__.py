"""The records that travel through the rooms: frozen, without any input or output.

Every text in a record is Unicode in NFC without characters that XML 1.0 forbids, but for
paths and front matter, which are as they were written, and HTML, which is legal and not
in NFC; every URL is absolute and percent-encoded (RFC 3986); every `datetime` is aware.
"""

from __future__ import annotations

from feeds.model.outputs import (
    Aid,
    Digest,
    Document,
    Feed,
    Section,
    Staged,
    Standing,
    Subscriptions,
)
from feeds.model.posts import (
    COMMON,
    Body,
    Enclosure,
    Entry,
    Expanded,
    Flavour,
    Person,
    Picture,
    Post,
)
from feeds.model.selection import Filter, Month, PostStore, Query, Term
from feeds.model.settings import (
    Adopted,
    Archive,
    By,
    ContentMode,
    Element,
    Extra,
    FeedFormat,
    FeedSettings,
    IssueKind,
    NewsletterSettings,
    PostSettings,
    Site,
    SubscribeSettings,
)

__all__ = [
    "COMMON",
    "Adopted",
    "Aid",
    "Archive",
    "Body",
    "By",
    "ContentMode",
    "Digest",
    "Document",
    "Element",
    "Enclosure",
    "Entry",
    "Expanded",
    "Extra",
    "Feed",
    "FeedFormat",
    "FeedSettings",
    "Filter",
    "Flavour",
    "IssueKind",
    "Month",
    "NewsletterSettings",
    "Person",
    "Picture",
    "Post",
    "PostSettings",
    "PostStore",
    "Query",
    "Section",
    "Site",
    "Staged",
    "Standing",
    "SubscribeSettings",
    "Subscriptions",
    "Term",
]
