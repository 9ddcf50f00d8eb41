"""What is known of mail clients."""

from __future__ import annotations

import subprocess
import sys

import pytest

from feeds import clients
from feeds.clients import Support


def test_the_default_clients_are_known() -> None:
    """A newsletter that names no clients could not be looked at."""
    assert set(clients.DEFAULT_CLIENTS) <= set(clients.client_names())
    assert [clients.client_title(name) for name in clients.DEFAULT_CLIENTS] == [
        "Gmail",
        "Apple Mail",
        "Outlook for Windows",
        "Outlook for Mac",
        "Outlook on the web",
        "Yahoo! Mail",
        "Samsung Email",
        "Mozilla Thunderbird",
    ]


def test_all_other_clients_have_a_name_too() -> None:
    """A site could not name what its readers use."""
    assert set(clients.client_names()) - set(clients.DEFAULT_CLIENTS) == {
        *("aol", "fastmail", "free-fr", "gmx", "hey", "ionos-1and1", "laposte", "mail-ru"),
        *("orange", "outlook-android", "outlook-ios", "protonmail", "rainloop", "sfr"),
        *("t-online-de", "web-de", "windows-mail", "wp-pl"),
    }


@pytest.mark.parametrize(
    ("slug", "client", "percent"),
    [
        ("css-display-flex", "outlook-windows", 0),
        ("css-display-flex", "apple-mail", 100),
        ("css-display-none", "gmail", 75),
        ("html-video", "gmail", 0),
        ("html-video", "apple-mail", 100),
        ("image-svg", "gmail", 50),
        ("html-table", "outlook-windows", 100),
        ("css-variables", "yahoo", 0),
        ("css-animation", "outlook-mac", 0),
    ],
)
def test_a_share_is_of_the_platforms_of_the_named_clients(
    slug: str, client: str, percent: int
) -> None:
    """Editors would be told of clients that do well, or not of those that do not."""
    assert clients.share(slug, [client]).percent == percent


def test_clients_that_lack_a_feature_are_named_with_the_platforms_in_question() -> None:
    """Gmail would be blamed where only its mobile web page is to blame."""
    share = clients.share("css-display-none", clients.DEFAULT_CLIENTS)
    assert share == clients.Share(92, ("Gmail (Mobile Webmail)",))


def test_partial_support_is_enough_unless_it_is_not() -> None:
    """A part of a feature that Outlook leaves out would pass as supported."""
    assert clients.share("css-padding", ["outlook-windows"]).percent == 100
    strict = clients.share("css-padding", ["outlook-windows"], strictly=True)
    assert strict == clients.Share(0, ("Outlook for Windows",))


def test_what_is_unknown_counts_neither_way() -> None:
    """A client that was never tested would count as one that fails, or that does well."""
    unknown = clients.feature("css-at-media-hover").answers["thunderbird", "macos"]
    assert unknown.support is Support.UNKNOWN
    assert clients.share("css-at-media-hover", ["thunderbird"]) == clients.Share(None, ())
    with_another = clients.share("css-at-media-hover", ["apple-mail", "thunderbird"])
    assert with_another == clients.Share(100, ())


def test_a_client_that_is_named_twice_counts_once() -> None:
    """A share would depend on how often settings repeat themselves."""
    assert clients.share("html-video", ["gmail", "apple-mail", "apple-mail"]).percent == 33


def test_a_feature_says_what_it_is() -> None:
    """Findings would have nothing to show."""
    feature = clients.feature("css-rgb")
    assert (feature.title, feature.category) == ("rgb()", "css")
    assert feature.url == "https://www.caniemail.com/features/css-rgb/"
    answer = feature.answers["gmail", "ios"]
    assert answer.support is Support.PARTLY
    assert any("Whitespace syntax" in note for note in answer.notes)


@pytest.mark.parametrize("call", [clients.client_title, clients.feature])
def test_unknown_names_are_an_error(call: object) -> None:
    """A misspelt client would be one that supports everything."""
    with pytest.raises(KeyError):
        call("lotus-1-2-3")  # type: ignore[operator]
    with pytest.raises(KeyError):
        clients.share("css-rgb", ["lotus-1-2-3"])


def test_the_data_has_a_date_and_a_licence() -> None:
    """The data may only be passed on with its licence."""
    from feeds.clients.data import LICENCE

    assert clients.date() == "2026-05-13"
    assert "MIT License" in LICENCE.read_text(encoding="utf-8")


def test_importing_reads_nothing() -> None:
    """Commands that do not lint would pay for the data."""
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "import feeds.clients\n"
        "print([path for path in opened if path.endswith('.json')])\n"
        "feeds.clients.client_names()\n"
        "print(len([path for path in opened if path.endswith('.json')]))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", "1"]
