"""What the program chooses, and what editors decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.choosing.chain import read_chain
from feeds.choosing.choose import candidates, choose, passed
from feeds.choosing.claims import Claims
from feeds.choosing.names import Names
from feeds.choosing.offers import offered
from feeds.choosing.picks import exclusions
from feeds.errors import Level
from feeds.model import Exclusion, Filter, Person, Pick, PostSettings, SectionSettings


@pytest.fixture
def chosen(newsletter, site):
    """Chooses for an edition, and gives the choice and what was found."""

    def make(posts, edition=None, before=(), settings=None, own_site=None, **known):
        settings = settings or newsletter(**{"group_by": "none"} | known)
        place = own_site or site
        held = Claims(read_chain(before)).among(posts)
        until = edition.until if edition else max(post.published for post in posts)
        eligible = candidates(settings, place, posts, until)
        names = Names(posts, ("posts",))
        return choose(settings, place, eligible, "Other", edition, held, names)

    return make


def paths(choice):
    """The names of the posts that were chosen."""
    return [post.path.removeprefix("posts/").removesuffix(".md") for post in choice.posts]


def shape(choice):
    """Titles of sections, and the posts in each."""
    return [(title, [each.post.title[3:] for each in some]) for title, some in choice.sections]


# ── What the program chooses ──────────────────────────────────────────────────────────


def test_a_rolling_issue(chosen, post):
    """A newsletter without editions would have other posts than before."""
    posts = [post("a", 1), post("b", 8), post("c", 8.5), post("d", 9, draft=True)]
    choice, findings = chosen(posts)
    assert (paths(choice), findings, choice.lead) == (["c", "b"], [], "posts/c.md")
    choice, _ = chosen(posts, limit=1)
    assert (paths(choice), [each.title for each in choice.left]) == (["c"], ["On b"])
    assert paths(chosen(posts, window=1_000_000_000)[0]) == ["c", "b", "a"]


def test_no_posts(newsletter, site):
    """A site without posts would fail."""
    choice, findings = choose(newsletter(), site, [], "Other")
    assert (choice.sections, choice.lead, choice.left, findings) == ([], None, [], [])


def test_a_first_edition_has_its_window_alone(chosen, post, edition):
    """The first edition of an old blog would hold its last twenty years."""
    posts = [post("old", 1), post("edge", 2), post("a", 2.1), post("b", 9), post("late", 9.1)]
    choice, findings = chosen(posts, edition("2026-11-09")())
    assert (paths(choice), findings) == (["b", "a"], [])


@pytest.fixture
def first(edition, claim, post):
    """A first edition that was sent, of the week up to 9 November."""

    def make(*posts, passed=(), **more):
        return edition(
            "2026-11-09",
            status="sent",
            posts=tuple(map(claim, posts)),
            passed=tuple(map(claim, passed)),
            **more,
        )()

    return make


def test_later_editions_have_all_that_is_left(chosen, post, edition, first):
    """Posts over a limit, that were put off, or that came late would never be sent."""
    a, left, new = post("a", 5), post("left", 4), post("new", 12)
    late, too_late, there = post("late", -20), post("too-late", -28), post("there", 1)
    choice, _ = chosen(
        [a, left, new, late, too_late, there], edition("2026-11-16")(), [first(a, passed=[there])]
    )
    assert paths(choice) == ["new", "left", "late"]
    choice, _ = chosen([a, left, new, late, too_late], edition("2026-11-16")(), [first(a)], late=5)
    assert paths(choice) == ["new", "left"]


def test_a_post_of_long_ago_that_is_dated_anew(chosen, post, edition, first):
    """A post that was there before the newsletter, and is new again, would never be sent."""
    there = post("there", 1)
    again = replace(there, published=there.published + timedelta(days=12))
    assert paths(chosen([again], edition("2026-11-16")(), [first(passed=[there])])[0]) == ["there"]


def test_excluded_posts(chosen, post, edition, first, claim):
    """What an editor left out would be sent all the same, or never again."""
    posts = [post("a", 10), post("b", 11), post("c", 12)]
    excluded = (Exclusion("a"), Exclusion("posts/b.md", "never"))
    choice, _ = chosen(posts, edition("2026-11-16", exclude=excluded)(), [first()])
    assert paths(choice) == ["c"]
    second = edition(
        "2026-11-16",
        status="sent",
        previous="2026-11-09",
        exclude=excluded,
        never=(claim(posts[1]),),
        posts=(claim(posts[2]),),
    )()
    choice, _ = chosen(posts, edition("2026-11-23")(), [first(), second])
    assert paths(choice) == ["a"]


def test_candidates(newsletter, site, post):
    """Drafts, posts of the future or of another category would be sent."""
    until = post("x", 9).published
    posts = [
        post("b", 8),
        post("a", 8),
        post("c", 9, categories=("Sea",)),
        post("d", 9, draft=True),
        post("e", 9.1),
        post("f", 9, expires=until),
        post("g", 9, expires=until + timedelta(seconds=1)),
    ]

    def found(**known):
        return "".join(
            each.title[3:] for each in candidates(newsletter(**known), site, posts, until)
        )

    assert found() == "cgab"
    assert found(filter=Filter(categories=("sea",))) == "c"
    drafts = replace(site, posts=PostSettings(drafts=True))
    assert "d" in {each.title[3:] for each in candidates(newsletter(), drafts, posts, until)}


def test_what_a_first_edition_passes_by(post, edition):
    """Posts of long ago would be taken for late ones."""
    posts = [post("a", 1), post("b", 2), post("c", 2.1)]
    assert [each.title for each in passed(posts, edition("2026-11-09")())] == ["On a", "On b"]


# ── What editors pick ─────────────────────────────────────────────────────────────────


def picks(*names):
    """Picks of posts by name, each in a line of its own from 10 on."""
    return tuple(Pick(name, line=line) for line, name in enumerate(names, 10))


def test_picks_in_their_order(chosen, post, edition, first):
    """An editor's order, or posts beyond limits, filters and windows, would be lost."""
    posts = [post("a", 1), post("b", 11), post("c", 12), post("d", -300), post("e", 13)]
    picking = edition("2026-11-16", picks=picks("b", "d", "posts/a.md", "c"))()
    choice, findings = chosen(
        posts,
        picking,
        [first(passed=[posts[0]])],
        limit=2,
        filter=Filter(categories=("Nothing",)),
    )
    assert (paths(choice), choice.lead, findings) == (["b", "d", "a", "c"], "posts/b.md", [])
    assert list(choice.left) == []


