"""R3's picture: what copying brought, and how much of it on each of the last days that brought anything."""

from typing import Final

from bot.charts.pictures import Bar, DaysPicture, Figure
from bot.screens.look import Look, desk_clock, tone
from bot.screens.pnl import period_words
from core.views.pnl import Pnl

BARS: Final = 10
"""More would not leave room for the amounts."""


def pnl_picture(look: Look, view: Pnl) -> DaysPicture:
    """Net, gross, fees and share of the period over a bar a day, the newest last."""
    t, total = look.t, view.total
    amounts = ((total.gross, t("picture", "Gross")), (-total.fees, t("picture", "Fees")))
    return DaysPicture(
        look.frame(t("picture", "PnL of my copies"), period_words(t, view.days), desk_clock(t, view.as_of.desk_time)),
        (
            Figure(t("picture", "Net").plain, t.money(total.net, signed=True).plain, tone(total.net)),
            *(Figure(label.plain, t.money(units, signed=True).plain, tone(units)) for units, label in amounts),
            Figure(t("picture", "Profit share").plain, t.money(-total.share, signed=True).plain, tone(-total.share)),
        ),
        t("picture", "Net of each day, USDT").plain,
        tuple(Bar(t.days(each.day, each.day).plain, each.earned.net) for each in view.by_day[:BARS][::-1]),
        t("picture", "Nothing was closed in this time").plain,
    )
