"""The shipped looks: how their mails are made, in both languages, from the sample blog."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cssutils
import pytest
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from feeds.digest.blocks import Blocks
from feeds.digest.documents import issue as made_of
from feeds.digest.fit import size, weight
from feeds.digest.inline import inline
from feeds.digest.listing import index_page
from feeds.digest.look import SHIPPED, Look
from feeds.digest.merge import merge_tags
from feeds.digest.stories import context
from feeds.model import Design, Edition, Editions, Enclosure, Picture
from feeds.templating.templates import Templates

TEMPLATES = Path(__file__).parents[2] / "templates"
LANGUAGES = ["en", "ja"]
MIXED = ("excerpt", "full", "headline")
BODY = "ancestor-or-self::*[contains(concat(' ', @class, ' '), ' body ')]"
BLANK = Templates(Path(__file__).parent)
ALL = [(template, language) for template in SHIPPED for language in LANGUAGES]


def _mail(digest):
    return made_of(digest, BLANK).documents[0].data.decode()


def _page(digest):
    return lxml_html.fromstring(_mail(digest))


def _rendered(digest, file):
    tags = merge_tags(digest.newsletter, digest.url, [])
    given = {**context(digest, "A subject", "A preheader"), "merge": tags}
    return Look(BLANK, digest.newsletter.template).render(file, given)


def _classes(css):
    """The classes that a style sheet names, not those in comments or values."""
    selectors = re.findall(r"([^{}]*)\{", css)
    return {name for each in selectors for name in re.findall(r"\.([a-z][a-z-]*)", each)}


@pytest.mark.parametrize("template", SHIPPED)
@pytest.mark.parametrize(
    ("sheets", "pages"),
    [
        (
            ("style.css", "clients.css"),
            ("page", "header", "section", "post", "more", "footer", "parts"),
        ),
        (("web.css",), ("web", "web_post", "web_footer", "index")),
    ],
)
def test_every_class_is_styled_and_every_style_used(sample, template, sheets, pages):
    """A renamed class would lose its look, or a dead rule would use up the mail's bytes."""
    look, used = [], set()
    for page in pages:
        own = TEMPLATES / template / f"{page}.html"
        file = own if own.is_file() else TEMPLATES / "newsletter" / f"{page}.html"
        look.append(file.read_text(encoding="utf-8"))
    plain = re.sub(r"\{\{.*?\}\}", "", "".join(look))
    for names in re.findall(r'class="([^"]*)"', plain):
        used |= set(names.split())
    digest = sample("en", template=template)
    styled = set().union(*(_classes(_rendered(digest, sheet)) for sheet in sheets))
    if "style.css" in sheets:
        # Of another template's parts.
        assert styled - used <= {"masthead-ink", "letterhead", "plate", "link", "text"}
        assert used <= styled
    else:
        # Lengths are classes; Python strikes posts.
        assert styled - used <= {
            "lead",
            "full",
            "excerpt",
            "headline",
            "withdrawn",
            "align-left",
            "align-center",
            "align-right",
        }
        assert used - styled <= {"words"}


@pytest.mark.parametrize(("template", "language"), ALL)
def test_every_style_is_inlined(sample, template, language):
    """Gmail and Outlook would show the newsletter without a part of its looks."""
    digest = sample(language, MIXED, template=template)
    page = _page(digest)
    sheet = cssutils.CSSParser(validate=False).parseString(_rendered(digest, "style.css"))
    for rule in sheet.cssRules:
        for selector in rule.selectorText.split(","):
            for element in CSSSelector(selector.strip())(page):
                names = {part.split(":")[0] for part in element.get("style").split(";")}
                assert {wanted.name for wanted in rule.style} <= names, selector
    (kept,) = page.xpath("//style")
    assert kept.text.strip() == _rendered(digest, "clients.css").strip()


@pytest.mark.parametrize(("template", "language"), ALL)
def test_sheets_are_within_limits(sample, template, language):
    """Gmail drops a `<style>` over 16 KB or with an `@` in an `@`, Outlook a quoted style."""
    page = _page(sample(language, MIXED, template=template))
    (kept,) = page.xpath("//style/text()")
    assert len(kept.encode()) < 16_000
    assert not re.search(r"@[^{}]*\{[^@]*@[^{}]*\{[^{}]*\{", re.sub(r"\{[^{}]*\}", "", kept))
    assert "@import" not in kept
    assert "@font-face" not in kept
    assert not any('"' in style or "'" in style for style in page.xpath("//@style"))
    assert not page.xpath("//script | //link | //form")


