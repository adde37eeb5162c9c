"""L4 by presses: what became of a lead's orders at the copiers, in numbers and reasons, and nobody's name."""

import pytest
from story import become_lead, buy, cast, copy_fixed, copy_smart, enter
from whole_desk import desk, seen


@pytest.fixture
async def town(tmp_path):
    async with desk(tmp_path) as running:
        lea, _, _, _, ada = cast(running)
        await become_lead(lea, ada)
        yield running


async def test_a_lead_without_orders_is_told_what_will_stand_here(town):
    lea = cast(town)[0]
    await buy(lea, "100")
    await lea.says("/receipts", "No lead order yet")


async def test_a_receipt_counts_copies_reasons_delay_and_price_and_names_nobody(town):
    lea, bob, cat, dan, _ = cast(town)
    for person in (bob, cat, dan):
        await enter(person)
    await copy_fixed(bob)
    await copy_smart(cat)
    await copy_fixed(dan)
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea)
    await lea.sees("✔ Copied by 2 of 3")
    await buy(lea, "500", "ETH")
    ada = cast(town)[4]
    assert "Copies since this start: " in (await ada.says("/health", "health")).text
    await lea.says("/receipts", "1. BUY")
    text = seen(lea.screen.text)
    assert "copied 2 of 3" in text
    assert text.index("ETH") < text.index("BTC")
    await lea.presses("No. 2", "Not copied, by reason:")
    text = seen(lea.screen.text)
    assert "1 · not enough free cash" in text
    assert "from your price on average" in text
    assert "Speed: " in text
    assert not any(name in text for name in ("Bob", "Cat", "Dan", "***"))
    await lea.presses("‹ Back", "1. BUY")


async def test_an_order_that_failed_a_lead_guard_stands_with_its_reason(town):
    lea, ada = cast(town)[0], cast(town)[4]
    await lea.says("/leadon", "Lead trade is ON")
    await ada.says("/users", "lead")
    await ada.presses("Lead Lea", "Suspending keeps")
    await ada.presses("Suspend Lea…", "Why?")
    await ada.presses("Too much risk", "review: suspend")
    await ada.presses("Suspend Lea", "lead, suspended")
    await buy(lea, "100")
    await lea.says("/receipts", "✖ private, because you are not an active lead")


async def test_more_than_ten_are_paged_and_a_foreign_order_is_none(town):
    lea = cast(town)[0]
    await lea.says("/leadon", "Lead trade is ON")
    for _ in range(12):
        await buy(lea, "20")
    await lea.says("/receipts", "10. BUY")
    await lea.presses("Older ›", "2. BUY")
    assert "3. BUY" not in lea.screen.text
    await lea.presses("No. 2", "Done")
    await lea.presses("‹ Back", "10. BUY")
    await lea.presses("Older ›", "2. BUY")
    await lea.presses("‹ Newest", "10. BUY")
    for data in ("lrc:nosuch:0", "lrc:nosuch:5", "lrp:1", "lrp:-5", "lrp:4611686018427387000"):
        town.telegram.forge(lea.person, lea.screen.message_id, data)
        await lea.answered()
    await lea.says("/lead", "Lead trade is ON")
    assert lea.reads("Something failed") is None
