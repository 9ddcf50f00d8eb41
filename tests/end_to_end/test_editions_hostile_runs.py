"""Whatever editions are made of, and whenever that ends: nothing runs, hangs, or is halved."""

from __future__ import annotations

import email
import email.policy
import os
import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import lxml.html
import pytest

from feeds.cli import main

from .newsletter import DONE, OPEN, SECOND, THIRD, UNFINISHED, Blog
from .test_hostile import check_inert

MAIL = "editions/letter/2026-11-23.eml"


def message(blog: Blog, path: str = MAIL) -> EmailMessage:
    """A message as a parser of MIME reads it."""
    read = email.message_from_bytes(blog.file(path).read_bytes(), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def part(mail: EmailMessage, kind: str) -> str:
    """The text of a part."""
    (found,) = (each for each in mail.walk() if each.get_content_type() == f"text/{kind}")
    return str(found.get_content())


def inert(html: str) -> None:
    """What stands in the body of a page is no code."""
    body = lxml.html.document_fromstring(html).body
    check_inert(lxml.html.tostring(body, encoding="unicode"))


# ── Templates ─────────────────────────────────────────────────────────────────────────

ENDLESS = "{% for a in range(9999) %}" * 3 + "x" + "{% endfor %}" * 3
TEMPLATES: Mapping[str, tuple[str, str, str]] = {
    "loops": ("page.html", f"a\n{ENDLESS}", ":2: it repeats or calls something too often"),
    "loops-post": ("post.html", ENDLESS, ":1: it repeats or calls something too often"),
    "loops-text": ("text.txt", ENDLESS, ":1: it repeats or calls something too often"),
    "loops-style": ("style.css", ENDLESS, ":1: it repeats or calls something too often"),
    "loops-web": ("web.html", ENDLESS, ":1: it repeats or calls something too often"),
    "range": (
        "page.html",
        "{% for a in range(10 ** 9) %}x{% endfor %}",
        ":1: a number is larger than 5,000,000",
    ),
    "grows": ("page.html", "{{ 'x' * 30000000 }}", ":1: a text or list is longer than 5,000,000"),
    "calls-itself": (
        "page.html",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        ":1: it calls or includes itself without end",
    ),
    "includes-itself": (
        "page.html",
        "{% include 'letter/page.html' %}",
        ":1: it calls or includes itself without end",
    ),
    "reaches-out": (
        "page.html",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        ":1: access to attribute '__class__' of 'str' object is unsafe",
    ),
    "reads": (
        "page.html",
        "{% include '../../../../etc/passwd' %}",
        ":1: there is no template “../../../../etc/passwd”",
    ),
    "broken": (
        "page.html",
        "a\n{% if %}",
        ":2: Expected an expression, got 'end of statement block'",
    ),
    "latin-1": ("page.html", "a\n\udcff", ":2: is not UTF-8"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_that_does_what_it_should_not(blog: Blog, name: str) -> None:
    """A template from somebody else would run for ever, or read the machine's files."""
    file, text, says = TEMPLATES[name]
    first = blog.first()
    blog.change("feeds.toml", "every =", 'template = "letter"\nevery =')
    blog.file("templates/letter").mkdir(parents=True)
    blog.file(f"templates/letter/{file}").write_text(text, errors="surrogateescape")
    before = blog.file(OPEN).read_bytes()
    words = f"error: templates/letter/{file}{says}\n"
    # What runs into the bounds takes a second each time.
    commands = ("approve",) if "loops" in name else ("approve", "test", "text")
    runs = [blog.digest(each) for each in commands]
    assert [run.status for run in runs] == [3] * len(runs), runs
    for run in runs:
        assert words in run.err
        assert "has no post" not in run.err
    lint = blog.lint()
    assert (lint.status, words in lint.out + lint.err) == (1, True)
    assert blog.build().status == 0
    assert "The fourth walk" in blog.file("public/atom.xml").read_text()
    assert blog.file(OPEN).read_bytes() == before
    assert not blog.file(MAIL).exists()
    assert blog.first() == first


# ── Too much ──────────────────────────────────────────────────────────────────────────


def test_a_post_of_2_megabytes(blog: Blog) -> None:
    """One long post would keep the whole issue from being sent, or make Gmail cut it off."""
    first = blog.first()
    body = ("word " * 200 + "**bold** [link](/x)\n\n") * 2_000
    assert len(body) > 2_000_000
    blog.post("three", "2026-11-18", "The third walk", body=body)
    blog.change(OPEN, "- posts/three.md", "- {post: posts/three.md, length: full} ")
    run = blog.digest("approve")
    assert run.status == 0
    assert "hint: letter: the mail was shortened to " in run.err
    assert "bytes: 1 as an excerpt\n  Take fewer posts, or set length or budget.\n" in run.err
    html = part(message(blog), "html")
    assert len(html.encode()) < 90_000
    assert "The third walk" in html
    assert blog.file("editions/letter/2026-11-23.html").stat().st_size > 2_000_000
    assert blog.build().status == 0
    assert {**first, **latest(blog.first())} == blog.first()


def latest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those that are the newest edition's by now."""
    return {path: data for path, data in files.items() if "latest" in path}


def test_500_picks(blog: Blog) -> None:
    """An edition of a whole year would not be made, or have lost posts on the way."""
    first = blog.first()
    for number in range(500):
        blog.post(f"many/{number}", "2026-11-18", f"Walk {number} {'とても長い' * 8}")
    picks = "".join(f"  - posts/many/{number}.md\n" for number in range(500))
    blog.change(OPEN, "picks:\n", f"picks:\n{picks}")
    run = blog.digest("approve")
    assert run.status == 0, run.err
    assert f"{OPEN} is approved, with 502 posts: " in run.out
    assert "on the web page alone\n" in run.err
    assert blog.file(MAIL).stat().st_size < 250_000
    page = blog.file("editions/letter/2026-11-23.html").read_text()
    assert page.count("<!--post ") == 502
    assert blog.file("editions/letter/2026-11-23.posts.jsonl").read_text().count("\n") == 502
    assert blog.digest("sent").status == 0
    assert "nothing new since" in blog.digest("new", now=THIRD).out
    assert blog.first() == first


def test_500_picks_that_are_not_there(blog: Blog) -> None:
    """Each would be looked for among all posts again and again."""
    picks = "".join(f"  - posts/gone-{number}.md\n" for number in range(500))
    blog.change(OPEN, "picks:\n", f"picks:\n{picks}")
    run = blog.digest("approve")
    assert run.status == 3
    lines = [line for line in run.err.splitlines() if 'no post is called "posts/gone-' in line]
    assert len(lines) == 500
    assert UNFINISHED in run.err


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return b"%b%b%b%b" % (
            struct.pack(">I", len(data)), name, data, struct.pack(">I", zlib.crc32(name + data))
        )  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 10_000_000, 9)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


PICTURES: Mapping[str, tuple[bytes, str]] = {
    "bomb": (
        bomb(60_000, 60_000),
        "it has more than 32 million pixels\n  Save it with fewer, about 2000 across.",
    ),
    "largest": (
        bomb(2**31 - 1, 2**31 - 1),
        "it has more than 32 million pixels\n  Save it with fewer, about 2000 across.",
    ),
    "ends": (bomb(100, 100)[:60], "it is damaged, or ends too early\n  Export it again."),
    "garbage": (b"GIF89a garbage" * 1_000, "it is damaged, or ends too early\n  Export it again."),
    "script": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "no mail program shows SVG\n  Save it as PNG too, and show that one.",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_a_bomb(blog: Blog, name: str, apart: Callable[..., list[Blog]]) -> None:
    """Some kilobytes would take all memory of the machine, and nothing be sent."""
    pytest.importorskip("PIL")
    data, says = PICTURES[name]
    first = blog.first()
    blog.file("media").mkdir()
    blog.file("media/b.png").write_bytes(data)
    blog.change("feeds.toml", "every =", "resize = true\nevery =")
    lines = ("image: /media/b.png", "image_alt: A boat")
    blog.post("three", "2026-11-18", "The third walk", *lines, body="![boat](/media/b.png)")
    where = (blog.root, "--now", SECOND)
    lint, approve, build = apart(
        ("lint", *where), ("digest", "approve", *where), ("build", *where), memory=2**30
    )
    assert [run.status for run in (lint, approve, build)] == [0] * 3
    words = f"warning: posts/three.md:4: image: /media/b.png stays as it is in mail: {says}\n"
    assert words in approve.err
    assert {**first, **latest(blog.first())} == blog.first()


# ── Hostile words ─────────────────────────────────────────────────────────────────────

TAGS = {
    "listmonk": "{{ UnsubscribeURL }}",
    "mailchimp": "*|UNSUB|*",
    "buttondown": "{{ unsubscribe_url }}",
    "ghost": "{unsubscribe_url}",
    "ses": "{{amazonSESUnsubscribeUrl}}",
}
LOOKS_INTO_SUBJECTS = {"listmonk", "mailchimp", "buttondown", "ses"}
WORDS = {
    "markup": '<script>alert(1)</script> "><img src=x onerror=1> &amp; <!--/post 1-->',
    "template": "{{ ''.__class__ }} {% for a in range(9999999) %}{% endfor %}",
    "header": "a\r\nBcc: evil@x.example\r\n\r\nbody",
    "signs": "a\x00b\x07 \u202eevil\u2066 \ufeff",
    "token": "mergexunsubscribexletterx",
    "long": "とても長い" * 2_000,
    "emoji": "👩‍👩‍👧" * 40,
}


def hostile(blog: Blog, words: str) -> None:
    """Puts those words wherever an editor can put any."""
    escapes = {'"': '\\"', "\\": "\\\\", "\r": "\\r", "\n": "\\n", "\x00": "\\0", "\x07": "\\a"}
    text = '"' + "".join(escapes.get(sign, sign) for sign in words) + '"'
    blog.change(OPEN, "subject:", f"subject: {text}")
    blog.change(OPEN, "preheader:", f"preheader: {text}")
    pick = f"- {{post: posts/three.md, title: {text}, excerpt: {text}}} #"
    blog.change(OPEN, "- posts/three.md", pick)
    blog.change(OPEN, "\nstatus:", f"\nsections: [{{title: {text}}}]\nstatus:")
    with blog.file(OPEN).open("a", encoding="utf-8") as file:
        file.write(f"{words}\n")


@pytest.mark.parametrize("name", WORDS)
def test_hostile_words(blog: Blog, name: str) -> None:
    """A title could run code in a reader's mail, or write headers of its own."""
    first = blog.first()
    hostile(blog, WORDS[name])
    run = blog.digest("approve", "--anyway")
    assert run.status in (0, 1), run.err
    mail = message(blog)
    assert "Bcc" not in mail
    assert set(mail.keys()) >= {"Subject", "List-Id", "List-Unsubscribe", "Message-ID"}
    assert not any(ord(sign) < 32 for sign in mail["Subject"])
    assert max(map(len, blog.file(MAIL).read_bytes().split(b"\r\n"))) <= 998
    for html in (part(mail, "html"), blog.file("editions/letter/2026-11-23.html").read_text()):
        inert(html)
        assert "\x00" not in html
    if name == "template":
        assert "__class__" in part(mail, "plain")
    blog.change(OPEN, "\nstatus:", "\nwithdrawn: [posts/three.md]\nstatus:")
    assert blog.build().status == 0
    page = lxml.html.document_fromstring(
        blog.file("public/letter/2026-11-23/index.html").read_bytes()
    )
    assert not page.xpath("//a[contains(@href, '/three/')]")
    assert page.xpath("//a[contains(@href, '/four/')]")
    assert {**first, **latest(blog.first())} == blog.first()


@pytest.mark.parametrize("engine", TAGS)
def test_merge_tags_of_any_engine(blog: Blog, engine: str) -> None:
    """A title could unsubscribe whoever reads it, or show an engine's secrets."""
    blog.change("feeds.toml", "every =", f'merge = "{engine}"\nevery =')
    blog.change("feeds.toml", 'unsubscribe = "https://harbour.example/out"\n', "")
    blog.digest("test")
    usual = message(blog, ".feeds/test/letter/2026-11-23.eml")
    before = blog.file(OPEN).read_bytes()
    for tag in dict.fromkeys(TAGS.values()):
        blog.file(OPEN).write_bytes(before)
        hostile(blog, tag)
        assert blog.digest("test").status == 0
        mail = message(blog, ".feeds/test/letter/2026-11-23.eml")
        if tag == TAGS[engine]:
            assert tag not in mail["Subject"] or engine not in LOOKS_INTO_SUBJECTS
            for kind in ("html", "plain"):
                assert part(mail, kind).count(tag) == part(usual, kind).count(tag) > 0


INTRODUCTION = """\
<script>alert(1)</script><iframe src="https://evil.example"></iframe>
<svg onload=1><script>1</script></svg> <meta http-equiv=refresh content=0> <base href=//evil>
<form action=x><input></form> <style>p{}</style> <a href="data:text/html,x">x</a>

[a](javascript:alert(1)) ![p](file:///etc/passwd) ![q](../../etc/passwd) <img src=x onerror=1>

Good *morning*.
"""


def test_an_introduction_with_code(blog: Blog) -> None:
    """Whoever may write an introduction could run code in the mail of thousands."""
    with blog.file(OPEN).open("a") as file:
        file.write(INTRODUCTION)
    run = blog.digest("approve", "--anyway")
    assert run.status in (0, 1), run.err
    html = part(message(blog), "html")
    page = blog.file("editions/letter/2026-11-23.html").read_text()
    for each in (html, page):
        inert(each)
        assert "<em>morning</em>" in each
        document = lxml.html.document_fromstring(each)
        for source in document.xpath("//img/@src | //a/@href"):
            assert source.startswith(("https://", "http://", "mailto:", "#")), source


@pytest.mark.parametrize(
    "text", ["> " * 5_000 + "x\n", "[" * 50_000 + "\n", "*a " * 50_000, "<div>" * 30_000]
)
def test_an_introduction_without_end(blog: Blog, text: str) -> None:
    """A text that nests without end would keep the newsletter from being made."""
    with blog.file(OPEN).open("a") as file:
        file.write(f"{text}\n")
    for command in ("test", "text"):
        run = blog.digest(command)
        assert run.status in (0, 1), run.err
    assert blog.digest("approve", "--anyway").status in (0, 1, 3)


def test_a_text_that_would_be_too_long_to_read_again(blog: Blog) -> None:
    """The command would make an edition that no other command can read."""
    with blog.file(OPEN).open("a") as file:
        file.write("word " * 190_000)
    before = blog.file(OPEN).read_bytes()
    run = blog.digest("text")
    assert run.status in (1, 3)
    assert f"error: {OPEN}: " in run.err
    assert blog.file(OPEN).read_bytes() == before


def test_a_newsletter_with_a_japanese_name(blog: Blog) -> None:
    """Its mail would have a header that servers refuse, or its folder another name."""
    name = "港のたより"
    first = blog.first()
    letter = f'\n[[newsletters]]\nname = "{name}"\ntitle = "港"\nlanguage = "ja"\nwindow = 30\n'
    with blog.file("feeds.toml").open("a", encoding="utf-8") as file:
        file.write(letter)
    which = ("--newsletter", name)
    for command in ("new", "test", "text"):
        assert blog.digest(command, *which).status == 0
    assert blog.digest("approve", *which, "--anyway").status in (0, 1)
    assert blog.digest("sent", *which).status == 0
    mail = blog.file(f"editions/{name}/2026-11-23.eml").read_bytes()
    assert b"\r\nList-Id: <xn--f9j3a5ei5100f.harbour.example>\r\n" in mail
    assert mail.partition(b"\r\n\r\n")[0].isascii()
    assert blog.build().status == 0
    assert blog.file(f"public/{name}/2026-11-23/index.html").exists()
    assert {row.split()[0] for row in blog.digest("list").out.splitlines()[1:]} == {name, "letter"}
    assert blog.first() == first


# ── Ends and meetings ─────────────────────────────────────────────────────────────────

KILLED = 9


def forked(work: Callable[[], int]) -> int:
    """The exit status of what is done in a process of its own."""
    if (child := os.fork()) == 0:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(nothing, stream)
        status = 99
        try:
            status = work()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_approving_that_is_killed(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an edition would be taken for a whole one."""
    first, before = blog.first(), blog.file(OPEN).read_bytes()
    argv = ["digest", "approve", str(blog.root), "--now", SECOND]

    def until(step: int) -> int:
        left = [step]

        def dying(work: Callable[..., object]) -> Callable[..., object]:
            def instead(*args: object, **kwargs: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(KILLED)
                return work(*args, **kwargs)

            return instead

        for name in ("write_bytes", "replace", "unlink"):
            monkeypatch.setattr(Path, name, dying(getattr(Path, name)))
        return main(argv)

    seen: set[str] = set()
    for step in range(1_000):
        status = forked(partial(until, step))
        if status != KILLED or blog.file(OPEN).read_bytes() != before:
            break
        there = {file.name for file in blog.file("editions/letter").glob("[!.]*")}
        if there == seen:
            continue
        seen = there
        assert blog.digest("list").status == 0
        assert blog.build().status == 0
        assert not blog.file("public/letter/2026-11-23").exists()
        assert blog.first() == first
    assert "2026-11-23.eml" in seen
    assert step > 5
    assert status in (0, KILLED)
    assert blog.file(OPEN).read_bytes() != before
    assert blog.digest("list").status == 0
    assert [file.name for file in blog.file("editions").rglob(".*new")] == []
    assert blog.digest("sent", "--edition", "2026-11-23").status == 0
    assert blog.first() == first


def test_a_disk_that_is_full(blog: Blog) -> None:
    """Half a message would be stored, and count as approved."""
    first, before = blog.first(), blog.file(OPEN).read_bytes()
    names = sorted(file.name for file in blog.file("editions/letter").iterdir())

    def full() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))
        return main(["digest", "approve", str(blog.root), "--now", SECOND, "--no-cache"])

    assert forked(full) == 3
    assert blog.file(OPEN).read_bytes() == before
    assert sorted(file.name for file in blog.file("editions/letter").iterdir()) == names
    assert blog.first() == first
    assert blog.digest("approve").status == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("command", ["new", "approve", "sent", "text"])
def test_a_folder_that_is_read_only(blog: Blog, command: str) -> None:
    """A command would end in a traceback, or say that it is done."""
    if command == "new":
        blog.file(OPEN).unlink()
    if command == "sent":
        assert blog.digest("approve").status == 0
    folder = blog.file("editions/letter")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    folder.chmod(0o500)
    try:
        run = blog.digest(command)
    finally:
        folder.chmod(0o700)
    assert (run.status, "cannot be written: Permission denied\n" in run.err) == (3, True), run
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def at_once(blog: Blog, command: str, runs: int = 4) -> list[tuple[int, str, str]]:
    """What several processes say that begin at the same moment."""
    argv = [sys.executable, "-m", "feeds", "digest", command, str(blog.root), "--now", SECOND]
    processes = [
        subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(runs)
    ]
    said = [process.communicate(timeout=120) for process in processes]
    return [(process.returncode, *each) for process, each in zip(processes, said, strict=True)]


def test_two_editors_begin_at_the_same_moment(blog: Blog) -> None:
    """Cron and an editor would make two editions of the same posts."""
    blog.file(OPEN).unlink()
    runs = at_once(blog, "new", 3)
    assert [status for status, _, _ in runs] == [0] * 3, runs
    assert sorted(out for _, out, _ in runs) == [
        f"{OPEN} is begun, with 2 posts\n",
        *[f"{OPEN} is still open: approve it, or delete it to begin another\n"] * 2,
    ]
    assert sorted(file.name for file in blog.file("editions/letter").glob("*.md")) == [
        "2026-11-16.md",
        "2026-11-23.md",
    ]


def test_two_editors_approve_at_the_same_moment(blog: Blog) -> None:
    """The stored message would be another one than the edition says."""
    first = blog.first()
    runs = at_once(blog, "approve", 3)
    assert sorted(status for status, _, _ in runs) == [0, 2, 2], runs
    for status, _, err in runs:
        assert ("letter has no draft" in err) == (status == 2)
    assert blog.digest("list").status == 0
    assert blog.first() == first
    assert DONE in first
