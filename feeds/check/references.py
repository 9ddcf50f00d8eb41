"""Rules about a site's references to itself: what its posts link to and show is there.

    addresses = Addresses.of(site, every_post_with_drafts_and_future_ones, now)
    files = SiteFiles(site.root, site.url, [output], {post.url: post.path for post in posts})
    reference_findings([Page(post, html, text_of_the_file), …], addresses, files)

`html` is what readers get of the post, or all of it. A file or a page is missed only where it
would have to be here: a folder of posts without the rest of its site says nothing of pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urldefrag, urlsplit

from feeds.check.addresses import Addresses, State, below, place_of
from feeds.check.anchors import anchors_of, is_anchor
from feeds.check.body.faults import Rule, rules, shortened
from feeds.check.pages import Page
from feeds.check.site_files import Files, is_file_name
from feeds.errors import Finding, Level
from feeds.model import Post

__all__ = ["RULES", "reference_findings"]

RULES: Mapping[str, Rule] = {
    **rules(
        Level.ERROR,
        {
            "reference-post-missing": "Links to posts of the site lead to posts that are there.",
            "reference-file-missing": "Pictures and other files of the site are there.",
            "reference-draft": "No post links to a draft.",
            "reference-expired": "No post links to one that has expired.",
        },
    ),
    **rules(
        Level.WARNING,
        {
            "reference-page-missing": "Links to pages of the site lead to pages that are there.",
            "reference-future": "No post links to one that is not yet published.",
            "reference-anchor-missing": "Links into a post lead to a heading or an id in it.",
        },
    ),
    **rules(
        Level.HINT,
        {
            "reference-redirected": "Links lead to where a post is, not to where it was.",
            "reference-unchecked": "What posts refer to can be looked up in the site.",
        },
    ),
}

_HIDDEN: Mapping[str, tuple[str, str]] = {
    "draft": ("a draft, which nobody can read", "Publish it, or take the link out."),
    "future": ("published later only", "Until then the link leads nowhere."),
    "expired": ("a post that has expired", "Take the link out."),
}
_Missed = dict[str, tuple[int, str]]


def reference_findings(
    pages: Sequence[Page], addresses: Addresses, files: Files
) -> Iterator[Finding]:
    """What is wrong with the references of posts, each once for a post, at its line."""
    shown = {place_of(page.post.url): page for page in pages}
    anchors: dict[str, frozenset[str]] = {}
    missed: _Missed = {}
    for page in pages:
        for written, attribute in page.references():
            url = below(written, addresses.site)
            if url is None:
                continue
            report = _Report(page, written, addresses.site)
            target, fragment = urldefrag(url)
            place = place_of(target)
            if place in addresses.posts:
                post, state = addresses.posts[place]
                yield from _to_post(report, target, post, state)
                if fragment and state == "shown" and place in shown:
                    if place not in anchors:
                        anchors[place] = anchors_of(shown[place].html, shown[place].text)
                    if not is_anchor(fragment, anchors[place]):
                        yield _dead_anchor(report, fragment, post)
            elif place in addresses.old:
                yield _redirected(report, addresses.old[place])
            elif place != place_of(addresses.site) and not files.holds(target):
                yield from _missing(report, target, attribute, addresses, files, missed)
    if missed:
        count = sum(number for number, _ in missed.values())
        _, example = next(iter(missed.values()))
        yield Finding(
            Level.HINT,
            f"{count:,} references to {len(missed):,} folders or pages of the site could not be "
            f"looked up, such as {shortened(example)}",
            remedy="Check where the whole site lies, after its generator has run.",
            rule="reference-unchecked",
        )


@dataclass(frozen=True)
class _Report:
    """A reference as a post has it: what is wrong with it is told with its line."""

    page: Page
    written: str
    site: str

    def finding(self, rule: str, what: str, remedy: str) -> Finding:
        """A finding at the line of the post at which the reference is written."""
        line = self.page.line_of(self.written, self.site)
        return Finding(RULES[rule].level, what, self.page.post.path, line, None, remedy, rule)


def _to_post(report: _Report, target: str, post: Post, state: State) -> Iterator[Finding]:
    if state != "shown":
        what, remedy = _HIDDEN[state]
        what = f"{shortened(target)} is {what} ({post.path})"
        yield report.finding(f"reference-{state}", what, remedy)
    elif _moved(urlsplit(target), urlsplit(post.url)):
        yield _redirected(report, post)


def _moved(target: SplitResult, now: SplitResult) -> bool:
    """Whether a server would have to lead on from one to the other.

    It need not for `/a/index.html` of `/a/`, nor for `/a` of `/a.html`.
    """
    if target.scheme == "http" and now.scheme == "https":
        return True
    return now.path not in (target.path, f"{target.path}.html") and target.path not in (
        f"{now.path}index.html",
        f"{now.path}index.htm",
    )


def _redirected(report: _Report, post: Post) -> Finding:
    what = f"{shortened(report.written)} is not where the post is"
    return report.finding("reference-redirected", what, f"Write {shortened(post.url)}.")


def _dead_anchor(report: _Report, fragment: str, post: Post) -> Finding:
    what = f"no heading or id of {post.path} is #{shortened(unquote(fragment))}"
    remedy = "Look up how the heading is called now."
    return report.finding("reference-anchor-missing", what, remedy)


def _missing(
    report: _Report,
    target: str,
    attribute: str,
    addresses: Addresses,
    files: Files,
    missed: _Missed,
) -> Iterator[Finding]:
    """What is not there, if that can be known; what cannot is counted in `missed`."""
    is_file = is_file_name(urlsplit(target).path) or attribute not in ("href", "cite")
    what = f"{shortened(target)} is not there"
    if is_file and files.knows(target):
        remedy = "Add the file, or correct its name: capitals count."
        yield report.finding("reference-file-missing", what, remedy)
    elif not is_file and addresses.is_of_a_post(target):
        remedy = "No post has that address; look up where it is now."
        yield report.finding("reference-post-missing", what, remedy)
    elif not is_file and files.knows(target):
        remedy = "Correct the address, or take the link out."
        yield report.finding("reference-page-missing", what, remedy)
    else:
        key = target.rpartition("/")[0] if is_file else target
        missed[key] = (missed.get(key, (0, ""))[0] + 1, target)
