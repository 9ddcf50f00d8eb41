"""Which template is taken, what it may do, and what is said where it fails."""

from __future__ import annotations

import pytest

from feeds.errors import TemplateError
from feeds.templating.templates import Templates


@pytest.fixture
def folder(tmp_path):
    """The site's own templates folder."""
    (tmp_path / "templates").mkdir()
    return tmp_path / "templates"


def _finding(templates, template, **context):
    with pytest.raises(TemplateError) as caught:
        templates.render(template, context)
    (finding,) = caught.value.findings
    return finding


def test_the_sites_own_comes_first(tmp_path, folder):
    """A site could not change how its newsletter looks."""
    before = Templates(tmp_path).place("digest.html")
    (folder / "digest.html").write_text("<p>Mine: {{ name }}</p>\n", encoding="utf-8")
    templates = Templates(tmp_path)
    assert templates.render("digest.html", {"name": "a < b"}) == "<p>Mine: a &lt; b</p>\n"
    assert (before, templates.place("digest.html")) == (
        "feeds/templates/digest.html",
        "templates/digest.html",
    )


def test_names_what_a_template_includes(tmp_path, folder):
    """A changed partial would not be seen as a reason to build again."""
    (folder / "a.html").write_text('{% include "b/c.html" %}{% extends "d.html" %}')
    (folder / "b").mkdir()
    (folder / "b" / "c.html").write_text("c")
    (folder / "d.html").write_text('{% include "a.html" %}')
    assert Templates(tmp_path).names("a.html") == ("a.html", "b/c.html", "d.html")


@pytest.mark.parametrize("name", ["gone.html", "a" * 999])
def test_an_include_may_be_missing_where_the_template_says_so(tmp_path, folder, name):
    """A template with an optional part would be refused, or end the run with a traceback."""
    (folder / "a.html").write_text(f"{{% include '{name}' ignore missing %}}x")
    templates = Templates(tmp_path)
    assert templates.render("a.html", {}) == "x"
    assert set(templates.names("a.html")) == {"a.html", name}


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("<p>\n{% if %}\n", 2, "Expected an expression, got 'end of statement block'"),
        ("a\nb\n{{ missing }}", 3, "'missing' is undefined"),
        ("{{ name.missing }}", 1, "'str object' has no attribute 'missing'"),
        ("\n{{ 1 / 0 }}", 2, "ZeroDivisionError: division by zero"),
        ("{{ name | nofilter }}", 1, "No filter named 'nofilter'"),
        ("{{ name + 1 }}", 1, 'TypeError: can only concatenate str (not "int") to str'),
        ("\n\n{{ name.__class__.__mro__ }}", 3, "access to attribute '__class__'"),
        ('\n{% include "gone.html" %}', 2, "there is no template “gone.html”"),
        ("{% for i in range(10000000) %}{% endfor %}", 1, "a number is larger than 5,000,000"),
        ("{{ name * 2 ** 62 }}", 1, "a text or list is longer than 5,000,000"),
        (f"{{% include '{'a' * 999}.html' %}}", 1, "there is no template “aaa"),
    ],
)
def test_an_error_has_file_and_line(tmp_path, folder, source, line, what):
    """Whoever changes a template would have to guess where the mistake is."""
    (folder / "x.html").write_text(source, encoding="utf-8")
    finding = _finding(Templates(tmp_path), "x.html", name="n")
    assert (finding.path, finding.line) == ("templates/x.html", line)
    assert finding.what.startswith(what)
    assert not finding.what.endswith(".")


def test_an_error_in_a_partial_names_the_partial(tmp_path, folder):
    """The including template would be blamed."""
    (folder / "x.html").write_text('{% include "y.html" %}')
    (folder / "y.html").write_text("\n\n{{ oops }}")
    assert _finding(Templates(tmp_path), "x.html").place == "templates/y.html:3"


@pytest.mark.parametrize("name", ["../secret.html", "a/../../secret.html", "/etc/passwd", "none.x"])
def test_no_name_leaves_the_folder(tmp_path, folder, name):
    """A newsletter's `template` could publish any file of the machine."""
    (tmp_path / "secret.html").write_text("secret")
    assert "there is no template" in _finding(Templates(tmp_path), name).what


def test_no_link_leaves_the_folder(tmp_path, folder):
    """A committed link could publish any file of the machine."""
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "x.html").symlink_to(tmp_path / "secret.txt")
    finding = _finding(Templates(tmp_path), "x.html")
    assert str(finding) == "templates/x.html: is a link that leaves the templates folder"


def test_bytes_that_are_not_text(tmp_path, folder):
    """A template in another encoding would end the run with a traceback."""
    (folder / "x.html").write_bytes("a\n表".encode("shift_jis"))
    assert str(_finding(Templates(tmp_path), "x.html")) == "templates/x.html:2: is not UTF-8"


@pytest.mark.parametrize("name", ["../page.html", "a/../../b.html", "/../etc/passwd"])
def test_no_template_lies_outside_of_the_folders(tmp_path, name):
    """Looking at a template that includes such a name would end in a traceback."""
    assert not Templates(tmp_path).has(name)