def test_no_picks_at_all(chosen, post, edition):
    """An editor who takes every pick out would get all posts instead."""
    choice, _ = chosen([post("a", 8)], edition("2026-11-09", picks=())())
    assert (choice.sections, choice.lead) == ([], None)


def test_what_cannot_be_picked(chosen, post, edition, first, claim):
    """An edition that names what is not there would fail, or send what it must not."""
    renamed = replace(post("old-name", 5), path="posts/new-name.md")
    posts = [
        post("good", 11),
        post("draft", 11, draft=True),
        post("future", 17),
        post("over", 11, expires=post("x", 12).published),
        renamed,
        post("never", 6),
        post("both", 12),
        post("x1", 9, path="posts/x/same.md"),
        post("x2", 9, path="posts/y/same.md"),
    ]
    before = first(post("old-name", 5), never=(claim(posts[5]),))
    names = (
        *("good", "goood", "draft", "future", "over", "new-nane", "posts/old-name.md"),
        *("never", "both", "same", "tag:x.example,2026:good"),
    )
    picking = edition("2026-11-16", picks=picks(*names), exclude=(Exclusion("both"),))()
    choice, findings = chosen(posts, picking, [before])
    assert paths(choice) == ["good"]
    left_out = "It is left out; "
    said = [str(finding).removeprefix("editions/weekly/2026-11-16.md:") for finding in findings]
    assert said == [
        '11: no post is called "goood" (did you mean "posts/good.md"?). '
        f"{left_out}write the path, the id or the URL of a post.",
        f"12: posts/draft.md is a draft. {left_out}publish it, or delete the pick.",
        "13: posts/future.md is dated 2026-11-17 09:00, after this edition. "
        f"{left_out}leave it to the next edition, or move until.",
        f"14: posts/over.md has expired. {left_out}delete the pick.",
        '15: no post is called "new-nane" (did you mean "posts/new-name.md"?). '
        f"{left_out}write the path, the id or the URL of a post.",
        "16: posts/new-name.md is in edition 2026-11-09 already, as posts/old-name.md. "
        f"{left_out}delete the pick.",
        "17: posts/never.md was excluded for good by edition 2026-11-09. "
        f"{left_out}if it is wanted after all, take it out of never in "
        "editions/weekly/2026-11-09.md.",
        f"18: posts/both.md is both picked and excluded. {left_out}"
        "take it out of picks or of exclude.",
        f'19: "same" may be posts/x/same.md or posts/y/same.md. {left_out}write the whole path.',
        '20: "tag:x.example,2026:good" is picked twice, first in line 10. Delete one of the two.',
    ]
    assert [finding.level for finding in findings] == [*[Level.ERROR] * 9, Level.WARNING]


