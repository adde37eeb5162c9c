"""A1, A3, A4: what somebody has and who they are here, taking their data away, and being forgotten."""

from bot.html import NOTHING, Html, bold, code, esc, lines, name
from bot.presses import Confirm
from bot.presses.arriving import Page, ShowPage
from bot.presses.copier import ShowCopies, TopUp
from bot.screens.desk_calendar import weekday
from bot.screens.head import head, last_row, mode, opening
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.views.as_of import AsOf
from core.views.portfolio import Portfolio
from core.views.takeout import Owed


def account(t: Words, money: Portfolio, *, telegram: int, called: str, trades: bool) -> Screen:
    """A1. `trades`: they copy or may, and so can add paper money."""
    whole = t(
        "account",
        "Equity {equity}, of it free cash {free}. All of it is paper money.",
        equity=t.money(money.equity, ticker="USDT"),
        free=t.money(money.free),
    )
    text = lines(
        head(t, t("account", "account"), money.as_of),
        t("account", "You are {name}, Telegram id {id}.", name=bold(name(called)), id=code(esc(str(telegram)))),
        whole if trades else NOTHING,
        t("account", "No exchange is connected: this desk trades paper alone, and keeps no keys."),
        t("account", "Export: all that is kept about you, as a zip of CSV files."),
        t("account", "Forget me: your name and settings are erased; what was traded stays, under a number."),
    )
    paper: tuple[Row, ...] = ((Button(t("account", "Add paper money"), TopUp(), "blue"),),) if trades else ()
    data = opening(t("account", "Export my data"), "export"), opening(t("account", "Forget me …"), "forgetme", "red")
    read = (
        Button(t("account", "Privacy"), ShowPage(page=Page.PRIVACY)),
        Button(t("account", "Terms"), ShowPage(page=Page.TERMS)),
        opening(t("account", "Settings"), "settings"),
    )
    return Screen(text, (*paper, data, read, last_row(t)))


def exported(t: Words) -> Html:
    """What stands under the file."""
    return t("account", "All that this desk keeps about you. README.txt inside says which file is what.")


def forget_review(t: Words, at: AsOf, owed: Owed, *, nonce: str | None) -> Screen:
    """A4: what is erased, what stays and why, and what must be over first."""
    text = lines(
        head(t, t("forget", "review: forget me"), at),
        *(_first(t, owed) if not owed.nothing else _then(t, owed)),
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    copies = Button(t("forget", "My copies"), ShowCopies()) if owed.copies else None
    orders = opening(t("forget", "My orders"), "assets") if owed.orders else None
    stop = opening(t("forget", "Stop leading"), "stopleading") if owed.leads else None
    steps = tuple(each for each in (copies, orders, stop) if each)
    export = opening(t("account", "Export my data"), "export")
    confirm = ((Button(t("forget", "Forget me"), Confirm(nonce=nonce), "red"),),) if nonce else ()
    return Screen(text, (*confirm, (*steps, export)[:3], last_row(t, "account")))


def _first(t: Words, owed: Owed) -> tuple[Html, ...]:
    """What stands against it, each with what ends it."""
    return (
        t("forget", "■ Not yet: nothing may be copied or owed then."),
        t.n(
            "forget",
            "• You copy {count} lead: stop the copy first.",
            "• You copy {count} leads: stop the copies first.",
            owed.copies,
        )
        if owed.copies
        else NOTHING,
        t(
            "forget",
            "• {amount} is withheld for leads: it is settled on a {weekday} on which you hold none of their coins.",
            amount=t.money(owed.withheld, ticker="USDT"),
            weekday=weekday(t, t.calendar.cycle_starts.weekday),
        )
        if owed.withheld
        else NOTHING,
        t.n("forget", "• {count} order is open: cancel it.", "• {count} orders are open: cancel them.", owed.orders)
        if owed.orders
        else NOTHING,
        t("forget", "• You lead or have applied to: stop leading first.") if owed.leads else NOTHING,
    )


def _then(t: Words, owed: Owed) -> tuple[Html, ...]:
    return (
        t(
            "forget",
            "Erased at once: your name, language, time zone, settings, mutes, e-mail address, messages that wait,",
        )
        + esc(" ")
        + t("forget", "and your copies of statements. Export them first if you want them."),
        t(
            "forget",
            "Kept, as the book of this desk must add up: your orders and copies under an account number, with"
            " your Telegram id beside it, and the statements of the other party, which name you masked.",
        ),
        t(
            "forget",
            "Your {free} of paper cash and coins worth {coins} stay in the book, out of reach.",
            free=t.money(owed.free, ticker="USDT"),
            coins=t.money(owed.coins),
        ),
        t(
            "forget",
            "You are told nothing any more. Join again with this Telegram account, and you have that account back,"
            " without a name or a setting.",
        ),
    )


def forgotten(t: Words) -> Screen:
    """It is done."""
    text = lines(
        t("forget", "{mode} · ✔ You are forgotten.", mode=mode(t)),
        t("forget", "Nothing of what you set or were called is kept here. /start begins anew."),
    )
    return Screen(text, (last_row(t),))
