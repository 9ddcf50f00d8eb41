"""The files for hosts that nobody can run at home say what docs/serving.md says of every file.

Netlify's is read by Netlify's own parser (`make peers`, or the folder that FEEDS_PEERS names).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SERVING = REPOSITORY / "docs" / "serving"
PAGE = (REPOSITORY / "docs" / "serving.md").read_text(encoding="utf-8")

_ROWS = re.findall(r"^\| (`.*`) \| `([^`]+)` \|$", PAGE, re.MULTILINE)
TYPES = {name: kind for names, kind in _ROWS for name in re.findall(r"`([^`]+)`", names)}
AGES = dict(re.findall(r"^\| ([a-z ]+) \| `([^`]+)` \|$", PAGE, re.MULTILINE))
FOLDERS = ("", "categories/港の本/", "a/b/")
OTHERS = ("index.html", "my-page.xml", "data.json", "media/harbour.jpg", "other.css")

READ = """
import { parseAllHeaders } from "@netlify/headers-parser";
const [netlifyConfigPath] = process.argv.slice(2);
const { headers, errors } = await parseAllHeaders({
  headersFiles: [], netlifyConfigPath, minimal: false,
});
if (errors.length) throw errors[0];
const rules = headers.map(({ forRegExp, values }) => ({ pattern: forRegExp.source, values }));
console.log(JSON.stringify(rules));
"""


def expected(name: str) -> Mapping[str, str]:
    """What the page says that a file is served with."""
    archived = "-2025" in name
    said = {
        "content-type": TYPES[name],
        "cache-control": AGES["pages of an archive" if archived else "feeds and pages"],
        "x-content-type-options": "nosniff",
    }
    if name.endswith((".xml", ".json", ".opml")):
        said["access-control-allow-origin"] = "*"
    if name.endswith(".html"):
        del said["content-type"]  # Every host knows HTML.
    return said


def check(served: Callable[[str], list[Mapping[str, str]]]) -> None:
    """Compares what a file for a host gives each path, as the headers of all rules that fit."""
    assert len(TYPES) > 10
    for folder in FOLDERS:
        for name in TYPES:
            (found,) = served(f"/{folder}{name}")
            assert {key.lower(): found[key] for key in found} == expected(name), (folder, name)
        for name in OTHERS:
            assert served(f"/{folder}{name}") == []


def test_netlify(lacking: Callable[[str], None], tmp_path: Path) -> None:
    """Netlify would read the file otherwise than the page says, or not at all."""
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
    if not (place / "node_modules" / "@netlify" / "headers-parser").is_dir():
        lacking("Netlify's parser of headers is not installed: make peers")
    script = tmp_path / "read.mjs"
    script.write_text(READ, encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(place / "node_modules")
    run = ["node", "--preserve-symlinks-main", script, SERVING / "netlify.toml"]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    rules = [
        (re.compile(rule["pattern"], re.IGNORECASE), rule["values"])
        for rule in json.loads(said.stdout)
    ]
    check(lambda path: [values for pattern, values in rules if pattern.search(path)])


def test_cloudflare_pages() -> None:
    """Cloudflare would serve a feed as something else, or with two values for one header."""
    text = (SERVING / "_headers").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rules: list[tuple[re.Pattern[str], dict[str, str]]] = []
    for line in lines:
        if line.startswith("/"):
            assert line.count("*") <= 1, "Cloudflare takes one splat a rule"
            # Its splat takes anything, its placeholder all but a slash.
            pattern = re.sub(r":[A-Za-z]\w*", "[^/]+", re.escape(line).replace(r"\*", ".*"))
            rules.append((re.compile(pattern), {}))
        else:
            name, _, value = line.strip().partition(": ")
            rules[-1][1][name] = value
    assert len(rules) <= 100
    check(lambda path: [values for pattern, values in rules if pattern.fullmatch(path)])


def test_s3(tmp_path: Path) -> None:
    """A feed would be stored as something else, twice, not at all, or before what it leads to."""
    told = tmp_path / "told"
    aws = tmp_path / "aws"
    aws.write_text(f'#!/bin/sh\nprintf "%s\\0" "$@" >>{told}\nprintf "\\n" >>{told}\n')
    aws.chmod(0o755)
    command = ["sh", SERVING / "s3.sh", "public", "s3://example.org"]
    subprocess.run(command, check=True, env={"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    calls = [line.split("\0")[:-1] for line in told.read_text().splitlines()]
    assert all(call[:4] == ["s3", "sync", "public", "s3://example.org"] for call in calls)

    def stored(path: str) -> list[Mapping[str, str]]:
        found = []
        for call in calls:
            options = list(zip(call[4::2], call[5::2], strict=True))
            assert options[0] == ("--exclude", "*")
            # The command's patterns are fnmatch's, and the last that fits decides.
            if any(fnmatchcase(path[1:], glob) for key, glob in options if key == "--include"):
                said = dict(options)
                found.append(
                    {
                        "content-type": said["--content-type"],
                        "cache-control": said["--cache-control"],
                    }
                )
        return found

    for folder in FOLDERS:
        for name in TYPES:
            (found,) = stored(f"/{folder}{name}")
            assert found["content-type"] == TYPES[name]
            assert found["cache-control"] == expected(name)["cache-control"]
        assert [name for name in OTHERS if stored(f"/{folder}{name}")] == []
    first = [
        next(n for n, call in enumerate(calls) if glob in call)
        for glob in ("*feeds.css", "*atom-????.xml", "*atom.xml")
    ]
    assert first == sorted(first)
