"""The `feeds.toml` of a blog that is adopted: short, and with what nobody says yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from feeds.adopt.against import Comparison
from feeds.adopt.pattern import link_pattern
from feeds.adopt.survey import FeedAt, Survey
from feeds.config.source import InvalidValueError, Source, Spot
from feeds.config.values import language
from feeds.config.values import site_url as checked_url
from feeds.errors import ConfigurationError
from feeds.known import KnownFeed
from feeds.model import FeedFormat

__all__ = ["home_of", "new_settings", "site_url", "with_known"]

_OPTIONS = "# What else is often set. Take the # away from a line, and from the [[…]] above it:\n"
_FEEDS: Mapping[str, str] = {
    "default": """
#[[feeds]]
#name = "main"
#limit = 20           # how many posts
#content = "full"     # or "summary"

#[[feeds]]
#by = "category"      # a feed for each; or "tag", or "author"
""",
    "site": """
# A table [[feeds]] here takes the place of all feeds that the site's own files ask for.
""",
}
_NEWSLETTERS = """
#[[newsletters]]
#name = "digest"
#from = "Letters <letters@example.org>"
#window = "7 days"
"""


def new_settings(survey: Survey) -> str:
    """The text of a `feeds.toml` for that site, whose URL has to be known."""
    feeds = _moved(survey)
    lines = [*_head(survey), "", "[site]", *_site(survey), *_posts(survey), *feeds, "", _OPTIONS]
    return "\n".join(lines) + _FEEDS.get(survey.feeds_from, "") + _NEWSLETTERS


def with_known(survey: Survey, comparison: Comparison) -> Survey:
    """The survey of a site whose new settings take over what a feed says that readers have.

    That is, where nothing else says it, its title and language, and where the main feed
    is. The feed of a part of the site, such as a category, says none of that, but what
    posts' ids are.
    """
    if survey.settings_file:
        return survey
    if pattern := link_pattern(comparison, survey.site):
        posts = replace(survey.site.posts, permalink=pattern)
        survey = replace(
            survey,
            site=replace(survey.site, posts=posts),
            adopted=survey.adopted | {"permalink"},
        )
    elif comparison.ids_are_urls:
        survey = replace(survey, adopted=survey.adopted | {"id_from"})
    if not comparison.is_whole:
        return survey
    known = comparison.feed
    site, unset = survey.site, survey.unset
    title = known.title if "title" in unset and known.title else site.title
    tag = _language(known.language) if "language" in unset else ""
    paths = _known_paths(survey, known)
    feeds = [
        replace(
            feed,
            title=title if feed.title == site.title else feed.title,
            paths=paths if paths and feed.name == "main" else feed.paths,
        )
        for feed in survey.feeds
    ]
    return replace(
        survey,
        site=replace(site, title=title, language=tag or site.language),
        adopted=survey.adopted
        | ({"title"} if title != site.title else set())
        | ({"language"} if tag else set()),
        feeds=feeds,
        feeds_from="readers" if paths else survey.feeds_from,
    )


def site_url(text: str) -> str:
    """A site's URL as somebody gives it; raises `ConfigurationError` where it is none."""
    spot = Spot(Source(""), ("--url",))
    try:
        return checked_url(text, spot)
    except InvalidValueError:
        raise ConfigurationError(*spot.source.errors) from None


def home_of(known: KnownFeed) -> str:
    """The URL of the site that a feed says it is of; empty where a site can have none such."""
    try:
        return site_url(known.home)
    except ConfigurationError:
        return ""


def _head(survey: Survey) -> list[str]:
    if not survey.signs:
        return ["# Settings of the program feeds for this blog."]
    said = ", ".join(sign for sign in survey.signs if sign.isprintable())
    return [
        "# Settings of the program feeds for this blog. They win over what its own files",
        f"# say ({said}), and none of that has to be repeated here.",
    ]


def _site(survey: Survey) -> Iterator[str]:
    site, unset = survey.site, survey.unset
    if "title" in unset:
        yield f"title = {_quoted(site.title)}"
    if survey.url_from != "site":
        yield f"url = {_quoted(site.url)}"
    if "language" in unset:
        yield f'{"" if "language" in survey.adopted else "#"}language = "{site.language}"'
    if "timezone" in unset:
        yield "# Dates that say no offset count as UTC, unless their zone is set:"
        yield '#timezone = "Asia/Tokyo"'


def _posts(survey: Survey) -> Iterator[str]:
    lines = []
    if survey.found_folders:
        lines.append(f"folders = [{', '.join(map(_quoted, survey.found_folders))}]")
    if "permalink" in survey.adopted:
        lines.append(f"permalink = {_quoted(survey.site.posts.permalink)}")
    if "id_from" in survey.adopted:
        lines += ["# Readers know posts by their URLs.", 'id_from = "url"']
    if lines:
        yield from ("", "[posts]", *lines)


def _moved(survey: Survey) -> list[str]:
    """The feeds of a site whose main one stays where readers have it."""
    if survey.feeds_from != "readers":
        return []
    main = next(feed for feed in survey.feeds if feed.name == "main")
    table = ", ".join(f"{form} = {_quoted(path)}" for form, path in main.paths.items())
    return [
        "",
        "# The feed stays where readers have it.",
        "[[feeds]]",
        'name = "main"',
        f"path = {{ {table} }}",
        "",
        "[[feeds]]",
        'by = "category"',
    ]


def _known_paths(survey: Survey, known: KnownFeed) -> Mapping[FeedFormat, str]:
    """Where the main feed would have to be written to stay where readers have it.

    Empty where it is there anyway, or cannot be.
    """
    form = known.written_as
    main = next((feed for feed in survey.feeds if feed.name == "main"), None)
    path = unquote(known.address.removeprefix(f"{survey.site.url}/"))
    if survey.feeds_from != "default" or not (form and main) or not _can_be(path, known, main):
        return {}
    return {**main.paths, form: path}


def _can_be(path: str, known: KnownFeed, main: FeedAt) -> bool:
    return (
        path != known.address
        and path.endswith(".json" if known.written_as == "json" else ".xml")
        and path.isprintable()
        and path not in main.paths.values()
        and not {"", ".", ".."} & set(path.split("/"))
        and not set(path) & set('\\:*?"<>|%#')
    )


def _language(text: str) -> str:
    try:
        return language(text, Spot(Source(""))) if text else ""
    except InvalidValueError:
        return ""


def _quoted(text: str) -> str:
    """A text as TOML writes it: JSON's escapes are TOML's, but for DEL, which no record has."""
    return json.dumps(text, ensure_ascii=False)
