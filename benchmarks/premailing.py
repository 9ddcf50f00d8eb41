"""premailer alone: as it comes, and with the options that this program gives it.

python benchmarks/premailing.py FILE     as it comes, as a program that does nothing else
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from premailer import Premailer

__all__ = ["as_it_comes", "with_our_options"]

logging.getLogger("CSSUTILS").disabled = True


def as_it_comes(html: str) -> str:
    """The page with its styles where they apply.

    No style sheet is kept from one call to the next, as there is but one page in a run.
    """
    page: str = Premailer(html, cache_css_parsing=False).transform()
    return page


def with_our_options(html: str) -> str:
    """The same, without the work that this program does not ask for."""
    page: str = Premailer(
        html,
        allow_network=False,
        align_floating_images=False,
        cache_css_parsing=False,
        disable_basic_attributes=["align", "bgcolor", "height", "valign", "width"],
        disable_validation=True,
    ).transform()
    return page


if __name__ == "__main__":
    print(as_it_comes(Path(sys.argv[1]).read_text(encoding="utf-8")))
