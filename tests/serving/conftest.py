"""A small site on real servers, each with nothing but the file that the page has for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from feeds.cli import main

DOCS = Path(__file__).parents[2] / "docs" / "serving"
# `htaccess` is Apache again, with the same file as `.htaccess`.
SERVERS = {"nginx": "nginx", "apache2": "apache2", "htaccess": "apache2", "caddy": "caddy"}

_SETTINGS = """
[site]
title = "Harbour notes"
url = "https://harbour.example"
timezone = "UTC"

[[feeds]]
name = "main"
formats = ["atom", "rss", "json"]
archive = "year"

[[feeds]]
name = "months"
archive = "month"

[[feeds]]
by = "category"

[output]
precompress = ["gzip", "br"]
"""
# Where Debian has what nginx and Apache load.
_BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
_APACHE_MODULES = Path("/usr/lib/apache2/modules")
_LACKING = {
    "nginx": (_BROTLI, "libnginx-mod-http-brotli-static is not installed"),
    "apache2": (_APACHE_MODULES, "Apache's modules are not where Debian has them"),
}

# Apache calls a tag weak while its file is younger than a second.
_PUBLISHED = 1_790_000_000

_NGINX = """
daemon off;
master_process off;
pid {work}/pid;
error_log {work}/errors;
load_module {module};
events {{ }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    gzip on;
    {temporary}
    include {docs}/nginx-brotli.conf;
    server {{
        listen 127.0.0.1:{port};
        root {site};
        include {docs}/nginx.conf;
        {extra}
        location / {{ try_files $uri $uri/ =404; }}
    }}
}}
"""

_APACHE = """
ServerName 127.0.0.1
ServerRoot {work}
PidFile {work}/pid
ErrorLog {work}/errors
Mutex file:{work}
Listen 127.0.0.1:{port}
{loading}
User nobody
Group nogroup
TypesConfig {work}/types
AddType application/x-gzip .gz .tgz
AddLanguage br .br
AddOutputFilterByType DEFLATE text/html text/css application/rss+xml application/xml
DocumentRoot {site}
<Directory {site}>
    Require all granted
    AllowOverride {override}
    {include}
    {extra}
