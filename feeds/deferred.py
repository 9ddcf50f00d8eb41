"""Keeps a library from being loaded before it is used: its import may be all that it costs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

__all__ = ["deferred"]


class _Deferred(ModuleType):
    """Stands for a library, which it loads when something of it is first asked for."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


@contextmanager
def deferred(name: str) -> Iterator[None]:
    """Meanwhile, an import of that library gives a module that is loaded at its first use.

    Afterwards imports load it at once, as always.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = _Deferred(name)
    try:
        yield
    finally:
        del sys.modules[name]
