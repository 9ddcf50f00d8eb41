"""What the page on WebSub tells people to do works."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from feeds.cli import main, make_parser

if TYPE_CHECKING:
    from tests.conftest import Answering

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "websub.md").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load((DOCS / "websub/deploy.yml").read_text(encoding="utf-8"))


def block(language: str) -> str:
    """The page's code block in that language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_session(
    tmp_path: Path, serve: Callable[..., Answering], capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who follows the page would see something else than it says."""
    web, hub = serve(), serve()
    hub.at("/", 204)
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "a.md").write_text("---\ntitle: A\ndate: 2026-01-01\ntags: [a, b, c, d, e]\n---\nx\n")
    settings = block("toml").replace("https://pubsubhubbub.superfeedr.com/", f"{hub.address}/")
    (tmp_path / "feeds.toml").write_text(
        f'[site]\nurl = "{web.address}"\ntitle = "T"\ntimezone = "UTC"\n{settings}'
        '[[feeds]]\n[[feeds]]\nby = "tag"\n'
    )
    assert main(["build", str(tmp_path), "--quiet"]) == 0

    def deploy() -> None:
        public = tmp_path / "public"
        for file in public.rglob("*.xml"):
            web.at(f"/{file.relative_to(public).as_posix()}", 200, file.read_bytes())

    deploy()
    assert main(["ping", str(tmp_path), "--quiet"]) == 0
    (posts / "b.md").write_text("---\ntitle: B\ndate: 2026-01-02\n---\nx\n")
    assert main(["build", str(tmp_path), "--quiet"]) == 0
    deploy()
    command, _, expected = block("console").removeprefix("$ ").partition("\n")
    assert main([*shlex.split(command)[1:], str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    said_there = said.out.replace(web.address, "https://blog.example").replace(
        hub.address, "https://pubsubhubbub.superfeedr.com"
    )
    assert said_there == expected


def test_the_crontab_line() -> None:
    """A copied crontab line would fail every five minutes."""
    commands = block("crontab").strip().split(" && ")[1:]
    built, pinged = (make_parser().parse_args(shlex.split(each)[1:]) for each in commands)
    assert built.output == pinged.output == "/var/www/blog"
    assert built.quiet
    assert pinged.quiet


def test_the_workflow() -> None:
    """A copied workflow would tell the hub before it deploys, or of everything each time."""
    steps = WORKFLOW["jobs"]["deploy"]["steps"]
    names = [step.get("run") or step["uses"].partition("@")[0] for step in steps]
    (build, ping) = (each for each in names if each.startswith("feeds "))
    restore, save = (step for step in steps if "actions/cache" in step.get("uses", ""))
    order = ["actions/cache/restore", build, "actions/deploy-pages", ping, "actions/cache/save"]
    assert [name for name in names if name in order] == order
    args = make_parser().parse_args(shlex.split(ping)[1:])
    assert restore["with"]["path"] == save["with"]["path"] == args.state
    assert restore["with"]["key"] == save["with"]["key"]
    assert restore["with"]["key"].startswith(restore["with"]["restore-keys"])
    (upload,) = (step for step in steps if "upload-pages" in step.get("uses", ""))
    assert upload["with"]["path"] == "public"


def test_the_headers(tmp_path: Path, program: Callable[[str], str]) -> None:
    """A copied nginx snippet would keep the server from starting."""
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\nhttp {{ access_log off; "
        f"server {{ listen 127.0.0.1:1;\n{block('nginx')}\n}} }}\n"
    )
    command = [program("nginx"), "-t", "-q", "-p", str(tmp_path), "-c", str(config)]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
