"""Wrong input of every kind gets a clear answer and changes nothing it must not."""

import asyncio

import pytest
from copier_town import open_town, plain
from test_first_copy import start_copy

from core.model import commands as c
from core.model.copying import CopyingState
from core.model.money import quote, ratio


async def ask_amount(town, person, way="Fixed amount"):
    await town.forges(person, f"wb:{town.lea}")
    await town.presses(person, f"○ {way}")


def copyings(town):
    return town.engine.pen.book.leads[town.lea].copyings


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1e9", "I do not read 1e9"),
        ("-5", "-5 is below zero"),
        ("٣", "digits 0 to 9 only"),
        ("lots", "lots is no number"),
        ("5", "It must be from 10.00 to 100,000.00"),
        ("100001", "It must be from 10.00 to 100,000.00"),
        ("0", "It must be from 10.00 to 100,000.00"),
        ("nan", "nan is no amount"),
        ("1" * 25, "more digits"),
        ("1.2.3", "cannot tell what 1.2.3 means"),
        ("<b>50</b>", "is no number"),
        ("10.000000001", "more digits"),
    ],
)
async def test_what_is_no_amount_is_said_and_the_question_stays_open(town, bob, text, answer):
    await ask_amount(town, bob)
    screen = await town.says(bob, text)
    assert answer in screen
    assert "How much shall each copy cost" in screen
    after = await town.says(bob, "50")
    assert "How much USDT may be in coins" in after
    assert copyings(town).size == 0


async def test_an_amount_that_could_be_two_is_asked_with_two_buttons(town, bob):
    await ask_amount(town, bob)
    screen = await town.says(bob, "12,500")
    assert "Which of the two do you mean?" in screen or "Do you mean this?" in screen
    assert "12,500.00" in town.labels(bob)
    both = await town.says(bob, "1,5")
    assert "It must be from" in both
    assert copyings(town).size == 0


async def test_both_readings_are_offered_where_both_could_be_meant(town, bob):
    await ask_amount(town, bob, "Multiplier")
    await town.says(bob, "0.5")
    await town.says(bob, "500.500")
    assert {"500.50", "500,500.00"} & set(town.labels(bob)) == {"500.50"}
    await town.forges(bob, "pt")
    await town.says(bob, "2,500")
    assert {"2,500.00", "2.50"} <= set(town.labels(bob))


async def test_text_at_a_step_that_asks_for_none_keeps_the_step(town, bob):
    await town.forges(bob, f"wb:{town.lea}")
    screen = await town.says(bob, "fixed please")
    assert "No text is asked for here" in screen
    assert "○ Fixed amount" in town.labels(bob)


async def test_an_unknown_command_says_so_and_one_of_another_role_says_how_to_get_there(town, bob):
    assert (await town.says(bob, "/nosuch")).startswith("PAPER · I do not know /nosuch")
    assert town.labels(bob) == ["⌂ Home"]
    assert "/lead is for lead traders. You can apply" in await town.says(bob, "/lead")
    assert town.labels(bob) == ["Apply to lead", "⌂ Home"]
    eve = town.person("Eve", id=1009)
    assert "/pnl is there once you have joined" in await town.says(eve, "/pnl")
    assert town.labels(eve) == ["Start with paper", "Browse leads", "⌂ Home"]
    assert "risks of copying" in await town.presses(eve, "Start with paper")


async def test_cancel_drops_the_wizard(town, bob):
    await ask_amount(town, bob)
    assert "Home" in await town.says(bob, "/cancel")
    assert "did not ask" in await town.says(bob, "50")


@pytest.mark.parametrize(
    "data",
    [
        "wb:999999",
        "wb:-1",
        "dc:0:90",
        "dc:1:-4",
        "dq:999",
        "do:0:-1",
        "cp:77",
        "cg:77:0",
        "cy:77:5",
        "cy:{lea}:99999",
        "cs:77",
        "ch:77:0",
        "ca:77",
        "cr:77",
        "wv:{lea}:size:100",
        "wg:{lea}:review",
        "wp:{lea}:BTC-USDT:1",
        "pa:-5",
        "pa:99999999999999999999",
        "ch:0:1",
        "ch:{lea}:9",
        "dl:-3:pnl:list:0:-7:-1:0:any",
        "dl:99999:gains:list:1:0:0:4611686018427387000:smart",
        "cg:{lea}:-7",
        "wv:{lea}:way:7",
    ],
)
async def test_a_forged_press_is_answered_and_changes_nothing(town, bob, data):
    seq = town.engine.pen.book.seq
    await town.says(bob, "/home")
    screen = await town.forges(bob, data.format(lea=town.lea))
    assert screen
    assert "failed" not in screen
    book = town.engine.pen.book
    facts = [row.kind for row in town.journal._rows[seq:]]
    assert set(facts) <= {"Denied"}
    assert book.leads[town.lea].copyings.size == 0
    assert town.cash(1002) == quote("10000")


