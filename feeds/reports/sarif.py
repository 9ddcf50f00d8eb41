"""Findings as SARIF 2.1.0 (OASIS, 2020), in the subset that GitHub's code scanning shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from urllib.parse import quote

from feeds import __version__
from feeds.errors import Finding, Level
from feeds.text import one_line

__all__ = ["MOST_RESULTS", "NO_PATH", "NO_RULE", "write"]

MOST_RESULTS = 25_000
"""As many results as code scanning takes of one run; it refuses a file that has more."""

NO_PATH = "feeds.toml"
"""Where a finding is shown that is of no file: code scanning refuses a result without one."""

NO_RULE = "other-finding"
"""The rule of a finding that names none."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[Level, str] = {
    Level.ERROR: "error",
    Level.WARNING: "warning",
    Level.HINT: "note",
}
_GRAVITY = {level: rank for rank, level in enumerate(_LEVELS)}
_SURROGATE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_LINK = re.compile(r"[\[\]\\]")
_NUMBERS = re.compile("[0-9]+")


def write(findings: Sequence[Finding], rules: Mapping[str, str]) -> str:
    """One run, with the rules that were met; what exceeds `MOST_RESULTS` is the least grave.

    ASCII alone, so that it is the same whatever encoding it is written in.
    """
    shown = findings
    if len(findings) > MOST_RESULTS:
        shown = sorted(findings, key=lambda finding: _GRAVITY[finding.level])[:MOST_RESULTS]
    names = sorted({_rule_of(finding) for finding in shown})
    index = {name: position for position, name in enumerate(names)}
    run = {
        "tool": {
            "driver": {
                "name": "feeds",
                "semanticVersion": __version__,
                "rules": [_rule(name, rules.get(name, "")) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(len(findings) - len(shown))],
        "results": list(_results(shown, index)),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rule_of(finding: Finding) -> str:
    return one_line(finding.rule) or NO_RULE


def _rule(name: str, sentence: str) -> Mapping[str, object]:
    """A reportingDescriptor (§3.49), with the texts that code scanning asks for."""
    short = name.replace("-", " ").strip().capitalize() or name
    text = _message(sentence or short)
    return {
        "id": name,
        "name": "".join(part.capitalize() for part in re.findall(r"\w+", name)) or NO_RULE,
        "shortDescription": _message(short),
        "fullDescription": text,
        "help": text,
    }


def _invocation(left_out: int) -> Mapping[str, object]:
    """That the run went well (§3.20), and what is not in it."""
    if not left_out:
        return {"executionSuccessful": True}
    text = f"{left_out} more findings are left out, the least grave ones"
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": _message(text)}],
    }


def _results(
    findings: Sequence[Finding], index: Mapping[str, int]
) -> Iterator[Mapping[str, object]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        rule = _rule_of(finding)
        fingerprint = _fingerprint(finding)
        seen[fingerprint] += 1
        yield {
            "ruleId": rule,
            "ruleIndex": index[rule],
            "level": _LEVELS[finding.level],
            "message": _message(". ".join(filter(None, (finding.what, finding.remedy)))),
            "locations": [{"physicalLocation": _location(finding)}],
            "partialFingerprints": {
                "primaryLocationLineHash": f"{fingerprint}:{seen[fingerprint]}"
            },
        }


def _fingerprint(finding: Finding) -> str:
    """The same for the same finding from run to run, whatever lines and numbers have moved."""
    parts = (finding.rule, finding.path or "", _NUMBERS.sub("0", finding.what))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _location(finding: Finding) -> Mapping[str, object]:
    """A physicalLocation (§3.29), which to code scanning begins at a line in any case."""
    region = {"startLine": max(finding.line or 1, 1)}
    if finding.line is not None and finding.column is not None:
        region["startColumn"] = max(finding.column, 1)
    return {"artifactLocation": _artifact(finding.path or NO_PATH), "region": region}


def _artifact(path: str) -> Mapping[str, str]:
    """An artifactLocation (§3.4): a relative reference, or an address as it is.

    A file name that is not Unicode keeps its bytes.
    """
    data = _SURROGATE.sub("�", path).encode("utf-8", "surrogateescape")
    if _WEB.match(path):
        return {"uri": quote(data, safe="!#$&'()*+,/:;=?@[]~%")}
    if path.startswith("/"):
        return {"uri": f"file:///{quote(data.lstrip(b'/'))}"}
    return {"uri": quote(data), "uriBaseId": "%SRCROOT%"}


def _message(text: str) -> Mapping[str, str]:
    """A message (§3.11) that says the text and nothing else.

    Braces are doubled, lest they be placeholders (§3.11.5), and brackets that could be an
    embedded link (§3.11.6) are escaped.
    """
    plain = one_line(text)
    if "](" in plain:
        plain = _LINK.sub(r"\\\g<0>", plain)
    return {"text": plain.replace("{", "{{").replace("}", "}}")}
