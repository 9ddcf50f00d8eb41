"""What would be published, in a browser, as it is at this moment; only editions are changed.

`server` runs it all; `watch` says which files were saved; `state` holds the parts of a
`snapshot` as they last could be made, each of which is made when a page asks for it; `app`
answers requests with `views`, which ask a `desk`, with `patience`. Before them stands `security`:
for the `address` that is asked, the `tokens` of who asks, the `bounds` of what is sent, and by
`policies` for what a browser may do with an answer.
"""

from __future__ import annotations

from feeds.preview.server import serve

__all__ = ["serve"]
