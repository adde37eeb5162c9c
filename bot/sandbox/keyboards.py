"""Inline keyboards read as strictly as Telegram reads them. Other kinds of keyboards are let through unseen."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.sandbox.model import Button, Keyboard
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import Refused, bad_request

DATA_LIMIT, COPY_LIMIT, ROW_LIMIT, BUTTON_LIMIT = 64, 256, 8, 100  # bytes, characters, buttons, buttons
STYLES = frozenset({"danger", "success", "primary"})
OTHER_ACTIONS = (
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
)
OTHER_KEYBOARDS = ("keyboard", "remove_keyboard", "force_reply")


def read_keyboard(given: Parameters) -> Keyboard:
    """The inline keyboard, empty if none was given. Refused: any button Telegram would refuse."""
    markup = given.mapping("reply_markup", "reply keyboard markup")
    if not markup or any(name in markup for name in OTHER_KEYBOARDS):
        return ()
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'can\'t parse reply keyboard markup JSON object: field "inline_keyboard" must be an Array of Arrays'
        )
    keyboard = tuple(tuple(read_button(button) for button in row) for row in rows if row)
    if sum(map(len, keyboard)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in keyboard):
        raise bad_request("reply markup is too long")
    return keyboard


def read_button(button: object) -> Button:
    """One button. With two actions it is read as the first of: url, callback data, the others, copy text."""
    if not isinstance(button, Mapping):
        raise unreadable("expected an Object")
    text, style = button.get("text"), button.get("style")
    if not isinstance(text, str) or not text.strip():
        raise unreadable('field "text" must be a non-empty String')
    if style is not None and style not in STYLES:
        raise unreadable("invalid button style specified")
    look = str(style) if style is not None else None
    if (url := button.get("url")) is not None:
        return Button(text, url=read_url(url), style=look)
    if (data := button.get("callback_data")) is not None:
        return Button(text, callback_data=read_data(data), style=look)
    for name in OTHER_ACTIONS:
        if name in button:
            return Button(text, style=look, other={name: button[name]})
    if (copied := button.get("copy_text")) is not None:
        return Button(text, copy_text=read_copy_text(copied), style=look)
    raise unreadable("Text buttons are unallowed in the inline keyboard")


def read_data(data: object) -> str:
    if not isinstance(data, str) or not 0 < len(data.encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def read_url(url: object) -> str:
    address = str(url)
    if not leads_somewhere(address):
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")
    return address


def leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
    except ValueError:
        return False
    return parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip("."))


def read_copy_text(copied: object) -> str:
    text = copied.get("text") if isinstance(copied, Mapping) else None
    if not isinstance(text, str) or not 0 < len(text) <= COPY_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return text


def unreadable(why: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {why}")
