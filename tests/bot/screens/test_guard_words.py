"""A lead is told which of the two kept an order private under risk control, where the desk knows it (R-6.8)."""

import pytest

from bot.screens.denied import guard_words
from bot.translate import Catalogues
from core.model.reasons import Reason

CATALOGUES = Catalogues.load()
MUCH = {"en": "would hold too much of it", "ru": "слишком много этой монеты"}
REVIEW = {"en": "review holds your buys back", "ru": "придержаны проверкой"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("held", "much", "review"), [(True, False, True), (False, True, False), (None, True, True)])
def test_r6_8_risk_control_says_which_of_its_two_reasons_held(language, held, much, review):
    told = guard_words(CATALOGUES.words(language), Reason.LEAD_RISK_CONTROL, held=held).plain
    assert (MUCH[language] in told, REVIEW[language] in told) == (much, review)
