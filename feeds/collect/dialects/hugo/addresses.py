"""The addresses of a Hugo site's pages and sections."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.collect.dialects.base import shown
from feeds.collect.dialects.hugo.config import HugoConfig, Language, is_true, text_of
from feeds.collect.dialects.hugo.dates import Dates
from feeds.collect.dialects.hugo.permalinks import Page, expand, pattern_for, rules
from feeds.collect.dialects.hugo.tree import Place, Tree
from feeds.collect.dialects.hugo.urls import Spelling, escaped, own_link, path_key
from feeds.errors import PostError, error
from feeds.model import Site
from feeds.urls import normalise

__all__ = ["Addresses"]


class Addresses:
    """Makes URLs as the site's configuration, its sections and its pages want them."""

    def __init__(self, config: HugoConfig, tree: Tree) -> None:
        self.config = config
        self.tree = tree
        self.rules = rules(config.get("permalinks"))
        self.spelling = Spelling(
            lower_case=not config.says("disablepathtolower"),
            accents=not config.says("removepathaccents"),
        )

    def page(self, place: Place, dates: Dates, title: str, slug: str) -> Page:
        """What patterns can take from the page."""
        depths = self.tree.depths(place)
        keys = [path_key(folder) for folder in place.folders]
        slugs: list[str] = []
        for depth in depths:
            branch = self.tree.branch(place, depth)
            own = (branch.slug or branch.title) if branch else ""
            slugs.append(own or f"{place.folders[depth - 1]}s")
        assert dates.date is not None
        return Page(
            date=dates.date,
            title=title,
            slug=slug,
            name=place.name,
            first_section=keys[0] if keys else "",
            sections=keys[: depths[-1]] if depths else (),
            section_slugs=slugs,
        )

    def url(self, path: str, place: Place, page: Page, own: object, site: Site) -> str:
        """The URL of a page; `own` is what its front matter asks for.

        Raises `PostError` where none can be made, or it would lead out of the site.
        """
        base, prefix = self._base(place.language, site)
        asked = text_of(own)
        pattern = asked or pattern_for(self.rules, "page", place.path, place.language.key)
        try:
            if asked:
                if asked.startswith(("http://", "https://")):
                    raise ValueError("an absolute URL")
                link = own_link(expand(asked, page, self.spelling) if ":" in asked else asked)
                if asked.startswith("/") or (prefix and asked.startswith(prefix)):
                    prefix = ""
            else:
                link = self._link(place, page, pattern)
            if ".." in link.split("/"):
                raise ValueError("it leads out of the site")
            return normalise(f"{base}{prefix}{escaped(link)}")
        except ValueError as problem:
            key = "url" if asked else "slug"
            what = f"{key}: no address can be made of {shown(asked or page.slug)}: {problem}"
            raise PostError(error(what, path)) from None

    def section(self, key: str, language: str, site: Site, *, has_pages: bool) -> str | None:
        """The URL of the section that Hugo knows by that path; None where there is none.

        Only a section at the top may be one by its pages alone.
        """
        folders = tuple(part for part in key.split("/") if part)
        known = self.config.languages.get(language)
        if known is None:
            return None
        place = Place(known, folders, "", leaf=False)
        branch = self.tree.branch(place, len(folders))
        is_top = not folders or (len(folders) == 1 and has_pages)
        if branch is None and not is_top:
            return None
        base, prefix = self._base(known, site)
        if branch and branch.url:
            prefix = "" if branch.url.startswith("/") else prefix
            return normalise(f"{base}{prefix}{escaped(own_link(branch.url))}")
        below = "/".join(("", *self._folders(place)))
        return normalise(f"{base}{prefix}{escaped(self.spelling.link(below, ugly=False))}")

    def _link(self, place: Place, page: Page, pattern: str | None) -> str:
        target = expand(pattern, page, self.spelling) if pattern is not None else ""
        if not target.strip("/"):
            name = page.slug or self.spelling.name(place.name)
            target = "/".join((*self._folders(place), name))
        return self.spelling.link(target, ugly=self._ugly(page.first_section))

    def _folders(self, place: Place) -> list[str]:
        """The folders above a page as its path has them: sections by their slugs."""
        return [
            (branch.slug if (branch := self.tree.branch(place, depth)) else "")
            or self.spelling.name(folder)
            for depth, folder in enumerate(place.folders, 1)
        ]

    def _base(self, language: Language, site: Site) -> tuple[str, str]:
        """What a language's URLs begin with, and the folder that it has there."""
        base = str(language.values.get("baseurl") or site.posts.url or site.url).rstrip("/")
        if self.config.multihost:
            return base, ""
        default = self.config.default_language
        in_folder = language.key != default or self.config.says("defaultcontentlanguageinsubdir")
        return base, f"/{language.key}" if in_folder else ""

    def _ugly(self, section: str) -> bool:
        written = self.config.get("uglyurls")
        if isinstance(written, Mapping):
            return is_true(written.get(section))
        return is_true(written)
