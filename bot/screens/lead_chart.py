"""D5: how a lead's return went and how far it fell, over a period."""

from bot.charts.pictures import Picture
from bot.html import esc, lines
from bot.presses.knowing import ShowLead
from bot.presses.pictures import ShowChart
from bot.screens.arriving import last, pairs
from bot.screens.head import head
from bot.screens.lead_pictures import curve_line, curve_words, fall_words
from bot.screens.leads import Names, lead_name
from bot.screens.pictured import pictured
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.views.lead_curve import LeadCurve


def lead_chart(t: Words, curve: LeadCurve, names: Names, *, picture: Picture | None = None) -> Screen:
    """The chart, and what it shows in words; a chip a period."""
    title = t("chart", "{lead} · return and drawdown", lead=lead_name(names, curve.lead))
    said = (
        head(t, title, curve.as_of),
        t.n(
            "chart",
            "{gain} in {count} day · max drawdown {drawdown}",
            "{gain} in {count} days · max drawdown {drawdown}",
            curve.metrics.measured,
            gain=t.percent(curve.metrics.total_return, signed=True),
            drawdown=t.percent(curve.metrics.drawdown),
        ),
        curve_words(t, curve),
        fall_words(t, curve),
    )
    warning = t("lead card", "Past results promise nothing.")
    rows = (*_periods(t, curve), last(t, ShowLead(lead=curve.lead, days=curve.asked)))
    return pictured(rows, picture, words=lines(*said, curve_line(curve), warning), captions=(lines(*said, warning),))


def _periods(t: Words, curve: LeadCurve) -> tuple[Row, ...]:
    chips = [
        Button(
            esc("● " if days == curve.asked else "○ ") + t.n("span", "{count} day", "{count} days", days),
            ShowChart(lead=curve.lead, days=days),
        )
        for days in curve.periods
    ]
    return pairs(chips)
