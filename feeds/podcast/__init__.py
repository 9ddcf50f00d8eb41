"""What a podcast is made of, and what is wrong with it: records, their checks, Apple's rules."""

from __future__ import annotations

from feeds.podcast.records import Episode, Show

__all__ = ["Episode", "Show"]
