"""A built site whose web and hubs are servers on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from feeds.publish import MANIFEST
from feeds.web.patience import Clock

if TYPE_CHECKING:
    from tests.conftest import Answering


class Built:
    """An output folder with feeds, the server that serves it, and a hub."""

    def __init__(self, output: Path, web: Answering, hub: Answering) -> None:
        self.output, self.web, self.hub = output, web, hub
        self.slept: list[float] = []
        self.clock = Clock(lambda: sum(self.slept), lambda: 0.0, self._sleep)
        self.at_sleep: list[Callable[[], object]] = []
        output.mkdir()
        hub.at("/", 204)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if self.at_sleep:
            self.at_sleep.pop(0)()

    def feed(self, path: str, text: str = "", *, live: bool = True, hub: str = "") -> bytes:
        """Writes a feed that names the hub, and with `live` puts it on the web too."""
        data = (
            '<feed xmlns="http://www.w3.org/2005/Atom">'
            f'<link rel="self" href="{self.web.address}/{path}"/>'
            f'<link rel="hub" href="{hub or self.hub.address}/"/><title>{text}</title></feed>'
        ).encode()
        self.write(path, data)
        if live:
            self.web.at(f"/{path}", 200, data)
        return data

    def write(self, path: str, data: bytes) -> None:
        """Writes a file, as a build does."""
        file, manifest = self.output / path, self.output / MANIFEST
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        files = json.loads(manifest.read_text())["files"] if manifest.exists() else {}
        files[path] = sha256(data).hexdigest()
        manifest.write_text(json.dumps({"version": 1, "findings": {}, "files": files}))

    @property
    def told(self) -> list[dict[str, str]]:
        """What the hub was told, in order."""
        return [dict(parse_qsl(each.body.decode())) for each in self.hub.asked]

    @property
    def topics(self) -> list[str]:
        """Of which paths the hub was told, in order."""
        return [each["hub.url"].removeprefix(f"{self.web.address}/") for each in self.told]


@pytest.fixture
def built(tmp_path: Path, serve: Callable[..., Answering]) -> Built:
    """An output folder without feeds."""
    return Built(tmp_path / "public", serve(), serve())
