"""What a shortcode's template can name: the page, the configuration, and a few functions."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.collect.dialects.zola_config import ZolaConfig
from feeds.collect.dialects.zola_paths import CONTENT, place_of
from feeds.collect.handlers import BadFrontMatterError, TomlHandler
from feeds.expand.sources import Uses
from feeds.expand.zola.links import Links
from feeds.expand.zola.tera import Function
from feeds.expand.zola.tera_filters import Arguments
from feeds.expand.zola.tera_values import TeraError, as_text, is_true
from feeds.model import Post, Site

__all__ = ["functions", "names"]

_MOST_NUMBERS = 10_000


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


def functions(post: Post, site: Site, config: ZolaConfig, links: Links) -> Mapping[str, Function]:
    """The functions that only need what is in the site."""
    base = site.posts.url or site.url
    folder = f"{post.path.removeprefix(f'{CONTENT}/').rpartition('/')[0]}/"

    def get_url(arguments: Arguments) -> object:
        path = as_text(arguments.get("path"))
        if path.startswith("@/"):
            if (url := links.url(path)) is None:
                raise TeraError(f"there is no page {path}")
            return url
        if path.startswith(("http://", "https://")):
            return path
        code = as_text(arguments.get("lang", config.default.code))
        home = f"{base}/" if code == config.default.code else f"{base}/{code}/"
        end = "/" if is_true(arguments.get("trailing_slash")) and not path.endswith("/") else ""
        return f"{home}{path.removeprefix('/')}{end}"

    def resize_image(arguments: Arguments) -> object:
        path = as_text(arguments.get("path")).removeprefix("@/").removeprefix("/")
        path = path.removeprefix(f"{CONTENT}/").removeprefix("static/")
        if len(folder) > 1 and path.startswith(folder):
            url = post.url + path.removeprefix(folder)
        else:
            url = f"{base}/{path}"
        sizes = {key: arguments[key] for key in ("width", "height") if key in arguments}
        return {"url": url, "static_path": path, **sizes}

    return {"get_url": get_url, "resize_image": resize_image, "range": _range}


def _range(arguments: Arguments) -> object:
    numbers = [
        arguments.get(key, default)
        for key, default in (("start", 0), ("end", None), ("step_by", 1))
    ]
    whole = [number for number in numbers if isinstance(number, int)]
    if len(whole) < len(numbers) or whole[2] < 1:
        raise TeraError("range needs whole numbers")
    if whole[1] - whole[0] > _MOST_NUMBERS:
        raise TeraError("range gives too many numbers")
    return list(range(*whole))


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
