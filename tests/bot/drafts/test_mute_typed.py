"""What may stand behind /mute."""

from datetime import timedelta

import pytest

from bot.drafts.mute_typed import TypedMute, read_mute


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Orion 2h", TypedMute("orion", timedelta(hours=2))),
        ("Lea Lead 30 min", TypedMute("lea lead", timedelta(minutes=30))),
        ("Вега 3 дня", TypedMute("вега", timedelta(days=3))),
        ("Вега 1ч", TypedMute("вега", timedelta(hours=1))),
        ("Orion", TypedMute("orion", None)),
        ("Orion 2", TypedMute("orion 2", None)),
        ("", None),
        ("Orion 0h", None),
        ("Orion 9999d", None),
    ],
)
def test_a_name_and_a_time(text, meant):
    assert read_mute(text) == meant
