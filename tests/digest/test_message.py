"""The mail: its headers, its parts, and that every reader agrees on them."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.digest.message import message
from feeds.model import Digest, NewsletterSettings, Person, Site
from feeds.text import one_line
from feeds.zones import zone

ROOT = Path(__file__).resolve().parents[2]
NASTY = "雲の名前を覚えて、空を見上げる十一月 ほか4件 👨‍👩‍👧 é\r\nBcc: x@example.com"
HTML = "<!doctype html>\n<p>雲の名前 " + "長い行" * 400 + "</p>\n"
TEXT = "雲の名前\n\nFrom here\n.\nhttps://example.com/" + "a" * 120 + "\n"
WORD = re.compile(r"=\?utf-8\?[bq]\?[^?\s]*\?=")
PERL = """
use strict; use warnings; use MIME::Parser; use JSON::PP; use Encode;
my $parser = MIME::Parser->new; $parser->output_to_core(1); $parser->tmp_to_core(1);
my $mail = $parser->parse_open($ARGV[0]);
my %seen = (type => $mail->mime_type, parts => []);
for my $name (qw(From To Subject Date Message-ID Content-Language)) {
  my $value = $mail->head->get($name); $value =~ s/\\r?\\n(?=[ \\t])//g; chomp $value;
  $seen{headers}{$name} = decode("MIME-Header", $value);
}
for my $part ($mail->parts) {
  push @{$seen{parts}}, [$part->mime_type, $part->head->mime_attr("content-type.charset"),
                         decode("UTF-8", $part->bodyhandle->as_string)];
}
print JSON::PP->new->utf8->encode(\\%seen);
"""


def _digest(url: str = "https://example.com", **changes: object) -> Digest:
    site = Site(Path(), url, "Example", "en", zone("UTC"))
    letter = NewsletterSettings("digest", "Letter", "ja", Person("編集部", "news@example.com"))
    moment = datetime(2026, 11, 8, 9, 5, 7, tzinfo=timezone(timedelta(hours=9)))
    return Digest(replace(letter, **changes), site, moment, moment, ())


def _headers(digest: Digest, subject: str = "Subject") -> dict[str, str]:
    parsed = email.message_from_bytes(message(digest, subject, HTML, TEXT))
    return dict(parsed.items())


def test_two_parsers_agree(tmp_path, program, lacking):
    """A mail client would show other words than were written, or half of them."""
    perl = program("perl")
    if subprocess.run([perl, "-MMIME::Parser", "-e", "1"], capture_output=True).returncode:
        lacking("Perl's MIME::Parser (libmime-tools-perl) is not installed")
    data = message(_digest(), NASTY, HTML, TEXT)
    (tmp_path / "x.eml").write_bytes(data)
    command = [perl, "-e", PERL, str(tmp_path / "x.eml")]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = email.message_from_bytes(data, policy=email.policy.default)
    assert not ours.defects
    assert theirs["type"] == ours.get_content_type() == "multipart/alternative"
    parts = [
        [part.get_content_type(), part.get_content_charset(), part.get_content()]
        for part in ours.iter_parts()
    ]
    for part in [*parts, *theirs["parts"]]:
        part[2] = part[2].replace("\r\n", "\n")
    assert parts == theirs["parts"]
    assert parts == [["text/plain", "utf-8", TEXT], ["text/html", "utf-8", HTML]]
    assert theirs["headers"]["Subject"] == str(ours["Subject"]) == one_line(NASTY)
    for name, value in theirs["headers"].items():
        assert value == str(ours[name]), name


def test_the_wire_form():
    """A server would refuse or break lines that are too long, bare, or not ASCII."""
    data = message(_digest(reply_to="office@example.com"), NASTY, HTML, TEXT)
    assert data.isascii()
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 78
    assert data.endswith(b"--\r\n")


def test_headers():
    """A header would be missing, or there would be one that nobody wrote."""
    headers = _headers(_digest(reply_to="office@example.com"), NASTY)
    assert list(headers) == [
        *("Message-ID", "From", "To", "Subject", "Date", "Reply-To", "List-Id"),
        *("Content-Language", "MIME-Version", "Content-Type"),
    ]
    assert headers["To"] == "undisclosed-recipients:;"
    assert headers["Date"] == "Sun, 08 Nov 2026 09:05:07 +0900"
    assert headers["List-Id"] == "<digest.example.com>"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.com>", headers["Message-ID"])


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 1, 2, tzinfo=UTC), "Fri, 02 Jan 2026 00:00:00 +0000"),
        (
            datetime(2026, 7, 4, 23, 59, 59, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
            "Sat, 04 Jul 2026 23:59:59 -0330",
        ),
    ],
)
def test_date(moment, expected):
    """The date would lose its offset, or follow the machine's locale."""
    assert _headers(replace(_digest(), until=moment))["Date"] == expected


