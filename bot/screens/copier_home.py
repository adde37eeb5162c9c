"""H, the home of a copy trader: what they have, what runs, and the ways on."""

from bot.html import NOTHING, Html, lines
from bot.presses.arriving import Page, ShowPage
from bot.presses.copier import Resume, ShowCopies, ShowPnl, ShowPortfolio, ShowStopAll
from bot.presses.knowing import ShowLeads
from bot.screens.head import head, opening
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import stop_cause
from bot.screens.screen import Button, Row, Screen
from bot.screens.unlinking import left_line, left_row
from bot.translate import Words
from core.model.copying import CopyingState
from core.views.home import CopierHome

LEFT_SHOWN = 2
"""Coins left behind that home names; the portfolio has them all."""


def copier_home(t: Words, view: CopierHome, names: Names, *, more: tuple[Row, ...] = ()) -> Screen:
    """The home. `more`: rows that another role of the same person brings."""
    text = lines(
        head(t, t("home", "Home"), view.as_of),
        t(
            "home",
            "Equity {equity} · free cash {free}",
            equity=t.money(view.equity, ticker="USDT"),
            free=t.money(view.free),
        ),
        _copies(t, view),
        t.n(
            "home",
            "⏸ {count} copy is paused: no buys, sells go on.",
            "⏸ {count} copies are paused: no buys, sells go on.",
            view.paused,
        )
        if view.paused
        else NOTHING,
        *_closing(t, view, names),
        *(left_line(t, left, names) for left in view.left[:LEFT_SHOWN]),
        t("home", "You have applied to lead; the admin has not answered yet.") if view.applying else NOTHING,
    )
    return Screen(text, (*_rows(t, view), *more))


def _copies(t: Words, view: CopierHome) -> Html:
    if not view.live:
        return t("home", "You copy nobody yet. Pick a lead to begin.")
    return t(
        "home",
        "{copies} · {assets} · result {result}",
        copies=t.n("home", "{count} copy", "{count} copies", len(view.live)),
        assets=t.n("home", "{count} coin", "{count} coins", view.assets),
        result=t.money(view.result, signed=True),
    )


def _closing(t: Words, view: CopierHome, names: Names) -> list[Html]:
    return [
        t(
            "home",
            "⚠ {lead} is being stopped: {cause}",
            lead=lead_name(names, line.lead),
            cause=stop_cause(t, line.cause),
        )
        for line in view.live
        if line.state is CopyingState.CLOSING and line.cause is not None
    ]


def _rows(t: Words, view: CopierHome) -> tuple[Row, ...]:
    leads = Button(t("home", "Leads"), ShowLeads(), "plain" if view.live else "blue")
    copies = Button(t("home", "My copies"), ShowCopies(), "blue" if view.live else "plain")
    top = (copies, Button(t("home", "Portfolio"), ShowPortfolio()), leads)
    resume = (Button(t("home", "Resume all"), Resume(lead=0)),) if view.paused else ()
    stop = (Button(t("home", "Stop"), ShowStopAll(), "red"),) if view.live else ()
    apply = () if view.live or view.applying else (opening(t("home", "Apply to lead"), "apply"),)
    money = (
        Button(t("home", "PnL"), ShowPnl()),
        opening(t("home", "Statements"), "statements"),
        opening(t("home", "Alerts"), "alerts"),
    )
    bottom = (
        opening(t("home", "Settings"), "settings"),
        opening(t("home", "Account"), "account"),
        Button(t("home", "Help"), ShowPage(page=Page.HELP)),
    )
    last = (*apply, *resume, *stop)
    left = tuple(left_row(t, each) for each in view.left[:LEFT_SHOWN])
    return (*left, top, money, bottom, *((last,) if last else ()))
