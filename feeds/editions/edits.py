"""An edition's file is changed where its editor changed something, and nowhere else.

Bytes in, bytes out. Only the span of a key that changes is replaced; comments, unknown keys,
line ends and every other byte stay. What comes out is read again, and refused unless it says
just what was wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from feeds.collect.frontmatter import FrontMatter, Place, locate, plain
from feeds.collect.spelling import BOM, in_file, line_end, quoted, written_key
from feeds.editions.outline import Outline, Span
from feeds.editions.reading import front_matter
from feeds.editions.records import CLAIM_KEYS
from feeds.editions.spelled import Value, in_json, in_toml, in_yaml, yaml_item
from feeds.errors import PostError, error

__all__ = ["edited"]


def edited(
    data: bytes,
    path: str,
    changes: Mapping[str, Value | None],
    introduction: str | None = None,
) -> bytes:
    """The file in which those keys have those values, and have none where that is None.

    `introduction` is the new text below the front matter, None where that stays.

    Raises `PostError` where that cannot be without changing something else.
    """
    for key, value in changes.items():
        data = _changed(data, path, key, value)
    return data if introduction is None else _with_body(data, path, introduction)


def _changed(data: bytes, path: str, key: str, value: Value | None) -> bytes:
    front, around = front_matter(data, path)
    wanted = {name: each for name, each in front.values.items() if name != key}
    if value is not None:
        wanted[key] = value
    if _said(wanted) == _said(front.values):
        return data
    text = plain(data)
    place = locate(text, path, whole=True)
    if place is None or place.handler is None:
        new = _new_block(data, key, value)
        if _reads_as(new, path, wanted, text):
            return new
        raise _refused(path, key)
    if around.syntax is None:
        what = f"{key} is not changed: the front matter is a program"
        raise PostError(error(what, path, remedy="Change it by hand."))
    for block in _ways(front, around, key, value):
        new = _replaced(data, text, place, front.block, block)
        if _reads_as(new, path, wanted, text[place.body_start :]):
            return new
    raise _refused(path, key)


def _ways(front: FrontMatter, around: Outline, key: str, value: Value | None) -> Iterator[str]:
    """The ways of changing the block, the best first."""
    block, span = front.block, around.spans.get(key)
    if span is None and key in front.values:
        return
    if around.syntax == "yaml":
        yield from _in_yaml(front, around, key, span, value)
    elif around.syntax == "toml":
        yield from _in_toml(block, key, span, value)
    else:
        yield from _in_braces(block, around, key, span, value)


def _reads_as(data: bytes, path: str, wanted: Mapping[str, object], body: bytes) -> bool:
    try:
        front, _ = front_matter(data, path)
        text = plain(data)
        place = locate(text, path, whole=True)
    except PostError:
        return False
    return (
        place is not None
        and _said(front.values) == _said(wanted)
        and text[place.body_start :] == body
    )


def _said(values: Mapping[str, object]) -> str:
    return repr(_same(values))


def _same(value: object) -> object:
    """A value such that equal ones look alike, whoever made them."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _same(value[key]) for key in sorted(value)}
    if isinstance(value, Sequence):
        return [_same(each) for each in value]
    return value


def _refused(path: str, key: str) -> PostError:
    what = f"{key} is not changed: that would change something else in the front matter, too"
    return PostError(error(what, path, remedy="Change it by hand."))


# ── YAML ──────────────────────────────────────────────────────────────────────────────


def _in_yaml(
    front: FrontMatter, around: Outline, key: str, span: Span | None, value: Value | None
) -> Iterator[str]:
    block = front.block
    if span is None:
        if value is not None:
            first = min((each.start for each in around.spans.values()), default=0)
            indent = block[block.rfind("\n", 0, first) + 1 : first]
            start = f"{indent}{written_key(key)}:"
            below = block if not block or block.endswith("\n") else f"{block}\n"
            for lines in _yaml_lines(key, value, indent):
                new = _after(start, "", lines)
                yield f"{below}{new}\n"
                yield f"{new}\n{block}"
        return
    begin = block.rfind("\n", 0, span.start) + 1
    eol = block.find("\n", span.end)
    eol = len(block) if eol < 0 else eol
    if value is None:
        yield block[:begin] + block[eol + 1 :]
        return
    colon = block.find(":", span.key_end) + 1
    above, multiple, _ = block[colon : span.value].partition("\n")
    one_line = not multiple and "\n" not in block[span.value : span.end]
    comment = block[span.end : eol] if one_line else above if multiple else ""
    indent, start = block[begin : span.start], block[begin:colon]
    reused = [_reusing(block, span, eol, front.values.get(key), value, key)]
    for lines in (*filter(None, reused), *_yaml_lines(key, value, indent)):
        yield block[:begin] + _after(start, comment.rstrip(), lines) + block[eol:]


