"""An applicant is told by when the answer is due, and that it is late once it is (R-3.8)."""

from datetime import UTC, datetime

import pytest

from bot.mail.contacts import Reached
from bot.screens.lead_apply import OnFile, apply_screen
from bot.translate import Catalogues
from core.model.people import LeadState
from core.views.as_of import AsOf
from core.views.lead_desk import Application

CATALOGUES = Catalogues.load()
AT = AsOf(datetime(2026, 11, 25, 12, tzinfo=UTC), halted=False, stale=False)
KNOWN = OnFile("I trade slowly.", "+1 555 0100", Reached.CONFIRMED)


def told(left, language="en"):
    asked = Application(AT, LeadState.APPLIED, equity=0, equity_min=0, copying=0, days_left=left)
    return apply_screen(CATALOGUES.words(language), asked, KNOWN).text.plain.split("\n")[2]


@pytest.mark.parametrize(
    ("left", "english", "russian"),
    [
        (5, "The answer is due within 5 business days.", "Ответ придёт в течение 5 рабочих дней."),
        (1, "The answer is due within 1 business day.", "Ответ придёт в течение 1 рабочего дня."),
        (0, "The answer is due today.", "Ответ должен прийти сегодня."),
        (
            -1,
            "⚠ The answer is overdue by 1 business day; the admin sees that too.",
            "⚠ Ответ просрочен на 1 рабочий день; администратор это тоже видит.",
        ),
        (
            -2,
            "⚠ The answer is overdue by 2 business days; the admin sees that too.",
            "⚠ Ответ просрочен на 2 рабочих дня; администратор это тоже видит.",
        ),
    ],
)
def test_r3_8_an_applicant_is_told_by_when_the_answer_is_due(left, english, russian):
    assert told(left) == english
    assert told(left, "ru") == russian