def test_drafts_where_the_site_shows_them(chosen, post, edition, site):
    """A preview with drafts would lack them in editions alone."""
    with_drafts = replace(site, posts=PostSettings(drafts=True))
    picking = edition("2026-11-09", picks=picks("a"))()
    choice, findings = chosen([post("a", 8, draft=True)], picking, own_site=with_drafts)
    assert (paths(choice), findings) == (["a"], [])


def test_a_pick_of_what_only_looks_like_another(chosen, post, edition, first):
    """An editor's word would not count against a guess."""
    before = first(post("a", 5))
    twin = post("b", 5, title="On a")
    assert paths(chosen([twin], edition("2026-11-16")(), [before])[0]) == []
    picking = edition("2026-11-16", picks=picks("b"))()
    choice, (finding,) = chosen([twin], picking, [before])
    assert paths(choice) == ["b"]
    assert finding.level is Level.WARNING
    assert str(finding) == (
        "editions/weekly/2026-11-16.md:10: posts/b.md looks like posts/a.md, which edition "
        "2026-11-09 has. It is taken, since it is picked; delete the pick if it is the same post."
    )


def test_a_pick_by_the_name_that_an_edition_has(chosen, post, edition, first):
    """A draft of another branch would send what was sent from this one and then renamed."""
    renamed = post("b", 5, title="On a")
    picking = edition("2026-11-16", picks=picks("posts/a.md"))()
    choice, (finding,) = chosen([renamed], picking, [first(post("a", 5))])
    assert choice.posts == []
    assert finding.what == "posts/b.md is in edition 2026-11-09 already, as posts/a.md"


def test_a_pick_by_the_name_before(chosen, post, edition, first):
    """A post of before the newsletter that was renamed would be lost to an edition."""
    old = post("a", 1)
    new = replace(old, path="posts/b.md")
    picking = edition("2026-11-16", picks=picks("posts/a.md"))()
    choice, findings = chosen([new], picking, [first(passed=[old])])
    assert (paths(choice), findings) == (["b"], [])


def test_exclusions_that_are_none(chosen, post, edition):
    """A slip in exclude would send what somebody wanted to leave out, and nobody hear of it."""
    posts = [post("a", 8), post("b", 8, path="x/same.md"), post("c", 8, path="y/same.md")]
    wrong = (Exclusion("nobody", line=7), Exclusion("same", line=8))
    _, findings = chosen(posts, edition("2026-11-09", exclude=wrong)())
    assert [(finding.line, finding.level) for finding in findings] == [
        (7, Level.WARNING),
        (8, Level.WARNING),
    ]
    assert all(finding.remedy.startswith("Nothing is excluded; ") for finding in findings)