def _yaml_lines(key: str, value: Value, indent: str) -> Iterator[list[str]]:
    yield in_yaml(value, indent, flat=key in CLAIM_KEYS)
    yield [in_json(value)]


def _after(start: str, comment: str, lines: Sequence[str]) -> str:
    first = f"{start} {lines[0]}" if lines[0] else start
    comment = comment if not comment or comment[0].isspace() else f" {comment}"
    return "\n".join([first + comment, *lines[1:]])


def _reusing(
    block: str, span: Span, eol: int, old: object, new: Value, key: str
) -> list[str] | None:
    """The lines of a list in which items that were there stay as they were written."""
    if not isinstance(old, list) or not isinstance(new, Sequence) or isinstance(new, str):
        return None
    if not new or not old or len(old) != len(span.items):
        return None
    ends = [*(start - 1 for start in span.items[1:]), eol]
    written = [block[start:end] for start, end in zip(span.items, ends, strict=True)]
    known = {repr(_same(each)): text for each, text in zip(old, written, strict=True)}
    indent = written[0][: len(written[0]) - len(written[0].lstrip())]
    lines = [""]
    for each in new:
        text = known.get(repr(_same(each)))
        lines += [text] if text is not None else yaml_item(each, indent, flat=key in CLAIM_KEYS)
    return lines


# ── TOML ──────────────────────────────────────────────────────────────────────────────


def _in_toml(block: str, key: str, span: Span | None, value: Value | None) -> Iterator[str]:
    if span is None:
        if value is not None:
            line = f"{written_key(key)} = {in_toml(value)}\n"
            below = block if not block or block.endswith("\n") else f"{block}\n"
            yield below + line
            yield line + block
    elif value is None:
        begin = block.rfind("\n", 0, span.start) + 1
        eol = block.find("\n", span.end)
        yield block[:begin] + (block[eol + 1 :] if eol >= 0 else "")
    else:
        yield block[: span.value] + in_toml(value) + block[span.end :]


# ── JSON, and YAML in braces ──────────────────────────────────────────────────────────


def _in_braces(
    block: str, around: Outline, key: str, span: Span | None, value: Value | None
) -> Iterator[str]:
    members = sorted(around.spans.values())
    if span is not None and value is not None:
        yield block[: span.value] + in_json(value) + block[span.end :]
    elif span is not None:
        place = members.index(span)
        if place + 1 < len(members):
            yield block[: span.start] + block[members[place + 1].start :]
        else:
            start = members[place - 1].end if place else span.start
            yield block[:start] + block[span.end :]
    elif value is not None:
        member = f"{quoted(key)}: {in_json(value)}"
        brace = block.index("{") + 1
        if members:
            space = block[brace : members[0].start]
            end = members[-1].end
            yield f"{block[:end]},{space or ' '}{member}{block[end:]}"
        yield block[:brace] + member + block[brace:]


# ── Bytes ─────────────────────────────────────────────────────────────────────────────


def _new_block(data: bytes, key: str, value: Value | None) -> bytes:
    """Front matter for a file without any."""
    assert value is not None
    lines = _after(f"{written_key(key)}:", "", in_yaml(value, "", flat=key in CLAIM_KEYS))
    block = "\n".join(("---", lines, "---", "")).replace("\n", line_end(data)).encode()
    at = len(BOM) if data.startswith(BOM) else 0
    return data[:at] + block + data[at:]


def _replaced(data: bytes, text: bytes, place: Place, old: str, new: str) -> bytes:
    """The file's own bytes with the block's text changed where the two texts differ."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    before = place.start + len(old[:start].encode())
    after = place.end - len(old[len(old) - end :].encode())
    piece = new[start : len(new) - end].replace("\n", line_end(data)).encode()
    return data[: in_file(data, text, before)] + piece + data[in_file(data, text, after) :]


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _with_body(data: bytes, path: str, introduction: str) -> bytes:
    """The file with that text below its front matter, set off by an empty line."""
    front, _ = front_matter(data, path)
    text = plain(data)
    place = locate(text, path, whole=True)
    start = place.body_start if place else 0
    # Two blanks at the end of a line break it, in Markdown.
    lines = "\n".join(introduction.strip().splitlines())
    if text[start:].decode("utf-8", "replace").strip() == lines:
        return data
    above = data[: in_file(data, text, start)]
    gap = "" if not start else "\n" if text[:start].endswith(b"\n") else "\n\n"
    body = f"{gap}{lines}\n" if lines else gap
    new = above + body.replace("\n", line_end(data)).encode()
    after, _ = front_matter(new, path)
    if _said(after.values) != _said(front.values):
        what = "the introduction is not written: it would be read as front matter"
        raise PostError(error(what, path, remedy="Change it by hand."))
    return new
