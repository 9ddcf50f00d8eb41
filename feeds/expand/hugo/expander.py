"""Hugo's bodies: shortcodes worked out, in the Markdown that Goldmark reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from posixpath import dirname
from typing import cast
from urllib.parse import urlsplit

from feeds.collect.dialects import Dialect
from feeds.collect.dialects.hugo.config import lowered, table, texts
from feeds.collect.dialects.hugo.dialect import HugoDialect
from feeds.expand.base import Expander, left_out
from feeds.expand.hugo.embedded import EMBEDDED, PAIRED
from feeds.expand.hugo.own import as_markdown, own_shortcode
from feeds.expand.hugo.parsing import Shortcode, ShortcodeError, parse
from feeds.expand.hugo.raw_html import without_raw_html
from feeds.expand.hugo.references import Pages
from feeds.expand.hugo.resources import with_own_files
from feeds.expand.hugo.templates import RefusedError, fields
from feeds.expand.hugo.writing import Spot, plain
from feeds.expand.sources import Sources, Uses
from feeds.keys import means_no, means_yes
from feeds.model import Expanded, Flavour, Post, Site

__all__ = ["HugoExpander"]

_MOST = 8 * 1024 * 1024
_MARKDOWN = frozenset(("", "md", "markdown", "mdown", "goldmark", "blackfriday", "mmark"))
_HTML = frozenset(("html", "htm"))
_SHAPING = ("markup", "params", "languages", "defaultcontentlanguage", "theme")


class HugoExpander(Expander):
    """Shortcodes that Hugo has become what feeds and mail can show.

    A site's own shortcode is a Go template: one that only puts its parameters into HTML is
    worked out, and a body with any other is left out.
    """

    def __init__(self, site: Site, dialect: Dialect, sources: Sources) -> None:
        super().__init__(site, dialect, sources)
        self.hugo = cast(HugoDialect, dialect)
        self._goldmark = table(table(self.hugo.config.get("markup")).get("goldmark"))
        extensions = table(self._goldmark.get("extensions"))
        renderer = table(self._goldmark.get("renderer"))
        self.unsafe = means_yes(renderer.get("unsafe"))
        self.flavour = Flavour(
            typographer=_is_on(extensions.get("typographer")),
            linkify=_is_on(extensions.get("linkify")),
            breaks=means_yes(renderer.get("hardwraps")),
            guillemets=_is_on(extensions.get("typographer")),
        )

    def fingerprint(self) -> str:
        """What of the configuration shapes bodies."""
        shaping = [(key, self.hugo.config.get(key)) for key in _SHAPING]
        return repr((shaping, self.hugo.fingerprint()))

    @cached_property
    def template_folders(self) -> list[str]:
        """The folders that may have a shortcode's template, the site's own first."""
        written = self.hugo.config.get("theme")
        themes = [written] if isinstance(written, str) else texts(written)
        layouts = ["layouts", *(f"themes/{theme}/layouts" for theme in themes)]
        return [f"{one}/{name}" for one in layouts for name in ("_shortcodes", "shortcodes")]

    @cached_property
    def pages(self) -> Pages:
        """The pages that references can lead to."""
        return Pages(self.site, self.hugo, self.sources.paths)

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        markup = self._markup(post)
        if markup not in _MARKDOWN | _HTML:
            return left_out(post, 1, f"the body is written in {markup}, which is not read here")
        in_markdown = markup in _MARKDOWN
        uses = Uses(self.sources)
        if self._lies_beside_its_files(post):
            source = with_own_files(source, post.url, uses.names(dirname(post.path)))
        if "{{<" not in source and "{{%" not in source:
            if in_markdown and not self.unsafe:
                source = without_raw_html(source)
            return Expanded(source, inputs=uses.inputs, html=not in_markdown)
        try:
            pieces = parse(source, lambda name: name in PAIRED if name in _KNOWN else None)
            text = _Working(self, source, post, uses, in_markdown).text(pieces, top=True)
        except ShortcodeError as problem:
            line = source.count("\n", 0, problem.position) + 1
            tag = _shown(source, problem.position)
            what = f"the shortcode cannot be worked out: {tag}: {problem.what}"
            return replace(left_out(post, line, what), inputs=uses.inputs)
        return Expanded(text, inputs=uses.inputs, html=not in_markdown)

    def param(self, name: str, post: Post) -> object:
        """The value of a page's parameter, or else of the site's; None where there is none."""
        front = table(lowered(post.front_matter))
        language = self.hugo.place(post.path).language
        for values in (
            front,
            table(front.get("params")),
            table(language.values.get("params")),
            table(self.hugo.config.get("params")),
        ):
            value: object = values
            for part in name.lower().split("."):
                value = table(value).get(part)
            if value is not None:
                return value
        return None

    def _lies_beside_its_files(self, post: Post) -> bool:
        """Whether the page is a file beside the folder of its own files."""
        if not post.url.endswith(".html") or not self.hugo.config.get("uglyurls"):
            return False
        has_url = any(key.lower() == "url" for key in post.front_matter)
        return self.hugo.place(post.path).leaf and not has_url

    def _markup(self, post: Post) -> str:
        written = table(lowered(post.front_matter)).get("markup")
        content = table(table(lowered(post.front_matter)).get("content")).get("mediatype")
        if isinstance(content, str):
            return content.rpartition("/")[2].lower()
        if isinstance(written, str) and written:
            return written.lower()
        return post.path.rpartition(".")[2].lower()


class _Working:
    """One body that is being worked out."""

    def __init__(
        self, expander: HugoExpander, source: str, post: Post, uses: Uses, in_markdown: bool
    ) -> None:
        self.expander = expander
        self.source = source
        self.post = post
        self.uses = uses
        self.in_markdown = in_markdown
        self._length = 0

    def text(self, pieces: list[str | Shortcode], *, top: bool = False) -> str:
        """The pieces as one text; at the top, the Markdown loses raw HTML if the site says so."""
        if not (top and self.in_markdown and not self.expander.unsafe):
            return "".join(piece if isinstance(piece, str) else self.one(piece) for piece in pieces)
        mark = next(
            word for number in range(1 << 30) if (word := f"x{number}shortcode") not in self.source
        )
        codes = [piece for piece in pieces if not isinstance(piece, str)]
        numbers = iter(range(len(codes)))
        held = "".join(
            piece if isinstance(piece, str) else f"{mark}{next(numbers)}x" for piece in pieces
        )
        first, *rest = without_raw_html(held).split(mark)
        made = [first]
        for part in rest:
            number, _, after = part.partition("x")
            made += (self.one(codes[int(number)]), after)
        return "".join(made)

    def one(self, tag: Shortcode) -> str:
        """What stands for one shortcode.

        Raises `ShortcodeError` where there is nothing that could.
        """
        spot = self._spot(tag)
        inner = self.text(tag.inner or [])
        try:
            made = self._made(tag, inner, spot)
        except ValueError as problem:
            raise ShortcodeError(str(problem), tag.start) from None
        self._length += len(made)
        if self._length > _MOST:
            raise ShortcodeError("its text is too long", tag.start)
        return made

    def _made(self, tag: Shortcode, inner: str, spot: Spot) -> str:
        if tag.name in ("ref", "relref"):
            reference = tag.get("path", 0)
            language = tag.get("lang", 1)
            return self.expander.pages.address(reference, language, self.post, self.uses)
        if tag.name == "param":
            return self._param(tag, spot)
        render = EMBEDDED.get(tag.name)
        template = self._template(tag.name)
        if template is not None:
            try:
                return own_shortcode(template, tag, inner, spot, self._around())
            except RefusedError as problem:
                if render is None:
                    what = f"the site's own template for it is not run here: {problem}"
                    raise ValueError(what) from None
        if render is None:
            raise ValueError("there is no such shortcode in Hugo, and no template for it here")
        return render(tag, inner, spot)

    def _template(self, name: str) -> str | None:
        """The site's own template for that shortcode, or else its theme's."""
        for folder in self.expander.template_folders:
            data = self.uses.file(f"{folder}/{name}.html")
            if data is not None:
                return data.decode("utf-8", "replace")
        return None

    def _around(self) -> Mapping[str, object]:
        """What templates may know of the page and the site."""
        site = self.expander.site
        params = table(self.expander.hugo.config.get("params"))
        front = table(lowered(self.post.front_matter))
        path = urlsplit(self.post.url).path
        shown = fields(Title=site.title, BaseURL=f"{site.url}/", Params=params)
        page = fields(
            Title=self.post.title,
            Permalink=self.post.url,
            RelPermalink=path,
            Params=front,
            Site=shown,
            RenderString=as_markdown,
        )
        return {"Page": page, "Site": shown}

    def _param(self, tag: Shortcode, spot: Spot) -> str:
        name = tag.get(0, "name")
        value = self.expander.param(name, self.post)
        if value is None or isinstance(value, (list, Mapping)):
            raise ValueError(f"there is no parameter {name or 'without a name'}")
        return plain(spot, str(value).lower() if isinstance(value, bool) else str(value))

    def _spot(self, tag: Shortcode) -> Spot:
        line = self.source.rfind("\n", 0, tag.start) + 1
        before = self.source[line : tag.start]
        end = self.source.find("\n", tag.end)
        after = self.source[tag.end : end if end >= 0 else len(self.source)]
        alone = not before.strip(" \t") and not after.strip()
        return Spot(self.in_markdown, alone, before if alone else "")


_KNOWN = frozenset((*EMBEDDED, "param", "ref", "relref"))


def _is_on(value: object) -> bool:
    """Whether an extension is on, as all are where nothing is said."""
    if isinstance(value, Mapping):
        return not means_yes(value.get("disable"))
    return not means_no(value)


def _shown(source: str, position: int) -> str:
    tag = " ".join(source[position : position + 200].partition("}}")[0].split()) + "}}"
    return tag if len(tag) <= 60 else f"{tag[:59]}…"
