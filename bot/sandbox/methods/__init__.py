"""The methods of the Bot API the desk needs, one function each, under their names in lower case.

A method gets the Telegram it works on and its parameters, answers the `result`, or raises `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.sandbox.methods import answering, delivery, editing, profile, sending
from bot.sandbox.parameters import Parameters

if TYPE_CHECKING:
    from bot.sandbox.telegram import Telegram

Method = Callable[["Telegram", Parameters], object]

METHODS: Mapping[str, Method] = {
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
