"""Pictures in whole bodies: as wide as they may be, in their shape, from one source."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from feeds.content.sanitise import sanitise
from feeds.digest import body_pictures
from feeds.model import Enclosure

WIDE = "https://blog.example/wide.jpg"
SMALL = "https://blog.example/small.png"
OTHER = "https://other.example/a.jpg"
COLUMN = 536
KNOWN = {WIDE: (1200, 675), SMALL: (300, 150)}


fitted = partial(body_pictures.fitted, column=COLUMN)
places = partial(body_pictures.places, column=COLUMN)


def pictures(html: str) -> list[Mapping[str, str]]:
    """The attributes of all pictures, as another parser reads them."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return [dict(each.attrib) for each in root.iter("img")]


@pytest.mark.parametrize(
    ("url", "given", "width", "height"),
    [
        (WIDE, "", "536", "302"),
        (WIDE, 'width="1200" height="675"', "536", "302"),
        (WIDE, 'width="400"', "400", "225"),
        (WIDE, 'height="225"', "400", "225"),
        (WIDE, 'width="50%"', "268", "151"),
        (WIDE, 'width="400" height="400"', "400", "225"),
        (WIDE, 'width="0"', "536", "302"),
        (SMALL, "", "300", "150"),
        (SMALL, 'width="100%"', "536", "268"),
        (OTHER, "", None, None),
        (OTHER, 'width="1072" height="800"', "536", "400"),
        (OTHER, 'width="900"', "536", None),
        (OTHER, 'height="20"', None, "20"),
        (OTHER, 'width="60%"', "321", None),
        (OTHER, 'width="90000000000" height="99999%"', None, None),
    ],
)
def test_pictures_fit_the_column_in_their_shape(
    url: str, given: str, width: str | None, height: str | None
) -> None:
    """Outlook would stretch a picture, or the whole mail to its width."""
    (picture,) = pictures(fitted(f'<p><img src="{url}" {given} alt="A &amp; B"></p>', KNOWN.get))
    assert (picture.get("width"), picture.get("height")) == (width, height)
    assert (picture["src"], picture["alt"]) == (url, "A & B")


def test_all_else_stays_byte_for_byte() -> None:
    """Templates and merge tags that a post shows would come out as something else."""
    before = '<p title="a><img b">{{ x }} &lt;img&gt; é &nbsp;<br>\n<a href="/?a=$1&amp;b=[2]">'
    after = "</a></p>\n\n<pre>\n\n  &lt;img src=x&gt;</pre>\n"
    made = fitted(f'{before}<img src="{SMALL}" alt="">{after}', KNOWN.get)
    assert made == f'{before}<img src="{SMALL}" alt="" width="300" height="150">{after}'
    assert fitted(before + after, KNOWN.get) == before + after


def test_a_picture_has_one_source() -> None:
    """A mail program that chooses would show a format that was not meant for mail."""
    html = (
        f'<picture><source srcset="{WIDE}.webp" type="image/webp">'
        f'<img src="{WIDE}" srcset="{WIDE} 1200w, {SMALL} 300w" sizes="100vw" alt="x"></picture>'
        f'<video controls=""><source src="https://blog.example/a.mp4"></video>'
    )
    assert fitted(html, KNOWN.get) == (
        f'<picture><img src="{WIDE}" alt="x" width="536" height="302"></picture>'
        f'<video controls=""><source src="https://blog.example/a.mp4"></video>'
    )


@pytest.mark.parametrize("listed", [f"{WIDE} 2x, {SMALL} 1x", WIDE, f"{WIDE}, {SMALL} 2x"])
def test_a_list_of_sources_alone_gives_the_first(listed: str) -> None:
    """Outlook would show nothing."""
    (picture,) = pictures(fitted(f'<img srcset="{listed}" alt="x">', KNOWN.get))
    assert picture == {"alt": "x", "src": WIDE, "width": "536", "height": "302"}


def test_renditions_stand_where_they_were_made_for() -> None:
    """The picture that was made smaller would not be the one that is shown."""
    html = (
        f'<img src="{WIDE}" alt="x"><img src="{WIDE}" width="100" alt="y">'
        f'<img src="{OTHER}" alt="">'
    )
    wanted = list(places(html, KNOWN.get))
    assert wanted == [(WIDE, 536), (WIDE, 100)]
    made = {(WIDE, 536): Enclosure("https://blog.example/n/pictures/a.jpg", width=1072, height=603)}
    shown = pictures(fitted(html, KNOWN.get, made))
    assert [(each["src"], each.get("width")) for each in shown] == [
        ("https://blog.example/n/pictures/a.jpg", "536"),
        (WIDE, "100"),
        (OTHER, None),
    ]


_PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<picture>",
            "</picture>",
            "<source srcset='b.jpg 1x'>",
            "text\n",
            "<pre>",
        ),
        *(
            "<img src=wide.jpg>",
            "<img src=small.png width=9 height=9>",
            '<img alt="a>b" src=a.jpg>',
        ),
        *(
            "<img srcset='wide.jpg 1x, small.png 2x'>",
            "<img width=50% src=wide.jpg>",
            "</pre>",
            "&lt;",
        ),
    ]
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_any_body_is_fitted_and_still_safe(markup: str) -> None:
    """A body could lose pictures or text on its way into mail, or gain what was sanitised away."""
    body = sanitise(markup, "https://blog.example/")
    made = fitted(body, KNOWN.get)
    for picture in pictures(f"<div>{made}</div>"):
        assert int(picture.get("width", 1)) <= COLUMN
        assert picture["src"] and "srcset" not in picture
    assert len(pictures(f"<div>{body}</div>")) == len(pictures(f"<div>{made}</div>"))
    assert fitted(made, KNOWN.get) == made
    assert sanitise(made, "https://blog.example/") == made
