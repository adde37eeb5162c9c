"""The copier's screens as values: every code has words, every alert fits a push, strangers' names are harmless."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.drafts.number import Problem
from bot.drafts.number import Reason as TextReason
from bot.html import balanced
from bot.screens.alerts import alert_screen, headline
from bot.screens.refusals import cause_words, denial, lead_reason, short_reason, stop_cause, stop_way
from bot.screens.typed_wrong import no_amount
from bot.translate import Catalogues
from core.model.announcements import Announcement, AnnouncementKind
from core.model.copying import StopCause, StopWay
from core.model.market import Side, Symbol
from core.model.money import quote, ratio
from core.model.orders import Cause
from core.model.people import PersonId
from core.model.reasons import Denial, Reason
from core.views.alerts import Alert, AlertKind
from core.views.log import LEAD_REASONS

CATALOGUES = Catalogues.load()
LANGUAGES = ["en", "ru"]
PREVIEW = 40
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


def words(language="en"):
    return CATALOGUES.words(language)


def plain(html):
    return html.plain.replace("\u2068", "").replace("\u2069", "")


NOTICE = Announcement(
    kind=AnnouncementKind.DELISTING, symbol=Symbol("BTC-USDT"), name="Bitcoin", trading_at=AT, notice="https://okx.com"
)
PARTICULAR = {
    AlertKind.LOTS_RELEASED: {"cause": "dust"},
    AlertKind.CONDUCT_REVIEW: {"cause": "front_run"},
    AlertKind.COPY_SOLD: {"cause": "take_profit"},
    AlertKind.ANNOUNCED: {"announcement": NOTICE},
    AlertKind.DELISTING_OF_HELD: {"announcement": NOTICE},
}


def alert(kind, **more):
    given = {
        "to": PersonId(2), "kind": kind, "loud": True, "seq": 9, "at": AT, "lead": PersonId(1), "order": "abc",
        "base": "BTC",
        "symbol": Symbol("BTC-USDT"), "side": Side.BUY, "quantity": Decimal("0.00459540123"), "price": Decimal(64000),
        "price_lead": Decimal(63000), "drift": ratio("0.0159"), "limit": ratio("0.005"), "asked": quote("50"),
        "free": quote("37.6"), "least": quote("10"), "profit_net": quote("12.1"), "cost": quote("288"),
        "withheld": quote("1"),
        "payable": quote("1"), "copied": 119, "copiers": 128, "cause": "copier", "words": "51008 no money",
        "failures": ((Reason.AMOUNT_TOO_LOW, 4), (Reason.INSUFFICIENT_FUNDS, 5)),
    }  # fmt: skip
    return Alert(**{**given, **PARTICULAR.get(kind, {}), **more})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(AlertKind))
def test_every_alert_says_what_happened_in_a_push_preview(kind, language):
    reason = {AlertKind.COPY_FAILED: Reason.INSUFFICIENT_FUNDS, AlertKind.COPY_SKIPPED: Reason.AMOUNT_TOO_LOW}
    one = alert(kind, reason=reason.get(kind, Reason.LEAD_EQUITY_LOW))
    first = plain(headline(words(language), one, lambda _: "Orion"))
    assert len(first) <= PREVIEW + (20 if language != "en" else 0), f"{len(first)}: {first}"
    screen = alert_screen(words(language), one, lambda _: "Orion")
    assert not screen.live
    assert balanced(screen.text)
    assert "PAPER" in plain(screen.text).splitlines()[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [each for each in Reason if each])
def test_every_reason_is_worded_on_a_failed_copy_card(reason, language):
    one = alert(AlertKind.COPY_FAILED, reason=reason)
    if reason in LEAD_REASONS:
        one = replace(one, base="", symbol=None, asked=0)
    text = plain(alert_screen(words(language), one, lambda _: "Orion").text)
    assert len(text.splitlines()) == 3
    assert reason.name not in text
    if reason in LEAD_REASONS:
        assert "BTC" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_of_its_own(language):
    t = words(language)
    said = [plain(short_reason(t, reason)) for reason in Reason]
    assert all(said)
    assert all(plain(denial(t, code, "amount")) for code in Denial)
    assert all(plain(no_amount(t, Problem(reason, "1e9"))) for reason in TextReason)
    assert len({plain(no_amount(t, Problem(reason, "1e9"))) for reason in TextReason}) == len(TextReason)
    assert len({plain(stop_cause(t, cause)) for cause in StopCause}) == len(StopCause)
    assert len({plain(stop_way(t, way)) for way in StopWay}) == len(StopWay)
    assert len({plain(cause_words(t, cause)) for cause in Cause}) == len(Cause)
    assert plain(lead_reason(t, Reason.LEAD_EQUITY_LOW)) == plain(lead_reason(t, Reason.LEAD_PAIR_UNSUPPORTED))


def test_the_figures_of_the_failed_copy_card_are_those_of_the_design():
    short = alert(AlertKind.COPY_FAILED, reason=Reason.INSUFFICIENT_FUNDS)
    text = plain(alert_screen(words(), short, lambda _: "Orion").text)
    assert "✖ Not copied BTC: 12.40 short" in text
    assert "Needs 50.00, 37.60 free: 12.40 short." in text
    low = alert(AlertKind.COPY_SKIPPED, reason=Reason.AMOUNT_TOO_LOW, asked=quote("4.16"), base="PEPE")
    assert plain(headline(words(), low, lambda _: "Orion")) == "⏭ Skipped PEPE: 4.16 is below 10.00"


@pytest.mark.parametrize("name", ["<b>x</b>", "a\u202eb", "x" * 500, "@admin t.me/evil", ""])
def test_a_strangers_name_cannot_break_an_alert(name):
    for kind in AlertKind:
        screen = alert_screen(words(), alert(kind), lambda _: name)
        assert balanced(screen.text)
        assert "\u202e" not in screen.text.raw
        assert "<b>x" not in screen.text.raw


def test_a_receipt_names_reasons_and_numbers_alone():
    text = plain(alert_screen(words(), alert(AlertKind.LEAD_ORDER_COPIED, to=PersonId(1)), lambda _: "Orion").text)
    assert "✔ Copied by 119 of 128: BUY BTC" in text
    assert "4 not: below the smallest order" in text
    assert "Orion" not in text
