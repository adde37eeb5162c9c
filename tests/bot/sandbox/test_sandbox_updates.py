"""How updates wait, are confirmed and are lost; and what people can do."""

import pytest
from telegram import Update

from bot.sandbox.refused import Refused


def ids(call, **params):
    return [update["update_id"] for update in call("getUpdates", **params)[1]["result"]]


def test_an_update_waits_until_a_later_offset_confirms_it(telegram, lea, call):
    for number in range(3):
        telegram.say(lea, str(number))
    first, second, third = ids(call)
    assert ids(call) == [first, second, third]  # asking again confirms nothing
    assert ids(call, limit=1) == [first]
    assert ids(call, offset=second) == [second, third]
    assert ids(call) == [second, third]
    assert ids(call, offset=third + 1) == []


def test_a_negative_offset_keeps_only_the_last(telegram, lea, call):
    for number in range(5):
        telegram.say(lea, str(number))
    last = ids(call)[-1]
    assert ids(call, offset=-1) == [last]
    assert ids(call) == [last]


def test_an_update_is_gone_after_a_day(telegram, clock, lea, call):
    telegram.say(lea, "old")
    clock.move(hours=25)
    telegram.say(lea, "new")
    assert [u["message"]["text"] for u in call("getUpdates")[1]["result"]] == ["new"]


def test_only_the_kinds_asked_for_arrive_until_others_are_asked_for(telegram, lea, call):
    ids(call, allowed_updates=["callback_query"])
    assert telegram.say(lea, "unheard") is None
    telegram.forge(lea, 1, "x")
    assert len(ids(call)) == 1
    ids(call, allowed_updates=[])
    assert telegram.say(lea, "heard") is not None


