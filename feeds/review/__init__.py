"""An issue in one file that a colleague opens without anything else: all views, nothing fetched."""

from feeds.review.file import review_file
from feeds.review.pictures import Pictures

__all__ = ["Pictures", "review_file"]
