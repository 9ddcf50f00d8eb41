"""The functions that a shortcode's template can call: those that need only the site."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.collect.dialects.zola.config import ZolaConfig
from feeds.collect.dialects.zola.paths import CONTENT
from feeds.collect.dialects.zola.slugs import slugify_zola
from feeds.expand.zola.links import Links
from feeds.expand.zola.tera import Function
from feeds.expand.zola.tera_filters import Arguments
from feeds.expand.zola.tera_values import TeraError, as_text, is_true
from feeds.model import Post, Site

__all__ = ["functions"]

_MOST_NUMBERS = 10_000


def functions(post: Post, site: Site, config: ZolaConfig, links: Links) -> Mapping[str, Function]:
    """By name, as a body of that post sees them."""
    made = _Functions(post, site, config, links)
    return {
        "get_url": made.get_url,
        "get_taxonomy_url": made.get_taxonomy_url,
        "resize_image": made.resize_image,
        "trans": made.trans,
        "range": _range,
    }


class _Functions:
    def __init__(self, post: Post, site: Site, config: ZolaConfig, links: Links) -> None:
        self._post = post
        self._base = site.posts.url or site.url
        self._config = config
        self._links = links
        self._folder = f"{post.path.removeprefix(f'{CONTENT}/').rpartition('/')[0]}/"

    def get_url(self, arguments: Arguments) -> object:
        """The URL of a page (`@/…`), or of a path below the site's."""
        path = _wanted(arguments, "path")
        if path.startswith("@/"):
            if (url := self._links.url(path)) is None:
                raise TeraError(f"there is no page {path}")
            return url
        if path.startswith(("http://", "https://")):
            return path
        end = "/" if is_true(arguments.get("trailing_slash")) and not path.endswith("/") else ""
        return f"{self._home(arguments)}{path.removeprefix('/')}{end}"

    def get_taxonomy_url(self, arguments: Arguments) -> object:
        """The URL of a term's page."""
        root = self._config.values.line("taxonomy_root").strip("/")
        try:
            kind, term = (
                slugify_zola(_wanted(arguments, key), self._config.term_strategy)
                for key in ("kind", "name")
            )
        except ValueError as problem:
            raise TeraError(str(problem)) from None
        return self._home(arguments) + "/".join(filter(None, (root, kind, term, ""))) + "/"

    def resize_image(self, arguments: Arguments) -> object:
        """The picture as it is, with the size that was asked for."""
        path = _wanted(arguments, "path").removeprefix("@/").removeprefix("/")
        path = path.removeprefix(f"{CONTENT}/").removeprefix("static/")
        if len(self._folder) > 1 and path.startswith(self._folder):
            url = self._post.url + path.removeprefix(self._folder)
        else:
            url = f"{self._base}/{path}"
        sizes = {key: arguments[key] for key in ("width", "height") if key in arguments}
        return {"url": url, "static_path": path, **sizes}

    def trans(self, arguments: Arguments) -> object:
        """What the configuration's `translations` have under a key."""
        code = as_text(arguments.get("lang", self._config.default.code))
        values = self._config.values
        tables = [values.part("languages").part(code)] if code in values.part("languages") else []
        if code == self._config.default.code:
            tables.append(values)
        key = _wanted(arguments, "key")
        found = next(filter(None, (table.part("translations").line(key) for table in tables)), None)
        if found is None:
            raise TeraError(f"there is no translation of {key}")
        return found

    def _home(self, arguments: Arguments) -> str:
        code = as_text(arguments.get("lang", self._config.default.code))
        return f"{self._base}/" if code == self._config.default.code else f"{self._base}/{code}/"


def _wanted(arguments: Arguments, key: str) -> str:
    if key not in arguments:
        raise TeraError(f"the argument {key} of a function is not there")
    return as_text(arguments[key])


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
