"""What a Jekyll body's template sees of its site and of its post."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from posixpath import basename, splitext

from feeds.collect.dates import parse_date
from feeds.collect.dialects.base import date_and_slug
from feeds.collect.scalars import Timestamp
from feeds.expand.jekyll.data import data_folder, read_yaml
from feeds.expand.jekyll.urls import FRONT_MATTER, file_url, relative_url, usual_url
from feeds.expand.liquid import Lazy, RefusedError
from feeds.expand.sources import Uses
from feeds.model import Flavour, Post
from feeds.model import Site as Settings

__all__ = ["Site"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _NeverBlank(str):
    """`blank` to Liquid without Rails, as Jekyll has it: nothing is equal to it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class Site:
    """The site as one body sees it: its configuration, its files and its other posts."""

    def __init__(
        self,
        settings: Settings,
        config: Mapping[str, object],
        uses: Uses,
        post: Post,
        stems: Callable[[str], tuple[str, ...]],
        now: Callable[[], datetime],
        warn: Callable[[str], None],
        flavour: Flavour,
    ) -> None:
        self.settings = settings
        self.config = config
        self.uses = uses
        self.post = post
        self.stems = stems
        self.now = now
        self.warn = warn
        self.flavour = flavour
        self.zone = settings.timezone
        base = str(config.get("baseurl") or "").strip("/")
        self.base = f"/{base}" if base else ""
        self.url = settings.url.removesuffix(self.base) if base else settings.url
        source = str(config.get("source") or "").removeprefix("./").strip("/")
        self.root = "" if source == "." else source
        self.includes = self._below(str(config.get("includes_dir") or "_includes"))
        self.in_markdown = not post.path.lower().endswith((".html", ".htm"))

    def _below(self, path: str) -> str:
        """A path of the site's source as one below the site."""
        path = path.strip("/")
        return f"{self.root}/{path}" if self.root else path

    def markdown(self, source: str) -> str:
        """Markdown in a template as HTML."""
        from feeds.content.limits import TooMuchError
        from feeds.content.markdown import to_html

        try:
            return to_html(source, self.post.url, self.flavour)
        except TooMuchError as refusal:
            raise RefusedError(str(refusal)) from None

    def source(self, path: str) -> str | None:
        """The text of a file below the site; None where there is none to be read."""
        data = self.uses.file(path)
        try:
            return None if data is None else data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise RefusedError(f"{path} is not UTF-8") from None

    def link(self, path: str) -> str | None:
        """The URL of a post, a page or a file; None where Jekyll would find none.

        Where not even the folder is there that it should lie in, this is not the whole of
        the site: the link goes where Jekyll would put such a file, with a warning.
        """
        if any(part.startswith(".") for part in path.split("/")):
            return None
        path = self._below(path)
        if path in self.uses.sources.paths:
            other = self.uses.post(path)
            if other is None or (other.draft and not self.settings.posts.drafts):
                return None
            return relative_url(self._url_path(other), self.base)
        url = file_url(path, self.uses, self.config, self.root)
        top, slash, _ = path.partition("/")
        if url is None and slash and not self.uses.names(top):
            url = usual_url(path, self.config, self.root)
            self.warn(f"{path} is not in this folder; the link goes where Jekyll would put it")
        return None if url is None else relative_url(url, self.base)

    def post_url(self, folder: str, day: str, slug: str) -> str | None:
        """The URL of the post of that day and name, in that folder above or in `_posts`."""
        name = rf"{re.escape(day)}-{re.escape(slug)}\.[^./]+"
        above = re.escape(folder)
        start = re.escape(f"{self.root}/") if self.root else ""
        wanted = re.compile(rf"{start}(?:_posts/{above}{name}|{above}_posts/?{name})")
        candidates = self.stems(f"{day}-{slug}")
        found = next(filter(wanted.match, candidates), None) or next(iter(candidates), None)
        if found is None:
            self.uses.all_posts()
            return None
        return self.link(found.removeprefix(f"{self.root}/") if self.root else found)

    def variables(self, source: str) -> Mapping[str, object]:
        """The template's variables for the body with that source."""
        return {
            "blank": _NeverBlank(),
            "layout": {},
            "page": self._page(self.post, source),
            "site": self._site(),
        }

    def _site(self) -> Lazy:
        known = ("pages", "html_pages", "static_files", "html_files", "collections", "documents")
        collections = self.config.get("collections")
        own = [str(name) for name in collections] if isinstance(collections, (list, dict)) else []
        unknown = {
            name: partial(_unknown, f"site.{name}")
            for name in (*known, *own, "related_posts")
            if name != "posts"
        }
        folder = self._below(str(self.config.get("data_dir") or "_data"))
        return Lazy(
            {
                **unknown,
                "baseurl": lambda: self.config.get("baseurl"),
                "categories": lambda: self._terms("categories"),
                "data": lambda: data_folder(self.uses, folder),
                "posts": self._posts,
                "tags": lambda: self._terms("tags"),
                "time": self.now,
                "url": lambda: self.url,
            },
            self.config,
        )

    def _posts(self) -> list[object]:
        return [self._page(post) for post in self._shown()]

    def _shown(self) -> list[Post]:
        drafts = self.settings.posts.drafts
        return [post for post in self.uses.all_posts() if drafts or not post.draft]

    def _terms(self, kind: str) -> object:
        found: dict[str, list[object]] = {}
        for post in self._shown():
            for term in post.categories if kind == "categories" else post.tags:
                found.setdefault(term, []).append(self._page(post))
        return found

    def _page(self, post: Post, source: str | None = None) -> Lazy:
        """A post's own front matter, and what Jekyll adds to it."""
        path = self._url_path(post)
        own = {key: self._value(value) for key, value in post.front_matter.items()}
        if source is not None:
            own |= self._written(post)
        name = date_and_slug(post.path)[1].rstrip(".")
        slug = own.get("slug")
        directory = path.rstrip("/").rpartition("/")[0]
        facts: dict[str, Callable[[], object]] = {
            "categories": lambda: list(post.categories),
            "collection": lambda: "posts",
            "content": lambda: source if source is not None else _unknown("a post's content"),
            "date": lambda: post.published.astimezone(self.zone),
            "draft": lambda: post.draft,
            "excerpt": lambda: self._excerpt(post),
            "ext": lambda: splitext(post.path)[1],
            "id": lambda: f"{directory}/{slug or name}",
            "name": lambda: basename(post.path),
            "next": lambda: self._beside(post, -1),
            "path": lambda: self._relative(post),
            "previous": lambda: self._beside(post, 1),
            "relative_path": lambda: self._relative(post),
            "slug": lambda: slug or name,
            "tags": lambda: list(post.tags),
            "title": lambda: own.get("title", post.title),
            "url": lambda: path,
        }
        return Lazy(facts, own)

    def _written(self, post: Post) -> dict[str, object]:
        """The post's front matter as Ruby's YAML reads it, where numbers and dates matter."""
        found = FRONT_MATTER.match(self.uses.sources.file(post.path) or b"")
        try:
            values = read_yaml(found[1].decode()) if found and found[1] else None
        except ValueError:
            return {}
        if not isinstance(values, dict):
            return {}
        for key in set(post.front_matter) - {str(key) for key in values}:
            if key in ("yes", "no", "on", "off", "y", "n"):
                values[key] = None
        return {str(key): self._value(value) for key, value in values.items()}

    def _beside(self, post: Post, step: int) -> object:
        posts = self._shown()
        place = next((n for n, other in enumerate(posts) if other.path == post.path), None)
        if place is None or not 0 <= place + step < len(posts):
            return None
        return self._page(posts[place + step])

    def _excerpt(self, post: Post) -> object:
        own = post.front_matter.get("excerpt")
        return own if isinstance(own, str) else _unknown("a post's excerpt")

    def _relative(self, post: Post) -> str:
        return post.path.removeprefix(f"{self.root}/") if self.root else post.path

    def _url_path(self, post: Post) -> str:
        return post.url.removeprefix(self.settings.url) or "/"

    def _value(self, value: object) -> object:
        """A value of front matter as Ruby's YAML reads it."""
        if isinstance(value, datetime):
            return value.astimezone(self.zone)
        if isinstance(value, Timestamp):
            return parse_date(value, self.zone, timestamp_zone=UTC).astimezone(self.zone)
        if isinstance(value, Mapping):
            return {str(key): self._value(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._value(item) for item in value]
        if isinstance(value, str) and len(value) == 10 and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return value
        return value


def _unknown(what: str) -> object:
    raise RefusedError(f"{what} is not known here")
