"""What a form sends, bounded and decoded."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request

__all__ = ["MAX_FIELDS", "Form", "form"]

Form = ImmutableMultiDict[str, str]

# An edition's posts in their order are a field each.
MAX_FIELDS = 10_000

_MEDIA_TYPE = "application/x-www-form-urlencoded"


async def form(request: Request) -> Form:
    """The fields of a form, in order, with line ends as LF.

    The guard has bounded the body. Raises `HTTPException` where it is not UTF-8 of the
    media type application/x-www-form-urlencoded, or has too many fields.
    """
    media_type, _, _ = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != _MEDIA_TYPE:
        raise HTTPException(415, f"Send the form as {_MEDIA_TYPE}.")
    body = await request.body()
    if body.count(b"&") >= MAX_FIELDS:
        raise HTTPException(413, f"A form has at most {MAX_FIELDS} fields.")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise HTTPException(400, "The form is not UTF-8.") from None
    return Form([(name, _lines(value)) for name, value in pairs])


def _lines(text: str) -> str:
    """Browsers send line ends as CR LF (HTML, "constructing the entry list")."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
