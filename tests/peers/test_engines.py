"""Merge tags in the engines themselves: a post's text survives, and the tags are replaced.

Go's templates run in Hugo, with listmonk's functions as data; Handlebars is installed by
`make peers`, or lies in the folder that FEEDS_PEERS names.
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html

from feeds.digest.documents import issue
from feeds.digest.merge import MergeTags, merge_tags
from feeds.model import (
    Body,
    Digest,
    Entry,
    MergeSyntax,
    NewsletterSettings,
    Person,
    Picture,
    Placed,
    Post,
    Section,
    Site,
)
from feeds.templating.templates import Templates
from feeds.text import clean
from feeds.zones import zone

REPOSITORY = Path(__file__).resolve().parents[2]
URL = "https://list.example/u?a=1"
NAME = "O'Brien & <Söhne>"
MAIL = "a+b@example.com"
WRITTEN = [
    *("{{ name }}", "{{{x}}}", "{% if a %}", "{# b #}", "{{!--", "{{", "{", "}", "}}", "\\", "`"),
    *("%", "#", "<b>", "</style", "<!--", "-->", "&amp;", "https://e.org/@TrackLink", "雲", "\n"),
    *(" ", '"', "'", '{{ TrackLink "x" }}', "{{ UnsubscribeURL }}", "{{ .", "{{/*", '{{ Safe "'),
]
texts = st.lists(st.sampled_from(WRITTEN) | st.text(max_size=3), max_size=8).map(
    lambda parts: clean("".join(parts)).replace("\r", "").replace("\u200c", "")
)
batches = st.lists(texts, min_size=1, max_size=30)
# Each of them starts programs.
FEW = settings(max_examples=settings.default.max_examples // 10)
MOMENT = datetime(2026, 11, 18, tzinfo=UTC)
SITE = Site(Path(__file__).parent, "https://example.com", "Example", "en", zone("UTC"))
SHEET = "@media print{#a{color:red}}"
VALUES = {
    "buttondown": {
        "unsubscribe_url": URL,
        "manage_subscription_url": URL,
        "email_url": URL,
        "subscriber": {"email": MAIL, "metadata": {"first_name": NAME}},
    },
    "listmonk": {
        "Subscriber": {"FirstName": NAME, "Email": MAIL},
        "UnsubscribeURL": URL,
        "MessageURL": URL,
    },
    "ses": {"amazonSESUnsubscribeUrl": URL, "email": MAIL, "name": NAME},
}
NODE = """
const Handlebars = require("handlebars");
const [texts, data] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const made = texts.map((text) => Handlebars.compile(text, { noEscape: true })(data));
process.stdout.write(JSON.stringify(made));
"""
# Fills in templates: of HTML or plain text, as `html`, or of a subject, as `txt`.
Run = Callable[[Sequence[str], str], Sequence[str]]


def newsletter(syntax: MergeSyntax, **changes: object) -> NewsletterSettings:
    """A newsletter for that engine."""
    own: dict[str, object] = {"title": "N", "merge": syntax, **changes}
    return NewsletterSettings("n", language="en", sender=Person("E"), **own)


def tags(syntax: MergeSyntax, batch: Sequence[str]) -> MergeTags:
    """The tags of that newsletter."""
    return merge_tags(newsletter(syntax), "", batch)


def survives(batch: Sequence[str], made: MergeTags, run: Run, *, escapes: bool = True) -> None:
    """Both parts and the subject of a mail of each text come out as they were written."""
    pages, parts = [], []
    for text in batch:
        own = escape(text)
        pages.append(
            f"<!doctype html>\n<html><head><style>{SHEET}</style></head><body>"
            f'<!--[if mso]><i title="{own}">{made.unsubscribe}</i><![endif]-->'
            f'<p title="{own}"><a href="{made.unsubscribe}">{own}{made.unsubscribe}{own}</a></p>'
            f"<b>{made.name}{made.email}</b></body></html>"
        )
        parts.append(f"{text}{made.unsubscribe}{text} {made.name} {made.email}")
    for text, page in zip(batch, run([made.in_html(page) for page in pages], "html"), strict=True):
        parsed = html.document_fromstring(page)
        assert parsed.find(".//p").get("title") == text
        assert parsed.find(".//a").text == text + URL + text
        assert parsed.find(".//a").get("href") == URL
        if escapes:
            assert parsed.find(".//b").text_content() == NAME + MAIL
        kept = re.search(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", page, re.DOTALL)
        outlook = html.fragment_fromstring(kept[1])
        assert (outlook.get("title"), outlook.text) == (text, URL)
        assert parsed.find(".//style").text.replace(" ", "") == SHEET.replace(" ", "")
    for text, part in zip(batch, run([made.in_text(part) for part in parts], "html"), strict=True):
        assert part.replace("\u200c", "") == f"{text}{URL}{text} {NAME} {MAIL}"


@pytest.fixture
def engine(
    program: Callable[[str], str], lacking: Callable[[str], None], tmp_path_factory
) -> Callable[[MergeSyntax], Run]:
    """The template engine behind a mailing engine."""

    def django(templates: Sequence[str], _kind: str) -> Sequence[str]:
        try:
            from django.template import Context, Engine
        except ImportError:
            lacking("Django is not installed")
        engine = Engine(autoescape=True)
        context = Context(VALUES["buttondown"], use_tz=False, use_l10n=False)
        return [engine.from_string(template).render(context) for template in templates]

    def handlebars(templates: Sequence[str], _kind: str) -> Sequence[str]:
        place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
        if not (place / "node_modules" / "handlebars").is_dir():
            lacking("Handlebars is not installed: make peers")
        command = [program("node"), "-e", NODE]
        told = json.dumps([templates, VALUES["ses"]])
        done = subprocess.run(command, input=told, capture_output=True, text=True, cwd=place)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def go(templates: Sequence[str], kind: str) -> Sequence[str]:
        site = tmp_path_factory.mktemp("hugo")
        partials = site / "layouts" / "partials"
        partials.mkdir(parents=True)
        kinds = ["taxonomy", "term", "sitemap", "robotsTXT", "RSS", "404"]
        own = {"disableKinds": kinds, "outputs": {"home": ["json"]}, "baseURL": "https://e.org"}
        (site / "hugo.json").write_text(json.dumps(own))
        (site / "data").mkdir()
        (site / "data" / "given.json").write_text(json.dumps(VALUES["listmonk"]))
        names = [f"{number}.{kind}" for number in range(len(templates))]
        for name, template in zip(names, templates, strict=True):
            (partials / name).write_text(listmonk(template), encoding="utf-8")
        calls = " ".join(f'(partial "{name}" $d | string)' for name in names)
        page = "{{ $d := site.Data.given }}{{ slice " + calls + " | jsonify }}"
        (site / "layouts" / "index.json").write_text(page)
        command = [program("hugo"), "--quiet", "--source", site, "--destination", site / "out"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads((site / "out" / "index.json").read_text(encoding="utf-8"))

    engines: dict[MergeSyntax, Run] = {"buttondown": django, "listmonk": go, "ses": handlebars}
    return engines.__getitem__


def listmonk(template: str) -> str:
    """A template as listmonk reads it (models/common.go), with Hugo's names for its functions."""
    template = re.sub(r'{{\s*TrackLink\s+"([^"]+)"\s*}}', r'{{ TrackLink "\1" . }}', template)
    address = r"(https?://[\w\-.~!#$&'()*+,/:;=?@\[\]]*)@TrackLink"
    template = re.sub(address, r'{{ TrackLink "\1" . }}', template)
    template = re.sub(r"{{\s*(UnsubscribeURL|MessageURL)\s*}}", r"{{ .\1 }}", template)
    return template.replace("{{ Safe ", "{{ safeHTML ")


