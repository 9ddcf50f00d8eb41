"""An issue taken apart once, for all rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from feeds.lint.issue import Issue
from feeds.lint.mail import Mail
from feeds.lint.page import Page

__all__ = ["PictureFile", "Pictures", "View"]


class PictureFile(Protocol):
    """A picture of the site: its size in bytes, and in pixels where that is known."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    @property
    def width(self) -> int | None:
        """Pixels."""
        ...

    @property
    def height(self) -> int | None:
        """Pixels."""
        ...


class Pictures(Protocol):
    """What can be known of the pictures behind URLs."""

    def look(self, url: str) -> PictureFile | None:
        """The file of a URL; None where it is not the site's, or not there."""
        ...

    def lacks(self, url: str) -> bool:
        """Whether a file would have to be there for the URL, and is not."""
        ...


@dataclass(frozen=True)
class View:
    """A mail or its web page. `mail` is None for what has no headers.

    `html` is as it is written, and `page` as it will be read, once a mailing engine has been there;
    both are empty where there is no HTML, as `has_html` tells. `text` is the plain-text part,
    empty where it is, and None where there is none.
    """

    issue: Issue
    kind: Literal["mail", "web"]
    mail: Mail | None
    html: str
    page: Page
    text: str | None
    pictures: Pictures | None = None
    has_html: bool = True

    @cached_property
    def words(self) -> str:
        """What people see of the HTML, on one line."""
        return " ".join(self.page.text.split())
