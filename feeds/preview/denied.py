"""The page for people whom the desk does not know: how to come in."""

from __future__ import annotations

from functools import cache

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from feeds.preview.policies import STILL_POLICY
from feeds.preview.words import spoken
from feeds.templating.templates import shipped_templates

__all__ = ["denied"]


def denied(request: Request) -> HTMLResponse:
    """That page, which shows nothing of the site.

    Browsers do not send a strict cookie along with a link on another site: whoever comes by
    one may well be known, and is shown the way on.
    """
    site = request.headers.get("sec-fetch-site", "none")
    page = _template().render(
        t=spoken(request.headers.get("accept-language", "")),
        linked=request.method == "GET" and site in ("cross-site", "same-site"),
    )
    headers = {"Content-Security-Policy": STILL_POLICY, "Connection": "close"}
    return HTMLResponse(page, 403, headers)


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(shipped_templates() / "preview")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    return environment.get_template("denied.html")
