"""The admin's side by presses: halt, applications, people, invitations; and that nobody else gets at it."""

import pytest
from story import apply, approve, be_looked_at, cast, enter
from waiting import until
from whole_desk import Chat, desk, sandbox, settings

from bot.door.line import UNLIMITED
from bot.sandbox.request import SandboxRequest
from bot.wiring.doors import Doors
from bot.wiring.house import House


@pytest.fixture
async def town(tmp_path):
    async with desk(tmp_path) as running:
        yield running


@pytest.fixture
def ada(town):
    return cast(town)[4]


async def test_the_admins_home_tells_what_waits(town, ada):
    lea = cast(town)[0]
    await ada.says("/start", "No application waits")
    await enter(lea)
    await apply(lea)
    await ada.sees("applies to lead")
    await ada.says("/admin", "● 1 application waits for your answer")
    await ada.presses("Applications 1", "Whom do you want")


@pytest.mark.parametrize("command", ["admin", "applications", "halt", "unhalt", "health", "users", "version", "invite"])
async def test_an_admins_command_is_unknown_to_everybody_else(town, command):
    lea = cast(town)[0]
    await enter(lea)
    await lea.says(f"/{command}", f"I do not know /{command}")
    assert not town.house.engine.pen.book.halted


async def test_an_approval_counts_once(town, ada):
    lea = cast(town)[0]
    await be_looked_at(lea, ada)
    message = await ada.presses("Approve Lea", "review: answer to Lea")
    data = message.button("Approve").callback_data
    await ada.presses("Approve", "Lea is approved")
    facts = town.house.engine.pen.book.seq
    town.telegram.forge(ada.person, message.message_id, data)
    await until(lambda: ada.reads("Lea is approved") is None, lambda: ada.screen.text)
    assert town.house.engine.pen.book.seq == facts


async def test_an_approval_that_expired_is_asked_again(town, ada):
    lea = cast(town)[0]
    await be_looked_at(lea, ada)
    await ada.presses("Approve Lea", "you have checked who Lea is")
    await town.house.notes.run("UPDATE confirmation SET expires_at = 0")
    before = ada.screen.button("Approve").callback_data
    await ada.presses("Approve")
    await until(lambda: ada.screen.button("Approve").callback_data != before, lambda: ada.screen.text)
    await ada.presses("Approve", "Lea is approved")


async def test_the_applicant_answers_what_the_admin_asks_before_deciding(town, ada):
    lea = cast(town)[0]
    await be_looked_at(lea, ada)
    await ada.presses("Ask Lea…", "What do you want to ask Lea?")
    await ada.says("?", "empty or too long")
    await ada.says("Where did you <i>trade</i> before?", "✔ Asked.")
    assert ada.reads("No answer yet.")
    await lea.sees("Where did you <i>trade</i> before?")
    await lea.presses("Answer", "Write your answer in one message")
    await lea.says("At home & alone", "✔ Your answer is with the admin.")
    await ada.sees("● Lea answers your question")
    await ada.presses("Look at Lea", "Lea answered:")
    assert ada.reads("At home & alone")
    await approve(ada)
    await lea.presses("Answer", "✔ You are a lead trader.")
    assert await town.house.notes.run("SELECT value FROM setting WHERE key GLOB 'grounds:a*'") == [("",), ("",)]


async def test_a_halt_asks_its_reason_afterwards_and_says_since_when_by_whom_and_why(town, ada):
    await ada.says("/start", "No application waits")
    await ada.says("/halt", "✔ Halted at once")
    assert town.house.engine.pen.book.halted
    assert ada.reads("Halted since")
    facts = town.house.engine.pen.book.seq
    await ada.says("/halt", "by the admin")
    assert town.house.engine.pen.book.seq == facts
    await ada.says("no", "3 to 300 characters")
    await ada.says("Prices look wrong <b>", "✔ Noted.")
    assert ada.reads("Why: Prices look wrong <b>")
    await ada.says("/admin", "The desk is halted")
    await ada.presses("About the halt", "Prices look wrong")
    await ada.presses("Lift the halt…", "review: lift the halt")
    await ada.presses("Lift the halt", "The halt is lifted")
    await ada.says("/halt", "Why? Write it in one message")


async def test_a_halt_acts_at_once_stands_on_every_screen_and_is_lifted_by_a_review(town, ada):
    lea = cast(town)[0]
    await enter(lea)
    await ada.says("/start", "No application waits")
    await ada.presses("Halt buys at once", "✔ Halted at once")
    assert town.house.engine.pen.book.halted
    await lea.says("/home", "The desk is halted")
    await ada.presses("Lift the halt…", "review: lift the halt")
    await ada.presses("Cancel", "No application waits")
    assert town.house.engine.pen.book.halted
    await ada.presses("Lift the halt…", "review: lift the halt")
    await ada.presses("Lift the halt", "The halt is lifted")
    assert not town.house.engine.pen.book.halted


