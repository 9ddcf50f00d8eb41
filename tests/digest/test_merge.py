"""Merge tags: tokens on the way, the engine's syntax in the end, and posts that look like it."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from liquid import Environment as Liquid
from lxml import html

from feeds.digest.engines import ENGINES
from feeds.digest.inline import inline
from feeds.digest.merge import NO_TAGS, MergeTags, merge_tags
from feeds.model import MergeSyntax, NewsletterSettings, Person
from feeds.text import clean

URL = "https://list.example/u?a=1&b=2"
WRITTEN = [
    *("{{ name }}", "{{{x}}}", "{% if a %}", "{# b #}", "{{", "{", "}", "}}", "\\", "%", "#", "|"),
    *("*|EMAIL|*", "*|", "|*", "*", "{first_name}", '{name, "you"}', "%%{email}%%", "{}", "<", "&"),
    *(
        "https://example.com/@TrackLink",
        "雲",
        "\n",
        " ",
        '"',
        "'",
        "mergetag",
        "{{ UnsubscribeURL }}",
    ),
]
texts = st.lists(st.sampled_from(WRITTEN) | st.text(max_size=3), max_size=8).map(
    lambda parts: clean("".join(parts)).replace("\r", "")
)
syntaxes = pytest.mark.parametrize("syntax", list(ENGINES))


def tags(syntax: MergeSyntax, *texts: str, view: str = "", **changes: object) -> MergeTags:
    """The tags of a newsletter for that engine."""
    letter = NewsletterSettings("n", "N", "en", Person("E"), merge=syntax, **changes)
    return merge_tags(letter, view, texts)


def mailchimp(template: str) -> str:
    """As Mailchimp's help describes it: what stands between the two signs is replaced."""
    return re.sub(r"\*\|(\w[^|]*)\|\*", lambda tag: URL if tag[1] == "UNSUB" else "!", template)


def ghost(template: str) -> str:
    """What Ghost's sources do to an e-mail card: kg-default-nodes, then email-renderer.js."""
    parsed = html.fragment_fromstring(template, create_parent="div")
    for code in parsed.iter("code"):
        if re.search(r"\{.*?\}", "".join(code.itertext())):
            code.text = "".join(code.itertext())
            for child in list(code):
                code.remove(child)
    shown = html.tostring(parsed, encoding="unicode")
    shown = re.sub(r'\{(\w*?)(?:,? *(?:"|&quot;)(.*?)(?:"|&quot;))?\}', r"%%\g<0>%%", shown)
    known = r'%%\{(\w+?)(?:,? *(?:"|&quot;).*?(?:"|&quot;))?\}%%'
    return re.sub(known, lambda tag: escape(URL) if tag[1] == "unsubscribe_url" else "!", shown)


def test_what_becomes_of_each_field():
    """Readers would see a tag of another engine, or nothing to unsubscribe with."""
    made = tags("mailchimp")
    page = f'<a href="{made.unsubscribe}">{made.name}, {made.email}</a> {made.view}'
    assert made.in_html(page) == '<a href="*|UNSUB|*">*|FNAME|*, *|EMAIL|*</a> *|ARCHIVE|*'
    assert made.in_text(made.preferences) == "*|UPDATE_PROFILE|*"
    assert tags("ses").preferences == ""


def test_our_own_web_page_comes_before_the_engines():
    """Readers would be sent to a copy that the engine keeps, and not to the site."""
    assert tags("listmonk", view="https://example.com/n/1/").view == "https://example.com/n/1/"


@pytest.mark.parametrize("url", ["https://example.com/u?a=1&b=2", "mailto:a@example.com", ""])
def test_an_address_of_the_settings_stays_one(url):
    """A site that takes care of unsubscribing itself would lose its address."""
    assert tags("mailchimp", unsubscribe=url).unsubscribe == url


def test_a_tag_of_the_settings_is_the_engines_own():
    """An engine that is not known would get another's tag; its URL would be taken apart."""
    made = tags("plain", unsubscribe="https://example.com/%id%?a=<b>")
    assert made.in_text(made.unsubscribe) == "https://example.com/%id%?a=<b>"
    page = made.in_html(f'<a href="{made.unsubscribe}">x</a>')
    assert page == '<a href="https://example.com/%id%?a=&lt;b&gt;">x</a>'


def test_tokens_are_in_no_text():
    """A post that happens to hold a token's letters would get a tag in its midst."""
    text = "mergetag mergetagx mergetagux"
    made = tags("plain", text)
    assert made.unsubscribe not in text
    assert made.in_text(f"{text}{made.unsubscribe}") == text + "{{ unsubscribe_url }}"
    assert made == tags("plain", text)


@syntaxes
def test_tokens_travel_unharmed(syntax):
    """Autoescaping, lxml or premailer would change a tag on its way."""
    made = tags(syntax)
    template = Environment(autoescape=True).from_string(
        "<html><head><style>a { color: red }</style></head><body>"
        '<p><a href="{{ merge.unsubscribe }}?x={{ merge.email }}">{{ merge.name }}</a></p>'
        "</body></html>"
    )
    page = made.in_html(inline(template.render(merge=made)))
    own = ENGINES[syntax].tags
    assert f'href="{own["unsubscribe"]}?x={own["email"]}"' in page
    assert f">{own['name']}</a>" in page
    assert "mergetag" not in page


