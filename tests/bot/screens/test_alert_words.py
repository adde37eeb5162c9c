"""Alerts whose words depend on a figure: a receipt of nothing copied, how long copies took, why leading has ended."""

from datetime import UTC, datetime

import pytest

from bot.screens.alerts import alert_screen
from bot.screens.delays import took, took_at_most
from bot.translate import Catalogues
from core.model.copying import StopWay
from core.model.market import Side
from core.model.money import quote
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.alert import HELD
from core.views.alerts import Alert, AlertKind

CATALOGUES = Catalogues.load()
WORDS = CATALOGUES.words("en")
LEA = PersonId(1)


def told(kind, language="en", **figures):
    alert = Alert(to=LEA, kind=kind, loud=False, seq=1, at=datetime(2026, 11, 26, tzinfo=UTC), lead=LEA, **figures)
    return alert_screen(CATALOGUES.words(language), alert, lambda _: "Lea").text.plain


def receipt(copied, **figures):
    failures = ((Reason.MAX_TOTAL_REACHED, 2), (Reason.SPREAD_EXCEEDED, 1))
    return told(
        AlertKind.LEAD_ORDER_COPIED, copied=copied, copiers=copied + 3, failures=failures, side=Side.BUY, base="BTC",
        **figures,
    )  # fmt: skip


def test_an_order_that_nobody_copied_wears_no_tick():
    assert receipt(0).startswith("✖ Copied by none of 3: BUY")
    assert receipt(4).startswith("✔ Copied by 4 of 7: BUY")


def test_a_leads_receipt_speaks_of_the_copiers_and_not_of_the_leads_own_maximum():
    said = receipt(1, middle=400, slow=1_100)
    assert "2 not: at their maximum in use" in said
    assert "1 not: the price was too far from yours" in said
    assert "Speed: half within 0.40 s, 95 % within 1.1 s" in said


@pytest.mark.parametrize(
    ("middle", "slow", "words"),
    [
        (0, 0, "at once"),
        (2, 9, "at once"),
        (4, 10, "half within 0.00 s, 95 % within 0.01 s"),
        (1_358, 1_358, "95 % within 1.4 s"),
    ],
)
def test_what_took_no_time_happened_at_once(middle, slow, words):
    assert took(WORDS, middle=middle, slow=slow).plain == words
    assert took_at_most(WORDS, slow).plain == words.rpartition(", ")[2]


def test_r22_7_who_stops_leading_for_want_of_orders_reads_why():
    assert "No lead order for 90 days, and no lead assets left." in told(AlertKind.LEAD_STOPPED, count=90)
    assert "No lead order" not in told(AlertKind.LEAD_STOPPED)


def test_r6_8_a_buy_that_a_hold_kept_private_is_not_said_to_be_too_much():
    risk = {"reason": Reason.LEAD_RISK_CONTROL, "base": "BTC"}
    assert "A review holds your buys back" in told(AlertKind.LEAD_ORDER_FAILED, cause=HELD, **risk)
    assert "would hold too much of it" in told(AlertKind.LEAD_ORDER_FAILED, **risk)


def test_r13_5_a_total_stop_loss_says_so_first_and_what_it_cost():
    stop = {"cause": "total_stop_loss", "profit_net": -quote("81.74")}
    sold = told(AlertKind.COPYING_ENDED, how=StopWay.MARKET_CLOSE, **stop)
    assert sold.startswith("◼ Total stop-loss: ")
    assert "sold, −81.74" in sold
    kept = told(AlertKind.COPYING_ENDED, how=StopWay.MANUAL_CLOSE, **stop)
    assert kept.startswith("◼ Total stop-loss: ")
    assert "81.74" not in kept, "what is kept has neither gained nor lost yet"
    assert "its coins are your own now" in kept


@pytest.mark.parametrize(
    ("how", "words"),
    [(StopWay.MARKET_CLOSE, "sold now at the market"), (StopWay.COPY_CLOSE, "sold when the lead sells it")],
)
def test_r13_5_a_total_stop_loss_says_what_becomes_of_the_coins(how, words):
    assert words in told(AlertKind.COPYING_CLOSING, cause="total_stop_loss", how=how)


def test_a_copy_that_its_owner_ended_says_what_its_sales_came_to():
    ended = told(AlertKind.COPYING_ENDED, cause="copier", how=StopWay.MARKET_CLOSE, profit_net=quote("12.5"))
    assert "copying has ended" in ended
    assert "Its sales came to +12.50" in ended
