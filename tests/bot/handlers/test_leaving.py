"""Ceasing to lead by presses: the request and its answer, suspension and revocation, the removal of a copier."""

import pytest
from story import become_lead, buy, cast, coins, copy_fixed, enter
from waiting import until
from whole_desk import desk

from core.model import commands as c
from core.model.copying import StopWay
from core.model.money import quote
from core.model.people import LeadState, Origin, StopReason

BTC = "BTC-USDT"


@pytest.fixture
async def town(tmp_path):
    """Lea leads, and Bob copies her."""
    async with desk(tmp_path) as running:
        lea, bob, _, _, ada = cast(running)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        yield running


def lead(town):
    return town.house.engine.pen.book.leads[1]


def copies(town):
    return lead(town).copyings.active()


async def ask_to_stop(lea):
    await lea.says("/stopleading", "Why do you want to stop?")
    await lea.presses("Taking a break", "review: ask to stop leading")
    await lea.presses("Ask to stop", "✔ Asked")


# ── the request ───────────────────────────────────────────────────────────────


async def test_a_lead_who_holds_lead_assets_is_told_what_is_left_and_not_asked_why(town):
    lea = cast(town)[0]
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea)
    await lea.says("/leadoff", "Lead trade is OFF")
    await lea.says("/stopleading", "✖ lead assets sold: 0.04")
    assert "✔ no open lead orders" in lea.screen.text
    assert "Turn lead trade on before you sell" in lea.screen.text
    assert [button.text for button in lea.screen.buttons] == ["Assets, orders", "‹ Back", "⌂ Home"]
    town.telegram.forge(lea.person, lea.screen.message_id, "lq:1")
    await lea.answered()
    await lea.says("/home", "lead desk of")
    assert lead(town).state is LeadState.ACTIVE


async def test_a_request_is_reviewed_asked_once_shown_on_the_desk_and_taken_back(town):
    lea, ada = cast(town)[0], cast(town)[4]
    await lea.says("/stopleading", "Why do you want to stop?")
    message = await lea.presses("Change of strategy", "review: ask to stop leading")
    assert "Once granted: 1 copy ends" in message.text
    data = message.button("Ask to stop").callback_data
    for _ in range(2):
        town.telegram.forge(lea.person, message.message_id, data)
    await lea.sees("✔ Asked")
    await ada.sees("asks to stop leading")
    assert lead(town).state is LeadState.STOP_REQUESTED
    await lea.says("/lead", "⏳ You asked to stop leading")
    assert "Change of strategy" in lea.screen.text
    assert "The answer comes by" in lea.screen.text
    await lea.says("/stopleading", "This is looked at once more")
    await lea.presses("Take the request back…", "review: lead on")
    await lea.presses("Lead on", "✔ Taken back: you lead on.")
    assert lead(town).state is LeadState.ACTIVE
    town.telegram.forge(lea.person, message.message_id, data)
    await until(lambda: "✔ Taken back" not in lea.screen.text, lambda: lea.screen.text)
    assert lead(town).state is LeadState.ACTIVE
    assert "✔ Asked" not in lea.screen.text


@pytest.mark.parametrize("words", ["", "a", " \n ", "x" * 301])
async def test_a_reason_of_ones_own_must_say_something(town, words):
    lea = cast(town)[0]
    await lea.says("/stopleading", "Why do you want to stop?")
    await lea.presses("Another reason…", "Write it in one message")
    await lea.says(words or "\u200b", "empty or too long")
    await lea.says("<b>Family</b> & rest", "review: ask to stop leading")
    assert "<b>Family</b> & rest" in lea.screen.text
    await lea.presses("Ask to stop", "✔ Asked")
    ada = cast(town)[4]
    await ada.says("/applications", "1 lead asks to stop leading")
    await ada.presses("Lea wants to stop", "<b>Family</b> & rest")


async def test_a_request_that_expired_is_reviewed_anew(town):
    lea = cast(town)[0]
    await lea.says("/stopleading", "Why do you want to stop?")
    await lea.presses("Low earnings", "review: ask to stop leading")
    await town.house.notes.run("UPDATE confirmation SET expires_at = 0")
    old = lea.screen.button("Ask to stop").callback_data
    await lea.presses("Ask to stop")
    await until(lambda: lea.screen.button("Ask to stop").callback_data != old, lambda: lea.screen.text)
    assert lead(town).state is LeadState.ACTIVE
    await lea.presses("Ask to stop", "✔ Asked")


@pytest.mark.parametrize("data", ["lq:0", "lq:7", "lq:-1", "lq:4611686018427387904"])
async def test_a_reason_that_is_none_does_nothing(town, data):
    lea = cast(town)[0]
    await lea.says("/stopleading", "Why do you want to stop?")
    town.telegram.forge(lea.person, lea.screen.message_id, data)
    await lea.sees("This was changed meanwhile")
    assert lead(town).state is LeadState.ACTIVE


# ── the answer ────────────────────────────────────────────────────────────────


