"""Pictures of the site's own, made small enough for mail, in formats that all of it shows.

`heads` tells what a file is and whether it may be opened, `smaller` makes it smaller with
Pillow, which is an extra and loaded for that alone, `encoding` chooses how it is written,
`drawer` keeps what was made, and `mail` is the door: what mails show in, renditions out.
"""

from __future__ import annotations

from feeds.pictures.mail import NO_RENDITIONS, Renditions, Wanted, for_mail

__all__ = ["NO_RENDITIONS", "Renditions", "Wanted", "for_mail"]
