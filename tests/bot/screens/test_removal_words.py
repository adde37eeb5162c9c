"""Why a copier was not removed is told in the lead's words, whose copy it is not (R-20.2)."""

import pytest

from bot.screens.lead_copiers import not_removed
from bot.screens.refusals import denial
from bot.translate import Catalogues
from core.model.reasons import Denial

CATALOGUES = Catalogues.load()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("code", [Denial.NOT_COPYING, Denial.STOP_IN_PROGRESS, Denial.COPIER_NOT_REMOVABLE])
def test_r20_2_a_lead_is_not_told_a_copiers_words(language, code):
    t = CATALOGUES.words(language)
    assert not_removed(t, code) != denial(t, code)
