"""The mail's HTML: inlined, and short enough that no mail client cuts it off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from feeds.digest.blocks import Blocks, Mark, parted, without_sections
from feeds.digest.fit import LENGTHS, Size, shortened, size, weight
from feeds.digest.inline import StyleError, inline
from feeds.digest.look import Look
from feeds.digest.words import words
from feeds.errors import Finding, TemplateError, error, hint, warning
from feeds.model import Digest, Length

__all__ = ["Page", "mail_page"]

_NUMBER = "morexnumberx"


@dataclass(frozen=True, slots=True)
class Page:
    """A mail's HTML, the length in which each post stands there, and what was done for it.

    A length is None where the post is on the web page alone.
    """

    html: str
    lengths: Sequence[Length | None]
    findings: tuple[Finding, ...] = ()


def mail_page(
    digest: Digest,
    look: Look,
    context: Mapping[str, object],
    finish: Callable[[str], str] = str,
) -> Page:
    """The mail's HTML within the newsletter's budget; inlined once, or twice where it is too long.

    `finish` is what becomes of the page afterwards, such as merge tags, and counts too. Raises
    `feeds.errors.TemplateError`.
    """
    blocks = Blocks(digest, look, context)
    placed = [each for part in digest.sections for each in part.posts]
    wanted = [each.length for each in placed]
    newsletter = digest.newsletter

    def fits(html: str) -> bool:
        return weight(size(html), newsletter.link_reserve) <= newsletter.budget

    whole = finish(_inlined(blocks.page(wanted), look))
    if fits(whole):
        return Page(whole, wanted)
    possible = [LENGTHS[LENGTHS.index(length) :] for length in wanted]
    parts = parted(finish(_inlined(blocks.variants(possible, _NUMBER), look)))
    lead = next((number for number, each in enumerate(placed) if each.lead), 0)
    page = _Variants(digest, parts)
    ways = shortened(
        wanted, lead, page.rest, page.sizes, page.more, newsletter.budget, newsletter.link_reserve
    )
    for lengths in ways:
        html = page.assembled(lengths)
        if fits(html):
            break
    bytes_ = weight(size(html), newsletter.link_reserve)
    return Page(html, lengths, tuple(_told(digest, wanted, lengths, bytes_)))


class _Variants:
    """A page that shows each post in several lengths, in parts."""

    def __init__(self, digest: Digest, parts: Sequence[str | Mark]) -> None:
        self._digest = digest
        self._parts = parts
        marks = [part for part in parts if isinstance(part, Mark)]
        count = sum(len(section.posts) for section in digest.sections)
        self.sizes: list[dict[Length, Size]] = [{} for _ in range(count)]
        self.more = Size()
        self.rest = Size()
        for mark in marks:
            if mark.number is None or mark.length is None:
                self.more = size(mark.text)
            else:
                self.sizes[mark.number][mark.length] = size(mark.text)
        for part in parts:
            if isinstance(part, str):
                self.rest += size(part)

    def assembled(self, lengths: Sequence[Length | None]) -> str:
        """The page with each post in that length, and without sections that have none left."""
        left_out = sum(length is None for length in lengths)
        shown: list[str] = []
        for part in self._parts:
            if isinstance(part, str):
                shown.append(part)
            elif part.number is not None:
                if lengths[part.number] == part.length:
                    shown.append(part.text)
            elif left_out:
                told = words(self._digest.newsletter.language).more(left_out)
                shown.append(part.text.replace(_NUMBER, told))
        return without_sections("".join(shown), self._empty(lengths))

    def _empty(self, lengths: Sequence[Length | None]) -> set[int]:
        empty, start = set(), 0
        for number, section in enumerate(self._digest.sections):
            end = start + len(section.posts)
            if all(length is None for length in lengths[start:end]):
                empty.add(number)
            start = end
        return empty


def _inlined(html: str, look: Look) -> str:
    try:
        return inline(html)
    except StyleError as failure:
        remedy = "Put rules for mail clients into clients.css, which is kept as it is."
        what = str(failure).rstrip(".")
        raise TemplateError(error(what, look.place("style.css"), remedy=remedy)) from failure


def _told(
    digest: Digest, wanted: Sequence[Length], lengths: Sequence[Length | None], bytes_: int
) -> list[Finding]:
    newsletter = digest.newsletter
    if bytes_ > newsletter.budget:
        what = f"{newsletter.name}: the mail has {bytes_:,} bytes and cannot be shortened to "
        what += f"{newsletter.budget:,}"
        return [warning(what, remedy="Shorten the introduction, or the template's own parts.")]
    counts = Counter(now for before, now in zip(wanted, lengths, strict=True) if before != now)
    names: Sequence[tuple[Length | None, str]] = (
        ("excerpt", "as an excerpt"),
        ("headline", "as a headline"),
        (None, "on the web page alone"),
    )
    told = ", ".join(f"{counts[length]} {name}" for length, name in names if counts[length])
    what = f"{newsletter.name}: the mail was shortened to {bytes_:,} bytes: {told}"
    return [hint(what, remedy="Take fewer posts, or set length or budget.")]
