"""One shortcode after the other, worked out by its template, or by what Zola had built in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from feeds.collect.dialects.zola.config import ZolaConfig
from feeds.content.limits import TooMuchError
from feeds.content.markdown import to_html
from feeds.expand.sources import Uses
from feeds.expand.zola.builtins import BUILTINS
from feeds.expand.zola.components import Component, components, resolved
from feeds.expand.zola.context import names
from feeds.expand.zola.flat import flat
from feeds.expand.zola.functions import functions
from feeds.expand.zola.links import LINK, Links
from feeds.expand.zola.seals import Spot
from feeds.expand.zola.shortcodes import Call, ShortcodeError
from feeds.expand.zola.tera import Tera
from feeds.expand.zola.tera_syntax import parse_template
from feeds.expand.zola.tera_values import MAX_TEXT, Safe, TeraError
from feeds.model import Flavour, Post, Site

__all__ = ["Worked", "Working"]

_ENDS = (".html", ".md")


@dataclass(frozen=True, slots=True)
class Worked:
    """What a shortcode became: HTML that Markdown has to leave alone, or Markdown."""

    text: str
    is_html: bool

    def at(self, spot: Spot) -> str:
        """How it is written at that spot.

        In code it is text. Alone in a line, nothing makes a paragraph around it, or HTML of
        the lines after it; where a line goes on after it, it begins no block of HTML.
        """
        if spot.in_code or not self.is_html:
            return self.text
        start = "<!-- -->" if spot.alone else "&#32;" if spot.first else ""
        return start + flat(self.text)


class Working:
    """The shortcodes of one body."""

    def __init__(
        self,
        site: Site,
        config: ZolaConfig,
        uses: Uses,
        links: Links,
        post: Post,
        flavour: Flavour,
    ) -> None:
        self._uses = uses
        self._links = links
        self._post = post
        self._flavour = flavour
        theme = config.values.line("theme")
        self._folders = ("templates", *([f"themes/{theme}/templates"] if theme else []))
        self._names = names(post, site, config, uses)
        self._tera = Tera(self._load, functions(post, site, config, links), self._markdown)
        self._length = 0

    def work_out(self, call: Call) -> Worked:
        """What a call becomes, and first what is in its body.

        Raises `ShortcodeError` where that cannot be told.
        """
        body = None
        if call.body is not None:
            parts = (one if isinstance(one, str) else self.work_out(one).text for one in call.body)
            body = "".join(parts).strip()
        try:
            made = self._made(call, body)
        except TeraError as problem:
            raise ShortcodeError(
                f"the shortcode is not worked out: {problem}", call.start, call.tag
            ) from None
        self._length += len(made.text)
        if self._length > MAX_TEXT:
            raise ShortcodeError("the shortcodes write too much", call.start, call.tag)
        return made

    def _made(self, call: Call, body: str | None) -> Worked:
        if call.is_component:
            return Worked(self._of_component(call, body), is_html=False)
        for folder in self._folders:
            for end in _ENDS:
                name = f"shortcodes/{call.name}{end}"
                if self._uses.file(f"{folder}/{name}") is not None:
                    values = {**call.arguments, "nth": call.nth, **self._names}
                    if body is not None:
                        values["body"] = body
                    text = self._tera.render(name, values).replace("\r\n", "\n")
                    return Worked(text, end == ".html")
        if call.name in BUILTINS:
            return Worked(BUILTINS[call.name](call.arguments), is_html=True)
        raise TeraError(f"templates/shortcodes/{call.name}.html is not there")

    def _of_component(self, call: Call, body: str | None) -> str:
        """Markdown, since components are worked out before the Markdown around them."""
        component = self._components.get(call.name)
        if component is None:
            raise TeraError(f"no template has the component {call.name}")
        values = {**component.defaults, **resolved(call.arguments, self._look_up)}
        if body is not None:
            values["body"] = Safe(body)
        return self._tera.render_tree(call.name, component.tree, values, escapes=component.escapes)

    @cached_property
    def _components(self) -> Mapping[str, Component]:
        return components(self._uses, self._folders)

    def _look_up(self, name: str) -> object:
        value: object = self._names
        for key in name.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def _load(self, name: str) -> object:
        for folder in self._folders:
            tree = self._uses.parsed(f"{folder}/{name}", parse_template)
            if tree is not None:
                return tree
        return None

    def _markdown(self, text: str, inline: bool) -> str:
        """HTML of a text; without the paragraph around it where it is to stand in a line."""
        text = LINK.sub(
            lambda found: found["before"] + (self._links.url(found["path"]) or self._post.url), text
        )
        try:
            html = to_html(text, self._post.url, self._flavour).strip()
        except TooMuchError as problem:
            raise TeraError(str(problem)) from None
        if inline and html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            return html[3:-4]
        return html
