"""L9: what stands about a lead: typed by them, read by everybody, shown to whoever moderates."""

import pytest
from story import become_lead, cast, enter
from whole_desk import desk, seen


@pytest.fixture
async def town(tmp_path):
    async with desk(tmp_path) as running:
        lea, _, _, _, ada = cast(running)
        await become_lead(lea, ada)
        yield running


async def test_the_words_on_the_public_card_are_changed_and_the_admin_is_told(town):
    lea, bob, _, _, ada = cast(town)
    await lea.says("/profile", "You lead the whole copy list")
    assert lea.reads("I trade BTC and ETH, slowly and with care.")
    await lea.presses("✎ Change the words", "Write in one message how you trade")
    await lea.says("short", "too short or too long")
    await lea.says("Write to me: t.me/lea_trades for more", "no links, please")
    await lea.says("Call me at +1 234 567 89 01 any time", "no links, please")
    await lea.says("Only <b>BTC</b>, held for weeks & more", "✔ Changed.")
    told = await ada.sees("has changed what stands about them")
    assert "Only <b>BTC</b>, held for weeks & more" in seen(told.text)
    await enter(bob)
    await bob.says("/leads", "by score")
    await bob.presses("1 Lea", "Only <b>BTC</b>, held for weeks & more")
    await lea.presses("My public card", "Only <b>BTC</b>, held for weeks & more")


async def test_an_applicants_words_meet_the_same_filter(town):
    bob = cast(town)[1]
    await enter(bob)
    await bob.presses("Apply to lead", "You need:")
    await bob.presses("Write about me", "Write in one message")
    await bob.says("See my results at my-site.com every day", "no links, please")
    await bob.says("I hold what I buy for weeks.", "✔ a few words about you")


async def test_the_profile_says_which_instruments_are_led(town):
    lea = cast(town)[0]
    await lea.says("/instruments", "The desk's copy list")
    await lea.presses("○ My own choice", "Tap what you want to lead")
    await lea.presses("✅ DOGE-USDT")
    await lea.button("☐ DOGE-USDT")
    await lea.presses("Lead these 3 instruments", "Your instruments are chosen")
    await lea.says("/profile", "You lead: BTC-USDT, ETH-USDT, SOL-USDT.")
