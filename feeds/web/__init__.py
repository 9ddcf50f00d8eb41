"""Asking the web: the one place in the program that does, always asked for and within bounds."""

from feeds.web.fetch import Bounds, Reply, fetch
from feeds.web.problems import NoAnswerError, TooLargeError

__all__ = ["Bounds", "NoAnswerError", "Reply", "TooLargeError", "fetch"]
