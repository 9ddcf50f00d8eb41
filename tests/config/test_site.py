"""What a site becomes: defaults, every key set, and what an adopted site says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from email.headerregistry import Address
from pathlib import Path

import pytest

from feeds.config import chosen_dialect
from feeds.config.languages import WORDED
from feeds.digest.phrases import languages
from feeds.errors import Finding, Level
from feeds.model import (
    Adopted,
    DeskSettings,
    FeedSettings,
    Filter,
    LintSettings,
    NewsletterSettings,
    Person,
    PostSettings,
    Schedule,
    SectionSettings,
    Site,
    SmtpServer,
)
from feeds.zones import zone

Load = Callable[..., tuple[Site, tuple[Finding, ...]]]
Mistakes = Callable[..., list[str]]

URL = '[site]\nurl = "https://example.org"\n'


def test_the_url_is_enough(load_toml: Load, tmp_path: Path) -> None:
    """A default would differ from what the documentation promises."""
    site, _ = load_toml('[site]\nurl = "https://example.org/"\n')
    assert site == Site(
        root=tmp_path,
        url="https://example.org",
        title="example.org",
        language="en",
        timezone=zone("UTC"),
        posts=PostSettings(
            folders=("posts",), permalink="/:year/:month/:day/:slug/", drafts=False, future=False
        ),
        feeds=(
            FeedSettings("main", ":site", {"atom": "atom.xml", "rss": "rss.xml"}),
            FeedSettings(
                "categories",
                ":site – :term",
                {"atom": "categories/:slug/atom.xml", "rss": "categories/:slug/rss.xml"},
                by="category",
            ),
        ),
        newsletters=(
            NewsletterSettings(
                "digest", "example.org", "en", Person("example.org", "newsletter@example.org")
            ),
        ),
    )


def test_a_missing_title_and_zone_are_warned_of(load_toml: Load) -> None:
    """Nobody would learn that dates count as UTC or that the host stands for the title."""
    _, warnings = load_toml(URL)
    assert [finding.level for finding in warnings] == [Level.WARNING, Level.WARNING]
    assert [finding.path for finding in warnings] == ["feeds.toml", "feeds.toml"]
    assert [finding.what for finding in warnings] == [
        'site.title: is not set, so the host stands for it: "example.org"',
        "site.timezone: is not set, so dates without an offset count as UTC",
    ]
    assert all("[site] in feeds.toml" in finding.remedy for finding in warnings)


def test_a_complete_site_has_no_warning(load_toml: Load) -> None:
    """A site that says everything would be nagged on every run."""
    _, warnings = load_toml(URL + 'title = "A blog"\ntimezone = "UTC"\n')
    assert warnings == ()


def test_a_language_without_words_is_warned_of(load_toml: Load) -> None:
    """A German newsletter would go out with English words, and nobody would know why."""
    letters = "".join(
        f'[[newsletters]]\nname = "{name}"\nlanguage = "{tag}"\n'
        for name, tag in (("a", "ja-JP"), ("b", "de"), ("c", "DE"), ("d", "EN"), ("e", "eng"))
    )
    _, warnings = load_toml(URL + 'title = "A blog"\ntimezone = "UTC"\n' + letters)
    assert [(finding.place, finding.what) for finding in warnings] == [
        (
            f"feeds.toml:{line}",
            f'newsletters[{number}].language: no fixed words are known in "{tag}", '
            "so newsletters have them in English",
        )
        for line, number, tag in ((10, 2, "de"), (19, 5, "eng"))
    ]
    assert {finding.level for finding in warnings} == {Level.WARNING}
    assert all('Known are "en", "ja";' in finding.remedy for finding in warnings)


def test_the_sites_language_is_warned_of_once(load_toml: Load) -> None:
    """Each newsletter would repeat the warning, or none would say which file sets it."""
    letters = '[[newsletters]]\nname = "a"\n[[newsletters]]\nname = "b"\n'
    named = 'title = "A blog"\ntimezone = "UTC"\n'
    _, (ours,) = load_toml(URL + named + 'language = "fr"\n' + letters)
    assert (ours.place, ours.what.partition(":")[0]) == ("feeds.toml:5", "site.language")
    adopted = Adopted("_config.yml", {"site": {"language": "fr"}})
    _, (theirs,) = load_toml(URL + named + letters, adopted)
    assert (theirs.place, theirs.what.partition(":")[0]) == ("_config.yml", "site.language")
    _, warnings = load_toml("newsletters = []\n" + URL + named + 'language = "fr"\n')
    assert warnings == ()


def test_the_languages_are_those_of_the_digest() -> None:
    """The warning would name a language without words, or not one that has some."""
    assert languages() == WORDED


def test_every_key_of_the_site_arrives(load_toml: Load) -> None:
    """A key would be checked and then lost."""
    site, _ = load_toml(
        """
        [site]
        title = " A  blog "
        url = "HTTPS://Example.ORG/b log/"
        language = "ja"
        timezone = "Asia/Tokyo"
        description = "On ships."
        authors = ["Mori", "森 葵 <aoi@example.org>", { name = "Sam", url = "https://sam.example" }]
        rights = "CC0"
        icon = "/media/小.png"
        logo = "https://cdn.example/logo.png"
        [posts]
        folders = ["./posts/", ".", "_posts//en"]
        permalink = "/:year_:month/:slug.html"
        drafts = true
        future = true
        dialect = "plain"
        url = "https://example.org/Notes/"
        date_from = "path"
        id_from = "url"
        keys = { image = "cover" }
        """
    )
    assert site.title == "A blog"
    assert site.url == "https://example.org/b%20log"
    assert site.language == "ja"
    assert site.timezone.key == "Asia/Tokyo"
    assert site.description == "On ships."
    assert site.authors == (
        Person("Mori"),
        Person("森 葵", "aoi@example.org"),
        Person("Sam", url="https://sam.example"),
    )
    assert site.rights == "CC0"
    assert site.icon == "https://example.org/b%20log/media/%E5%B0%8F.png"
    assert site.logo == "https://cdn.example/logo.png"
    assert site.posts == PostSettings(
        "plain",
        ("posts", ".", "_posts/en"),
        "/:year_:month/:slug.html",
        drafts=True,
        future=True,
        url="https://example.org/Notes",
        date_from="path",
        id_from="url",
        keys={"image": "cover"},
    )


def test_every_key_of_a_feed_arrives(load_toml: Load) -> None:
    """A key of [[feeds]] would be checked and then lost."""
    site, _ = load_toml(
        URL
        + """
        description = "On ships."
        [[feeds]]
        description = "All of it."
        [[feeds]]
        name = "news"
        title = "News"
        path = "a//b/./news.xml"
        formats = ["rss"]
        limit = 0
        content = "summary"
        id = "tag:example.org,2026:%e3news"
        [feeds.filter]
        categories = "news"
        tags = ["a", "b"]
        authors = "Mori"
        languages = ["en", "ja"]
        exclude_categories = ["c"]
        exclude_tags = "d"
        [[feeds]]
        name = "notes"
        formats = ["rss", "atom"]
        """
    )
    main, news, notes = site.feeds
    assert main.description == "All of it."
    assert news == FeedSettings(
        name="news",
        title="News",
        paths={"rss": "a/b/news.xml"},
        id="tag:example.org,2026:%E3news",
        limit=0,
        content="summary",
        filter=Filter(("news",), ("a", "b"), ("Mori",), ("en", "ja"), ("c",), ("d",)),
    )
    assert notes == FeedSettings(
        "notes", ":site – notes", {"atom": "notes/atom.xml", "rss": "notes/rss.xml"}
    )
    assert list(notes.paths) == ["atom", "rss"]


def test_the_main_feed_has_the_description_of_the_site(load_toml: Load) -> None:
    """RSS asks for a description, and the site's own would be left out."""
    site, _ = load_toml(URL + 'description = "On ships."\n')
    assert [feed.description for feed in site.feeds] == ["On ships.", ""]


