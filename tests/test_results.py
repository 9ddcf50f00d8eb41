"""Which outputs need not be made again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from feeds.errors import hint
from feeds.kept import Kept
from feeds.results import Published, Results, Standing

DOCUMENTS = (Standing("atom.xml", "1"), Standing("rss.xml", "2"))
PUBLISHED = {"atom.xml": "1", "rss.xml": "2"}

ODD = hint("the mail was shortened", "feeds.toml", 3, remedy="Take fewer posts.")


@contextmanager
def opened(
    cache: Path | None, published: Published | None = PUBLISHED.get, names: tuple[str, ...] = ("a",)
) -> Iterator[Results]:
    """What is remembered in that folder of pieces with those names."""
    with closing(Kept(cache)) as kept:
        yield Results(kept, names, published)


def remember(cache: Path | None, name: str = "a") -> None:
    """A run that made that piece."""
    with opened(cache) as results:
        results.keep([(name, "key", DOCUMENTS, [ODD])])


def test_what_is_published_stands(tmp_path: Path) -> None:
    """Every feed would be made again at every run."""
    remember(tmp_path)
    with opened(tmp_path) as results:
        assert results.standing("a", "key") == ([*DOCUMENTS], (ODD,))


def test_another_key_or_piece_is_another_result(tmp_path: Path) -> None:
    """A feed would not show its newest post."""
    remember(tmp_path)
    with opened(tmp_path, names=("a", "b")) as results:
        assert results.standing("a", "other") is None
        assert results.standing("b", "key") is None


def test_all_of_its_outputs_have_to_be_as_they_were(tmp_path: Path) -> None:
    """An output that was deleted or edited would stay so."""
    remember(tmp_path)
    for output in (None, "edited"):
        with opened(tmp_path, {**PUBLISHED, "rss.xml": output}.get) as results:
            assert results.standing("a", "key") is None


def test_an_output_that_cannot_be_read_does_not_stand(tmp_path: Path) -> None:
    """The reason would be a traceback instead of what publishing says."""

    def refuse(path: str) -> str:
        raise PermissionError(13, "Permission denied", path)

    remember(tmp_path)
    with opened(tmp_path, refuse) as results:
        assert results.standing("a", "key") is None


def test_a_piece_without_documents_stands(tmp_path: Path) -> None:
    """A newsletter without posts would be composed at every run."""
    with opened(tmp_path) as results:
        results.keep([("a", "key", (), ())])
    with opened(tmp_path) as results:
        assert results.standing("a", "key") == ([], ())


def test_nothing_stands_where_nobody_looks(tmp_path: Path) -> None:
    """The preview would show no feed that is already published."""
    remember(tmp_path)
    with opened(tmp_path, None) as results:
        assert results.standing("a", "key") is None
        results.keep([("a", "other", DOCUMENTS)])
        results.forget_others()
    with opened(tmp_path) as results:
        assert results.standing("a", "key")


def test_nothing_stands_without_a_cache() -> None:
    """A run with --no-cache would fail, or trust what it should not know."""
    remember(None)
    with opened(None) as results:
        assert results.standing("a", "key") is None
        results.forget_others()


def test_what_is_asked_for_no_more_is_forgotten(tmp_path: Path) -> None:
    """The cache would grow for as long as the blog lives."""
    remember(tmp_path)
    remember(tmp_path, "b")
    with opened(tmp_path) as results:
        results.forget_others()
    with opened(tmp_path, names=("a", "b")) as results:
        assert results.standing("a", "key")
        assert results.standing("b", "key") is None
