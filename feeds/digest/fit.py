"""How much of each post fits: the lengths of an issue's posts within a budget of bytes.

Pure arithmetic on the sizes of blocks, which somebody else measures.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feeds.model import Length

__all__ = ["LENGTHS", "Size", "shortened", "size", "weight"]

LENGTHS: Sequence[Length] = ("full", "excerpt", "headline")
"""From the longest to the shortest."""


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of HTML: in UTF-8, with CR LF at the ends of lines, and in quoted-printable; links."""

    decoded: int = 0
    wire: int = 0
    quoted: int = 0
    links: int = 0

    def __add__(self, other: Size) -> Size:
        """Both together."""
        return Size(
            self.decoded + other.decoded,
            self.wire + other.wire,
            self.quoted + other.quoted,
            self.links + other.links,
        )

    def __sub__(self, other: Size) -> Size:
        """Without a part of it."""
        return Size(
            self.decoded - other.decoded,
            self.wire - other.wire,
            self.quoted - other.quoted,
            self.links - other.links,
        )


def size(html: str) -> Size:
    """The size of a piece of finished HTML."""
    data = html.encode("utf-8")
    breaks = data.count(b"\n")
    quoted = binascii.b2a_qp(data, istext=True)
    lines = len(quoted) + quoted.count(b"\n")
    return Size(len(data), len(data) + breaks, lines, html.count(' href="'))


def weight(whole: Size, reserve: int) -> int:
    """The larger of decoded and encoded, as a part of a message (RFC 2045 §6), in bytes.

    `reserve` is what an engine adds to each link.
    """
    base64 = -(-whole.wire // 3) * 4
    base64 += -(-base64 // 76) * 2
    return max(whole.decoded, min(whole.quoted, base64)) + whole.links * reserve


def shortened(
    wanted: Sequence[Length],
    lead: int,
    rest: Size,
    sizes: Sequence[Mapping[Length, Size]],
    more: Size,
    budget: int,
    reserve: int,
) -> Iterator[list[Length | None]]:
    """Ever shorter ways to show the posts, from the first that should fit in the budget on.

    The last posts are shortened first: to excerpts, then to headlines, then left out, which
    adds `more`. The lead is never left out, and shortened when nothing else is left to do.
    `rest` is what is always there. Lengths are None for what is left out.
    """
    lengths: list[Length | None] = list(wanted)
    whole = rest
    for length, known in zip(wanted, sizes, strict=True):
        whole += known[length]
    if weight(whole, reserve) <= budget:
        yield list(lengths)
    told_more = False
    for number, shorter in _steps(wanted, lead):
        whole -= _of(sizes[number], lengths[number])
        whole += _of(sizes[number], shorter)
        if shorter is None and not told_more:
            whole += more
            told_more = True
        lengths[number] = shorter
        if weight(whole, reserve) <= budget:
            yield list(lengths)
    yield lengths


def _of(sizes: Mapping[Length, Size], length: Length | None) -> Size:
    return Size() if length is None else sizes[length]


def _steps(wanted: Sequence[Length], lead: int) -> Iterable[tuple[int, Length | None]]:
    others = [number for number in reversed(range(len(wanted))) if number != lead]
    for shorter in LENGTHS[1:]:
        for number in others:
            if LENGTHS.index(wanted[number]) < LENGTHS.index(shorter):
                yield number, shorter
    for number in others:
        yield number, None
    for shorter in LENGTHS[1:]:
        if LENGTHS.index(wanted[lead]) < LENGTHS.index(shorter):
            yield lead, shorter
