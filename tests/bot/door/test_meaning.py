"""What Telegram's refusals mean: told by their words, in whatever capitals."""

import pytest
from telegram.error import BadRequest, Forbidden

from bot.door.meaning import Meaning, meaning


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadRequest("Message is not modified: specified new message content"), Meaning.UNCHANGED),
        (BadRequest("Query is too old and response timeout expired or query id is invalid"), Meaning.TOO_OLD),
        (BadRequest("Message to edit not found"), Meaning.GONE),
        (BadRequest("Message can't be edited"), Meaning.GONE),
        (BadRequest("Chat not found"), Meaning.NO_CHAT),
        (Forbidden("Forbidden: user is deactivated"), Meaning.NO_CHAT),
        (Forbidden("anything"), Meaning.NO_CHAT),
        (BadRequest("Button_data_invalid"), Meaning.OTHER),
    ],
)
def test_each_refusal_has_its_meaning(error, expected):
    assert meaning(error) is expected
