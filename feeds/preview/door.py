"""The door of the desk: where it is, and what opens it."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.preview.address import Address, Reach
from feeds.preview.security import TOKEN
from feeds.preview.tokens import Tokens

__all__ = ["Door"]


@dataclass(frozen=True, slots=True)
class Door:
    """Where a desk listens, where browsers find it, and the tokens of those who may come in."""

    reach: Reach
    address: Address
    tokens: Tokens

    @property
    def start(self) -> str:
        """The address that people are told."""
        return f"{self.address.url}?{TOKEN}={self.tokens.start}"

    def once(self) -> str:
        """An address for one time, to start a browser with."""
        return f"{self.address.url}?{TOKEN}={self.tokens.once()}"
