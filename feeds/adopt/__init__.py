"""Adopting a blog: what a folder holds, the settings it lacks, and what its readers know."""

from feeds.adopt.against import Comparison, Verdict, compare
from feeds.adopt.fetching import read_feed
from feeds.adopt.head import head_links
from feeds.adopt.hints import hints
from feeds.adopt.kinds import Kind, kinds
from feeds.adopt.settings import home_of, new_settings, site_url, with_known
from feeds.adopt.survey import FeedAt, Survey, survey
from feeds.known import KnownEntry, KnownFeed

__all__ = [
    "Comparison",
    "FeedAt",
    "Kind",
    "KnownEntry",
    "KnownFeed",
    "Survey",
    "Verdict",
    "compare",
    "head_links",
    "hints",
    "home_of",
    "kinds",
    "new_settings",
    "read_feed",
    "site_url",
    "survey",
    "with_known",
]
