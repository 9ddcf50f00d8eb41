"""What a browser may do with an answer: the headers of every one, and of strangers' documents."""

from __future__ import annotations

__all__ = ["FRAME_POLICY", "HEADERS", "PAGE_POLICY", "SANDBOX", "STILL_POLICY"]

# With scripts off, `allow-same-origin` gives a framed document nothing; it lets our own
# page see how high the document is.
SANDBOX = "allow-same-origin"

_NOTHING = "default-src 'none'; base-uri 'none'"

# A document of strangers: a post, a mail, a picture that may be SVG.
FRAME_POLICY = (
    f"{_NOTHING}; img-src 'self'; style-src 'unsafe-inline'; "
    f"form-action 'none'; frame-ancestors 'self'; sandbox {SANDBOX}"
)

# Our own pages.
PAGE_POLICY = (
    f"{_NOTHING}; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'"
)

# A page of ours for people whom we do not know: it brings its look along, and does nothing.
STILL_POLICY = f"{_NOTHING}; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'"

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # With `no-referrer`, browsers send the Origin of our own forms as `null` (Fetch,
    # "append a request `Origin` header").
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
}
