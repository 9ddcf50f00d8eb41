"""The `feeds.toml` of a blog that is adopted: short, and with what nobody says yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import unquote

from feeds.adopt.known_feeds import KnownFeed
from feeds.adopt.survey import FeedAt, Survey
from feeds.config.source import InvalidValueError, Source, Spot
from feeds.config.values import identifier, language
from feeds.config.values import site_url as checked_url
from feeds.errors import ConfigurationError

__all__ = ["new_settings", "site_url"]

_OPTIONS = """\
# What else is often set. Take the # away before a line, and before the [ ] above it:

#[[feeds]]
#name = "main"
#limit = 20           # how many posts
#content = "full"     # or "summary"

#[[feeds]]
#by = "category"      # a feed for each; or "tag", or "author"

#[[newsletters]]
#name = "digest"
#from = "Letters <letters@example.org>"
#window = "7 days"
"""


def new_settings(survey: Survey, known: KnownFeed | None = None) -> str:
    """The text of a `feeds.toml` for that site, whose URL has to be known.

    `known` is the feed that readers have today: where nothing else says so, the main
    feed is written to its address.
    """
    feeds = _known_place(survey, known) if known else []
    options = _OPTIONS
    if feeds:
        options = options.replace(
            options[options.index("#[[feeds]]") : options.index("#[[news")], ""
        )
    lines = [*_head(survey), "", "[site]", *_site(survey, known), *_posts(survey), *feeds, ""]
    return "\n".join(lines) + "\n" + options


def site_url(text: str) -> str:
    """A site's URL as somebody gives it; raises `ConfigurationError` where it is none."""
    spot = Spot(Source(""), ("--url",))
    try:
        return checked_url(text, spot)
    except InvalidValueError:
        raise ConfigurationError(*spot.source.errors) from None


def _head(survey: Survey) -> list[str]:
    if not survey.signs:
        return ["# Settings of the program feeds for this blog."]
    said = ", ".join(sign for sign in survey.signs if sign.isprintable())
    return [
        "# Settings of the program feeds for this blog. They win over what its own files",
        f"# say ({said}), and none of that has to be repeated here.",
    ]


def _site(survey: Survey, known: KnownFeed | None) -> Iterator[str]:
    site, unset = survey.site, survey.unset
    if "title" in unset:
        title = (known.title if known else "") or site.title
        yield f"title = {_quoted(title)}"
    if survey.url_from != "site":
        yield f"url = {_quoted(site.url)}"
    if "language" in unset:
        tag = _language(known.language) if known else ""
        yield f'language = "{tag}"' if tag else f'#language = "{site.language}"'
    if "timezone" in unset:
        yield "# Dates that say no offset count as UTC, unless their zone is set:"
        yield '#timezone = "Asia/Tokyo"'


def _posts(survey: Survey) -> Iterator[str]:
    if survey.found_folders:
        folders = ", ".join(map(_quoted, survey.found_folders))
        yield from ("", "[posts]", f"folders = [{folders}]")


def _known_place(survey: Survey, known: KnownFeed) -> list[str]:
    """The main feed at the address that readers have, if it would be at another one."""
    path = unquote(known.address.removeprefix(f"{survey.site.url}/"))
    form = {"Atom": "atom", "RSS": "rss"}.get(known.form)
    main = next((feed for feed in survey.feeds if feed.by is None), None)
    if survey.kept_feeds or form is None or main is None or not _can_be(path, known, main):
        return []
    paths = {str(name): where for name, where in main.paths.items()} | {form: path}
    if len(set(paths.values())) < len(paths):
        return []
    table = ", ".join(f"{name} = {_quoted(where)}" for name, where in paths.items())
    lines = ["", "# The feed stays where readers have it.", "[[feeds]]", 'name = "main"']
    lines.append(f"path = {{ {table} }}")
    if known.id and known.id != known.address and _is_id(known.id):
        lines.append(f"id = {_quoted(known.id)}")
    return [*lines, "", "[[feeds]]", 'by = "category"']


def _can_be(path: str, known: KnownFeed, main: FeedAt) -> bool:
    return (
        path != known.address
        and path.endswith(".xml")
        and path.isprintable()
        and path not in main.paths.values()
        and not {"", ".", ".."} & set(path.split("/"))
        and not set(path) & set('\\:*?"<>|%#')
    )


def _is_id(text: str) -> bool:
    try:
        identifier(text, Spot(Source("")))
    except InvalidValueError:
        return False
    return True


def _language(text: str) -> str:
    try:
        return language(text, Spot(Source(""))) if text else ""
    except InvalidValueError:
        return ""


def _quoted(text: str) -> str:
    """A text as TOML writes it: JSON's escapes are TOML's, but for DEL, which no record has."""
    return json.dumps(text, ensure_ascii=False)
