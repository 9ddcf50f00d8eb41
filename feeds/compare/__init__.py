"""What readers of a feed will see when another takes its place: two feeds in, a value out."""

from feeds.compare.changes import Change, Part
from feeds.compare.difference import Difference, Recognised, compare
from feeds.compare.matching import Sign
from feeds.compare.overall import Overall, compare_all
from feeds.compare.verdict import verdict

__all__ = [
    "Change",
    "Difference",
    "Overall",
    "Part",
    "Recognised",
    "Sign",
    "compare",
    "compare_all",
    "verdict",
]
