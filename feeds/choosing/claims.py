"""Which posts an edition of a newsletter has already, whatever they are called by now.

What editions recorded of one post belongs together: as it was when it was claimed, and as it was
called afterwards (`moved`). A post is known again

1. by title and date, with its id or path: nothing else can be that post then;
2. by its id; by title and date; by path and title;
3. else by its title and its path but for the date in it, which moves with the post's;
4. else by its path alone.

An id or a path can become another post's, and each can change by itself. Of several claims that a
post may belong to, the one counts by which an edition has it. So what is not known
by all is claimed all the same, and where that is a guess, a finding says so: a post that waits for
an editor's word does less harm than one that readers get twice.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from feeds.choosing.chain import Chain
from feeds.choosing.identity import By, Identity, Key, identity
from feeds.errors import Finding, warning
from feeds.model import Claim, Edition, Post

__all__ = ["Claims", "Held", "Hold", "Kind"]

Kind = Literal["posts", "never", "passed"]
"""The key under which an edition has the claim."""

_KINDS: Sequence[Kind] = get_args(Kind)
_WAYS: Sequence[By] = get_args(By)
_ROUNDS: Sequence[Sequence[By]] = (
    ("all",),
    ("id", "title and date", "path and title"),
    ("title and name",),
    ("path",),
)
_SHARED: Mapping[By, str] = {
    "id": "its id",
    "title and date": "its title and date",
    "path and title": "its path and title",
    "title and name": "its title, and its path but for the date",
    "path": "its path",
}
_MOST = 20
_PASSES = 5


@dataclass(eq=False, slots=True)
class _Known:
    """All that is recorded of one post that an edition claimed."""

    edition: Edition
    kind: Kind
    identities: list[Identity] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """How much the claim counts, the least the most."""
        return _KINDS.index(self.kind)


_Match = tuple[_Known, By]
"""What was recorded of a post, and by what it is known again."""


@dataclass(frozen=True, slots=True)
class Hold:
    """That a post is claimed: by which edition, as what, and how it was known.

    `was` is its path as it was last recorded; `guess` says that it may be another post.
    """

    edition: Edition
    kind: Kind
    by: By
    was: str
    guess: bool


@dataclass(frozen=True, slots=True)
class Held:
    """The posts of a site that a newsletter's editions claim, by path.

    `moved` is what has to be recorded, since claimed posts are called otherwise by now. `first`
    is the newsletter's first edition; None as long as there is none.
    """

    holds: Mapping[str, Hold] = field(default_factory=dict)
    moved: Sequence[Claim] = ()
    findings: Sequence[Finding] = ()
    first: Edition | None = None

    def of(self, post: Post) -> Hold | None:
        """Which edition claims the post; None where none does."""
        return self.holds.get(post.path)


class Claims:
    """What the editions of one newsletter claim."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self._by_key: dict[Key, list[_Known]] = defaultdict(list)
        unknown: list[Identity] = []
        for edition in chain.editions:
            for kind in _KINDS:
                for claim in getattr(edition, kind):
                    self._add(_Known(edition, kind), identity(claim))
            moved = map(identity, edition.moved)
            unknown += [own for own in moved if not self._named_again(own)]
        # An approval that was taken back leaves names behind that are known nowhere else, and
        # branches that were merged mix up their order. Those of a claim that is gone claim nothing.
        unknown += [identity(claim) for draft in chain.drafts for claim in draft.moved]
        for _ in range(_PASSES):
            unknown = [own for own in unknown if not self._named_again(own)]

    def _named_again(self, own: Identity) -> bool:
        """Adds a later name to what was claimed under an earlier one, if there is such a claim.

        To all that it may belong to: it holds a post no less for being known in more than one way.
        """
        found: dict[int, _Known] = {}
        for ways in _ROUNDS:
            for by in ways:
                for known in (each for key in own.keys(by) for each in self._recorded(key)):
                    found[id(known)] = known
            if any(_settles(own, known, ways[0]) for known in found.values()):
                break
        for known in found.values():
            self._add(known, own)
        return bool(found)

    def _recorded(self, key: Key) -> Sequence[_Known]:
        return self._by_key[key][:_MOST] if key in self._by_key else ()

    def _add(self, known: _Known, own: Identity) -> None:
        known.identities.append(own)
        for key in (key for by in _WAYS for key in own.keys(by)):
            if known not in self._by_key[key][:1]:
                insort(self._by_key[key], known, key=lambda each: each.rank)

    def among(self, posts: Iterable[Post]) -> Held:
        """Which of the posts are claimed.

        `posts` are all that the site has, drafts and those of the future too: while the post
        is there that an edition had, another one of the same title and date is not taken for it.
        """
        left = [(post, identity(post)) for post in posts]
        finding = _Finding(self._by_key)
        matches: dict[str, tuple[Post, Identity, _Match]] = {}
        for ways in _ROUNDS:
            waiting = []
            for post, own in left:
                before = matches[post.path][2] if post.path in matches else None
                match = _better(before, _best(own, ways, finding.first))
                if match:
                    matches[post.path] = post, own, match
                    finding.note(own, match)
                if not match or not _settles(own, *match):
                    waiting.append((post, own))
            finding.close()
            left = waiting
        return self._held(list(matches.values()))

    def _held(self, matches: Sequence[tuple[Post, Identity, _Match]]) -> Held:
        holders = Counter(id(known) for _, _, (known, _) in matches)
        holds: dict[str, Hold] = {}
        moved: list[Claim] = []
        findings: list[Finding] = []
        for post, own, (known, by) in matches:
            guess = by != "all" and (holders[id(known)] > 1 or _is_guess(own, known, by))
            hold = Hold(known.edition, known.kind, by, known.identities[-1].path, guess)
            holds[post.path] = hold
            if own not in known.identities:
                moved.append(Claim(post.id, post.path, post.url, post.published, post.title))
            if guess:
                findings.append(self._guessed(post, hold))
        more = len(findings) - _MOST
        if more > 0:
            findings[_MOST:] = [
                warning(f"{more} more posts look like posts that editions have under other names")
            ]
        return Held(holds, moved, findings, self.chain.first)

    def _guessed(self, post: Post, hold: Hold) -> Finding:
        what = f"it has {_SHARED[hold.by]}"
        if hold.kind == "passed":
            return warning(
                f"it looks like {hold.was}, which is older than the first edition: {what}",
                post.path,
                remedy="If it is another post, list it in picks.",
            )
        newest = self.chain.newest
        moved = f", and take it out of moved in {newest.path}" if newest else ""
        return warning(
            f"it looks like {hold.was}, which edition {hold.edition.label} has: {what}",
            post.path,
            remedy=f"If it is another post, list it in picks{moved}.",
        )


