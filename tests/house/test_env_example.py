"""`.env.example` documents exactly the settings there are, with their true defaults."""

import re
from pathlib import Path

from bot.settings import Settings

LINE = re.compile(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_the_example_names_every_setting_and_no_other():
    named = [name for name, _ in LINE.findall(EXAMPLE.read_text())]
    assert len(named) > 5
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_shows_the_defaults():
    for name, shown in LINE.findall(EXAMPLE.read_text()):
        default = Settings.model_fields[name.lower()].default
        assert shown == ("" if default is None else str(default)), name