@pytest.mark.parametrize(("template", "language"), ALL)
def test_padding_stands_where_outlook_sees_it(sample, template, language):
    """Outlook for Windows would push everything together."""
    page = _page(sample(language, MIXED, template=template))
    for element in page.xpath("//*[contains(@style, 'padding')]"):
        if element.xpath(BODY) or element.get("class") in ("page", "button"):
            continue
        assert element.tag == "td", element.get("class")


@pytest.mark.parametrize(("template", "language"), ALL)
def test_the_page_is_marked_up_for_everybody(sample, template, language):
    """Screen readers would read the layout, a wrong language, or a picture's address."""
    digest = sample(language, MIXED, template=template)
    page = _page(digest)
    assert page.get("lang") == language
    assert page.xpath("//body/table/@lang") == [language]
    layout = [table for table in page.xpath("//table") if not table.xpath(BODY)]
    assert layout
    assert {table.get("role") for table in layout} == {"presentation"}
    levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    titles = {each.entry.post.title for part in digest.sections for each in part.posts}
    shown = {each.text_content() for each in page.xpath("//h3[a]")}
    assert titles == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_have_their_sizes_and_words(sample, language):
    """Outlook would show pictures as large as their files, and nobody would know of what."""
    page = _page(sample(language, ("excerpt", "excerpt", "full")))
    for picture in page.xpath("//img"):
        assert picture.get("alt") or picture.get("class") == "icon"
        assert 0 < int(picture.get("width")) <= 552
    for picture, across in (("picture", 552), ("small-picture", 120)):
        found = page.find_class(picture)
        assert found
        for each in found:
            wide, high = int(each.get("width")), int(each.get("height"))
            assert wide == across
            assert 0.5 < high / wide < 0.7


@pytest.mark.parametrize(
    ("wide", "high", "lead", "thumb"),
    [
        (1600, 900, ("552", "311"), ("120", "68")),
        (900, 1600, ("310", "551"), ("67", "119")),
        (300, 200, ("300", "200"), ("120", "80")),
        (1, 5000, ("1", "5000"), ("1", "5000")),
        (5000, 1, ("552", "1"), ("120", "1")),
        (None, None, ("552", None), ("120", None)),
    ],
)
def test_a_picture_fits_its_place(issue, entry, wide, high, lead, thumb):
    """A tall picture would be a tower, a small one blurred, an odd one end the run."""
    url = "https://example.com/a.jpg"
    file = Enclosure(url, width=wide, height=high)
    posts = [
        replace(entry(f"P{day}", day, picture=Picture(url, "A cloud")), picture=file)
        for day in (18, 17)
    ]
    first, second = _page(issue(*posts)).xpath("//img")
    assert (first.get("width"), first.get("height")) == lead
    assert f"max-width:{lead[0]}px" in first.get("style")
    assert (second.get("width"), second.get("height")) == thumb


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_hold_in_outlook(sample, language):
    """Outlook for Windows would show a button as a bare word, or one that leads elsewhere."""
    digest = sample(language)
    look = Look(BLANK, "digest")
    tags = merge_tags(digest.newsletter, digest.url, [])
    given = {**context(digest, "S", "P"), "merge": tags}
    count = sum(len(part.posts) for part in digest.sections)
    page = inline(Blocks(digest, look, given).variants([["excerpt"]] * count, "many more"))
    for_outlook = re.findall(
        r'<!--\[if mso\]><v:roundrect [^>]* href="([^"]+)".*?<center[^>]*>([^<]+)<', page
    )
    for_others = [
        (link.get("href"), link.text) for link in lxml_html.fromstring(page).find_class("button")
    ]
    assert for_outlook == for_others
    assert len(for_others) == 2
    assert for_others[1][0] == digest.url
    assert page.count("<!--[if !mso]><!-->") == page.count("<!--<![endif]-->") == 2


