"""What templates were compiled to: the next build of a process, as in a preview, has it at hand."""

from __future__ import annotations

from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache

__all__ = ["Compiled"]

_MOST = 256


class Compiled(BytecodeCache):
    """Compiled templates in memory, each under its name, file and text.

    For environments that are set up alike: what a template is compiled to depends on that.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name and the file, whose name may be no text."""
        return f"{name}\0{filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives the code of that very text, if it is here."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code; when there is much, begins anew."""
        if len(self._codes) >= _MOST:
            self._codes.clear()
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code
