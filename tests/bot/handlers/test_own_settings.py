"""T1 to T4: every setting of a person is a tap from /settings, and plain mode holds for screens, reviews and alerts."""

import re
from dataclasses import replace

import pytest
from test_first_copy import start_copy

from core.model import commands as c
from core.model.money import quote, ratio

EMOJI = re.compile("[\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff•]")


def said(town, person):
    """Everything the newest message says, its buttons included."""
    return "\n".join([town.screen(person), *town.labels(person)])


async def test_home_leads_to_the_settings_and_they_to_every_single_one_and_back(town, bob):
    assert "Settings" in town.labels(bob)
    for label, says in (
        ("Language: English", "In which language"),
        ("Appearance: dark pictures, plain mode off", "Pictures are dark"),
        ("Time zone: UTC", "What time is it for you?"),
    ):
        await town.says(bob, "/home")
        await town.presses(bob, "Settings")
        assert says in await town.presses(bob, label)
        assert "How I speak to you" in await town.presses(bob, "‹ Back")
    for label, says in (
        ("Alerts: loud", "A tap goes on"),
        ("Day digest 09:00", "digest"),
        ("Quiet hours off", "quiet"),
    ):
        await town.says(bob, "/settings")
        assert says in (await town.presses(bob, label)).lower() or says in town.screen(bob)


async def test_a_visitor_is_offered_what_a_visitor_has(town):
    eve = town.person("Eve", id=1009)
    await town.says(eve, "/settings")
    assert town.labels(eve) == ["Language: English ✎", "Appearance: dark pictures, plain mode off ✎", "⌂ Home"]


async def test_plain_mode_is_turned_on_and_off_by_a_tap_and_at_once(town, bob):
    await town.says(bob, "/appearance")
    assert "○ Plain mode on" in town.labels(bob)
    assert "Plain mode is on" in await town.presses(bob, "○ Plain mode on")
    assert "Plain mode on, chosen" in town.labels(bob)
    assert EMOJI.search(said(town, bob)) is None
    home = await town.says(bob, "/home")
    assert home.split("\n")[1:3] == ["Equity 10,000.00 USDT", "free cash 10,000.00"]
    await town.says(bob, "/settings")
    assert "Appearance: dark pictures, plain mode on" in town.labels(bob)
    await town.presses(bob, "Appearance")
    await town.presses(bob, "Plain mode off")
    assert "⌂ Home" in town.labels(bob) or "Plain mode is off" in town.screen(bob)
    assert " · " in await town.says(bob, "/home")


@pytest.fixture
async def plain_bob(town, bob):
    await town.forges(bob, "tpl:1")
    return bob


async def test_the_way_to_a_copy_and_its_alerts_are_plain(town, plain_bob):
    await town.presses(plain_bob, "Home")
    await town.presses(plain_bob, "Leads")
    for label in ("1 Lea", "Copy Lea", "Fixed amount"):
        await town.presses(plain_bob, label)
        assert EMOJI.search(said(town, plain_bob)) is None
    await town.says(plain_bob, "50")
    await town.says(plain_bob, "500")
    await town.presses(plain_bob, "The lead's")
    await town.presses(plain_bob, "Review")
    await town.presses(plain_bob, "Start copying")
    await town.buys(town.lea, "1000")
    bought = town.screen(plain_bob)
    assert bought.startswith("Bought 0.00083")
    assert bought.split("\n")[1].startswith("Lea Lead")
    assert EMOJI.search(said(town, plain_bob)) is None
    await town.submit(c.ChangeCopying(town.people.number(1002), town.lea, barely_anything(town)))
    await town.buys(town.lea, "1000")
    failed = town.screen(plain_bob)
    assert failed.startswith("Skipped BTC: over your maximum")
    assert EMOJI.search(said(town, plain_bob)) is None


def barely_anything(town):
    """The settings of the copy with room for one copy alone, which is in use."""
    table = town.engine.pen.book.leads[town.lea].copyings
    return replace(table.settings(0), max_total=quote("50"))


async def test_r17_a_review_of_plain_words_marks_only_what_changed(town, plain_bob):
    await town.forges(plain_bob, "ld:0:0")
    await town.says(plain_bob, "/leads")
    await town.presses(plain_bob, "1 Lea")
    await town.presses(plain_bob, "Copy Lea")
    await town.presses(plain_bob, "Fixed amount")
    await town.says(plain_bob, "50")
    await town.says(plain_bob, "500")
    await town.presses(plain_bob, "The lead's")
    await town.presses(plain_bob, "Review")
    await town.submit(c.SetProfitShare(town.lea, ratio("0.05")))
    again = await town.presses(plain_bob, "Start copying")
    assert [line for line in again.split("\n") if line.startswith("changed")] == [
        "changed: Profit share: 5.0% of a week's net profit goes to the lead."
    ]


async def test_who_reads_as_usual_has_all_signs(town, bob):
    await start_copy(town, bob)
    await town.presses(bob, "Start copying")
    await town.buys(town.lea, "1000")
    assert town.screen(bob).startswith("▲ Bought")


@pytest.mark.parametrize("command", ["/log", "/stop", "/mute", "/copies"])
async def test_rule_14_whoever_copies_nobody_is_offered_a_lead(town, bob, command):
    await town.says(bob, command)
    assert "leads" in (await town.presses(bob, "Find a lead")).lower()
