"""What was approved stays as it was, and is published as that or not at all."""

from __future__ import annotations

import email.message
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from feeds.editions.copying import copies
from feeds.editions.disk import write_all
from feeds.editions.frozen import attributes, read_frozen
from feeds.editions.striking import strike
from feeds.errors import BuildError, PostError
from feeds.model import Claim, Copies, Edition, Site

from .conftest import LETTER

FOLDER = "editions/letter"
NAMES = {
    "2026-11-23.eml": b"",
    "2026-11-23.txt": b"Hello\n",
    "2026-11-23.html": b"<p>a</p><!--post 1-->one<!--/post 1--><!--post 2-->two<!--/post 2-->",
    "2026-11-23.pictures/a.png": b"\x89PNG",
}
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def claim(number: int) -> Claim:
    """A post that an edition shows."""
    return Claim(f"urn:{number}", f"posts/{number}.md", f"https://x/{number}/", NOW, str(number))


@pytest.fixture
def edition(site: Site) -> Edition:
    """An approved edition, with its files beside it."""
    mail = email.message.EmailMessage()
    mail.set_content("Hello\n")
    mail.add_alternative("<p>Grüße – 空</p>\n<p>x</p>\n", subtype="html", cte="base64")
    files = {**NAMES, "2026-11-23.eml": mail.as_bytes()}
    write_all(site.root, {f"{FOLDER}/{name}": data for name, data in files.items()})
    return Edition(
        "letter", "2026-11-23", f"{FOLDER}/2026-11-23.md", NOW, NOW, "sent",
        posts=(claim(1), claim(2)),
        files={name: sha256(data).hexdigest() for name, data in files.items()},
    )  # fmt: skip


def test_what_was_approved_is_published(site: Site, edition: Edition) -> None:
    """Readers would see something else than what was approved."""
    made = {each.path: each for each in copies(site, Copies(LETTER, edition, newest=True))}
    html = "<p>Grüße – 空</p>\n<p>x</p>\n".encode()
    for label in ("2026-11-23", "latest"):
        assert made[f"letter/{label}.html"].data == html
        assert made[f"letter/{label}.txt"].data == b"Hello\n"
        mail = (site.root / FOLDER / "2026-11-23.eml").read_bytes()
        assert made[f"letter/{label}.eml"].data == mail
    assert made["letter/2026-11-23/index.html"].data == NAMES["2026-11-23.html"]
    assert made["letter/pictures/a.png"].data == b"\x89PNG"
    assert made["letter/pictures/a.png"].media_type == "image/png"
    assert len(made) == 8


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["changed", "gone", "folder", "link"])
def test_what_is_not_as_it_was_is_not_published(
    site: Site, edition: Edition, name: str, how: str, tmp_path: Path
) -> None:
    """A changed message would be sent, or a missing one be made anew."""
    file = site.root / FOLDER / name
    data = file.read_bytes()
    file.unlink()
    if how == "changed":
        file.write_bytes(data + b" ")
    elif how == "folder":
        file.mkdir()
    elif how == "link":
        (tmp_path / "outside").write_bytes(data)
        file.symlink_to(tmp_path / "outside")
    with pytest.raises(PostError) as caught:
        copies(site, Copies(LETTER, edition))
    (finding,) = caught.value.findings
    assert finding.path == f"{FOLDER}/{name}"
    assert finding.remedy == f"Bring it back with: git checkout -- {FOLDER}/{name}"
    assert read_frozen(site.root, edition).files == {}


@pytest.mark.parametrize("name", ["../../secret.eml", "2026-11-16.eml", "2026-11-23.pictures/../x"])
def test_no_other_file_can_be_named(site: Site, edition: Edition, name: str) -> None:
    """An edition could publish any file of the site."""
    other = replace(edition, files={**edition.files, name: "0" * 64})
    (finding,) = read_frozen(site.root, other).findings
    assert "is no file of this edition" in finding.what


def test_an_edition_that_was_approved_by_hand(site: Site, edition: Edition) -> None:
    """An edition without a message would be published."""
    (finding,) = read_frozen(site.root, replace(edition, files={})).findings
    assert "feeds digest approve" in finding.remedy


def test_a_withdrawn_post_is_struck_from_the_page_alone(site: Site, edition: Edition) -> None:
    """A post that had to go would still be there, or another one be gone."""
    for name in ("urn:1", "posts/1.md", "https://x/1/"):
        struck = replace(edition, withdrawn=(name,))
        made = {each.path: each.data for each in copies(site, Copies(LETTER, struck))}
        assert made["letter/2026-11-23/index.html"] == (
            b'<p>a</p><!--post 1--><p class="withdrawn">This post has been withdrawn.</p>'
            b"<!--/post 1--><!--post 2-->two<!--/post 2-->"
        )
        assert made["letter/2026-11-23.txt"] == b"Hello\n"


def test_what_a_page_says_of_itself_is_struck_too(edition: Edition) -> None:
    """Search engines would show the words of a post that had to go."""
    head = b'<meta charset="utf-8">\n'
    about = b'<meta name="description" content="one &amp; two">\n'
    shared = b'<meta property="og:description" content="one &amp; two">\n'
    page = b"%b%b%b<!--post 1-->one<!--/post 1-->" % (head, about, shared)
    assert strike(page, edition, "en") == page
    struck = strike(page, replace(edition, withdrawn=("urn:1",)), "en")
    assert struck.startswith(head + b"<!--post 1--><p")


def test_nothing_is_written_unless_all_can_be(site: Site) -> None:
    """Half an edition would be there after the disk was full."""
    folder = site.root / FOLDER
    (folder / "b.txt").mkdir(parents=True)
    with pytest.raises(BuildError, match="cannot be written"):
        write_all(site.root, {f"{FOLDER}/a.eml": b"a", f"{FOLDER}/b.txt": b"b"})
    assert [each.name for each in folder.iterdir()] == ["b.txt"]


def test_nothing_is_written_outside_the_site(site: Site, tmp_path: Path) -> None:
    """A link would let approving write anywhere."""
    (tmp_path / "outside").mkdir()
    (site.root / "editions").mkdir(parents=True)
    (site.root / FOLDER).symlink_to(tmp_path / "outside")
    with pytest.raises(BuildError, match="leads out"):
        write_all(site.root, {f"{FOLDER}/a.eml": b"a"})
    assert list((tmp_path / "outside").iterdir()) == []


def test_git_is_told_once_to_keep_line_ends() -> None:
    """git would change the bytes of a message on Windows, or the file grow with each edition."""
    first = attributes(None)
    assert first
    assert attributes(first) is None
    assert b"*.eml -text\n" in first
    mine = attributes(b"*.md text\n*.eml   -text")
    assert mine
    assert mine.startswith(b"*.md text\n*.eml   -text\n#")
    assert mine.count(b"*.eml") == 1
    assert attributes(mine) is None
