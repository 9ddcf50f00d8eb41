"""What would explain many differences between a known feed and a site at once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

from feeds.adopt.against import Comparison
from feeds.adopt.pattern import link_pattern
from feeds.adopt.survey import Survey
from feeds.known import plain_link

__all__ = ["hints"]

_FARTHEST = timedelta(hours=26)
_QUARTER = timedelta(minutes=15)
_MOST = 3


def hints(comparison: Comparison, survey: Survey) -> list[str]:
    """What readers and the site's owner would have to know, as whole sentences."""
    found = (
        _pattern(comparison, survey),
        _ids(comparison),
        _addresses(comparison),
        _zone(comparison),
        _moved(comparison, survey),
    )
    return [hint for hint in found if hint]


def _pattern(comparison: Comparison, survey: Survey) -> str:
    """Where one pattern gives all posts the links that readers know."""
    pattern = link_pattern(comparison, survey.site)
    if not pattern:
        return ""
    return f'Links there are made as "{pattern}": set permalink under [posts] in feeds.toml.'


def _ids(comparison: Comparison) -> str:
    """Where one setting gives all entries the ids that readers know."""
    if not comparison.ids_are_urls:
        return ""
    return 'The ids there are the URLs of posts: set id_from = "url" under [posts] in feeds.toml.'


def _addresses(comparison: Comparison) -> str:
    """Where all links that differ do so in how they begin, and in nothing else."""
    starts = set()
    for verdict in comparison.verdicts:
        if verdict.post and "link" in verdict.differs:
            there = urlsplit(plain_link(verdict.entry.link))
            here = urlsplit(verdict.post.url)
            if there.path != here.path:
                return ""
            starts.add((f"{there.scheme}://{there.netloc}", f"{here.scheme}://{here.netloc}"))
    if len(starts) != 1:
        return ""
    ((there_start, here_start),) = starts
    return (
        f"Links begin with {there_start} there, and with {here_start} here: "
        "set url under [site] in feeds.toml."
    )


def _zone(comparison: Comparison) -> str:
    """Where dates differ by whole quarters of an hour, as those of two zones do."""
    apart = Counter(
        verdict.here - verdict.entry.date
        for verdict in comparison.verdicts
        if "date" in verdict.differs and verdict.here and verdict.entry.date
    )
    if not apart or any(abs(each) > _FARTHEST or each % _QUARTER for each in apart):
        return ""
    commonest = (abs(each) / timedelta(hours=1) for each, _ in apart.most_common(_MOST))
    hours = " or ".join(dict.fromkeys(f"{each:g}" for each in commonest))
    return (
        f"Dates differ by {hours} hours, as those of time zones do: "
        "set timezone under [site] in feeds.toml."
    )


def _moved(comparison: Comparison, survey: Survey) -> str:
    """Where readers would ask for the feed, and none of the site's is."""
    address = comparison.feed.address
    ours = [
        f"{survey.site.url}/{path}"
        for feed in survey.feeds
        if feed.by is None
        for path in feed.paths.values()
    ]
    if not (address and ours and comparison.is_whole):
        return ""
    if plain_link(address) in map(plain_link, ours):
        return ""
    return f"Readers ask for {address}: lead them from there to {ours[0]}."
