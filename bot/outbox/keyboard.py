"""The buttons under a message, as Telegram takes them."""

from typing import Final

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import KeyboardButtonStyle

from bot.presses import pack
from bot.screens.screen import Button, Row, Style

STYLES: Final[dict[Style, str | None]] = {
    "plain": None,
    "green": KeyboardButtonStyle.SUCCESS,
    "red": KeyboardButtonStyle.DANGER,
    "blue": KeyboardButtonStyle.PRIMARY,
}


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """The buttons under a message."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label.plain,
        callback_data=None if button.action is None else pack(button.action),
        url=button.url,
        copy_text=None if button.copy is None else CopyTextButton(button.copy),
        style=STYLES[button.style],
    )