async def test_people_are_listed_without_keys_or_orders(town, ada):
    for person in cast(town)[:3]:
        await enter(person)
    await ada.says("/users", "people 3")
    assert [line.split(" · ")[0].strip("\u2068\u2069") for line in ada.screen.text.splitlines()[1:]] == [
        "Cat",
        "Bob",
        "Lea",
    ]
    assert "USDT" not in ada.screen.text


async def test_health_and_version_say_how_the_desk_is(town, ada):
    await ada.says("/health", "✔ All is well.")
    await ada.presses("Look again")
    await ada.says("/version", "Slipstream 0")


async def test_whoever_is_not_invited_does_not_get_in(tmp_path):
    telegram = sandbox()
    closed = settings(tmp_path, telegram).model_copy(update={"admission": "invitation"})
    doors = Doors(request=SandboxRequest(telegram), poll_request=SandboxRequest(telegram), pace=UNLIMITED)
    house = await House.open(closed, doors)
    await house.start()
    try:
        lea, bob, ada = (Chat(telegram, telegram.person(name, id=number)) for name, number in
                         (("Lea", 1001), ("Bob", 1002), ("Ada", 1005)))  # fmt: skip
        await lea.says("/start", "paper money")
        await lea.presses("Start with paper")
        await until(lambda: not any(label == "I understand" for label in lea.labels()), lambda: str(lea.labels()))
        await ada.says("/invite", "It works once")
        link = next(button.copy_text for button in ada.screen.buttons if button.copy_text)
        telegram.follow(lea.person, link)
        await until(lambda: house.admission.admits(1001), lambda: "not admitted")
        await lea.presses("Start with paper", "You can lose all")
        await lea.presses("I understand", "Home")
        telegram.follow(bob.person, link)
        await bob.sees("paper money")
        assert not house.admission.admits(1002)
        assert house.people.number(1002) is None
    finally:
        await house.stop()


async def test_r3_8_an_application_says_since_when_it_waits_and_how_many_business_days_are_left(town, ada):
    lea = cast(town)[0]
    await be_looked_at(lea, ada)
    assert ada.reads("5 business days left to decide")
    await lea.says("/apply", "The answer is due within 5 business days.")


async def test_r7_2_the_admin_notes_who_was_seen_by_video_and_takes_it_back_by_the_same_tap(town, ada):
    lea = cast(town)[0]
    await be_looked_at(lea, ada)
    await approve(ada)
    lead = town.house.people.number(1001)
    town.telegram.forge(ada.person, ada.screen.message_id, f"mp:{lead}")
    await ada.sees("not seen by video")
    await ada.presses("☐ Seen by video", "✔ seen by video")
    assert town.house.engine.pen.book.leads[lead].video_verified
    await ada.presses("✅ Seen by video", "not seen by video")
    assert not town.house.engine.pen.book.leads[lead].video_verified


async def test_a_person_is_looked_at_by_their_number_with_when_they_were_last_seen(town, ada):
    lea = cast(town)[0]
    await ada.says("/start", "No application waits")
    await enter(lea)
    await ada.says("/user 1", "person Lea")
    assert ada.reads("Lea · no. 1 · copy trader · last seen")
    assert "USDT" not in ada.screen.text
    await ada.says("/users", "people 1")
    await ada.presses("Look at Lea", "person Lea")


async def test_the_outbox_says_what_waits_and_what_was_given_up(town, ada):
    await ada.says("/start", "No application waits")
    await ada.says("/outbox", "✔ Nothing waits")
    sql = (
        "INSERT INTO outbox (fact, person, kind, chat, lane, body, posted_at, due_at, state, problem)"
        " VALUES (?, 1, 'x', ?, ?, '{}', 0, ?, ?, ?)"
    )
    late = 9e9
    for row in (("a", 7, 3, 1.0, "parked", None), ("b", 8, 3, 1.0, "parked", None), ("c", 9, 9, late, "waiting", None),
                ("d", 9, 4, 1.0, "dead", "Bad Request: <no> & none"), ("e", 9, 9, 1.0, "dead", "stopped")):  # fmt: skip
        await town.house.notes.run(sql, *row)
    await ada.says("/outbox", "2 are kept for 2 people")
    assert ada.reads("1 is due later.")
    assert ada.reads("x: Bad Request: <no> & none")
    assert ada.reads("stopped") is None


async def test_the_exchange_is_asked_about_what_rests(town, ada):
    lea = cast(town)[0]
    await ada.says("/start", "No application waits")
    await enter(lea)
    await ada.says("/reconcile", "✔ Every order that left has its answer.")
    await lea.says("/trade", "What do you want")
    await lea.presses("BTC at")
    await lea.presses("Buy BTC at a limit", "What is the most")
    await lea.says("30000", "For how many")
    await lea.says("100", "Worst case")
    await lea.presses("Place order", "It rests")
    await ada.presses("Ask again", "The exchange was asked about 1 resting order.")
    assert ada.reads("1 order rests at the exchange.")
    assert ada.reads("✔ Every order that left has its answer.")
