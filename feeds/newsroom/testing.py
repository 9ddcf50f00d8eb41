"""A message is sent as a test: to the addresses of `[desk]`, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import UniqueAddressHeader
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from secrets import token_hex

from feeds.config.document import NAME
from feeds.deliver.problems import NotSentError
from feeds.deliver.smtp import Patience, Receipt, send
from feeds.digest.message import with_another_id
from feeds.errors import BuildError, ConfigurationError, error
from feeds.media.files import Files
from feeds.model import Site

__all__ = ["SentTest", "missing_on_the_web", "send_or_fail", "send_test", "unpublished"]

_MOST_PICTURES = 200
_URL = re.compile(r"url\(\s*[\"']?([^\"')\s]+)")
_SRCSET = re.compile(r"(?:^|,)\s*([^\s,]+)")
_DESCRIBED = "docs/configuration.md describes the table [desk]."


@dataclass(frozen=True, slots=True)
class SentTest:
    """A test that was sent: the very bytes, and what the server made of it."""

    message: bytes
    receipt: Receipt


def send_test(
    site: Site, message: bytes, environment: Mapping[str, str], patience: Patience | None = None
) -> SentTest:
    """Sends a message, as it is but under another Message-ID, to `[desk] test_to`.

    Its `To` stays as readers get it: who has the test is between the servers alone. Raises
    `ConfigurationError` where no server or no address is set, and `NotSentError` where nobody
    got it.
    """
    desk = site.desk
    if desk.smtp is None:
        what = "no mail server is set, so nothing can be sent"
        raise ConfigurationError(error(what, NAME, remedy=f"Set smtp. {_DESCRIBED}"))
    if not desk.test_to:
        what = "no address for tests is set, so nothing can be sent"
        raise ConfigurationError(error(what, NAME, remedy=f"Set test_to. {_DESCRIBED}"))
    fresh = with_another_id(message, token_hex(16))
    receipt = send(desk.smtp, _sender(fresh), desk.test_to, fresh, environment, patience)
    return SentTest(fresh, receipt)


def send_or_fail(site: Site, message: bytes, environment: Mapping[str, str]) -> SentTest:
    """The same for the command line. Raises `BuildError` where nobody got it."""
    try:
        return send_test(site, message, environment)
    except NotSentError as problem:
        said = f"; it said: {problem.said}" if problem.said else ""
        raise BuildError(error(f"{problem.what}{said}", remedy=problem.remedy)) from None


def unpublished(site: Site, message: bytes, outputs: Sequence[Path]) -> tuple[str, ...]:
    """The site's own pictures in a message that no output folder holds, by their URLs.

    Whoever reads the message before they are there sees a gap.
    """
    built = [Files(output, site.url) for output in outputs]
    own = [url for url in _pictures(message) if Files(site.root, site.url).is_own(url)]
    return tuple(url for url in own if not any(files.find(url) for files in built))


def missing_on_the_web(urls: Sequence[str], *, private: bool = False) -> Mapping[str, str]:
    """Asks the web for pictures, and gives why it lacks some of them, by their URLs.

    `private` lets machines be asked that are not on the public web.
    """
    from feeds.web.links import Manners, ask

    manners = Manners(pause=0.1, each=8.0, seconds=30.0, requests=2 * _MOST_PICTURES)
    answers = ask(urls, "feeds preview", manners=manners, private=private)
    return {url: answer.error for url, answer in answers.items() if answer.error}


def _pictures(message: bytes) -> list[str]:
    from lxml import etree, html

    part = BytesParser(policy=policy.default).parsebytes(message).get_body(("html",))
    if part is None:
        return []
    page = html.document_fromstring(part.get_content())
    found: list[str] = []
    for element in page.iter(etree.Element):
        if element.tag == "img":
            found.append(element.get("src", ""))
            found += (
                each.split()[0] for each in element.get("srcset", "").split(",") if each.strip()
            )
        found.append(element.get("background", ""))
        found += _URL.findall(element.get("style", ""))
        if element.tag == "style":
            found += _URL.findall(element.text or "")
    return list(dict.fromkeys(filter(None, found)))[:_MOST_PICTURES]


def _sender(message: bytes) -> str:
    """The address in From; empty, as of a server's own messages, where there is none."""
    header = BytesHeaderParser(policy=policy.default).parsebytes(message)["From"]
    addresses = header.addresses if isinstance(header, UniqueAddressHeader) else ()
    return addresses[0].addr_spec if addresses else ""
