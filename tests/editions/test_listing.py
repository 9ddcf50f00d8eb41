"""Which editions there are, in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

from feeds.editions.listing import shelf, strangers
from feeds.errors import Level
from feeds.model import Schedule, Site

from .conftest import LETTER


def put(site: Site, **files: str) -> Path:
    """Editions by their labels, `_` for `-`."""
    folder = site.root / "editions/letter"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name[1:].replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return folder


def approved(label: str, *more: str) -> str:
    """The file of an edition that was approved."""
    files = ", ".join(f"{label}.{kind}: '{'0' * 64}'" for kind in ("eml", "txt", "html"))
    claim = "{id: 'urn:a', path: a.md, url: 'https://a', published: 2026-11-10, title: A}"
    lines = ("status: sent", f"posts: [{claim}]", f"files: {{{files}}}", *more)
    return "\n".join(("---", *lines, "---", ""))


def test_editions_follow_each_other_by_day_and_number(site: Site) -> None:
    """The tenth edition of a day would come before the second."""
    put(site, e2026_11_23_10="", e2026_11_23_2="", e2026_11_23="", e2026_11_16="")
    found = shelf(site, LETTER)
    labels = [edition.label for edition in found.editions]
    assert labels == ["2026-11-16", "2026-11-23", "2026-11-23-2", "2026-11-23-10"]
    assert found.findings == ()


def test_a_window_that_is_left_out_goes_on_where_the_last_one_ended(site: Site) -> None:
    """Posts between two editions would be in none of them."""
    put(site, e2026_11_15="---\nwindow: {from: 2026-11-01, to: 2026-11-15 06:00}\n---\n")
    put(site, e2026_11_23="")
    weekly = replace(LETTER, schedule=Schedule("week", at=time(8)))
    first, second = shelf(site, weekly).editions
    assert second.since == first.until
    assert second.until.isoformat() == "2026-11-23T08:00:00+09:00"


def test_other_names_are_hinted_at(site: Site) -> None:
    """A misnamed edition would be missing, and nobody would know why."""
    folder = put(
        site, e2026_11_23="", e2026_02_30="", e2026_11_23_1="", enext="", e2026_11_23_02=""
    )
    for name in ("README.md", "2026-11-23.eml", "2026-11-23.passed.jsonl", ".hidden.md"):
        (folder / name).write_text("")
    found = shelf(site, LETTER)
    assert [edition.label for edition in found.editions] == ["2026-11-23"]
    assert {finding.level for finding in found.findings} == {Level.HINT}
    paths = sorted(Path(finding.path or "").name for finding in found.findings)
    assert paths == ["2026-02-30.md", "2026-11-23-02.md", "2026-11-23-1.md", "next.md"]


def test_a_folder_without_a_newsletter_is_hinted_at(site: Site) -> None:
    """The editions of a newsletter that was renamed would vanish without a word."""
    put(site)
    (site.root / "editions/leter").mkdir()
    (found,) = strangers(site)
    assert found.path == "editions/leter"


def test_links_are_not_followed_out_of_the_site(site: Site, tmp_path: Path) -> None:
    """A link in a site could bring any file of the machine into a mail."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2026-11-23.md").write_text("secret")
    folder = put(site, e2026_11_16="inside")
    (folder / "2026-11-23.md").symlink_to(outside / "2026-11-23.md")
    (folder / "2026-11-24.md").symlink_to("2026-11-16.md")
    found = shelf(site, LETTER)
    assert [edition.introduction for edition in found.editions] == ["inside", "inside"]
    assert ["leads out" in finding.what for finding in found.findings] == [True]
    other = replace(LETTER, name="other")
    (site.root / "editions/other").symlink_to(outside)
    found = shelf(site, other)
    assert (found.files, "leads out" in found.odd[0].what) == ((), True)


def test_a_site_without_editions(site: Site) -> None:
    """A site that has no newsletter of its own would fail."""
    assert shelf(site, LETTER).files == ()
    assert strangers(site) == []


def test_an_edition_with_a_mistake_is_not_issued(site: Site) -> None:
    """An edition would be published as something that nobody approved."""
    put(site, e2026_11_16=approved("2026-11-16"), e2026_11_17="---\nstatus: sennt\n---\n")
    put(site, e2026_11_18=approved("2026-11-18", "picks: 5"), e2026_11_19="")
    put(site, e2026_11_20="---\nstatus: sent\n---\n")
    found = shelf(site, LETTER)
    assert [edition.label for edition in found.issued] == ["2026-11-16"]
    assert [file.label for file in found.drafts] == ["2026-11-19"]
    assert [file.label for file in found.unreadable] == ["2026-11-17"]


def test_an_approved_edition_that_is_gone_is_missed(site: Site) -> None:
    """Its posts would be sent a second time, and nobody know why."""
    folder = put(site, e2026_11_16="")
    for name in ("2026-11-16.eml", "2026-11-23.eml", "notes.eml", ".eml"):
        (folder / name).write_text("")
    (finding,) = shelf(site, LETTER).odd
    assert (finding.level, finding.path) == (Level.ERROR, "editions/letter/2026-11-23.md")
    assert "git checkout -- editions/letter/2026-11-23.md" in finding.remedy


def test_a_file_where_the_folder_should_be(site: Site) -> None:
    """The newsletter would seem to have no edition at all."""
    (site.root / "editions").mkdir(parents=True)
    (site.root / "editions/letter").write_text("")
    (finding,) = shelf(site, LETTER).odd
    assert (finding.level, finding.path) == (Level.ERROR, "editions/letter")


def test_a_build_reads_no_history(site: Site) -> None:
    """Each build would read of all posts that a blog had before its first edition."""
    head = approved("2026-11-23", "passed: 2026-11-23.passed.jsonl")
    folder = put(site, e2026_11_23=head)
    (folder / "2026-11-23.passed.jsonl").write_text("broken")
    assert shelf(site, LETTER).issued == ()
    (edition,) = shelf(site, LETTER, history=False).issued
    assert edition.passed == ()
