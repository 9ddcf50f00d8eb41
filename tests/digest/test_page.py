"""The mail's HTML stays under its budget, and says what had to go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html as lxml_html

from feeds.digest import page as module
from feeds.digest.documents import issue as made_of
from feeds.digest.fit import size, weight
from feeds.templating.templates import Templates


def _entries(entry, count=12, words=400):
    for number in range(count):
        made = entry(f"Post {number}", 28 - number, categories=(f"Category {number % 3}",))
        text = f"word{number} " * words
        body = replace(made.body, html=f"<p>{text}</p><pre>a\n\n\nb</pre>", excerpt=text[:200])
        yield replace(made, body=body)


def _shown(html):
    page = lxml_html.fromstring(html)
    return page.text_content()


@pytest.fixture
def inlinings(monkeypatch):
    """The pages that were inlined."""
    pages = []
    inline = module.inline

    def noting(html):
        pages.append(html)
        return inline(html)

    monkeypatch.setattr(module, "inline", noting)
    return pages


def test_a_page_that_fits_is_inlined_once(issue, entry, tmp_path, inlinings):
    """Every issue would take twice the time."""
    made = made_of(
        issue(*_entries(entry), window=30, length="full", budget=900_000), Templates(tmp_path)
    )
    assert made.findings == ()
    assert set(made.lengths) == {"full"}
    assert len(inlinings) == 1


@pytest.mark.parametrize("budget", [40_000, 26_000, 20_000, 17_000])
def test_a_page_that_is_too_long_is_shortened(issue, entry, tmp_path, inlinings, budget):
    """A mail would be cut off by Gmail, with the unsubscribe link in what is cut."""
    digest = issue(*_entries(entry), window=30, length="full", budget=budget)
    made = made_of(digest, Templates(tmp_path))
    html = made.documents[0].data.decode()
    assert weight(size(html), 0) <= budget
    assert len(inlinings) == 2
    assert "<!--[" not in html.replace("<!--[if", "").replace("<![endif]", "")
    assert "morexnumber" not in html
    (finding,) = made.findings
    assert f"{weight(size(html), 0):,} bytes" in finding.what
    for number, length in enumerate(made.lengths):
        post = digest.sections[number // 4].posts[number % 4].entry.post
        assert (f'"{post.url}"' in html) == (length is not None)
    left_out = sum(length is None for length in made.lengths)
    assert (f"{left_out} more post" in _shown(html)) == bool(left_out)
    assert "Unsubscribe" in _shown(html)


def test_shortening_is_cutting_alone(issue, entry, tmp_path):
    """What is left would be shown otherwise than if nothing had been shortened."""
    whole = made_of(
        issue(*_entries(entry), window=30, length="full", budget=900_000), Templates(tmp_path)
    )
    short = made_of(
        issue(*_entries(entry), window=30, length="full", budget=40_000), Templates(tmp_path)
    )
    assert short.lengths[0] == "full"
    lines = set(whole.documents[0].data.decode().splitlines())
    kept = [line for line in short.documents[0].data.decode().splitlines() if line in lines]
    assert "word0 " * 399 in "\n".join(kept)
    assert ">a\n\n\nb</pre>" in short.documents[0].data.decode()


def test_a_heading_goes_with_its_last_post(issue, entry, tmp_path):
    """A section would be left with a heading and nothing below it."""
    made = made_of(
        issue(*_entries(entry), window=30, length="full", budget=17_000), Templates(tmp_path)
    )
    page = lxml_html.fromstring(made.documents[0].data.decode())
    headings = [each.text_content() for each in page.find_class("section-name")]
    alive = [made.lengths[start : start + 4] for start in (0, 4, 8)]
    wanted = [f"Category {n}" for n, part in enumerate(alive) if any(part)]
    assert headings == wanted
    assert len(wanted) < 3


def test_what_cannot_be_shortened_is_said(issue, entry, tmp_path):
    """An editor would not know why the mail is cut off all the same."""
    made = made_of(
        issue(*_entries(entry), window=30, budget=10_000, title="T" * 3000), Templates(tmp_path)
    )
    (finding,) = made.findings
    assert "cannot be shortened to 10,000" in finding.what


def test_a_link_reserve_counts(issue, entry, tmp_path):
    """An engine that counts clicks would bring the mail over the limit."""
    plain = made_of(issue(*_entries(entry), window=30, budget=26_000), Templates(tmp_path))
    reserved = made_of(
        issue(*_entries(entry), window=30, budget=26_000, link_reserve=300), Templates(tmp_path)
    )
    order = {"full": 3, "excerpt": 2, "headline": 1, None: 0}
    assert sum(map(order.get, reserved.lengths)) < sum(map(order.get, plain.lengths))


def test_the_lead_of_two_megabytes(issue, entry, tmp_path):
    """One giant post would make the whole mail unreadable."""
    giant, *others = _entries(entry, 3)
    body = replace(giant.body, html="<p>" + "lorem ipsum " * 170_000 + "</p>")
    digest = issue(replace(giant, body=body), *others, length="full")
    made = made_of(digest, Templates(tmp_path))
    assert weight(size(made.documents[0].data.decode()), 0) <= 90_000
    assert made.lengths[0] == "excerpt"
