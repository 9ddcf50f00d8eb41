"""From what a newsletter shows to its renditions, kept from run to run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import imagesize
import pytest

from feeds.errors import Level
from feeds.kept import Kept
from feeds.media import Files
from feeds.model import NewsletterSettings, Person, Picture, Post, Site
from feeds.pictures import Renditions, Wanted, drawer, for_mail, mail

URL = "https://blog.example"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEEKLY = NewsletterSettings("weekly", "Weekly", "en", Person("Blog"), resize=True)


def post(name: str = "one", image: str | None = None) -> Post:
    """A post; `image` is the path of its picture."""
    url = f"{URL}/2026/{name}/"
    picture = Picture(f"{URL}{image}") if image else None
    return Post(f"posts/{name}.md", url, url, name, NOON, NOON, "en", image=picture)


@pytest.fixture
def site(tmp_path: Path, photo: bytes) -> Site:
    """A site with a photograph that was there before."""
    root = tmp_path / "site"
    (root / "media").mkdir(parents=True)
    place(root, "media/a.jpg", photo)
    return Site(root, URL, "Blog", "en", ZoneInfo("UTC"))


def place(root: Path, path: str, data: bytes, *, hours: float = 1.0) -> None:
    """Puts a file there, as old as that."""
    (root / path).write_bytes(data)
    moment = time.time() - 3600 * hours
    os.utime(root / path, (moment, moment))


@pytest.fixture
def made(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Renditions]:
    """Makes renditions with one cache, whose files count as settled."""
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setattr(mail, "settled", lambda *_: True)

    def make(
        *wanted: tuple[str, int] | Wanted, newsletter: NewsletterSettings = WEEKLY
    ) -> Renditions:
        whole = [
            each if isinstance(each, Wanted) else Wanted(f"{URL}{each[0]}", each[1], post())
            for each in wanted
        ]
        with closing(Kept(cache)) as kept:
            return for_mail(site, newsletter, whole, Files(site.root, URL), kept)

    return make


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The widths for which Pillow was asked."""
    from feeds.pictures import smaller

    asked: list[int] = []
    whole = smaller.smaller
    monkeypatch.setattr(
        smaller, "smaller", lambda data, width: (asked.append(width), whole(data, width))[1]
    )
    return asked


def test_a_rendition_is_a_document_and_known_by_its_facts(made: Callable[..., Renditions]) -> None:
    """A mail would show a picture that is not there, or stretch it."""
    result = made(("/media/a.jpg", 536), ("/media/a.jpg", 148))
    assert result.findings == ()
    assert len(result.documents) == 2
    for document, width in zip(result.documents, (536, 148), strict=True):
        facts = result.pictures[f"{URL}/media/a.jpg", width]
        assert facts.url == f"{URL}/{document.path}"
        assert document.path.startswith("weekly/pictures/") and document.path.endswith(".jpg")
        assert (facts.media_type, facts.length) == ("image/jpeg", len(document.data))
        assert (facts.width, facts.height) == (2 * width, 3 * width // 2)
        assert document.inputs == ("posts/one.md",)
        assert imagesize.get(BytesIO(document.data)) == (facts.width, facts.height)


def test_a_newsletter_that_does_not_ask_gets_none(made: Callable[..., Renditions]) -> None:
    """Pictures would change that nobody wants changed."""
    plain = replace(WEEKLY, resize=False)
    assert made(("/media/a.jpg", 536), newsletter=plain) == Renditions({})


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/media/a.jpg",
        f"{URL}/media/none.jpg",
        f"{URL}/media/../../a.jpg",
        f"{URL}/media/%2e%2e/%2e%2e/outside.jpg",
        "data:image/png;base64,AAAA",
        "https://[bad/a.jpg",
    ],
)
def test_only_files_of_the_site_are_read(
    made: Callable[..., Renditions], site: Site, photo: bytes, url: str
) -> None:
    """A newsletter would show somebody's files, or fetch what posts name."""
    place(site.root.parent, "outside.jpg", photo)
    result = made(Wanted(url, 536, post()))
    assert (result.pictures, result.documents, result.findings) == ({}, (), ())


def test_a_link_out_of_the_site_is_not_followed(
    made: Callable[..., Renditions], site: Site, photo: bytes
) -> None:
    """What lies beside a site would be published."""
    place(site.root.parent, "outside.jpg", photo)
    (site.root / "media/link.jpg").symlink_to(site.root.parent / "outside.jpg")
    assert made(("/media/link.jpg", 536)).documents == ()


