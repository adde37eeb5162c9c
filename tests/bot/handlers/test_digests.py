"""The day digest: once a person and day of theirs, at their hour, through cuts, dark days and a hundred readers."""

from datetime import UTC, datetime, timedelta

import pytest
from copier_town import CATALOGUES, LEA, open_town
from test_first_copy import start_copy

from bot.telling import digest_rows as rows
from bot.telling import digests as module
from bot.telling.digests import Digests
from bot.wishes.mornings import Span
from bot.wishes.preferences import Preferences, Wishes
from bot.wishes.zones import found
from core.model.reasons import Reason

NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)
HEADLINE = "☼ Day: "


@pytest.fixture
async def digests(town):
    return await watching(town)


async def watching(town):
    made = Digests(town.engine, town.notes, town.app.outbox, town.people, catalogues=CATALOGUES, clock=town.clock.now)
    town.engine.listen(made.learn)
    await made.look()
    return made


async def at(town, digests, instant):
    """Looks when the clock shows it."""
    town.clock.move_to(instant)
    town.quotes("60000")
    town.quotes("3000", "ETH-USDT")
    told = await digests.look()
    await town.settle()
    return told


def days(town, person):
    return [text for text in town.all_texts(person) if text.startswith("☼")]


async def copies(town, person):
    await start_copy(town, person)
    await town.presses(person, "Start copying")


async def likes(town, person, **more):
    await Wishes(town.notes).change(person.id, lambda _: Preferences(**more))


async def test_at_nine_a_copier_is_told_of_their_day_once(town, bob, digests):
    await copies(town, bob)
    await town.buys(town.lea, "1000")
    assert await at(town, digests, NINE - timedelta(seconds=1)) == 0
    assert await at(town, digests, NINE) == 1
    for later in (1, 5, 3600):
        assert await at(town, digests, NINE + timedelta(seconds=later)) == 0
    (day,) = days(town, bob)
    assert day.splitlines()[:4] == [
        "☼ Day: 0.00, 1 copied, 0 skipped",
        "PAPER · the day to 2026-11-26 09:00 UTC",
        "Equity 9,999.95 USDT",
        "Bought 1, sold 0",
    ]
    assert next(m for m in town.ours(bob) if m.text.startswith("☼")).silent


async def test_the_lead_is_told_how_often_they_were_copied_and_nobody_is_named(town, bob, digests):
    await copies(town, bob)
    await town.buys(town.lea, "1000")
    lea = town.person("Lea", id=LEA)
    await town.says(lea, "/home")
    await at(town, digests, NINE)  # this begins her days
    await at(town, digests, NINE + timedelta(days=1))
    (day,) = days(town, lea)
    assert day.startswith("☼ Day: 0 lead orders, 0 copies")
    assert "Bob" not in day


async def test_why_what_was_not_copied_was_not_stands_in_the_digest(town, digests):
    dan = town.person("Dan", id=1004)
    await town.says(dan, "/start")
    await town.presses(dan, "Start with paper")
    await town.presses(dan, "I understand")
    await copies(town, dan)
    for _ in range(3):
        await town.buys(town.lea, "1000")
    await at(town, digests, NINE)
    (day,) = days(town, dan)
    assert day.splitlines()[0] == "☼ Day: 0.00, 0 copied, 3 skipped"
    assert "3 not: not enough free cash" in day


async def test_whoever_copies_nobody_is_left_in_peace(town, bob, digests):
    await at(town, digests, NINE)
    assert days(town, bob) == []


async def test_after_dark_days_the_latest_alone_is_told_and_says_how_late_it_is(town, bob, digests):
    await copies(town, bob)
    await town.buys(town.lea, "1000")
    await at(town, digests, NINE)
    await at(town, digests, NINE + timedelta(days=3, minutes=40))
    first, second = days(town, bob)
    assert "late" not in first
    assert "the day to 2026-11-29 09:00 UTC" in second
    assert "⌛ 40 min late" in second
    assert "0 copied" in second.splitlines()[0]


async def test_a_desk_that_was_dark_at_nine_tells_when_it_is_back(town, bob, digests, notes):
    await copies(town, bob)
    await town.app.stop()
    town.clock.move_to(NINE + timedelta(hours=2))
    again = await open_town(notes, journal=town.journal, sandbox=town.sandbox, clock=town.clock)
    made = await watching(again)
    await again.settle()
    assert len(days(again, bob)) == 1
    assert "120 min late" in days(again, bob)[0]
    await at(again, made, NINE + timedelta(days=1))
    assert len(days(again, bob)) == 2
    await again.stop()


@pytest.mark.parametrize(
    ("cut", "dark"),
    [(cut, dark) for cut in ("before post", "before done") for dark in (timedelta(minutes=5), timedelta(days=1))],
    ids=["post, minutes", "post, a day", "done, minutes", "done, a day"],
)
async def test_a_cut_at_any_point_leaves_a_digest_a_day_and_loses_nothing_kept(town, bob, monkeypatch, cut, dark):
    digests = await watching(town)
    await copies(town, bob)
    await notes_keeps(town, bob, "📄 kept one")
    name = {"before post": "_gathered", "before done": "done"}[cut]
    real = getattr(rows, name)
    dead = []

    def dies(*given):
        answer = real(*given) if cut == "before post" else None
        if not dead:
            dead.append(True)
            raise RuntimeError("the process ends here")
        return answer if cut == "before post" else real(*given)

    monkeypatch.setattr(rows, name, dies)
    with pytest.raises(RuntimeError):
        await at(town, digests, NINE)
    await notes_keeps(town, bob, "📄 kept two")
    town.clock.move_to(NINE + dark)
    later = await watching(town)
    await at(town, later, NINE + timedelta(days=2))
    told = days(town, bob)
    assert len(told) == len({text.splitlines()[1] for text in told}) >= 2
    assert sum(text.count("📄 kept one") for text in told) == 1
    assert sum(text.count("📄 kept two") for text in told) == 1