async def test_a_granted_stop_ends_the_copies_and_tells_everybody(town):
    lea, bob, _, _, ada = cast(town)
    await ask_to_stop(lea)
    await ada.says("/admin", "● 1 lead asks to stop")
    await ada.presses("Applications 1", "1 lead asks to stop leading")
    await ada.presses("Lea wants to stop", "✔ lead assets sold")
    assert "Your answer is due by" in ada.screen.text
    await ada.presses("Grant…", "Lea stops leading and is told")
    assert "1 copy ends" in ada.screen.text
    await ada.presses("Grant it", "✔ Lea has stopped leading")
    await lea.sees("You have stopped leading")
    await bob.sees("has stopped leading")
    assert lead(town).state is LeadState.STOPPED
    assert copies(town) == 0
    await lea.says("/stopleading", "/stopleading is for lead traders")


async def test_a_refused_stop_leaves_all_as_it_was(town):
    lea, _, _, _, ada = cast(town)
    await ask_to_stop(lea)
    await ada.says("/applications", "1 lead asks")
    await ada.presses("Lea wants to stop", "✔ lead assets sold")
    await ada.presses("Refuse…", "Why? Write it in one message; Lea is shown the reason")
    await ada.says("Stay until the month ends", "Lea leads on, takes new copiers again")
    await ada.presses("Refuse it", "✔ Lea leads on and is told.")
    told = await lea.sees("your stop was not granted")
    assert "The admin's reason: " in told.text
    assert "Stay until the month ends" in told.text
    assert lead(town).state is LeadState.ACTIVE
    assert copies(town) == 1


async def test_a_grant_that_meets_an_open_order_fails_and_the_lead_reads_why(town):
    lea, _, _, _, ada = cast(town)
    await ask_to_stop(lea)
    await lea.says("/leadon", "Lead trade is ON")
    await lea.says("/trade", "What do you want")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC at a limit", "What is the most")
    await lea.says("30000", "For how many")
    await lea.says("100", "Worst case")
    await lea.presses("Place order", "It rests")
    await ada.says("/applications", "1 lead asks")
    await ada.presses("Lea wants to stop", "✖ no open lead orders: 1 is open")
    await ada.presses("Grant…", "⚠ As it is now it fails")
    await ada.presses("Grant it", "✖ It could not be")
    assert lead(town).state is LeadState.ACTIVE
    told = await lea.sees("your stop was not granted")
    assert "could not be carried out: You still have open lead orders." in told.text
    await lea.says("/stopleading", "⚠ Your request was granted")
    assert "You still have open lead orders." in lea.screen.text


async def test_what_changed_between_review_and_grant_is_shown_first(town):
    lea, _, _, _, ada = cast(town)
    await ask_to_stop(lea)
    await ada.says("/applications", "1 lead asks")
    await ada.presses("Lea wants to stop", "✔ lead assets sold")
    await ada.presses("Grant…", "Lea stops leading")
    await lea.says("/stopleading", "looked at once more")
    await lea.presses("Take the request back…", "review: lead on")
    await lea.presses("Lead on", "✔ Taken back")
    await ada.presses("Grant it", "Nobody waits.")
    assert lead(town).state is LeadState.ACTIVE


# ── suspension and revocation ─────────────────────────────────────────────────


async def test_a_suspension_is_reasoned_reviewed_told_lifted_and_revoked(town):
    lea, bob, _, _, ada = cast(town)
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea)
    await bob.sees("▲ Bought")
    held = coins(town, 2, BTC)
    await ada.says("/users", "lead")
    await ada.presses("Lead Lea", "1 person copies Lea")
    await ada.presses("Suspend Lea…", "Why? Lea is shown the reason")
    await ada.presses("Too much risk", "review: suspend Lea")
    assert "1 copy stays as it is, without buys" in ada.screen.text
    await ada.presses("Suspend Lea", "✔ Lea is now: lead, suspended")
    assert "The admin's reason: Too much risk" in (await lea.sees("You are suspended as a lead")).text
    await bob.says("/copies", "My copies")
    await bob.presses("Lea", "Lea is suspended: nothing is bought")
    await lea.says("/lead", "■ You are suspended")
    assert "The admin's reason: Too much risk" in lea.screen.text
    await lea.says("/trade", "Your buys are private: you are not an active lead. Your sales are copied.")
    await ada.presses("Lift the suspension…", "Lea leads again")
    await ada.presses("Lift the suspension", "✔ Lea is now: lead. ")
    assert lead(town).state is LeadState.ACTIVE
    await bob.says("/copies", "My copies")
    assert "suspended" not in (await bob.presses("Lea", "Since")).text
    await ada.says("/users", "people")
    await ada.presses("Suspend Lea…", "Why?")
    await ada.says("x", "empty or too long")
    await ada.says("Two accounts & a lie", "review: suspend Lea")
    await ada.presses("Suspend Lea", "lead, suspended")
    await ada.says("/users", "people")
    await ada.presses("Revoke lead Lea…", "Why?")
    await ada.presses("False identity", "This is final")
    assert "1 copy ends" in ada.screen.text
    assert "1 of them holds coins" in ada.screen.text
    await ada.presses("Revoke for good", "✔ Lea is now: lead, revoked")
    await lea.sees("You may not lead any more")
    await bob.sees("may not lead any more")
    await until(lambda: copies(town) == 0, lambda: str(copies(town)))
    assert coins(town, 2, BTC) == 0
    assert town.house.engine.pen.book.people.own_of(2, BTC) == held
    await lea.says("/lead", "/lead is for lead traders. Your right to lead was revoked.")
    await lea.says("/apply", "Your right to lead was revoked")


