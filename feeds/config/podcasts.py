"""`podcast` under `[[feeds]]`: what makes a feed a podcast, and what directories ask of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from feeds.config.checks import table
from feeds.config.source import InvalidValueError, Spot
from feeds.errors import Finding
from feeds.media.files import Files
from feeds.model import FeedFormat, FeedSettings
from feeds.urls import normalise

if TYPE_CHECKING:
    from feeds.podcast import Show

__all__ = ["check_podcast", "podcast", "with_podcasts"]

_ADD_RSS = 'Add "rss" to formats, or take podcast out.'
_COVERS = (".jpeg", ".jpg", ".png")


def podcast(value: object, spot: Spot) -> Show:
    """A podcast's settings; its own files may still be paths that begin with `/`."""
    from feeds.podcast.reading import show

    before = len(spot.source.errors)
    found = show(table(value, spot), spot, _as_it_is)
    if len(spot.source.errors) > before:
        raise InvalidValueError
    return found


def check_podcast(
    values: Mapping[str, Any], by: str | None, paths: Mapping[FeedFormat, str], spot: Spot
) -> None:
    """Notes what a podcast's feed must have, and what only one feed can."""
    show = values["podcast"]
    if "rss" not in paths:
        spot.at("podcast").wrong("needs RSS, the one format that directories read", _ADD_RSS)
    if by and show.guid:
        spot.at("podcast", "guid").wrong(
            f"would be the same for every {by}", "Leave it out: each feed's own URL gives one."
        )
    if show.locked is not None and not show.owner_email:
        spot.at("podcast", "locked").wrong(
            "needs the owner's address", 'Add owner = { name = "…", email = "…" }.'
        )
    if show.license and not show.license.url and " " in show.license.name:
        spot.at("podcast", "license").wrong(
            "is no SPDX identifier, and has no url", 'Write "cc-by-4.0", or add url = "https://…".'
        )


def with_podcasts(
    feeds: Sequence[FeedSettings], spot: Spot, files: Files, url: str
) -> tuple[tuple[FeedSettings, ...], list[Finding]]:
    """The feeds, with absolute URLs in their podcasts, and what directories would refuse."""
    placed: list[FeedSettings] = []
    findings: list[Finding] = []
    for number, feed in enumerate(feeds):
        show = feed.podcast
        if show is not None:
            from feeds.podcast.records import placed as located

            show = located(
                show, lambda path: normalise(f"{url}{path}") if path[:1] == "/" else path
            )
            findings += _missing(show, feed, spot.at(number, "podcast"))
            findings += _cover(show, spot.at(number, "podcast", "image"), files)
        placed.append(replace(feed, podcast=show) if show else feed)
    return tuple(placed), findings


def _missing(show: Show, feed: FeedSettings, spot: Spot) -> list[Finding]:
    """What Apple Podcasts requires or asks for, and the podcast does not have."""
    asked = (
        (
            show.image,
            "image",
            'image = "/media/cover.jpg", a square picture of 1400 to 3000 pixels',
        ),
        (show.categories, "category", 'category = ["Technology"]'),
        (show.author, "author", 'author = "…"'),
    )
    findings = [
        spot.warning(f"has no {name}, which Apple Podcasts asks for", f"Add {example}.")
        for value, name, example in asked
        if not value
    ]
    if not feed.description:
        findings.append(
            spot.warning(
                "the feed has no description, which Apple Podcasts asks for",
                'Add description = "…" to this [[feeds]].',
            )
        )
    return findings


def _cover(show: Show, spot: Spot, files: Files) -> list[Finding]:
    """What is wrong with the cover, as far as its name and, if it is the site's, the file tell."""
    if show.image is None:
        return []
    from feeds.media.facts import read_facts
    from feeds.media_types import media_type
    from feeds.podcast.apple import wrong_size

    remedy = "Apple Podcasts takes square JPEG and PNG pictures of 1400 to 3000 pixels."
    path = urlsplit(show.image).path
    if not path.lower().endswith(_COVERS):
        return [spot.warning("is neither a JPEG nor a PNG picture", remedy)]
    if not files.is_own(show.image):
        return []
    found = files.find(show.image)
    if found is None:
        return [spot.warning(f"there is no file {path}", "Put it there, or correct its name.")]
    facts = read_facts(files.absolute(found), media_type(path) or "")
    if not facts.width or not facts.height:
        return [spot.warning("cannot be read as a picture", remedy)]
    wrong = wrong_size(facts.width, facts.height)
    return [spot.warning(wrong, remedy)] if wrong else []


def _as_it_is(reference: str) -> str:
    """A path below the site's URL as it is, anything else as an absolute URL."""
    return reference if reference[:1] == "/" and reference[:2] != "//" else normalise(reference)
