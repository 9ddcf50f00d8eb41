"""Where embedded players, posts and maps can be seen, by the URLs that sites embed.

What is embedded has a URL for frames; a reader needs the page, and a picture where its
address follows from that URL. Nothing is asked of anybody.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

__all__ = ["ELEMENTS", "QUOTES", "Shown", "shown"]


class Shown(NamedTuple):
    """What an embed shows: a page, what to call it, and a picture of it or nothing.

    `size` is the picture's width and height in pixels, where that is known. `is_player`
    says that the page is only the player: a site may name a better one.
    """

    url: str
    name: str
    picture: str = ""
    size: tuple[int, int] | None = None
    is_player: bool = False


class _Provider(NamedTuple):
    """Which URLs without scheme and `www.` are its, and what follows from their parts."""

    name: str
    pattern: str
    url: str
    picture: str = ""
    is_player: bool = False


_YOUTUBE = r"(?:(?:m\.|music\.)?youtube(?:-nocookie)?\.com|youtube\.googleapis\.com)"
_FILM = r"(?P<id>[\w-]{11})(?![\w-])"
_QUERY = r"[^#]*?[?&]"
_URL = r"(?P<url>https?(?::|%3A)[^&#]+)"
_MAPS = r"(?:google\.[a-z.]+|maps\.google\.[a-z.]+)/maps"
_PLACE = "https://www.google.com/maps/search/?api=1&query="
_WATCH = "https://www.youtube.com/watch?v={id}"
_STILL_SIZE = (480, 360)
_STILL = "https://i.ytimg.com/vi/{id}/hqdefault.jpg"

_PROVIDERS = (
    _Provider("Playlist on YouTube", rf"{_YOUTUBE}/embed/videoseries{_QUERY}list=(?P<id>[\w-]+)",
              "https://www.youtube.com/playlist?list={id}"),
    _Provider("Live video on YouTube",
              rf"{_YOUTUBE}/embed/live_stream{_QUERY}channel=(?P<id>[\w-]+)",
              "https://www.youtube.com/channel/{id}/live"),
    _Provider("Video on YouTube", rf"{_YOUTUBE}/(?:embed|v|e|shorts|live)/{_FILM}", _WATCH, _STILL),
    _Provider("Video on YouTube", rf"{_YOUTUBE}/watch{_QUERY}v={_FILM}", _WATCH, _STILL),
    _Provider("Video on YouTube", rf"youtu\.be/{_FILM}", _WATCH, _STILL),
    _Provider("Video on Vimeo", rf"player\.vimeo\.com/video/(?P<id>\d+){_QUERY}h=(?P<key>\w+)",
              "https://vimeo.com/{id}/{key}"),
    _Provider("Video on Vimeo", r"player\.vimeo\.com/video/(?P<id>\d+)", "https://vimeo.com/{id}"),
    _Provider("Video on Dailymotion", r"dailymotion\.com/embed/video/(?P<id>\w+)",
              "https://www.dailymotion.com/video/{id}",
              "https://www.dailymotion.com/thumbnail/video/{id}"),
    _Provider("Video on Dailymotion",
              rf"geo\.dailymotion\.com/player[\w./]*{_QUERY}video=(?P<id>\w+)",
              "https://www.dailymotion.com/video/{id}",
              "https://www.dailymotion.com/thumbnail/video/{id}"),
    _Provider("Video on Niconico", r"embed\.nicovideo\.jp/watch/(?P<id>\w+)",
              "https://www.nicovideo.jp/watch/{id}"),
    _Provider("Video on Bilibili", rf"player\.bilibili\.com/player\.html{_QUERY}bvid=(?P<id>\w+)",
              "https://www.bilibili.com/video/{id}"),
    _Provider("Video on Twitch", rf"player\.twitch\.tv/{_QUERY}video=v?(?P<id>\d+)",
              "https://www.twitch.tv/videos/{id}"),
    _Provider("Channel on Twitch", rf"player\.twitch\.tv/{_QUERY}channel=(?P<id>\w+)",
              "https://www.twitch.tv/{id}"),
    _Provider("Clip on Twitch", rf"clips\.twitch\.tv/embed{_QUERY}clip=(?P<id>[\w-]+)",
              "https://clips.twitch.tv/{id}"),
    _Provider("Video on Loom", r"loom\.com/embed/(?P<id>\w+)", "https://www.loom.com/share/{id}"),
    _Provider("Video on Streamable", r"streamable\.com/[eo]/(?P<id>\w+)",
              "https://streamable.com/{id}"),
    _Provider("Video on TikTok", r"tiktok\.com/(?P<path>(?:embed|player)/[\w/]+)",
              "https://www.tiktok.com/{path}"),
    _Provider("Video on PeerTube", r"(?P<host>[\w.-]+)/videos/embed/(?P<id>[\w-]+)",
              "https://{host}/w/{id}"),
    _Provider("Audio on SoundCloud",
              rf"w\.soundcloud\.com/player/?{_QUERY}url="
              r"(?P<url>https?(?::|%3A)(?:/|%2F){2}(?:www\.)?soundcloud\.com[^&#]+)", "{url}"),
    _Provider("Audio on SoundCloud", r"(?P<page>w\.soundcloud\.com/player/?.*)", "https://{page}"),
    _Provider("Audio on Spotify",
              r"open\.spotify\.com/embed(?:-podcast)?/(?P<path>\w+/\w+)",
              "https://open.spotify.com/{path}"),
    _Provider("Audio on Bandcamp", r"bandcamp\.com/(?P<path>(?:Embedded|Video)Player.*)",
              "https://bandcamp.com/{path}", is_player=True),
    _Provider("Audio on Apple Podcasts", r"embed\.podcasts\.apple\.com/(?P<path>.+)",
              "https://podcasts.apple.com/{path}"),
    _Provider("Audio on Apple Music", r"embed\.music\.apple\.com/(?P<path>.+)",
              "https://music.apple.com/{path}"),
    _Provider("Code on CodePen",
              r"codepen\.io/(?P<user>[\w-]+)/embed/(?:preview/)?(?P<id>\w+)",
              "https://codepen.io/{user}/pen/{id}"),
    _Provider("Code on GitHub Gist",
              r"gist\.github\.com/(?P<path>[\w-]+(?:/\w+)?)(?:\.js|\.pibb)\b.*",
              "https://gist.github.com/{path}"),
    _Provider("Code on JSFiddle", r"jsfiddle\.net/(?P<path>[\w/-]+?)/embed(?:ded)?\b",
              "https://jsfiddle.net/{path}/"),
    _Provider("Code on CodeSandbox", r"codesandbox\.io/embed/(?P<id>[\w-]+)",
              "https://codesandbox.io/s/{id}"),
    _Provider("Code on StackBlitz", r"stackblitz\.com/edit/(?P<id>[\w-]+)",
              "https://stackblitz.com/edit/{id}"),
    _Provider("Terminal session on asciinema",
              r"asciinema\.org/a/(?P<id>\w+)(?:\.js|/iframe|/embed)",
              "https://asciinema.org/a/{id}", "https://asciinema.org/a/{id}.svg"),
    _Provider("Map on Google Maps",
              rf"{_MAPS}/embed{_QUERY}pb=[^&#]*?!2d(?P<lon>-?[\d.]+)!3d(?P<lat>-?[\d.]+)",
              f"{_PLACE}{{lat}},{{lon}}"),
    _Provider("Map on Google Maps", rf"{_MAPS}/d/(?:u/\d+/)?embed\?(?P<query>.+)",
              "https://www.google.com/maps/d/viewer?{query}"),
    _Provider("Map on Google Maps", rf"{_MAPS}{_QUERY}q=(?P<place>[^&#]+)", f"{_PLACE}{{place}}"),
    _Provider("Map on Google Maps", rf"(?P<page>{_MAPS}.*)",
              "https://www.{page}"),
    _Provider("Map on OpenStreetMap",
              rf"openstreetmap\.org/export/embed\.html{_QUERY}"
              r"marker=(?P<lat>-?[\d.]+)(?:,|%2C)(?P<lon>-?[\d.]+)",
              "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}"),
    _Provider("Map on OpenStreetMap",
              rf"openstreetmap\.org/export/embed\.html{_QUERY}bbox=(?P<box>[-\d.,%C2]+)",
              "https://www.openstreetmap.org/?bbox={box}"),
    _Provider("Post on Instagram", r"instagram\.com/(?P<path>(?:p|reel|tv)/[\w-]+)",
              "https://www.instagram.com/{path}/"),
    _Provider("Post on X", rf"platform\.(?:twitter|x)\.com/embed/Tweet\.html{_QUERY}id=(?P<id>\d+)",
              "https://x.com/i/status/{id}"),
    _Provider("Post on Bluesky",
              r"embed\.bsky\.app/embed/(?P<did>did:[\w:.]+)/app\.bsky\.feed\.post/(?P<id>\w+)",
              "https://bsky.app/profile/{did}/post/{id}"),
    _Provider("Post on Reddit", r"embed\.reddit\.com/(?P<path>r/[\w/-]+)",
              "https://www.reddit.com/{path}"),
    _Provider("Post on Facebook", rf"facebook\.com/plugins/\w+\.php{_QUERY}href={_URL}", "{url}"),
    _Provider("Post on Threads", r"threads\.(?:net|com)/(?P<path>@[\w.]+/post/[\w-]+)/embed",
              "https://www.threads.net/{path}"),
    _Provider("Post on Mastodon",
              r"(?P<page>[\w.-]+/@[\w.@-]+/\d+)/embed\b", "https://{page}"),
    _Provider("", rf"hatenablog-parts\.com/embed{_QUERY}url={_URL}", "{url}"),
    _Provider("Design on Figma", rf"figma\.com/embed{_QUERY}url={_URL}", "{url}"),
    _Provider("Form on Google Forms", r"(?P<page>docs\.google\.com/forms/[\w/-]+)",
              "https://{page}"),
    _Provider("Slides on Speaker Deck", r"speakerdeck\.com/player/(?P<id>\w+)",
              "https://speakerdeck.com/player/{id}"),
)  # fmt: skip

_COMPILED = tuple((re.compile(one.pattern, re.IGNORECASE), one) for one in _PROVIDERS)
_BARE = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_START = re.compile(r"[?&#](?:start|t)=(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?(?=[&#]|\Z)")

_LONGEST = 2_000

_VIDEO_IDS = ("videoid", "data-videoid", "video-id", "data-video-id")

ELEMENTS = {
    "amp-instagram": (("data-shortcode",), "https://www.instagram.com/p/{id}/embed"),
    "amp-twitter": (("data-tweetid",), "https://platform.twitter.com/embed/Tweet.html?id={id}"),
    "amp-vimeo": (_VIDEO_IDS, "https://player.vimeo.com/video/{id}"),
    "amp-youtube": (_VIDEO_IDS, "https://www.youtube.com/embed/{id}"),
    "lite-vimeo": (_VIDEO_IDS, "https://player.vimeo.com/video/{id}"),
    "lite-youtube": (_VIDEO_IDS, "https://www.youtube.com/embed/{id}"),
    "youtube-embed": (_VIDEO_IDS, "https://www.youtube.com/embed/{id}"),
    "youtube-video": (_VIDEO_IDS, "https://www.youtube.com/embed/{id}"),
}
"""Elements of AMP and of components: where the id stands, and the URL that embeds it."""

QUOTES = {
    "bluesky-embed": ("Post on Bluesky", ""),
    "instagram-media": ("Post on Instagram", "data-instgrm-permalink"),
    "mastodon-embed": ("Post on Mastodon", "data-embed-url"),
    "text-post-media": ("Post on Threads", "data-text-post-permalink"),
    "tiktok-embed": ("Video on TikTok", "cite"),
    "twitter-tweet": ("Post on X", ""),
}
"""Classes of quotations that scripts make posts of: what to call one, and where its URL is."""


def shown(url: str) -> Shown | None:
    """What can be seen at the absolute URL of an embed; None where nobody known serves it."""
    bare = _BARE.sub("", url[:_LONGEST], count=1)
    for pattern, provider in _COMPILED:
        if match := pattern.match(bare):
            parts = match.groupdict()
            if "url" in parts:
                parts["url"] = unquote(parts["url"])
            page = provider.url.format_map(parts)
            if provider.url == _WATCH and (seconds := _start(url)):
                page += f"&t={seconds}s"
            picture = provider.picture.format_map(parts)
            size = _STILL_SIZE if provider.picture == _STILL else None
            return Shown(page, provider.name, picture, size, provider.is_player)
    return None


def _start(url: str) -> int:
    """The second at which a film is to begin."""
    match = _START.search(url)
    if match is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds
