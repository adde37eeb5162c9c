"""Finding a lead in the chat: sort, filter, period, formula, public orders, faithful capital (D1 to D4, F2, F6, C3)."""

from copier_town import ETH, LEA, open_town

from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.money import quote
from core.model.people import OPERATOR, PersonId


async def joined(town, name="Bob", number=1002):
    person = town.person(name, id=number)
    await town.says(person, "/start")
    await town.presses(person, "Start with paper")
    await town.presses(person, "I understand")
    return person


async def test_r19_16_the_list_is_sorted_and_narrowed_by_taps_and_keeps_both(notes):
    town = await open_town(notes)
    await town.leads(LEA, "Lea")
    max_ = await town.leads(1006, "Max")
    await town.submit(c.RestrictCopying(max_, smart_sync_only=True))
    bob = await joined(town)
    assert "by score" in await town.says(bob, "/leads")
    await town.presses(bob, "Sort")
    assert "by AUM" in await town.presses(bob, "○ by AUM")
    await town.presses(bob, "Filter")
    await town.presses(bob, "○ Smart Sync only")
    assert "● Smart Sync only" in town.labels(bob)
    shown = await town.presses(bob, "Show the leads")
    assert "by AUM" in shown
    assert "Max" in shown
    assert "1 Lea" not in shown
    assert "Filtered, of 2 leads in all." in shown
    await town.presses(bob, "● Filter")
    await town.presses(bob, "○ 180+ days")
    assert "Your filter keeps out all 2 leads there are" in await town.presses(bob, "Show the leads")
    shown = await town.presses(bob, "Clear the filter")
    assert "Lea" in shown
    assert "Max" in shown
    assert "by AUM" in shown
    assert "Filtered" not in shown
    assert "Clear the filter" not in town.labels(bob)
    await town.stop()


async def test_a_filter_can_be_cleared_where_nobody_leads(notes):
    town = await open_town(notes)
    bob = await joined(town)
    assert "Nobody leads here yet" in await town.says(bob, "/leads")
    assert "Clear the filter" not in town.labels(bob)
    await town.forges(bob, "dl:1:score:list:0:180:0:0:any")
    assert "Nobody leads here yet" in await town.presses(bob, "Clear the filter")
    assert "Clear the filter" not in town.labels(bob)
    await town.stop()


async def test_r8_16_the_card_of_a_lead_counted_as_oneself_says_what_becomes_of_a_copy_there_is(notes):
    town = await open_town(notes)
    lea = await town.leads(LEA, "Lea")
    bob, cid = await joined(town), await joined(town, "Cid", 1003)
    numbers = [town.people.number(person.id) for person in (bob, cid)]
    await town.submit(c.StartCopying(numbers[0], lea, Settings(Sizing.SMART_SYNC, quote("500"))))
    for number in numbers:
        await town.submit(c.LinkAccounts(OPERATOR, number, lea, on=True))
    await town.says(bob, "/leads")
    card = await town.presses(bob, "1 Lea")
    assert "You copy this lead already, and that copy goes on" in card
    assert "You cannot copy yourself" not in card
    assert "My copy of Lea" in town.labels(bob)
    await town.says(cid, "/leads")
    card = await town.presses(cid, "1 Lea")
    assert "nor an account that the desk counts as yours" in card
    assert "Copy Lea" not in town.labels(cid)
    await town.stop()


async def test_a_card_has_its_periods_the_formula_and_the_public_orders_alone(notes):
    town = await open_town(notes)
    lea = await town.leads(LEA, "Lea")
    bob = await joined(town)
    await town.pass_time(days=1)
    await town.buys(lea, "600")
    await town.submit(c.SwitchLeadTrade(lea, False))
    await town.buys(lea, "300", ETH)
    await town.submit(c.SwitchLeadTrade(lea, True))
    await town.sells(lea, "0.00999")
    await town.says(bob, "/leads")
    card = await town.presses(bob, "1 Lea")
    assert "1 lead buy, mean 600.00 USDT" in card
    assert "Orders by coin: BTC 100.0%" in card
    await town.presses(bob, "○ 7 days")
    assert "● 7 days" in town.labels(bob)
    assert "Lea: 100.00, among 1 lead" in await town.presses(bob, "How is it scored?")
    await town.presses(bob, "‹ Back")
    orders = await town.presses(bob, "Orders")
    assert "bought" in orders
    assert "sold" in orders
    assert "ETH" not in orders
    await town.stop()


async def test_r19_14_figures_are_made_anew_after_ten_minutes(notes):
    town = await open_town(notes)
    lea = await town.leads(LEA, "Lea")
    bob = await joined(town)
    await town.says(bob, "/leads")
    before = await town.presses(bob, "1 Lea")
    assert "Money that copies 0.00" in before
    await town.submit(c.StartCopying(town.people.number(1002), lea, Settings(Sizing.SMART_SYNC, quote("500"))))
    await town.says(bob, "/leads")
    soon = await town.presses(bob, "1 Lea")
    assert "Copiers 1 of 100" in soon  # who there is room for is never old
    assert "Money that copies 0.00" in soon
    await town.pass_time(minutes=10)
    await town.says(bob, "/leads")
    assert "Money that copies 500.00" in await town.presses(bob, "1 Lea")
    await town.stop()


async def test_faithful_capital_stands_on_the_card_and_where_the_amount_is_asked(notes):
    town = await open_town(notes)
    lea = await town.leads(LEA, "Lea")
    for _ in range(19):
        await town.buys(lea, "100")
    await town.buys(lea, "20")
    bob = await joined(town)
    await town.says(bob, "/leads")
    card = await town.presses(bob, "1 Lea")
    assert "by Smart Sync copies 95.0% of its last 20 buys" in card
    nearly = card.split("Faithful capital: ")[1].split(" ")[0]
    await town.presses(bob, "Copy Lea")
    assert f"Faithful capital: {nearly}" in await town.presses(bob, "○ Smart Sync")
    await town.stop()


async def test_a_review_and_the_settings_say_what_they_make_of_the_last_orders(notes):
    town = await open_town(notes)
    lea = await town.leads(LEA, "Lea")
    for _ in range(3):
        await town.buys(lea, "100")
    bob = await joined(town)
    await town.says(bob, "/leads")
    await town.presses(bob, "1 Lea")
    await town.presses(bob, "Copy Lea")
    await town.presses(bob, "○ Fixed amount")
    await town.presses(bob, "50.00")
    await town.says(bob, "100")
    await town.presses(bob, "Go on with these")
    review = await town.presses(bob, "Review")
    assert "Of its last 3 buys these settings copy 2, 1 over the maximum; most in coins at once 100.00." in review
    await town.presses(bob, "Start copying")
    await town.says(bob, "/copies")
    await town.presses(bob, "Lea")
    assert "these settings copy 2, 1 over the maximum" in await town.presses(bob, "Settings")
    await town.presses(bob, "Maximum")
    changed = await town.says(bob, "150")
    assert "Of its last 3 buys these settings copy 3" in changed
    await town.stop()


async def test_nobodys_orders_but_a_leads_can_be_looked_at(notes):
    town = await open_town(notes)
    await town.leads(LEA, "Lea")
    bob = await joined(town)
    await town.buys(PersonId(town.people.number(1002)), "100")
    assert "There is no such lead here now" in await town.forges(bob, f"do:{town.people.number(1002)}:0")
    await town.stop()
