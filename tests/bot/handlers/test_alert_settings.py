"""N1 to N3 and T3 in the chat: a tap goes on to the next level, times are chosen or typed, and all of it is kept."""

from datetime import UTC, datetime

import pytest
from copier_town import LEA, open_town
from test_first_copy import start_copy

from bot.wishes.mornings import Span
from bot.wishes.preferences import Wishes
from bot.wishes.topics import Level, Topic
from bot.wishes.zones import BY_CITY, LIKELY, found, offset_of, offsets, zones_at
from core.model import commands as c
from core.model.people import OPERATOR


@pytest.fixture
def wishes(town):
    return Wishes(town.notes)


async def copies(town, person):
    await start_copy(town, person)
    await town.presses(person, "Start copying")


def told(town, person, words):
    return [message for message in town.ours(person) if words in message.text]


async def test_a_tap_goes_from_loud_to_silent_to_off_and_round_again(town, bob):
    await town.says(bob, "/alerts")
    seen = []
    for _ in range(3):
        seen.append(next(label for label in town.labels(bob) if label.startswith("Not copied")))
        await town.presses(bob, "Not copied")
    assert seen == ["Not copied: loud", "Not copied: silent", "Not copied: off"]
    assert "Not copied: loud" in town.labels(bob)


async def test_what_is_off_is_not_told_and_what_is_loud_rings(town, bob):
    await copies(town, bob)
    await town.buys(town.lea, "1000")
    assert [message.silent for message in told(town, bob, "▲ Bought")] == [True]
    await town.says(bob, "/alerts")
    await town.presses(bob, "Bought, sold: silent")
    await town.pass_time(minutes=1)
    await town.buys(town.lea, "1000")
    assert len(told(town, bob, "▲ Bought")) == 1
    await town.presses(bob, "Bought, sold: off")
    await town.pass_time(minutes=1)
    await town.buys(town.lea, "1000")
    assert [message.silent for message in told(town, bob, "▲ Bought")] == [True, False]


async def test_safety_alerts_have_no_switch_and_are_told_whatever_is_off(town, bob, wishes):
    await copies(town, bob)
    for topic in Topic:
        await wishes.change(bob.id, lambda old, topic=topic: old.with_level(topic, Level.OFF))
    await town.says(bob, "/alerts")
    assert "Safety alerts cannot be turned off." in town.screen(bob)
    assert not any("halt" in label.lower() for label in town.labels(bob))
    await town.submit(c.Halt(OPERATOR))
    (halted,) = told(town, bob, "Desk halted")
    assert not halted.silent


async def test_a_button_shown_before_another_change_does_nothing_and_says_so(town, bob, wishes):
    await town.says(bob, "/alerts")
    stale = next(b.callback_data for b in town.live(bob).buttons if b.text.startswith("Skipped"))
    await town.presses(bob, "Statement")
    await town.forges(bob, stale)
    assert "your press did nothing" in town.screen(bob)
    assert (await wishes.of(bob.id)).level(Topic.SKIPPED) is Level.SILENT
    assert "Skipped: silent" in town.labels(bob)


async def test_what_was_set_is_there_after_a_restart(town, bob, notes):
    await town.says(bob, "/alerts")
    await town.presses(bob, "TP, SL hit")
    await town.says(bob, "/quiet 22:30-7")
    await town.says(bob, "/timezone Auckland")
    await town.app.stop()
    again = await open_town(notes, journal=town.journal, sandbox=town.sandbox, clock=town.clock)
    again.last = town.last
    await again.says(bob, "/alerts")
    labels = again.labels(bob)
    assert {"TP, SL hit: silent", "Quiet hours 22:30–07 ✎", "Time zone: Auckland ✎"} <= set(labels)
    await again.stop()


async def test_each_role_has_its_own_switches(town, bob):
    await town.says(bob, "/alerts")
    assert any(label.startswith("Bought, sold") for label in town.labels(bob))
    assert not any(label.startswith("Receipts") for label in town.labels(bob))
    lea = town.person("Lea", id=LEA)
    await town.says(lea, "/alerts")
    assert any(label.startswith("Receipts") for label in town.labels(lea))
    assert not any(label.startswith("Bought, sold") for label in town.labels(lea))
    ada = town.person("Ada", id=1005)
    await town.says(ada, "/alerts")
    assert any(label.startswith("Requests to the admin") for label in town.labels(ada))


async def test_a_topic_of_another_role_can_be_set_and_harms_nobody(town, bob, wishes):
    await town.says(bob, "/alerts")
    await town.forges(bob, "al:requests:off:0")
    assert (await wishes.of(bob.id)).level(Topic.REQUESTS) is Level.OFF
    assert "PAPER · alerts" in town.screen(bob)


