"""A confirmation works for one person, in one chat, from one message, once, for a minute."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.confirmations import Confirmations, Expired, Redeemed, Unknown, Used
from bot.presses import Confirm, pack, unpack
from core.adapters.notes import Notes

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ANNA, BEN, CHAT = 11, 12, 11


async def issue(confirmations):
    return await confirmations.issue(
        person=ANNA, chat=CHAT, command={"buy": "1.25"}, plan_hash="abc", shown={"BTC": "64000"}, now=NOW
    )


@pytest.fixture
def confirmations(notes):
    return Confirmations(notes)


async def test_it_gives_back_what_was_confirmed(confirmations):
    nonce = await issue(confirmations)
    got = await confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW, origin="tg:1")
    assert got == Redeemed({"buy": "1.25"}, "abc", {"BTC": "64000"})


async def test_twice_is_used_with_its_outcome(confirmations):
    nonce = await issue(confirmations)
    await confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW, origin="tg:1")
    second = await confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW, origin="tg:2")
    assert second == Used(NOW, None)
    await confirmations.settle(nonce, {"filled": 2})
    third = await confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW + timedelta(hours=1), origin="tg:1")
    assert third == Used(NOW, {"filled": 2})


async def test_without_an_origin_a_second_use_is_a_second_use(confirmations):
    nonce = await issue(confirmations)
    assert isinstance(await confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW), Redeemed)
    assert isinstance(await confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW), Used)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, Redeemed),
        ({"now": NOW + timedelta(seconds=59.9)}, Redeemed),
        ({"now": NOW + timedelta(seconds=60)}, Expired),
        ({"person": BEN}, Unknown),
        ({"chat": 99}, Unknown),
        ({"message": 8}, Unknown),
        ({"message": 7}, Redeemed),
        ({"nonce": "forged"}, Unknown),
        ({"nonce": ""}, Unknown),
        ({"person": BEN, "now": NOW + timedelta(hours=1)}, Unknown),
    ],
)
async def test_each_way_to_press_it(confirmations, change, kind):
    nonce = await issue(confirmations)
    await confirmations.bind(nonce, 7)
    given = {"nonce": nonce, "person": ANNA, "chat": CHAT, "now": NOW, "origin": "tg:1"} | change
    got = await confirmations.redeem(given.pop("nonce"), **given)
    assert type(got) is kind


async def test_expiry_gives_the_command_back_so_that_a_fresh_review_costs_a_tap(confirmations):
    nonce = await issue(confirmations)
    got = await confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW + timedelta(minutes=2))
    assert got == Expired({"buy": "1.25"}, {"BTC": "64000"})


async def test_a_hundred_at_once_make_exactly_one(confirmations):
    nonce = await issue(confirmations)
    answers = await asyncio.gather(
        *(confirmations.redeem(nonce, person=ANNA, chat=CHAT, now=NOW, origin=f"tg:{n}") for n in range(100))
    )
    assert sum(isinstance(answer, Redeemed) for answer in answers) == 1
    assert sum(isinstance(answer, Used) for answer in answers) == 99


async def test_after_a_restart_it_holds_and_its_own_update_may_finish(tmp_path):
    path = tmp_path / "notes.db"
    first = await Notes.open(path)
    nonce = await issue(Confirmations(first))
    await Confirmations(first).redeem(nonce, person=ANNA, chat=CHAT, now=NOW, origin="tg:1")
    await first.close()
    second = await Notes.open(path)
    after = Confirmations(second)
    # The process died between redeeming and the command; the update is handled again, a minute later.
    late = NOW + timedelta(minutes=5)
    assert isinstance(await after.redeem(nonce, person=ANNA, chat=CHAT, now=late, origin="tg:1"), Redeemed)
    assert isinstance(await after.redeem(nonce, person=ANNA, chat=CHAT, now=late, origin="tg:2"), Used)
    assert isinstance(await after.redeem(nonce, person=ANNA, chat=CHAT, now=late, origin=""), Used)
    await second.close()


async def test_a_nonce_has_96_random_bits_and_travels_in_a_press(confirmations):
    nonces = {await issue(confirmations) for _ in range(50)}
    assert len(nonces) == 50
    for nonce in nonces:
        assert re.fullmatch(r"[A-Za-z0-9_-]{16}", nonce)
        assert unpack(pack(Confirm(nonce=nonce))) == Confirm(nonce=nonce)


async def test_what_nobody_can_redeem_any_more_goes_away(confirmations, notes):
    await issue(confirmations)
    await confirmations.issue(person=1, chat=1, command={}, plan_hash="", shown={}, now=NOW + timedelta(days=8))
    assert await notes.run("SELECT count(*) FROM confirmation") == [(1,)]
