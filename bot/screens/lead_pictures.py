"""The pictures of a lead and the words that say the same: span, first, last, highest, lowest, deepest."""

from datetime import datetime

from bot.charts.pictures import CurvePicture, Figure, LeadPicture, Span, Tone
from bot.html import Html, lines
from bot.screens.leads import Names, lead_name
from bot.screens.look import Look, desk_clock, tone
from bot.screens.sparkline import sparkline
from bot.translate import Words
from core.views.lead_card import LeadCard
from core.views.lead_curve import LeadCurve


def lead_picture(look: Look, view: LeadCard, curve: LeadCurve, names: Names) -> LeadPicture:
    """D3's: the return large, drawdown, win rate, copiers and share beside each other, the return's way."""
    t, row = look.t, view.row
    main, deepest = _return(look, curve), _drawdown(look, curve)
    copiers = f"{t.count(row.copiers).plain} / {t.count(row.cap).plain}"
    return LeadPicture(
        look.frame(
            lead_name(names, row.lead),
            t.n("picture", "Lead trader for {count} day", "Lead trader for {count} days", row.days),
            desk_clock(t, curve.last.at),
        ),
        main,
        (
            deepest,
            _wins(look, curve),
            Figure(t("picture", "Copiers").plain, copiers),
            Figure(t("picture", "Profit share").plain, t.percent(row.ratio).plain),
        ),
        tuple(point.gain for point in curve.points),
        _span(t, curve),
    )


def curve_picture(look: Look, curve: LeadCurve, names: Names) -> CurvePicture:
    """D5's: return and drawdown, one above the other."""
    t = look.t
    highest, lowest = curve.highest.gain, curve.lowest.gain
    return CurvePicture(
        look.frame(lead_name(names, curve.lead), _over(t, curve), desk_clock(t, curve.last.at)),
        (
            _return(look, curve, period=False),
            _drawdown(look, curve),
            Figure(t("picture", "Highest").plain, t.percent(highest, signed=True).plain, tone(highest)),
            Figure(t("picture", "Lowest").plain, t.percent(lowest, signed=True).plain, tone(lowest)),
        ),
        t("picture", "Return").plain,
        t("picture", "Drawdown").plain,
        tuple(point.gain for point in curve.points),
        tuple(point.fall for point in curve.points),
        _span(t, curve),
    )


def curve_words(t: Words, curve: LeadCurve) -> Html:
    """What a chart of the return shows, in a sentence."""
    highest, lowest = curve.highest, curve.lowest
    return t(
        "chart",
        "Return {span}: first {first}, last {last}, highest {highest} on {high_day}, lowest {lowest} on {low_day}.",
        span=t.days(curve.first.at.date(), curve.last.at.date()),
        first=t.percent(curve.first.gain, signed=True),
        last=t.percent(curve.last.gain, signed=True),
        highest=t.percent(highest.gain, signed=True),
        high_day=_day(t, highest.at),
        lowest=t.percent(lowest.gain, signed=True),
        low_day=_day(t, lowest.at),
    )


def fall_words(t: Words, curve: LeadCurve) -> Html:
    """What a chart of the drawdown shows."""
    deepest, now = curve.deepest, curve.last.fall
    if not deepest.fall:
        return t("chart", "It never stood below its highest.")
    return t(
        "chart",
        "Deepest fall {deepest} on {day}, now {now} below the highest.",
        deepest=t.percent(-deepest.fall),
        day=_day(t, deepest.at),
        now=t.percent(now),
    )


def curve_line(curve: LeadCurve) -> Html:
    """The return as a line of blocks."""
    return sparkline([point.gain for point in curve.points])


def in_words(t: Words, curve: LeadCurve) -> Html:
    """All that stands in place of a picture of the return."""
    return lines(curve_words(t, curve), curve_line(curve))


def _return(look: Look, curve: LeadCurve, *, period: bool = True) -> Figure:
    t, gain = look.t, curve.last.gain
    label = t("picture", "Return")
    if period:
        label = t.n("picture", "Return · {count} day", "Return · {count} days", curve.metrics.measured)
    return Figure(label.plain, t.percent(gain, signed=True).plain, tone(gain))


def _drawdown(look: Look, curve: LeadCurve) -> Figure:
    t, fall = look.t, -curve.deepest.fall
    return Figure(t("picture", "Max drawdown").plain, t.percent(fall).plain, tone(fall))


def _wins(look: Look, curve: LeadCurve) -> Figure:
    rate = curve.metrics.win_rate
    text = "–" if rate is None else look.t.percent(rate).plain
    return Figure(look.t("picture", "Win rate").plain, text, Tone.PLAIN)


def _over(t: Words, curve: LeadCurve) -> Html:
    return t.n(
        "picture", "Return and drawdown · {count} day", "Return and drawdown · {count} days", curve.metrics.measured
    )


def _span(t: Words, curve: LeadCurve) -> Span:
    middle = _day(t, curve.points[len(curve.points) // 2].at).plain if len(curve.points) > 2 else ""
    return Span(_day(t, curve.first.at).plain, middle, _day(t, curve.last.at).plain)


def _day(t: Words, at: datetime) -> Html:
    """A day of the desk, as the curve has them."""
    return t.days(at.date(), at.date())
