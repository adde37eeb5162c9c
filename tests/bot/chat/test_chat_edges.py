"""The edges of a chat on the whole desk: odd messages, every kind of link, storms of presses, groups, a blocked bot."""

import pytest
from story import become_lead, buy, cast, copy_fixed, enter, review_buy
from waiting import until
from whole_desk import desk, seen

from core.adapters.notes import Notes
from core.adapters.venues.paper import TimeoutFilled

THUMB = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
FILE = {"file_id": "a", "file_unique_id": "b"}
ODD = {
    "a voice": {"voice": {**FILE, "duration": 1}},
    "a place": {"location": {"latitude": 1.5, "longitude": 2.5}},
    "a contact": {"contact": {"phone_number": "1", "first_name": "x"}},
    "a sticker": {
        "sticker": {**THUMB, "type": "regular", "is_animated": False, "is_video": False},
    },
    "a die": {"dice": {"emoji": "🎲", "value": 3}},
    "a photo with a command under it": {"photo": [THUMB], "caption": "/stop"},
    "all that fits": {"text": "я" * 4096},
    "a forwarded amount": {
        "text": "999999999",
        "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Mallory"},
    },
    "a command of another bot": {"text": "/stop@another_bot"},
}


def arrives(town, person, **content):
    """Any message of this person, in their private chat."""
    town.telegram.last_message_id += 1
    number = town.telegram.last_message_id
    chat = {"id": person.id, "type": "private", "first_name": person.name}
    sender = {"id": person.id, "is_bot": False, "first_name": person.name}
    message = {"message_id": number, "date": int(town.telegram.now().timestamp()), "chat": chat, "from": sender}
    town.telegram.inject({"message": message | content})


async def handled(town):
    """Until everything queued is worked off."""
    await until(lambda: not town.telegram.updates.waiting, lambda: "not fetched")
    await town.house.app.inbox.drain()


def facts_of(town):
    """How many facts there are that a person's press could have made."""
    return sum(1 for _ in town.house.engine.pen.journal.read(0))


def ours(chat):
    return [seen(message.text) for message in chat.messages]


