"""Why there was no answer, in words that an editor understands."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.text import one_line

__all__ = ["NoAnswerError", "RefusedError", "TooLargeError", "UnreachableError", "short", "words"]

_LONGEST = 200


class NoAnswerError(Exception):
    """There was no whole answer; `why` says it in plain words, without a full stop."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class RefusedError(NoAnswerError):
    """The address is one that must not be asked; trying again changes nothing."""


class UnreachableError(NoAnswerError):
    """There is no machine of that name, or it takes no connection."""


class TooLargeError(NoAnswerError):
    """The answer has more bytes than its bounds allow."""


def short(text: object) -> str:
    """The text of somebody else on one line, and no longer than a line should be."""
    line = one_line(str(text))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def words(problem: BaseException) -> str:
    """What a library's exception means, from the first of its causes that says it plainly."""
    import ssl

    for cause in _causes(problem):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not accepted: {short(cause.verify_message)}"
        if isinstance(cause, ssl.SSLError):
            return f"no safe connection can be made: {short(cause.reason or cause)}"
        if isinstance(cause, TimeoutError):
            return "there was no answer in time"
        if isinstance(cause, ConnectionError) and not cause.strerror:
            return "the server broke the connection off"
        if isinstance(cause, OSError) and cause.strerror:
            return short(cause.strerror[:1].lower() + cause.strerror[1:])
    return short(problem) or type(problem).__name__


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """The innermost cause first: libraries wrap what the system said."""
    inner = problem.__cause__ or problem.__context__
    if inner is not None:
        yield from _causes(inner)
    yield problem
