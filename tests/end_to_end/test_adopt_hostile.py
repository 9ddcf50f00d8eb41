"""Whatever a blog that is adopted holds: it is named, the rest is built, and nothing hangs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from feeds.collect.dialects.names import NAMES

NOW = ("--now", "2026-11-23")
DEEP = 30_000
Files = dict[str, str | bytes]
Run = Callable[[Path], tuple[Mapping[str, Any], set[str]]]


@dataclass(frozen=True)
class Kind:
    """How a blog of one dialect is written.

    `config` is a configuration that is good, at `path`; `post` makes a post's file of its
    name and more lines of front matter. `bad_configs` are configurations that cannot be
    read, and `bodies` bodies whose template code cannot be worked out. `permalink` is the
    key of a post's own URL path, and `data` the path of a file that the body `data` shows.
    """

    name: str
    path: str
    config: str
    folder: str
    bad_configs: Mapping[str, str | bytes]
    permalink: str = "permalink"
    mark: str = "---"
    bodies: Mapping[str, str] = field(default_factory=dict)
    data: str = ""
    files: Files = field(default_factory=dict)

    def place(self, name: str) -> str:
        """Where a post of that name lies."""
        return f"{self.folder}/2026-01-02-{name}.md"

    def line(self, key: str, value: str) -> str:
        """A line of front matter with a text."""
        return f"{key}: '{value}'" if self.mark == "---" else f"{key} = '{value}'"

    def post(self, name: str, *lines: str, body: str = "text") -> Files:
        """A post with more lines of front matter."""
        date = f"date{': ' if self.mark == '---' else ' = '}2026-01-02"
        head = (self.mark, self.line("title", name), date, *lines, self.mark)
        return {self.place(name): "\n".join((*head, body, ""))}

    def site(self, *more: Files) -> Files:
        """A blog with a good post, and others."""
        files: Files = {self.path: self.config, **self.files, **self.post("good")}
        for each in more:
            files |= each
        return files


def yaml_bomb(start: str = "") -> str:
    """Nine lines that would be a milliard of values."""
    lines = [f"{start}a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{start}{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    return "\n".join(lines)


def merge_bomb(start: str = "") -> str:
    """Mappings that are each merged from ten of the last."""
    lines = [f"{start}a: &a {{k: v}}"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{start}{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 10)}]}}")
    return "\n".join(lines)


BOMBS = {
    "alias-bomb": yaml_bomb(),
    "merge-bomb": merge_bomb(),
    "deep-flow": "x: " + "[" * DEEP + "]" * DEEP,
    "deep-open": "x: " + "[" * DEEP,
    "deep-map": "x: " + "{a: " * DEEP + "1" + "}" * DEEP,
    "deep-block": "x:\n" + "".join(f"{' ' * n}-\n" for n in range(1, 2000)),
    "deep-dashes": "x:\n  " + "- " * DEEP + "x",
    "deep-tabs": "x:\n  " + "-\t" * DEEP + "x",
    "deep-questions": "x:\n  " + "? " * DEEP + "x",
    "self": "x: &x [*x]",
}

YAML_CONFIGS: Mapping[str, str | bytes] = {
    "not-yaml": "url: [https://x.example\ntitle: }\n",
    "tab": "url:\n\t- x\n",
    "not-utf8": b"title: \xff\xfe\x00\n",
    **{name: f"url: https://x.example\n{text}\n" for name, text in BOMBS.items()},
}


def broken_toml(first: str) -> Mapping[str, str | bytes]:
    """Configurations of a generator that begin well."""
    return {
        "not-toml": f"{first}\n[site\nx = y\n",
        "twice": f'{first}\ntitle = "x"\ntitle = "y"\n',
        "not-utf8": first.encode() + b'\ntitle = "\xff"\n',
        "deep-array": f"{first}\nx = {'[' * DEEP}{']' * DEEP}\n",
        "deep-table": f"{first}\n[{'a.' * DEEP}a]\n",
    }


TOML_CONFIGS: Mapping[str, str | bytes] = {
    "not-toml": "[site\nurl = x\n",
    "twice": '[site]\nurl = "https://x.example"\nurl = "https://y.example"\n',
    "not-utf8": b'[site]\ntitle = "\xff"\n',
    "deep-array": "x = " + "[" * DEEP + "]" * DEEP,
    "deep-table": "[" + "a." * DEEP + "a]\n",
    "no-toml-type": '[site]\nurl = ["https://x.example"]\n',
}

JEKYLL = Kind(
    name="jekyll",
    path="_config.yml",
    config="url: https://x.example\ntitle: X\ntimezone: UTC\n",
    folder="_posts",
    bad_configs=YAML_CONFIGS,
    bodies={
        "tag": "a\n\n{% nosuchtag %}\n",
        "open": "{% if true %} a\n",
        "loop": "{% for i in (1..100000000) %}{% for j in (1..100000000) %}x{% endfor %}"
        "{% endfor %}",
        "grow": "{% assign x = 'ab' %}{% for i in (1..64) %}{% assign x = x | append: x %}"
        "{% endfor %}{{ x }}",
        "missing": "{% include nosuch.html %}",
        "itself": "{% include itself.html %}",
        "climb": "{% include ../../../etc/passwd %}",
        "post": "{% post_url 2020-01-01-nosuch %}",
        "deep": "{% if true %}" * 5000 + "x" + "{% endif %}" * 5000,
    },
    files={"_includes/itself.html": "x{% include itself.html %}{% include itself.html %}"},
    data="_data/bomb.yml",
)
PLAIN = Kind(
    name="plain",
    path="feeds.toml",
    config='[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n',
    folder="posts",
    bad_configs=TOML_CONFIGS,
)
HUGO = Kind(
    name="hugo",
    path="hugo.toml",
    config='baseURL = "https://x.example/"\ntitle = "X"\n',
    folder="content/posts",
    bad_configs=broken_toml('baseURL = "https://x.example/"'),
    permalink="url",
    bodies={
        "name": "a\n\n{{< nosuch >}}\n",
        "open": "a\n\n{{< highlight go >}}\n",
        "page": '{{< ref "nosuch.md" >}}',
        "climb": '{{< readfile "../../../etc/passwd" >}}',
        "deep": "{{< details >}}" * 5000 + "x" + "{{< /details >}}" * 5000,
    },
)
ZOLA = Kind(
    name="zola",
    path="config.toml",
    config='base_url = "https://x.example"\ntitle = "X"\n',
    folder="content/blog",
    bad_configs=broken_toml('base_url = "https://x.example"'),
    permalink="path",
    mark="+++",
    bodies={
        "name": "a\n\n{{ nosuch() }}\n",
        "open": "{% nosuch() %}\na\n",
        "page": "[a](@/blog/nosuch.md)",
        "climb": "[a](@/../../../etc/passwd)",
    },
    files={"content/blog/_index.md": "+++\n+++\n"},
)
ELEVENTY = Kind(
    name="eleventy",
    path="feeds.toml",
    config=PLAIN.config,
    folder="posts",
    bad_configs={},
    bodies={"tag": "a\n\n{% nosuchtag %}\n", "open": "{% if a %}\n"},
    files={".eleventy.js": "", "posts/posts.json": '{"tags": "posts"}'},
)
KINDS = tuple(kind for kind in (JEKYLL, HUGO, ZOLA, ELEVENTY, PLAIN) if kind.name in NAMES)
COMMANDS = ("init", "list", "build")


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Files], Path]:
    """Writes a blog."""

    def write(files: Files) -> Path:
        root = tmp_path / "site"
        root.mkdir()
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return write


@pytest.fixture
def run(apart: Callable[..., list[Any]]) -> Run:
    """How each command ends, and the posts that a list of the site shows."""

    def run(root: Path) -> tuple[Mapping[str, Any], set[str]]:
        listing = ["list", root, *NOW, "--format", "json"]
        *each, listed = apart(*([command, root, *NOW] for command in COMMANDS), listing)
        paths = {json.loads(line)["path"] for line in listed.out.splitlines()}
        return dict(zip(COMMANDS, each, strict=True)), paths

    return run


def check(run: Run, root: Path, kind: Kind, names: set[str], says: str, status: int = 1) -> None:
    """Every command names what is wrong and has the other posts; a build has only them."""
    ends, paths = run(root)
    for command, ended in ends.items():
        assert ended.status == status, (command, ended.said[-2000:])
        assert says in ended.said, (command, ended.said[-2000:])
        assert len(ended.said) < 20_000
    assert paths == {kind.place(name) for name in names}
    assert "<title>good</title>" in (root / "public").joinpath(main_feed(root)).read_text()


def main_feed(root: Path) -> str:
    """The path of the main feed that was built."""
    return min(
        (str(path.relative_to(root / "public")) for path in (root / "public").glob("*.xml")),
        default="atom.xml",
    )


CASES = [
    pytest.param(kind, name, id=f"{kind.name}-{name}")
    for kind in KINDS
    for name in kind.bad_configs
]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_broken_configurations(
    run: Run, site: Callable[[Files], Path], kind: Kind, name: str
) -> None:
    """Settings that nobody can read would hang the run, or be passed over in silence."""
    root = site({**kind.site(), kind.path: kind.bad_configs[name]})
    for command, ended in run(root)[0].items():
        assert ended.status == 2, (command, ended.said[-2000:])
        assert kind.path in ended.err
        assert len(ended.err) < 2000
    assert not (root / "public").exists()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", b"\xef\xbb\xbf"])
def test_empty_configurations(
    run: Run, site: Callable[[Files], Path], kind: Kind, text: str | bytes
) -> None:
    """An empty file of settings would end in a traceback."""
    root = site({**kind.site(), kind.path: text})
    ends, _ = run(root)
    for command in ("list", "build"):
        assert ends[command].status == 2
        assert "url" in ends[command].err
    assert ends["init"].status in (0, 1), ends["init"].said
    assert "https://…" in ends["init"].out


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_in_front_matter(
    run: Run, site: Callable[[Files], Path], kind: Kind, name: str
) -> None:
    """One post's front matter would take all the memory there is, or all the time."""
    bad = {kind.place("bad"): f"---\ntitle: bad\ndate: 2026-01-02\n{BOMBS[name]}\n---\ntext\n"}
    root = site(kind.site(bad))
    ends, paths = run(root)
    for command, ended in ends.items():
        assert ended.status == 1, (command, ended.said[-2000:])
        assert kind.place("bad") in ended.said
        assert len(ended.said) < 20_000
    assert paths == {kind.place("good")}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nesting_in_other_front_matter(run: Run, site: Callable[[Files], Path], kind: Kind) -> None:
    """Front matter in TOML or JSON would exhaust the interpreter's stack."""
    texts = {
        "toml": f"+++\ntitle = 'x'\nx = {'[' * DEEP}{']' * DEEP}\n+++\n",
        "keys": f"+++\n{'a.' * DEEP}a = 1\n+++\n",
        "json": '{"x": ' + "[" * DEEP + "]" * DEEP + "}\n",
        "open": '{"x": ' + '{"a": ' * DEEP,
    }
    root = site(kind.site({kind.place(name): text for name, text in texts.items()}))
    ends, paths = run(root)
    for command, ended in ends.items():
        assert ended.status == 1
        for name in texts:
            # init names the first few of a kind.
            assert kind.place(name) in ended.said or command == "init", ended.said
    assert paths == {kind.place("good")}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    "body", ["> " * DEEP, "[" * DEEP, "<div>" * DEEP, "- " * DEEP, "*_" * DEEP]
)
def test_nesting_in_bodies(run: Run, site: Callable[[Files], Path], kind: Kind, body: str) -> None:
    """One body would exhaust the stack, and no feed be written."""
    root = site(kind.site(kind.post("bad", body=body)))
    ends, paths = run(root)
    assert {ended.status for ended in ends.values()} <= {0, 1}
    assert paths == {kind.place("good"), kind.place("bad")}
    feed = (root / "public" / main_feed(root)).read_text()
    assert "<title>good</title>" in feed


