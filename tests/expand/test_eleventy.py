"""Bodies of an Eleventy blog that need what is not run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.model import Expanded

Expanding = Callable[..., Expanded]
PATH = "posts/2026-10-01-a.md"
SETTINGS = {"folders": (".",), "permalink": "/:path/"}


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("a\n\n{{ title | shout }}\n", 3, "shout"),
        ("{% youtube 'x' %}\n", 1, "youtube"),
        ("a\n{% note %}\nb\n{% endnote %}\n", 2, "note"),
        ("a\n{% for p in collections.all %}x{% endfor %}\n", 2, "collections"),
        ("{{ eleventy.version }}\n", 1, "eleventy"),
        ("{{ 'gone.md' | inputPathToUrl }}\n", 1, "gone.md"),
        (
            "{% for a in (1..100000000) %}{% for b in (1..100000000) %}x{% endfor %}{% endfor %}",
            1,
            "for",
        ),
        ("{% if a %}" * 3000, 1, ""),
    ],
)
def test_what_is_left_out(expanded: Expanding, source: str, line: int, code: str) -> None:
    """Readers would see template code, or wait for a loop without end."""
    done = expanded(source, PATH, files={".eleventy.js": ""}, **SETTINGS)
    (finding,) = done.findings
    assert (done.text, finding.path) == ("", PATH)
    assert code in finding.what
    if code:
        assert finding.line == 3 + line


@pytest.mark.parametrize(
    ("config", "keys", "source", "text"),
    [
        ("", "title: T", "{{ title }}", "T"),
        ("", "title: T\ntemplateEngineOverride: md", "{{ title }}", "{{ title }}"),
        ("", "title: T\ntemplateEngineOverride: false", "{{ title }}", "{{ title }}"),
        ("module.exports = {markdownTemplateEngine: false}", "title: T", "{{ a }}", "{{ a }}"),
        ("module.exports = {markdownTemplateEngine: 'njk'}", "title: T", "{{ title }}", None),
        (
            "module.exports = {markdownTemplateEngine: 'njk'}",
            "title: T",
            "a {% raw %}{{ b }}{% endraw %}",
            "a {{ b }}",
        ),
    ],
)
def test_engines(
    expanded: Expanding, config: str, keys: str, source: str, text: str | None
) -> None:
    """A body would be read by another engine than the blog's own."""
    done = expanded(source, PATH, keys, {".eleventy.js": config}, **SETTINGS)
    assert done.text == (text or "")
    assert bool(done.findings) is (text is None)


def test_other_pages_are_inputs(expanded: Expanding) -> None:
    """A link would stay as it was when the page that it leads to gets another URL."""
    other = "---\ntitle: B\ndate: 2026-10-02\npermalink: /b/\n---\n"
    done = expanded(
        "[b]({{ './b.md' | inputPathToUrl }}#x)",
        PATH,
        files={".eleventy.js": "", "posts/b.md": other},
        **SETTINGS,
    )
    assert done.text == "[b](/b/#x)"
    assert "post:posts/b.md" in [name for name, _ in done.inputs]