@example(batch=WRITTEN)
@given(batch=batches)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_buttondown(engine, batch):
    """Django's templates would fail at a post, or obey it."""
    run, made = engine("buttondown"), tags("buttondown", batch)
    survives(batch, made, run)
    for text in batch:
        assert "\u200c" not in made.in_text(text)
        assert run([made.in_subject(text)], "txt")[0].replace("\u200c", "") == text


@example(batch=WRITTEN)
@given(batch=batches)
@settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ses(engine, batch):
    """Handlebars would fail at a post, or obey it."""
    run, made = engine("ses"), tags("ses", batch)
    survives(batch, made, run, escapes=False)
    subjects = run([made.in_subject(text) for text in batch], "txt")
    assert [line.replace("\u200c", "") for line in subjects] == batch


@example(batch=WRITTEN)
@given(batch=batches)
@settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_listmonk(engine, batch):
    """Go's templates would fail at a post, obey it, or leave out what is for Outlook."""
    run, made = engine("listmonk"), tags("listmonk", batch)
    survives(batch, made, run)
    for text in batch:
        assert "\u200c" not in made.in_text(text)
    # A subject without any tag is no template.
    lines = {made.in_subject(text): text for text in batch}
    filled = [line for line in lines if "{{" in line]
    assert list(run(filled, "txt")) == [lines[line] for line in filled]
    assert all(line == text for line, text in lines.items() if line not in filled)


