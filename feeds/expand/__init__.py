"""A generator's template code, worked out: what a body says where its generator would have it.

Each dialect has one module or folder here, under its name; `expander` loads that alone.
"""

from __future__ import annotations

from importlib import import_module

from feeds.collect.dialects import Dialect
from feeds.expand.base import Expander
from feeds.expand.sources import Sources
from feeds.model import Site

__all__ = ["Expander", "Sources", "expander"]


def expander(site: Site, dialect: Dialect, sources: Sources) -> Expander:
    """What works out the bodies of a site of that dialect."""
    made: type[Expander] = import_module(f"{__name__}.{dialect.name}").EXPANDER
    return made(site, dialect, sources)
