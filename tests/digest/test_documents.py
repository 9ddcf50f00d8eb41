"""The three files of an issue."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
from pathlib import Path

import pytest

from feeds.digest.documents import issue as made_of
from feeds.errors import TemplateError
from feeds.templating.templates import Templates

ROOT = Path(__file__).resolve().parents[2]


def test_three_files_and_what_they_are_made_from(bilingual, tmp_path):
    """A file would be missing, or not be built again when what it shows has changed."""
    page, text, mail = made_of(bilingual("en"), Templates(tmp_path)).documents
    assert [(made.path, made.media_type) for made in (page, text, mail)] == [
        ("digest/latest.html", "text/html"),
        ("digest/latest.txt", "text/plain"),
        ("digest/latest.eml", "message/rfc822"),
    ]
    posts = ("posts/18.md", "posts/16.md", "posts/17.md", "posts/14.md")
    assert page.inputs == text.inputs == mail.inputs
    assert page.inputs[:4] == posts
    assert {"newsletter/page.html", "newsletter/text.txt"} < set(page.inputs[4:])


def test_the_mail_holds_the_other_two(bilingual, tmp_path):
    """What an editor approved in the browser would not be what is sent."""
    page, text, mail = made_of(bilingual("ja"), Templates(tmp_path)).documents
    parsed = email.message_from_bytes(mail.data, policy=email.policy.default)
    bodies = [part.get_payload(decode=True) for part in parsed.iter_parts()]
    assert [body.replace(b"\r\n", b"\n") for body in bodies] == [text.data, page.data]
    assert parsed["Subject"] == "The Letter｜What the tide table leaves out ほか3件"


def test_a_sites_template_is_used(bilingual, tmp_path):
    """A site could not change its newsletter's looks, nor only a part of them."""
    folder = tmp_path / "templates" / "digest"
    folder.mkdir(parents=True)
    (folder / "footer.html").write_text("<tr><td>Our own {{ site.title }}</td></tr>")
    page, _, _ = made_of(bilingual("en"), Templates(tmp_path)).documents
    assert b"<td>Our own Example</td>" in page.data
    assert b"What the tide table leaves out" in page.data


def test_a_style_sheet_that_cannot_be_inlined_names_its_template(issue, tmp_path):
    """Whoever wrote the template would see a traceback of premailer's."""
    folder = tmp_path / "templates" / "mine"
    folder.mkdir(parents=True)
    (folder / "style.css").write_text("a[title='x,y'] { top: 0 }")
    with pytest.raises(TemplateError) as caught:
        made_of(issue(template="mine"), Templates(tmp_path))
    (finding,) = caught.value.findings
    assert finding.path == "templates/mine/style.css"
    assert "cannot be inlined" in finding.what
    assert not finding.what.endswith(".")


def test_a_template_that_is_not_there_is_named(issue, tmp_path):
    """Somebody who mistyped a template's name would have to guess which there are."""
    with pytest.raises(TemplateError) as caught:
        made_of(issue(template="digset"), Templates(tmp_path))
    (finding,) = caught.value.findings
    assert finding.what == "there is no template “digset”"
    assert "digest, letter, headlines" in finding.remedy


def test_pictures_and_links_are_never_fetched(bilingual, tmp_path, watched):
    """A build would call the servers that posts point to."""
    digest, templates = bilingual("en"), Templates(tmp_path)
    made_of(digest, templates)
    with watched() as seen:
        made_of(digest, templates)
    assert seen
    assert all(event == "open" and "/templates/" in what for event, what in seen)


def test_the_same_bytes_everywhere():
    """Zone, locale or hash seed of a machine would change what is published."""
    script = ROOT / "tests" / "digest" / "cases" / "pack_issue.py"
    made = set()
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Tokyo", "ja_JP.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        run = [sys.executable, script]
        made.add(subprocess.run(run, env=environment, capture_output=True, check=True).stdout)
    assert len(made) == 1
