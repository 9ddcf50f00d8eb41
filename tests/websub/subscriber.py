"""A WebSub subscriber in a process of its own (W3C WebSub §4, §5 and §7).

Called with a folder and the addresses of feeds. Finds each feed's hub and topic in the feed
itself, subscribes with a secret, and prints a line of JSON for all that happens: a subscription
that the hub has verified, or content that it has sent, which is then a file in the folder.
"""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import sys
import threading
import urllib.request
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import feedparser

SECRET = b"a secret of this subscriber"
ONE_AT_A_TIME = threading.Lock()


def say(**event: object) -> None:
    """Prints an event, from whatever thread."""
    with ONE_AT_A_TIME:
        print(json.dumps(event), flush=True)


def discover(address: str) -> tuple[str, str]:
    """A feed's hub and its topic, as its own links say."""
    with urllib.request.urlopen(address) as answer:
        data = answer.read()
    if data.startswith(b"{"):
        feed = json.loads(data)
        return feed["hubs"][0]["url"], feed["feed_url"]
    links = {link["rel"]: link["href"] for link in feedparser.parse(data).feed.links}
    return links["hub"], links["self"]


class Callback(http.server.BaseHTTPRequestHandler):
    """What the hub calls: the path is the topic's number."""

    topics: dict[str, str]
    folder: Path

    def do_GET(self) -> None:
        """Says that the subscription is wanted (§5.3)."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        topic = self.topics.get(urlsplit(self.path).path)
        wanted = topic is not None and asked.get("hub.topic") == topic
        self.send_response(200 if wanted and asked.get("hub.mode") == "subscribe" else 404)
        self.end_headers()
        self.wfile.write(asked.get("hub.challenge", "").encode())
        say(event="verified", topic=topic, wanted=wanted)

    def do_POST(self) -> None:
        """Takes content, if it is signed with the secret (§7.1)."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        method, _, signature = self.headers.get("X-Hub-Signature", "").partition("=")
        own = hmac.new(SECRET, body, getattr(hashlib, method)).hexdigest() if method else ""
        file = self.folder / hashlib.sha256(body).hexdigest()
        file.write_bytes(body)
        self.send_response(200)
        self.end_headers()
        say(
            event="content",
            topic=self.topics[self.path],
            signed=bool(method) and hmac.compare_digest(own, signature),
            type=self.headers.get("Content-Type"),
            file=str(file),
        )

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def main(folder: str, *addresses: str) -> None:
    """Subscribes to the feeds, and serves until it is killed."""
    found = {f"/{number}": discover(each) for number, each in enumerate(addresses)}
    Callback.topics = {path: topic for path, (_, topic) in found.items()}
    Callback.folder = Path(folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for path, (hub, topic) in found.items():
        form = {
            "hub.mode": "subscribe",
            "hub.topic": topic,
            "hub.callback": f"http://127.0.0.1:{server.server_address[1]}{path}",
            "hub.secret": SECRET.decode(),
        }
        with urllib.request.urlopen(hub, urlencode(form).encode()) as answer:
            say(event="asked", status=answer.status, topic=topic)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
