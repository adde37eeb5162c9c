"""One message a copier, lead and code in ten minutes, in the reader's language, through cuts and restarts (R-18.2)."""

from datetime import timedelta

from copier_town import open_town
from test_first_copy import start_copy


async def dan_copies(town):
    """Dan has 30 USDT and copies with 50: nothing of his is ever copied."""
    dan = town.person("Dan", id=1004)
    await town.says(dan, "/start")
    await town.presses(dan, "Start with paper")
    await town.presses(dan, "I understand")
    await start_copy(town, dan)
    await town.presses(dan, "Start copying")
    return dan


def failures(town, person):
    return [text for text in town.all_texts(person) if "Not copied BTC" in text]


def retry_of(message):
    (press,) = [button.callback_data for button in message.buttons if button.text.startswith("Retry")]
    return press


async def test_r18_2_failures_of_ten_minutes_are_one_message_with_a_counter_and_the_steps_of_the_latest(town):
    dan = await dan_copies(town)
    await town.buys(town.lea, "100")
    first = town.ours(dan)[-1]
    assert "together" not in failures(town, dan)[0]
    for _ in range(3):
        await town.buys(town.lea, "100")
    retry = retry_of(first)
    await town.pass_time(seconds=4)
    (text,) = failures(town, dan)
    assert "4 together, the newest first" in text
    latest = town.ours(dan)[-1]
    assert latest.message_id == first.message_id
    assert retry_of(latest) != retry


async def test_after_ten_minutes_the_next_failure_is_a_message_of_its_own(town):
    dan = await dan_copies(town)
    await town.buys(town.lea, "100")
    await town.pass_time(minutes=9, seconds=59)
    await town.buys(town.lea, "100")
    assert len(failures(town, dan)) == 1
    await town.pass_time(seconds=2)
    await town.buys(town.lea, "100")
    first, second = failures(town, dan)
    assert "2 together" in first
    assert "together" not in second


async def test_another_code_is_told_by_itself(town, bob):
    await start_copy(town, bob, size="50", maximum="60")
    await town.presses(bob, "Start copying")
    await town.buys(town.lea, "100")
    await town.buys(town.lea, "100")
    town.quotes("60000")
    await town.buys(town.lea, "100")
    over = [text for text in town.all_texts(bob) if "over your maximum" in text]
    assert len(over) == 1
    assert "50.00 of 60.00 USDT are in coins" in over[0]


async def test_what_joined_a_message_survives_a_restart(town, notes):
    dan = await dan_copies(town)
    for _ in range(3):
        await town.buys(town.lea, "100")
    await town.app.stop()
    town.clock.move_to(town.clock.now() + timedelta(seconds=20))
    again = await open_town(notes, journal=town.journal, sandbox=town.sandbox, clock=town.clock)
    again.lea, again.last = town.lea, town.last
    await again.settle()
    (text,) = failures(again, dan)
    assert "3 together" in text
    await again.stop()


async def test_a_run_of_copies_is_one_message_edited_in_place(town, bob):
    await start_copy(town, bob, size="12", maximum="500")
    await town.presses(bob, "Start copying")
    before = len(town.ours(bob))
    for _ in range(30):
        await town.buys(town.lea, "100")
        await town.pass_time(seconds=0.2)
    await town.pass_time(seconds=4)
    told = town.all_texts(bob)[before:]
    assert len(told) == 1
    assert told[0].startswith("▲ Bought")
    assert "30 together, the newest first" in told[0]
    assert "and 10 before them" in told[0]


async def test_the_same_fact_told_again_after_a_cut_is_one_message(town, bob, notes):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    await town.buys(town.lea, "1000")
    before = len(town.ours(bob))
    await notes.run("UPDATE cursor SET seq = 1")
    town.alerting._cursor = 1
    town.alerting._fresh.clear()
    await town.settle()
    assert len(town.ours(bob)) == before


async def test_an_alert_is_in_the_readers_language_and_never_a_screen(town, bob):
    await town.floor.chats.speak(bob.id, "pseudo")
    town.app.outbox  # noqa: B018  # the words are chosen when it is posted
    await start_pseudo(town, bob)
    await town.buys(town.lea, "1000")
    alert = town.ours(bob)[-1]
    assert alert.text.startswith("[!!")
    await town.forges(bob, alert.buttons[-1].callback_data, alert)
    assert town.ours(bob)[-1].message_id > alert.message_id
    assert alert.text.startswith("[!!")


async def start_pseudo(town, bob):
    from core.model import commands as c
    from core.model.copying import Settings, Sizing
    from core.model.money import quote

    number = town.people.number(bob.id)
    await town.submit(c.StartCopying(number, town.lea, Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("500"))))


async def test_people_of_a_story_have_no_chat_and_are_not_told(town):
    from core.model import commands as c

    await town.submit(c.Join("bob"))
    number = town.engine.pen.book.people.numbers["bob"]
    await town.submit(c.ApplyToLead(number))
    rows = await town.notes.run("SELECT person, kind FROM outbox WHERE person = ?", number)
    assert rows == []
