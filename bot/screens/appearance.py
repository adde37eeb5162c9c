"""T4: dark or light pictures, and plain words for who would rather have a screen without tables, emoji and quotes."""

from typing import assert_never

from bot.charts.pictures import Theme
from bot.html import Html, bold, esc, lines
from bot.presses.pictures import Paint, ReadPlainly
from bot.screens.head import last_row, mode
from bot.screens.screen import Button, Screen
from bot.translate import Words


def appearance(t: Words, theme: Theme, *, plain: bool) -> Screen:
    """What there is to choose, and what holds."""
    title = bold(t("appearance", "appearance"))
    text = lines(
        t("appearance", "{mode} · {title}", mode=mode(t), title=title),
        t("appearance", "Pictures are {theme}.", theme=theme_word(t, theme)),
        t("appearance", "Charts, lead cards and statements are painted so from now on."),
        t("appearance", "Plain mode is on: no tables, emoji or quotes, and one fact a line.")
        if plain
        else t("appearance", "Plain mode is off. It takes tables, emoji and quotes away, and puts one fact on a line."),
    )
    pictures = tuple(Button(_mark(on=each is theme) + theme_word(t, each), Paint(theme=each)) for each in Theme)
    words = tuple(
        Button(_mark(on=each is plain) + plain_word(t, plain=each), ReadPlainly(on=each)) for each in (False, True)
    )
    return Screen(text, (pictures, words, last_row(t, "settings")))


def _mark(*, on: bool) -> Html:
    return esc("● " if on else "○ ")


def plain_word(t: Words, *, plain: bool) -> Html:
    """How the words are."""
    return t("appearance", "Plain mode on") if plain else t("appearance", "Plain mode off")


def theme_word(t: Words, theme: Theme) -> Html:
    """How the pictures are."""
    match theme:
        case Theme.DARK:
            return t("appearance", "dark")
        case Theme.LIGHT:
            return t("appearance", "light")
        case _ as unknown:
            assert_never(unknown)
