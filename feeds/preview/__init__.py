"""What would be published, in a browser, as it is at this moment; nothing is written.

`server` runs it all; `watch` says when a file was saved; `state` holds the last
`snapshot` that could be made; `app` answers requests with `pages`, `frames` and `media`,
behind `security`.
"""

from __future__ import annotations

from feeds.preview.server import serve

__all__ = ["serve"]
