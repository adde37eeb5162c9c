"""R1 to R3, what copying brought: net = gross − fees − profit share, in all, by lead and by day."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, assert_never

from bot.charts.pictures import Picture
from bot.html import NOTHING, Html, bold, esc, lines
from bot.presses.copier import PnlBy, ShowCost, ShowPnl
from bot.screens.arriving import last, pairs
from bot.screens.head import head
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.pictured import pictured
from bot.screens.screen import Button, Row, Screen
from bot.screens.sparkline import sparkline
from bot.translate import Words
from core.model.people import PersonId
from core.views.pnl import Earned, OfDay, Pnl

PERIODS: Final = (7, 30, 0)
LEADS_SHOWN: Final = 12
DAYS_SHOWN: Final = 31


def pnl(t: Words, view: Pnl, names: Names, *, by: PnlBy, picture: Picture | None = None) -> Screen:
    """One of the three, with chips for the period and for what it is split by.

    `picture` shows the days: added up where it is in all, each by itself where it is by day.
    """
    first = head(t, t("pnl", "PnL · {period}", period=period_words(t, view.days)), view.as_of)
    rest = (
        t("pnl", "Unrealised now {unrealised}, not counted above", unrealised=t.money(view.unrealised, signed=True)),
        t("pnl", "⚠ There is more than one look reads: what is older is not counted.") if view.partial else NOTHING,
    )
    costs = (
        pairs([Button(_cost_of(t, names, each.lead), ShowCost(lead=each.lead)) for each in view.leads[:LEADS_SHOWN]])
        if by is PnlBy.LEAD
        else ()
    )
    rows = (*costs, _periods(t, view, by), _splits(t, view, by), last(t))
    days = view.by_day[::-1]
    added = sum_words(t, days) if by is PnlBy.TOTAL and picture else NOTHING
    words = lines(first, *_body(t, view, names, by), added, *rest)
    if picture is None:
        return Screen(words, rows)
    line = sparkline(sums_of(days) if by is PnlBy.TOTAL else [each.earned.net for each in days])
    return pictured(
        rows, picture, words=lines(words, line), captions=(words, lines(first, *_total(t, view.total), *rest))
    )


def _cost_of(t: Words, names: Names, lead: PersonId) -> Html:
    return t("pnl", "Cost of copying {lead}", lead=short_name(names, lead))


def _body(t: Words, view: Pnl, names: Names, by: PnlBy) -> tuple[Html, ...]:
    if not view.total.closes and not view.total.share:
        return (t("pnl", "Nothing was sold in this time, so nothing was won or lost."),)
    match by:
        case PnlBy.TOTAL:
            return _total(t, view.total)
        case PnlBy.LEAD:
            return tuple(_line(t, lead_name(names, each.lead), each.earned) for each in view.leads[:LEADS_SHOWN])
        case PnlBy.DAY:
            return tuple(_line(t, esc(f"{each.day:%Y-%m-%d}"), each.earned) for each in view.by_day[:DAYS_SHOWN])
        case _ as unknown:
            assert_never(unknown)


def _total(t: Words, earned: Earned) -> tuple[Html, ...]:
    return (
        bold(t("pnl", "Net {net}", net=t.money(earned.net, signed=True, ticker="USDT"))),
        t.n("pnl", "Gross {gross} of {count} sale of a copied lot", "Gross {gross} of {count} sales of copied lots",
            earned.closes, gross=t.money(earned.gross, signed=True)),
        t("pnl", "Fees {fees}", fees=t.money(-earned.fees, signed=True)),
        t("pnl", "Profit share {share}", share=t.money(-earned.share, signed=True)),
        t("pnl", "The share is what was withheld, less what settlements gave back."),
    )  # fmt: skip


def sum_words(t: Words, by_day: Sequence[OfDay]) -> Html:
    """What the line of the sum shows, the oldest day first."""
    sums = sums_of(by_day)
    high, low = sums.index(max(sums)), sums.index(min(sums))
    return t(
        "pnl",
        "Added up {span}: first {first}, last {last}, highest {highest} on {high_day}, lowest {lowest} on {low_day}.",
        span=t.days(by_day[0].day, by_day[-1].day),
        first=t.money(sums[0], signed=True),
        last=t.money(sums[-1], signed=True),
        highest=t.money(sums[high], signed=True),
        high_day=day_words(t, by_day[high]),
        lowest=t.money(sums[low], signed=True),
        low_day=day_words(t, by_day[low]),
    )


def sums_of(by_day: Sequence[OfDay]) -> list[int]:
    """The net added up, after each of the days."""
    return list(accumulate(each.earned.net for each in by_day))


def day_words(t: Words, each: OfDay) -> Html:
    """A day of the desk."""
    return t.days(each.day, each.day)


def _line(t: Words, what: Html, earned: Earned) -> Html:
    return t(
        "pnl",
        "{what}: net {net} = gross {gross}, fees {fees}, share {share}",
        what=what,
        net=t.money(earned.net, signed=True),
        gross=t.money(earned.gross, signed=True),
        fees=t.money(-earned.fees, signed=True),
        share=t.money(-earned.share, signed=True),
    )


def period_words(t: Words, days: int) -> Html:
    """So many days, or all."""
    return t.n("span", "{count} day", "{count} days", days) if days else t("pnl", "all time")


def _periods(t: Words, view: Pnl, by: PnlBy) -> Row:
    return tuple(
        Button(esc("● " if days == view.days else "○ ") + period_words(t, days), ShowPnl(days=days, by=by))
        for days in PERIODS
    )


def _splits(t: Words, view: Pnl, by: PnlBy) -> Row:
    labels = {PnlBy.TOTAL: t("pnl", "in all"), PnlBy.LEAD: t("pnl", "by lead"), PnlBy.DAY: t("pnl", "by day")}
    return tuple(
        Button(esc("● " if each is by else "○ ") + labels[each], ShowPnl(days=view.days, by=each)) for each in PnlBy
    )
