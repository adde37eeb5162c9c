"""T1: all that is set for one person, each a tap from here."""

from dataclasses import dataclass

from bot.charts.pictures import Theme
from bot.html import NOTHING, bold, esc, lines
from bot.presses.arriving import ShowLanguages
from bot.screens.alert_settings import mail_button, times, zone_button
from bot.screens.appearance import theme_word
from bot.screens.head import last_row, mode, opening
from bot.screens.screen import Button, Row, Screen
from bot.translate import LANGUAGES, Words
from bot.wishes.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Own:
    """How one chat is. `wishes` is None for a visitor, whom nobody tells anything yet; `mails`: e-mail is sent here.

    `trades`: there is an account of theirs.
    """

    wishes: Preferences | None
    theme: Theme
    plain: bool
    mails: bool
    trades: bool


def own_settings(t: Words, own: Own) -> Screen:
    """T1. What each stands at is on its button; a copy's own settings are with the copy."""
    joined, title = own.wishes is not None, t("settings list", "settings")
    text = lines(
        t("settings list", "{mode} · {title}", mode=mode(t), title=bold(title)),
        t("settings list", "How I speak to you and what I tell you. All of it acts at once."),
        t("settings list", "What a copy buys, and when it stops, is set at that copy: /copies.") if joined else NOTHING,
    )
    looks = t(
        "settings list",
        "Appearance: {theme} pictures, plain mode {state} ✎",
        theme=theme_word(t, own.theme),
        state=t("settings list", "on") if own.plain else t("settings list", "off"),
    )
    language = LANGUAGES.get(t.language, t.language)  # type: ignore[call-overload]  # pseudo is no language
    rows: tuple[Row, ...] = (
        (Button(t("settings list", "Language: {language} ✎", language=esc(language)), ShowLanguages()),),
        (opening(looks, "appearance"),),
    )
    if own.wishes is not None:
        rows = (
            *rows,
            (zone_button(t, t.zone),),
            (opening(t("settings list", "Alerts: loud, silent or off ✎"), "alerts"),),
            times(t, own.wishes),
        )
        data = ((opening(t("settings list", "Account, my data"), "account"),),) if own.trades else ()
        rows = (*rows, *data)
        rows = (*rows, mail) if (mail := mail_button(t, mails=own.mails)) else rows
    return Screen(text, (*rows, last_row(t)))
