"""Feeds alone: no page, no index, no archive; only the markup that the corpus uses.

What Pelican read is kept from run to run in the form that is quickest to load. Posts that no
feed shows are dropped once they are read: otherwise it looks through every post for every tag.
"""

from collections import defaultdict
from typing import Any

from pelican import signals  # type: ignore[import-not-found]

SITENAME = "Bench"
SITEURL = "https://bench.example"
PATH = "_posts"
TIMEZONE = "UTC"
DEFAULT_LANG = "ja"
FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20
ARTICLE_SAVE_AS = ""
ARTICLE_LANG_SAVE_AS = ""
ARTICLE_TRANSLATION_ID = None
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
TAG_SAVE_AS = ""
DIRECT_TEMPLATES: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
READERS = {"html": None, "rst": None}
FORMATTED_FIELDS: list[str] = []
SLUGIFY_SOURCE = "basename"
WITH_FUTURE_DATES = True
MARKDOWN = {
    "extension_configs": {"markdown.extensions.meta": {}, "markdown.extensions.fenced_code": {}},
    "output_format": "html5",
}
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
GZIP_CACHE = False


class FeedsAlone:
    """A plugin."""

    @staticmethod
    def register() -> None:
        """What Pelican calls."""
        signals.article_generator_pretaxonomy.connect(_drop)


def _drop(generator: Any) -> None:
    shown: defaultdict[str, list[Any]] = defaultdict(list)
    for article in sorted(generator.articles, key=lambda article: article.date, reverse=True):
        for name in ("", article.category.name):
            if len(shown[name]) < FEED_MAX_ITEMS:
                shown[name].append(article)
    wanted = {id(article) for articles in shown.values() for article in articles}
    generator.articles = [article for article in generator.articles if id(article) in wanted]


PLUGINS = [FeedsAlone]
