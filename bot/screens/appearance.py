"""T4: dark or light pictures."""

from typing import assert_never

from bot.charts.pictures import Theme
from bot.presses_pictures import Paint
from bot.screens.head import last_row, mode
from bot.screens.html import Html, bold, esc, lines
from bot.screens.screen import Button, Screen
from bot.translate import Words


def appearance(t: Words, theme: Theme) -> Screen:
    """The two, and which holds."""
    title = bold(t("appearance", "appearance"))
    text = lines(
        t("appearance", "{mode} · {title}", mode=mode(t), title=title),
        t("appearance", "Pictures are {theme}.", theme=_word(t, theme)),
        t("appearance", "Charts, lead cards and statements are painted so from now on."),
    )
    row = tuple(Button(esc("● " if each is theme else "○ ") + _word(t, each), Paint(theme=each)) for each in Theme)
    return Screen(text, (row, last_row(t)))


def _word(t: Words, theme: Theme) -> Html:
    match theme:
        case Theme.DARK:
            return t("appearance", "dark")
        case Theme.LIGHT:
            return t("appearance", "light")
        case _ as unknown:
            assert_never(unknown)