def test_polling_is_refused_beside_a_webhook(telegram, call):
    assert call("setWebhook", url="http://127.0.0.1:1/x", secret_token="s")[0] == 200
    status, body = call("getUpdates")
    assert status == 409
    assert body["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    assert call("getWebhookInfo")[1]["result"]["url"] == "http://127.0.0.1:1/x"
    call("deleteWebhook")
    assert call("getUpdates")[0] == 200


def test_pending_updates_are_dropped_on_request(telegram, lea, call):
    telegram.say(lea, "x")
    call("deleteWebhook", drop_pending_updates=True)
    assert ids(call) == []


def test_a_command_is_marked_as_one(telegram, lea):
    update = telegram.say(lea, "/start lead_abc please")
    parsed = Update.de_json(update, None)
    assert [(e.type, e.offset, e.length) for e in parsed.message.entities] == [("bot_command", 0, 6)]


def test_any_raw_update_can_be_injected(telegram, call):
    update_id = telegram.inject({"message": {"nonsense": True}})
    assert call("getUpdates")[1]["result"] == [{"update_id": update_id, "message": {"nonsense": True}}]


def test_a_press_needs_its_button_and_a_forged_one_does_not(telegram, lea, call):
    call(
        "sendMessage",
        chat_id=lea.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    )
    telegram.press(lea, 2, "A")
    telegram.press(lea, 2, "a")
    with pytest.raises(LookupError, match="no button 'B'"):
        telegram.press(lea, 2, "B")
    with pytest.raises(LookupError, match="no message 9"):
        telegram.press(lea, 9, "A")
    telegram.forge(lea, 2, "a" * 500)
    call("deleteMessage", chat_id=lea.id, message_id=2)
    telegram.forge(lea, 2, "a")
    *_, gone = call("getUpdates")[1]["result"]
    assert (gone["callback_query"]["message"]["date"], gone["callback_query"]["data"]) == (0, "a")
    assert not Update.de_json(gone, None).callback_query.message.is_accessible


def test_a_deep_link_says_start_with_its_payload(telegram, lea):
    telegram.follow(lea, "https://t.me/slipstream_sandbox_bot?start=lead_abc")
    assert telegram.chat(lea)[-1].text == "/start lead_abc"
    with pytest.raises(LookupError):
        telegram.follow(lea, "https://t.me/another_bot?start=x")


def test_people_are_found_by_name_and_told_apart_by_id(telegram):
    lea = telegram.person("Lea")
    assert telegram.person("Lea") is lea
    assert telegram.person("Lea", id=7).id == 7
    assert telegram.speak(lea, "ru").language_code == "ru"
    assert Update.de_json(telegram.say(lea, "x"), None).effective_user.language_code == "ru"


def test_a_group_has_members_and_a_negative_id(telegram, lea, call):
    traders = telegram.group("Traders", lea)
    update = Update.de_json(telegram.say(lea, "hello", chat=traders), None)
    assert (update.effective_chat.type, update.effective_chat.title) == ("group", "Traders")
    assert call("sendMessage", chat_id=traders.id, text="x")[0] == 200
    assert telegram.last(traders).text == "x"
    with pytest.raises(LookupError):
        telegram.say(telegram.person("Bob"), "x", chat=traders)


def test_a_file_from_a_person_arrives(telegram, lea):
    update = Update.de_json(telegram.send_document(lea, b"x", name="a.txt", caption="see"), None)
    assert (update.message.document.file_name, update.message.caption) == ("a.txt", "see")
    with pytest.raises(Refused):
        telegram.send_photo(lea, b"no picture")


def test_an_inline_query_gets_its_results(telegram, lea, call):
    query = telegram.ask_inline(lea, "orion")
    [update] = call("getUpdates")[1]["result"]
    assert Update.de_json(update, None).inline_query.query == "orion"
    card = {"type": "article", "id": "1", "title": "Orion", "input_message_content": {"message_text": "Orion leads"}}
    keys = {"inline_keyboard": [[{"text": "Look", "url": "https://t.me/slipstream_sandbox_bot?start=lead_a"}]]}
    answer = {"results": [card | {"reply_markup": keys}], "cache_time": 60, "is_personal": True, "next_offset": "10"}
    assert call("answerInlineQuery", inline_query_id=query, **answer)[0] == 200
    told = telegram.inline_answers[query]
    assert (told.cache_time, told.is_personal, told.next_offset) == (60, True, "10")
    chosen = telegram.choose_inline(lea, query, "1")
    assert (chosen.text, chosen.buttons[0].text) == ("Orion leads", "Look")
    [_, update] = call("getUpdates")[1]["result"]
    assert Update.de_json(update, None).message.via_bot.is_bot


@pytest.mark.parametrize(
    "results",
    [
        [{"type": "article", "id": "1"}],
        [{"type": "photo", "id": "1", "photo_file_id": "none of ours"}],
        [{"type": "article", "id": "x" * 65, "title": "a", "input_message_content": {"message_text": "a"}}],
        [{"type": "article", "id": "1", "title": "a", "input_message_content": {"message_text": ""}}],
        [{"type": "article", "id": "1", "title": "a", "input_message_content": {"message_text": "a"}}] * 2,
        ["no result"],
    ],
)
def test_an_inline_result_that_telegram_would_refuse_is_refused(telegram, lea, call, results):
    query = telegram.ask_inline(lea, "orion")
    assert call("answerInlineQuery", inline_query_id=query, results=results)[0] == 400


def test_a_flood_ends_with_its_time(telegram, clock, lea, call):
    telegram.faults.flood(10)
    status, body = call("sendMessage", chat_id=lea.id, text="x")
    assert (status, body["parameters"]) == (429, {"retry_after": 10})
    assert body["description"] == "Too Many Requests: retry after 10"
    assert call("getMe")[0] == 200
    clock.move(seconds=9.5)
    assert call("sendMessage", chat_id=lea.id, text="x")[1]["parameters"] == {"retry_after": 1}
    clock.move(seconds=0.5)
    assert call("sendMessage", chat_id=lea.id, text="x")[0] == 200
    assert telegram.faults.calls_into_floods == 2


def test_a_flood_of_one_chat_leaves_the_others_alone(telegram, lea, call):
    bob = telegram.person("Bob")
    telegram.say(bob, "/start")
    telegram.faults.flood(10, chat=bob.id)
    assert call("sendMessage", chat_id=lea.id, text="x")[0] == 200
    assert call("sendMessage", chat_id=bob.id, text="x")[0] == 429


def test_watchers_hear_of_every_change(telegram, lea, call):
    heard = []
    stop = telegram.watch(lambda event: heard.append(event.kind))
    call("sendMessage", chat_id=lea.id, text="x")
    call("editMessageText", chat_id=lea.id, message_id=2, text="y")
    call("deleteMessage", chat_id=lea.id, message_id=2)
    stop()
    call("sendMessage", chat_id=lea.id, text="z")
    assert heard == ["message", "edited", "deleted"]


def test_a_pace_lets_a_burst_through_and_then_asks_to_wait(telegram, clock, lea, call):
    telegram.faults.limit(per_chat=1, in_all=4, chat_burst=3, burst=4)
    assert [call("sendMessage", chat_id=lea.id, text="x")[0] for _ in range(4)] == [200, 200, 200, 429]
    bob = telegram.person("Bob")
    telegram.say(bob, "/start")
    assert [call("sendMessage", chat_id=bob.id, text="x")[0] for _ in range(2)] == [200, 429]  # four in all
    clock.move(seconds=1)
    assert [call("sendMessage", chat_id=lea.id, text="x")[0] for _ in range(2)] == [200, 429]


def test_an_edit_by_a_person_is_an_update_of_its_own(telegram, lea):
    update = Update.de_json(telegram.rewrite(lea, 1, "/stop"), None)
    assert (update.edited_message.text, update.edited_message.message_id) == ("/stop", 1)
    with pytest.raises(LookupError):
        telegram.rewrite(lea, 9, "x")


def test_a_name_is_no_identity(telegram):
    assert telegram.person("Lea", id=1_001).id == 1_001
    assert telegram.person("Bob").id == 1_002
    assert telegram.person("Lea").id == 1_001
