"""No address and no field leads out of the site, or to what the site hides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from starlette.routing import Route

from feeds.preview import views
from feeds.preview.desk import Desk
from feeds.preview.state import State
from feeds.templating.templates import shipped_templates
from tests.preview.conftest import Ask

PREVIEW = Path(__file__).resolve().parents[2] / "feeds" / "preview"
MARK = "7d1c0f5e-outside"

# Below a folder of the site, and below the site.
OUTSIDE = (
    "../outside.md",
    "../../outside.md",
    "media/../../outside.md",
    "..%2foutside.md",
    "%2e%2e/outside.md",
    "%2e%2e%2foutside.md",
    "..%252foutside.md",
    "..%5coutside.md",
    "..\\outside.md",
    "....//outside.md",
    "{outside}",
    "/{outside}",
    "file://{outside}",
    "..%00/outside.md",
    "../outside.png",
    "media/linked.png",
    "media/linked/outside.png",
    "media%2flinked.png",
    ".hidden/outside.png",
    ".hidden%2foutside.md",
    "posts/.hidden.md",
    "outside.md%00.png",
)


@pytest.fixture
def guarded_site(small_site: Path) -> Path:
    """The small site, beside and in which lies what nobody may see."""
    outside = small_site.parent
    for file in (outside / "outside.md", outside / "outside.png"):
        file.write_text(f"---\ntitle: {MARK}\n---\n{MARK}\n", encoding="utf-8")
    hidden = small_site / ".hidden"
    hidden.mkdir()
    for file in (hidden / "outside.md", hidden / "outside.png", small_site / "posts/.hidden.md"):
        file.write_text(MARK, encoding="utf-8")
    (small_site / "media" / "linked.png").symlink_to(outside / "outside.png")
    (small_site / "media" / "linked").symlink_to(outside)
    return small_site


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but caches, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".feeds" not in path.parts
    }


def routes(state: State, method: str) -> Sequence[Route]:
    """All routes of all views that answer that method."""
    desk = Desk(state)
    names = [each.name for each in iter_modules(views.__path__, f"{views.__name__}.")]
    found = [route for name in names for route in import_module(name).routes(desk)]
    return [each for each in found if method in (each.methods or ()) and each.path != "/events"]


def filled(path: str, each: str) -> Iterator[str]:
    """The path with that in the place of one parameter after the other, and of all."""
    usual = {"name": "weekly", "path": "atom.xml", "number": "0", "view": "desktop", "text": "a"}
    names = re.findall(r"\{(\w+)(?::\w+)?\}", path)

    def put(wanted: set[str]) -> str:
        def value(match: re.Match[str]) -> str:
            return each if match[1] in wanted else usual[match[1]]

        return re.sub(r"\{(\w+)(?::\w+)?\}", value, path)

    yield from (put({name}) for name in names)
    yield put(set(names))


def tries(site: Path) -> list[str]:
    """What to try, as on the wire."""
    return [each.format(outside=site.parent / "outside.md") for each in OUTSIDE]


def test_no_path_leads_out(guarded_site: Path, state: State, ask: Ask) -> None:
    """Anything on the machine could be read through a name, a label, a path or a picture's."""
    before = files(guarded_site.parent)
    asked = 0
    for route in routes(state, "GET"):
        for each in tries(guarded_site):
            for target in filled(route.path, each):
                answer = ask(target)
                assert MARK not in answer.body.decode("utf-8", "replace"), target
                assert answer.status < 500, target
                asked += 1
    assert asked > 200
    assert files(guarded_site.parent) == before


def test_no_query_leads_out(guarded_site: Path, state: State, ask: Ask) -> None:
    """Anything on the machine could be read through a view's or a filter's parameter."""
    sources = "".join(file.read_text(encoding="utf-8") for file in PREVIEW.rglob("*.py"))
    names = set(re.findall(r"query_params(?:\.get\(|\[)\"(\w+)\"", sources))
    assert "view" in names
    for route in routes(state, "GET"):
        target = next(filled(route.path, "weekly"))
        for each in tries(guarded_site):
            answer = ask(f"{target}?{'&'.join(f'{name}={each}' for name in sorted(names))}")
            assert MARK not in answer.body.decode("utf-8", "replace"), target
            assert answer.status < 500, (target, each)


def test_no_field_leads_out(guarded_site: Path, state: State, ask: Ask) -> None:
    """A form could write or read a file anywhere by a label, a path or a picture's name."""
    templates = (shipped_templates() / "preview").glob("*.html")
    names = {
        name
        for file in templates
        for name in re.findall(r"\bname=\"([\w.-]+)\"", file.read_text(encoding="utf-8"))
    }
    before = files(guarded_site.parent)
    for route in routes(state, "POST"):
        for each in tries(guarded_site):
            value = each.replace("%2f", "/").replace("%2e", ".").replace("%00", "\0")
            for target in {next(filled(route.path, "weekly")), *filled(route.path, each)}:
                answer = ask(target, "POST", form=dict.fromkeys(names, value))
                assert MARK not in answer.body.decode("utf-8", "replace"), target
                assert answer.status < 500, (target, each)
    after = files(guarded_site.parent)
    outside = {path for path in before | after if not path.startswith("site/")}
    assert {path: before.get(path) for path in outside} == {
        path: after.get(path) for path in outside
    }


def test_an_own_picture_is_still_served(guarded_site: Path, ask: Ask) -> None:
    """The tests above would hold for a desk that serves no file at all."""
    assert ask("/media/media/ferry.png").status == 200
