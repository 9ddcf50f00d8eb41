"""A feed's entry for the sandboxed frame: as published, but with the site's pictures local."""

from __future__ import annotations

import re

from lxml import etree, html

from feeds.model import Site
from feeds.preview.media import local_address

__all__ = ["entry_frame"]

_WHOLE = ("src", "poster", "background")
_WITHIN = ("srcset", "style")

# A feed reader's own look, more or less: the entry brings none.
_ENTRY = """<!doctype html>
<html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<style>
:root { color-scheme: light dark; }
body { margin: 0; padding: 1.25rem 1.5rem; font: 1rem/1.65 Georgia, "Noto Serif CJK JP", serif; }
body > :first-child { margin-top: 0; } img, video { max-width: 100%; height: auto; }
pre { overflow-x: auto; }
blockquote { margin-inline: 0; padding-left: 1rem; border-left: 3px solid; }
table { border-collapse: collapse; } th, td { padding: .25rem .6rem; border: 1px solid #8888; }
</style></head></html>
"""


def entry_frame(content: str, site: Site) -> bytes:
    """A feed entry's content as a page of its own, with the site's own pictures local."""
    page = html.document_fromstring(_ENTRY)
    page.append(html.fragment_fromstring(content, create_parent="body"))
    return _with_local_pictures(page, site)


def _with_local_pictures(page: html.HtmlElement, site: Site) -> bytes:
    own = re.compile(re.escape(site.url) + r"/[^\s\"'(),]*")

    def local(match: re.Match[str]) -> str:
        return local_address(match[0], site) or match[0]

    for element in page.iter(etree.Element):
        for name in _WHOLE:
            if name in element.attrib:
                url = element.attrib[name]
                element.set(name, local_address(url, site) or url)
        for name in _WITHIN:
            if name in element.attrib:
                element.set(name, own.sub(local, element.attrib[name]))
        if element.tag == "style" and element.text:
            element.text = own.sub(local, element.text)
    return etree.tostring(page.getroottree(), method="html", encoding="utf-8")
