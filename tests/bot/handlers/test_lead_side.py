"""The lead's side by presses: the switch, terms, the trade panel and its reviews, orders and assets."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from story import become_lead, buy, cast, coins, copy_fixed, enter, leave_a_contact, review_buy
from waiting import until
from whole_desk import desk, seen

BTC = "BTC-USDT"


@pytest.fixture
async def town(tmp_path):
    """A desk with an active lead whose lead trade is off."""
    async with desk(tmp_path) as running:
        lea, _, _, _, ada = cast(running)
        await become_lead(lea, ada)
        await lea.says("/lead", "Lead trade is OFF")
        yield running


@pytest.fixture
def lea(town):
    return cast(town)[0]


def book(town):
    return town.house.engine.pen.book


def orders_ever(town):
    return len(book(town).names_used)


# ── the switch ────────────────────────────────────────────────────────────────


async def test_a_switch_shown_before_something_changed_does_nothing_and_says_so(town, lea):
    shown = lea.screen
    data = shown.button("Turn lead trade on").callback_data
    await lea.presses("Turn lead trade on", "Lead trade is ON")
    await lea.says("/leadoff", "Lead trade is OFF")
    town.telegram.forge(lea.person, shown.message_id, data)
    await lea.sees("This was changed meanwhile, so your press did nothing")
    assert not book(town).leads[1].switch_on


async def test_the_same_press_twice_is_one(town, lea):
    message = lea.screen
    data = message.button("Turn lead trade on").callback_data
    for _ in range(2):
        town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("This was changed meanwhile")
    assert book(town).leads[1].switch_on


async def test_a_copier_cannot_press_a_leads_button(town, lea):
    bob = cast(town)[1]
    await enter(bob)
    data = lea.screen.button("Turn lead trade on").callback_data
    town.telegram.forge(bob.person, bob.screen.message_id, data)
    await until(
        lambda: town.telegram.answers(bob.person)[-1].text == "This button is out of date",
        lambda: str(town.telegram.answers(bob.person)[-1]),
    )
    assert not book(town).leads[1].switch_on


# ── terms ─────────────────────────────────────────────────────────────────────


async def test_the_profit_share_is_tapped_or_typed_within_its_bounds_three_times_a_month(town, lea):
    await lea.says("/share", "3 changes are left")
    await lea.presses("○ 5%", "review: profit share 0% → 5%")
    assert book(town).leads[1].ratio == 0
    await lea.presses("Take 5%", "You get 5%")
    await lea.presses("Type another share", "Which share, from 0 to 8%")
    await lea.says("a lot", "no number")
    await lea.says("7.125", "at most two decimals")
    await lea.says("7.5%", "review: profit share 5% → 7.5%")
    await lea.presses("Take 7.5%", "You get 7.5%")
    await lea.presses("Type another share", "Which share")
    await lea.says("9", "above the highest of your level")
    await lea.presses("‹ Back", "You get 7.5%")
    await lea.presses("○ 3%", "You get 3%")
    assert "Type another share" not in lea.labels()
    await until(lambda: lea.reads("0 changes are left") is not None, lambda: lea.screen.text)
    assert book(town).leads[1].ratio == 3_000_000


async def test_a_rise_that_was_reviewed_counts_once_and_not_after_another_change(town, lea):
    await lea.says("/share", "3 changes are left")
    message = await lea.presses("○ 5%", "review: profit share 0% → 5%")
    data = message.button("Take 5%").callback_data
    for _ in range(2):
        town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("2 changes are left")
    assert (book(town).leads[1].ratio, book(town).leads[1].ratio_changes) == (5_000_000, 1)
    message = await lea.presses("○ 8%", "review: profit share 5% → 8%")
    data = message.button("Take 8%").callback_data
    await lea.says("/share", "2 changes are left")
    await lea.presses("○ 3%", "You get 3%")
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("Something has changed, so nothing was done")
    assert book(town).leads[1].ratio == 3_000_000


async def test_a_share_far_out_of_range_is_refused_whatever_the_button_said(town, lea):
    await lea.says("/share", "3 changes are left")
    version = book(town).leads[1].version
    for ratio in (8_000_001, 10**9, 2**62):
        town.telegram.forge(lea.person, lea.screen.message_id, f"lp:{ratio}:{version}")
        await lea.sees("above the highest of your level")
        await lea.says("/share", "3 changes are left")
    assert book(town).leads[1].ratio == 0


async def test_a_typed_share_above_the_level_is_asked_for_again(town, lea):
    await lea.says("/share", "3 changes are left")
    await lea.presses("Type another share", "Which share, from 0 to 8%?")
    await lea.says("9", "above the highest of your level")
    assert lea.reads("Which share, from 0 to 8%?")
    await lea.says("5", "review: profit share 0% → 5%")


async def test_a_restriction_and_a_closed_door_are_set_and_lifted(town, lea):
    await lea.says("/restriction", "Smart Sync only: new copiers must")
    await lea.presses("○ Smart Sync only")
    await until(lambda: book(town).leads[1].smart_sync_only, lambda: "not restricted")
    seq = book(town).seq
    await lea.presses("● Smart Sync only", "Smart Sync only: new copiers must")
    assert book(town).seq == seq, "copiers are told of changes alone"
    await lea.says("/lead", "Restriction: Smart Sync only")
    await lea.says("/copiers", "Nobody copies you yet")
    await lea.presses("✅ New copiers: welcome")
    await lea.button("☐ New copiers: closed")
    assert not book(town).leads[1].accepting


async def test_what_moves_no_money_can_be_undone_for_a_minute(town, lea):
    await lea.says("/copiers", "Nobody copies you yet")
    await lea.presses("✅ New copiers: welcome")
    await lea.button("☐ New copiers: closed")
    await lea.presses("Undo · 60 s", "✔ Undone")
    assert book(town).leads[1].accepting
    assert "Undo · 60 s" not in [button.text for button in lea.screen.buttons]
    await lea.says("/restriction", "Smart Sync only: new copiers must")
    await lea.presses("○ Smart Sync only")
    _, label = await lea.button("Undo · 60 s")
    parts = lea.screen.button(label).callback_data.split(":")
    late = ":".join([*parts[:4], "1"])
    town.telegram.forge(lea.person, lea.screen.message_id, late)
    await lea.sees("Undo was offered for 60 s")
    assert book(town).leads[1].smart_sync_only
    town.telegram.forge(lea.person, lea.screen.message_id, ":".join(parts))
    await until(lambda: not book(town).leads[1].smart_sync_only, lambda: lea.screen.text)


async def test_an_undo_from_before_another_change_does_nothing(town, lea):
    await lea.says("/copiers", "Nobody copies you yet")
    await lea.presses("✅ New copiers: welcome")
    await lea.button("Undo · 60 s")
    message = lea.screen
    data = message.button("Undo · 60 s").callback_data
    await lea.says("/leadon", "Lead trade is ON")
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("This was changed meanwhile")
    assert not book(town).leads[1].accepting


async def test_single_instruments_are_marked_and_taken_together(town, lea):
    await lea.says("/instruments", "The desk's copy list")
    await lea.presses("○ My own choice", "Tap what you want to lead")
    for coin in ("DOGE", "SOL"):
        await lea.presses(f"✅ {coin}-USDT")
        await lea.button(f"☐ {coin}-USDT")
    await lea.presses("Lead these 2 instruments", "Your instruments are chosen")
    assert book(town).leads[1].instruments == {"BTC-USDT", "ETH-USDT"}
    await lea.says("/leadon", "Lead trade is ON")
    await review_buy(lea, "100", "SOL")
    assert lea.reads("⚠ Nobody would copy this: this instrument is not among those you lead.")
    await lea.presses("Place order", "○ Private, because this instrument is not among those you lead")


# ── reviews ───────────────────────────────────────────────────────────────────


async def test_two_presses_on_the_green_button_are_one_order(town, lea):
    await review_buy(lea)
    message = lea.screen
    data = message.button("Place order").callback_data
    town.telegram.forge(lea.person, message.message_id, data)
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("This button works once; here is what came of it.")
    assert orders_ever(town) == 1


async def test_an_expired_review_costs_a_tap_and_not_the_typing(town, lea):
    await review_buy(lea, "123")
    await town.house.notes.run("UPDATE confirmation SET expires_at = 0")
    old = lea.screen.button("Place order").callback_data
    await lea.presses("Place order", "This review expired after 60 s; nothing was done")
    assert orders_ever(town) == 0
    assert lea.screen.button("Place order").callback_data != old
    assert "123.00" in lea.screen.text.replace("\u00a0", " ")
    await lea.presses("Place order", "✔ Bought")
    assert orders_ever(town) == 1


async def test_a_price_that_ran_away_brings_a_fresh_review_that_marks_what_changed(town, lea):
    await review_buy(lea)
    town.house.market.nudge(None, Decimal(2))
    await lea.presses("Place order", "Something has changed, so nothing was done")
    assert "▸ changed: BUY" in lea.screen.text
    assert "▸ changed: Private" not in lea.screen.text
    assert orders_ever(town) == 0
    await lea.presses("Place order", "✔ Bought")


async def test_no_order_is_planned_or_placed_from_an_old_price(town, lea):
    await review_buy(lea)
    venue = town.house.venue
    venue._quotes |= {
        symbol: replace(each, at=each.at - timedelta(seconds=11)) for symbol, each in venue.quotes().items()
    }
    town.house.engine.pen.market = dict(venue.quotes())
    town.house.heartbeat.stop()
    await lea.presses("Place order", "no order can be planned")
    assert orders_ever(town) == 0
    town.house.market.step()
    await lea.presses("Try again", "Buy at")


async def test_a_review_of_a_private_order_does_not_place_a_lead_order(town, lea):
    await review_buy(lea)
    message = lea.screen
    assert "Private: nobody copies this." in message.text
    data = message.button("Place order").callback_data
    await lea.says("/leadon", "Lead trade is ON")
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("Something has changed, so nothing was done")
    assert "▸ changed: Copies go out" in lea.screen.text
    assert orders_ever(town) == 0


async def test_a_foreign_green_button_and_one_of_another_message_are_out_of_date(town, lea):
    bob = cast(town)[1]
    await enter(bob)
    await review_buy(lea)
    message = lea.screen
    data = message.button("Place order").callback_data
    for person, where in ((bob, bob.screen.message_id), (lea, lea.messages[0].message_id)):
        before = len(town.telegram.answers(person.person))
        town.telegram.forge(person.person, where, data)
        await until(lambda p=person, b=before: len(town.telegram.answers(p.person)) > b, lambda: "no answer")
        assert town.telegram.answers(person.person)[-1].text == "This button is out of date"
    assert orders_ever(town) == 0


async def test_what_cannot_be_is_said_before_anything_is_asked(town, lea):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says("50000", "✖ This order cannot be placed: There is not enough free USDT")
    await lea.presses("✎ Change", "For how many USDT?")
    await lea.says("0.1", "below the smallest order")
    assert orders_ever(town) == 0


@pytest.mark.parametrize("text", ["-5", "1e9", "٣", "", "nan", "0", "99999999999999999999999", "buy", "💥", "1.2.3"])
async def test_no_amount_breaks_the_panel(town, lea, text):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says(text or " .", "")
    await until(lambda: lea.reads("failed on the desk") is None and bool(lea.screen.keyboard), lambda: lea.screen.text)
    assert orders_ever(town) == 0


async def test_a_number_that_could_be_two_becomes_two_buttons(town, lea):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says("1,500", "That can be read in two ways")
    assert [button.text.replace("\u00a0", " ") for button in lea.screen.buttons[:2]] == ["1,500.00 USDT", "1.50 USDT"]
    await lea.presses("1,500.00", "Worst case: you pay 1,500.00")


async def test_a_typed_percentage_is_a_part_of_what_is_free(town, lea):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says("12.5%", "Worst case: you pay 1,250.00")


@pytest.mark.parametrize("typed", ["9,999,999,999", "10000m"])
async def test_an_amount_that_the_desk_cannot_hold_is_refused_and_never_made_smaller(town, lea, typed):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says(typed, "One order can be for 1,000,000,000.00")
    await lea.says("100", "Worst case: you pay 100.00")


async def test_a_quantity_that_the_desk_cannot_hold_is_refused_and_never_made_smaller(town, lea):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says("100", "Worst case: you pay 100.00")
    await lea.presses("Place order", "✔ Bought")
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Sell private BTC now", "How much BTC?")
    await lea.says("99,999,999,999,999", "One order can be for")


@pytest.mark.parametrize("typed", ["150%", "1,500%"])
async def test_more_than_the_whole_is_no_part_and_no_amount_either(town, lea, typed):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says(typed, "A part is above 0% and at most 100%.")


# ── orders and assets ─────────────────────────────────────────────────────────


async def test_a_limit_order_rests_is_seen_and_is_taken_back(town, lea):
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("ETH at")
    await lea.presses("Buy ETH at a limit", "What is the most you pay")
    await lea.says("2,900", "At 2,900.00 or better")
    await lea.presses("50%", "BUY")
    await lea.presses("Place order", "It rests in the exchange's book")
    await lea.presses("Assets, orders", "Order 1: buy")
    assert lea.reads("bound by orders 5,000.00") or lea.reads("bound by orders 4,999")
    await lea.presses("Cancel order 1", "The order is cancelled")
    assert lea.reads("bound by orders 0.00")
    assert lea.reads("Free 10,000.00 USDT")


async def test_a_limit_order_that_the_market_reaches_is_a_lead_order_when_it_was_placed_so(town, lea):
    bob = cast(town)[1]
    await enter(bob)
    await copy_fixed(bob)
    await lea.says("/leadon", "Lead trade is ON")
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("ETH at")
    await lea.presses("Buy ETH at a limit", "What is the most you pay")
    await lea.says("2990", "At 2,990.00 or better")
    await lea.presses("25%", "review: lead order, 1 copier copies it")
    await lea.presses("Place order", "Copies go out when it is done")
    await lea.says("/leadoff", "Lead trade is OFF")
    await lea.says("/assets", "done 0 · lead order")
    town.house.market.nudge(None, Decimal(-1))
    await bob.sees("▲ Bought")
    assert coins(town, 2, "ETH-USDT") > 0


async def test_a_private_sale_of_lead_assets_warns_of_copiers_left_behind(town, lea):
    bob = cast(town)[1]
    await enter(bob)
    await copy_fixed(bob)
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea)
    await bob.sees("▲ Bought")
    await lea.says("/leadoff", "Lead trade is OFF")
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at")
    await lea.presses("Sell lead BTC now", "How much BTC?")
    await lea.presses("50%", "⚠ 1 copier keeps holding what you sell here privately.")
    assert lea.reads("Later sales are copied as parts of what is left."), "R-4.10"
    held = coins(town, 2, BTC)
    await lea.presses("Place order", "✔ Sold")
    assert coins(town, 2, BTC) == held
    await lea.says("/lead", "your copiers keep holding")


async def test_r4_9_private_coins_are_sold_apart_from_lead_lots_whatever_the_switch_says(town, lea):
    await buy(lea, "500")
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea, "600")
    (lot,) = book(town).leads[1].lots()
    await lea.says("/assets", "Private: ")
    await lea.presses("Sell private BTC", "Private: nobody copies this.")
    await lea.presses("Place order", "✔ Sold")
    assert lot.quantity == lot.bought
    await lea.says("/trade", "What do you want to trade?")
    await lea.presses("BTC at", "trade BTC-USDT")
    assert [button.text for button in lea.screen.buttons if button.text.startswith("Sell")] == [
        "Sell lead BTC now",
        "Sell lead BTC at a limit",
        "Sell lead BTC: more …",
    ]


async def test_who_does_not_lead_trades_for_themselves_alone(town):
    cat = cast(town)[2]
    await enter(cat)
    await review_buy(cat, "100")
    assert cat.reads("review: your order")
    assert not any("copies" in line for line in cat.screen.text.splitlines()[1:])
    await cat.presses("Place order", "✔ Bought")
    await cat.says("/assets", "BTC, worth")
    await cat.presses("Sell BTC", "review: your order")
    await cat.presses("Place order", "✔ Sold")


# ── applying ──────────────────────────────────────────────────────────────────


async def test_an_applicant_needs_money_words_and_no_copies(town):
    _, bob, _, dan, _ = cast(town)
    await enter(dan)
    await dan.presses("Apply to lead", "✖ at least 500.00 USDT in your account: you have 30.00")
    assert [button.text for button in dan.screen.buttons] == ["⌂ Home"]
    await enter(bob)
    await copy_fixed(bob)
    await bob.says("/apply", "✖ you copy 1 lead: stop that first")
    await bob.button("My copies")


async def test_words_about_oneself_are_shown_as_words(town):
    cat, ada = cast(town)[2], cast(town)[4]
    await enter(cat)
    await cat.presses("Apply to lead", "You need:")
    await cat.presses("Write about me", "Write in one message")
    await cat.says("short", "too short or too long")
    await cat.says("<b>bold</b> & braver than _most_ of them", "✔ a few words about you")
    assert "<b>bold</b>" in cat.screen.text
    await leave_a_contact(cat)
    await cat.presses("Apply to lead", "You have applied")
    await cat.says("/leadon", "/leadon is for lead traders. Your application waits for the admin")
    await cat.presses("My application", "You have applied")
    await ada.says("/applications", "Whom do you want")
    await ada.presses("Look at Cat", "<b>bold</b>")
    assert not any(entity.type in {"bold", "url", "text_link"} and "bold" in ada.screen.text[entity.offset : entity.end]
                   for entity in ada.screen.entities[1:])  # fmt: skip


async def test_r3_6_who_applies_leaves_a_contact_that_the_admin_alone_is_shown(town):
    cat, ada = cast(town)[2], cast(town)[4]
    await enter(cat)
    await cat.presses("Apply to lead", "✖ a way to reach you outside this chat")
    await cat.presses("Write about me", "Write in one message")
    await cat.says("I trade everything, all the time.", "✖ a way to reach you")
    await cat.presses("Leave a contact", "Only the admin reads it")
    await cat.says("no", "One line of 5 to 200 characters")
    await cat.says("two\nlines", "One line of 5 to 200 characters")
    await cat.says("<b>cat</b>@example.org", "✔ a way to reach you: ")
    await cat.presses("Apply to lead", "You have applied")
    await ada.says("/applications", "Whom do you want")
    await ada.presses("Look at Cat", "<b>cat</b>@example.org")
    assert not any(
        "example.org" in message.text for each in (cast(town)[0], cast(town)[1]) for message in each.messages
    )


async def test_a_rejected_applicant_is_told_and_may_apply_again(town):
    cat, ada = cast(town)[2], cast(town)[4]
    await enter(cat)
    await cat.presses("Apply to lead", "You need:")
    await cat.presses("Write about me", "Write in one message")
    await cat.says("I trade everything, all the time.", "✔ a few words about you")
    await leave_a_contact(cat)
    await cat.presses("Apply to lead", "You have applied")
    await ada.says("/applications", "Whom do you want")
    await ada.presses("Look at Cat", "asks to lead")
    await ada.presses("Reject Cat", "Why? Cat is shown the reason")
    await ada.says("no", "empty or too long")
    await ada.says("Say what you <b>trade</b>", "may apply again")
    await ada.presses("Reject", "Cat is rejected")
    told = await cat.sees("Your application to lead was rejected")
    assert "The admin's reason: Say what you <b>trade</b>" in seen(told.text)
    await cat.says("/apply", "Your last application was rejected; you may apply again.")
    assert cat.reads("The admin's reason: Say what you <b>trade</b>")
    await cat.presses("Apply to lead", "You have applied")
