"""R1 to R4 and the health of a copy, in the chat."""

from copier_town import LEA, open_town

from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.money import quote


async def earned(town):
    """Bob copies two buys of Lea, one of which is too small for him, and a sale at 66,000."""
    lea = await town.leads(LEA, "Lea")
    bob = town.person("Bob", id=1002)
    await town.says(bob, "/start")
    await town.presses(bob, "Start with paper")
    await town.presses(bob, "I understand")
    settings = Settings(Sizing.SMART_SYNC, quote("1000"))
    await town.submit(c.StartCopying(town.people.number(1002), lea, settings))
    await town.buys(lea, "3000")
    await town.buys(lea, "40")
    town.quotes("66000")
    await town.sells(lea, "0.0499")
    return bob


async def test_pnl_is_shown_in_all_by_lead_and_by_day_for_each_period(notes):
    town = await open_town(notes)
    bob = await earned(town)
    shown = await town.says(bob, "/pnl")
    assert "PnL · 30 days" in shown
    assert "Net +2" in shown
    assert "of 1 sale of a copied lot" in shown
    by_lead = await town.presses(bob, "○ by lead")
    assert "Lea: net +2" in by_lead
    assert "2026-11-25: net +2" in await town.presses(bob, "○ by day")
    assert "PnL · 7 days" in await town.presses(bob, "○ 7 days")
    assert town.labels(bob)[:3] == ["● 7 days", "○ 30 days", "○ all time"]
    await town.stop()


async def test_the_cost_of_copying_says_what_was_skipped_and_how_fast_the_rest_was(notes):
    town = await open_town(notes)
    bob = await earned(town)
    await town.says(bob, "/pnl")
    await town.presses(bob, "○ by lead")
    cost = await town.presses(bob, "Cost of copying Lea")
    assert "2 of 3 lead orders copied" in cost
    assert "at once" in cost
    assert "Skipped 1, 3.99" in cost or "Skipped 1, 4.0" in cost
    assert "Fees: +0.6" in cost
    await town.presses(bob, "‹ Back")
    copy = town.screen(bob)
    assert "Health: 2 of the last 3 lead orders copied · at once · 1 not: below the least order" in copy
    assert "last event" in copy
    await town.stop()


async def test_nobody_sees_the_cost_of_a_lead_they_do_not_copy(notes):
    town = await open_town(notes)
    await earned(town)
    eve = town.person("Eve", id=1003)
    await town.says(eve, "/start")
    await town.presses(eve, "Start with paper")
    await town.presses(eve, "I understand")
    lea = town.people.number(LEA)
    assert "You have no copy of this lead" in await town.forges(eve, f"pk:{lea}")
    assert "Nothing was sold in this time" in await town.says(eve, "/pnl")
    await town.stop()
