"""Every rule of the rulebook has a test that names it: in its name (`r17_5`) or in its words (`R-17.5`)."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
RULES = re.findall(r"R-\d+\.\d+", (TESTS / "house" / "rules.txt").read_text())
RULEBOOK = TESTS.parents[1] / "shared" / "rulebook.md"
NOTHING_TO_DO = {"R-1.3": "says how the rulebook marks where its rules come from"}


def named(text: str) -> set[str]:
    """The rules that a test's source names."""
    short = re.findall(r"(?<![a-z])r(\d+)_(\d+)(?!\d)", text)
    return {*re.findall(r"R-\d+\.\d+", text), *(f"R-{section}.{number}" for section, number in short)}


def test_every_rule_is_named_by_a_test():
    sources = [path for path in TESTS.rglob("test_*.py") if path.parent.name != "house"]
    assert len(sources) > 100
    assert len(RULES) > 170
    found = set().union(*(named(path.read_text()) for path in sources))
    assert [rule for rule in RULES if rule not in found | NOTHING_TO_DO.keys()] == []


def test_a_rule_is_named_in_either_way_and_not_by_a_longer_number():
    assert named("def test_r1_4_and_r12_10_x(): ...  # R-3.2") == {"R-1.4", "R-12.10", "R-3.2"}
    assert "R-1.1" not in named("test_r1_11")


@pytest.mark.skipif(not RULEBOOK.is_file(), reason="the rulebook is not beside this checkout")
def test_the_list_has_every_rule_of_the_rulebook():
    written = re.findall(r"^(?:- |\| )?(?:\*\*)?(R-\d+\.\d+)", RULEBOOK.read_text(), re.MULTILINE)
    assert sorted(set(written)) == sorted(RULES)
