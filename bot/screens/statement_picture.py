"""S2's picture: a statement's figures over the net of each day of its cycle, and the same in words."""

from bot.charts.pictures import Bar, DaysPicture, Figure, Picture
from bot.html import NOTHING, Html, bold, lines, name
from bot.presses.statements import ShowStatement
from bot.screens.arriving import last
from bot.screens.head import mode
from bot.screens.look import Look, desk_clock, tone
from bot.screens.pictured import pictured
from bot.screens.screen import Screen
from bot.screens.sparkline import sparkline
from bot.translate import Words
from core.views.statement import Statement
from core.views.statement_days import DayNet, days_of


def statement_picture(look: Look, shown: Statement) -> DaysPicture:
    """The figures that the statement ends with, and a bar a day."""
    t, totals = look.t, shown.totals
    week = t.days(*t.calendar.days_of(shown.starts, shown.ends), full=True)
    return DaysPicture(
        look.frame(
            t("picture", "Statement {number}", number=t.count(shown.number)),
            t("picture", "{lead} · {week}", lead=name(shown.other), week=week) if shown.other else week,
            t("picture", "Settled {when}", when=desk_clock(t, shown.settled_at)),
        ),
        (
            Figure(t("picture", "Net").plain, t.money(totals.net, signed=True).plain, tone(totals.net)),
            Figure(t("picture", "Withheld").plain, t.money(totals.withheld).plain),
            Figure(t("picture", "Payable").plain, t.money(totals.payable).plain),
            Figure(t("picture", "Refunded").plain, t.money(totals.refund).plain),
        ),
        t("picture", "Net of each day, USDT").plain,
        tuple(Bar(t.days(each.day, each.day).plain, each.net) for each in days_of(shown, t.calendar)),
        t("picture", "Nothing was closed in this cycle").plain,
    )


def statement_days(t: Words, shown: Statement, *, picture: Picture | None = None) -> Screen:
    """The net of each day that closed something, the best of them and the worst."""
    days = days_of(shown, t.calendar)
    closed = [each for each in days if each.closes]
    title = bold(t("statement", "statement {number}, day by day", number=t.count(shown.number)))
    said = (
        t("statement", "{mode} · {title}", mode=mode(t), title=title),
        t("statement", "Net {net} USDT:", net=t.money(shown.totals.net, signed=True)),
        *(_line(t, each) for each in closed),
        NOTHING if closed else t("statement", "Nothing was closed in this cycle."),
    )
    line = sparkline([each.net for each in days]) if closed else NOTHING
    rows = (last(t, ShowStatement(number=shown.number)),)
    return pictured(rows, picture, words=lines(*said, line), captions=(lines(*said),))


def _line(t: Words, each: DayNet) -> Html:
    return t.n(
        "statement",
        "{day}: {net}, {count} close",
        "{day}: {net}, {count} closes",
        each.closes,
        day=t.days(each.day, each.day),
        net=t.money(each.net, signed=True),
    )
