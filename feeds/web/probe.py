"""How long remote media files are, and of what type: asked once, and remembered.

A feed is to have the same bytes wherever it is built, with or without the web. So what a
server said is kept by address, and asked for anew only when the note is deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from feeds.web.fetch import Reply
from feeds.web.links import Answer, Manners, ask
from feeds.web.notes import read_note, write_note
from feeds.web.patience import Clock

__all__ = ["Probed", "RemoteFile"]

_NAME = "media"
_PURPOSE = "feeds build --probe"
_REMEDY = "Mend its permissions, or give another folder with --cache."
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_UNTYPED = ("application/octet-stream", "binary/octet-stream", "application/x-download")
_RANGE = re.compile(r"bytes\s+(?:\d+-\d+|\*)/(\d{1,18})")
_LENGTH = re.compile(r"\d{1,18}")
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the web: `length` in bytes, and its MIME type, empty where nobody says it."""

    length: int
    media_type: str


class Probed:
    """What is known of remote files, in a JSON file that may be deleted at any time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = _read(file)

    def get(self, url: str) -> RemoteFile | None:
        """What was learned of an address, None where nothing was."""
        return self._known.get(url)

    def learn(
        self,
        urls: Iterable[str],
        *,
        manners: Manners | None = None,
        private: bool = False,
        clock: Clock | None = None,
    ) -> dict[str, str]:
        """Asks for the files of which nothing is known, and remembers what is said.

        Gives why nothing was learned, by address, in plain words without a full stop.
        `private` lets machines be asked that are not on the public web. Raises `BuildError`
        where what was learned cannot be kept.
        """
        unknown = [url for url in dict.fromkeys(urls) if url not in self._known]
        answers = ask(
            unknown, _PURPOSE, manners=manners, private=private, enough=_is_enough, clock=clock
        )
        failed: dict[str, str] = {}
        for url, answer in answers.items():
            found = _understood(answer)
            if isinstance(found, RemoteFile):
                self._known[url] = found
            else:
                failed[url] = found
        if len(failed) < len(answers):
            self._save()
        return failed

    def _save(self) -> None:
        value = {
            url: {"length": each.length, "type": each.media_type}
            for url, each in sorted(self._known.items())
        }
        write_note(self._file, _NAME, value, _REMEDY)


def _is_enough(reply: Reply) -> bool:
    """Whether an answer to a request for the head is one to go by: not all servers count."""
    return bool(_length(reply.status, reply.headers))


def _understood(answer: Answer) -> RemoteFile | str:
    """What an answer says of the file; or why it says nothing."""
    if answer.error:
        return answer.error
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in _PAGES:
        return "there is a web page, not a file to play or to download"
    length = _length(answer.status, answer.headers)
    if length is None:
        return "the server does not say how long the file is"
    if length == 0:
        return "the file is empty"
    known = _TYPE.fullmatch(media_type) and media_type not in _UNTYPED
    return RemoteFile(length, media_type if known else "")


def _length(status: int | None, headers: Mapping[str, str]) -> int | None:
    """The length of the file itself (RFC 9110 §8.6 and §14.4), None where nobody says it."""
    if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        return None
    if status in (206, 416):
        found = _RANGE.fullmatch(headers.get("content-range", "").strip())
        return int(found[1]) if found else None
    found = _LENGTH.fullmatch(headers.get("content-length", "").strip())
    return int(found[0]) if found else None


def _read(file: Path) -> dict[str, RemoteFile]:
    known = {}
    for url, value in read_note(file, _NAME).items():
        match value:
            case {"length": int(length), "type": str(media_type)} if length is not True:
                if length > 0 and (not media_type or _TYPE.fullmatch(media_type)):
                    known[url] = RemoteFile(length, media_type)
    return known
