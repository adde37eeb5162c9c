"""The chat of a desk with another calendar, other periods and a shorter history: screens say its numbers (R-1.4)."""

import pytest
from copier_town import LEA, open_town

from bot.screens import spans
from bot.translate import Catalogues
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.limits import limits
from core.model.money import quote

NUMBERS = {
    "clock.utc_offset_hours": "-3",
    "clock.cycle_starts": "sunday 12:00:00",
    "metrics.periods_days": "[14, 60]",
    "metrics.history_months": "1",
    "metrics.refresh_s": "300",
}


async def town_of(notes, language="en"):
    catalogues = Catalogues.load(limits=limits(NUMBERS))
    town = await open_town(notes, settings=NUMBERS, catalogues=catalogues)
    town.lea = await town.leads(LEA, "Lea")
    bob = town.person("Bob", id=1002, language=language)
    await town.submit(c.Join("tg:1002"))
    town.bob = town.people.number(1002)
    await town.submit(c.Deposit(town.bob, quote("1000")))
    return town, bob


async def test_r19_14_a_card_offers_the_desks_periods_and_speaks_of_the_usual_one(notes):
    town, bob = await town_of(notes)
    await town.says(bob, "/leads")
    assert "from the first 00:00 UTC-3 of leading" in await town.presses(bob, "1 Lea")
    await town.pass_time(days=2)
    await town.says(bob, "/leads")
    await town.presses(bob, "1 Lea")
    assert [label for label in town.labels(bob) if "days" in label] == ["○ 14 days", "● 60 days"]
    await town.presses(bob, "○ 14 days")
    assert "● 14 days" in town.labels(bob)
    await town.presses(bob, "Chart")
    assert [label for label in town.labels(bob) if "days" in label] == ["● 14 days", "○ 60 days"]
    await town.stop()


async def test_r19_14_orders_older_than_history_are_not_shown(notes):
    town, bob = await town_of(notes)
    await town.buys(town.lea, "600")
    await town.pass_time(days=29)
    await town.buys(town.lea, "300")
    await town.says(bob, "/leads")
    assert "last 2 buys" in await town.presses(bob, "1 Lea")
    orders = await town.presses(bob, "Orders")
    assert "Of the last 1 month:" in orders
    assert orders.count("bought") == 2
    await town.pass_time(days=3)
    await town.says(bob, "/leads")
    assert "last 1 buy" in await town.presses(bob, "1 Lea")
    orders = await town.presses(bob, "Orders")
    assert orders.count("bought") == 1
    assert "300.00" in orders
    await town.stop()


async def test_r17_3_a_copy_and_its_statement_say_when_the_desks_cycle_ends(notes):
    town, bob = await town_of(notes)
    await town.submit(c.StartCopying(town.bob, town.lea, Settings(Sizing.FIXED_AMOUNT, quote("100"), quote("900"))))
    await town.buys(town.lea, "100")
    town.quotes("66000")
    await town.sells(town.lea, "0.0005")
    copy = await town.says(bob, "/copies")
    copy = await town.presses(bob, "Lea")
    assert "Sunday 12:00 UTC-3" in copy
    await town.says(bob, "/portfolio")
    assert "Withheld for leads until Sunday" in town.screen(bob)
    await town.sells(town.lea, "0.001166")
    await town.pass_time(days=5)
    await town.says(bob, "/statements")
    stated = await town.presses(bob, "1")
    assert "Sun, Nov 22 – Sun, Nov 29, 2026, UTC-3" in stated
    await town.stop()


async def test_a_russian_reader_has_the_weekday_in_its_case(notes):
    town, bob = await town_of(notes, language="ru")
    await town.submit(c.StartCopying(town.bob, town.lea, Settings(Sizing.FIXED_AMOUNT, quote("100"), quote("900"))))
    await town.buys(town.lea, "100")
    town.quotes("66000")
    await town.sells(town.lea, "0.0005")
    assert "до воскресенья" in await town.says(bob, "/portfolio")
    await town.stop()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (30, "30 s"), (90, "90 s"), (60, "1 min"), (600, "10 min"), (5400, "90 min"), (7200, "2 h")],
)
def test_r1_4_a_number_of_seconds_is_said_in_one_unit_and_whole(seconds, said):
    t = Catalogues.load(limits=limits({"entry.retry_valid_s": str(seconds)})).words("en")
    assert spans.retry_span(t).plain == said
    assert spans.retry_label(t).plain == f"Retry · {said}"


def test_hours_that_are_whole_days_are_days():
    t = Catalogues.load().words("en")
    assert [spans.exact_span(t, hours=hours).plain for hours in (1, 24, 36, 48)] == ["1 h", "1 day", "36 h", "2 days"]


async def test_r1_4_the_list_and_the_score_say_the_desks_period_and_refresh(notes):
    town, bob = await town_of(notes)
    assert "Leads · 60 days" in await town.says(bob, "/leads")
    assert "those of 60 days" in await town.presses(bob, "Sort")
    await town.says(bob, "/leads")
    await town.presses(bob, "1 Lea")
    assert "renewed every 5 min." in await town.presses(bob, "How is it scored?")
    await town.stop()
