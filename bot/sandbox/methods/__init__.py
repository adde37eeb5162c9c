"""The methods of the Bot API the desk needs, one function each, under their names in lower case.

A method gets the Telegram it works on and its parameters, answers the `result`, or raises `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.sandbox.faults import POLL
from bot.sandbox.methods import answering, delivery, editing, profile, sending
from bot.sandbox.model import Json, Upload
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import Refused, not_found, unauthorized
from bot.sandbox.telegram import Telegram

Method = Callable[[Telegram, Parameters], object]

METHODS: Final[Mapping[str, Method]] = {
    "getme": profile.get_me,
    "getchat": profile.get_chat,
    "setmycommands": profile.set_commands,
    "getmycommands": profile.get_commands,
    "deletemycommands": profile.delete_commands,
    "setmydescription": profile.set_description,
    "getmydescription": profile.get_description,
    "setmyshortdescription": profile.set_short_description,
    "getmyshortdescription": profile.get_short_description,
    "getupdates": delivery.get_updates,
    "setwebhook": delivery.set_webhook,
    "deletewebhook": delivery.delete_webhook,
    "getwebhookinfo": delivery.get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "getfile": sending.get_file,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagemedia": editing.edit_media,
    "editmessagereplymarkup": editing.edit_reply_markup,
    "deletemessage": editing.delete_message,
    "answercallbackquery": answering.answer_callback_query,
    "answerinlinequery": answering.answer_inline_query,
}
QUIET: Final = frozenset({"getchat", "setmycommands", "getmycommands", "deletemycommands", POLL})
"""What stays answered while a chat is flooded: it writes nothing to it."""


def perform(
    telegram: Telegram,
    token: str,
    method: str,
    params: Mapping[str, object],
    files: Mapping[str, Upload] | None = None,
) -> tuple[int, Json]:
    """HTTP status and JSON body, as the Bot API would answer. getUpdates answers at once, empty or not."""
    try:
        result = _result(telegram, token, method.lower(), Parameters(params, files or {}))
    except Refused as refused:
        return refused.status, refused.body()
    return 200, {"ok": True, "result": result}


def _result(telegram: Telegram, token: str, method: str, given: Parameters) -> object:
    if ":" not in token:
        raise not_found()
    if token != telegram.token:
        raise unauthorized()
    if method not in METHODS:
        raise not_found()
    writes = method not in QUIET and given.has("chat_id")
    telegram.faults.check(method, given.integer("chat_id") if writes else None)
    return METHODS[method](telegram, given)