# ── quiet hours and the digest ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "span"),
    [("22:30-7", Span(22 * 60 + 30, 7 * 60)), ("11pm-8am", Span(23 * 60, 8 * 60)), ("off", None), ("midnight", ...)],
)
async def test_quiet_hours_are_typed_or_said_behind_the_command(town, bob, wishes, typed, span):
    await town.says(bob, "/quiet")
    await town.presses(bob, "00–09")
    before = (await wishes.of(bob.id)).quiet
    for text in (typed, f"/quiet {typed}"):
        screen = await town.says(bob, text)
        assert (await wishes.of(bob.id)).quiet == (before if span is ... else span)
        assert ("I did not understand" in screen) == (span is ...)


async def test_quiet_hours_are_chosen_by_a_chip_which_is_marked(town, bob):
    await town.says(bob, "/quiet")
    assert "You have no quiet hours." in town.screen(bob)
    await town.presses(bob, "23–08")
    assert "● 23–08" in town.labels(bob)
    assert "Quiet from 23:00 to 08:00" in town.screen(bob)
    await town.presses(bob, "No quiet hours")
    assert "You have no quiet hours." in town.screen(bob)


@pytest.mark.parametrize("forged", ["alq:1440:0:1", "alq:-1:5:1", "ald:1440:1", "ald:-2:1"])
async def test_a_forged_time_changes_nothing(town, bob, wishes, forged):
    await town.says(bob, "/quiet 23-8")
    before = await wishes.of(bob.id)
    await town.forges(bob, forged)
    assert await wishes.of(bob.id) == before


async def test_off_is_typed_in_ones_own_language(town, bob, wishes):
    await town.says(bob, "/quiet 23-8")
    await town.floor.chats.speak(bob.id, "ru")
    await town.says(bob, "/quiet Выкл")
    assert (await wishes.of(bob.id)).quiet is None


async def test_without_a_digest_the_quiet_hours_say_that_nothing_waits(town, bob):
    await town.says(bob, "/digest off")
    assert "You have no digest." in town.screen(bob)
    screen = await town.says(bob, "/quiet 23-8")
    assert "come silently" in screen
    await town.says(bob, "/digest 8:30")
    assert "Day digest 08:30 ✎" in await labels_after(town, bob, "/alerts")


async def labels_after(town, person, command):
    await town.says(person, command)
    return town.labels(person)


async def test_in_quiet_hours_the_alerts_screen_says_so(town, bob):
    await town.says(bob, "/quiet 11-13")
    assert "It is quiet now, until 13:00 by your clock." in await town.says(bob, "/alerts")


# ── the time zone ─────────────────────────────────────────────────────────────


async def test_a_zone_is_found_by_the_time_ones_clock_shows_and_a_city(town, bob):
    await town.says(bob, "/timezone")
    assert "it that your clock shows 12:00 (UTC)" in town.screen(bob)
    assert town.labels(bob)[:3] == ["07:00", "12:00", "17:30"]
    await town.presses(bob, "Another time")
    await town.presses(bob, "20:00")
    assert {"Shanghai", "Singapore", "Perth"} <= set(town.labels(bob))
    await town.presses(bob, "Singapore")
    assert "your clock shows 20:00 (Singapore)" in town.screen(bob)
    assert (await town.floor.chats.of(bob.id)).timezone == "Asia/Singapore"
    assert town.labels(bob)[:3] == ["19:00", "20:00", "21:00"]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("Ushuaia", "America/Argentina/Ushuaia"),
        ("utc", "UTC"),
        ("Atlantis", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("", "UTC"),
    ],
)
async def test_a_city_is_typed_or_said_behind_the_command(town, bob, typed, zone):
    await town.says(bob, f"/timezone {typed}")
    assert (await town.floor.chats.of(bob.id)).timezone == zone


@pytest.mark.parametrize("forged", ["tz:Atlantis", "tzo:7", "tzo:100000", "tzo:-99999999999"])
async def test_a_forged_zone_is_the_question_anew(town, bob, forged):
    await town.says(bob, "/timezone Berlin")
    await town.forges(bob, forged)
    assert "What time is it for you?" in town.screen(bob)
    assert (await town.floor.chats.of(bob.id)).timezone == "Europe/Berlin"


@pytest.mark.parametrize("now", [datetime(2027, 1, 15, 12, tzinfo=UTC), datetime(2027, 7, 15, 12, tzinfo=UTC)])
def test_every_zone_of_the_list_is_found_by_its_time_and_by_its_city(now):
    shown = {zone for offset in offsets(now) for zone in zones_at(offset, now)}
    assert shown == set(BY_CITY.values())
    assert len({offset % 1440 for offset in offsets(now)}) == len(offsets(now)) <= 45
    for city, zone in BY_CITY.items():
        assert found(city.replace("_", " ")) == zone
        assert zone in zones_at(offset_of(zone, now), now)
    assert {zone for zones in LIKELY.values() for zone in zones} <= set(BY_CITY.values())


# ── the deep link ─────────────────────────────────────────────────────────────


async def test_the_deep_link_opens_the_settings_to_whoever_is_told_anything(town, bob):
    assert "PAPER · alerts" in await town.says(bob, "/start set_alerts")
    eve = town.person("Eve", id=1030)
    assert "once you have joined" in await town.says(eve, "/start set_alerts")
