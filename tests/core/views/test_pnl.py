"""What copying brought and what it cost, from the facts of a played story (R1 to R4, R-17.1, R-19.13)."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.scenario.play import Stage
from core.model.limits import limits
from core.model.market import Quote, Symbol
from core.model.money import UNITS, quote
from core.model.reasons import Reason
from core.views import cost, pnl
from core.views.log import delay_of, health, log_rows, reached
from tests.stories.telling import MONDAY, btc_desk, read_all

HALF_MINUTE = timedelta(seconds=30)


def looked(story, view, who="bob"):
    """What a view makes of a story's end: it is handed the desk, a person, and how to read a lead's records."""

    async def played():
        stage = None
        for number, event in read_all(story.lines):
            stage = stage or await Stage.fresh(event.at, limits(story.numbers), lambda line: None)
            await stage.play([(number, event)])
        numbers = stage.engine.pen.book.people.numbers

        async def told(lead, kinds):
            return (await stage.engine.past(numbers[lead], kinds, most=1000))[::-1]

        return await view(stage.engine, numbers[who], numbers, told)

    return asyncio.run(played())


def earned(story, *, days=0, leads=("lea",)):
    async def view(engine, who, numbers, told):
        records = {numbers[lead]: await told(lead, pnl.KINDS) for lead in leads}
        since = engine.clock.now() - timedelta(days=days) if days else None
        return await engine.read(lambda desk: pnl.pnl(desk, who, records, days=days, since=since))

    return looked(story, view)


def costs(story):
    async def view(engine, who, numbers, told):
        records = await told("lea", cost.KINDS)
        return await engine.read(lambda desk: cost.cost(desk, who, numbers["lea"], records))

    return looked(story, view)


def won(*, fee="0.001", sold="0.01998"):
    """bob's 100 buy 0.001998 BTC after a fee of 0.1 %, and bring 109.89 less 0.10989 at 55,000."""
    story = btc_desk(ratio="0.08", fee=fee).person("bob").copy("bob", fixed_amount="100").buy()
    return story.later(hours=1).quote(price="55000").sell(quantity=sold)


def money(text):
    return int(Decimal(text) * UNITS)


# ── PnL ───────────────────────────────────────────────────────────────────────


def test_net_is_gross_less_both_fees_and_the_share():
    found = earned(won()).total
    assert (found.closes, found.gross, found.fees) == (1, money("9.99"), money("0.20989"))
    assert found.share == money("0.7824088")
    assert found.net == money("8.9977012")


def test_what_a_settlement_gives_back_is_no_share():
    """+9.78 and −9.78 in one week: all that was withheld comes back on Monday."""
    story = won().buy().later(hours=1).quote(price="49500").sell(quantity="0.01816362").later(days=7).add()
    found = earned(story).total
    assert found.closes == 2
    assert found.share == 0
    assert found.net < 0


def test_a_period_counts_what_was_closed_in_it_alone():
    story = won().later(days=10).buy().quote(price="60000").sell(quantity="0.01816362")
    assert earned(story, days=7).total.closes == 1
    assert earned(story, days=30).total.closes == 2


def test_it_is_split_by_lead_and_by_day_and_both_add_up_to_all():
    story = btc_desk(ratio="0.08").lead("max").person("bob").copy("bob", fixed_amount="100")
    story.copy("bob", "max", fixed_amount="50").buy().buy("max").quote(price="55000").sell(quantity="0.02")
    story.later(days=1).quote(price="60000").sell("max", quantity="0.02")
    found = earned(story, leads=("lea", "max"))
    assert [each.earned.gross for each in found.leads] == [quote("10"), quote("10")]
    assert [str(each.day) for each in found.by_day] == ["2026-01-06", "2026-01-05"]
    assert sum(each.earned.net for each in found.leads) == found.total.net
    assert sum(each.earned.net for each in found.by_day) == found.total.net


def test_a_day_ends_at_midnight_of_utc_8():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().on("2026-01-05T15:59:59Z").quote()
    story.sell(quantity="0.01").on("2026-01-05T16:00:00Z").quote().sell(quantity="0.01")
    assert [str(each.day) for each in earned(story).by_day] == ["2026-01-06", "2026-01-05"]


def test_what_is_held_is_unrealised_and_stands_apart():
    story = btc_desk().person("bob").copy("bob", fixed_amount="100").buy().quote(price="55000")
    found = earned(story)
    assert (found.total.closes, found.total.net, found.unrealised) == (0, 0, quote("10"))