async def test_someone_elses_confirmation_is_out_of_date_for_all_others(town, bob):
    await start_copy(town, bob)
    data = next(b.callback_data for b in town.live(bob).buttons if b.callback_data.startswith("ok:"))
    eve = town.person("Eve", id=1009)
    await town.says(eve, "/start")
    await town.presses(eve, "Start with paper")
    await town.presses(eve, "I understand")
    await town.forges(eve, data)
    assert town.toast(eve) == "This button is out of date"
    assert copyings(town).size == 0
    await town.presses(bob, "Start copying")
    assert copyings(town).size == 1


async def test_a_visitor_cannot_press_what_is_for_copiers(town):
    eve = town.person("Eve", id=1009)
    await town.says(eve, "/start")
    for data in (f"wb:{town.lea}", "cc", "pf", "pt", "cx", f"ca:{town.lea}", "pa:100000000000"):
        await town.forges(eve, data)
        assert town.toast(eve) == "This button is out of date"
    assert town.people.number(1009) is None


async def test_two_presses_start_one_copy_and_the_second_is_told_what_became_of_it(town, bob):
    await start_copy(town, bob)
    review = town.live(bob)
    data = next(b.callback_data for b in review.buttons if b.callback_data.startswith("ok:"))
    town.sandbox.forge(bob, review.message_id, data)
    town.sandbox.forge(bob, review.message_id, data)
    await town.feed()
    assert copyings(town).size == 1
    assert any("You copy Lea Lead now" in text for text in town.all_texts(bob))
    assert not any("already" in text for text in town.all_texts(bob))


async def test_a_press_after_its_minute_brings_a_fresh_review_and_costs_no_typing(town, bob):
    await start_copy(town, bob)
    await town.pass_time(seconds=61)
    screen = await town.presses(bob, "Start copying")
    assert "review: copy Lea Lead" in screen
    assert "This review expired after 60 s; nothing was done. Here it is anew." in screen
    assert "▸" not in screen
    assert copyings(town).size == 0
    await town.presses(bob, "Start copying")
    assert copyings(town).size == 1


async def test_a_review_that_expired_marks_the_lines_that_changed_meanwhile(town, bob):
    await start_copy(town, bob)
    await town.submit(c.SetProfitShare(town.lea, ratio("0.05")))
    await town.pass_time(seconds=61)
    screen = await town.presses(bob, "Start copying")
    assert "This review expired after 60 s" in screen
    assert [line for line in screen.split("\n") if line.startswith("▸")] == [
        "▸ changed: Profit share: 5.0% of a week's net profit goes to the lead."
    ]


async def test_a_press_a_week_old_starts_nothing(town, bob):
    await start_copy(town, bob)
    await town.pass_time(days=8)
    await town.presses(bob, "Start copying")
    assert copyings(town).size == 0


async def test_changed_terms_bring_the_review_again_with_the_line_marked(town, bob):
    await start_copy(town, bob)
    await town.submit(c.SetProfitShare(town.lea, ratio("0.05")))
    screen = await town.presses(bob, "Start copying")
    assert "Something has changed, so nothing was done" in screen
    assert "▸ changed: Profit share: 5.0%" in screen
    assert copyings(town).size == 0
    await town.presses(bob, "Start copying")
    assert copyings(town).size == 1


async def test_a_lead_who_closed_meanwhile_is_named_as_the_reason(town, bob):
    await start_copy(town, bob)
    await town.submit(c.AcceptCopiers(town.lea, False))
    screen = await town.presses(bob, "Start copying")
    assert "cannot be started: This lead takes no new copiers" in screen
    assert not any(b.callback_data.startswith("ok:") for b in town.live(bob).buttons)


async def test_a_restriction_leaves_smart_sync_alone(town, bob):
    await town.submit(c.RestrictCopying(town.lea, True))
    screen = await town.forges(bob, f"wb:{town.lea}")
    assert "Smart Sync only" in screen
    assert town.labels(bob)[0] == "○ Smart Sync"
    assert "○ Multiplier" not in town.labels(bob)


async def test_going_back_keeps_what_was_chosen(town, bob):
    await ask_amount(town, bob)
    await town.says(bob, "50")
    await town.says(bob, "500")
    await town.presses(bob, "‹ Back")
    assert "Chosen: 500.00" in town.screen(bob)
    await town.presses(bob, "‹ Back")
    assert "Chosen: 50.00" in town.screen(bob)


async def test_the_wizard_survives_a_restart(town, bob, notes):
    await ask_amount(town, bob)
    await town.says(bob, "50")
    await town.app.stop()
    again = await open_town(notes, journal=town.journal, sandbox=town.sandbox, clock=town.clock)
    again.lea, again.last = town.lea, town.last
    screen = await again.says(bob, "500")
    assert "Which coins shall be copied?" in screen
    await again.presses(bob, "● The lead's")
    await again.presses(bob, "Review")
    await again.presses(bob, "Start copying")
    assert copyings(again).size == 1
    await again.stop()


