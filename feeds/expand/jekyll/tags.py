"""Jekyll's own tags, and those of plugins whose meaning in a feed is clear."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from posixpath import dirname
from typing import TYPE_CHECKING, TextIO

from liquid.ast import BlockNode, Node
from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG, Token

from feeds.expand.liquid import Context, include, rendered, shown

if TYPE_CHECKING:
    from feeds.expand.jekyll.site import Site

__all__ = ["TAGS"]

_PARAMETER = re.compile(
    r"([\w-]+)\s*=\s*(?:\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\"|'([^'\\]*+(?:\\.[^'\\]*+)*+)'|([\w.-]+))"
    r"(?=\s|\Z)\s*",
    re.DOTALL,
)
_VARIABLE_FILE = re.compile(
    r"([^{]*(?:\{\{\s*[\w\-.]+\s*(?:\|[^}]*)?\}\}[^\s{}]*)+)(.*)", re.DOTALL
)
_FILE_NAME = re.compile(r"[\w/.\-()+~#@]+")
_BAD_SEQUENCE = re.compile(r"[./]{2,}")
_LANGUAGE = re.compile(
    r"([a-zA-Z0-9.+#_-]+)(?:\s+\w+(?:=(?:\w+|\"(?:[0-9]+\s)*[0-9]+\"))?)*", re.ASCII
)
_PREFIXED_POST = re.compile(r"/?((?:.+/)?)(\d+-\d+-\d+)-(.*)", re.DOTALL)


def _site(context: Context) -> Site:
    return context.registers  # type: ignore[no-any-return]


class _Words(Node):
    """A tag with nothing but words in it."""

    __slots__ = ("words",)

    def __init__(self, token: Token, words: str) -> None:
        super().__init__(token)
        self.words = words
        self.blank = False


class _WordsTag(Tag):
    block = False
    node_class: type[_Words]

    def parse(self, stream: TokenStream) -> Node:
        """The node."""
        token = stream.current
        words = ""
        if stream.peek.kind == TOKEN_EXPRESSION:
            next(stream)
            words = stream.current.value
        return self.node_class(token, words)


class _Link(_Words):
    __slots__ = ()

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Write the URL of a file of the site."""
        path = rendered(self.words, context)
        url = _site(context).link(path.removeprefix("/"))
        if url is None:
            raise LiquidError("there is no such file", token=self.token)
        return buffer.write(url)


class LinkTag(_WordsTag):
    """`{% link path/of/a/file.md %}`."""

    name = "link"
    node_class = _Link


class _PostUrl(_Words):
    __slots__ = ()

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Write the URL of a post."""
        found = _PREFIXED_POST.fullmatch(self.words)
        url = _site(context).post_url(found[1], found[2], found[3]) if found else None
        if url is None:
            raise LiquidError("there is no such post", token=self.token)
        return buffer.write(url)


class PostUrlTag(_WordsTag):
    """`{% post_url 2025-01-01-name %}`."""

    name = "post_url"
    node_class = _PostUrl


class _Include(_Words):
    __slots__ = ()

    relative = False

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Render another file in place."""
        site = _site(context)
        name, parameters = self._divided()
        name = rendered(name, context)
        if _BAD_SEQUENCE.search(name) or not _FILE_NAME.fullmatch(name):
            raise LiquidError("the file has a name that Jekyll does not allow", token=self.token)
        folder = dirname(site.post.path) if self.relative else site.includes
        path = f"{folder}/{name}" if folder else name
        source = site.source(path)
        if source is None:
            raise LiquidError(f"there is no file {path}", token=self.token)
        variables: dict[str, object] = {}
        if parameters:
            variables["include"] = self._read(parameters, context)
        include(source, path, variables, context, buffer, self.token)
        return 0

    def _divided(self) -> tuple[str, str]:
        found = _VARIABLE_FILE.match(self.words) if "{{" in self.words else None
        if found:
            return found[1].strip(), found[2].strip()
        name, *rest = self.words.split(None, 1)
        return name, rest[0] if rest else ""

    def _read(self, parameters: str, context: Context) -> dict[str, object]:
        values: dict[str, object] = {}
        position = 0
        while position < len(parameters):
            found = _PARAMETER.match(parameters, position)
            if not found:
                raise LiquidError("the parameters cannot be read", token=self.token)
            position = found.end()
            double, single, variable = found[2], found[3], found[4]
            if double is not None:
                values[found[1]] = double.replace('\\"', '"')
            elif single is not None:
                values[found[1]] = single.replace("\\'", "'")
            else:
                values[found[1]] = context.get([*variable.split(".")], token=self.token)
        return values


