"""Answers to what a person did: a press ends its spinner with a toast or a dialog, an inline query gets its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.sandbox.formatting import read_caption, read_text
from bot.sandbox.model import CallbackAnswer, InlineAnswer, Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request
from bot.sandbox.telegram import Telegram

TEXT_LIMIT = 200
RESULTS_LIMIT, ID_LIMIT = 50, 64
ANSWER_WITHIN = timedelta(minutes=1)  # the real span is not documented; a bot must cope with any


def answer_callback_query(telegram: Telegram, given: Parameters) -> object:
    """True. A second answer is taken and shown to nobody, as clients have closed the spinner by then."""
    press = telegram.pressed.get(given.text("callback_query_id"))
    text, url, now = given.text("text"), given.text("url"), telegram.now()
    if press is None or now - press.at > ANSWER_WITHIN:
        raise too_old()
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not url.startswith(f"https://t.me/{telegram.account.username}?start="):
        raise bad_request("URL_INVALID")
    if press.answer is None:
        answer = CallbackAnswer(text, given.flag("show_alert"), url or None, now)
        telegram.answered(replace(press, answer=answer))
    return True


def answer_inline_query(telegram: Telegram, given: Parameters) -> object:
    query = telegram.inline_queries.get(given.text("inline_query_id"))
    results = [_result(telegram, each) for each in given.array("results", "InlineQueryResult") or []]
    if query is None or telegram.now() - query.at > ANSWER_WITHIN:
        raise too_old()
    if len(results) > RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({each["id"] for each in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    telegram.inline_answers[query.id] = InlineAnswer(
        tuple(results), given.integer("cache_time", 300), given.flag("is_personal"), given.text("next_offset")
    )
    return True


def _result(telegram: Telegram, raw: object) -> Json:
    """One result. Refused: without an id of up to 64 bytes, of a kind nobody needs here, or without what it shows."""
    result: Json = raw if isinstance(raw, dict) else {}
    match result:
        case {"id": str(number)} if not 1 <= len(number.encode()) <= ID_LIMIT:
            raise bad_request("RESULT_ID_INVALID")
        case {"type": "article", "id": str(), "title": str(title), "input_message_content": dict(said)} if title:
            read_text(Parameters(said | {"text": said.get("message_text")}, {}))
        case {"type": "photo", "id": str(), "photo_file_id": str(file_id)}:
            telegram.files.found(file_id)
            read_caption(Parameters(result, {}))
        case _:
            raise bad_request("can't parse inline query result")
    return result


def too_old() -> Exception:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
