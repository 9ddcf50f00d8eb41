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
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.digest.message import message, sendable
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


# What mailparser read, in the words of Python's parser.
NODE = """
const { simpleParser } = require("mailparser");
simpleParser(require("fs").readFileSync(0)).then((mail) => {
  const list = mail.headers.get("list");
  process.stdout.write(JSON.stringify({
    subject: mail.subject, from: mail.from.value, html: mail.html, text: mail.text, date: mail.date,
    id: mail.messageId, replyTo: mail.replyTo.value, list,
    language: mail.headers.get("content-language"),
  }));
});
"""


def _digest(url: str = "https://example.com", **changes: object) -> Digest:
    site = Site(Path(), url, "Example", "en", zone("UTC"))
    letter = NewsletterSettings("digest", "Letter", "ja", Person("編集部", "news@example.com"))
    moment = datetime(2026, 11, 8, 9, 5, 7, tzinfo=timezone(timedelta(hours=9)))
    return Digest(replace(letter, **changes), site, moment, moment, ())


def _content(mail: EmailMessage, kind: str) -> str:
    """The part of that kind, with the line breaks of Unix."""
    part = mail.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


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


def test_mailparser_agrees(program, lacking):
    """Programs in JavaScript would read other words, or find no way to unsubscribe."""
    place = Path(os.environ.get("FEEDS_PEERS", ROOT / "build" / "peers"))
    if not (place / "node_modules" / "mailparser").is_dir():
        lacking("mailparser is not installed: make peers")
    digest = _digest(unsubscribe=LONG, reply_to="office@example.com")
    data = message(digest, NASTY, HTML, TEXT)
    run = subprocess.run([program("node"), "-e", NODE], input=data, capture_output=True, cwd=place)
    theirs = json.loads(run.stdout)
    ours = email.message_from_bytes(data, policy=email.policy.default)
    assert theirs["subject"] == str(ours["Subject"]) == one_line(NASTY)
    assert theirs["from"] == [{"name": "編集部", "address": "news@example.com"}]
    assert theirs["replyTo"] == [{"name": "", "address": "office@example.com"}]
    assert theirs["html"] == _content(ours, "html") == HTML
    assert theirs["text"] == _content(ours, "plain") == TEXT
    assert theirs["list"]["id"]["name"] == "digest.example.com"
    assert theirs["list"]["unsubscribe"]["url"] == ours["List-Unsubscribe"].strip()[1:-1] == LONG
    assert theirs["list"]["unsubscribe-post"] == {"name": "List-Unsubscribe=One-Click"}
    assert theirs["date"] == "2026-11-08T00:05:07.000Z"
    assert theirs["id"] == ours["Message-ID"]
    assert theirs["language"] == "ja"


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


def test_each_edition_and_each_test_is_a_mail_of_its_own():
    """A server would drop a test as known, or an edition that says what another said."""
    digest = _digest()
    made = [
        message(digest, "Subject", HTML, TEXT),
        message(digest, "Subject", HTML, TEXT, test="1"),
        message(digest, "Subject", HTML, TEXT, test="2"),
        message(replace(digest, label="2026-11-23"), "Subject", HTML, TEXT),
        message(replace(digest, label="2026-11-23-2"), "Subject", HTML, TEXT),
    ]
    assert len({email.message_from_bytes(each)["Message-ID"] for each in made}) == 5
    assert len({each.partition(b"\r\n")[2] for each in made}) == 1


def test_controls_are_what_they_meant():
    """Gmail would cut the mail off where a post came from Windows."""
    assert sendable("it\x92s \x93so\x94\x85 \x80 5\x81\0") == "it’s “so”… € 5"
    digest = _digest(sender=Person("Anna\x92s", "news@example.com"))
    data = message(digest, "It\x92s", "<p>it\x92s</p>\ud800\n", "it\x92s\n")
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert parsed["Subject"] == "It’s"
    assert parsed["From"].addresses[0].display_name == "Anna’s"
    assert _content(parsed, "html") == "<p>it’s</p>\n"
    assert _content(parsed, "plain") == "it’s\n"


@given(st.text(max_size=3), st.sampled_from([1, 70, 2_000]), st.booleans())
def test_no_line_is_too_long(text, times, listed):
    """A server would cut lines of more than 998 octets, or refuse the mail (RFC 5322 §2.1.1)."""
    long = text * times
    changes = {
        "name": long,
        "language": "-".join(["ja"] * times),
        "sender": Person(long, "news@example.com"),
        "unsubscribe": "https://example.com/" + "u" * times if listed else long,
        "reply_to": "office@example.com",
    }
    host = "h" * times + ".example.com"
    data = message(_digest(f"https://{host}", **changes), long, long, f"{long}\n{long}")
    assert data.isascii()
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    assert str(parsed["Subject"]) == one_line(sendable(long))
    assert parsed["From"].addresses[0].addr_spec == "news@example.com"


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
    assert str(make_header(decode_header(value.replace("\r\n", "")))) == one_line(sendable(subject))
    assert max(map(len, head.split("\r\n"))) <= 78
    assert len(email.message_from_bytes(data).items()) == 9


@given(st.text(max_size=80))
def test_any_name_comes_back(name):
    """A sender's name would be shown wrong, or change who the sender is."""
    data = message(_digest(sender=Person(name, "news@example.com")), "s", HTML, TEXT)
    raw = email.message_from_bytes(data)["From"].replace("\r\n", "")
    shown, address = parseaddr(raw)
    assert address == "news@example.com"
    assert str(make_header(decode_header(shown))) == one_line(sendable(name))
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
