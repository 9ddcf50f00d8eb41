"""The whole way, from a site or from files to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.check import enclosures
from feeds.check.addresses import Addresses
from feeds.check.bodies import body_findings
from feeds.check.checked import Checked, check_bytes
from feeds.check.contents import Contents, pages_of, without_html
from feeds.check.links import addresses_to_ask, link_findings
from feeds.check.naming import Naming
from feeds.check.origins import Origins
from feeds.check.pages import Page
from feeds.check.places import Place, places_in, published, read
from feeds.check.references import reference_findings
from feeds.check.shelf import Shelf
from feeds.check.site_files import SiteFiles
from feeds.check.sources import Source
from feeds.collect import collect
from feeds.errors import Finding, Level
from feeds.model import Document, Post, Query, Site
from feeds.workspace import Workspace

if TYPE_CHECKING:
    from feeds.web.links import Answer

__all__ = ["Ask", "Report", "check_documents", "check_files", "check_site"]

Ask = Callable[[Iterable[str]], Mapping[str, "Answer"]]
"""Asks the web for addresses, and gives the answers by address."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many feeds were looked at, and what is wrong with them."""

    feeds: int
    findings: tuple[Finding, ...]


def check_files(given: Sequence[Path], now: datetime, *, ask: Ask | None = None) -> Report:
    """Looks at feeds of any origin, by themselves and beside each other.

    `now` tells what is in the future, and `ask` has the web asked whether links lead anywhere.
    Raises `ConfigurationError` for what is not there.
    """
    whole = len(given) == 1 and given[0].is_dir()
    checked: list[Checked] = []
    findings: list[Finding] = []
    naming = Naming()
    contents = Contents()
    pages: list[Page] = []
    for file, data in _look(places_in(given), now):
        findings += contents.find(file, data)
        pages += pages_of(file, now) if ask is not None else ()
        checked.append(without_html(file))
    naming.add_all(checked, Shelf(checked, whole=whole))
    if ask is not None:
        findings += link_findings(pages, ask(addresses_to_ask(pages, "")), "")
    return Report(len(checked), _in_order((*naming.findings(), *findings)))


def check_site(
    workspace: Workspace, output: Path, now: datetime, *, ask: Ask | None = None
) -> Report:
    """Looks at what was built of a site, and at what its posts refer to.

    A finding about an entry is at its post's line. `ask` has the web asked whether links
    lead anywhere. Raises `ConfigurationError` where nothing was built.
    """
    site = workspace.site
    places = published(output, _shown(output, site.root))
    everything = replace(site, posts=replace(site.posts, drafts=True, future=True))
    with collect(everything, workspace.dialect, workspace.cache, jobs=workspace.jobs) as collection:
        posts = collection.store.select(Query(now, drafts=True, future=True))
    count, findings = _beside_posts(site, posts, _look(places, now), now, [output], ask, whole=True)
    return Report(count, findings)


def check_documents(
    site: Site,
    posts: Sequence[Post],
    documents: Sequence[Document],
    now: datetime,
    outputs: Sequence[Path] = (),
) -> tuple[Finding, ...]:
    """Looks at some of the documents that a site would publish, as `check_site` does at all.

    `posts` are all that the site has, drafts and those of the future too. What lies in `outputs`
    counts as being there.
    """
    looked = ((check_bytes(each.data, each.path, each.path, now), each.data) for each in documents)
    _, findings = _beside_posts(site, posts, looked, now, outputs, None, whole=False)
    return findings


def _beside_posts(
    site: Site,
    posts: Sequence[Post],
    looked: Iterable[tuple[Checked, bytes]],
    now: datetime,
    outputs: Sequence[Path],
    ask: Ask | None,
    *,
    whole: bool,
) -> tuple[int, tuple[Finding, ...]]:
    """How many files there are, and what is wrong with them and with the posts in them.

    `whole` says that the files are all that the site publishes.
    """
    origins = Origins(site, posts)
    naming = Naming(origins)
    checked: list[Checked] = []
    contents = Contents(origins)
    findings: list[Finding] = []
    for file, data in looked:
        findings += contents.find(file, data)
        checked.append(without_html(file))
    shelf = Shelf(checked, site.url if whole else "", whole=whole)
    naming.add_all(checked, shelf)
    pages = [Page(post, html, origins.text(post)) for post, html in contents.of_posts.values()]
    for page in pages:
        source = Source(page.post.path, page.post.body_line, page.text)
        findings += body_findings(page.html, page.post.url, source, site.url)
    files = SiteFiles(site.root, site.url, outputs, {post.url: post.path for post in posts})
    naming.add(enclosures.find(shelf, files, site.url))
    findings += reference_findings(pages, Addresses.of(site, posts, now), files)
    if ask is not None:
        answers = ask(addresses_to_ask(pages, site.url))
        findings += link_findings(pages, answers, site.url)
    return len(checked), _in_order((*naming.findings(), *findings))


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, and those of a file together."""
    gravity = {level: rank for rank, level in enumerate(Level)}
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda each: (gravity[each.level], each.path or "", each.line or 0),
        )
    )


def _look(places: Sequence[Place], now: datetime) -> Iterator[tuple[Checked, bytes]]:
    """Each file as it was looked at, with its bytes, but for those that are no feeds."""
    for place in places:
        data, trouble = read(place)
        flaws = () if trouble is None else (trouble,)
        if data is None:
            yield Checked(place.path, place.place, None, flaws), b""
            continue
        file = check_bytes(data, place.path, place.place, now)
        if place.named or not any(flaw.rule == "file-not-a-feed" for flaw in file.flaws):
            yield replace(file, flaws=(*flaws, *file.flaws)), data


def _shown(output: Path, root: Path) -> str:
    """The output folder as messages name it: from the site, if it is in there."""
    try:
        return output.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(output)
