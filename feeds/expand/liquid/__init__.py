"""Liquid templates in a sandbox: python-liquid, reading and counting as Ruby's Liquid does.

An `Engine` knows tags and filters; `Engine.render` makes text of a template and variables.
Values are what YAML and JSON have, dates, ranges, and `Lazy` mappings. Nothing of Python is
reached from a template, nothing reads a clock, a file or the machine's time zone, and
whatever a template does costs work, of which there is so much and no more: the same
templates are refused on every machine.
"""

from __future__ import annotations

from feeds.deferred import deferred

with deferred("asyncio"):  # for templates that are rendered in its ways, as none is here
    import liquid as _  # noqa: F401

from feeds.expand.liquid.context import Context
from feeds.expand.liquid.engine import Engine, TemplateProblemError
from feeds.expand.liquid.filters import NAMES, Filter, needs_context
from feeds.expand.liquid.partials import include, rendered
from feeds.expand.liquid.values import Lazy, RefusedError, inspected, shown, text

__all__ = [
    "NAMES",
    "Context",
    "Engine",
    "Filter",
    "Lazy",
    "RefusedError",
    "TemplateProblemError",
    "include",
    "inspected",
    "needs_context",
    "rendered",
    "shown",
    "text",
]
