"""A blog that people work on: posts of the corpus, and random edits of all kinds.

The same seed gives the same blog and the same edits. The number of posts stays about what it
was in the beginning.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.corpus import FORMS, Post, make_post

__all__ = ["Blog"]

_HERE = Path(__file__).parent
_TEMPLATE = Path("templates", "digest", "style.css")
_PICTURE = Path("media", "picture.png")
_PICTURED = 10
_RECENT = 50
_FAR = timedelta(days=365 * 100)


@dataclass(frozen=True)
class _Known:
    """A post that is there, by what was done to it."""

    number: int
    head: int = 0
    body: int = 0
    name: int = 0
    is_future: bool = False


class Blog:
    """A site in a folder that it may do with as it likes.

    Work is half on the newest posts, and half anywhere.
    """

    def __init__(self, folder: Path, total: int, seed: int) -> None:
        self.folder = folder
        self._total = total
        self._chance = Random(seed)
        self._edits = 0
        self._next = total
        self._posts = [_Known(number) for number in range(total)]
        self._kinds: dict[Callable[[], None], int] = {
            self._change_body: 30,
            self._change_head: 20,
            self._add_or_delete: 20,
            self._rename: 8,
            self._put_off: 8,
            self._change_picture: 6,
            self._change_template: 4,
            self._change_settings: 4,
        }
        self._write_everything()

    def __len__(self) -> int:
        """How many posts there are, those of the future included."""
        return len(self._posts)

    def edit(self) -> str:
        """One random edit; says of which kind."""
        self._edits += 1
        kinds = list(self._kinds)
        kind = self._chance.choices(kinds, weights=[self._kinds[one] for one in kinds])[0]
        kind()
        return kind.__name__.strip("_").replace("_", " ")

    def path(self, known: _Known) -> Path:
        """Where a post is."""
        renamed = f"-again-{known.name}" if known.name else ""
        name = Path(make_post(known.number, self._total).file_name)
        return self.folder / "_posts" / f"{name.stem}{renamed}{name.suffix}"

    # ── Edits ─────────────────────────────────────────────────────────────────────────

    def _change_body(self) -> None:
        place = self._any_place()
        self._put(place, replace(self._posts[place], body=self._edits))

    def _change_head(self) -> None:
        place = self._any_place()
        self._put(place, replace(self._posts[place], head=self._edits))

    def _add_or_delete(self) -> None:
        if len(self._posts) > self._total:
            self.path(self._posts.pop(self._any_place())).unlink()
        else:
            self._posts.append(_Known(self._next))
            self._next += 1
            self._write(self._posts[-1])

    def _rename(self) -> None:
        place = self._any_place()
        before = self.path(self._posts[place])
        self._posts[place] = replace(self._posts[place], name=self._edits)
        before.rename(self.path(self._posts[place]))

    def _put_off(self) -> None:
        """Puts off a post for a hundred years, or brings one back that was."""
        waiting = [place for place, known in enumerate(self._posts) if known.is_future]
        place = self._chance.choice(waiting) if waiting else self._any_place()
        self._put(place, replace(self._posts[place], is_future=not waiting))

    def _change_picture(self) -> None:
        self._write_picture()

    def _change_template(self) -> None:
        self._write_template()

    def _change_settings(self) -> None:
        self._write_settings()

    def _any_place(self) -> int:
        last = len(self._posts) - 1
        first = max(last - _RECENT, 0) if self._chance.random() < 0.5 else 0
        return self._chance.randint(first, last)

    # ── Files ─────────────────────────────────────────────────────────────────────────

    def _write_everything(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("_posts", _TEMPLATE.parent, _PICTURE.parent):
            (self.folder / name).mkdir(parents=True)
        shutil.copy(_HERE / "sites" / "jekyll" / "_config.yml", self.folder)
        self._write_picture()
        self._write_template()
        self._write_settings()
        for known in self._posts:
            self._write(known)

    def _put(self, place: int, known: _Known) -> None:
        self._posts[place] = known
        self._write(known)

    def _write(self, known: _Known) -> None:
        post = self._post(known)
        head = FORMS["jekyll"](post)
        if known.number % _PICTURED == 0:
            head = head.replace("layout: post\n", f"image: /{_PICTURE.as_posix()}\n")
        self.path(known).write_text(f"{head}\n{post.body}", encoding="utf-8")

    def _post(self, known: _Known) -> Post:
        post = make_post(known.number, self._total)
        if known.is_future:
            post = replace(post, date=post.date + _FAR)
        if known.head:
            post = replace(post, title=f"{post.title}, edit {known.head}")
        if known.body:
            post = replace(post, body=f"{post.body}\nEdit {known.body}.\n")
        return post

    def _write_picture(self) -> None:
        """Feeds tell a picture's length."""
        (self.folder / _PICTURE).write_bytes(bytes(1000 + self._edits))

    def _write_template(self) -> None:
        style = (_HERE.parent / _TEMPLATE).read_text(encoding="utf-8")
        style += f".letter {{ background-color: #{0xFFFFFF - self._edits:06x}; }}\n"
        (self.folder / _TEMPLATE).write_text(style, encoding="utf-8")

    def _write_settings(self) -> None:
        settings = (_HERE / "sites" / "feeds" / "feeds.toml").read_text(encoding="utf-8")
        title = f'title = "Bench, edit {self._edits}"\n'
        (self.folder / "feeds.toml").write_text(settings + title, encoding="utf-8")