</Directory>
"""
_LOADED = (
    *("mpm_event", "authz_core", "mime", "dir", "filter", "deflate", "alias"),
    *("headers", "rewrite"),
)

_CADDY = """
{{
    admin off
    auto_https off
    storage file_system {work}
}}
import {docs}/Caddyfile
http://127.0.0.1:{port} {{
    root * {site}
    {extra}
    import feeds
}}
"""


@dataclass(frozen=True)
class Answer:
    """What a server answered; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server under way, and the folder that it serves."""

    name: str
    port: int
    site: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Its answer; `_` in the name of a header stands for `-`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            response = connection.getresponse()
            body = response.read()
            named = [(name.lower(), value) for name, value in response.getheaders()]
            assert len(dict(named)) == len(named), "a header stands there twice"
            return Answer(response.status, dict(named), body)
        finally:
            connection.close()


@contextmanager
def serving(name: str, program: str, site: Path, work: Path, extra: str = "") -> Iterator[Server]:
    """Serves a folder as the documentation says; `extra` is more of its configuration.

    `work` is the server's own folder. It is tried again where its port was taken meanwhile.
    """
    for _ in range(3):
        port = _free_port()
        command = _command(name, program, site, work, port, extra)
        environment = {"HOME": str(work), "PATH": os.environ["PATH"]}
        with (work / "output").open("wb") as output:
            process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            if _answers(process, port):
                yield Server(name, port, site)
                return
        finally:
            process.terminate()
            process.wait(20)
    said = [file.read_text() for file in (work / "output", work / "errors") if file.exists()]
    raise AssertionError(f"{name} does not start: {''.join(said)}")


def _command(
    name: str, program: str, site: Path, work: Path, port: int, extra: str
) -> list[str | Path]:
    """Writes the server's configuration and says how it is started."""
    file = work / "configuration"
    places = {"work": work, "port": port, "site": site, "docs": DOCS, "extra": extra}
    if name == "nginx":
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        written = _NGINX.format(
            module=_BROTLI,
            temporary=" ".join(f"{kind}_temp_path {work}/{kind};" for kind in kinds),
            **places,
        )
        file.write_text(written, encoding="utf-8")
        return [program, "-c", file, "-e", work / "errors"]
    if name == "caddy":
        file.write_text(_CADDY.format(**places), encoding="utf-8")
        return [program, "run", "--adapter", "caddyfile", "--config", file]
    (work / "types").write_text("text/html html\ntext/css css\napplication/xml xml\n")
    shared = name == "htaccess"
    if shared:
        shutil.copyfile(DOCS / "apache.conf", site / ".htaccess")
    written = _APACHE.format(
        loading="\n".join(
            f"LoadModule {it}_module {_APACHE_MODULES}/mod_{it}.so" for it in _LOADED
        ),
        override="FileInfo" if shared else "None",
        include="" if shared else f"Include {DOCS}/apache.conf",
        **places,
    )
    file.write_text(written, encoding="utf-8")
    return [program, "-X", "-f", file]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Waits until the server takes a connection; says no where it ended instead."""
    for _ in range(2000):
        if process.poll() is not None:
            return False
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
        time.sleep(0.01)
    return False


@pytest.fixture(scope="session")
def site() -> Iterator[Path]:
    """A small site as the program builds and packs it, where other users can read it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        source, output = Path(folder, "blog"), Path(folder, "public")
        (source / "posts").mkdir(parents=True)
        (source / "feeds.toml").write_text(_SETTINGS, encoding="utf-8")
        for day, category in (("2025-03-01", "Harbour"), ("2026-10-02", "港の本")):
            head = f"---\ntitle: Day {day}\ndate: {day}\ncategories: [{category}]\n---\n\n"
            text = "The tide comes in, the tide goes out. 潮が満ちる。\n\n" * 20
            (source / "posts" / f"{day}.md").write_text(head + text, encoding="utf-8")
        assert main(["build", "--quiet", "--no-cache", "--output", str(output), str(source)]) == 0
        (output / "other.xml").write_text("<other/>", encoding="utf-8")
        for file in output.rglob("*"):
            os.utime(file, (_PUBLISHED, _PUBLISHED))
        yield output


@pytest.fixture(scope="session")
def _under_way(site: Path) -> Iterator[Callable[[str, str], Server]]:
    """Starts a server once for all tests that want it."""
    running: dict[str, Server] = {}
    with ExitStack() as stack:

        def start(name: str, program: str) -> Server:
            if name not in running:
                work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                running[name] = stack.enter_context(serving(name, program, site, work))
            return running[name]

        yield start


@pytest.fixture
def installed(
    program: Callable[[str], str], lacking: Callable[[str], None]
) -> Callable[[str], str]:
    """The path of a server's program; skips where it or what it loads is not there."""

    def find(name: str) -> str:
        found = program(SERVERS[name])
        place, what = _LACKING.get(SERVERS[name], (Path(found), ""))
        if not place.exists():
            lacking(what)
        return found

    return find


@pytest.fixture(params=SERVERS)
def server(
    request: pytest.FixtureRequest,
    installed: Callable[[str], str],
    _under_way: Callable[[str, str], Server],
) -> Server:
    """Each server that serves the small site."""
    return _under_way(request.param, installed(request.param))


@pytest.fixture
def public() -> Iterator[Path]:
    """An empty folder that other users can read."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(params=SERVERS)
def serve(
    request: pytest.FixtureRequest, installed: Callable[[str], str]
) -> Iterator[Callable[..., Server]]:
    """Starts one server more, for a folder of the test's own; `extra` gives it more lines."""
    name: str = request.param
    with ExitStack() as stack:

        def start(folder: Path, extra: Callable[[str], str] = lambda _: "") -> Server:
            work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            found = installed(name)
            return stack.enter_context(serving(name, found, folder, work, extra(name)))

        yield start