def test_never_is_more_than_later(post, edition):
    """A post that is excluded for good and for now would come back."""
    for both in (
        (Exclusion("a", "never"), Exclusion("a")),
        (Exclusion("a"), Exclusion("a", "never")),
    ):
        found, _ = exclusions(edition("2026-11-09", exclude=both)(), Names([post("a")]))
        assert found == {"posts/a.md": "never"}


# ── The lead ──────────────────────────────────────────────────────────────────────────


def test_the_lead(chosen, post, edition):
    """Another post than the editor's would lead, or none."""
    posts = [post("a", 8), post("b", 7), post("c", 6)]
    for lead, found in ((None, "a"), ("b", "b"), ("tag:x.example,2026:c", "c")):
        choice, findings = chosen(posts, edition("2026-11-09", lead=lead)())
        assert (choice.lead, findings) == (f"posts/{found}.md", [])


@pytest.mark.parametrize(
    ("lead", "what"),
    [
        ("c", "the lead, posts/c.md, is not in the edition"),
        ("bb", 'lead: no post is called "bb"'),
        ("same", 'lead: "same" may be x/same.md or y/same.md'),
    ],
)
def test_a_lead_that_is_not_there(chosen, post, edition, lead, what):
    """An edition without its lead would say nothing of it."""
    posts = [post("a", 8), post("b", 7), post("c", 1)]
    posts += [post("d", 1, path="x/same.md"), post("e", 1, path="y/same.md")]
    choice, (finding,) = chosen(posts, edition("2026-11-09", lead=lead, lines={"lead": 4})())
    assert choice.lead == "posts/a.md"
    assert finding.what.startswith(what)
    assert (finding.level, finding.line) == (Level.WARNING, 4)
    assert finding.remedy.startswith("posts/a.md leads instead; ")


# ── Sections ──────────────────────────────────────────────────────────────────────────

SEA, SKY = (Filter(categories=(name,)) for name in ("sea", "sky"))


def test_sections(chosen, post, edition, newsletter):
    """Posts would stand twice, in another order, or under a heading that is nobody's."""
    posts = [
        post("a", 8, categories=("Sea", "Sky")),
        post("b", 7, categories=("Sky",)),
        post("c", 6),
        post("d", 5, categories=("Sea",)),
    ]
    own = newsletter(sections=(SectionSettings("Above", SKY), SectionSettings("Below", SEA)))
    choice, _ = chosen(posts, edition("2026-11-09")(), settings=own)
    assert shape(choice) == [("Above", ["a", "b"]), ("Below", ["d"]), ("Other", ["c"])]
    wanted = (SectionSettings("Water", SEA), SectionSettings("Nothing", Filter(tags=("x",))))
    choice, _ = chosen(posts, edition("2026-11-09", sections=wanted)(), settings=own)
    assert shape(choice) == [("Water", ["a", "d"]), ("Other", ["b", "c"])]
    choice, _ = chosen(posts, edition("2026-11-09", sections=())(), settings=own)
    assert shape(choice) == [("Sea", ["a", "d"]), ("Sky", ["b"]), ("Other", ["c"])]
    choice, _ = chosen(posts, settings=own)
    assert [title for title, _ in choice.sections] == ["Above", "Below", "Other"]


@pytest.mark.parametrize(
    ("group_by", "found"),
    [
        ("category", [("Sea", ["b", "c"]), ("Other", ["a"])]),
        ("tag", [("x", ["a"]), ("Other", ["b", "c"])]),
        ("author", [("Mio", ["a", "b"]), ("Other", ["c"])]),
        ("none", [(None, ["a", "b", "c"])]),
    ],
)
def test_ways_to_group(chosen, post, group_by, found):
    """A setting of `group_by` would be without effect."""
    posts = [
        post("a", 8, tags=("x", "y"), authors=(Person("Mio"),)),
        post("b", 7, categories=("Sea", "Sky"), authors=(Person("mio"), Person("Jun"))),
        post("c", 6, categories=("sea",)),
    ]
    assert shape(chosen(posts, group_by=group_by)[0]) == found


