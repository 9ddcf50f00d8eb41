"""What `ref` and `relref` lead to: the address of another page of the site."""

from __future__ import annotations

from posixpath import basename, dirname, join, normpath, splitext

from feeds.collect.dialects.hugo.dialect import HugoDialect
from feeds.collect.dialects.hugo.layout import CONTENT
from feeds.collect.dialects.hugo.urls import path_key
from feeds.collect.frontmatter import split_head
from feeds.errors import PostError
from feeds.expand.sources import Uses
from feeds.model import Post, Site

__all__ = ["Pages"]

_MANY = 200


class Pages:
    """The pages that references can lead to, by what Hugo knows them by."""

    def __init__(self, site: Site, dialect: HugoDialect, paths: frozenset[str]) -> None:
        self.site = site
        self.dialect = dialect
        self._by_path: dict[tuple[str, str], str] = {}
        self._by_name: dict[tuple[str, str], set[str]] = {}
        self._first_sections: set[tuple[str, str]] = set()
        self._folders: dict[str, None] = {}
        for path in sorted(paths):
            place = dialect.place(path)
            folder = dirname(path)
            while folder and folder not in self._folders:
                self._folders[folder] = None
                folder = dirname(folder)
            language = place.language.key
            self._first_sections.add((language, "/" + path_key("".join(place.folders[:1]))))
            self._by_path.setdefault((language, place.path), path)
            self._by_name.setdefault((language, path_key(place.name)), set()).add(path)

    def address(self, reference: str, language: str, post: Post, uses: Uses) -> str:
        """The absolute URL that a reference in that post means.

        It is a path from the content folder, or relative to the post's folder, or a name
        that one page alone has. Raises ValueError where there is no such page.
        """
        target, hash_sign, fragment = reference.strip().partition("#")
        if not target:
            return f"{post.url}{hash_sign}{fragment}"
        target = target.partition("?")[0]
        here = self.dialect.place(post.path)
        language = language.lower() or here.language.key
        found = self._at(target, language, post.path)
        if found is None:
            self._note_all(uses)
            found = self._named(target, language)
        if found is not None:
            other = uses.post(found)
            url = other.url if other else self._of_no_post(found, uses)
            return f"{url}{hash_sign}{fragment}"
        if section := self._section(target, language, post.path):
            return f"{section}{hash_sign}{fragment}"
        raise ValueError(f"there is no page {target}")

    def _of_no_post(self, path: str, uses: Uses) -> str:
        """The address of a page that is no post for want of a date."""
        try:
            front = split_head(uses.file(path) or b"", path, whole=True)
            values = front.values if front else {}
            if not (self.dialect.is_draft(path, values) or self.dialect.excludes(path, values)):
                return self.dialect.page_url(path, values, self.site)
        except PostError:
            pass
        raise ValueError(f"{path} is no page that has an address")

    def _note_all(self, uses: Uses) -> None:
        """Notes all that decides whether there is such a page, and which one it is."""
        if len(self._folders) > _MANY:
            uses.all_posts()
            return
        for folder in self._folders:
            uses.names(folder)

    def _at(self, target: str, language: str, path: str) -> str | None:
        """The page at that path, counted from where the reference stands or from the top."""
        for key in self._keys(target, path):
            if known := self._by_path.get((language, key)):
                return known
        return None

    def _named(self, target: str, language: str) -> str | None:
        """The page that alone has that name."""
        if "/" not in target.strip("/"):
            named = self._by_name.get((language, path_key(_bare(target.strip("/")))), set())
            if len(named) == 1:
                return next(iter(named))
        return None

    def _keys(self, target: str, path: str) -> list[str]:
        """What Hugo may know the target by, the likeliest first."""
        bare = path_key(_bare(target))
        place = self.dialect.place(path)
        folder = "/".join(("", *map(path_key, place.folders)))
        within = join(folder, path_key(place.name)) if place.leaf else folder
        keys = [] if bare.startswith("/") else [join(within, bare), join(folder, bare)]
        keys = [normpath(key) for key in (*keys, "/" + bare.lstrip("/"))]
        return [dirname(key) if basename(key) in ("index", "_index") else key for key in keys]

    def _section(self, target: str, language: str, path: str) -> str | None:
        for key in self._keys(target, path):
            has_pages = (language, key) in self._first_sections
            if url := self.dialect.section_url(key, language, self.site, has_pages=has_pages):
                return url
        return None


def _bare(target: str) -> str:
    """The target without a content file's suffix, and without its language."""
    stem, suffix = splitext(target.rstrip("/") or "/")
    return stem if suffix.lower() in CONTENT else target.rstrip("/") or "/"