async def test_odd_messages_are_answered_move_nothing_and_leave_the_question_open(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await bob.says("/leads", "by score")
        await bob.presses("1 Lea", "Copiers")
        await bob.presses("Copy Lea", "How much of each buy")
        await bob.presses("○ Fixed amount", "How much shall each copy cost")
        facts = facts_of(town)
        for kind, content in ODD.items():
            before = len(bob.messages)
            arrives(town, bob.person, **content)
            await handled(town)
            assert len(bob.messages) == before + 1, kind
            assert "How much shall each copy cost" in seen(bob.messages[-1].text), (kind, bob.messages[-1].text)
        assert facts_of(town) == facts
        await bob.says("50", "may be in coins of this lead")
        assert not any("E-" in text for text in ours(bob))


async def test_every_kind_of_link_opens_something_for_everybody_and_fails_for_nobody(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, eve, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await lea.says("/leadon", "Lead trade is ON")
        await buy(lea)
        await bob.sees("▲ Bought")
        await bob.presses("Log")
        await bob.presses("1 ")
        card = await bob.sees("why ")
        reference = seen(card.text).partition("why ")[2].split()[0]
        for start, bobs, eves in (
            (f"t_{reference}", f"why {reference}", "found no copy"),
            ("t_", "Type /why", "Type /why"),
            ("t_7F3K2A", "found no copy", "found no copy"),
            ("lead_abcdefgh", "no such lead", "no such lead"),
            ("st_1", "", ""),
            ("st_999999999999999999999", "", ""),
            ("set_alerts", "alerts: loud, silent or off", ""),
            ("join_nothing_at_all", "Home", "paper money"),
            ("ref_abcdef", "Home", "paper money"),
            ("-_-_-", "Home", "paper money"),
            ("x" * 64, "Home", "paper money"),
        ):
            for who, words in ((bob, bobs), (eve, eves)):
                before = len(who.messages)
                town.telegram.say(who.person, f"/start {start}")
                await handled(town)
                assert len(who.messages) == before + 1, (start, who.person.name)
                said = seen(who.messages[-1].text)
                assert words in said, (start, who.person.name, said)
                assert "E-" not in said
                assert who.messages[-1].keyboard, start


async def test_fifty_presses_of_a_confirmation_in_a_second_are_one_order_and_fifty_answers(tmp_path):
    async with desk(tmp_path) as town:
        lea, _, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await review_buy(lea)
        message, label = await lea.button("Place order")
        presses = [town.telegram.press(lea.person, message.message_id, label) for _ in range(50)]
        await handled(town)
        await lea.sees("✔ Bought")
        assert all(town.telegram.pressed[press].answer for press in presses)
        placed = [r for r in town.house.engine.pen.journal.read(0) if type(r.fact).__name__ == "OrderPlaced"]
        assert len(placed) == 1
        assert not any("E-" in text for text in ours(lea))


async def test_r2_7_an_order_that_nobody_knew_of_for_a_time_is_told_once_it_is_known(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.handlers.placing.OUTCOME_WITHIN", 0.1)
    async with desk(tmp_path) as town:
        lea, _, _, _, ada = cast(town)
        await become_lead(lea, ada)
        town.house.venue.fault(town.house.people.number(lea.person.id), TimeoutFilled())
        await review_buy(lea)
        await lea.presses("Place order", "has not answered yet")
        await lea.sees("✔ Your order bought")


async def test_a_press_on_a_message_that_is_gone_brings_a_new_screen(tmp_path):
    async with desk(tmp_path) as town:
        _, bob, _, _, _ = cast(town)
        await enter(bob)
        home = bob.screen
        town.telegram.remove(town.telegram.message(bob.person.id, home.message_id))
        press = town.telegram.forge(bob.person, home.message_id, home.buttons[0].callback_data)
        await handled(town)
        assert town.telegram.pressed[press].answer
        assert bob.messages[-1].message_id > home.message_id
        assert bob.messages[-1].keyboard


async def test_another_person_who_presses_a_forwarded_button_gets_nothing_of_its_owner(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, eve, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await enter(eve)
        await review_buy(lea)
        message, _ = await lea.button("Place order")
        facts = facts_of(town)
        group = town.telegram.group("Friends", lea.person, bob.person)
        for chat in (None, group):
            press = town.telegram.forge(bob.person, message.message_id, message.buttons[0].callback_data, chat=chat)
            await handled(town)
            assert town.telegram.pressed[press].answer, chat
        assert facts_of(town) == facts
        assert not any("2,500" in text for text in ours(bob))


async def test_a_group_that_throws_the_bot_out_is_nobodys_failure(tmp_path):
    async with desk(tmp_path) as town:
        _, bob, _, _, _ = cast(town)
        await enter(bob)
        group = town.telegram.group("Friends", bob.person)
        said = len(bob.messages)
        town.telegram.faults.refuse("sendMessage", "Forbidden: bot was kicked from the group chat", n=1)
        town.telegram.say(bob.person, "/home", chat=group)
        await handled(town)
        assert len(bob.messages) == said
        town.telegram.say(bob.person, "/home", chat=group)
        await handled(town)
        assert [m.text for m in town.telegram.chat(group) if m.sender is None] == ["I speak in private only."]


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_being_added_somewhere_says_nothing_and_meets_nobody(tmp_path, kind):
    async with desk(tmp_path) as town:
        _, bob, _, _, _ = cast(town)
        member = {"user": {"id": 1, "is_bot": True, "first_name": "S"}, "status": "member"}
        chat = {"id": -100, "type": kind, "title": "T"}
        sender = {"id": bob.person.id, "is_bot": False, "first_name": "Bob"}
        town.telegram.inject(
            {
                "my_chat_member": {
                    "chat": chat,
                    "from": sender,
                    "date": 1,
                    "old_chat_member": member | {"status": "left"},
                    "new_chat_member": member,
                }
            }
        )
        await handled(town)
        assert town.telegram.messages.get(-100, {}) == {}
        notes: Notes = town.house.notes
        assert await notes.run("SELECT count(*) FROM chat") == [(0,)]


async def test_r2_9_who_blocked_the_bot_is_copied_and_told_what_they_missed_as_one_message(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await lea.says("/leadon", "Lead trade is ON")
        town.telegram.block(bob.person)
        await handled(town)
        said = len(bob.messages)
        await buy(lea)
        await lea.sees("✔ Copied by 1 of 1: BUY BTC")
        await buy(lea, "1000", "ETH")
        await lea.sees("✔ Copied by 1 of 1: BUY ETH")
        assert len(bob.messages) == said
        town.telegram.say(bob.person, "/portfolio")  # clients unblock before they write
        missed = await bob.sees("2 together, the newest first")
        assert seen(missed.text).startswith("▲ Bought")
        assert "ETH" in missed.text
        assert "BTC" in missed.text
        await handled(town)
        assert len([text for text in ours(bob)[said:] if "▲ Bought" in text]) == 1
