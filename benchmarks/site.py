"""A folder with the same posts in each form, beside the settings of those who read them."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.corpus import SHORT_BYTES, USUAL_BYTES, Post, edited, make_post, write_post

__all__ = ["GRAIN", "Site", "lay_posts"]

_HERE = Path(__file__).parent
_SETTINGS = {
    "jekyll": ("jekyll", "hugo", "feeds"),
    "eleventy": ("eleventy",),
    "pelican": ("pelican",),
}
GRAIN = 3.0


class Site:
    """`total` posts, in one root folder a form, written when a form is first asked for.

    `version` grows with every change to what programs read.
    """

    def __init__(self, work: Path, total: int, *, short: bool) -> None:
        self.total = total
        self.size = SHORT_BYTES if short else USUAL_BYTES
        self.version = 0
        self.edit = 0
        self.digest = True
        self._folder = work / f"posts-{total}{'-short' if short else ''}"
        self._forms: set[str] = set()

    def root(self, form: str) -> Path:
        """The root folder of a form; its posts are in `_posts`."""
        return self._folder / form

    def prepare(self, forms: set[str]) -> None:
        """Writes posts (unless an earlier run did) and settings, and lets the files age.

        A program that looks at file times may take those of the last seconds as not yet to
        be trusted; nobody's posts are that young.
        """
        for form in sorted(forms - self._forms):
            posts = (make_post(number, self.total, self.size) for number in range(self.total))
            lay_posts(self.root(form), form, posts)
            for name in _SETTINGS[form]:
                shutil.copytree(_HERE / "sites" / name, self.root(form), dirs_exist_ok=True)
            self._forms.add(form)
        self.use_digest(True)
        self._write_newest()
        time.sleep(GRAIN)

    def change_newest(self) -> None:
        """Changes the head and the body of the newest post."""
        self.edit += 1
        self.version += 1
        self._write_newest()

    def use_digest(self, wanted: bool) -> None:
        """Whether this program's settings ask for the newsletter."""
        if wanted != self.digest:
            self.version += 1
        self.digest = wanted
        name = "feeds.toml" if wanted else "without-digest.toml"
        root = self.root("jekyll")
        shutil.copyfile(_HERE / "sites" / "feeds" / name, root / "feeds.toml")

    def _write_newest(self) -> None:
        newest = make_post(self.total - 1, self.total, self.size)
        for form in self._forms:
            write_post(edited(newest, self.edit), self.root(form) / "_posts", form)


def lay_posts(root: Path, form: str, posts: Iterable[Post]) -> None:
    """Writes posts into `_posts`, and nothing else is left there, unless an earlier run did."""
    stamp = root / ".posts-of"
    if stamp.exists() and stamp.read_text(encoding="ascii") == _recipe():
        return
    shutil.rmtree(root, ignore_errors=True)
    folder = root / "_posts"
    folder.mkdir(parents=True)
    for post in posts:
        write_post(post, folder, form)
    stamp.write_text(_recipe(), encoding="ascii")


def _recipe() -> str:
    """Changes with whatever the posts are made from."""
    sources = (_HERE / "corpus.py", _HERE / "words.py")
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
