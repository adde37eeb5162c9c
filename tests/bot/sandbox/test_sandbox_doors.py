"""The same calls through both doors, made by python-telegram-bot itself; and its real Application on each."""

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bot.sandbox.request import SandboxRequest
from bot.sandbox.server import serve
from tests.bot.sandbox.pictures import png
from tests.bot.waiting import until

LONG = 50  # seconds a poll may wait; no test waits so long
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Go", callback_data="go", style="success")],
        [
            InlineKeyboardButton("Site", url="https://e.org"),
            InlineKeyboardButton("Copy", copy_text=CopyTextButton("x")),
        ],
    ]
)


async def test_the_bot_knows_itself(bot):
    assert (bot.username, bot.first_name) == ("slipstream_sandbox_bot", "Slipstream")
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_message_is_sent_read_back_and_edited(bot, telegram, lea):
    sent = await bot.send_message(lea.id, "<b>5 &lt; 6</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert sent.text_html == "<b>5 &lt; 6</b>"
    assert sent.reply_markup == KEYBOARD
    assert telegram.last(lea).button("Go").style == "success"
    edited = await bot.edit_message_text("other", lea.id, sent.message_id)
    assert (edited.text, edited.reply_markup) == ("other", None)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("other", lea.id, sent.message_id)
    assert await bot.delete_message(lea.id, sent.message_id)


async def test_a_time_is_read_back(bot, lea):
    sent = await bot.send_message(lea.id, '<tg-time unix="1795608000" format="wDT">x</tg-time>', parse_mode="HTML")
    assert sent.entities[0].unix_time == datetime.fromtimestamp(1795608000, UTC)


async def test_a_reply_shows_what_it_replies_to(bot, lea):
    sent = await bot.send_message(lea.id, "x", reply_parameters=ReplyParameters(1))
    assert sent.reply_to_message.text == "/start"
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(lea.id, "x", reply_parameters=ReplyParameters(99))


async def test_pictures_and_files_travel_whole(bot, lea):
    photo = await bot.send_photo(lea.id, png(), caption="<i>x</i>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert (photo.photo[0].width, photo.caption_html) == (4, "<i>x</i>")
    again = await bot.send_photo(lea.id, photo.photo[0].file_id)
    assert again.photo[0].file_unique_id == photo.photo[0].file_unique_id
    changed = await bot.edit_message_media(InputMediaPhoto(png(9, 9), caption="y"), lea.id, photo.message_id)
    assert (changed.photo[0].width, changed.caption) == (9, "y")
    document = await bot.send_document(lea.id, b"a,b\n" * 50_000, filename="week.csv")
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"a,b\n" * 50_000
    await bot.edit_message_media(InputMediaDocument(b"x", filename="y.txt"), lea.id, photo.message_id)


async def test_commands_are_set_by_scope_and_language(bot, telegram, lea):
    await bot.set_my_commands([BotCommand("start", "Start")])
    await bot.set_my_commands([BotCommand("start", "Начать")], language_code="ru")
    await bot.set_my_commands([BotCommand("home", "Home")], scope=BotCommandScopeChat(lea.id))
    boris = telegram.person("Boris", language_code="ru-RU")
    assert [command.name for command in telegram.commands(lea)] == ["home"]
    assert telegram.commands(boris)[0].description == "Начать"
    await bot.delete_my_commands(scope=BotCommandScopeChat(lea.id))
    assert telegram.commands(lea)[0].description == "Start"
    assert (await bot.get_my_commands(language_code="ru"))[0].description == "Начать"
    await bot.set_my_description("What I do")
    await bot.set_my_short_description("Short")
    assert telegram.menu.description(lea) == (await bot.get_my_description()).description == "What I do"


async def test_a_chat_is_known(bot, lea):
    assert (await bot.get_chat(lea.id)).first_name == "Lea"
    assert await bot.send_chat_action(lea.id, "typing")


async def test_refusals_arrive_as_the_library_knows_them(bot, telegram, lea, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else RetryAfter warns of its own future
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(42, "x")
    telegram.block(lea)
    with pytest.raises(Forbidden, match=r"(?i)bot was blocked by the user"):
        await bot.send_message(lea.id, "x")
    telegram.unblock(lea)
    telegram.faults.flood(7, chat=lea.id)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(lea.id, "x")
    assert flood.value.retry_after.total_seconds() == 7
    telegram.faults.clear()
    telegram.faults.server_error("sendMessage")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(lea.id, "x")
    telegram.faults.refuse("sendMessage", "Forbidden: user is deactivated", status=403)
    with pytest.raises(Forbidden, match=r"(?i)deactivated"):
        await bot.send_message(lea.id, "x")
    with pytest.raises(InvalidToken):
        await bot._post("getMoon")
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage", {"chat_id": lea.id})  # newer than this Telegram: fall back
    await bot.send_message(lea.id, "all is well again")


async def test_a_lost_answer_was_executed_and_a_lost_request_was_not(bot, telegram, lea):
    telegram.faults.drop_answer("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(lea.id, "heard")
    telegram.faults.drop_request("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(lea.id, "unheard")
    assert [message.text for message in telegram.chat(lea)] == ["/start", "heard"]


async def test_a_slow_answer_comes_late(bot, telegram, lea):
    telegram.faults.slow("sendMessage", 0.05)
    clock = asyncio.get_running_loop()
    before = clock.time()
    await bot.send_message(lea.id, "x")
    assert clock.time() - before >= 0.05


async def polling(bot, telegram, **more) -> asyncio.Task[tuple[Update, ...]]:
    """A poll that has arrived, and waits for news."""
    before = telegram.updates.polls
    poll = asyncio.create_task(bot.get_updates(timeout=LONG, **more))
    await until(lambda: telegram.updates.polls > before)
    return poll


async def test_a_second_poll_ends_the_first(bot, telegram, lea):
    first = await polling(bot, telegram)
    second = asyncio.create_task(bot.get_updates(timeout=LONG))
    with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates request"):
        await first
    telegram.say(lea, "x")
    assert len(await second) == 1


async def test_a_poll_waits_for_news_and_is_ended_by_a_conflict(bot, telegram, lea):
    poll = await polling(bot, telegram)
    assert not poll.done()
    telegram.say(lea, "news")
    [update] = await poll
    assert update.message.text == "news"
    poll = await polling(bot, telegram, offset=update.update_id + 1)
    telegram.faults.conflict()
    with pytest.raises(Conflict):
        await poll


async def test_a_cancelled_poll_loses_nothing(bot, telegram, lea):
    poll = await polling(bot, telegram)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    telegram.say(lea, "kept")
    assert (await bot.get_updates(timeout=1))[0].message.text == "kept"


async def test_in_process_a_lost_answer_is_a_timeout(telegram, lea):
    telegram.faults.drop_answer("sendMessage")
    async with Bot(telegram.token, request=SandboxRequest(telegram)) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(lea.id, "x")


async def test_the_in_process_door_notes_each_call(telegram, lea):
    request = SandboxRequest(telegram)
    async with Bot(telegram.token, request=request) as bot:
        await bot.send_message(lea.id, "x", reply_markup=KEYBOARD)
    [call] = request.named("sendMessage")
    assert (call.params["text"], call.params["reply_markup"]["inline_keyboard"][0][0]["text"]) == ("x", "Go")


# --- the real Application


async def echo(update: Update, _context: object) -> None:
    await update.effective_message.reply_text(f"you said {update.effective_message.text}", reply_markup=KEYBOARD)


async def tap(update: Update, _context: object) -> None:
    await update.callback_query.answer("done", show_alert=True)
    await update.callback_query.edit_message_text(f"pressed {update.callback_query.data}")


async def left(update: Update, _context: object) -> None:
    LEFT.append(update.my_chat_member.new_chat_member.status)


LEFT: list[str] = []


async def converse(app: Application, telegram) -> None:
    """One conversation: a message, a press, a forged press, a block."""
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(tap))
    app.add_handler(ChatMemberHandler(left))
    lea = telegram.person("Lea")
    LEFT.clear()
    async with app:
        await app.start()
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        telegram.say(lea, "hello")
        await until(lambda: len(telegram.chat(lea)) == 2)
        telegram.press(lea, telegram.last(lea).message_id, "Go")
        await until(lambda: telegram.last(lea).text == "pressed go")
        assert [(answer.text, answer.alert) for answer in telegram.answers(lea)] == [("done", True)]
        telegram.forge(lea, telegram.last(lea).message_id, "\u0000" * 99)
        await until(lambda: len(telegram.answers(lea)) == 2)
        telegram.block(lea)
        await until(lambda: LEFT == ["kicked"])
        await app.updater.stop()
        await app.stop()
    assert not telegram.updates.waiting


async def test_the_real_application_runs_in_process(telegram):
    request, polls = SandboxRequest(telegram), SandboxRequest(telegram)
    builder = ApplicationBuilder().token(telegram.token).request(request).get_updates_request(polls).job_queue(None)
    await converse(builder.build(), telegram)


async def test_the_real_application_runs_over_http(telegram):
    server = await serve(telegram)
    builder = ApplicationBuilder().token(telegram.token).base_url(server.api_base).job_queue(None)
    await converse(builder.build(), telegram)
    await server.close()
