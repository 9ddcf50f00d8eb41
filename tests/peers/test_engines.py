"""Merge tags in the engines themselves: a post's text survives, and the tags are replaced.

Go's templates run in Hugo, with listmonk's functions as data; Handlebars is installed by
`make peers`, or lies in the folder that FEEDS_PEERS names.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html

from feeds.digest.merge import MergeTags, merge_tags
from feeds.model import MergeSyntax, NewsletterSettings, Person
from feeds.text import clean

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
SHEET = "@media print{#a{color:red}}"
Run = Callable[[Sequence[str], bool], Sequence[str]]


def tags(syntax: MergeSyntax, batch: Sequence[str]) -> MergeTags:
    """The tags of a newsletter for that engine."""
    return merge_tags(NewsletterSettings("n", "N", "en", Person("E"), merge=syntax), "", batch)


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
    for text, page in zip(batch, run([made.in_html(page) for page in pages], True), strict=True):
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
    for text, part in zip(batch, run([made.in_text(part) for part in parts], False), strict=True):
        assert part.replace("\u200c", "") == f"{text}{URL}{text} {NAME} {MAIL}"


@example(batch=WRITTEN)
@given(batch=batches)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_buttondown(batch, lacking):
    """Django's templates would fail at a post, or obey it."""
    try:
        from django.template import Context, Engine
    except ImportError:
        lacking("Django is not installed")
    engine = Engine(autoescape=True)
    subscriber = {"email": MAIL, "metadata": {"first_name": NAME}}
    given = {"unsubscribe_url": URL, "subscriber": subscriber}

    def run(templates: Sequence[str], _html: bool) -> Sequence[str]:
        context = Context(given, use_tz=False, use_l10n=False)
        return [engine.from_string(template).render(context) for template in templates]

    made = tags("buttondown", batch)
    survives(batch, made, run)
    for text in batch:
        assert "\u200c" not in made.in_text(text)
        assert run([made.in_subject(text)], False)[0].replace("\u200c", "") == text


@example(batch=WRITTEN)
@given(batch=batches)
@settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ses(batch, program, lacking):
    """Handlebars would fail at a post, or obey it."""
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
    if not (place / "node_modules" / "handlebars").is_dir():
        lacking("Handlebars is not installed: make peers")
    given = {"amazonSESUnsubscribeUrl": URL, "email": MAIL, "name": NAME}
    script = (
        "const Handlebars = require('handlebars');"
        "const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const options = { noEscape: true };"
        "const made = cases.map(([text, data]) => Handlebars.compile(text, options)(data));"
        "process.stdout.write(JSON.stringify(made));"
    )

    def run(templates: Sequence[str], _html: bool) -> Sequence[str]:
        command = [program("node"), "-e", script]
        told = json.dumps([[template, given] for template in templates])
        done = subprocess.run(command, input=told, capture_output=True, text=True, cwd=place)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    made = tags("ses", batch)
    survives(batch, made, run, escapes=False)
    subjects = run([made.in_subject(text) for text in batch], False)
    assert [line.replace("\u200c", "") for line in subjects] == batch


@example(batch=WRITTEN)
@given(batch=batches)
@settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_listmonk(batch, program, tmp_path_factory):
    """Go's templates would fail at a post, obey it, or leave out what is for Outlook."""
    site = tmp_path_factory.mktemp("hugo")
    partials = site / "layouts" / "partials"
    partials.mkdir(parents=True)
    kinds = ["taxonomy", "term", "sitemap", "robotsTXT", "RSS", "404"]
    settings = {"disableKinds": kinds, "outputs": {"home": ["json"]}, "baseURL": "https://e.org"}
    (site / "hugo.json").write_text(json.dumps(settings))
    given = {"Subscriber": {"FirstName": NAME, "Email": MAIL}, "UnsubscribeURL": URL}
    (site / "data").mkdir()
    (site / "data" / "given.json").write_text(json.dumps(given))

    def run(templates: Sequence[str], _html: bool, ending: str = "html") -> Sequence[str]:
        names = [f"{number}.{ending}" for number in range(len(templates))]
        for name, template in zip(names, templates, strict=True):
            (partials / name).write_text(listmonk(template), encoding="utf-8")
        calls = " ".join(f'(partial "{name}" $d | string)' for name in names)
        page = "{{ $d := site.Data.given }}{{ slice " + calls + " | jsonify }}"
        (site / "layouts" / "index.json").write_text(page)
        command = [program("hugo"), "--quiet", "--source", site, "--destination", site / "out"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads((site / "out" / "index.json").read_text(encoding="utf-8"))

    made = tags("listmonk", batch)
    survives(batch, made, run)
    for text in batch:
        assert "\u200c" not in made.in_text(text)
    # A subject without any tag is no template.
    lines = {made.in_subject(text): text for text in batch}
    filled = [line for line in lines if "{{" in line]
    assert list(run(filled, False, "txt")) == [lines[line] for line in filled]
    assert all(line == text for line, text in lines.items() if line not in filled)


def listmonk(template: str) -> str:
    """A template as listmonk reads it (models/common.go), with Hugo's names for its functions."""
    template = re.sub(r'{{\s*TrackLink\s+"([^"]+)"\s*}}', r'{{ TrackLink "\1" . }}', template)
    address = r"(https?://[\w\-.~!#$&'()*+,/:;=?@\[\]]*)@TrackLink"
    template = re.sub(address, r'{{ TrackLink "\1" . }}', template)
    template = re.sub(r"{{\s*(UnsubscribeURL|MessageURL)\s*}}", r"{{ .\1 }}", template)
    return template.replace("{{ Safe ", "{{ safeHTML ")
