"""The example in docs/dialects.md, tried as written."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from feeds.collect import collect, dialects, read_body
from feeds.collect.dates import parse_date
from feeds.collect.dialects.base import Dialect
from feeds.errors import ConfigurationError
from feeds.expand import Expander, Sources, expander
from feeds.model import Expanded, Query
from feeds.workspace import open_site
from feeds.zones import zone

PAGE = Path(__file__).resolve().parents[2] / "docs" / "dialects.md"
NOW = parse_date("2026-11-23", zone("UTC"))
SETTINGS = '{"name": "Harbour", "address": "https://harbour.example"}'
FILES = {
    "lantern.json": SETTINGS,
    "journal/one.md": "---\ntitle: One\nwhen: 2020-01-01\nabout: [sea]\n---\nSee ((post two)).\n",
    "journal/two.md": "---\ntitle: Two\nwhen: 2021-01-01\n---\nFirst\n((nope))\n",
    "journal/bad.md": "---\ntitle: Bad\nwhen: never\n---\n",
    "journal/draft.md": "---\ntitle: D\nwhen: 2020-01-01\nhidden: true\n---\n",
    "other/x.md": "---\ntitle: X\nwhen: 2020-01-01\n---\n",
}


@pytest.fixture
def lantern(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program with the two modules of the page in it."""
    blocks = re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    for block, room in zip(blocks, ("collect.dialects", "expand"), strict=True):
        module = ModuleType(f"feeds.{room}.lantern")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(compile(block, module.__name__, "exec"), module.__dict__)
    monkeypatch.setattr(dialects, "_SIGNS", {"lantern": ("lantern.json",)})


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Writes a site."""

    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            file = tmp_path / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path / "site"

    return write


@pytest.mark.usefixtures("lantern")
def test_the_example_is_a_dialect(written: Callable[[Mapping[str, str]], Path]) -> None:
    """Whoever follows the page would end with a dialect that does not work."""
    workspace = open_site(written(FILES))
    assert isinstance(workspace.dialect, Dialect)
    assert (workspace.site.title, workspace.site.url) == ("Harbour", "https://harbour.example")
    with collect(workspace.site, workspace.dialect) as collection:
        found = collection.store.select(Query(NOW))
        assert [(post.url, post.tags) for post in found] == [
            ("https://harbour.example/journal/two/", ()),
            ("https://harbour.example/journal/one/", ("sea",)),
        ]
        assert [finding.path for finding in collection.findings] == ["journal/bad.md"]
        sources = Sources(workspace.site, collection.dialect, collection.folders)
    made = expander(workspace.site, collection.dialect, sources)
    assert isinstance(made, Expander)
    two, one = (made.expand(read_body(workspace.site, post), post) for post in found)
    link = '<a href="https://harbour.example/journal/two/">Two</a>'
    assert one == Expanded(f"See {link}.\n", (), one.inputs)
    assert [name for name, _ in one.inputs] == ["post:journal/two.md"]
    assert [(finding.path, finding.line) for finding in two.findings] == [("journal/two.md", 6)]


@pytest.mark.usefixtures("lantern")
@pytest.mark.parametrize("settings", ["", "{", "[" * 100_000, '"\ud800"'])
def test_the_example_names_a_broken_configuration(
    written: Callable[[Mapping[str, str]], Path], settings: str
) -> None:
    """The page would teach a dialect that crashes."""
    root = written({})
    (root.parent / "site").mkdir(exist_ok=True)
    (root / "lantern.json").write_bytes(settings.encode("utf-8", "surrogatepass"))
    with pytest.raises(ConfigurationError) as caught:
        open_site(root)
    assert caught.value.findings[0].path == "lantern.json"


def test_the_page_names_what_a_dialect_answers() -> None:
    """A method that is added would be missing on the page."""
    text = PAGE.read_text("utf-8")
    own = [
        name
        for name in vars(Dialect)
        if not name.startswith("_") and callable(getattr(Dialect, name))
    ]
    assert [name for name in own if f"`{name}(" not in text] == []
