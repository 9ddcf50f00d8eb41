"""Years of editions in a small world: no post twice, and none missed.

Posts come, late ones too, are renamed, get other titles, dates and ids, one change a post between
runs; editors begin editions, exclude posts, throw drafts away, approve and send; branches are made
and merged, and what is wrong then is mended as the findings say. The world knows which post is
which, and the program only what is written.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from feeds.choosing.chain import read_chain
from feeds.choosing.choose import candidates, choose, passed
from feeds.choosing.claims import Claims
from feeds.choosing.names import Names
from feeds.choosing.picks import exclusions
from feeds.choosing.schedule import due, label
from feeds.choosing.twice import claimed_twice
from feeds.errors import Level
from feeds.model import (
    Claim,
    Edition,
    Exclusion,
    NewsletterSettings,
    Person,
    Pick,
    Post,
    Schedule,
    Site,
)
from feeds.zones import zone

TOKYO = zone("Asia/Tokyo")
SITE = Site(Path(), "https://x.example", "A site", "en", TOKYO)
START = datetime(2026, 1, 5, tzinfo=UTC)
LATE = 10

Identity = Literal["pinned", "slug", "dated url", "dated path", "title"]


@dataclass(frozen=True)
class Thing:
    """A post as its author knows it, whatever it is called. `number` never changes."""

    number: int
    slug: str
    title: str
    published: datetime
    identity: Identity
    folder: str = "posts"
    draft: bool = False

    @property
    def post(self) -> Post:
        """The record that the program sees; what its id is made of is the site's matter."""
        day = self.published.strftime("%Y-%m-%d")
        name = f"{day}-{self.slug}" if self.identity == "dated path" else self.slug
        by: dict[Identity, str] = {
            "pinned": f"tag:x.example,2026:{self.number}",
            "slug": f"https://x.example/{self.slug}/",
            "dated url": f"https://x.example/{day}/{self.slug}/",
            "dated path": f"https://x.example/{day}/{self.slug}/",
            "title": f"https://x.example/{self.title.lower()}/{self.slug}/",
        }
        return Post(
            path=f"{self.folder}/{name}.md",
            id=by[self.identity],
            url=by[self.identity],
            title=self.title,
            published=self.published,
            updated=self.published,
            language="en",
            draft=self.draft,
        )


def recorded(post: Post) -> Claim:
    """What an edition records of a post."""
    return Claim(post.id, post.path, post.url, post.published, post.title)


@dataclass
class Branch:
    """The editions as one branch has them.

    `truth`, `passed` and `never` are what posts each edition really has, passed by, and excluded
    for good; `changed` are posts that changed since the last run here.
    """

    editions: dict[str, Edition] = field(default_factory=dict)
    truth: dict[str, frozenset[int]] = field(default_factory=dict)
    passed: dict[str, frozenset[int]] = field(default_factory=dict)
    never: dict[str, frozenset[int]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)

    def copy(self) -> Branch:
        """Another branch that begins here."""
        return Branch(
            *map(dict, (self.editions, self.truth, self.passed, self.never)), set(self.changed)
        )

    @property
    def claiming(self) -> list[Edition]:
        """The editions that claim posts."""
        return [edition for edition in self.editions.values() if edition.claims]

    @property
    def draft(self) -> Edition | None:
        """The draft that is open."""
        return next((each for each in self.editions.values() if not each.claims), None)

    def really(self, key: Literal["truth", "passed", "never"]) -> list[int]:
        """All posts of that kind in editions that claim."""
        of_all: dict[str, frozenset[int]] = getattr(self, key)
        return [one for each in self.claiming for one in of_all.get(each.label, ())]

    def put(self, edition: Edition) -> None:
        """Writes an edition's file."""
        self.editions[edition.label] = edition

    def remove(self, edition: Edition) -> None:
        """Deletes an edition's file."""
        del self.editions[edition.label]

    def send(self) -> None:
        """Notes that all that is approved was sent."""
        for edition in self.claiming:
            self.put(replace(edition, status="sent"))

    def adopt(self, other: Branch, name: str) -> None:
        """Takes an edition of another branch over."""
        self.editions[name] = other.editions[name]
        for key in ("truth", "passed", "never"):
            if name in getattr(other, key):
                getattr(self, key)[name] = getattr(other, key)[name]


