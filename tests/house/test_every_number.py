"""Every number of the rulebook's section 24 has its default and can be changed, but the law of arithmetic (R-1.4)."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from core.model.limit_texts import FIXED, UnknownLimit
from core.model.limits import limits

HERE = Path(__file__).parent
NUMBERS = dict(line.split("=", 1) for line in (HERE / "numbers.txt").read_text().splitlines() if line[0] != "#")
RULEBOOK = HERE.parents[2] / "shared" / "rulebook.md"
WORDS = {
    "monday 00:00:00": "sunday 12:00:00",
    "market_close": "manual_close",
    "copy_close": "manual_close",
    "equity": "principal",
    "false": "true",
}


def another(written):
    """A value of the same kind that is not the default."""
    if written in WORDS:
        return WORDS[written]
    if written.startswith("["):
        return json.dumps(json.loads(written)[:-1])
    return str(Decimal(written) + 1) if "." not in written else str(Decimal(written) / 2)


def test_the_defaults_are_those_of_section_24():
    assert limits(NUMBERS) == limits()


@pytest.mark.parametrize("path", sorted(NUMBERS.keys() - FIXED.keys()))
def test_r1_4_every_number_can_be_changed_and_changes_nothing_else(path):
    changed = limits({path: another(NUMBERS[path])})
    assert changed != limits()
    assert limits({**dict(changed.changes), path: NUMBERS[path]}) == limits()


def test_r1_5_the_quote_and_its_decimals_are_no_configuration():
    assert FIXED.keys() == {path for path in NUMBERS if path.startswith("money.")}
    for path in FIXED:
        with pytest.raises(UnknownLimit, match="the desk is built on"):
            limits({path: "2"})


@pytest.mark.skipif(not RULEBOOK.is_file(), reason="the rulebook is not beside this checkout")
def test_the_list_has_every_number_of_the_rulebook():
    section = re.sub("#.*", "", RULEBOOK.read_text().split("## 24. Defaults", 1)[1].split("```")[1])
    named = set(re.findall(r"(\w+):\s", section))
    ours = {word for path in NUMBERS for word in path.split(".")}
    ours |= {word for written in NUMBERS.values() for word in re.findall(r'"(\w+)": ', written)}
    assert named - {"defaults"} == ours