def test_identity_follows_the_content():
    """Exchange drops a corrected issue that has the Message-ID of the first."""
    first, again = (_headers(_digest(), "Subject") for _ in range(2))
    assert first == again
    assert first["Message-ID"] != _headers(_digest(), "Another")["Message-ID"]
    other = email.message_from_bytes(message(_digest(), "Subject", HTML + "!", TEXT))
    assert first["Message-ID"] != other["Message-ID"]
    assert first["Content-Type"] != other["Content-Type"]


@given(st.text(max_size=200))
def test_any_subject_comes_back(subject):
    """A subject would be cut, changed, split inside a character, or add a header."""
    data = message(_digest(), subject, HTML, TEXT)
    head = data.split(b"\r\n\r\n")[0].decode("ascii")
    raw = re.search(r"^Subject: ?([^\r]*(?:\r\n [^\r]*)*)", head, re.MULTILINE)
    assert raw
    value = raw[1]
    assert all(len(word) <= 75 for word in WORD.findall(value))
    for word in WORD.findall(value):
        str(make_header(decode_header(word)))
    assert str(make_header(decode_header(value.replace("\r\n", "")))) == one_line(subject)
    assert max(map(len, head.split("\r\n"))) <= 78
    assert len(email.message_from_bytes(data).items()) == 9


@given(st.text(max_size=80))
def test_any_name_comes_back(name):
    """A sender's name would be shown wrong, or change who the sender is."""
    data = message(_digest(sender=Person(name, "news@example.com")), "s", HTML, TEXT)
    raw = email.message_from_bytes(data)["From"].replace("\r\n", "")
    shown, address = parseaddr(raw)
    assert address == "news@example.com"
    assert str(make_header(decode_header(shown))) == one_line(name)
    assert max(map(len, data.split(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_sender_without_address():
    """A site that has set nothing but its URL would get a mail without a sender."""
    assert _headers(_digest(sender=Person("Site")))["From"] == "Site <noreply@example.com>"


LONG = "https://example.com/unsubscribe?token=" + "a" * 120


@pytest.mark.parametrize(
    ("unsubscribe", "listed", "one_click"),
    [
        ("https://example.com/u?id=1", "<https://example.com/u?id=1>", True),
        (LONG, f"<{LONG}>", True),
        ("mailto:leave@example.com?subject=x", "<mailto:leave@example.com?subject=x>", False),
        ("http://example.com/u", None, False),
        ("{{ unsubscribe_url }}", None, False),
        ("https://example.com/{{ id }}", None, False),
        ("https://example.com/%id%", None, False),
        ("https://example.com/\r\nBcc: x@y.z", None, False),
        ("https://例え.jp/", None, False),
        ("", None, False),
    ],
)
def test_list_unsubscribe(unsubscribe, listed, one_click):
    """Gmail would find no way to unsubscribe, or one that does not work (RFC 8058)."""
    headers = _headers(_digest(unsubscribe=unsubscribe))
    value = headers.get("List-Unsubscribe")
    assert (value and value.strip()) == listed
    assert ("List-Unsubscribe-Post" in headers) is one_click
    assert "Bcc" not in headers


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        (
            "週刊",
            "https://example.com",
            "<xn--" + "週刊".encode("punycode").decode() + ".example.com>",
        ),
        ("My News", "https://example.com:8080/blog", "<my-news.example.com>"),
        ("x", "https://[::1]/", None),
    ],
)
def test_list_id(name, url, expected):
    """Mail clients could not file the newsletter by its list (RFC 2919)."""
    assert _headers(_digest(url, name=name)).get("List-Id") == expected


def _python(version: str) -> str | None:
    """A Python of that version, on the path or installed beside the one that runs."""
    beside = sorted(Path(sys.base_prefix).parent.glob(f"*{version}*/bin/python{version}"))
    for candidate in (shutil.which(f"python{version}"), *map(str, beside)):
        if candidate and not subprocess.run([candidate, "-c", ""], capture_output=True).returncode:
            return candidate
    return None


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_same_bytes_on_every_python(version):
    """An upgrade of Python would change every published mail."""
    python = _python(version)
    if python is None:
        pytest.skip(f"there is no Python {version}")
    script = ROOT / "tests" / "digest" / "cases" / "pack_messages.py"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    made = [
        subprocess.run([command, script], env=environment, capture_output=True, check=True).stdout
        for command in (sys.executable, python)
    ]
    assert made[0] == made[1]
