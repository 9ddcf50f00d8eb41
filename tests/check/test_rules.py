"""The rules as a whole: named for good, documented, and each with a case."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import yaml

from feeds.check.feed.flaws import FeedRule
from feeds.check.rules import GROUPS, RULES
from feeds.cli import make_parser

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs/checking.md").read_text(encoding="utf-8")
ELSEWHERE = ("test_checking.py", "test_hostile.py", "test_links.py", "test_references.py")


def blocks(language: str) -> list[str]:
    """The page's code blocks in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_rule_has_a_case() -> None:
    """A rule could be lost and nobody would see it."""
    folders = ("bad", "sets", "bodies/bad")
    cases = {
        path.name.split(".")[0] for each in folders for path in (HERE / "cases" / each).iterdir()
    }
    written = "".join((HERE / name).read_text(encoding="utf-8") for name in ELSEWHERE)
    lacking = {name for name in RULES if name not in cases and f'"{name}"' not in written}
    assert lacking == set()
    assert {name for name in cases if not name.startswith("good-")} - {"cases"} <= set(RULES)


def test_the_issue_asked_for_many_faults() -> None:
    """Whoever thins out the cases would not be told that they were promised."""
    assert len(list((HERE / "cases/bad").iterdir())) > 300
    assert len(list((HERE / "cases/good").iterdir())) >= 25


def test_names_and_sentences_are_of_one_form() -> None:
    """Lists of rules would look like the work of many, or lose one of two of a name."""
    assert sum(len(rules) for rules in GROUPS.values()) == len(RULES)
    for name, rule in RULES.items():
        assert rule.name == name
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name)
        assert rule.sentence.endswith(".")
        if isinstance(rule, FeedRule):
            assert rule.remedy.endswith(".")


def test_every_rule_is_documented() -> None:
    """Somebody would look up a rule in vain."""
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|hint) \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(name, rule.level.value, rule.sentence) for name, rule in RULES.items()]
    assert re.findall(r"^### (.*)$", PAGE, re.MULTILINE) == list(GROUPS)


def test_the_commands_on_the_page_are_commands() -> None:
    """A copied line would fail in somebody's pipeline."""
    workflows = [yaml.safe_load(block) for block in blocks("yaml")]
    steps = [step for each in workflows for step in each["jobs"]["check"]["steps"]]
    lines = [step["run"] for step in steps if step.get("run", "").startswith("feeds ")]
    lines += [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines()]
    assert len(lines) == 8
    for line in lines:
        make_parser().parse_args(shlex.split(line.partition(" > ")[0])[1:])