@pytest.mark.parametrize(("template", "language"), ALL)
def test_the_page_says_what_mail_law_asks_for(sample, template, language):
    """A reader could not unsubscribe, nor see who wrote, why, and where else to read it."""
    digest = sample(language, MIXED, template=template)
    page = _page(digest)
    newsletter = digest.newsletter
    assert page.xpath("//td[contains(@class, 'view')]/a/@href") == [digest.url]
    footer = page.find_class("footer")[0]
    said = footer.text_content()
    assert newsletter.address in said
    assert newsletter.title in said
    assert newsletter.unsubscribe in footer.xpath(".//a/@href")
    order = [each.get("class") for each in page.xpath("//tr/td[@class]")]
    kinds = [next(k for k in each.split() if k != "paper") for each in order]
    assert kinds.index("introduction") < kinds.index("post") < kinds.index("footer")


def test_an_issue_without_a_web_page_offers_none(issue):
    """“Read in the browser” would lead to nothing."""
    page = _page(issue())
    assert not page.find_class("view")


@pytest.mark.parametrize("template", SHIPPED)
def test_the_design_is_a_sites_own(sample, template):
    """A site would find the colours of the sample blog in its newsletter."""
    design = Design(
        accent="#0a6e8a",
        accent_dark="#7fd4ea",
        background="#eef4f6",
        background_dark="#05080a",
        paper="#fcfeff",
        paper_dark="#10161a",
        ink="#0b1b22",
        ink_dark="#eaf4f8",
        masthead="#0b3a4a",
        masthead_ink="#fefefe",
        heading_font="Optima, sans-serif",
        text_font="Charter, serif",
        logo="https://e.example/logo.png",
        logo_width=222,
        footer="Written\non the quay.",
        social=(("Mastodon & co", "https://social.example/@a?b=1&c=2"),),
    )
    digest = sample("en", template=template, design=design)
    made = made_of(digest, BLANK)
    page = lxml_html.fromstring(made.documents[0].data.decode())
    web = lxml_html.fromstring(made.documents[-1].data.decode())
    for shown in (page, web):
        (logo,) = shown.xpath("//h1//img")
        assert logo.get("src") == design.logo
        assert (logo.get("width"), logo.get("alt")) == ("222", digest.newsletter.title)
        assert "Written" in shown.text_content()
        assert shown.xpath("//a[text()='Mastodon & co']/@href") == [design.social[0][1]]
    given = {name: str(getattr(design, name)) for name in design.__slots__}
    mail = made.documents[0].data.decode().replace(",", ", ")
    for name in ("accent", "background", "paper", "ink", "heading_font", "text_font"):
        assert given[name] in mail, name
        assert given[name] in made.documents[-1].data.decode(), name
    for name in ("background_dark", "paper_dark", "ink_dark", "accent_dark"):
        assert given[name] in page.xpath("//style/text()")[0], name
    for theirs in ("#b23c22", "#efe9dd", "#fffdf9", "#1c2436", "#1f2d4d", "Palatino", "Segoe"):
        assert theirs not in mail, theirs


@pytest.mark.parametrize("template", SHIPPED)
def test_scripts_of_both_directions_keep_their_order(issue, entry, template):
    """A Hebrew title, excerpt or byline would be garbled in an English newsletter."""
    names = ("אבי <כהן>", "דנה", "Ben {0}")
    hebrew = {"language": "he", "excerpt": "3 ספרים (חדשים)!", "categories": ("ים",)}
    posts = (entry("C++ למתחילים!", day, authors=names, **hebrew) for day in (18, 17))
    page = _page(issue(*posts, template=template))
    for name in ("name", "section-name", "lead-title", "lead-text", "title", "text"):
        for element in page.find_class(name):
            assert element.get("dir") == "auto", name
    assert len(page.xpath("//h3[@dir='auto']")) == 2
    assert len(page.find_class("byline")) == 2
    for byline in page.find_class("byline"):
        assert [(span.get("dir"), span.text_content()) for span in byline] == [
            ("auto", name) for name in names
        ]
        assert byline.get("dir") is None
        assert "\u00a0· אבי <כהן>, דנה, and Ben {0}\u00a0· 4 min read" in byline.text_content()
    assert [row.get("lang") for row in page.xpath("//tr[@lang]")] == ["he", "he"]


