"""What would be published, in a browser, as it is at this moment; nothing is written.

`server` runs it all; `watch` says when a file was saved; `state` holds the last
`snapshot` that could be made; `app` answers requests with `pages`, `frames` and `media`.
Before them stands `security`: for the `address` that is asked, the `tokens` of who asks, the
`bounds` of what is sent, and by `policies` for what a browser may do with an answer.
"""

from __future__ import annotations

from feeds.preview.server import serve

__all__ = ["serve"]
