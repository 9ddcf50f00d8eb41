"""An issue without a fault, and the cases that each put one into it."""

from __future__ import annotations

import struct
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from feeds.errors import Finding
from feeds.lint.issue import Issue, PostFile
from feeds.lint.site_pictures import SitePictures
from feeds.model import LintSettings, NewsletterSettings, Person, Post, Site

__all__ = [
    "CASES",
    "NAMES",
    "Case",
    "base_parts",
    "compose",
    "good_issue",
    "own",
    "pictures",
    "site",
]

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
NAMES = ("ferry", "lamp", "tea")
_BOUNDARY = "=_weekly"
_FIRST_LINES = {"ferry": 7, "lamp": 5, "tea": 5}
_FERRY = (1072, 536)


def base_parts() -> dict[str, str]:
    """The texts that an issue is made from, by what cases call them."""
    parts = {
        "head": (BASE / "head.txt").read_text(encoding="utf-8"),
        "html": (BASE / "mail.html").read_text(encoding="utf-8"),
        "text": (BASE / "mail.txt").read_text(encoding="utf-8"),
        "page": (BASE / "page.html").read_text(encoding="utf-8"),
    }
    posts = {name: (BASE / f"posts/{name}.md").read_text(encoding="utf-8") for name in NAMES}
    return parts | posts


def site(root: Path, ignore: tuple[str, ...] = ()) -> Site:
    """The site of the issue."""
    return Site(
        root,
        "https://blog.example",
        "Harbour Notes",
        "en",
        ZoneInfo("UTC"),
        lint=LintSettings(ignore=ignore),
    )


def newsletter(**given: Any) -> NewsletterSettings:
    """The newsletter of the issue."""
    settings = NewsletterSettings(
        "weekly",
        "Harbour Notes",
        "en",
        Person("Harbour Notes", "news@blog.example"),
        unsubscribe="https://blog.example/unsubscribe",
        address="Harbour Notes\n12 Quay Street\nNagiura",
    )
    return replace(settings, **given)


def compose(parts: Mapping[str, str]) -> bytes:
    """The message, its parts as they are."""
    lines = [
        parts["head"].rstrip("\n"),
        f'Content-Type: multipart/alternative; boundary="{_BOUNDARY}"',
        "",
        f"--{_BOUNDARY}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        parts["text"],
        f"--{_BOUNDARY}",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        parts["html"],
        f"--{_BOUNDARY}--",
        "",
    ]
    return "\n".join(lines).replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def own(findings: Sequence[Finding]) -> list[Finding]:
    """All but what clients are said not to support, which has tests of its own."""
    return [each for each in findings if not each.rule.startswith("client-")]


def posts(parts: Mapping[str, str]) -> tuple[PostFile, ...]:
    """The posts of the issue, with what their files say."""
    day = datetime(2026, 11, 20, tzinfo=UTC)
    found = []
    for name in NAMES:
        title = parts[name].partition("title: ")[2].partition("\n")[0]
        url = f"https://blog.example/2026/{name}/"
        post = Post(
            f"posts/{name}.md", url, url, title, day, day, "en", body_line=_FIRST_LINES[name]
        )
        found.append(PostFile(post, parts[name]))
    return tuple(found)


def good_issue(root: Path, parts: Mapping[str, str], data: bytes, **settings: Any) -> Issue:
    """An issue of these parts."""
    return Issue(
        "editions/weekly/2026-11-23.md",
        data,
        newsletter=newsletter(**settings),
        site=site(root),
        posts=posts(parts),
        page=parts["page"].encode("utf-8", "surrogateescape"),
        page_path="weekly/2026-11-23/index.html",
        lines={"subject": 2, "preheader": 3, "picks": 5, "text": 9},
        settings={"": 20, "unsubscribe": 27, "address": 28, "from": 26},
    )


def pictures(root: Path, files: Mapping[str, Mapping[str, int]]) -> SitePictures:
    """The pictures of the site: PNGs of these widths and heights in pixels, and bytes."""
    ferry = dict(zip(("width", "height"), _FERRY, strict=True))
    for path, facts in {"media/ferry.png": ferry, **files}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        size = struct.pack(">II", facts["width"], facts["height"])
        head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x02\x00\x00\x00"
        file.write_bytes(head.ljust(facts.get("bytes", 100), b"\0"))
    shown = [each.post for each in posts(base_parts())]
    return SitePictures(root, "https://blog.example", ("",), shown)


class Case:
    """A fault, as a file says: which text of which part becomes which, and what comes of it.

    `in` names the part: head, html, text, page, a post, or message for the bytes of all.
    `times` repeats the new text. `place` is where the fault has to be found, `also` are rules
    that it breaks too. `newsletter` are settings, `files` pictures, and `alone` says that the
    HTML is linted as a file of its own.
    """

    def __init__(self, path: Path) -> None:
        self.rule = path.name.split(".")[0]
        self.given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self.place: str | None = self.given.get("place")
        self.expected = {self.rule, *self.given.get("also", [])}

    def issue(self, root: Path) -> tuple[Issue, SitePictures]:
        """The issue with the fault in it, and the site's pictures."""
        parts = base_parts()
        edits = self.given.get("edit", [])
        for edit in edits:
            if edit["in"] != "message":
                parts[edit["in"]] = _edited(parts[edit["in"]], edit)
        data = compose(parts)
        for edit in edits:
            if edit["in"] == "message":
                text = _edited(data.decode("latin-1"), edit)
                data = text.encode("latin-1")
        issue = good_issue(root, parts, data, **self.given.get("newsletter", {}))
        if self.given.get("alone"):
            kind = cast(Literal["html"], "html")
            issue = Issue("mail.html", parts["html"].encode("utf-8"), kind)
        return issue, pictures(root, self.given.get("files", {}))


def _edited(text: str, edit: Mapping[str, Any]) -> str:
    new = edit["new"] * edit.get("times", 1)
    if edit.get("all"):
        return str(new)
    assert edit["old"] in text, edit["old"]
    return text.replace(edit["old"], new, edit.get("count", 1))