TEMPLATES = [
    pytest.param(kind, name, id=f"{kind.name}-{name}") for kind in KINDS for name in kind.bodies
]


@pytest.mark.parametrize(("kind", "name"), TEMPLATES)
def test_template_code_that_cannot_be_worked_out(
    run: Run, site: Callable[[Files], Path], kind: Kind, name: str
) -> None:
    """A body would hold up the build, fill the memory, or reach readers as template code."""
    root = site(kind.site(kind.post("bad", body=kind.bodies[name])))
    ends, paths = run(root)
    assert ends["build"].status in (0, 1), ends["build"].err[-2000:]
    assert f"{kind.place('bad')}:" in ends["build"].err
    assert len(ends["build"].err) < 5000
    assert paths == {kind.place("good"), kind.place("bad")}
    for file in (root / "public").rglob("*.xml"):
        text = file.read_text()
        assert not re.search(r"\{\{|\{%|%\}|\}\}|root:", text)
        assert len(text) < 2_000_000
    assert "<title>good</title>" in (root / "public" / main_feed(root)).read_text()


DATA = [
    pytest.param(kind, name, id=f"{kind.name}-{name}")
    for kind in KINDS
    if kind.data
    for name in (*BOMBS, "not-yaml", "not-utf8")
]


@pytest.mark.parametrize(("kind", "name"), DATA)
def test_data_that_cannot_be_read(
    run: Run, site: Callable[[Files], Path], kind: Kind, name: str
) -> None:
    """A file of data would take all the memory there is, because one body shows it."""
    bad = {**BOMBS, "not-yaml": "a: [b\nc: }", "not-utf8": b"a: \xff"}[name]
    root = site(kind.site(kind.post("bad", body="{{ site.data.bomb }}"), {kind.data: bad}))
    ends, paths = run(root)
    assert ends["build"].status == 1, ends["build"].err
    assert kind.place("bad") in ends["build"].err or kind.data in ends["build"].err
    assert paths == {kind.place("good"), kind.place("bad")}
    for file in (root / "public").rglob("*.xml"):
        assert len(file.read_text()) < 2_000_000
    assert "<title>good</title>" in (root / "public" / main_feed(root)).read_text()