def mail(syntax: MergeSyntax, template: str, said: str) -> tuple[str, str, str]:
    """HTML, plain text and subject of an issue that says one thing wherever it can."""
    post = Post(
        path="a.md",
        id="x:1",
        url="https://example.com/{{a}}/",
        title=said,
        published=MOMENT,
        updated=MOMENT,
        language="en",
        authors=(Person(said),),
        image=Picture("https://example.com/a.jpg", said),
    )
    body = f"<p>{escape(said)}</p><pre>{escape(said)}</pre>"
    placed = Placed(Entry(post, Body(body, said), minutes=3), "full", lead=True, text=said)
    letter = newsletter(syntax, title=said, template=template, address=said)
    digest = Digest(
        *(letter, SITE, MOMENT, MOMENT, (Section(said, (placed,)),)),
        subject=said,
        preheader=said,
        introduction=f"<p>{escape(said)}</p>",
        introduction_text=said,
    )
    page, text, eml = (made.data for made in issue(digest, Templates(SITE.root)).documents)
    subject = email.message_from_bytes(eml, policy=email.policy.default)["Subject"]
    return page.decode(), text.decode(), subject


@pytest.mark.parametrize("template", ["digest", "letter", "headlines"])
@pytest.mark.parametrize("syntax", ["buttondown", "listmonk", "ses"])
def test_a_whole_issue(engine, syntax, template):
    """A shipped template would hold what an engine cannot read, or lose a post to it."""
    said = "The {{ name }} {% if x %} {# y #} {{{z}}} \\ <b> @TrackLink of 雲"
    run = engine(syntax)
    made = mail(syntax, template, said)
    page, text = run(made[:2], "html")
    (subject,) = run(made[2:], "txt")
    own_page, own_text, _ = mail("plain", template, said)
    parsed, own = html.document_fromstring(page), html.document_fromstring(own_page)
    for path in ("//body//text()", "//style/text()", "//@alt"):
        shown, wanted = ("".join(tree.xpath(path)) for tree in (parsed, own))
        assert shown.count(said) == wanted.count(said)
        assert len("".join(shown.split())) >= len("".join(wanted.split()))
    assert "".join(own.xpath("//body//text()")).count(said) >= 4
    assert {a.get("href") for a in parsed.iter("a")} >= {URL, "https://example.com/{{a}}/"}
    assert page.count("<![endif]-->") == own_page.count("<![endif]-->") > 0
    text, own_text = text.replace("\u200c", ""), own_text.replace("\u200c", "")
    assert text.count(said) == own_text.count(said) >= 4
    assert f"\nUnsubscribe: {URL}\n" in text
    assert subject.replace("\u200c", "") == said