@pytest.mark.parametrize(
    "data",
    ["mg:1:r:i", "ms:1:l", "ms:1:r", "mg:1:l:i", "mg:999:s:i", "mp:999", "mw:1", "mwa:1", "mg:1:j:i", "mg:1:f:i"],
)
async def test_what_a_leads_state_does_not_allow_is_not_offered_and_not_done(town, data):
    ada = cast(town)[4]
    await ada.says("/users", "lead")
    before = town.house.engine.pen.book.seq
    town.telegram.forge(ada.person, ada.screen.message_id, data)
    await ada.answered()
    inbox = town.house.app.inbox
    await until(lambda: not inbox.waiting and not inbox._lanes._busy, lambda: "the press is not handled")
    assert not any((button.callback_data or "").startswith("ok:") for button in ada.screen.buttons)
    assert town.house.engine.pen.book.seq == before


# ── removing a copier ─────────────────────────────────────────────────────────


async def poor(town, number=2):
    """Leaves them 19.99 USDT."""
    people = town.house.engine.pen.book.people
    await town.house.engine.submit(
        c.Withdraw(number, int(people.cash[number]) - quote("19.99")), Origin(f"test:{number}:{people.cash[number]}")
    )


async def test_a_copier_is_removed_only_with_next_to_nothing_and_nothing_held(town):
    lea, bob = cast(town)[:2]
    await lea.says("/copiers", "1. Bob***")
    await lea.presses("1 Bob***", "✖ their account is below 20.00")
    assert "10,000" not in lea.screen.text
    assert not any(label.startswith("Remove") for label in lea.labels())
    town.telegram.forge(lea.person, lea.screen.message_id, "lkr:2")
    await lea.answered()
    assert copies(town) == 1
    await lea.says("/leadon", "Lead trade is ON")
    await buy(lea)
    await bob.sees("▲ Bought")
    await poor(town)
    await lea.says("/copiers", "1. Bob***")
    await lea.presses("1 Bob***", "✖ they hold nothing they bought with you")
    assert "✔ their account is below" in lea.screen.text
    await lea.says("/assets", "Lead lot 1")
    await lea.presses("Sell lot 1", "Copiers sell the same part")
    await lea.presses("Place order", "✔ Sold")
    await bob.sees("▼ Sold")
    await poor(town)
    await lea.says("/copiers", "1. Bob***")
    await lea.presses("1 Bob***", "You can remove this copier")
    message = await lea.presses("Remove Bob***…", "review: remove")
    data = message.button("Remove \u2068Bob***\u2069").callback_data
    await lea.presses("Remove Bob***", "does not copy you any more")
    assert copies(town) == 0
    await bob.sees("the lead removed you")
    seq = town.house.engine.pen.book.seq
    town.telegram.forge(lea.person, message.message_id, data)
    await lea.answered()
    assert town.house.engine.pen.book.seq == seq


async def test_a_copier_who_was_paid_in_meanwhile_is_not_removed(town):
    lea = cast(town)[0]
    await poor(town)
    await lea.says("/copiers", "1. Bob***")
    await lea.presses("1 Bob***", "You can remove this copier")
    await lea.presses("Remove Bob***…", "review: remove")
    await town.house.engine.submit(c.Deposit(2, quote("100")), Origin("test:deposit"))
    await lea.presses("Remove Bob***", "✖ their account is below 20.00")
    assert copies(town) == 1


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (c.Deposit(2, quote("100")), "Not removed: meanwhile they have more in their account"),
        (c.StopCopying(2, 1, StopWay.MARKET_CLOSE), "That person does not copy you now."),
    ],
)
async def test_a_removal_refused_at_the_last_moment_is_told_from_the_leads_side(town, monkeypatch, first, told):
    lea, engine = cast(town)[0], town.house.engine
    submit = engine.submit

    async def overtaken(command, origin):
        if isinstance(command, c.RemoveCopier):
            await submit(first, Origin("test:first"))
        return await submit(command, origin)

    monkeypatch.setattr(engine, "submit", overtaken)
    await poor(town)
    await lea.says("/copiers", "1. Bob***")
    await lea.presses("1 Bob***", "You can remove this copier")
    await lea.presses("Remove Bob***…", "review: remove")
    await lea.presses("Remove Bob***", told)
    assert not lea.reads("You do not copy this lead now")


def test_every_reason_of_the_rulebook_is_a_chip():
    assert len(StopReason) == 6
