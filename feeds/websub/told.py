"""What each hub was last told of each feed, kept from run to run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from feeds.web.notes import read_note, write_note
from feeds.websub.topics import Topic

__all__ = ["Told"]

_NAME = "told"
_REMEDY = "Mend its permissions or choose another --state; else all is told again."


class Told:
    """A JSON file with the SHA-256 of the feed that a hub knows, by hub and topic.

    It may be gone or damaged: then every hub is told of every feed once more, which costs
    hubs a look and nobody anything else. What was told but not yet saved is told again.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._hubs = _read(file)

    def knows(self, hub: str, topic: Topic) -> bool:
        """Whether the hub was told of the feed as it is."""
        return self._hubs.get(hub, {}).get(topic.url) == topic.sha256

    def note(self, hub: str, topic: Topic) -> None:
        """Notes that the hub knows of the feed as it is."""
        self._hubs.setdefault(hub, {})[topic.url] = topic.sha256

    def forget_others(self, topics: Iterable[Topic]) -> None:
        """Forgets feeds, and hubs of feeds, that are no more."""
        left = {(hub, topic.url) for topic in topics for hub in topic.hubs}
        for hub, known in list(self._hubs.items()):
            kept = {url: digest for url, digest in known.items() if (hub, url) in left}
            self._hubs[hub] = kept
            if not kept:
                del self._hubs[hub]

    def save(self) -> None:
        """Replaces the file as a whole. Raises `BuildError` where it cannot be written."""
        hubs = {hub: dict(sorted(known.items())) for hub, known in sorted(self._hubs.items())}
        write_note(self._file, _NAME, hubs, _REMEDY)


def _read(file: Path) -> dict[str, dict[str, str]]:
    return {
        hub: {url: str(digest) for url, digest in known.items()}
        for hub, known in read_note(file, _NAME).items()
        if isinstance(known, dict)
    }
