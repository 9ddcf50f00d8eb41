"""The shortcodes that Hugo itself has, each as what feeds and mail can show.

A film or a post elsewhere becomes a linked picture or a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote

from feeds.expand.hugo.parsing import Shortcode
from feeds.expand.hugo.writing import Spot, code, link

__all__ = ["EMBEDDED", "PAIRED"]

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)

Render = Callable[[Shortcode, str, Spot], str]
"""Gives what stands for a shortcode; ValueError says what it lacks.

The text is what stands between its tags, with its own shortcodes worked out.
"""


def figure(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001 - has no inner text
    """A picture with its caption, which is Markdown."""
    source = tag.get("src", 0)
    caption, attribution = tag.get("caption"), tag.get("attr")
    alt = tag.get("alt") or re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", caption)
    sizes = "".join(
        f' {name}="{escape(tag.get(name))}"' for name in ("width", "height") if tag.get(name)
    )
    picture = f'<img src="{escape(source)}" alt="{escape(alt)}"{sizes}>'
    if tag.get("link"):
        picture = f'<a href="{escape(tag.get("link"))}">{picture}</a>'
    if attribution and tag.get("attrlink"):
        target = escape(tag.get("attrlink"))
        shown = attribution if spot.in_markdown else escape(attribution, quote=False)
        attribution = f'<a href="{target}">{shown}</a>'
    words = " ".join(filter(None, (caption, attribution)))
    if not spot.in_markdown and caption:
        words = words.replace(caption, escape(caption, quote=False), 1)
    title = tag.get("title")
    if not spot.alone and spot.in_markdown:
        return " ".join(filter(None, (picture, escape(title), words)))
    below = f"<h4>{escape(title)}</h4>" if title else ""
    if words:
        below += f"\n\n{words}\n\n" if spot.in_markdown else f"<p>{words}</p>"
    if below:
        below = f"\n<figcaption>{below}</figcaption>"
    return spot.block(f"<figure>\n{picture}{below}\n</figure>")


def highlight(tag: Shortcode, inner: str, spot: Spot) -> str:
    """A block of code, without its colours; with `hl_inline` a piece of code in a line."""
    lines = (line.removeprefix(spot.indent) for line in inner.split("\n"))
    text = "\n".join(lines).strip("\n\r")
    options = tag.get(1).replace(" ", "").lower()
    if "hl_inline=true" in options and spot.in_markdown:
        spot = Spot(in_markdown=True, alone=False)
    return code(spot, text, tag.get(0, "lang", "type"))


def details(tag: Shortcode, inner: str, spot: Spot) -> str:
    """A text that a reader opens; both it and its summary are Markdown."""
    summary = escape(tag.get("summary") or "Details", quote=False)
    if spot.in_markdown and spot.alone and re.search(r"[*_`\[\\]", summary):
        summary = f"\n\n{summary}\n\n"
    text = f"\n\n{inner.strip()}\n\n" if spot.in_markdown else inner
    opened = " open" if tag.get("open") == "true" else ""
    return spot.block(f"<details{opened}>\n<summary>{summary}</summary>{text}</details>")


def youtube(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """The film's picture, linked to it."""
    film = _id(tag, "id", 0)
    start = tag.get("start")
    at = f"&t={start}" if start.isdecimal() and start != "0" else ""
    title = tag.get("title") or "YouTube video"
    made = (
        f'<a href="{escape(f"https://www.youtube.com/watch?v={film}{at}")}">'
        f'<img src="https://i.ytimg.com/vi/{film}/hqdefault.jpg" alt="{escape(title)}"></a>'
    )
    return spot.block(f"<p>{made}</p>") if spot.alone or not spot.in_markdown else made


def vimeo(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """A link to the film."""
    title = tag.get("title") or "Vimeo video"
    return link(spot, f"https://vimeo.com/{_id(tag, 'id', 0)}", title)


def gist(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """A link to the gist, or to one file of it."""
    user, name = _id(tag, "user", 0), _id(tag, "id", 1)
    url, file = f"https://gist.github.com/{user}/{name}", tag.get("file", 2)
    if file:
        url += "#file-" + quote(re.sub(r"[^\w]+", "-", file).lower())
    return link(spot, url, f"gist {user}/{name}" + (f": {file}" if file else ""))


def post_on_x(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """A link to the post."""
    user = tag.get("user")
    if user and not _ID.fullmatch(user):
        raise ValueError("the user cannot be one")
    url = f"https://x.com/{user or 'i'}/status/{_id(tag, 'id', 0)}"
    return link(spot, url, f"Post by @{user} on X" if user else "Post on X")


def instagram(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """A link to the picture."""
    return link(spot, f"https://www.instagram.com/p/{_id(tag, 'id', 0)}/", "Post on Instagram")


def speakerdeck(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """A link to the slides."""
    return link(spot, f"https://speakerdeck.com/player/{_id(tag, 'id', 0)}", "Slides")


def mastodon(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """A link to the post."""
    host, user, post = tag.get("server", 0), tag.get("user"), tag.get("id", 1)
    if not re.fullmatch(r"[\w.-]+", host, re.ASCII) or not _ID.fullmatch(post):
        raise ValueError("a server and an id are needed")
    user = user if _ID.fullmatch(user) else "i"
    return link(spot, f"https://{host}/@{user}/{post}", f"Post on {host}")


def qr(tag: Shortcode, inner: str, spot: Spot) -> str:
    """What the picture would say: a feed's reader can follow a link, but not scan a screen."""
    text = tag.get("text") or inner.strip()
    if not text:
        raise ValueError("a text is needed")
    if re.match(r"https?://|mailto:|tel:", text):
        return link(spot, text, tag.get("alt") or text)
    return spot.block(f"<p>{escape(text)}</p>")


def comment(tag: Shortcode, inner: str, spot: Spot) -> str:  # noqa: ARG001
    """Nothing."""
    return ""


def _id(tag: Shortcode, name: str, position: int) -> str:
    value = tag.get(name, position).strip()
    if not _ID.fullmatch(value):
        raise ValueError(f"its {name} is missing, or cannot be one")
    return value


EMBEDDED: Mapping[str, Render] = {
    "comment": comment,
    "details": details,
    "figure": figure,
    "gist": gist,
    "highlight": highlight,
    "instagram": instagram,
    "instagram_simple": instagram,
    "mastodon": mastodon,
    "qr": qr,
    "speakerdeck": speakerdeck,
    "tweet": post_on_x,
    "twitter": post_on_x,
    "twitter_simple": post_on_x,
    "vimeo": vimeo,
    "vimeo_simple": vimeo,
    "x": post_on_x,
    "x_simple": post_on_x,
    "youtube": youtube,
}
"""By name; `ref`, `relref` and `param` need more than their own tag, and are elsewhere."""

PAIRED = frozenset(("comment", "details", "highlight", "qr"))
"""Those that have a closing tag, or close themselves with `/>}}`."""
