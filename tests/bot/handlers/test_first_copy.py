"""From the welcome to the first copy, and what is told of it."""

from core.model.copying import CopyingState, Sizing
from core.model.money import quote


async def start_copy(town, person, way="Fixed amount", size="50", maximum="500"):
    await town.presses(person, "Leads")
    await town.presses(person, "1 Lea")
    await town.presses(person, "Copy Lea")
    await town.presses(person, f"○ {way}")
    await town.says(person, size)
    if way != "Smart Sync":
        await town.says(person, maximum)
    await town.presses(person, "● The lead's")
    await town.presses(person, "Review")
    return town.screen(person)


async def test_a_newcomer_reads_the_welcome_and_the_risks_and_is_paid_once(town):
    bob = town.person("Bob", id=1002)
    welcome = await town.says(bob, "/start")
    assert welcome.startswith("PAPER")
    assert "10,000.00 USDT" in welcome
    assert "1 lead can be copied now" in welcome
    risk = await town.presses(bob, "Start with paper")
    assert "lose all the money" in risk
    home = await town.presses(bob, "I understand")
    assert "free cash 10,000.00" in home
    assert town.cash(1002) == quote("10000")
    await town.forges(bob, "ra")
    assert town.cash(1002) == quote("10000")
    rows = await town.notes.run("SELECT value FROM setting WHERE key = 'risk_accepted:1002'")
    assert len(rows) == 1


async def test_the_way_to_a_copy_by_a_fixed_amount(town, bob):
    review = await start_copy(town, bob)
    assert "review: copy Lea Lead" in review
    assert "Fixed amount 50.00; at most 500.00 in coins at once" in review
    assert "Profit share: 8.0%" in review
    assert "Worst case" in review
    assert "60 s" in review
    outcome = await town.presses(bob, "Start copying")
    assert "You copy Lea Lead now" in outcome + "".join(town.all_texts(bob))
    table = town.engine.pen.book.leads[town.lea].copyings
    assert (table.size, table.sizing[0], table.amount[0]) == (1, Sizing.FIXED_AMOUNT, quote("50"))
    assert table.state[0] == CopyingState.RUNNING


async def test_a_copy_that_filled_and_one_that_could_not_be_made_are_told(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    await town.buys(town.lea, "1000")
    filled = town.screen(bob)
    assert filled.startswith("▲ Bought 0.00083")
    assert "Lea Lead · PAPER" in filled
    assert town.ours(bob)[-1].silent
    copies = await town.says(bob, "/copies")
    assert "● Lea Lead · Fixed amount 50.00" in copies
    copy = await town.presses(bob, "Lea Lead")
    assert "In coins 50" in copy or "In coins 49.99" in copy
    assert "Health: 1 of the last 1 lead orders copied" in copy


async def test_smart_sync_uses_the_same_part_as_the_lead(town, bob):
    review = await start_copy(town, bob, "Smart Sync", "1000")
    assert "Smart Sync 1,000.00 is set apart for this lead, of 10,000.00 free" in review
    assert "you use 10 %: 100.00" in review
    await town.presses(bob, "Start copying")
    assert town.cash(1002) == quote("9000")
    await town.buys(town.lea, "1000")
    assert town.screen(bob).startswith("▲ Bought 0.00166")


async def test_a_sale_of_the_lead_is_copied_and_its_profit_told(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    await town.buys(town.lea, "1000")
    town.quotes("66000")
    await town.sells(town.lea, "0.01")
    told = town.screen(bob)
    assert told.startswith("▼ Sold 0.00049")
    assert "+2.9" in told
    log = await town.says(bob, "/log")
    assert "buy BTC" in log
    assert "sell BTC" in log
    why = await town.presses(bob, "2 Why BTC?")
    assert "✔ covered by free cash" in why
    assert "Bought 0.00083" in why


async def test_too_little_money_is_told_with_the_figures(town):
    dan = town.person("Dan", id=1004)
    await town.says(dan, "/start")
    await town.presses(dan, "Start with paper")
    await town.presses(dan, "I understand")
    await start_copy(town, dan)
    await town.presses(dan, "Start copying")
    await town.buys(town.lea, "1000")
    told = town.screen(dan)
    assert told.startswith("✖ Not copied BTC: 20.00 short")
    assert "Needs 50.00, 30.00 free: 20.00 short." in told
    assert not town.ours(dan)[-1].silent
    why = await town.presses(dan, "Why?")
    assert "✖ covered by free cash" in why
    assert "It needed 50.00" in why
