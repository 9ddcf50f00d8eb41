"""From an edited post to its readers: a real hub, a subscriber and a web server, on loopback."""

from __future__ import annotations

import http.server
import importlib.util
import json
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
FORMATS = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml"} | {
    "feed.json": "application/feed+json"
}
SECONDS = 90


class Process:
    """A program of this folder, and the lines that it prints."""

    def __init__(self, name: str, log: Path, *args: object) -> None:
        command = [sys.executable, str(HERE / name), *map(str, args)]
        self._log = log
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.strip())

    def line(self) -> str:
        """The next line, as soon as it is there."""
        try:
            return self._lines.get(timeout=SECONDS)
        except queue.Empty:
            raise AssertionError(f"no line came; the log says: {self._log.read_text()}") from None

    def lines(self, number: int) -> list[str]:
        """As many lines, sorted: what runs side by side has no order."""
        return sorted(self.line() for _ in range(number))

    def events(self, number: int) -> list[dict[str, object]]:
        """As many lines of JSON, by topic."""
        found = [json.loads(self.line()) for _ in range(number)]
        return sorted(found, key=lambda event: str(event["topic"]))

    @property
    def silent(self) -> bool:
        """Whether there is no line that nobody has asked for."""
        return self._lines.empty()

    def stop(self) -> None:
        """Ends it."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


class Web(http.server.SimpleHTTPRequestHandler):
    """Serves what was deployed, with the link headers that publishers should send (§4)."""

    hub = ""

    def end_headers(self) -> None:
        """Adds the links."""
        own = f"http://{self.headers['Host']}{self.path}" if self.headers else ""
        self.send_header("Link", f'<{own}>; rel="self"')
        self.send_header("Link", f'<{self.hub}>; rel="hub"')
        super().end_headers()

    def guess_type(self, path: object) -> str:
        """A feed's own type."""
        return FORMATS.get(Path(str(path)).name, "application/octet-stream")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def web(folder: Path, hub: str) -> Iterator[str]:
    """A web server for a folder: its address."""
    handler = type("Handler", (Web,), {"hub": hub})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class Blog:
    """A blog, with a post that can be edited, and the web folder that it is deployed to."""

    def __init__(self, root: Path, www: Path, url: str, hub: str) -> None:
        self.root, self.www = root, www
        (root / "posts").mkdir(parents=True)
        (root / "feeds.toml").write_text(
            f'[site]\nurl = "{url}"\ntitle = "Harbour"\ntimezone = "UTC"\n'
            f'[websub]\nhubs = ["{hub}"]\n'
            '[[feeds]]\nformats = ["atom", "rss", "json"]\n',
            encoding="utf-8",
        )

    def build(self, text: str) -> None:
        """Writes the post, and builds."""
        post = self.root / "posts/a.md"
        post.write_text(f"---\ntitle: 港\ndate: 2026-01-01\n---\n{text}\n", encoding="utf-8")
        assert self.run("build", "--quiet") == (0, "", "")

    def deploy(self) -> None:
        """Puts on the web what was built."""
        shutil.copytree(self.root / "public", self.www, dirs_exist_ok=True)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Runs a command: its status, and what it says."""
        command = [sys.executable, "-m", "feeds", arguments[0], str(self.root), *arguments[1:]]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS
        )
        return done.returncode, done.stdout, done.stderr


def test_readers_hear_of_a_change(tmp_path: Path, lacking: Callable[[str], None]) -> None:
    """Readers would not get what was published, or not at once, or get something else."""
    if importlib.util.find_spec("flask_websub") is None:
        lacking("Flask-WebSub is not installed")
    troubles, www, sent = tmp_path / "troubles", tmp_path / "www", tmp_path / "sent"
    for folder in (www, sent):
        folder.mkdir()
    with ExitStack() as stack:
        hub = Process("hub.py", tmp_path / "hub.log", tmp_path, troubles)
        stack.callback(hub.stop)
        address = hub.line()
        url = stack.enter_context(web(www, address))
        blog = Blog(tmp_path / "blog", www, url, address)
        blog.build("first")
        blog.deploy()
        topics = sorted(f"{url}/{name}" for name in FORMATS)
        asked = [f"202 {topic}" for topic in topics]

        subscriber = Process("subscriber.py", tmp_path / "subscriber.log", sent, *topics)
        stack.callback(subscriber.stop)
        events = subscriber.events(2 * len(topics))
        wanted = [event["topic"] for event in events if event.get("wanted")]
        assert wanted == topics

        def check_content() -> None:
            """Everything is sent once, signed, and as it was built."""
            for event, topic in zip(subscriber.events(len(topics)), topics, strict=True):
                name = topic.removeprefix(f"{url}/")
                assert (event["event"], event["topic"]) == ("content", topic)
                assert event["signed"]
                assert event["type"] == FORMATS[name]
                built = (blog.root / "public" / name).read_bytes()
                assert Path(str(event["file"])).read_bytes() == built

        # All is new to a hub that was never told.
        status, out, err = blog.run("ping")
        assert (status, err) == (0, "")
        assert out.endswith("3 feeds told to 1 hub, 0 feeds unchanged\n")
        assert hub.lines(3) == asked
        check_content()

        # What is built but not deployed must not be told.
        blog.build("second")
        status, out, err = blog.run("ping", "--wait", "0")
        assert (status, out) == (1, "nothing was told, 0 feeds unchanged\n")
        assert "not live: it still gives other bytes" in err
        assert hub.silent

        # A deployment that comes while the program waits, and a hub that fails twice.
        troubles.write_text("503\n503\n")
        late = threading.Timer(0.7, blog.deploy)
        late.start()
        status, out, err = blog.run("ping", "--wait", "20")
        late.join()
        assert (status, err) == (0, "")
        assert out.endswith("3 feeds told to 1 hub, 0 feeds unchanged\n")
        told = hub.lines(5)
        assert told[:3] == asked
        assert [line.split()[0] for line in told[3:]] == ["503", "503"]
        check_content()

        # And then there is peace.
        assert blog.run("ping") == (0, "nothing to tell: 3 feeds unchanged\n", "")
        blog.build("second")
        assert blog.run("ping") == (0, "nothing to tell: 3 feeds unchanged\n", "")
        assert hub.silent
        assert subscriber.silent
        assert len(list(sent.iterdir())) == 6
