"""P1: own coins are told with their digits; what is worth less than a cent is named alone."""

from datetime import UTC, datetime
from decimal import Decimal

from bot.screens.portfolio import portfolio
from bot.translate import Catalogues
from core.model.market import Symbol
from core.model.money import quote
from core.views.as_of import AsOf
from core.views.portfolio import Coins, Portfolio

WORDS = Catalogues.load().words("en")
AT = AsOf(datetime(2026, 11, 26, tzinfo=UTC), halted=False, stale=False)


def shown(*coins):
    held = tuple(Coins(Symbol(f"{base}-USDT"), base, Decimal(amount), quote(worth)) for base, amount, worth in coins)
    view = Portfolio(AT, quote("100"), 0, 0, (), held)
    return portfolio(WORDS, view, lambda _: "Lea").text.plain.replace("\u00a0", " ")


def test_dust_is_named_and_not_counted_out_to_its_last_digit():
    text = shown(("BTC", "0.00000000945", "0.00063931"), ("ETH", "0.5", "1500"), ("SOL", "0.00001", "0.0015"))
    assert "Your own 0.5 ETH · worth 1,500.00" in text
    assert "Dust, worth less than 0.01 each: BTC, SOL" in text
    assert "0.00000000945" not in text


def test_a_cents_worth_is_no_dust():
    assert "Your own 0.000002 ETH · worth 0.01" in shown(("ETH", "0.000002", "0.01"))
    assert "Dust" not in shown(("ETH", "0.000002", "0.01"))