def test_limits_of_sections(chosen, post, edition, newsletter):
    """A post over a section's limit would turn up elsewhere, or make the issue shorter."""
    posts = [post(name, 8 - place / 10, categories=("Sea",)) for place, name in enumerate("abc")]
    posts += [post("x", 4, categories=("Sky",)), post("y", 3)]
    own = newsletter(limit=3, sections=(SectionSettings("S", SEA, 1), SectionSettings("Sky", SKY)))
    choice, _ = chosen(posts, edition("2026-11-09")(), settings=own)
    assert shape(choice) == [("S", ["a"]), ("Sky", ["x"]), ("Other", ["y"])]
    assert [each.title for each in choice.left] == ["On b", "On c"]
    picking = edition("2026-11-09", picks=picks("c", "b", "a", "x"))()
    choice, _ = chosen(posts, picking, settings=own)
    assert shape(choice) == [("S", ["c", "b", "a"]), ("Sky", ["x"])]


def test_lengths(chosen, post, edition, newsletter):
    """A pick's own length, a section's or the newsletter's would be without effect."""
    posts = [post(name, 8 - place, categories=("Sea",)) for place, name in enumerate("abc")]
    posts.append(post("d", 4))
    own = newsletter(length="headline", sections=(SectionSettings("S", SEA, length="full"),))
    picking = edition(
        "2026-11-09", picks=(Pick("d"), Pick("a"), Pick("b", length="headline"), Pick("c"))
    )()
    choice, _ = chosen(posts, picking, settings=own)
    lengths = {each.post.title[3:]: each.length for _, some in choice.sections for each in some}
    assert lengths == {"a": "full", "b": "headline", "c": "full", "d": "excerpt"}
    choice, _ = chosen(posts, replace(picking, lead="b"), settings=own)
    lengths = {each.post.title[3:]: each.length for _, some in choice.sections for each in some}
    assert (lengths["b"], lengths["d"]) == ("excerpt", "headline")


# ── What else there is ────────────────────────────────────────────────────────────────


def test_offers(newsletter, site, post, edition, first, claim):
    """An editor would not know what else there is, or why it is out."""
    posts = {
        "sent": post("sent", 5),
        "never": post("never", 5.5),
        "old": post("old", -300),
        "passed": post("passed", 1),
        "put-off": post("put-off", 10),
        "taken": post("taken", 13),
        "over": post("over", 12),
        "future": post("future", 18),
    }
    before = first(
        posts["sent"], passed=[posts["passed"], posts["old"]], never=(claim(posts["never"]),)
    )
    draft = edition("2026-11-16", exclude=(Exclusion("put-off"),))()
    held = Claims(read_chain([before])).among(posts.values())
    own = newsletter(limit=1)
    eligible = candidates(own, site, posts.values(), draft.until)
    names = Names(posts.values())
    excluded, _ = exclusions(draft, names)

    def offers(of):
        choice, _ = choose(own, site, eligible, "Other", of, held, names)
        return [
            (offer.post.title[3:], str(offer), offer.free)
            for offer in offered(own, eligible, of, held, choice, excluded)
        ]

    rest = [
        ("put-off", "excluded", True),
        ("never", "excluded for good by edition 2026-11-09", False),
        ("sent", "in edition 2026-11-09", False),
        ("passed", "older than this edition goes back", True),
        ("old", "older than this edition goes back", True),
    ]
    assert offers(draft) == [("over", "over the limit", True), *rest]
    picking = replace(draft, picks=picks("over"))
    assert offers(picking) == [("taken", "not picked", True), *rest]


# ── Many ──────────────────────────────────────────────────────────────────────────────


def test_many_picks_of_many_posts(chosen, post, edition, first):
    """Five hundred picks among ten thousand posts, half of them wrong, would take minutes."""
    posts = [post(f"number-{number}", 9 + number / 10_000) for number in range(10_000)]
    wanted = picks(*(f"number-{number}{'x' * (number % 2)}" for number in range(500)))
    choice, findings = chosen(posts, edition("2026-11-16", picks=wanted)(), [first(*posts[:100])])
    assert (len(choice.posts), len(findings)) == (200, 300)