def _long(entry, language):
    slug = "%E9%9B%B2%E3%81%AE%E5%90%8D" if language == "ja" else "the-names-of-clouds"
    excerpt = {
        "ja": "名前を知ると、空が少し変わります。気象台の職員に、雲の見分け方を聞きました。" * 2,
        "en": "Once you know a cloud by its name, the sky above the way to work is another. " * 2,
    }
    title = {
        "ja": "雲の名前を覚えて、空を見上げる",
        "en": "Learning the names of clouds in November",
    }
    return [
        entry(
            f"{title[language]} {number}",
            28 - number % 20,
            language=language,
            categories=(f"分類{number % 5}",),
            excerpt=excerpt[language],
            authors=("田中千絵",),
            path=f"posts/{number}.md",
            url=f"https://example.com/2026/11/{number}/{slug}/",
        )
        for number in range(50)
    ]


@pytest.mark.parametrize(("template", "language"), ALL)
def test_fifty_excerpts_fit(issue, entry, template, language):
    """A full issue would be shortened, or cut off by Gmail, with the unsubscribe link.

    A letter's excerpts are long: of those forty fit.
    """
    many = 40 if template == "letter" else 50
    posts = _long(entry, language)[:many]
    made = made_of(issue(*posts, language=language, template=template, limit=50, window=30), BLANK)
    assert made.findings == ()
    html = made.documents[0].data.decode()
    assert weight(size(html), 0) < 90_000
    rows = re.findall(r"<tr[^>]*>\s*<td class=\"post\".*?</tr>", html, re.S)
    assert len(rows) == many
    markup = [len("".join(re.findall(r"<[^>]*>", post)).encode()) for post in rows[1:]]
    assert max(markup) < 900


@pytest.mark.parametrize("template", SHIPPED)
def test_a_post_is_shown_in_every_length(sample, template):
    """The byte budget could not shorten a post, or would shorten it to nothing."""
    sizes = {}
    for length in ("full", "excerpt", "headline"):
        digest = sample("ja", (length,), template=template)
        page = _page(digest)
        sizes[length] = len(page.text_content())
        assert len(page.xpath("//h3[a]")) == sum(len(part.posts) for part in digest.sections)
    assert sizes["full"] > sizes["excerpt"] > sizes["headline"]


def test_the_list_of_editions_names_them_all(sample):
    """A reader could not find an older issue, nor follow the newsletter in a feed reader."""
    digest = sample("ja")
    editions = tuple(
        Edition(
            newsletter="tayori",
            label=f"2026-11-{day}",
            path=f"editions/tayori/2026-11-{day}.md",
            since=digest.since,
            until=digest.until,
            status="sent",
            subject=f"<第{day}号>",
            preheader=f"{day}日の便り",
        )
        for day in (23, 16)
    )
    made = index_page(Editions(digest.newsletter, digest.site, editions), BLANK)
    page = lxml_html.fromstring(made.data.decode())
    assert page.xpath("//h1/text()") == ["潮待ち便り"]
    assert page.xpath("//h2/a/text()") == ["<第23号>", "<第16号>"]
    home = "https://shiomachi.example/tayori/"
    assert page.xpath("//h2/a/@href") == [f"{home}2026-11-23/", f"{home}2026-11-16/"]
    assert page.xpath("//link[@rel='canonical']/@href") == [home]
    assert page.xpath("//link[@rel='alternate']/@href") == [f"{home}atom.xml"]
    assert "16日の便り" in page.text_content()


@pytest.mark.parametrize(("template", "language"), ALL)
def test_the_web_page_is_found_and_shared(sample, template, language):
    """A link to the issue would be shown without a title, or a reader not find the others."""
    digest = sample(language, MIXED, template=template)
    document = made_of(digest, BLANK).documents[-1]
    page = lxml_html.fromstring(document.data.decode())
    home = f"https://shiomachi.example/{digest.newsletter.name}/"
    assert document.path == f"{digest.newsletter.name}/2026-11-23/index.html"
    assert page.xpath("//link[@rel='canonical']/@href") == [digest.url]
    assert page.xpath("//link[@rel='alternate']/@href") == [f"{home}atom.xml"]
    assert page.xpath("//meta[@property='og:url']/@content") == [digest.url]
    (title,) = page.xpath("//meta[@property='og:title']/@content")
    assert [title] == page.xpath("//title/text()")
    (described,) = page.xpath("//meta[@property='og:description']/@content")
    assert [described] == page.xpath("//meta[@name='description']/@content")
    assert described
    assert home in page.xpath("//a/@href")
    assert not page.xpath("//script")
    levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
