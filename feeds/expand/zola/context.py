"""What a shortcode's template can name: the page it is in, and the configuration."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.collect.dialects.zola.config import ZolaConfig
from feeds.collect.dialects.zola.paths import CONTENT, place_of
from feeds.collect.handlers import BadFrontMatterError, TomlHandler
from feeds.expand.sources import Uses
from feeds.model import Post, Site

__all__ = ["names"]


def names(post: Post, site: Site, config: ZolaConfig, uses: Uses) -> Mapping[str, object]:
    """The values that every shortcode of a post gets beside its arguments."""
    front = post.front_matter
    code = _code(post, config)
    base = site.posts.url or site.url
    path = f"/{post.url.removeprefix(base).lstrip('/')}"
    relative = post.path.removeprefix(f"{CONTENT}/")
    is_folder = relative.rpartition("/")[2].startswith("index.")
    keys = ("title", "description", "date", "updated", "authors", "taxonomies", "extra", "weight")
    page = {key: front[key] for key in keys if front.get(key) is not None}
    language = config.language(code)
    own = config.values.table
    return {
        "page": {
            "extra": {},
            "taxonomies": {},
            "authors": [],
            "date": post.published.isoformat(),
            **page,
            "permalink": post.url,
            "path": path,
            "slug": path.strip("/").rpartition("/")[2],
            "components": path.strip("/").split("/"),
            "relative_path": relative,
            "colocated_path": f"{relative.rpartition('/')[0]}/" if is_folder else None,
            "lang": code,
            "draft": post.draft,
        },
        "config": {
            "base_url": base,
            "title": language.title or site.title,
            "description": language.description,
            "default_language": config.default.code,
            "author": own.get("author"),
            "mode": "build",
            "extra": {**_of_theme(config, uses), **config.values.part("extra").table},
        },
        "lang": code,
    }


def _code(post: Post, config: ZolaConfig) -> str:
    try:
        return place_of(post.path, config).language
    except ValueError:
        return config.default.code


def _of_theme(config: ZolaConfig, uses: Uses) -> Mapping[str, object]:
    theme = config.values.line("theme")
    loaded = uses.parsed(f"themes/{theme}/theme.toml", _extra) if theme else None
    return loaded if isinstance(loaded, Mapping) else {}


def _extra(data: bytes) -> object:
    try:
        return TomlHandler("").load(data.decode("utf-8", "replace")).get("extra")
    except BadFrontMatterError:
        return None