CLIMBING = [
    "/../../../x/",
    "../../x",
    "/..%2f..%2fx/",
    "/%2e%2e/%2e%2e/x/",
    "..\\..\\x",
    "/a/../../x",
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_permalinks_that_climb(run: Run, site: Callable[[Files], Path], kind: Kind) -> None:
    """A post would be written outside of the site, or get a URL of somebody else's."""
    posts = [
        kind.post(f"p{number}", kind.line(kind.permalink, f"{text}{number}"))
        for number, text in enumerate(CLIMBING)
    ]
    root = site(kind.site(*posts))
    outside = set(root.parent.rglob("*")) - set(root.rglob("*"))
    ends, paths = run(root)
    assert {ended.status for ended in ends.values()} <= {0, 1}
    assert set(root.parent.rglob("*")) - set(root.rglob("*")) == outside
    assert kind.place("good") in paths
    feed = (root / "public" / main_feed(root)).read_text()
    for url in re.findall(r"https?://[^<>\"\s]+/[^<>\"\s]*", feed):
        assert not re.search(r"/\.\.?(?:/|$)|\\|/%2e", url, re.IGNORECASE), url


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_two_posts_at_one_url(run: Run, site: Callable[[Files], Path], kind: Kind) -> None:
    """Two entries would share one id, and readers show one of them, or neither."""
    link = kind.line(kind.permalink, "/same/")
    root = site(kind.site(kind.post("one", link), kind.post("two", link)))
    check(run, root, kind, {"good", "one"}, kind.place("two"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_links_out_of_the_site(run: Run, site: Callable[[Files], Path], kind: Kind) -> None:
    """A link in a blog would publish files of the machine."""
    root = site(kind.site())
    secret = root.parent / "secret"
    secret.mkdir()
    (secret / "2026-01-02-key.md").write_text("---\ntitle: key\ndate: 2026-01-02\n---\nsecret\n")
    (root / kind.place("link")).symlink_to(secret / "2026-01-02-key.md")
    (root / kind.folder / "folder").symlink_to(secret)
    (root / kind.place("loop")).symlink_to(root / kind.place("loop"))
    (root / kind.place("gone")).symlink_to("nowhere.md")
    check(run, root, kind, {"good"}, "the link leads out of the site")
    assert all("secret" not in path.read_text() for path in (root / "public").rglob("*.xml"))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_configurations_that_are_links_out_of_the_site(
    run: Run, site: Callable[[Files], Path], kind: Kind
) -> None:
    """Settings that are a link to nowhere, a folder or a pipe would hang the run."""
    files = kind.site()
    del files[kind.path]
    root = site(files)
    for make in (
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to(path),
        lambda path: path.mkdir(),
        lambda path: os.mkfifo(path),
    ):
        make(root / kind.path)
        ends, _ = run(root)
        assert {ended.status for ended in ends.values()} <= {0, 1, 2}
        if (root / kind.path).is_dir():
            (root / kind.path).rmdir()
        else:
            (root / kind.path).unlink()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_files_that_cannot_be_read(run: Run, site: Callable[[Files], Path], kind: Kind) -> None:
    """One file without permission, or one that is none, would end the run."""
    root = site(kind.site(kind.post("locked"), {kind.place("latin"): b"---\ntitle: \xe9\n---\n"}))
    os.mkfifo(root / kind.place("pipe"))
    (root / kind.place("folder")).mkdir()
    (root / kind.place("large")).touch()
    os.truncate(root / kind.place("large"), 10**9)
    names = {"good"}
    (root / kind.place("locked")).chmod(0)
    if os.access(root / kind.place("locked"), os.R_OK):
        names.add("locked")
    check(run, root, kind, names, kind.place("latin"))
    listed = run(root)[0]["list"].err
    for name in ("pipe", "large"):
        assert f"{kind.place(name)}: " in listed


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_names_that_no_text_has(run: Run, site: Callable[[Files], Path], kind: Kind) -> None:
    """A file's name in another encoding would end the run, or reach a terminal as a command."""
    root = site(kind.site())
    for name in (b"2026-01-02-\xff.md", b"2026-01-02-\x1b[2J.md", b"2026-01-02-a\nb.md"):
        (root / kind.folder / os.fsdecode(name)).write_text("---\ntitle: x\n---\n")
    check(run, root, kind, {"good"}, "the file's name holds characters that no text has")
    assert all("\x1b" not in ended.said for ended in run(root)[0].values())
