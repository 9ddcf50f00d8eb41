"""Why a message was not taken, in words that an editor understands."""

from __future__ import annotations

from typing import Literal

from feeds.text import one_line

__all__ = ["NotSentError", "Why", "short"]

Why = Literal[
    "unknown_host",
    "unreachable",
    "not_here",
    "silent",
    "broken_off",
    "certificate",
    "no_encryption",
    "no_password",
    "odd_password",
    "no_login",
    "login",
    "sender",
    "refused",
    "too_large",
    "odd",
]
_LONGEST = 300

_SENTENCES: dict[Why, tuple[str, str]] = {
    "unknown_host": (
        "there is no mail server {server}",
        "Is host right in feeds.toml, and is this machine on-line?",
    ),
    "unreachable": (
        "the mail server {server} takes no connection",
        "Are host and port right in feeds.toml? Some networks let no mail through.",
    ),
    "not_here": (
        "{server} is not this machine, and without encryption nothing leaves it",
        'Write security = "starttls" or "tls" in feeds.toml.',
    ),
    "silent": ("the mail server {server} did not answer in time", "Try again in a while."),
    "broken_off": (
        "the mail server {server} broke the connection off",
        'Try again. If it stays so, security may have to be "tls" or "starttls" in feeds.toml.',
    ),
    "certificate": (
        "the certificate of {server} is not accepted, so nothing was sent",
        "Is host the name that the certificate has?",
    ),
    "no_encryption": (
        "{server} offers no encryption, so nothing was sent",
        'Servers on port 465 want security = "tls" in feeds.toml.',
    ),
    "no_password": (
        "the environment variable {variable} does not hold the password",
        "Set it before the program starts.",
    ),
    "odd_password": ("the password in {variable} has characters that SMTP cannot send", ""),
    "no_login": (
        "{server} offers no way to log in that is known here",
        "Leave user away in feeds.toml if the server wants no login.",
    ),
    "login": (
        "{server} does not take the name and the password",
        "Look at user in feeds.toml, and at the variable {variable}.",
    ),
    "sender": (
        "{server} takes no mail from {sender}",
        "Is that address, the newsletter's from, one that you may send from there?",
    ),
    "refused": ("{server} refused the message", "What it says may tell why."),
    "too_large": ("the message is larger than {server} takes", ""),
    "odd": ("{server} does not answer as a mail server does", "Are host and port right?"),
}


class NotSentError(Exception):
    """Nobody got the message. `why` names it, `values` are what its sentence tells.

    `said` is what the server said, on one line, empty where it said nothing.
    """

    def __init__(self, why: Why, said: str = "", **values: str) -> None:
        self.why: Why = why
        self.values = values
        self.said = short(said)
        super().__init__(self.what)

    @property
    def what(self) -> str:
        """The sentence, without a full stop."""
        return _SENTENCES[self.why][0].format_map(self.values)

    @property
    def remedy(self) -> str:
        """What to do, in whole sentences; empty where nobody knows."""
        return _SENTENCES[self.why][1].format_map(self.values)


def short(text: str | bytes) -> str:
    """What somebody else said on one line, and no longer than one reads."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
