"""Checks of values that follow a standard: URLs, languages, zones, mailboxes, periods."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feeds.config.checks import kind, line, whole
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import Schema, read_table
from feeds.model import Person
from feeds.suggest import did_you_mean, nearest, shown
from feeds.text import slugify
from feeds.urls import is_absolute_uri, is_web_url, normalise
from feeds.zones import UnknownZoneError, zone, zone_keys

__all__ = [
    "PERSON",
    "author",
    "identifier",
    "language",
    "mail",
    "mail_address",
    "mail_client",
    "mailbox",
    "picture",
    "site_url",
    "slug",
    "template_name",
    "timezone",
    "web_address",
    "web_url",
    "window",
]

_LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*"
_HOST = re.compile(rf"{_NAME}\.?|[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII)
_LANGUAGE = re.compile(
    r"([a-z]{2,3}(-[a-z]{3}){0,3})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wy-z0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.ASCII | re.IGNORECASE,
)
_LANGUAGE_WORDS = {
    "chinese": "zh",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "english": "en",
    "french": "fr",
    "german": "de",
    "gr": "el",
    "italian": "it",
    "japanese": "ja",
    "jp": "ja",
    "korean": "ko",
    "portuguese": "pt",
    "spanish": "es",
    "us": "en-US",
}
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}", re.ASCII)
_ZONE_WORDS = {
    "bst": "Europe/London",
    "cest": "Europe/Paris",
    "edt": "America/New_York",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "pdt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "z": "UTC",
}
_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_NAME}", re.ASCII)
_NAME_AND_MAIL = re.compile(r"(?P<name>[^<>]*)<(?P<mail>[^<>]*)>")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)
_TEMPLATE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_PERIOD = re.compile(r"(?P<count>[0-9]{1,5}) ?(?P<unit>days?|weeks?)", re.ASCII)

_LONGEST_NAME = 60
_LONGEST_MAIL = 254
_LONGEST_WINDOW = 36_500


def web_url(value: object, spot: Spot) -> str:
    """An absolute `http` or `https` URL, in the model's form."""
    text = line(value, spot)
    url = web_address(text)
    if url is None:
        guess = f"https://{text}" if "://" not in text and "." in text else None
        guess = guess if guess and web_address(guess) else None
        raise spot.wrong(f"must be an http or https URL, not {shown(text)}{did_you_mean(guess)}")
    return url


def web_address(text: str) -> str | None:
    """An absolute `http` or `https` URL, normalised; None where no host has such a name."""
    try:
        url = normalise(text)
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return url if is_web_url(url) and _HOST.fullmatch(host) else None


def site_url(value: object, spot: Spot) -> str:
    """A site's URL: maybe with a path, without a slash at its end.

    Its host is one that a mail address can have, so it must not end in a dot.
    """
    url = web_url(value, spot)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username is not None:
        raise spot.wrong("must not hold a user or a password: feeds are read by everyone")
    if host.endswith("."):
        guess = did_you_mean(url.replace(host, host.removesuffix("."), 1))
        raise spot.wrong(f"must not have a dot at the end of its host{guess}")
    if parts.query or parts.fragment:
        raise spot.wrong("must end with the host or a path, without ? and #")
    return url.rstrip("/")


def picture(value: object, spot: Spot) -> str:
    """A picture's URL, or a path below the site's URL, which begins with `/`."""
    text = line(value, spot)
    if text.startswith("/") and not text.startswith("//"):
        return text
    if _SCHEME.match(text) or text.startswith("//"):
        return web_url(text, spot)
    guess = did_you_mean(f"/{text.removeprefix('./')}")
    raise spot.wrong(f'must be a URL or a path that begins with "/", not {shown(text)}{guess}')


def identifier(value: object, spot: Spot) -> str:
    """An id as RFC 4287 §4.2.6 wants it: an absolute URI, normalised."""
    text = line(value, spot)
    try:
        uri = normalise(text)
    except ValueError:
        uri = ""
    if not is_absolute_uri(text) or not is_absolute_uri(uri):
        raise spot.wrong(f"must be an absolute URI, not {shown(text)}")
    return uri


def language(value: object, spot: Spot) -> str:
    """A language tag of the shape that BCP 47 gives it."""
    text = line(value, spot)
    guess = _LANGUAGE_WORDS.get(text.casefold())
    if guess is None and _LANGUAGE.fullmatch(text):
        return text
    if guess is None and _LANGUAGE.fullmatch(text.replace("_", "-")):
        guess = text.replace("_", "-")
    raise spot.wrong(f'must be a language tag such as "en", not {shown(text)}{did_you_mean(guess)}')


