"""premailer alone, with the options that this program gives it.

python benchmarks/premailing.py FILE     as a program that does nothing else
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from premailer import Premailer

__all__ = ["inlined"]

logging.getLogger("CSSUTILS").disabled = True


def inlined(html: str) -> str:
    """The page with its styles where they apply."""
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
    print(inlined(Path(sys.argv[1]).read_text(encoding="utf-8")))