@pytest.mark.parametrize(
    ("by", "name", "path"),
    [
        ("category", "categories", "categories/:slug/atom.xml"),
        ("tag", "tags", "tags/:slug/atom.xml"),
        ("author", "authors", "authors/:slug/atom.xml"),
    ],
)
def test_feeds_by_term_have_a_folder_of_their_own(
    by: str, name: str, path: str, load_toml: Load
) -> None:
    """Feeds by tag or author would be written over those by category."""
    site, _ = load_toml(f'{URL}[[feeds]]\nby = "{by}"\n')
    (feed,) = site.feeds
    assert (feed.name, feed.paths["atom"], feed.title) == (name, path, ":site – :term")


def test_a_file_for_each_format(load_toml: Load) -> None:
    """The address that a site's readers know could not be kept."""
    site, _ = load_toml(URL + '[[feeds]]\npath = { rss = "index.rss", atom = "feed.xml" }\n')
    assert site.feeds[0].paths == {"atom": "feed.xml", "rss": "index.rss"}


def test_every_key_of_a_newsletter_arrives(load_toml: Load) -> None:
    """A key of [[newsletters]] would be checked and then lost."""
    site, _ = load_toml(
        URL
        + '''
        title = "A blog"
        language = "ja"
        [[newsletters]]
        name = "週刊"
        title = "Weekly"
        language = "en-GB"
        filter = { languages = "en" }
        window = "2 weeks"
        group_by = "none"
        limit = 5
        template = "plain_2"
        from = '"Mori, Aoi" <aoi@例え.jp>'
        reply_to = "b@example.org"
        unsubscribe = "*|UNSUB|*"
        address = """
        1-2-3 Minato
        Yokohama
        """
        [[newsletters]]
        name = "second"
        window = 30
        from = "letters@example.org"
        '''
    )
    weekly, second = site.newsletters
    assert weekly == NewsletterSettings(
        name="週刊",
        title="Weekly",
        language="en-GB",
        sender=Person("Mori, Aoi", "aoi@xn--r8jz45g.jp"),
        filter=Filter(languages=("en",)),
        window=14,
        group_by="none",
        limit=5,
        template="plain_2",
        reply_to="b@example.org",
        unsubscribe="*|UNSUB|*",
        address="1-2-3 Minato\nYokohama",
    )
    assert second == NewsletterSettings(
        "second", "A blog", "ja", Person("A blog", "letters@example.org"), window=30
    )


