"""Findings are shown at their places in the mail."""

from __future__ import annotations

import pytest

from feeds.lint.faults import Fault
from feeds.preview.places import Places

URL = "https://harbour.example/a?b=1&c=2"
HTML = f"""<html><head><style>.here {{ color: red }}</style></head>
<body><table><tr><td>Where is it?</td></tr></table>
<!--[if mso]><img src="x"><![endif]-->
<img src="a.png" alt="A ferry"><p>The quay &amp; <b>the
bread</b> of <a href="{URL.replace("&", "&amp;")}">here</a></p>
<h2><a href="https://harbour.example/post/">A post</a></h2>
</body></html>"""


@pytest.mark.parametrize(
    ("evidence", "address", "line"),
    [
        (("here", URL), "a-0", 5),
        (("The quay & ",), "p-0", 4),
        (("A ferry",), "img-0", 4),
        (("bread",), "b-0", 4),
        (("<style",), "style-0", 1),
        ((".here { color",), "style-0", 1),
        (("nowhere", "Where"), "td-0", 2),
    ],
)
def test_evidence_is_found(evidence: tuple[str, ...], address: str, line: int) -> None:
    """A click would show another place than the one that is meant."""
    place = Places(HTML).of(Fault("x", "x", evidence=evidence))
    assert place
    assert (place.address, place.line) == (address, line)


def test_a_fault_of_a_post_is_found_at_its_link() -> None:
    """What is wrong with a whole post could not be shown at all."""
    place = Places(HTML, ["https://harbour.example/post/"]).of(Fault("x", "x", post=0))
    assert place and place.address == "a-1"


@pytest.mark.parametrize(
    ("line", "column", "address"), [(1, 20, "style-0"), (2, 10, "table-0"), (5, 1, "b-0")]
)
def test_a_line_and_a_column_are_a_place(line: int, column: int, address: str) -> None:
    """What is said of a line of the HTML could not be shown in the mail."""
    place = Places(HTML).at(line, column)
    assert place
    assert (place.address, place.line) == (address, line)
    assert Places(HTML).at(8, 1) is None


@pytest.mark.parametrize("html", ["", "text", "<p", "</p></p>", HTML])
def test_what_is_nowhere_has_no_place(html: str) -> None:
    """A click would lead anywhere."""
    places = Places(html, [URL])
    assert places.of(Fault("x", "x", evidence=("not there", ""), post=4)) is None
    assert places.of(Fault("x", "x")) is None