async def test_a_restart_between_redeeming_and_starting_makes_one_copy(town, bob, notes):
    """The update is handled again, and finds that its command took effect."""
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    assert copyings(town).size == 1
    await notes.run("UPDATE confirmation SET outcome = NULL")
    rows = await notes.run("SELECT used_by FROM confirmation WHERE used_at IS NOT NULL")
    review = next(m for m in reversed(town.ours(bob)) if m.keyboard)
    assert rows[0][0].startswith("tg:")
    update = int(rows[0][0].removeprefix("tg:"))
    await notes.run("DELETE FROM inbox WHERE update_id = ?", update)
    nonce = (await notes.run("SELECT nonce FROM confirmation WHERE used_at IS NOT NULL"))[0][0]
    raw = {
        "update_id": update,
        "callback_query": {
            "id": "1",
            "chat_instance": "1",
            "from": {"id": bob.id, "is_bot": False, "first_name": "Bob"},
            "data": f"ok:{nonce}",
            "message": {
                "message_id": review.message_id,
                "date": 1,
                "chat": {"id": bob.id, "type": "private"},
            },
        },
    }
    await notes.run("UPDATE confirmation SET message_id = ?", review.message_id)
    await town.app.inbox.take([raw])
    await town.app.inbox.drain()
    await town.settle()
    assert copyings(town).size == 1
    assert any("You copy Lea Lead now" in text for text in town.all_texts(bob))


async def test_nobody_is_let_in_uninvited(notes):
    town = await open_town(notes, admitted=set())
    eve = town.person("Eve", id=1009)
    await town.says(eve, "/start")
    assert "by invitation only" in await town.presses(eve, "Start with paper")
    assert "by invitation only" in await town.forges(eve, "ra")
    assert town.people.number(1009) is None
    await town.stop()


async def test_a_deep_link_opens_the_card_and_a_wrong_one_says_so(town, bob):
    code = await town.floor.codes.code(town.lea)
    assert code.startswith("lead_")
    assert len(code) <= 64
    assert "Lea Lead · leading" in await town.says(bob, f"/start {code}")
    (shared,) = [button for button in town.live(bob).buttons if button.copy_text]
    assert plain(shared.text) == "Copy the link to this card"
    assert code in str(shared.copy_text)
    assert "no such lead" in await town.says(bob, "/start lead_nosuchid")
    assert str(town.lea) not in code.removeprefix("lead_") or len(code) == 13


async def test_a_stop_pauses_at_once_and_a_resume_passes_a_review(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    screen = await town.says(bob, "/stop")
    assert "1 copy is paused" in screen
    assert copyings(town).paused[0] == 1
    await town.buys(town.lea, "1000")
    assert copyings(town).open_cost[0] == 0
    await town.presses(bob, "Resume …")
    assert copyings(town).paused[0] == 1
    assert "✔ Resumed: the lead's next buy is copied again." in await town.presses(bob, "Resume copying")
    assert copyings(town).paused[0] == 0


async def test_stopping_sells_all_or_keeps_the_coins(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    await town.buys(town.lea, "1000")
    await town.forges(bob, f"cs:{town.lea}")
    await town.presses(bob, "Keep the coins")
    await town.presses(bob, "Stop Lea Lead, keep the coins")
    assert copyings(town).state[0] == CopyingState.ENDED
    portfolio = await town.says(bob, "/portfolio")
    assert "Your own 0.0008" in portfolio
    assert any("You kept it when you stopped" in text for text in town.all_texts(bob))


async def test_a_stop_confirmed_after_the_price_moved_still_stops(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    await town.buys(town.lea, "1000")
    await town.forges(bob, f"ch:{town.lea}:0")
    town.quotes("50000")
    await town.presses(bob, "Stop Lea Lead, sell all now")
    assert copyings(town).state[0] == CopyingState.ENDED


async def test_paper_money_is_added_once_a_review(town, bob):
    await town.says(bob, "/paper")
    await town.says(bob, "500")
    data = next(b.callback_data for b in town.live(bob).buttons if b.callback_data.startswith("ok:"))
    await town.presses(bob, "Add 500.00")
    assert town.cash(1002) == quote("10500")
    assert "500.00 USDT added" in await town.forges(bob, data)
    assert town.cash(1002) == quote("10500")


async def test_a_language_without_a_catalogue_is_no_choice(town, bob):
    await town.forges(bob, "ls:tr")
    assert (await town.app.chats.of(bob.id)).language == "en"
    await town.forges(bob, "ls:ru")
    assert (await town.app.chats.of(bob.id)).language == "ru"


async def test_the_halted_desk_is_said_on_every_screen(town, bob):
    await town.submit(c.Halt(0))
    for command in ("/home", "/leads", "/copies", "/portfolio"):
        assert "halted" in (await town.says(bob, command)).splitlines()[1]


async def test_two_people_pressing_together_do_not_meet(town, bob):
    ann = town.person("Ann", id=1008)
    await town.says(ann, "/start")
    await town.presses(ann, "Start with paper")
    await town.presses(ann, "I understand")
    await start_copy(town, bob)
    await start_copy(town, ann)
    for person in (bob, ann):
        message = town.live(person)
        data = next(b.callback_data for b in message.buttons if b.callback_data.startswith("ok:"))
        town.sandbox.forge(person, message.message_id, data)
    await asyncio.gather(town.feed())
    assert copyings(town).size == 2
