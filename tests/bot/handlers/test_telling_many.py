"""Posts, announcements, broadcasts and reviews by presses: who gets what, what is refused, what can be stopped."""

from datetime import timedelta

import pytest
from story import become_lead, buy, cast, enter
from whole_desk import desk

from bot.wishes.preferences import Wishes
from bot.wishes.topics import Level, Topic
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.limits import limits
from core.model.market import Symbol
from core.model.money import quote
from core.model.people import Origin

BTC = "BTC-USDT"
WARNING = "check the facts before you trade."


@pytest.fixture
async def town(tmp_path):
    """Lea leads, Bob copies her, Cat is here, Ada runs the desk."""
    async with desk(tmp_path) as running:
        lea, bob, cat, _, ada = cast(running)
        await become_lead(lea, ada)
        await enter(bob)
        settings = Settings(Sizing.FIXED_AMOUNT, quote("50"), max_total=quote("500"))
        await running.house.engine.submit(c.StartCopying(2, 1, settings), Origin("copy"))
        await enter(cat)
        yield running


def lead(town):
    return town.house.engine.pen.book.leads[1]


def reads(person, words):
    return [message for message in person.messages if words in message.text]


# ── L8, posts ─────────────────────────────────────────────────────────────────


async def write(lea, text, expect):
    await lea.says("/announce", "left today")
    await lea.presses("Write a post", "What do you want to tell them?")
    await lea.says(text, expect)


async def test_r20_4_a_post_is_previewed_sent_once_and_read_along(town):
    lea, bob, cat, _, ada = cast(town)
    await write(lea, "BTC looks <b>tired</b>, I wait.", "review: a post to copiers")
    assert "BTC looks <b>tired</b>, I wait." in lea.screen.text
    data, message = lea.screen.button("Send to 1").callback_data, lea.screen
    for _ in range(2):
        town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("✔ Sent.")
    post = await bob.sees("writes to copiers")
    assert "BTC looks <b>tired</b>, I wait." in post.text
    assert post.silent
    await ada.sees("writes to copiers")
    assert not reads(cat, "writes to copiers")
    assert len(reads(bob, "writes to copiers")) == 1
    assert lead(town).posting.sent == 1
    await lea.says("/announce", "2 of 3 left today")
    assert "BTC looks" in lea.screen.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("see example.com", "Links are not sent"),
        ("@lea_trades", "at which to reach you"),
        ("x" * 501, "1 to 500 plain"),
    ],
)
async def test_r20_4_what_may_not_go_out_is_refused_before_the_review_and_asked_anew(town, text, why):
    lea, bob, _, _, _ = cast(town)
    await write(lea, text, why)
    await lea.says("I wait.", "review: a post to copiers")
    assert lead(town).posting.sent == 0
    assert not reads(bob, "writes to copiers")


async def test_r20_4_a_copier_who_muted_the_lead_hears_no_post(town):
    lea, bob, _, _, ada = cast(town)
    await write(lea, "The first.", "review: a post")
    await lea.presses("Send to 1", "✔ Sent.")
    await bob.sees("The first.")
    await bob.presses("Mute 1 h", "mute")
    await write(lea, "The second.", "review: a post")
    await lea.presses("Send to 1", "✔ Sent.")
    await ada.sees("The second.")
    assert not reads(bob, "The second.")


async def test_r20_4_the_admin_takes_the_right_and_gives_it_back(town):
    lea, _, _, _, ada = cast(town)
    await write(lea, "A word.", "review: a post")
    await lea.presses("Send to 1", "✔ Sent.")
    await ada.sees("A word.")
    await ada.presses("Moderate", "lead Lea")
    await ada.presses("Take the right to post", "They may not write to copiers now")
    await lea.sees("You may not write to copiers now")
    await lea.says("/announce", "taken your right")
    assert "Write a post" not in [button.text for button in lea.screen.buttons]
    await ada.presses("Let them post", "They may write to copiers, and are told")
    await lea.sees("You may write to copiers again")


async def test_a_post_that_is_stopped_has_no_words_any_more(town):
    lea, bob, _, _, ada = cast(town)
    await write(lea, "Stop this one.", "review: a post")
    await lea.presses("Send to 1", "✔ Sent.")
    await bob.sees("Stop this one.")
    await ada.says("/users", "people 3")
    await ada.presses("Lead Lea", "✉")
    await ada.presses("Stop the newest post", "✔ Stopped")
    await lea.says("/announce", "stopped")
    rows = await town.house.notes.run("SELECT count(*) FROM setting WHERE key LIKE 'written:%'")
    assert rows[0][0] == 0


# ── M7, announcements ─────────────────────────────────────────────────────────


