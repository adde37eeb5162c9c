"""What the bot offers behind its name in any chat: public cards of leads, to whoever asks, and nothing of theirs."""

import pytest
from small_desk import start_desk
from story import become_lead, buy, cast, copy_fixed, enter
from waiting import until
from whole_desk import desk as whole_desk
from whole_desk import seen

from bot.charts.pictures import key_of
from bot.chat.offers import PAGE, Offers
from bot.html import esc
from bot.presses import Home
from bot.sandbox.model import Upload
from bot.screens.offer import Offer
from core.adapters.notes import Notes
from tests.bot.paintings import lead as painted
from tests.bot.sandbox.pictures import png


def offer(number, **more):
    words = {"title": esc(f"Lead {number}"), "line": esc("+1 %"), "text": esc("PAPER · a lead"), "label": esc("Look")}
    link = f"https://t.me/slipstream_sandbox_bot?start=lead_{number}"
    return Offer(id=f"lead_{number}", **words, link=link, **more)


async def of_thirteen(context, first):
    assert (context.person, context.text) == (context.chat, "orion")
    return Offers(tuple(offer(number) for number in range(13))[first : first + PAGE], first + PAGE < 13)


@pytest.fixture
async def small(tmp_path):
    notes = await Notes.open(tmp_path / "notes.sqlite")
    desks = []

    async def begin(offering):
        desks.append(await start_desk(notes, offering=offering))
        return desks[-1], desks[-1].sandbox.person("Anna")

    yield begin
    for each in desks:
        await each.app.stop()
    await notes.close()


async def ask(desk, person, text, offset=""):
    query = desk.sandbox.ask_inline(person, text, offset)
    await desk.feed()
    return desk.sandbox.inline_answers.get(query)


async def test_ten_a_page_personal_and_kept_for_a_minute(small):
    desk, anna = await small(of_thirteen)
    first = await ask(desk, anna, "orion")
    assert (len(first.results), first.next_offset) == (10, "10")
    assert (first.cache_time, first.is_personal) == (60, True)
    second = await ask(desk, anna, "orion", first.next_offset)
    assert ([each["id"] for each in second.results], second.next_offset) == (["lead_10", "lead_11", "lead_12"], "")


@pytest.mark.parametrize("offset", ["x", "-1", "٣", "1e9"])
async def test_an_offset_of_nonsense_is_the_first_page(small, offset):
    desk, anna = await small(of_thirteen)
    assert len((await ask(desk, anna, "orion", offset)).results) == 10


async def test_who_only_asks_is_not_met_and_is_sent_nothing(small):
    desk, anna = await small(of_thirteen)
    assert await ask(desk, anna, "orion")
    assert await desk.app.chats.of(anna.id) is None
    assert desk.sandbox.chat(anna) == []


async def test_a_picture_goes_along_where_telegram_has_it(small):
    picture = painted()

    async def pictured(_context, _first):
        return Offers((offer(1, picture=picture),), more=False)

    desk, anna = await small(pictured)
    (plain,) = (await ask(desk, anna, "")).results
    assert plain["type"] == "article"
    sent = desk.sandbox.files.keep(Upload("a.png", "image/png", png()), "photo")
    await desk.notes.run("INSERT INTO picture VALUES (?, ?)", key_of(picture), sent.file_id)
    (shown,) = (await ask(desk, anna, "")).results
    assert (shown["type"], shown["photo_file_id"], shown["caption"]) == ("photo", sent.file_id, "PAPER · a lead")


async def test_a_query_that_fails_or_comes_too_late_tells_nobody_and_stops_nothing(small):
    async def broken(_context, _first):
        raise RuntimeError("no leads today")

    desk, anna = await small(broken)
    assert await ask(desk, anna, "x") is None
    await desk.say(anna, "/home")
    assert [m.text for m in desk.sandbox.chat(anna) if m.sender is None][-1].startswith("PAPER · Home")
    assert len([m for m in desk.sandbox.chat(anna) if m.sender is None]) == 1
    desk, anna = await small(of_thirteen)
    query = desk.sandbox.ask_inline(anna, "orion")
    desk.pass_time(minutes=2)
    await desk.feed()
    assert query not in desk.sandbox.inline_answers
    assert desk.sandbox.chat(anna) == []


async def test_a_card_posted_in_the_bots_own_chat_is_no_text_for_it(small):
    desk, anna = await small(of_thirteen)
    await desk.say(anna, "/amount")
    query = desk.sandbox.ask_inline(anna, "orion")
    await desk.feed()
    desk.sandbox.choose_inline(anna, query, "lead_1")
    await desk.feed()
    assert [m.text for m in desk.sandbox.chat(anna) if m.sender is None] == ["How much?"]
    assert Home.tag in {button.callback_data for button in desk.sandbox.last(anna).buttons}


async def test_my_leads_first_all_by_name_and_nothing_private_in_a_card(tmp_path):
    async with whole_desk(tmp_path) as town:
        lea, bob, cat, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await lea.says("/leadon", "Lead trade is ON")
        await buy(lea)
        await bob.sees("▲ Bought")

        async def asked(chat, text):
            query = town.telegram.ask_inline(chat.person, text)
            await until(lambda: query in town.telegram.inline_answers, lambda: "no answer")
            return town.telegram.inline_answers[query].results

        (mine,) = await asked(bob, "")
        (own,) = await asked(lea, " ")
        (strangers,) = await asked(cat, "")  # never wrote to the bot: the list
        assert mine == own == strangers
        assert await asked(cat, "le x") == ()
        assert await asked(cat, "LEA") == (mine,)
        assert await asked(cat, "nobody") == ()
        text = seen(mine["input_message_content"]["message_text"])
        assert text.startswith("PAPER · <b>Lea · leading 0 days</b>")
        assert "Past results promise nothing." in text
        assert "50.00" not in text
        link = mine["reply_markup"]["inline_keyboard"][0][0]["url"]
        await enter(cat)
        town.telegram.follow(cat.person, link)
        await cat.sees("Copiers 1 of 100")
