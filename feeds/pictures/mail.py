"""The room's door: what a newsletter shows in, renditions for its mail out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from typing import NamedTuple

from feeds.cores import spread
from feeds.errors import Finding, warning
from feeds.kept import Kept
from feeds.media import Files
from feeds.media.files import Found
from feeds.model import Document, Enclosure, NewsletterSettings, Post, Site
from feeds.pictures.drawer import Drawer, Outcome, Taken, outcome_of, refusal
from feeds.pictures.errors import UnusableError
from feeds.unchanged import settled
from feeds.urls import output_url

__all__ = ["NO_RENDITIONS", "Renditions", "Wanted", "for_mail"]

_WORTH_PROCESSES = 8
_MEGABYTE = 1_000_000


class Wanted(NamedTuple):
    """A picture as a mail shows it: its URL, the width of its place in CSS pixels, its post."""

    url: str
    width: int
    post: Post


@dataclass(frozen=True, slots=True)
class Renditions:
    """What a mail shows in place of pictures, by URL and width of the place.

    The width and the height of a rendition are its own, up to twice those of its place, and
    it has no alternative text. `looked_for` are the paths below the site at which files
    were looked for. Findings about a key of front matter begin with it, and have no line yet.
    """

    pictures: Mapping[tuple[str, int], Enclosure]
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    looked_for: Sequence[str] = ()


NO_RENDITIONS = Renditions({})
"""Those of a newsletter that shows pictures as they are."""


def for_mail(
    site: Site,
    newsletter: NewsletterSettings,
    wanted: Iterable[Wanted],
    files: Files,
    kept: Kept,
    *,
    jobs: int = 1,
) -> Renditions:
    """Renditions of all pictures of the site's own that are better shown smaller.

    `NAME/pictures/HASH.jpg` or `.png` are their paths, where NAME is the newsletter's. Each is
    made once, whatever number of posts, newsletters and runs shows it; then `jobs` processes
    share the work (0: one a core). What cannot be used stays as it is, with a finding.
    """
    if not newsletter.resize:
        return NO_RENDITIONS
    if find_spec("PIL") is None:
        return replace(NO_RENDITIONS, findings=(_no_pillow(newsletter),))
    looked_for: dict[str, None] = {}
    shown: dict[tuple[str, int], list[Wanted]] = {}
    found: dict[str, Found] = {}
    for each in wanted:
        looked_for.update(dict.fromkeys(files.places(each.url, each.post)))
        if file := files.find(each.url, each.post):
            found[file.path] = file
            shown.setdefault((file.path, each.width), []).append(each)
    made = _all(found, shown, files, Drawer(kept), jobs)
    documents: dict[str, Document] = {}
    pictures: dict[tuple[str, int], Enclosure] = {}
    for key, uses in shown.items():
        if made[key].outcome.name:
            document = _document(newsletter, made[key], [use.post.path for use in uses])
            before = documents.get(document.path, document)
            inputs = tuple(dict.fromkeys(before.inputs + document.inputs))
            documents[document.path] = replace(document, inputs=inputs)
            rendition = _rendition(site, document, made[key].outcome)
            pictures.update(((use.url, use.width), rendition) for use in uses)
    findings = tuple(dict.fromkeys(_findings(site, shown, made)))
    return Renditions(pictures, tuple(documents.values()), findings, tuple(looked_for))


def _all(
    found: Mapping[str, Found],
    wanted: Iterable[tuple[str, int]],
    files: Files,
    drawer: Drawer,
    jobs: int,
) -> Mapping[tuple[str, int], Taken]:
    """What comes of every file at every width: taken from the drawer, or made and put there."""
    keys = list(wanted)
    taken = dict(drawer.take(keys))
    due = [key for key in keys if key not in taken or taken[key].stamp != found[key[0]][1:]]
    moment = time.time_ns()
    work = [(found[path], width, taken.get((path, width))) for path, width in due]
    results = spread(partial(_made, files), work, jobs=jobs, worth=_WORTH_PROCESSES)
    new: dict[tuple[str, int], Taken] = {}
    for key, made in zip(due, results, strict=True):
        file = found[key[0]]
        tells = settled(file.mtime_ns, file.ctime_ns, moment)
        new[key] = replace(made, stamp=file[1:] if tells else None)
    drawer.put((key, made) for key, made in new.items() if made.source)
    return taken | new


def _made(files: Files, work: tuple[Found, int, Taken | None]) -> Taken:
    """What comes of a file; what is known where its bytes are those that it was made from."""
    from feeds.pictures.smaller import MOST_BYTES, smaller

    found, width, known = work
    try:
        data = files.read(found, MOST_BYTES + 1)
    except OSError as problem:
        return Taken(refusal(f"it cannot be read: {problem.strerror}", ""), b"", "", None)
    source = sha256(data).hexdigest()
    if known and known.source == source:
        return known
    if len(data) > MOST_BYTES:
        most = f"{MOST_BYTES // _MEGABYTE} MB"
        outcome = refusal(f"it has more than {most}", "Save it smaller, about 2000 pixels across.")
        return Taken(outcome, b"", source, None)
    try:
        made = smaller(data, width)
    except UnusableError as problem:
        return Taken(refusal(problem.why, problem.remedy), b"", source, None)
    if made is None:
        return Taken(Outcome(), b"", source, None)
    return Taken(outcome_of(*made), made.data, source, None)


def _document(newsletter: NewsletterSettings, taken: Taken, posts: Sequence[str]) -> Document:
    path = f"{newsletter.name}/pictures/{taken.outcome.name}"
    return Document(path, taken.outcome.media_type, taken.data, tuple(posts))


def _rendition(site: Site, document: Document, outcome: Outcome) -> Enclosure:
    return Enclosure(
        output_url(site.url, document.path),
        len(document.data),
        document.media_type,
        width=outcome.width,
        height=outcome.height,
    )


def _findings(
    site: Site,
    shown: Mapping[tuple[str, int], Sequence[Wanted]],
    made: Mapping[tuple[str, int], Taken],
) -> Iterator[Finding]:
    """One for each post and picture that cannot be used, whatever its widths."""
    for key, uses in shown.items():
        outcome = made[key].outcome
        if outcome.why:
            for url, _, post in uses:
                key_of_post = "image: " if post.image and post.image.url == url else ""
                name = url.removeprefix(site.url)
                what = f"{key_of_post}{name} stays as it is in mail: {outcome.why}"
                yield warning(what, post.path, remedy=outcome.remedy)


def _no_pillow(newsletter: NewsletterSettings) -> Finding:
    return warning(
        f'newsletter "{newsletter.name}": resize needs the package Pillow, so pictures stay as '
        "they are",
        "feeds.toml",
        remedy="Install it: pip install 'feeds[pictures]'; or take resize = true out.",
    )
