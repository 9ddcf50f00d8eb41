"""An edition beside what others make of it: whether it is whole, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml.html import fromstring

from benchmarks.check import UnfitError
from benchmarks.edition import Draft, Made, as_data, given_to_premailer, lay_site, warm
from benchmarks.newsletter import EDITION, LINT, PREMAILER, TRIMMED, Outcome, page, try_out
from benchmarks.premailing import as_it_comes, with_our_options

POSTS = 8
SITE = Path("benchmarks/sites/newsletter")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """That of a site of a few posts, whose index is warm."""
    root = tmp_path_factory.mktemp("work") / "newsletter"
    lay_site(root, POSTS)
    return warm(root)


@pytest.fixture(scope="module")
def made(draft: Draft) -> Made:
    """Its edition."""
    return draft.made()


def test_the_edition_is_whole_and_sound(draft: Draft, made: Made) -> None:
    """Less would be measured than an editor waits for."""
    assert [each.media_type for each in made.issue.documents] == [
        *("text/html", "text/plain", "message/rfc822", "text/html")
    ]
    assert len(made.posts) == len(made.shown) == POSTS
    for document in (made.document("text/html"), made.document("text/html", 1)):
        sources = [image.get("src") for image in fromstring(document.decode()).iter("img")]
        assert len([each for each in sources if "/media/" in each]) >= POSTS
    assert [each for each in draft.judged(made) if each.level == "error"] == []


def test_premailer_is_given_what_it_is_given_here(draft: Draft, made: Made) -> None:
    """premailer would have more to do, or less, than it has in this program."""
    given = given_to_premailer(made.digest, draft.workspace.site.root)
    here = made.document("text/html").decode()
    styled = [
        [(each.tag, each.get("class")) for each in fromstring(page).iter() if each.get("style")]
        for page in (here, as_it_comes(given), with_our_options(given))
    ]
    assert styled[0] == styled[1] == styled[2] != []


def test_others_are_given_all_posts(made: Made) -> None:
    """They would have less to render."""
    data = json.loads(json.dumps(as_data(made.digest)))
    posts = [post for section in data["sections"] for post in section["posts"]]
    assert len(posts) == POSTS
    assert all(post["title"] and post["byline"] and post["excerpt"] for post in posts)
    assert all(post["picture"].endswith(".jpg") and post["alt"] for post in posts)


def test_who_lacks_a_post_is_not_compared(made: Made) -> None:
    """Somebody who leaves half of the work out would be the fastest."""
    whole = made.document("text/html").decode()
    assert list(try_out(made, {"other": whole})) == ["feeds", "its web page", "other"]
    first = made.posts[0].url
    with pytest.raises(UnfitError, match="other lacks 1 of 8 posts"):
        try_out(made, {"other": whole.replace(f'"{first}"', '"#"')})


def test_the_page_says_what_was_measured_and_whether_it_will_do() -> None:
    """A ratio over the limit would pass for one that is below it."""
    outcome = Outcome(
        posts=50,
        shown=45,
        machine="A machine",
        versions={"feeds": "1", PREMAILER: "2", "mjml": "3"},
        html={"feeds": 70_000, "mjml": 200_000},
        engine={EDITION: [0.2, 0.3, 0.2], LINT: [0.1, 0.1, 0.1], PREMAILER: [0.1, 0.12, 0.11],
                TRIMMED: [0.05, 0.06, 0.07],
                "mjml": [0.2, 0.2, 0.2]},
        commands={"feeds lint": [0.9, 0.8, 0.7]},
    )  # fmt: skip
    told = page(outcome)
    assert "| feeds, all of it | 0.30 | 0.30, 0.40, 0.30 | 2.73 |" in told
    assert "| premailer | 0.11 | 0.10, 0.12, 0.11 | 1.00 |" in told
    assert "| feeds lint | 0.80 | 0.90, 0.80, 0.70 |" in told
    assert "| all of it ÷ premailer | 2.73 | ≤ 3 | yes |" in told
    assert "| all of it ÷ premailer, with the options of feeds | 5.00 | ≤ 3 | no |" in told


def test_the_peers_are_locked_and_named_by_no_host() -> None:
    """Other versions would be measured on the next machine, or none be found there."""
    asked = json.loads((ROOT / SITE / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / SITE / "package-lock.json").read_text())["packages"]
    assert locked[""]["dependencies"] == asked
    for name, wanted in asked.items():
        assert locked[f"node_modules/{name}"]["version"] == wanted
    assert not any("resolved" in each for each in locked.values())
    assert all("integrity" in each for name, each in locked.items() if name)
