"""The rules as a whole: named for good, documented, and each with a case."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import yaml

from feeds.cli import make_parser
from feeds.lint import templates
from feeds.lint.faults import MailRule
from feeds.lint.rules import GROUPS, KINDS, RULES, all_rules
from feeds.lint.supported import _SAID

from .issues import CASES

PAGE = (Path(__file__).parents[2] / "docs/linting.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The page's code blocks in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_rule_has_a_case() -> None:
    """A rule could be lost and nobody would see it."""
    assert {path.name.split(".")[0] for path in (CASES / "bad").iterdir()} == set(RULES)


def test_the_issue_asked_for_many_faults() -> None:
    """Whoever thins out the cases would not be told that they were promised."""
    assert len(list((CASES / "bad").iterdir())) >= 170
    assert len(list((CASES / "good").iterdir())) >= 5


def test_names_and_sentences_are_of_one_form() -> None:
    """Lists of rules would look like the work of many, or lose one of two of a name."""
    assert sum(len(rules) for rules in GROUPS.values()) == len(RULES)
    for name, rule in RULES.items():
        assert isinstance(rule, MailRule)
        assert rule.name == name
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name)
        assert rule.sentence.endswith(".")
        assert rule.remedy.endswith(".")
        assert rule.why[0].islower() or rule.why.startswith(("Gmail", "Outlook"))
        assert not rule.why.endswith(".")


def test_every_kind_is_looked_for_and_listed() -> None:
    """A module of rules would be written, and never asked."""
    modules = {Path(kind.__file__).stem for kind in KINDS}  # type: ignore[attr-defined]
    folder = Path(__file__).parents[2] / "feeds/lint"
    with_rules = {
        path.stem
        for path in folder.glob("*.py")
        if re.search(r"^RULES = ", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert modules == with_rules


def test_what_clients_lack_are_rules_too() -> None:
    """A rule about a client could take the place of another one, or be told twice."""
    rules = all_rules()
    assert set(RULES) < set(rules)
    others = {name for name in set(rules) - set(RULES) if not name.startswith("client-")}
    assert others == set(templates.RULES)
    assert set(_SAID.values()) <= set(RULES)
    assert set(_SAID) <= set(rules)


def test_every_rule_is_documented() -> None:
    """Somebody would look up a rule in vain."""
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| (error|warning|hint) \| (.*) \| (.*) \|$", PAGE, re.MULTILINE
    )
    assert rows == [
        (name, rule.level.value, rule.sentence, f"{rule.why[0].upper()}{rule.why[1:]}.")
        for name, rule in RULES.items()
        if isinstance(rule, MailRule)
    ]
    assert re.findall(r"^### (.*)$", PAGE, re.MULTILINE) == list(GROUPS)


def test_every_rule_of_templates_is_documented() -> None:
    """Somebody would look up a rule in vain."""
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\w+) \| ([^|]*) \|$", PAGE, re.MULTILINE)
    rules = templates.RULES.items()
    assert rows == [(name, rule.level.value, rule.sentence) for name, rule in rules]


def test_the_commands_on_the_page_are_commands() -> None:
    """A copied line would fail in somebody's pipeline."""
    workflows = [yaml.safe_load(block) for block in blocks("yaml")]
    steps = [step for each in workflows for step in each["jobs"]["lint"]["steps"]]
    lines = [step["run"] for step in steps if step.get("run", "").startswith("feeds ")]
    lines += [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines()]
    assert len(lines) == 3
    for line in lines:
        make_parser().parse_args(shlex.split(line)[1:])
