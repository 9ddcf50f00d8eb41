"""What is wrong with the sources of a newsletter's templates, by file and line."""

from feeds.lint.templates.checking import check_templates
from feeds.lint.templates.flaws import RULES

__all__ = ["RULES", "check_templates"]