def test_feeds_and_newsletters_can_be_turned_off(load_toml: Load) -> None:
    """A site that wants no newsletter would get one."""
    site, _ = load_toml("feeds = []\nnewsletters = []\n" + URL)
    assert (site.feeds, site.newsletters) == ((), ())


def test_a_host_that_takes_no_mail_is_not_put_into_an_address(load_toml: Load) -> None:
    """The digest's From would be no mail address."""
    site, _ = load_toml('[site]\nurl = "http://[::1]:8000/"\n')
    assert site.url == "http://[::1]:8000"
    assert site.newsletters[0].sender == Person("::1", "newsletter@localhost")


ADOPTED = Adopted(
    "_config.yml",
    {
        "site": {
            "title": "Theirs",
            "url": "https://theirs.example/",
            "timezone": "Asia/Tokyo",
            "description": None,
            "rights": " ",
            "authors": ({"name": "Mori"},),
        },
        "posts": {"permalink": "pretty", "folders": ["_posts"]},
    },
    ({"name": "main", "path": {"atom": "feed.xml", "rss": "rss.xml"}},),
)


@pytest.mark.parametrize(
    "host", ["a.example", "under_score.example", "例え.jp", "127.0.0.1", "[::1]", "b" * 63 + ".jp"]
)
def test_the_sender_that_a_site_gives_can_be_written(load_toml: Load, host: str) -> None:
    """The mail would have a From that no server takes, and only the build would tell."""
    site, _ = load_toml(f'[site]\nurl = "https://{host}"\n')
    address = site.newsletters[0].sender.email
    assert Address(addr_spec=address).addr_spec == address
    assert address.isascii()
    assert all(len(label) <= 63 for label in address.partition("@")[2].split("."))


def test_an_adopted_site_needs_no_file_of_ours(load_toml: Load) -> None:
    """A Jekyll site would have to write a feeds.toml."""
    site, warnings = load_toml(None, ADOPTED)
    assert (site.title, site.url) == ("Theirs", "https://theirs.example")
    assert site.authors == (Person("Mori"),)
    assert (site.description, site.rights) == ("", None)
    assert site.posts == PostSettings(folders=("_posts",), permalink="pretty")
    assert [dict(feed.paths) for feed in site.feeds] == [{"atom": "feed.xml", "rss": "rss.xml"}]
    assert warnings == ()


def test_our_file_wins_key_by_key(load_toml: Load) -> None:
    """What somebody set in feeds.toml would be ignored, or what they left out lost."""
    site, _ = load_toml(
        '[site]\ntitle = "Ours"\n[posts]\nfuture = true\n[[feeds]]\nname = "news"\n', ADOPTED
    )
    assert (site.title, site.url) == ("Ours", "https://theirs.example")
    assert site.posts == PostSettings(folders=("_posts",), permalink="pretty", future=True)
    assert [feed.name for feed in site.feeds] == ["news"]


def test_warnings_name_the_adopted_file(load_toml: Load) -> None:
    """The warning would name a file that is not there."""
    _, warnings = load_toml(None, Adopted("_config.yml", {"site": {"url": "https://a.example"}}))
    assert [finding.path for finding in warnings] == ["_config.yml", "_config.yml"]


def test_adopted_mistakes_name_the_adopted_file(mistakes: Mistakes) -> None:
    """A mistake in _config.yml would be looked for in feeds.toml."""
    adopted = Adopted(
        "_config.yml",
        {"site": {"url": "theirs.example", "title": 3}, "posts": {}},
        ({"name": "a b"},),
    )
    assert mistakes('[site]\ntitel = "x"\n', adopted) == [
        '_config.yml: site.url: must be an http or https URL, not "theirs.example"'
        ' (did you mean "https://theirs.example"?)',
        "_config.yml: site.title: must be text, not a whole number",
        "_config.yml: feeds[1].name: must be letters in lower case, digits and hyphens,"
        ' not "a b" (did you mean "a-b"?)',
        'feeds.toml:2: site.titel: no such key (did you mean "title"?)',
    ]