async def notes_keeps(town, person, line):
    sql = "INSERT INTO kept (chat, kind, line, at) VALUES (?, 'share_settled', ?, 0)"
    await town.notes.run(sql, person.id, line)


async def test_what_quiet_hours_kept_stands_in_the_digest_the_newest_first(town, bob, digests):
    await likes(town, bob, quiet=Span(23 * 60, 8 * 60))
    for number in range(13):
        await notes_keeps(town, bob, f"📄 line {number}")
    await at(town, digests, NINE)
    (day,) = days(town, bob)
    assert day.splitlines()[0] == "☼ 13 messages kept for you"
    assert "📄 line 12\n📄 line 11" in day
    assert "📄 line 2" not in day
    assert "and 3 more" in day
    assert await town.notes.run("SELECT * FROM kept") == []


async def test_whoever_turns_the_digest_off_is_told_what_was_kept_for_it(town, bob, digests):
    await notes_keeps(town, bob, "📄 one line")
    await town.says(bob, "/digest off")
    digests.begin_anew(bob.id)
    await at(town, digests, NINE - timedelta(hours=5))
    assert [text.splitlines()[0] for text in days(town, bob)] == ["☼ 1 message kept for you"]
    await at(town, digests, NINE)
    assert len(days(town, bob)) == 1


async def test_nine_is_where_the_reader_is_and_every_hour_has_its_own_readers(town, bob, digests):
    await copies(town, bob)
    await town.floor.chats.live_in(bob.id, found("Auckland"))
    digests.moved()
    auckland_nine = datetime(2026, 11, 25, 20, tzinfo=UTC)
    assert await at(town, digests, auckland_nine - timedelta(minutes=1)) == 0
    assert await at(town, digests, auckland_nine) == 1
    assert await at(town, digests, NINE) == 0
    assert len(days(town, bob)) == 1
    assert "the day to 2026-11-26 09:00" in days(town, bob)[0]


async def test_another_hour_holds_from_the_next_time_it_comes(town, bob, digests):
    await copies(town, bob)
    await at(town, digests, NINE)
    await likes(town, bob, digest_at=8 * 60)
    digests.begin_anew(bob.id)
    await at(town, digests, NINE + timedelta(minutes=1))
    assert len(days(town, bob)) == 1
    await at(town, digests, NINE + timedelta(hours=23))
    assert len(days(town, bob)) == 2


async def test_a_newcomer_is_not_told_of_days_before_they_came(town, digests):
    await at(town, digests, NINE + timedelta(hours=1))
    eve = town.person("Eve", id=1020)
    await town.says(eve, "/start")
    await town.presses(eve, "Start with paper")
    await town.presses(eve, "I understand")
    await copies(town, eve)
    await at(town, digests, NINE + timedelta(hours=2))
    assert days(town, eve) == []
    await at(town, digests, NINE + timedelta(days=1))
    assert len(days(town, eve)) == 1


async def test_a_clock_that_is_set_back_tells_no_day_twice(town, bob, digests):
    await copies(town, bob)
    await at(town, digests, NINE)
    town.clock._now = NINE - timedelta(hours=1)
    digests.moved()
    assert await digests.look() == 0
    await at(town, digests, NINE)
    assert len(days(town, bob)) == 1


async def test_a_blocked_chat_keeps_what_waits_and_is_not_written_to(town, bob, digests):
    await copies(town, bob)
    await notes_keeps(town, bob, "📄 one line")
    await town.floor.chats.block(bob.id)
    await at(town, digests, NINE)
    assert days(town, bob) == []
    assert len(await town.notes.run("SELECT * FROM kept")) == 1


async def test_no_more_digests_wait_in_the_outbox_than_leave_in_seconds(town, bob, digests, monkeypatch):
    await copies(town, bob)
    monkeypatch.setattr(rows, "CHUNK", 10)
    monkeypatch.setattr(module, "WAITING_MOST", 20)
    crowd = range(5000, 5100)
    for chat in crowd:
        await town.floor.chats.meet(chat, chat)
        await town.notes.run("INSERT INTO digest VALUES (?, '2026-11-25')", chat)
        await town.notes.run("INSERT INTO kept (chat, kind, line, at) VALUES (?, 'x', 'y', 0)", chat)
        town.sandbox.person(f"P{chat}", id=chat)
    await town.app.outbox.stop()
    town.clock.move_to(NINE)
    assert await digests.look() == 20
    assert await digests.look() == 0
    await town.notes.run("UPDATE outbox SET state = 'sent'")
    assert await digests.look() > 0


def test_what_is_told_of_a_private_lead_buy_is_never_counted():
    """R-18.3."""
    from core.views.digest import _UNTOLD

    assert {int(each) for each in Reason if each.name.startswith("LEAD_")} <= set(_UNTOLD)