def test_a_purchase_that_was_not_read_counts_with_the_fee_of_today():
    """Only the sale is handed in: the fee of buying is the instrument's, which is the same here."""

    async def view(engine, who, numbers, told):
        sales = [record for record in await told("lea", pnl.KINDS) if type(record.fact).__name__ == "ExitsAnswered"]
        return await engine.read(lambda desk: pnl.pnl(desk, who, {numbers["lea"]: sales}, days=0, since=None))

    assert looked(won(), view).total.fees == money("0.20989")


# ── the cost of copying ───────────────────────────────────────────────────────


def test_fees_of_both_sides_and_no_difference_where_prices_are_the_leads():
    found = costs(won())
    assert (found.delay, found.price, found.away) == (0, 0, 0)
    assert found.fees == money("0.20989")
    assert found.traded == money("209.89")


def moved(**changes):
    """The cost of a purchase and a sale whose facts are changed so: by the name of a fact, its fields."""

    async def view(engine, who, numbers, told):
        records = [
            replace(record, fact=replace(record.fact, **changes.get(type(record.fact).__name__, {})))
            for record in await told("lea", cost.KINDS)
        ]
        return await engine.read(lambda desk: cost.cost(desk, who, numbers["lea"], records))

    return looked(won(fee="0", sold="0.02"), view)


def test_what_moved_before_the_copy_was_decided_is_the_delays_and_after_it_the_prices():
    """100 bought at 50,000: the lead paid 49,500 for each coin, and 49,750 were asked when the copy was decided."""
    found = moved(EntriesPlanned={"lead_notional": quote("990"), "price_copy": 49_750 * 10**6})
    assert (found.delay, found.price) == (quote("0.5"), quote("0.5"))
    assert found.away == quote("1") * 10**8 // found.traded


def test_of_a_sale_a_lower_price_costs():
    """0.002 sold at 55,000: the lead got 56,000 for each coin, and 55,500 were bid when the sale was decided."""
    bid = (Quote(Symbol("BTC-USDT"), 55_500 * 10**6, 0, 0, MONDAY),)
    found = moved(ExitsPlanned={"quotes": bid}, OrderClosed={"notional": quote("1120"), "quantity": 2 * 10**10})
    assert (found.delay, found.price) == (quote("1"), quote("1"))


def test_what_a_lot_leaves_unbought_is_the_sizings():
    """A lot of 0.001 BTC is 50: of 120 asked for 100 are bought."""
    story = btc_desk(lot_size="0.001").person("bob").copy("bob", fixed_amount="120").buy()
    assert costs(story).rounded == quote("20")


def test_skips_are_told_by_reason_with_the_money_they_missed():
    story = btc_desk(notional_min="10").person("bob", "150").copy("bob", multiplier="0.05")
    story.buy(notional="1000").buy(notional="150").buy(notional="3000")
    found = costs(story)
    assert [(each.reason, each.orders, each.notional) for each in found.missed] == [
        (Reason.INSUFFICIENT_FUNDS, 1, quote("150")),
        (Reason.AMOUNT_TOO_LOW, 1, quote("7.5")),
    ]
    assert (found.health.orders, found.health.copied) == (3, 1)


@pytest.mark.parametrize(("waited", "lead"), [(0, None), (1, Decimal("0.1"))])
def test_r19_13_the_copiers_return_stands_beside_the_leads(waited, lead):
    """The lead's is known from the 00:00 before the copy began; a lead who is new that day has none."""
    story = btc_desk().later(days=waited).person("bob").copy("bob", smart_sync="1000").buy(notional="5000")
    found = costs(story.later(hours=1).quote(price="60000").later(days=2).add())
    assert found.my_return == Decimal("0.1")  # 500 of 1,000 at a fifth more
    assert found.lead_return == lead


def test_whoever_never_copied_a_lead_has_no_cost():
    async def view(engine, who, numbers, told):
        records = await told("lea", cost.KINDS)
        return await engine.read(lambda desk: cost.cost(desk, who, numbers["lea"], records))

    assert looked(won().person("eve"), view, who="eve") is None


# ── health ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("percent", "delay"), [(50, 2), (95, 4), (100, 4), (1, 1)])
def test_so_many_in_a_hundred_are_answered_within_a_delay(percent, delay):
    assert reached([1, 2, 3, 4], percent) == delay
    assert reached([], percent) is None


def test_a_delay_is_from_the_trigger_to_the_answer():
    async def view(engine, who, numbers, told):
        records = await told("lea", (*pnl.KINDS, "EntriesPlanned", "ExitsPlanned"))
        return await engine.read(lambda desk: log_rows(desk.book, records, who=who, row=0))

    sale, bought = looked(won(), view)
    assert delay_of(bought, HALF_MINUTE) == 0
    assert delay_of(sale, HALF_MINUTE) is None
    found = health((sale, bought), expires=HALF_MINUTE)
    assert (found.orders, found.copied, found.slow) == (2, 2, 0)
    assert found.last_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