def test_an_overridden_mistake_is_none(load_toml: Load) -> None:
    """feeds.toml could not mend what another generator's file says."""
    adopted = Adopted("_config.yml", {"site": {"url": "theirs.example"}})
    site, _ = load_toml(URL, adopted)
    assert site.url == "https://example.org"


def test_no_url_anywhere(mistakes: Mistakes) -> None:
    """Somebody in the wrong folder would not be told that there is no feeds.toml."""
    assert mistakes(None) == ["feeds.toml: site.url: is missing: there is no feeds.toml here"]


def test_an_unknown_dialect_is_named(mistakes: Callable[..., list[str]]) -> None:
    """A misspelt generator would silently be another one."""
    text = '[site]\nurl = "https://example.org"\n[posts]\ndialect = "gardn"\n'
    assert mistakes(text) == [
        'feeds.toml:4: posts.dialect: must be one of "plain", "garden" (did you mean "garden"?)'
    ]


def test_the_dialect_is_known_before_the_rest(tmp_path: Path) -> None:
    """A site would be read by one generator's rules and its settings by another's."""
    assert chosen_dialect(tmp_path, ["garden"]) is None
    for text, expected in (
        ('[posts]\ndialect = "garden"\nfolders = 1\n', "garden"),
        ('[posts]\ndialect = "gardn"\n', None),
        ("posts = 1\n", None),
    ):
        (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
        assert chosen_dialect(tmp_path, ["garden"]) == expected


def test_packing_that_is_not_there_is_named(
    load_toml: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who asked for packed files would look for them, and never learn why not."""
    asked = URL + 'title = "X"\ntimezone = "UTC"\n\n[output]\nprecompress = ["br", "gzip"]\n'
    site, findings = load_toml(asked)
    assert (site.precompress, findings) == (("br", "gzip"), ())
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    site, (finding,) = load_toml(asked)
    assert site.precompress == ("gzip",)
    assert finding.level is Level.WARNING
    assert (finding.path, finding.line) == ("feeds.toml", 7)
    assert "pip install 'feeds[brotli]'" in finding.remedy


def test_nothing_is_packed_unasked(load_toml: Load) -> None:
    """Output folders would double by themselves."""
    assert load_toml(URL)[0].precompress == ()


def test_the_desk_knows_where_to_send_and_how_to_hand_over(load_toml: Load) -> None:
    """What editors set for tests and handing over would be lost on the way."""
    site, _ = load_toml(
        URL
        + """
[desk]
test_to = ["editor@example.org", "redaktion@bücher.example"]
smtp = { host = "smtp.bücher.example", security = "tls", user = "me" }
handover = ["make", ""]
"""
    )
    server = SmtpServer("smtp.xn--bcher-kva.example", 465, "tls", "me", "FEEDS_SMTP_PASSWORD")
    to = ("editor@example.org", "redaktion@xn--bcher-kva.example")
    assert site.desk == DeskSettings(to, server, ("make", ""))
    assert load_toml(URL + '[desk]\nhandover = "git"\n')[0].desk == DeskSettings()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_without_encryption_a_server_is_this_machine(load_toml: Load, host: str) -> None:
    """A mail could not be tried out with a server on one's own machine."""
    settings = f'[desk]\nsmtp = {{ host = "{host}", security = "none" }}\n'
    assert load_toml(URL + settings)[0].desk.smtp == SmtpServer(host, 25, "none")


def test_editions_look_and_lint(load_toml: Load) -> None:
    """What editors set for editions, their look and their checks would be lost on the way."""
    site, _ = load_toml(
        """
[site]
url = "https://example.org"
title = "T"
timezone = "UTC"
[design]
accent = "#ABC"
logo = "/logo.png"
social = { Mastodon = "https://m.example/@t" }
[lint]
clients = "gmail"
ignore = ["subject-long"]
[[newsletters]]
name = "a"
every = "2 weeks"
on = "friday 17:30"
late = "2 weeks"
sections = [{ title = "S", tags = "x", limit = 2, length = "full" }]
design = { accent = "#123456" }
[[newsletters]]
name = "b"
every = "month"
"""
    )
    first, second = site.newsletters
    assert first.schedule == Schedule("week", 2, 4, time(17, 30))
    assert second.schedule == Schedule("month", 1, 1, time(8))
    assert first.late == 14
    assert first.sections == (SectionSettings("S", Filter(tags=("x",)), 2, "full"),)
    assert (first.design.accent, second.design.accent) == ("#123456", "#aabbcc")
    assert first.design.logo == "https://example.org/logo.png"
    assert second.design.social == (("Mastodon", "https://m.example/@t"),)
    assert site.lint == LintSettings(("gmail",), ("subject-long",))