class _Finding:
    """Which posts are which, round by round."""

    def __init__(self, by_key: Mapping[Key, Sequence[_Known]]) -> None:
        self._by_key = by_key
        self._found: set[int] = set()
        self._passed: dict[Key, int] = {}
        self._matched: dict[Key, None] = {}

    def first(self, key: Key, by: By) -> _Known | None:
        """What was recorded that has this key.

        Of what was found in a round before, only all and an id speak still.
        """
        some = self._by_key.get(key, ())
        if by in ("all", "id"):
            return some[0] if some else None
        place = self._passed.get(key, 0)
        while place < len(some) and id(some[place]) in self._found:
            place += 1
        self._passed[key] = place
        return some[place] if place < len(some) else None

    def note(self, own: Identity, match: _Match) -> None:
        """Notes that a post is what was recorded."""
        self._matched.update(dict.fromkeys(own.keys(match[1])))

    def close(self) -> None:
        """Ends a round: what was matched in it is found."""
        for key in self._matched:
            self._found.update(map(id, self._by_key.get(key, ())))
        self._matched.clear()


def _best(
    own: Identity, ways: Sequence[By], first: Callable[[Key, By], _Known | None]
) -> _Match | None:
    """What counts most among all that is the same in one of the ways, the first of equals."""
    found = ((first(key, by), by) for by in ways for key in own.keys(by))
    matches = [(known, by) for known, by in found if known]
    return min(matches, key=lambda match: (match[0].rank, _is_guess(own, *match)), default=None)


def _better(one: _Match | None, other: _Match | None) -> _Match | None:
    if one and other:
        return other if other[0].rank < one[0].rank else one
    return one or other


def _settles(own: Identity, known: _Known, by: By) -> bool:
    """Whether nothing that is less sure can count more."""
    return known.rank == 0 or by == "all" or not _is_guess(own, known, by)


def _is_guess(own: Identity, known: _Known, by: By) -> bool:
    """Whether so little is the same that it may be another post."""
    return by in ("title and date", "title and name") or not any(
        own.title == before.title or own.second == before.second for before in known.identities
    )
