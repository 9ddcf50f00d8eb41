"""What would be published, in a browser, as it is at this moment; nothing is written.

`server` runs it all; `watch` says which files were saved; `state` holds the parts of a
`snapshot` as they last could be made, each of which is made when a page asks for it; `app`
answers requests with `views`, which ask a `desk`, behind `security` and with `patience`.
"""

from __future__ import annotations

from feeds.preview.server import serve

__all__ = ["serve"]
