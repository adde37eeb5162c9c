"""What the desk itself says around every handler: it failed, it is at work, it does not know that."""

from typing import Final

from bot.html import Html, code, esc, lines
from bot.presses import Home
from bot.screens.head import mode
from bot.screens.screen import Button, Screen
from bot.translate import Words

COUNTED_FROM: Final = 5  # seconds; a wait shorter than that is not counted


def failure(t: Words, error_id: str, *, moves: bool) -> Screen:
    """What happened, whether money moved, what next."""
    money = (
        t("error", "Whether your order was carried out is not known yet. Pressing again cannot carry it out twice.")
        if moves
        else t("error", "No money has moved.")
    )
    what_next = t(
        "error", "Try again from Home. If it happens again, give this id to the admin: {id}", id=code(esc(error_id))
    )
    text = lines(_moded(t, t("error", "⚠ Something failed on the desk's side.")), money, what_next)
    return Screen(text, rows=((Button(t("desk", "⌂ Home"), Home()),),))


def unknown_command(t: Words, command: str) -> Screen:
    """A command there is not: say so, and offer the way home."""
    text = t("desk", "I do not know /{command}. /help lists what I understand.", command=esc(command))
    return Screen(_moded(t, text), rows=((Button(t("desk", "⌂ Home"), Home()),),))


def busy(t: Words, seconds: int) -> Screen:
    """It takes longer than a moment, and so many seconds already."""
    text = t("desk", "⏳ Working on it …")
    if seconds > COUNTED_FROM:
        text = t.n("desk", "⏳ Working on it … {count} second", "⏳ Working on it … {count} seconds", seconds)
    return Screen(_moded(t, text))


def _moded(t: Words, text: Html) -> Html:
    """With the mode before it, as the first line of every screen has it (rule 9)."""
    return t("desk", "{mode} · {text}", mode=mode(t), text=text)
