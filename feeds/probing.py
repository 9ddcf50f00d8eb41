"""How long files are that lie elsewhere: remembered, and asked of their servers if wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from feeds.media import NO_REMOTE, Files, Remote
from feeds.media_types import media_type
from feeds.model import Post, Site
from feeds.workspace import Workspace

__all__ = ["probed_file", "remote_files"]


def probed_file(workspace: Workspace) -> Path | None:
    """Where the answers are; None where nothing is remembered."""
    return workspace.cache / "probed.json" if workspace.cache else None


def remote_files(workspace: Workspace, posts: Iterable[Post]) -> Remote:
    """What is known of the files of those posts of which front matter does not say enough.

    Asks their servers only where the workspace wants that. Raises `BuildError` where the
    answers cannot be kept.
    """
    file = probed_file(workspace)
    urls = list(dict.fromkeys(_unknown(workspace.site, posts)))
    if file is None or not urls or not (workspace.probe or file.exists()):
        return NO_REMOTE
    from feeds.web.probe import Probed

    probed = Probed(file)
    failed = probed.learn(urls) if workspace.probe else {}
    answers = ((url, probed.get(url)) for url in urls)
    return Remote({url: (one.length, one.media_type) for url, one in answers if one}, failed)


def _unknown(site: Site, posts: Iterable[Post]) -> Iterator[str]:
    files = Files(site.root, site.url)
    for post in posts:
        for enclosure in post.enclosures:
            kind = enclosure.media_type or media_type(urlsplit(enclosure.url).path)
            if not (files.is_own(enclosure.url) or (kind and enclosure.length is not None)):
                yield enclosure.url
        for other in post.episode.alternates if post.episode else ():
            if other.length is None and not files.is_own(other.url):
                yield other.url
