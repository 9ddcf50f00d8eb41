"""Framed entries differ from what is published in nothing but local pictures."""

from __future__ import annotations

from feeds.preview.frames import entry_frame
from feeds.preview.state import State

OWN = "https://harbour.example/blog/media/ferry.png"
LOCAL = "/media/media/ferry.png"
FAR = "https://elsewhere.example/a.png"


def test_pictures_of_the_site_become_local(state: State) -> None:
    """Unpublished pictures would be missing from an entry, wherever they are named."""
    content = (
        f'<video poster="{OWN}"></video><img src="{OWN}" srcset="{OWN} 1x, {FAR} 2x">'
        f"<p style=\"background:url('{OWN}')\">x</p>"
    )
    shown = entry_frame(content, state.site).decode()
    assert shown.count(LOCAL) == 4
    assert OWN not in shown


def test_everything_else_stays_as_published(state: State) -> None:
    """An editor would check links, text or foreign pictures that nobody will receive."""
    content = (
        f'<a href="{OWN}">{OWN}</a><img src="{FAR}">'
        f'<img src="https://harbour.example/blog/media/none.png"><p>潮 &amp; 風</p>'
    )
    shown = entry_frame(content, state.site).decode()
    assert f'<a href="{OWN}">{OWN}</a>' in shown
    assert f'<img src="{FAR}">' in shown
    assert "media/none.png" in shown
    assert "<p>潮 &amp; 風</p>" in shown
    assert LOCAL not in shown


def test_an_entrys_content_is_a_page(state: State) -> None:
    """The content of a feed's entry could not be looked at."""
    content = f'Text first <b>潮</b><img src="{OWN}">'
    shown = entry_frame(content, state.site).decode()
    assert f'Text first <b>潮</b><img src="{LOCAL}">' in shown
    assert shown.startswith("<!DOCTYPE html>")
