"""A failed copy's card has the buttons that fit its cause, and each does one thing once (R-18.3 to R-18.5)."""

from copier_town import BTC
from test_copy_settings import now, start

from core.adapters.venues.faults import Reject
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.money import quote, ratio

FIXED = Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"))


async def dan(town):
    person = town.person("Dan", id=1004)
    await town.says(person, "/start")
    await town.presses(person, "Start with paper")
    await town.presses(person, "I understand")
    return person


def steps(town, person):
    """The first row of the newest alert."""
    return [button.text.replace("\u00a0", " ") for button in town.ours(person)[-1].keyboard[0]]


def lots(town, telegram):
    table, number = town.engine.pen.book.leads[town.lea].copyings, town.people.number(telegram)
    return int(table.open_cost[table.row_of(number)])


async def test_r18_4_what_is_short_is_topped_up_exactly_and_tried_again_once(town):
    person = await dan(town)
    await start(town, FIXED, 1004)
    await town.buys(town.lea, "1000")
    assert steps(town, person) == ["Top up 20.00", "Retry · 30 s"]
    card = town.ours(person)[-1]
    await town.presses(person, "Top up 20.00")
    await town.presses(person, "Add 20.00")
    assert lots(town, 1004) == 0
    await town.presses(person, "Retry · 30 s", card)
    assert lots(town, 1004) > quote("49")
    seq = town.engine.pen.book.seq
    await town.presses(person, "Retry · 30 s", card)
    assert "tried again already" in town.toast(person)
    assert [row.kind for row in town.journal._rows[seq:]] == ["Denied"]


async def test_r18_4_what_was_topped_up_leads_back_to_the_copy_that_lacked_it(town):
    person = await dan(town)
    await start(town, FIXED, 1004)
    await town.buys(town.lea, "1000")
    await town.presses(person, "Top up 20.00")
    assert "✔ 20.00 USDT added" in await town.presses(person, "Add 20.00")
    assert town.labels(person)[0] == "Retry · 30 s"
    await town.presses(person, "Retry · 30 s", town.live(person))
    assert lots(town, 1004) > quote("49")


async def test_two_taps_at_once_are_one_order(town):
    person = await dan(town)
    await start(town, FIXED, 1004)
    await town.buys(town.lea, "1000")
    await town.submit(c.Deposit(town.people.number(1004), quote("1000")))
    card, seq = town.ours(person)[-1], town.engine.pen.book.seq
    data = next(b.callback_data for b in card.buttons if b.callback_data.startswith("rt:"))
    for _ in range(5):
        town.sandbox.forge(person, card.message_id, data)
    await town.feed()
    assert [row.kind for row in town.journal._rows[seq:]].count("EntriesPlanned") == 1


async def test_after_thirty_seconds_or_a_sale_of_the_lead_a_tap_only_says_so(town):
    person = await dan(town)
    await start(town, FIXED, 1004)
    await town.buys(town.lea, "1000")
    first = town.ours(person)[-1]
    await town.pass_time(seconds=31)
    await town.presses(person, "Retry · 30 s", first)
    assert "for 30 s only" in town.toast(person)
    await town.pass_time(minutes=11)
    await town.buys(town.lea, "1000")
    second = town.ours(person)[-1]
    await town.sells(town.lea, "0.001")
    await town.presses(person, "Retry · 30 s", second)
    assert "lead has sold" in town.toast(person)
    assert lots(town, 1004) == 0


async def test_a_tap_that_meets_another_guard_says_which(town):
    person = await dan(town)
    await start(town, FIXED, 1004)
    await town.buys(town.lea, "1000")
    screen = await town.presses(person, "Retry · 30 s")
    assert "not bought" in screen
    assert "not enough free cash" in screen


async def test_the_least_amount_that_passes_is_offered_and_then_the_copy_again(town, bob):
    await start(town, Settings(Sizing.MULTIPLIER, ratio("0.01"), quote("500")))
    await town.buys(town.lea, "900")
    assert steps(town, bob) == ["Raise amount", "Never copy BTC"]
    question = await town.presses(bob, "Raise amount")
    assert "With ×0.0112 it would have been copied." in question
    await town.presses(bob, "×0.0112")
    await town.presses(bob, "Change it")
    await town.presses(bob, "Retry · 30 s")
    assert lots(town, 1002) >= quote("9.9")


async def test_a_maximum_is_raised_by_what_was_missing(town, bob):
    await start(town, Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("60")))
    await town.buys(town.lea, "900")
    await town.buys(town.lea, "900")
    assert steps(town, bob) == ["Raise maximum", "Never copy BTC"]
    await town.presses(bob, "Raise maximum")
    await town.presses(bob, "100.00")
    await town.presses(bob, "Change it")
    await town.presses(bob, "Retry · 30 s")
    assert lots(town, 1002) > quote("99")


async def test_smart_sync_is_given_the_money_that_was_missing(town, bob):
    await start(town, Settings(Sizing.SMART_SYNC, quote("100")))
    await town.buys(town.lea, "900")
    review = await town.presses(bob, "Add money")
    assert "11.12 USDT moves" in review
    await town.presses(bob, "Add 11.12")
    await town.presses(bob, "Retry · 30 s")
    assert lots(town, 1002) >= quote("9.9")


async def test_a_coin_is_barred_from_its_card_at_once_with_undo(town, bob):
    await start(town, Settings(Sizing.MULTIPLIER, ratio("0.01"), quote("500")))
    await town.buys(town.lea, "900")
    assert "✔ Never copied: none → BTC" in await town.presses(bob, "Never copy BTC")
    assert now(town).never == {BTC}
    await town.presses(bob, "Undo · 60 s")
    assert now(town).never == frozenset()


async def test_a_drift_is_accepted_once_for_this_copy_alone(town, bob):
    await start(town, FIXED)
    await drifted(town, "60480")
    assert steps(town, bob) == ["Accept 0.8% once · 30 s", "Never copy BTC"]
    assert lots(town, 1002) == 0
    await town.presses(bob, "Accept 0.8% once")
    assert lots(town, 1002) > quote("49")
    assert now(town) == FIXED


async def drifted(town, price):
    """Lea buys at 60,000; by the time the copies reach the venue, this price is asked."""
    pen, flights = town.engine.pen, town.engine.executor.flights

    def too_late(records):
        if any(type(record.fact).__name__ == "EntriesPlanned" for record in records):
            town.quotes(price)
        return flights(records)

    pen.act(too_late)
    await town.buys(town.lea, "1000")
    pen.act(flights)


async def test_a_refusal_of_the_venue_may_be_tried_again(town, bob):
    number = await start(town, FIXED)
    town.venue.fault(number, Reject("51008"))
    await town.buys(town.lea, "1000")
    assert steps(town, bob) == ["Retry · 30 s"]
    await town.presses(bob, "Retry · 30 s")
    assert lots(town, 1002) > quote("49")


async def test_a_restricted_copier_is_offered_no_step_that_is_closed(town, bob):
    await start(town, Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("60")))
    await town.buys(town.lea, "900")
    await town.submit(c.RestrictCopying(town.lea, True))
    await town.buys(town.lea, "900")
    assert steps(town, bob)[0] == "Why?"
