"""Embeds lead to what they show, and to nothing else."""

from __future__ import annotations

import re

import pytest

from feeds.content.providers import shown
from feeds.content.sanitise import sanitise

BASE = "https://blog.example/2026/one/"
_FILM = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.youtube.com/embed/abcdefghijk", _FILM),
        ("http://youtube.com/v/abcdefghijk", _FILM),
        ("https://m.youtube.com/watch?app=x&v=abcdefghijk", _FILM),
        ("https://www.youtube-nocookie.com/embed/abcdefghijk?start=0", _FILM),
        ("https://www.youtube.com/embed/abcdefghijk?rel=0&start=61", f"{_FILM}&t=61s"),
        ("https://youtu.be/abcdefghijk?t=1h2m3s", f"{_FILM}&t=3723s"),
        ("https://www.youtube.com/watch?v=abcdefghijk#t=2m", f"{_FILM}&t=120s"),
        ("https://www.youtube.com/embed/live_stream?channel=UC1",
         "https://www.youtube.com/channel/UC1/live"),
        ("https://www.youtube.com/embed/videoseries?list=PL1",
         "https://www.youtube.com/playlist?list=PL1"),
        ("https://geo.dailymotion.com/player/x1.html?video=x7abc",
         "https://www.dailymotion.com/video/x7abc"),
        ("https://player.bilibili.com/player.html?aid=1&bvid=BV1x",
         "https://www.bilibili.com/video/BV1x"),
        ("https://player.twitch.tv/?video=v123&parent=a", "https://www.twitch.tv/videos/123"),
        ("https://player.twitch.tv/?parent=a&channel=me", "https://www.twitch.tv/me"),
        ("https://clips.twitch.tv/embed?clip=Big-One", "https://clips.twitch.tv/Big-One"),
        ("https://www.loom.com/embed/0a1b", "https://www.loom.com/share/0a1b"),
        ("https://streamable.com/e/abc", "https://streamable.com/abc"),
        ("https://www.tiktok.com/embed/v2/42", "https://www.tiktok.com/embed/v2/42"),
        ("https://embed.podcasts.apple.com/us/podcast/x/id1?i=2",
         "https://podcasts.apple.com/us/podcast/x/id1?i=2"),
        ("https://embed.music.apple.com/us/album/x/1", "https://music.apple.com/us/album/x/1"),
        ("https://jsfiddle.net/me/abc/1/embedded/result/", "https://jsfiddle.net/me/abc/1/"),
        ("https://codesandbox.io/embed/x-1?fontsize=14", "https://codesandbox.io/s/x-1"),
        ("https://stackblitz.com/edit/x-1?embed=1", "https://stackblitz.com/edit/x-1"),
        ("https://www.openstreetmap.org/export/embed.html?bbox=1.5,2,3,-4",
         "https://www.openstreetmap.org/?bbox=1.5,2,3,-4"),
        ("https://www.instagram.com/reel/AbC/embed/captioned", "https://www.instagram.com/reel/AbC/"),
        ("https://platform.twitter.com/embed/Tweet.html?dnt=true&id=42", "https://x.com/i/status/42"),
        ("https://embed.bsky.app/embed/did:plc:ab1/app.bsky.feed.post/3k?x",
         "https://bsky.app/profile/did:plc:ab1/post/3k"),
        ("https://embed.reddit.com/r/x/comments/1/y/", "https://www.reddit.com/r/x/comments/1/y/"),
        ("https://www.facebook.com/plugins/video.php?height=1&href=https%3A%2F%2Fa.example%2Fb&x=1",
         "https://a.example/b"),
        ("https://www.threads.net/@me/post/Ab/embed", "https://www.threads.net/@me/post/Ab"),
        ("https://www.figma.com/embed?embed_host=x&url=https%3A%2F%2Fwww.figma.com%2Ffile%2F1",
         "https://www.figma.com/file/1"),
        ("https://docs.google.com/forms/d/e/1x/viewform?embedded=true",
         "https://docs.google.com/forms/d/e/1x/viewform"),
        ("https://speakerdeck.com/player/0a1b?slide=2", "https://speakerdeck.com/player/0a1b"),
        ("https://www.google.com/maps/d/u/0/embed?mid=1&ll=2", "https://www.google.com/maps/d/viewer?mid=1&ll=2"),
    ],
)  # fmt: skip
def test_provider(url: str, page: str) -> None:
    """A link in a feed would lead to a bare player, or nowhere."""
    known = shown(url)
    assert known is not None
    assert known.url == page


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/?https://www.youtube.com/embed/abcdefghijk",
        "https://notyoutube.com/embed/abcdefghijk",
        "https://youtube.com.a.example/embed/abcdefghijk",
        "https://a.example/codepen.io/me/embed/abc",
        "https://www.youtube.com/embed/short",
    ],
)
def test_others_are_not_taken_for_providers(url: str) -> None:
    """A picture and a name of YouTube would stand for some other site."""
    assert shown(url) is None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<iframe src='javascript:alert(1)'></iframe>", ""),
        ("<iframe src='data:text/html,x'></iframe>", ""),
        ("<lite-youtube videoid='\"><script>x</script>'></lite-youtube>",
         '<p><a href="https://www.youtube.com/embed/%22%3E%3Cscript%3Ex%3C/script%3E">'
         "https://www.youtube.com/embed/%22%3E%3Cscript%3Ex%3C/script%3E</a></p>"),
        ("<lite-youtube></lite-youtube>", ""),
        ("<iframe src='https://a.example/x'><a href='javascript:x()'>y</a></iframe>",
         '<p><a href="https://a.example/x">https://a.example/x</a></p>'),
        ("<iframe src='https://a.example/x'><a href='/b'>y</a></iframe>",
         '<p><a href="https://a.example/x">https://a.example/x</a></p>'),
        ("<iframe src='/x' title=' '><a href=\"https://b.example/?c&amp;d\">y &lt;</a></iframe>",
         '<p><a href="https://b.example/?c&amp;d">y &lt;</a></p>'),
        ("<script src='https://a.example/x.js'></script>", ""),
        ("<script>'<iframe src=x>'</script>a", "a"),
        ("<object data='javascript:x()'>Words</object>", "Words"),
        ("<object data='a.swf'><p>Long words</p></object>",
         f'<p><a href="{BASE}a.swf">{BASE}a.swf</a></p><p>Long words</p>'),
        ("<blockquote class=tiktok-embed cite='javascript:x()'>a</blockquote>",
         "<blockquote>a</blockquote>"),
        ("<blockquote class=mastodon-embed data-embed-url='https://s.example/@a/1/embed'></blockquote>",
         '<blockquote><p><a href="https://s.example/@a/1">Post on Mastodon</a></p></blockquote>'),
        ("<input type=checkbox> a <input type=text value=b>", "☐ a "),
    ],
)  # fmt: skip
def test_odd_embeds(markup: str, expected: str) -> None:
    """A script would run, or what a frame says of itself would be lost."""
    assert sanitise(markup, BASE).strip() == expected.strip()


def test_nothing_of_an_embed_but_links_and_pictures() -> None:
    """A frame could get into a feed through a name that some component has."""
    tags = ("iframe", "embed", "object", "amp-iframe", "amp-youtube", "lite-youtube", "lite-vimeo")
    for tag in tags:
        markup = f"<{tag} src='https://a.example/b' data='https://a.example/b' videoid=1></{tag}>"
        assert set(re.findall(r"<(\w+)", sanitise(markup, BASE))) <= {"p", "a", "img"}
