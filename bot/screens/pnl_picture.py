"""R1's and R3's pictures: what copying brought, added up over its days, and how much of it on each of the last."""

from decimal import Decimal
from typing import Final

from bot.charts.pictures import Bar, DaysPicture, Figure, Frame, MoneyPicture, Point, Span
from bot.screens.look import Look, desk_clock, tone
from bot.screens.pnl import day_words, period_words, sums_of
from bot.translate import Words
from core.views.pnl import Pnl

USDT: Final = Decimal("1e-8")
BARS: Final = 10
"""More would not leave room for the amounts."""


def pnl_picture(look: Look, view: Pnl) -> DaysPicture:
    """Net, gross, fees and share of the period over a bar a day, the newest last."""
    t = look.t
    return DaysPicture(
        _frame(look, view),
        _figures(t, view),
        t("picture", "Net of each day, USDT").plain,
        tuple(Bar(t.days(each.day, each.day).plain, each.earned.net) for each in view.by_day[:BARS][::-1]),
        t("picture", "Nothing was closed in this time").plain,
    )


def sum_picture(look: Look, view: Pnl) -> MoneyPicture | None:
    """The same figures over the net added up, from nothing to the net of the period; None without two days of it."""
    t, days = look.t, view.by_day[::-1]
    if len(days) < 2:
        return None
    first, whole = days[0].day, (days[-1].day - days[0].day).days
    sums = sums_of(days)
    points = [Point(Decimal((each.day - first).days) / whole, net * USDT) for each, net in zip(days, sums, strict=True)]
    return MoneyPicture(
        _frame(look, view),
        _figures(t, view),
        t("picture", "Net added up, USDT").plain,
        tuple(points),
        Span(day_words(t, days[0]).plain, "", day_words(t, days[-1]).plain),
    )


def _frame(look: Look, view: Pnl) -> Frame:
    title = look.t("picture", "PnL of my copies")
    return look.frame(title, period_words(look.t, view.days), desk_clock(look.t, view.as_of.at))


def _figures(t: Words, view: Pnl) -> tuple[Figure, ...]:
    total = view.total
    amounts = ((total.gross, t("picture", "Gross")), (-total.fees, t("picture", "Fees")))
    return (
        Figure(t("picture", "Net").plain, t.money(total.net, signed=True).plain, tone(total.net)),
        *(Figure(label.plain, t.money(units, signed=True).plain, tone(units)) for units, label in amounts),
        Figure(t("picture", "Profit share").plain, t.money(-total.share, signed=True).plain, tone(-total.share)),
    )
