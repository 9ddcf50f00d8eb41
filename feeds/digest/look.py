"""A newsletter's templates: a folder of its own, over one that all share."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.errors import TemplateError, error
from feeds.templating.templates import Templates

__all__ = ["SHARED", "SHIPPED", "Look"]

SHIPPED = ("digest", "letter", "headlines")
"""The templates that come with the program."""

SHARED = "newsletter"
"""The folder of what a template does not bring along."""


class Look:
    """The templates of that name; each file is the folder's own, or else the shared one.

    Raises `feeds.errors.TemplateError` where there is no such folder.
    """

    def __init__(self, templates: Templates, name: str) -> None:
        if not templates.has_folder(name):
            remedy = f"Make that folder, or take one of: {', '.join(SHIPPED)}."
            raise TemplateError(
                error(f"there is no template “{name}”", f"templates/{name}", remedy=remedy)
            )
        self._templates = templates
        self._name = name
        self._files: dict[str, str] = {}

    def render(self, file: str, context: Mapping[str, object]) -> str:
        """The text of one of its files with the context filled in.

        Raises `feeds.errors.TemplateError`, with file and line.
        """
        return self._templates.render(self._found(file), context)

    def place(self, file: str) -> str:
        """The file behind that name, as a person knows it."""
        return self._templates.place(self._found(file))

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of all templates that were used, and those they name, sorted."""
        named = (self._templates.names(each) for each in self._files.values())
        return tuple(sorted({name for names in named for name in names}))

    def _found(self, file: str) -> str:
        if file not in self._files:
            own = f"{self._name}/{file}"
            self._files[file] = own if self._templates.has(own) else f"{SHARED}/{file}"
        return self._files[file]
