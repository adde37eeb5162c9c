"""What a lead is refused names the true cause, and the next step is on the same screen."""

import pytest
from story import approve, be_looked_at, become_lead, cast
from whole_desk import desk

from bot.screens.denied import denial_words
from bot.translate import Catalogues
from core.model.people import LeadState
from core.model.reasons import Denial

WORDS = Catalogues.load().words("en")


@pytest.fixture
async def town(tmp_path):
    async with desk(tmp_path) as running:
        yield running


async def test_lead_trade_before_the_coins_are_chosen_says_what_is_missing_and_offers_it(town):
    lea, _, _, _, ada = cast(town)
    await be_looked_at(lea, ada)
    await approve(ada)
    await lea.sees("You may lead")
    await lea.says("/leadon", "first choose the instruments you lead")
    await lea.presses("Choose instruments", "The desk's copy list")
    await lea.presses("○ The whole list", "Your instruments are chosen")
    await lea.presses("Turn lead trade on", "Lead trade is ON")


async def test_an_order_beyond_the_cash_says_what_it_needs_and_what_is_free(town):
    lea, _, _, _, ada = cast(town)
    await become_lead(lea, ada)
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at", "trade BTC-USDT")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says("12000", "There is not enough free USDT")
    assert lea.reads("It needs 12,000.00\u00a0USDT, and 10,000.00 is free.")
    await lea.presses("✎ Change", "For how many USDT?")
    await lea.says("0.5", "below the smallest order")
    assert lea.reads("The smallest order is")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (LeadState.APPLIED, "the admin's answer comes here"),
        (LeadState.REVOKED, "Your right to lead was revoked"),
        (LeadState.ACTIVE, "You are a lead trader already"),
        (LeadState.SUSPENDED, "You are a lead trader already"),
    ],
)
def test_whoever_cannot_apply_is_told_what_they_are(state, said):
    assert said in denial_words(WORDS, Denial.ALREADY_APPLIED, state.name.lower()).plain


async def test_a_refused_amount_or_price_leaves_its_question_open(town):
    lea, _, _, _, ada = cast(town)
    await become_lead(lea, ada)
    await lea.says("/leadon", "Lead trade is ON")
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at", "trade BTC-USDT")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says("12000", "Type another amount, or go back.")
    await lea.says("100", "Worst case")
    await lea.presses("Place order", "✔ Bought")
    await lea.says("/assets", "Lead lot 1")
    await lea.presses("Stops of lot 1", "Stop-loss: none")
    await lea.presses("Set a stop-loss", "At which last price")
    await lea.says("90000", "Type another price, or go back.")
    await lea.says("50000", "Stop-loss: at 50,000.0")


@pytest.mark.parametrize(
    ("kind", "price", "said"),
    [
        ("Post-only", "90000", "it would execute at once, so the exchange would cancel it"),
        ("At once or not", "30000", "as it stands nothing would be executed"),
        ("All or nothing", "30000", "as it stands nothing would be executed"),
    ],
)
async def test_a_price_that_cannot_do_what_its_kind_wants_is_said_in_the_review(town, kind, price, said):
    lea, _, _, _, ada = cast(town)
    await become_lead(lea, ada)
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at", "trade BTC-USDT")
    await lea.presses("Buy BTC: more", "Post-only:")
    await lea.presses(kind, "What is the most you pay")
    await lea.says(price, "For how many USDT")
    await lea.says("100", said)
