"""What Telegram refuses, in its own words: a row a rule."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.methods import METHODS, perform
from bot.sandbox.model import Upload
from tests.bot.sandbox.pictures import png

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keys(*buttons: dict) -> dict:
    return {"inline_keyboard": [[button] for button in buttons]}


def key(**more: object) -> dict:
    return keys({"text": "x"} | more)


REFUSED = [
    # method, parameters beside the chat, status, description
    ("sendMessage", {}, 400, "Bad Request: message text is empty"),
    ("sendMessage", {"text": " \n "}, 400, "Bad Request: message text is empty"),
    ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, 400, "Bad Request: message text is empty"),
    ("sendMessage", {"text": "x" * 4097}, 400, "Bad Request: message is too long"),
    ("sendMessage", {"text": "x" * 32769}, 400, "Bad Request: text is too long"),
    ("sendMessage", {"text": "x", "parse_mode": "Sometext"}, 400, "Bad Request: unsupported parse_mode"),
    ("sendMessage", {"text": "\ud800"}, 400, "Bad Request: strings must be encoded in UTF-8"),
    ("sendMessage", {"text": "x", "reply_markup": keys({"text": "\ud800", "callback_data": "x"})}, 400,
     "Bad Request: strings must be encoded in UTF-8"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "\ud800"}]}, 400,
     "Bad Request: strings must be encoded in UTF-8"),
    ("sendMessage", {"text": "x", "chat_id": ""}, 400, "Bad Request: chat_id is empty"),
    ("sendMessage", {"text": "x", "chat_id": 42}, 400, "Bad Request: chat not found"),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, 400,
     "Bad Request: can't parse reply keyboard markup JSON object"),
    ("sendMessage", {"text": "x", "reply_markup": key()}, 400,
     "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ("sendMessage", {"text": "x", "reply_markup": key(callback_data="")}, 400, "Bad Request: BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": key(callback_data="é" * 33)}, 400,
     "Bad Request: BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": key(url="http://x")}, 400,
     "Bad Request: inline keyboard button URL 'http://x' is invalid: Wrong HTTP URL"),
    ("sendMessage", {"text": "x", "reply_markup": key(url="http://[")}, 400,
     "Bad Request: inline keyboard button URL 'http://[' is invalid: Wrong HTTP URL"),
    ("sendMessage", {"text": "x", "reply_markup": key(copy_text={"text": "x" * 257})}, 400,
     "Bad Request: BUTTON_COPY_TEXT_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": key(callback_data="x", style="pink")}, 400,
     "Bad Request: can't parse inline keyboard button: invalid button style specified"),
    ("sendMessage", {"text": "x", "reply_markup": keys(*[{"text": "x", "callback_data": "x"}] * 101)}, 400,
     "Bad Request: reply markup is too long"),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 99}}, 400,
     "Bad Request: message to be replied not found"),
    ("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, 400,
     "Bad Request: ENTITY_BOUNDS_INVALID"),
    ("sendPhoto", {}, 400, "Bad Request: there is no photo in the request"),
    ("sendPhoto", {"photo": "nothing"}, 400, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"photo": "attach://gone"}, 400, "Bad Request: can't find file attach://gone in the request"),
    ("sendPhoto", {"photo": "x", "caption": "x" * 1025}, 400, "Bad Request: message caption is too long"),
    ("editMessageText", {"text": "x"}, 400, "Bad Request: message identifier is not specified"),
    ("editMessageText", {"text": "x", "message_id": 99}, 400, "Bad Request: message to edit not found"),
    ("editMessageText", {"text": "x", "message_id": 1}, 400, "Bad Request: message can't be edited"),  # Lea's own
    ("editMessageText", {"text": "said", "message_id": 2}, 400, NOT_MODIFIED),
    ("editMessageText", {"text": " said ", "message_id": 2}, 400, NOT_MODIFIED),  # trimming changes nothing
    ("editMessageReplyMarkup", {"message_id": 2}, 400, NOT_MODIFIED),
    ("editMessageCaption", {"caption": "x", "message_id": 2}, 400,
     "Bad Request: there is no caption in the message to edit"),
    ("editMessageMedia", {"message_id": 2}, 400, "Bad Request: media to edit isn't specified"),
    ("deleteMessage", {"message_id": 99}, 400, "Bad Request: message to delete not found"),
    ("sendChatAction", {"action": "dancing"}, 400, "Bad Request: wrong parameter action in request"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, 400, TOO_OLD),
    ("getFile", {"file_id": "x"}, 400, "Bad Request: invalid file_id"),
    ("getChat", {"chat_id": 42}, 400, "Bad Request: chat not found"),
    ("setMyCommands", {"commands": [{"command": "Bad Name", "description": "x"}]}, 400,
     "Bad Request: BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "ok", "description": ""}]}, 400,
     "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [], "language_code": "pt-BR"}, 400, "Bad Request: invalid language code specified"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 42}}, 400, "Bad Request: chat not found"),
    ("setMyDescription", {"description": "x" * 513}, 400, "Bad Request: description is too long"),
    ("setWebhook", {"url": "https://example.org/hook"}, 400,
     "Bad Request: bad webhook: the sandbox posts to loopback addresses only"),
    ("setWebhook", {"url": "http://127.0.0.1/", "secret_token": "ü"}, 400,
     "Bad Request: secret token contains unallowed characters"),
    ("getMoon", {}, 404, "Not Found"),
]  # fmt: skip


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row[0]}: {row[3][:60]}")
def test_telegram_refuses(telegram, lea, call, row):
    method, params, status, why = row
    assert call("sendMessage", chat_id=lea.id, text="said")[0] == 200
    before = telegram.chat(lea)
    given = {"chat_id": lea.id} | params
    as_form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    for shape in (given, as_form):
        assert call(method, **shape) == (status, {"ok": False, "error_code": status, "description": why})
    assert telegram.chat(lea) == before


ALLOWED = [
    ("sendMessage", {"text": "x" * 4096}),
    ("sendMessage", {"text": "<b>" + "&lt;" * 4096 + "</b>", "parse_mode": "HTML"}),  # counted after parsing
    ("sendMessage", {"text": "x", "reply_markup": key(callback_data="é" * 32)}),
    ("sendMessage", {"text": "x", "reply_markup": key(callback_data="a", style="danger", icon_custom_emoji_id="1")}),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}}),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 1}}),
    ("SENDMESSAGE", {"text": "method names have no case"}),
    ("sendMessage", {"text": "x", "reply_markup": {"remove_keyboard": True}}),
    ("editMessageText", {"text": "other", "message_id": 2}),
    ("editMessageReplyMarkup", {"message_id": 2, "reply_markup": key(callback_data="a")}),
    ("deleteMessage", {"message_id": 1}),
    ("sendChatAction", {"action": "typing"}),
]


@pytest.mark.parametrize(("method", "params"), ALLOWED, ids=lambda value: str(value)[:40])
def test_telegram_allows(lea, call, method, params):
    call("sendMessage", chat_id=lea.id, text="said")
    status, body = call(method, chat_id=lea.id, **params)
    assert (status, body["ok"]) == (200, True), body


def test_a_button_with_two_actions_is_read_as_its_first(telegram, lea, call):
    call("sendMessage", chat_id=lea.id, text="x", reply_markup=key(url="https://t.me/x", callback_data="y"))
    assert telegram.last(lea).button("x").json() == {"text": "x", "url": "https://t.me/x"}


def test_another_token_opens_nothing(telegram, lea):
    assert perform(telegram, "1000000:other", "getMe", {})[1]["description"] == "Unauthorized"
    assert perform(telegram, "nonsense", "getMe", {})[0] == 404


def test_a_blocked_bot_may_not_write_and_is_told(telegram, lea, call):
    telegram.block(lea)
    status, body = call("sendMessage", chat_id=lea.id, text="x")
    assert (status, body["description"]) == (403, "Forbidden: bot was blocked by the user")
    telegram.say(lea, "I am back")
    assert call("sendMessage", chat_id=lea.id, text="x")[0] == 200
    kinds = [next(key for key in update if key != "update_id") for update in call("getUpdates")[1]["result"]]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


def test_somebody_who_never_wrote_cannot_be_written_to(telegram, call):
    bob = telegram.person("Bob")
    assert call("sendMessage", chat_id=bob.id, text="x")[1]["description"] == "Bad Request: chat not found"
    telegram.group("Traders", bob)
    status, body = call("sendMessage", chat_id=bob.id, text="x")
    assert (status, body["description"]) == (403, "Forbidden: bot can't initiate conversation with a user")


def test_an_edit_without_a_keyboard_takes_it_away(telegram, lea, call):
    call("sendMessage", chat_id=lea.id, text="x", reply_markup=key(callback_data="a"))
    call("editMessageText", chat_id=lea.id, message_id=2, text="y")
    assert telegram.last(lea).keyboard == ()


def test_a_message_can_be_deleted_for_two_days(clock, lea, call):
    call("sendMessage", chat_id=lea.id, text="x")
    clock.move(hours=49)
    assert call("deleteMessage", chat_id=lea.id, message_id=2)[1]["description"].startswith(
        "Bad Request: message can't be"
    )


def test_a_press_is_answered_once_and_in_time(telegram, clock, lea, call):
    call("sendMessage", chat_id=lea.id, text="x", reply_markup=key(callback_data="a"))
    query = telegram.press(lea, 2, "x")
    assert call("answerCallbackQuery", callback_query_id=query, text="x" * 201)[0] == 400
    assert call("answerCallbackQuery", callback_query_id=query, text="first")[0] == 200
    assert call("answerCallbackQuery", callback_query_id=query, text="second")[0] == 200
    assert [answer.text for answer in telegram.answers(lea)] == ["first"]
    late = telegram.press(lea, 2, "a")
    clock.move(minutes=2)
    assert call("answerCallbackQuery", callback_query_id=late)[1]["description"] == TOO_OLD


PICTURES = [
    (b"", "Bad Request: file must be non-empty"),
    (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
    (b"\x89PNG\r\n\x1a\n", "Bad Request: IMAGE_PROCESS_FAILED"),
    (png(6000, 5000)[:40], "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    (png(100, 1), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
]


@pytest.mark.parametrize(("content", "why"), PICTURES, ids=lambda value: str(value)[-30:])
def test_a_photo_must_be_a_picture(telegram, lea, content, why):
    files = {"photo": Upload("a.png", "image/png", content)}
    status, body = perform(telegram, telegram.token, "sendPhoto", {"chat_id": lea.id}, files)
    assert status == 400
    assert body["description"] in (why, "Bad Request: IMAGE_PROCESS_FAILED" if not content else why)


def test_a_file_keeps_its_kind(telegram, lea, call):
    files = {"document": Upload("a.csv", "text/csv", b"a,b")}
    _, body = perform(telegram, telegram.token, "sendDocument", {"chat_id": lea.id}, files)
    file_id = body["result"]["document"]["file_id"]
    assert call("sendDocument", chat_id=lea.id, document=file_id)[0] == 200
    refused = call("sendPhoto", chat_id=lea.id, photo=file_id)[1]
    assert refused["description"] == "Bad Request: can't use file of type Document as Photo"


def test_a_picture_is_edited_by_its_caption_and_its_media(telegram, lea, call):
    perform(telegram, telegram.token, "sendPhoto", {"chat_id": lea.id}, {"photo": Upload("a.png", "image/png", png())})
    refused = call("editMessageText", chat_id=lea.id, message_id=2, text="x")[1]
    assert refused["description"] == "Bad Request: there is no text in the message to edit"
    assert call("editMessageCaption", chat_id=lea.id, message_id=2, caption="x")[0] == 200
    media = {"type": "photo", "media": "attach://new", "caption": "<b>y</b>", "parse_mode": "HTML"}
    params = {"chat_id": lea.id, "message_id": 2, "media": json.dumps(media)}
    status, _ = perform(
        telegram, telegram.token, "editMessageMedia", params, {"new": Upload("b.png", "image/png", png(8, 8))}
    )
    assert (status, telegram.last(lea).photo.width, telegram.last(lea).entities[0].type) == (200, 8, "bold")


FIELDS = tuple(
    re.findall(
        r"\w+",
        """text caption parse_mode message_id reply_markup inline_keyboard callback_data url copy_text style photo
        document media type commands command description scope chat_id language_code entities offset length limit
        timeout allowed_updates reply_parameters callback_query_id secret_token file_id action results""",
    )
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=()), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=3), inner),
    max_leaves=12,
)


@given(st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(FIELDS), VALUES))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_any_call_is_answered_whatever_it_carries(telegram, lea, method, params):
    as_form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    for shape in (params, {"chat_id": lea.id} | params, {"chat_id": lea.id} | as_form):
        status, body = perform(telegram, telegram.token, method, shape)
        assert status in {200, 400, 403, 404, 409, 413, 429}
        assert body["ok"] is (status == 200)
        json.dumps(body, ensure_ascii=False).encode()
