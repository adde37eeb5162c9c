"""The log's buttons make sense read alone, also beside a row that hides its coin from a copier (R-18.3)."""

from types import SimpleNamespace

import pytest

from bot.screens.log import _label
from bot.translate import Catalogues

CATALOGUES = Catalogues.load()


@pytest.mark.parametrize(
    ("language", "named", "hidden"), [("en", "1 Why BTC?", "3 Why?"), ("ru", "1 Почему BTC?", "3 Почему?")]
)
def test_r18_3_a_row_without_its_coin_asks_why_and_names_nothing(language, named, hidden):
    t = CATALOGUES.words(language)
    assert _label(t, 1, SimpleNamespace(base="BTC")).plain == named
    assert _label(t, 3, SimpleNamespace(base=None)).plain == hidden