async def listing(ada, when):
    await ada.says("/listing", "● BTC-USDT")
    await ada.presses("Announce a listing", "Which instrument?")
    await ada.says("new", "The name of the coin?")
    await ada.says("Newcoin", "When: start of deposits?")
    await ada.presses("Leave it out", "When: start of trading?")
    await ada.says("soon", "I read no time in that")
    await ada.says(when, "When: start of withdrawals?")
    await ada.presses("Leave it out", "The network?")
    await ada.says("Newnet", "The total supply?")
    await ada.says("1,000,000", "Of which day is it?")
    await ada.says("2026-01-07", "Is anything not supported")
    await ada.says("airdrops", "The address of the official notice?")
    await ada.says("https://www.okx.com.evil.com/x", "Only https addresses on these hosts")
    await ada.says("https://www.okx.com/help/new", "review: an announcement")


async def test_r21_a_listing_is_asked_field_by_field_previewed_and_told_to_everybody(town):
    lea, bob, cat, _, ada = cast(town)
    when = (town.house.clock.now() + timedelta(days=1)).astimezone(limits().clock.zone)
    await listing(ada, f"{when:%Y-%m-%d %H:%M}")
    text = ada.screen.text
    assert WARNING in text
    assert f"{when:%Y-%m-%d %H:%M} UTC+8" in text
    assert "Until you add NEW-USDT to the copy list" in text
    await ada.presses("Announce to 3", "✔ Announced")
    for person in (lea, bob, cat):
        told = await person.sees("✦ New on the exchange: NEW-USDT")
        assert told.text.endswith(WARNING)
        assert told.silent
        assert told.buttons[0].url == "https://www.okx.com/help/new"
    await ada.says("/listing", "● BTC-USDT")
    assert town.house.engine.pen.book.notices.opens_at[Symbol("NEW-USDT")]


async def test_r21_4_a_delisting_reaches_holders_aloud_and_those_who_turned_listings_off_only_if_they_hold_it(town):
    lea, bob, cat, _, ada = cast(town)
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea)
    await bob.sees("▲ Bought")
    for person in (bob, cat):
        await Wishes(town.house.notes).change(
            person.person.id, lambda wishes: wishes.with_level(Topic.LISTINGS, Level.OFF)
        )
    when = (town.house.clock.now() + timedelta(days=3)).astimezone(limits().clock.zone)
    await ada.says("/listing", "● BTC-USDT")
    await ada.presses("Announce a delisting", "Which instrument?")
    await ada.says(BTC, "The name of the coin?")
    await ada.says("Bitcoin", "When: end of deposits?")
    await ada.presses("Leave it out", "When: end of trading?")
    await ada.says(f"{when:%Y-%m-%d %H:%M}", "When: end of withdrawals?")
    await ada.presses("Leave it out", "The address of the official notice?")
    await ada.presses("Leave it out", "review: an announcement")
    assert "2 people hold it and are told aloud." in ada.screen.text
    await ada.presses("Announce to 3", "✔ Announced")
    for person in (lea, bob):
        told = await person.sees("⚠ Trading ends: BTC-USDT")
        assert not told.silent
    assert not reads(cat, "Trading ends: BTC-USDT")
    await ada.says("/listing", "⚠ BTC-USDT · trading ends")


async def test_r5_2_what_joins_too_early_is_refused_with_the_instant(town):
    ada = cast(town)[4]
    now = town.house.clock.now().astimezone(limits().clock.zone)
    await listing(ada, f"{now + timedelta(days=1):%Y-%m-%d %H:%M}")
    await ada.presses("Announce to 3", "✔ Announced")
    await ada.says("/listing", "● BTC-USDT")
    await ada.presses("Announce for copying", "Which instrument?")
    await ada.says("NEW-USDT", "The name of the coin?")
    await ada.says("Newcoin", "When: copied from?")
    await ada.says(f"{now + timedelta(days=1, hours=23):%Y-%m-%d %H:%M}", "Is anything not supported")
    await ada.presses("Leave it out", "The address")
    await ada.presses("Leave it out", "That is too early")


# ── M6, broadcasts ────────────────────────────────────────────────────────────


async def test_a_broadcast_goes_to_its_audience_with_its_time_and_its_way(town):
    lea, bob, cat, _, ada = cast(town)
    await ada.says("/broadcast", "One message, to whom?")
    await ada.presses("Copiers: 1", "What do you want to tell them?")
    await ada.says("We move tonight.", "Now the same in Русский, for those who read it")
    await ada.presses("Go on without", "review: a broadcast")
    assert "Takes at least 1 second." in ada.screen.text
    await ada.presses("Send to 1", "✔ On its way.")
    assert (await bob.sees("We move tonight.")).silent
    assert not reads(cat, "We move tonight.")
    assert not reads(lea, "We move tonight.")
    await ada.says("/broadcast", "The last one: 1 told, 0 wait")