def test_a_picture_beside_its_post_is_found(
    made: Callable[..., Renditions], site: Site, photo: bytes
) -> None:
    """Pictures of generators that keep them with posts would stay large."""
    (site.root / "posts").mkdir()
    place(site.root, "posts/b.jpg", photo)
    beside = replace(post(), url=f"{URL}/2026/one.html")
    result = made(Wanted(f"{URL}/2026/b.jpg", 148, beside))
    assert list(result.pictures) == [(f"{URL}/2026/b.jpg", 148)]
    assert "posts/b.jpg" in result.looked_for


def test_a_second_run_asks_nothing_of_pillow(
    made: Callable[..., Renditions], site: Site, calls: list[int], photo: bytes
) -> None:
    """Each run would take as long as the first; a file that was only touched, too."""
    first = made(("/media/a.jpg", 536), ("/media/a.jpg", 148))
    assert calls == [536, 148]
    assert made(("/media/a.jpg", 536), ("/media/a.jpg", 148)) == first
    place(site.root, "media/a.jpg", photo, hours=2)
    assert made(("/media/a.jpg", 148), ("/media/a.jpg", 536)).pictures == first.pictures
    assert calls == [536, 148]


def test_another_picture_under_the_same_name_is_another_rendition(
    made: Callable[..., Renditions], site: Site, make: SimpleNamespace
) -> None:
    """Readers would see the picture that was there before."""
    first = made(("/media/a.jpg", 148))
    place(site.root, "media/a.jpg", make.bytes_of(make.photograph(1200, 1600), "JPEG"))
    second = made(("/media/a.jpg", 148))
    assert {each.url for each in first.pictures.values()}.isdisjoint(
        each.url for each in second.pictures.values()
    )
    assert [each.height for each in second.pictures.values()] == [395]


def test_a_file_that_is_as_new_as_its_reading_is_read_again(
    made: Callable[..., Renditions],
    site: Site,
    make: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file that changes twice within a grain of the clock would be known by its first bytes."""
    monkeypatch.setattr(mail, "settled", lambda *_: False)
    stamp = Files(site.root, URL).look("media/a.jpg")
    first = made(("/media/a.jpg", 148))
    place(site.root, "media/a.jpg", make.bytes_of(make.photograph(1200, 1600), "JPEG"))
    monkeypatch.setattr(Files, "look", lambda *_: stamp)
    assert made(("/media/a.jpg", 148)).pictures != first.pictures


def test_two_newsletters_share_the_work(made: Callable[..., Renditions], calls: list[int]) -> None:
    """Each newsletter would make every picture again."""
    first = made(("/media/a.jpg", 148))
    second = made(("/media/a.jpg", 148), newsletter=replace(WEEKLY, name="monthly"))
    assert calls == [148]
    assert [each.path.partition("/")[0] for each in (*first.documents, *second.documents)] == [
        "weekly",
        "monthly",
    ]


def test_the_same_picture_twice_is_one_document(
    made: Callable[..., Renditions], site: Site, photo: bytes
) -> None:
    """Two documents would claim one path."""
    place(site.root, "media/b.jpg", photo)
    result = made(
        Wanted(f"{URL}/media/a.jpg", 148, post("one")),
        Wanted(f"{URL}/media/a.jpg", 148, post("two")),
        Wanted(f"{URL}/media/b.jpg", 148, post("two")),
    )
    assert [each.inputs for each in result.documents] == [("posts/one.md", "posts/two.md")]
    assert len(result.pictures) == 2


@pytest.mark.parametrize("damage", ["bytes", "row", "none"])
def test_a_damaged_cache_costs_only_time(
    made: Callable[..., Renditions], tmp_path: Path, damage: str
) -> None:
    """A disk that forgets a bit would send a broken picture to every reader."""
    first = made(("/media/a.jpg", 148))
    with closing(Kept(tmp_path / "cache")) as kept:
        change = {
            "bytes": "UPDATE pictures SET data = substr(data, 2)",
            "row": "UPDATE pictures SET about = substr(about, 2)",
            "none": "UPDATE pictures SET data = NULL",
        }
        kept.write(change[damage], [()])
    assert made(("/media/a.jpg", 148)) == first


def test_the_cache_does_not_grow_for_ever(
    made: Callable[..., Renditions], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Years of pictures would pile up."""
    monkeypatch.setattr(drawer, "_MOST", 3)
    for width in range(20, 30):
        made(("/media/a.jpg", width))
    with closing(Kept(tmp_path / "cache")) as kept:
        names = sorted(name for (name,) in kept.rows("SELECT name FROM pictures"))
    assert names == ["27 media/a.jpg", "28 media/a.jpg", "29 media/a.jpg"]


def test_what_cannot_be_used_is_told_once_and_again_next_time(
    made: Callable[..., Renditions], site: Site, make: SimpleNamespace, calls: list[int]
) -> None:
    """An editor would not know why a picture is missing, or only on the day it came."""
    place(site.root, "media/bomb.png", make.png_head(50_000, 50_000))
    front = post(image="/media/bomb.png")
    wanted = [Wanted(f"{URL}/media/bomb.png", width, front) for width in (148, 536)]
    first = made(*wanted)
    assert [str(each) for each in first.findings] == [
        "posts/one.md: image: /media/bomb.png stays as it is in mail: it has more than 32 million "
        "pixels. Save it with fewer, about 2000 across."
    ]
    assert first.findings[0].level is Level.WARNING
    assert (first.pictures, first.documents) == ({}, ())
    assert made(*wanted) == first
    assert calls == [148, 536]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.svg", b"<svg width='9' height='9'/>", "no mail program shows SVG"),
        ("notes.jpg", b"not a picture", "it is none of JPEG, PNG, GIF, WebP and AVIF"),
        ("cut.jpg", b"\xff\xd8\xff\xe0", "it is damaged, or ends too early"),
        ("empty.png", b"", "it is none of JPEG, PNG, GIF, WebP and AVIF"),
    ],
)
def test_every_finding_names_the_picture_and_its_post(
    made: Callable[..., Renditions], site: Site, name: str, data: bytes, said: str
) -> None:
    """An editor would look through all posts and pictures for it."""
    place(site.root, f"media/{name}", data)
    (finding,) = made((f"/media/{name}", 148)).findings
    assert finding.path == "posts/one.md"
    assert finding.what.startswith(f"/media/{name} stays as it is in mail: {said}")
    assert finding.remedy