@syntaxes
@given(text=texts)
def test_readers_see_what_was_written(syntax, text):
    """Escaping would change what a post says, or what its page links to."""
    made = tags(syntax, text)
    page = f'<p title="{escape(text)}">{escape(text)}</p>'
    parsed = html.fragment_fromstring(made.in_html(page))
    assert parsed.text_content().replace("\u200c", "") == text.replace("\u200c", "")
    assert parsed.get("title").replace("\u200c", "") == text.replace("\u200c", "")


@syntaxes
def test_links_lead_where_they_led(syntax):
    """A brace in a URL would be escaped as in text, and the link would lead elsewhere."""
    made = tags(syntax)
    page = '<p>a="{b}" href="{c}"</p><a href="https://example.com/?q={{x}}&amp;*|Y|*">z</a>'
    parsed = html.fragment_fromstring(made.in_html(f"<div>{page}</div>"))
    link = parsed.find("a").get("href").replace("%7B", "{")
    assert link == "https://example.com/?q={{x}}&*|Y|*"
    assert parsed.find(".//p").text.replace("\u200c", "") == 'a="{b}" href="{c}"'


@given(texts)
def test_mailchimp_and_ghost_replace_only_their_tags(text):
    """A post's own `*|EMAIL|*` or `{email}` would become the subscriber's address."""
    for syntax, engine in (("mailchimp", mailchimp), ("ghost", ghost)):
        made = tags(syntax, text)
        own = escape(text)
        page = f'<p title="{own}">{own}{made.unsubscribe}{own}</p><code>{{<b>email}}</b></code>'
        parsed = html.fragment_fromstring(engine(made.in_html(page)), create_parent="div")
        shown = parsed.find(".//p").text_content().replace("\u200c", "")
        plain = text.replace("\u200c", "")
        assert shown == plain + URL + plain
        assert parsed.find(".//p").get("title").replace("\u200c", "") == plain
        assert parsed.find(".//code").text_content().replace("\u200c", "") == "{email}"
    made = tags("mailchimp", text)
    shown = mailchimp(made.in_text(f"{text}{made.unsubscribe}{text}")).replace("\u200c", "")
    assert shown == plain + URL + plain
    assert mailchimp(made.in_subject(text)).replace("\u200c", "") == plain


@given(texts)
def test_plain_tags_in_jinja_and_liquid(text):
    """A script that fills the mail in with a template engine would fail at a post, or obey it."""
    made = tags("plain", text)
    own = escape(text)
    for run in (
        lambda template: (
            Environment(keep_trailing_newline=True)
            .from_string(template)
            .render(unsubscribe_url=URL)
        ),
        lambda template: Liquid().from_string(template).render(unsubscribe_url=URL),
    ):
        parsed = html.fragment_fromstring(
            run(made.in_html(f"<p>{own}{made.unsubscribe}{own}</p>")), create_parent="div"
        )
        assert parsed.find(".//p").text_content() == text + URL + text
        shown = run(made.in_text(f"{text}{made.unsubscribe}{text}"))
        assert shown.replace("\u200c", "") == (text + URL + text).replace("\u200c", "")


@syntaxes
def test_style_sheets_hold_no_tags(syntax):
    """Django takes `{#` for a comment and Go `{{` for code; minified style sheets have both."""
    made = tags(syntax)
    sheet = "@media print{#a{color:red}}@media screen{{{% x %}}}"
    page = made.in_html(f'<STYLE type="text/css">{sheet}</STYLE><p>{{x</p>')
    assert page.startswith('<STYLE type="text/css">@media print{')
    assert "&#" not in page.partition("</STYLE>")[0]
    assert page.partition("</STYLE>")[0].replace(" ", "").endswith(sheet.replace(" ", ""))
    if syntax in ("plain", "buttondown", "ses"):
        assert not re.search(r"\{[{#%]", page)


@syntaxes
@pytest.mark.parametrize("piece", ["<a ", '<a "', "<style", "<style>", "<!--[if ", "{{", "*|", "<"])
def test_what_never_ends_takes_no_time(syntax, piece):
    """A page that is not well formed would hold up the build for minutes."""
    made = tags(syntax)
    assert len(made.in_html(piece * 50_000)) >= len(piece) * 50_000
    assert len(made.in_text(piece * 50_000)) >= len(piece) * 50_000


def test_what_an_editor_writes_by_hand():
    """An edition's own text would say `{{ unsubscribe_url }}` to the readers of another engine."""
    made = tags("mailchimp", view="https://example.com/n/1/")
    text = "{{ view_url }} {{unsubscribe_url}} {{ other }} {{{ name }}} {{ name }}"
    shown = made.in_text(made.written(text))
    assert shown == "https://example.com/n/1/ *|UNSUB|* {{ other }} {{{ name }}} *|FNAME|*"


def test_comments_for_outlook_outlive_listmonk():
    """Go's html/template drops comments, and with them the buttons of Outlook."""
    made = tags("listmonk")
    page = f'<!--[if mso]>\n<a href="{made.unsubscribe}">\\</a><![endif]--><!--[p1[-->x<!--]p1]-->'
    shown = made.in_html(page)
    assert shown == (
        '{{ Safe "<!--[if mso]>\\n<a href=\\"" }}{{ UnsubscribeURL }}'
        '{{ Safe "\\">\\\\</a><![endif]-->" }}<!--[p1[-->x<!--]p1]-->'
    )


def test_nobody_merges_a_web_page():
    """The page on the web would show a tag that no engine replaces."""
    assert NO_TAGS.unsubscribe == NO_TAGS.view == NO_TAGS.name == ""