class _IncludeRelative(_Include):
    __slots__ = ()

    relative = True


class IncludeTag(_WordsTag):
    """`{% include file.html name="value" %}`."""

    name = "include"
    node_class = _Include

    def parse(self, stream: TokenStream) -> Node:
        """The node; raises where there is no name."""
        node = super().parse(stream)
        if isinstance(node, _Words) and not node.words:
            raise LiquidSyntaxError("the file's name is missing", token=node.token)
        return node


class IncludeCachedTag(IncludeTag):
    """jekyll-include-cache's tag, which is the same but for its speed."""

    name = "include_cached"


class IncludeRelativeTag(IncludeTag):
    """`{% include_relative file.md %}`, from the post's own folder."""

    name = "include_relative"
    node_class = _IncludeRelative


class _Highlight(Node):
    __slots__ = ("block", "language")

    def __init__(self, token: Token, language: str, block: BlockNode) -> None:
        super().__init__(token)
        self.language = language
        self.block = block
        self.blank = False

    def children(self, static_context: object, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """The block in it."""
        return [self.block]

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Write the block as code, on one line, which Markdown keeps as it is."""
        kept = context.get_buffer(buffer)
        self.block.render(context, kept)
        code = escape(kept.getvalue().strip("\n\r"), quote=False)
        code = code.replace("\r\n", "\n").replace("\n", "&#10;")
        language = self.language.lower()
        around = "\n" if _site(context).in_markdown else ""
        return buffer.write(
            f'{around}<figure class="highlight"><pre><code class="language-{language}" '
            f'data-lang="{language}">{code}</code></pre></figure>{around}'
        )


class HighlightTag(Tag):
    """`{% highlight ruby %}`: code, without its colours."""

    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        """The node; raises for words that Jekyll does not understand."""
        token = stream.eat(TOKEN_TAG)
        found = _LANGUAGE.fullmatch(stream.eat(TOKEN_EXPRESSION).value)
        if not found:
            raise LiquidSyntaxError("the language and its options cannot be read", token=token)
        block = get_parser(self.env).parse_block(stream, frozenset((self.end,)))
        stream.expect(TOKEN_TAG, value=self.end)
        return _Highlight(token, found[1], block)


class _Gist(_Words):
    __slots__ = ()

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]
        """Write a link to the gist."""
        words = rendered(self.words, context).split()
        if not words:
            raise LiquidError("which gist is meant is missing", token=self.token)
        name = words[0].strip("\"'")
        if "/" not in name and (value := context.get([*name.split(".")], token=self.token)):
            name = shown(value)
        url = f"https://gist.github.com/{escape(name)}"
        return buffer.write(f'<a href="{url}">{url}</a>')


class GistTag(_WordsTag):
    """jekyll-gist's tag: the gist is a link."""

    name = "gist"
    node_class = _Gist


class _Nothing(_Words):
    __slots__ = ()

    def render_to_output(self, context: Context, buffer: TextIO) -> int:  # type: ignore[override]  # noqa: ARG002
        """Write nothing."""
        return 0


class SeoTag(_WordsTag):
    """jekyll-seo-tag's, for the head of a page."""

    name = "seo"
    node_class = _Nothing


class FeedMetaTag(_WordsTag):
    """jekyll-feed's, for the head of a page."""

    name = "feed_meta"
    node_class = _Nothing


class AvatarTag(_WordsTag):
    """jekyll-avatar's: a picture of somebody, which a feed does without."""

    name = "avatar"
    node_class = _Nothing


TAGS: tuple[type[Tag], ...] = (
    LinkTag,
    PostUrlTag,
    IncludeTag,
    IncludeCachedTag,
    IncludeRelativeTag,
    HighlightTag,
    GistTag,
    SeoTag,
    FeedMetaTag,
    AvatarTag,
)