def test_a_file_that_is_too_large_is_not_read_whole(
    made: Callable[..., Renditions], site: Site
) -> None:
    """A file of many gigabytes would take all of a machine's memory."""
    with (site.root / "media/huge.jpg").open("wb") as file:
        file.truncate(40 * 2**30)
    (finding,) = made(("/media/huge.jpg", 148)).findings
    assert "it has more than 33 MB" in finding.what


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(made: Callable[..., Renditions], site: Site) -> None:
    """One file with the wrong permissions would end the run."""
    (site.root / "media/a.jpg").chmod(0)
    (finding,) = made(("/media/a.jpg", 148)).findings
    assert "it cannot be read: Permission denied" in finding.what


def test_without_pillow_pictures_stay_and_one_finding_says_why(
    made: Callable[..., Renditions], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newsletter would not be built, or its pictures be large without a word."""
    monkeypatch.setattr(mail, "find_spec", lambda name: None)
    result = made(("/media/a.jpg", 536))
    assert (result.pictures, result.documents) == ({}, ())
    assert [str(each) for each in result.findings] == [
        'feeds.toml: newsletter "weekly": resize needs the package Pillow, so pictures stay as '
        "they are. Install it: pip install 'feeds[pictures]'; or take resize = true out."
    ]


WARM = """
import sys
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo
from feeds.kept import Kept
from feeds.media import Files
from feeds.model import NewsletterSettings, Person, Post, Site
from feeds.pictures import Wanted, for_mail
root, url = Path(sys.argv[1]), "https://blog.example"
site = Site(root, url, "Blog", "en", ZoneInfo("UTC"))
weekly = NewsletterSettings("weekly", "Weekly", "en", Person("Blog"), resize=True)
noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
post = Post("posts/a.md", url, url + "/a/", "A", noon, noon, "en")
with closing(Kept(root / "cache")) as kept:
    made = for_mail(site, weekly, [Wanted(url + "/a.jpg", 148, post)], Files(root, url), kept)
print(len(made.documents), *sorted({"PIL", "imagesize"} & set(sys.modules)))
"""


def test_a_second_run_does_not_load_pillow(tmp_path: Path, photo: bytes) -> None:
    """Every run would pay for loading it, to make nothing."""
    (tmp_path / "cache").mkdir()
    place(tmp_path, "a.jpg", photo)
    said = [
        subprocess.run(
            [sys.executable, "-c", WARM, tmp_path], capture_output=True, check=True, text=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert said == [["1", "PIL"], ["1"]]


def test_many_pictures_are_shared_among_processes(
    site: Site, make: SimpleNamespace, tmp_path: Path
) -> None:
    """A first edition with fifty pictures would take one core while another waits."""
    wanted = []
    for number in range(9):
        place(site.root, f"media/{number}.png", make.bytes_of(make.photograph(320, 200), "PNG"))
        wanted.append(Wanted(f"{URL}/media/{number}.png", 100 + number, post()))
    files = Files(site.root, URL)
    alone, shared = (
        for_mail(site, WEEKLY, wanted, files, Kept(None), jobs=jobs) for jobs in (1, 2)
    )
    assert alone == shared
    assert len(alone.documents) == 9
