"""Answers to what a person did: a press ends its spinner with a toast or a dialog, an inline query gets its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.sandbox.model import CallbackAnswer
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request

if TYPE_CHECKING:
    from bot.sandbox.telegram import Telegram

TEXT_LIMIT = 200
RESULTS_LIMIT = 50
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
    results = given.array("results", "InlineQueryResult") or []
    if query is None or telegram.now() - query.at > ANSWER_WITHIN:
        raise too_old()
    if len(results) > RESULTS_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    telegram.inline_answers[query.id] = results
    return True


def too_old() -> Exception:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
