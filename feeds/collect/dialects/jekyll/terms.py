"""Categories and tags as Jekyll makes them of front matter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["categories", "merge", "tags", "with_defaults"]


def categories(folders: Sequence[str], front_matter: Mapping[str, object]) -> list[str]:
    """Those of the folders, of `categories` and of `category`, as text, each once.

    There may be an empty one among them, which a URL has a place for.
    """
    listed = _listed(front_matter.get("categories"))
    more = _singular(front_matter, "category") or _flat(listed)
    return list(dict.fromkeys(map(_ruby_text, [*folders, *listed, *more])))


def tags(front_matter: Mapping[str, object]) -> list[str]:
    """`tag`, which is one term, else `tags`, as text."""
    one = _singular(front_matter, "tag")
    if one is not None:
        return list(map(_ruby_text, one))
    many = front_matter.get("tags")
    return list(map(_ruby_text, _flat(_listed(many)))) if isinstance(many, (str, list)) else []


def with_defaults(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Front matter over the site's defaults: mappings are merged, and so are categories.

    What is None says nothing.
    """
    merged = merge(under, over)
    before, after = under.get("categories"), over.get("categories")
    if before is not None and after is not None:
        merged["categories"] = [*_listed(before), *_listed(after)]
    return merged


def merge(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Both, with mappings in both merged likewise; what is None in `over` says nothing."""
    merged = dict(under)
    for key, value in over.items():
        before = merged.get(key)
        if before is not None and isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(before, value)
        elif value is not None or key not in merged:
            merged[key] = value
    return merged


def _singular(front_matter: Mapping[str, object], key: str) -> list[object] | None:
    value = front_matter.get(key)
    return None if value is None or value is False else _flat([value])


def _listed(many: object) -> list[object]:
    """A list, the words of a text, or a single value. A mapping stands for its keys."""
    if isinstance(many, str):
        return list(many.split())
    if many is None:
        return []
    return list(many) if isinstance(many, (list, Mapping)) else [many]


def _flat(values: Iterable[object]) -> list[object]:
    flat: list[object] = []
    for value in values:
        if isinstance(value, list):
            flat += _flat(value)
        elif value is not None:
            flat.append(value)
    return flat


def _ruby_text(value: object) -> str:
    """A value as Ruby's `to_s` writes it."""
    if isinstance(value, str):
        return value
    return "" if value is None else _inspected(value)


def _inspected(value: object) -> str:
    if value is None:
        return "nil"
    if isinstance(value, list):
        return f"[{', '.join(map(_inspected, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_inspected(key)}=>{_inspected(value[key])}' for key in value)}}}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (str, bool)) else str(value)