async def test_a_broadcast_is_read_in_the_readers_language_where_it_was_written_in_it(town):
    lea, bob, cat, _, ada = cast(town)
    await cat.says("/language", "In which language")
    await cat.presses("○ Русский")
    await ada.says("/broadcast", "One message, to whom?")
    await ada.presses("Everybody: 3", "What do you want to tell them?")
    await ada.says("We move tonight.", "the same in Русский")
    await ada.says("Сегодня переезжаем.", "review: a broadcast")
    assert "We move tonight." in ada.screen.text
    assert "Сегодня переезжаем." in ada.screen.text
    await ada.presses("Send to 3", "✔ On its way.")
    await cat.sees("Сегодня переезжаем.")
    for person in (lea, bob):
        await person.sees("We move tonight.")
        assert not reads(person, "Сегодня переезжаем.")


async def test_a_broadcast_is_stopped_midway(town):
    ada = cast(town)[4]
    house = town.house
    await house.app.outbox.stop()
    await ada.says("/broadcast", "One message, to whom?")
    await ada.presses("Everybody: 3", "What do you want to tell them?")
    await ada.says("Wrong words.", "Now the same in Русский")
    await ada.presses("Go on without", "review: a broadcast")
    await ada.presses("Send to 3", "✔ On its way.")

    async def waiting():
        rows = await house.notes.run("SELECT count(*) FROM outbox WHERE kind = 'broadcast' AND state = 'waiting'")
        return rows[0][0]

    for _ in range(200):
        if await waiting() == 3:
            break
        await ada.says("/broadcast", "wait")
    await ada.says("/broadcast", "3 wait")
    await ada.presses("Stop it", "✔ Stopped")
    assert await waiting() == 0
    await house.app.outbox.start()
    await ada.says("/broadcast", "The last one was stopped: 0 were told.")
    assert not any(reads(person, "Wrong words.") for person in cast(town)[:3])


# ── reviews ───────────────────────────────────────────────────────────────────


async def front_run(lea):
    """Coins of her own, a lead buy, and a private sale at once."""
    await buy(lea, "500")
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea, "1000")
    await lea.says("/leadoff", "Lead trade is OFF")
    await lea.says("/trade", "What do you want")
    await lea.presses("BTC at", "trade BTC-USDT")
    await lea.presses("Sell private BTC now", "How much")
    await lea.says("0.005", "review")
    await lea.presses("Place order", "✔ Sold")


async def test_r22_6_a_hold_is_told_listed_and_lifted_by_a_review(town):
    lea, ada = cast(town)[0], cast(town)[4]
    await front_run(lea)
    await lea.sees("Your buys are held back")
    await ada.sees("Conduct of Lea: please review")
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea, "100")
    await lea.sees("A review holds your buys back; you are told when it is over.")
    await lea.says("/trade", "A review holds your buys back: nobody copies them. Your sales are copied.")
    await lea.presses("BTC at", "A review holds your buys back")
    assert "your orders are copied" not in lea.screen.text
    await lea.presses("Buy BTC now", "For how many USDT?")
    await lea.says("100", "Nobody would copy this: a review holds your buys back. It would execute for you alone.")
    await lea.presses("Cancel", "What do you want")
    await ada.says("/admin", "⚠ 1 lead to review")
    await ada.presses("Reviews 1", "Sold BTC privately")
    await ada.presses("Lead Lea", "Buys are held back until you lift the hold")
    await ada.presses("Lift the hold…", "The hold is lifted: the next lead buy of Lea is copied.")
    await ada.presses("Lift the hold", "✔ Closed, and no hold is left. They are told.")
    await lea.sees("Review over")
    await lea.says("/trade", "Lead trade is ON: your orders are copied.")
    assert not lead(town).watched.held
    await ada.says("/reviews", "Nothing to look into")


async def test_r22_3_accounts_are_linked_by_their_numbers_and_a_match_suspends(town):
    ada = cast(town)[4]
    await ada.says("/users", "no. 3")
    await ada.presses("Lead Lea", "lead Lea")
    await ada.presses("Link an account…", "Which other account is theirs?")
    await ada.says("99", "I know nobody else by that number.")
    await ada.says("no. 3", "count as one person")
    await ada.presses("Link them", "✔ Linked.")
    await ada.sees("Same person as Cat")
    await ada.presses("Unlink Cat…", "count as strangers")
    await ada.presses("Part them", "✔ Parted.")
    assert not town.house.engine.pen.book.links.of