class Newsroom(RuleBasedStateMachine):
    """A site, its authors and the editors of one newsletter."""

    def __init__(self) -> None:
        super().__init__()
        self.things: dict[int, Thing] = {}
        self.branches = [Branch()]
        self.now = START
        self.numbers = iter(range(10_000))
        self.names: dict[tuple[str, str], int] = {}

    @initialize(limit=st.integers(1, 4), scheduled=st.booleans(), old=st.integers(0, 3))
    def begin_site(self, limit: int, scheduled: bool, old: int) -> None:
        """A newsletter, and some posts of before it."""
        self.newsletter = NewsletterSettings(
            "weekly",
            "The weekly",
            "en",
            Person("Mio", "mio@x.example"),
            limit=limit,
            late=LATE,
            schedule=Schedule("week", 1, 0, time(8)) if scheduled else None,
        )
        for number in range(old):
            self.add(f"old-{number}", f"Old {number}", -4 - 5 * number, "slug")

    # ── What authors do ───────────────────────────────────────────────────────────────

    def add(self, slug: str, title: str, days: float, identity: Identity) -> None:
        """A post that is so many days younger than now."""
        number = next(self.numbers)
        published = self.now + timedelta(days=days)
        thing = Thing(number, slug, title, published.replace(second=number % 60), identity)
        self.take(thing)

    def take(self, thing: Thing) -> bool:
        """Writes a post, unless another has its path or its id.

        Nor may another one ever have had one of these and its title: nobody could tell the two.
        """
        own = thing.post
        others = [one.post for one in self.things.values() if one.number != thing.number]
        names = ((own.path, own.title), (own.id, own.title))
        free = all(own.path != other.path and own.id != other.id for other in others)
        if not free or any(self.names.get(name, thing.number) != thing.number for name in names):
            return False
        self.names.update(dict.fromkeys(names, thing.number))
        self.things[thing.number] = thing
        return True

    @rule(
        days=st.integers(-30, 2) | st.just(0) | st.just(0),
        identity=st.sampled_from(["pinned", "slug", "dated url", "dated path", "title"]),
        series=st.booleans(),
        slug=st.none() | st.integers(0, 9),
    )
    def write(self, days: int, identity: Identity, series: bool, slug: int | None) -> None:
        """A new post; it may have a slug that another had before, or the title of a series."""
        number = len(self.names)
        name = f"n{number}" if slug is None else f"s{slug}"
        self.add(name, "Notes" if series else f"Title {number}", days, identity)

    def change(self, data: st.DataObject, **new: object) -> None:
        """Changes one thing of a post that has not changed since the last run."""
        changed = set().union(*(branch.changed for branch in self.branches))
        free = [number for number in self.things if number not in changed]
        if not free:
            return
        number = data.draw(st.sampled_from(free))
        thing = self.things[number]
        other = replace(thing, **{key: value(thing) for key, value in new.items()})  # type: ignore
        if other != thing and self.take(other):
            for branch in self.branches:
                branch.changed.add(number)

    @rule(data=st.data(), slug=st.integers(0, 19))
    def rename(self, data: st.DataObject, slug: int) -> None:
        """Gives its file another name, perhaps one that another post once had."""
        self.change(data, slug=lambda _: f"s{slug}")

    @rule(data=st.data(), series=st.booleans())
    def take_over(self, data: st.DataObject, series: bool) -> None:
        """Gives a file another name, and its old one to a new post."""
        before = dict(self.things)
        name = f"n{len(self.names)}"
        self.change(data, slug=lambda _: name)
        for number, thing in before.items():
            if self.things[number] != thing:
                self.add(thing.slug, "Notes" if series else f"Newer {name}", 0, thing.identity)

    @rule(data=st.data())
    def entitle(self, data: st.DataObject) -> None:
        """Gives it another title."""
        self.change(data, title=lambda thing: f"{thing.title}!")

    @rule(data=st.data(), days=st.integers(-25, 25))
    def move_date(self, data: st.DataObject, days: int) -> None:
        """Gives it another date."""
        self.change(data, published=lambda thing: thing.published + timedelta(days=days))

    @rule(data=st.data(), folder=st.sampled_from(["posts", "blog", "notes"]))
    def move(self, data: st.DataObject, folder: str) -> None:
        """Puts it into another folder."""
        self.change(data, folder=lambda _: folder)

    @rule(data=st.data())
    def pin(self, data: st.DataObject) -> None:
        """Gives a post a lasting id, which is another than before."""
        self.change(data, identity=lambda t: t.identity if t.identity == "dated path" else "pinned")

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Makes a draft of it, or publishes it."""
        self.change(data, draft=lambda thing: not thing.draft)

    @precondition(lambda self: len(self.things) > 3)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """Deletes a post."""
        del self.things[data.draw(st.sampled_from(sorted(self.things)))]

    @rule(days=st.sampled_from([1, 7, 7, 15]))
    def wait(self, days: int) -> None:
        """Time goes by."""
        self.now += timedelta(days=days)

    # ── What editors do ───────────────────────────────────────────────────────────────

    @property
    def posts(self) -> list[Post]:
        """The records of all posts."""
        return [thing.post for thing in self.things.values()]

    def number_of(self, path: str) -> int:
        """Which post that is."""
        return next(one.number for one in self.things.values() if one.post.path == path)

    @rule(place=st.integers(0, 1))
    def run(self, place: int) -> None:
        """`feeds digest new`, at any time and as often as one likes."""
        self.new(self.branches[place % len(self.branches)])

    def new(self, branch: Branch) -> None:
        """Begins an edition, if one is due and there is something for it."""
        chain = read_chain(branch.editions.values())
        if chain.findings or chain.drafts:
            return
        held = Claims(chain).among(self.posts)
        mistaken = self.mistaken(branch, held)
        if chain.newest:
            known = [each for each in held.moved if each.path not in mistaken]
            branch.put(replace(chain.newest, moved=(*chain.newest.moved, *known)))
        branch.changed.clear()
        window = due(self.newsletter, TOKYO, self.now, chain.editions, chain.newest)
        if window is None:
            return
        eligible = candidates(self.newsletter, SITE, self.posts, window.until)
        draft = Edition(
            self.newsletter.name,
            name := label(window.until, TOKYO, branch.editions),
            f"editions/weekly/{name}.md",
            window.since,
            window.until,
        )
        if chain.newest is None:
            by_passed = passed(eligible, draft)
            draft = replace(draft, passed=tuple(map(recorded, by_passed)))
            branch.passed[name] = frozenset(self.number_of(each.path) for each in by_passed)
        choice, findings = choose(self.newsletter, SITE, eligible, "Other", draft, held)
        assert findings == []
        self.nothing_is_too_old(branch, choice.posts)
        wanted = [post.path for post in choice.posts]
        wanted += [each.path for each in eligible if each.path in mistaken - {*wanted}]
        if wanted:
            branch.put(replace(draft, picks=tuple(map(Pick, wanted))))

    def mistaken(self, branch: Branch, held) -> set[str]:
        """The posts that were taken for others, as an editor sees who reads the warnings.

        Whatever is claimed and should not be, must be such a guess.
        """
        found = set()
        for path, hold in held.holds.items():
            kinds = {"posts": "truth", "passed": "passed", "never": "never"}
            if self.number_of(path) not in branch.really(kinds[hold.kind]):
                assert hold.guess, (path, hold)
                found.add(path)
        said = [finding.path for finding in held.findings]
        assert len(said) > 20 or found <= set(said)
        return found

    @rule(
        place=st.integers(0, 1),
        identity=st.sampled_from(["pinned", "slug", "dated url", "dated path", "title"]),
    )
    def week(self, place: int, identity: Identity) -> None:
        """A week as it should be: a post, and an edition that is approved."""
        self.write(0, identity, False, None)
        self.now += timedelta(days=7)
        branch = self.branches[place % len(self.branches)]
        self.new(branch)
        self.approve_on(branch)

    @precondition(lambda self: any(branch.draft for branch in self.branches))
    @rule(
        data=st.data(),
        what=st.sampled_from(["later", "never", "unpick", "turn round", "leave to the program"]),
    )
    def edit(self, data: st.DataObject, what: str) -> None:
        """Changes a draft."""
        branch = next(branch for branch in self.branches if branch.draft)
        draft = branch.draft
        assert draft
        picks = draft.picks or ()
        if what in ("later", "never") and self.things:
            path = data.draw(st.sampled_from(sorted(post.path for post in self.posts)))
            exclusion = Exclusion(path, what)  # type: ignore[arg-type]
            left = tuple(pick for pick in picks if pick.post != path)
            draft = replace(draft, picks=left, exclude=(*draft.exclude, exclusion))
        elif what == "unpick":
            draft = replace(draft, picks=picks[1:])
        elif what == "turn round":
            draft = replace(draft, picks=picks[::-1])
        elif what == "leave to the program":
            draft = replace(draft, picks=None)
        branch.put(draft)

    @precondition(lambda self: any(branch.draft for branch in self.branches))
    @rule()
    def abandon(self) -> None:
        """Deletes a draft."""
        branch = next(branch for branch in self.branches if branch.draft)
        assert branch.draft
        branch.remove(branch.draft)

    @precondition(lambda self: any(branch.draft for branch in self.branches))
    @rule()
    def approve(self) -> None:
        """`feeds digest approve`."""
        self.approve_on(next(branch for branch in self.branches if branch.draft))

    def approve_on(self, branch: Branch) -> None:
        """Approves the draft that is open there, if nothing is wrong and something in it."""
        chain = read_chain(branch.editions.values())
        draft = branch.draft
        if chain.findings or draft is None:
            return
        draft = self.without_what_others_have(branch, draft)
        held = Claims(chain).among(self.posts)
        eligible = candidates(self.newsletter, SITE, self.posts, draft.until)
        names = Names(self.posts, ("posts",))
        choice, _ = choose(self.newsletter, SITE, eligible, "Other", draft, held, names)
        if not choice.posts:
            branch.remove(draft)
            return
        excluded, _ = exclusions(draft, names)
        never = [post for post in self.posts if excluded.get(post.path) == "never"]
        branch.put(
            replace(
                draft,
                status="approved",
                posts=tuple(map(recorded, choice.posts)),
                never=tuple(map(recorded, never)),
                passed=draft.passed if chain.newest is None else (),
                previous=chain.newest.label if chain.newest else None,
            )
        )
        branch.truth[draft.label] = frozenset(self.number_of(post.path) for post in choice.posts)
        branch.never[draft.label] = frozenset(self.number_of(post.path) for post in never)

    def without_what_others_have(self, branch: Branch, draft: Edition) -> Edition:
        """The draft after its editor read the warnings about picks that may be others' posts."""
        if draft.picks is None:
            return draft
        chain = read_chain(branch.editions.values())
        held = Claims(chain).among(self.posts)
        names = Names(self.posts, ("posts",))
        _, findings = choose(self.newsletter, SITE, (), "Other", draft, held, names)
        warned = {finding.what.split(" looks like ")[0] for finding in findings}
        has = set(branch.really("truth")) | set(branch.really("never"))
        return replace(
            draft,
            picks=tuple(
                pick
                for pick in draft.picks
                if not (pick.post in warned and self.number_of(pick.post) in has)
            ),
        )

    @rule()
    def send(self) -> None:
        """Sends what is approved; not from a branch."""
        self.branches[0].send()

    @precondition(lambda self: len(self.branches) == 1 and not self.branches[0].draft)
    @rule()
    def branch_off(self) -> None:
        """Somebody else begins to write editions, from here on."""
        self.branches.append(self.branches[0].copy())

    @precondition(lambda self: len(self.branches) == 1 and not self.branches[0].draft)
    @rule(first=st.integers(0, 1), sent=st.booleans())
    def write_on_two_branches(self, first: int, sent: bool) -> None:
        """The same week on two branches, of which one is sent, perhaps."""
        self.branch_off()
        self.week(first, "slug")
        self.week(1 - first, "dated path")
        if sent:
            self.branches[0].send()
        self.merge()

    @precondition(lambda self: len(self.branches) == 2)
    @rule()
    def merge(self) -> None:
        """Merges the branch; of a file that both have made, the one of the main branch stays."""
        main, other = self.branches
        for name, edition in other.editions.items():
            mine = main.editions.get(name)
            if mine is None:
                main.adopt(other, name)
            elif mine.claims and edition.claims and mine.posts == edition.posts:
                main.put(replace(mine, moved=tuple(dict.fromkeys((*mine.moved, *edition.moved)))))
        main.changed |= other.changed
        self.branches = [main]
        self.mend(main)

    def mend(self, branch: Branch) -> None:
        """Does what the findings say, until there are none."""
        for _ in range(100):
            chain = read_chain(branch.editions.values())
            wrong = [*chain.findings, *claimed_twice(chain.editions)]
            assert all(each.level is Level.ERROR for each in wrong)
            self.double_is_said(branch, wrong)
            if not wrong:
                return
            (name,) = (each for each in branch.editions.values() if each.path == wrong[0].path)
            if "is a draft, and so is" in wrong[0].what:
                branch.remove(name)
            elif "write previous: " in wrong[0].remedy and name.status == "sent":
                before = wrong[0].remedy.partition("write previous: ")[2].split(";")[0]
                branch.put(replace(name, previous=before.rstrip(".")))
            elif "delete previous" in wrong[0].remedy and name.status == "sent":
                branch.put(replace(name, previous=None))
            else:
                unsent = next(
                    (each for each in branch.claiming if each.path in wrong[0].remedy), name
                )
                assert unsent.status == "approved"
                branch.put(replace(unsent, status="draft"))
        raise AssertionError(f"there is no end to it: {wrong}")

    # ── What must hold ────────────────────────────────────────────────────────────────

    def double_is_said(self, branch: Branch, wrong: Sequence[object]) -> None:
        """Whatever is in two editions after a merge must be among the findings."""
        twice = [number for number, times in Counter(branch.really("truth")).items() if times > 1]
        assert not twice or wrong, twice

    @invariant()
    def no_post_is_in_two_editions(self) -> None:
        """Readers would get a post twice."""
        for branch in self.branches:
            twice = [one for one, times in Counter(branch.really("truth")).items() if times > 1]
            assert not twice, twice

    def teardown(self) -> None:
        """Goes on until there is nothing more to send: then no post has been missed."""
        if len(self.branches) == 2:
            self.merge()
        (branch,) = self.branches
        self.approve_on(branch)
        self.add("the-last", "The last", 6, "pinned")
        began, idle = self.now, 0
        newest = max(thing.published for thing in self.things.values())
        while idle < 2 or self.now < newest + timedelta(days=8):
            self.now += timedelta(days=7)
            self.new(branch)
            idle = 0 if branch.draft else idle + 1
            self.approve_on(branch)
            assert self.now < began + timedelta(days=7 * 200)
        assert branch.draft is None
        self.no_post_is_in_two_editions()
        assert sorted(self.missed(branch)) == []

    def nothing_is_too_old(self, branch: Branch, posts: Sequence[Post]) -> None:
        """The program must never choose what was there before the first edition."""
        first = read_chain(branch.editions.values()).first
        for post in posts if first else ():
            assert post.published > first.since - timedelta(days=LATE)
            there = self.number_of(post.path) in branch.passed[first.label]
            assert not there or post.published > first.since

    def missed(self, branch: Branch) -> Iterator[int]:
        """Posts that should have been in an edition by now."""
        sent = {*branch.really("truth"), *branch.really("never")}
        first = read_chain(branch.editions.values()).first
        assert first
        for number, thing in self.things.items():
            if thing.draft or thing.published > self.now or number in sent:
                continue
            if thing.published > first.since or (
                number not in branch.passed[first.label]
                and thing.published > first.since - timedelta(days=LATE)
            ):
                yield number


TestNewsroom = Newsroom.TestCase
TestNewsroom.settings = settings(
    deadline=None,
    stateful_step_count=60,
    max_examples=1000 if os.environ.get("FEEDS_THOROUGH") == "1" else 40,
)
