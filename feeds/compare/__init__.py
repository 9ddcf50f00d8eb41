"""What readers of a feed will see when another takes its place: two feeds in, a value out."""

from feeds.compare.changes import Change, Part
from feeds.compare.difference import Difference, Recognised, compare
from feeds.compare.matching import Sign
from feeds.compare.pairs import Pair, pair

__all__ = [
    "Change",
    "Difference",
    "Pair",
    "Part",
    "Recognised",
    "Sign",
    "compare",
    "pair",
]