def timezone(value: object, spot: Spot) -> ZoneInfo:
    """A zone of the IANA database."""
    text = line(value, spot)
    try:
        if _ZONE.fullmatch(text):
            return zone(text)
    except UnknownZoneError:
        pass
    known = zone_keys()
    by_city = {key.rpartition("/")[2]: key for key in reversed(known)}
    guess = _ZONE_WORDS.get(text.casefold()) or nearest(text, known)
    if guess is None and (city := nearest(text, by_city)):
        guess = by_city[city]
    raise spot.wrong(
        f"no such time zone: {shown(text)}{did_you_mean(guess)}",
        "" if guess else 'Zones are named as "Asia/Tokyo" or "UTC".',
    )


def mail(value: object, spot: Spot) -> str:
    """A mail address (RFC 5322 §3.4.1, without quoting); a host in other scripts becomes IDNA."""
    text = line(value, spot)
    address = mail_address(text)
    if address is None:
        raise spot.wrong(f"must be a mail address, not {shown(text)}")
    return address


def mail_address(text: str) -> str | None:
    """A mail address, its host in ASCII (IDNA); None where the text is none."""
    local, at, host = text.strip().rpartition("@")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except ValueError:
            return None
    address = f"{local}{at}{host}"
    return address if len(address) <= _LONGEST_MAIL and _MAIL.fullmatch(address) else None


def mail_client(value: object, spot: Spot) -> str:
    """The name of a mail client whose abilities are known."""
    from feeds.clients import client_names

    text = line(value, spot)
    known = client_names()
    if text not in known:
        guess = nearest(text, known)
        remedy = "" if guess else "docs/mail-clients.md names all that are known."
        raise spot.wrong(f"no such mail client: {shown(text)}{did_you_mean(guess)}", remedy)
    return text


def mailbox(value: object, spot: Spot) -> tuple[str, str]:
    """`Name <mail>`, or a mail address alone; the name may be empty."""
    text = line(value, spot)
    match = _NAME_AND_MAIL.fullmatch(text)
    name, written = (_unquoted(match["name"]), match["mail"]) if match else ("", text)
    address = mail_address(written)
    if address is None:
        raise spot.wrong(f'must be "Name <mail>" or a mail address, not {shown(text)}')
    return name, address


def author(value: object, spot: Spot) -> Person:
    """A person: a name, `Name <mail>`, or a table."""
    if isinstance(value, str):
        if "<" not in value and ">" not in value:
            return Person(line(value, spot))
        name, address = mailbox(value, spot)
        if not name:
            raise spot.wrong("must have a name before the mail address")
        return Person(name, address)
    reading = read_table(value, PERSON, spot)
    if "name" not in reading.values:
        if "name" not in reading.broken:
            spot.wrong("must have a name")
        raise InvalidValueError
    return Person(**reading.values)


PERSON: Schema = {"name": line, "email": mail, "url": web_url}


def _unquoted(name: str) -> str:
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1].replace('\\"', '"').strip()
    return name


def slug(value: object, spot: Spot) -> str:
    """A name that can be a folder's and stand in a URL, in any script."""
    text = line(value, spot)
    name = slugify(text)
    if name != text:
        guess = did_you_mean(name or None)
        raise spot.wrong(
            f"must be letters in lower case, digits and hyphens, not {shown(text)}{guess}"
        )
    if len(text) > _LONGEST_NAME:
        raise spot.wrong(f"must not be longer than {_LONGEST_NAME} characters")
    return text


def template_name(value: object, spot: Spot) -> str:
    """A template's name without its ending, so never a path."""
    text = line(value, spot)
    if not _TEMPLATE.fullmatch(text):
        guess = text.removesuffix(".j2").removesuffix(".html")
        guess = guess if _TEMPLATE.fullmatch(guess) else ""
        raise spot.wrong(
            f"must be a name of letters, digits, - and _, not {shown(text)}"
            f"{did_you_mean(guess or None)}"
        )
    return text


def window(value: object, spot: Spot) -> int:
    """Days: a whole number of them, or a period such as `7 days` or `2 weeks`."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int):
            raise spot.wrong(
                f'must be a number of days or a text such as "7 days", not {kind(value)}'
            )
        return whole(1, _LONGEST_WINDOW)(value, spot)
    period = _PERIOD.fullmatch(line(value, spot).casefold())
    if period is None:
        raise spot.wrong(f'must be a period such as "7 days" or "2 weeks", not {shown(value)}')
    days = int(period["count"]) * (7 if period["unit"].startswith("week") else 1)
    return whole(1, _LONGEST_WINDOW)(days, spot)
