"""The order of editions, and what can be wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.choosing.chain import read_chain
from feeds.errors import Level


@pytest.fixture
def chain_of(edition):
    """Makes the chain of approved editions, given as labels and the ones before."""

    def make(links, **more):
        made = [
            edition(label, status="approved", previous=previous, lines={"previous": 7})()
            for label, previous in links.items()
        ]
        return read_chain([*made, *(edition(label, **known)() for label, known in more.items())])

    return make


def said(chain):
    """What the findings say, and where."""
    return [(finding.place, finding.what) for finding in chain.findings]


A, B, C, D, E = (f"2026-11-{day:02}" for day in (2, 9, 16, 23, 30))


def test_editions_in_their_order(chain_of, edition):
    """The next edition would follow another one than the last."""
    chain = chain_of({C: B, A: None, B: A})
    assert [each.label for each in chain.editions] == [A, B, C]
    assert (chain.first.label, chain.newest.label, chain.findings) == (A, C, [])
    # Windows do not matter: an edition may be sent before one that was approved earlier.
    assert [each.label for each in chain_of({A: C, C: None}).editions] == [C, A]


def test_no_editions(chain_of):
    """A newsletter that has none yet would fail."""
    chain = chain_of({})
    assert (chain.first, chain.newest, chain.editions, chain.findings) == (None, None, [], [])


def test_drafts_have_no_place(chain_of, edition):
    """A draft would claim posts, or be followed."""
    chain = read_chain([edition(A, status="sent")(), edition(B, previous=A)()])
    assert [each.label for each in chain.editions] == [A]
    assert [each.label for each in chain.drafts] == [B]
    assert chain.findings == []


def test_two_drafts(edition):
    """Two people would write editions of the same posts."""
    chain = read_chain([edition(label, lines={"status": 3})() for label in (B, A)])
    assert said(chain) == [
        (f"editions/weekly/{B}.md:3", f"it is a draft, and so is editions/weekly/{A}.md")
    ]


def test_an_edition_before_that_is_missing(chain_of):
    """Its posts would be sent again."""
    chain = chain_of({A: None, C: B})
    assert said(chain) == [
        (
            f"editions/weekly/{C}.md:7",
            f'the edition before it, "{B}", is not there (did you mean "{A}"?)',
        )
    ]
    assert [each.label for each in chain.editions] == [A, C]
    assert all(finding.level is Level.ERROR and finding.remedy for finding in chain.findings)


def test_an_edition_before_that_is_a_draft_again(edition):
    """Somebody who takes an approval back would not hear what hangs on it."""
    again, after = edition(B, previous=A)(), edition(C, status="sent", previous=B)()
    chain = read_chain([edition(A, status="sent")(), again, after])
    assert said(chain) == [(f"editions/weekly/{C}.md", f"the edition before it, {B}, is a draft")]
    assert chain.findings[0].remedy.endswith(f"until then, write previous: {A}.")
    chain = read_chain([edition(B)(), after])
    assert chain.findings[0].remedy.endswith("until then, delete previous.")


def test_branches_that_were_merged(chain_of):
    """Posts would be sent twice, and the next edition follow either."""
    chain = chain_of({A: None, B: A, C: A, D: B})
    assert said(chain) == [
        (
            f"editions/weekly/{C}.md:7",
            f"it follows {A}, and so does {B}, as when two branches are merged",
        )
    ]
    assert f"write previous: {D}" in chain.findings[0].remedy
    assert said(chain_of({A: None, B: A, D: B, C: D})) == []


def test_the_branch_that_was_not_sent_is_the_one_to_change(edition):
    """An editor would be told to change what readers have already."""
    chain = read_chain(
        [
            edition(A, status="sent")(),
            edition(B, status="approved", previous=A)(),
            edition(C, status="sent", previous=A)(),
        ]
    )
    assert [finding.path for finding in chain.findings] == [f"editions/weekly/{B}.md"]


def test_two_first_editions(chain_of):
    """Two branches that each began the newsletter would be taken for one line."""
    chain = chain_of({A: None, B: None})
    assert said(chain) == [
        (
            f"editions/weekly/{B}.md:7",
            f"it is a first edition, and so is {A}, as when two branches are merged",
        )
    ]
    assert f"write previous: {A}" in chain.findings[0].remedy


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ({A: A}, [(A, ["it follows itself"])]),
        ({A: B, B: A, C: B}, [(A, [A, B])]),
        ({A: None, B: C, C: D, D: B, E: D}, [(B, [B, C, D])]),
        ({A: B, B: A, C: D, D: C}, [(A, [A, B]), (C, [C, D])]),
    ],
)
def test_circles(chain_of, links, found):
    """Nobody would be told why there is no first edition, or the search would never end."""
    chain = chain_of(links)
    circles = [
        finding
        for finding in chain.findings
        if "itself" in finding.what or "circle" in finding.what
    ]
    assert [finding.path for finding in circles] == [
        f"editions/weekly/{label}.md" for label, _ in found
    ]
    for finding, (_, members) in zip(circles, found, strict=True):
        assert sorted(finding.what.rpartition(": ")[2].split(", ")) == members


LABELS = st.sampled_from([f"2026-01-{day:02}" for day in range(1, 9)])


@given(st.dictionaries(LABELS, st.none() | LABELS | st.just("gone"), max_size=8))
def test_any_links(edition, links):
    """A chain that is broken would pass for a whole one, or a whole one for broken."""
    editions = [edition(label, status="sent", previous=links[label])() for label in links]
    chain = read_chain(editions)
    assert sorted(each.label for each in chain.editions) == sorted(links)
    in_order = [None, *(each.label for each in chain.editions)]
    whole = [each.previous for each in chain.editions] == in_order[:-1]
    assert whole is (not chain.findings)


def test_ten_thousand_editions(edition):
    """Years of daily editions would take minutes, or exhaust the stack."""
    labels = [f"2026-01-01-{number}" for number in range(10_000)]
    links = zip(labels, [None, *labels], strict=False)
    whole = [edition(label, status="sent", previous=previous)() for label, previous in links]
    assert [each.label for each in read_chain(whole).editions] == labels
    assert len(read_chain(whole[1:]).findings) == 1
