"""S3: how a statement was computed: each close, or each copier, ten a page, and below them what they come to."""

from typing import Final

from bot.html import NOTHING, Html, bold, lines, name
from bot.presses import Press
from bot.presses.statements import ShowDisputed, ShowStatement, ShowSteps
from bot.screens.arriving import last
from bot.screens.head import mode
from bot.screens.screen import Button, Row, Screen
from bot.statements.computing import exact_money, exact_percent
from bot.translate import Words
from core.model.money import RATIO_UNITS
from core.views.statement import CloseLine, CopierLine, Outcome, Party, Statement

PAGE: Final = 10


def steps(t: Words, shown: Statement, *, page: int, admin: bool = False) -> Screen:
    """A page of it; a page that is none is the nearest. `admin`: looked at by the admin, whose buttons name whose."""
    many = pages(shown)
    page = min(max(page, 1), many)
    part = slice((page - 1) * PAGE, page * PAGE)
    title = bold(t("steps", "how statement {number} was computed", number=t.count(shown.number)))
    text = lines(
        t("steps", "{mode} · {title}", mode=mode(t), title=title),
        *step_lines(t, shown, part),
        t("steps", "Page {page} of {pages}", page=t.count(page), pages=t.count(many)) if many > 1 else NOTHING,
        *_comes_to(t, shown),
    )
    back = ShowDisputed(person=shown.person, number=shown.number) if admin else ShowStatement(number=shown.number)
    return Screen(text, (*_pager(t, shown, page, many, admin=admin), last(t, back)))


def pages(shown: Statement) -> int:
    """How many there are; one even without a line."""
    return max(1, -(-max(len(shown.closes), len(shown.copiers)) // PAGE))


def _pager(t: Words, shown: Statement, page: int, many: int, *, admin: bool) -> tuple[Row, ...]:
    def to(number: int) -> Press:
        if admin:
            return ShowDisputed(person=shown.person, number=shown.number, page=number)
        return ShowSteps(number=shown.number, page=number)

    back = (Button(t("steps", "‹ Page {page}", page=t.count(page - 1)), to(page - 1)),) if page > 1 else ()
    on = (Button(t("steps", "Page {page} ›", page=t.count(page + 1)), to(page + 1)),) if page < many else ()
    row = (*back, *on)
    return (row,) if row else ()


def step_lines(t: Words, shown: Statement, part: slice) -> tuple[Html, ...]:
    """Some of its lines, under what they are."""
    if shown.party is Party.LEAD:
        return (t("steps", "Each copier, net → share"), *(_copier(t, line) for line in shown.copiers[part]))
    if not shown.closes:
        return (t("steps", "Nothing was closed in this week."),)
    return (
        t("steps", "Each close, net → withheld"),
        *(_close(t, line, other=line.ratio != shown.ratio) for line in shown.closes[part]),
    )


def _close(t: Words, line: CloseLine, *, other: bool) -> Html:
    """`other`: it was made under another ratio than the statement's, which is then said."""
    done = t(
        "steps",
        "{when} {coin} {net} → {withheld}",
        when=t.when(line.at, pattern="wt"),
        coin=t.ticker(line.base),
        net=exact_money(t, line.net, signed=True),
        withheld=exact_money(t, line.withheld),
    )
    return t("steps", "{line} at {ratio}", line=done, ratio=exact_percent(t, line.ratio)) if other else done


def _copier(t: Words, line: CopierLine) -> Html:
    done = _line_of(t, line)
    if not line.net_before:
        return done
    before = exact_money(t, line.net_before, signed=True)
    return t("steps", "{line}, with {net} put off before", line=done, net=before)


def _line_of(t: Words, line: CopierLine) -> Html:
    net = exact_money(t, line.net, signed=True)
    closes = t.n("steps", "{count} close", "{count} closes", line.closes)
    who, paid, due = name(line.name, longest=16), exact_money(t, line.payable), exact_money(t, line.due)
    match line.outcome:
        case Outcome.DEFERRED:
            return t("steps", "{who} {net} ({closes}) → put off, about {due}", who=who, net=net, closes=closes, due=due)
        case Outcome.ENDED:
            return t("steps", "{who} {net} ({closes}) → {paid}, ended", who=who, net=net, closes=closes, paid=paid)
        case Outcome.SETTLED:
            return t("steps", "{who} {net} ({closes}) → {paid}", who=who, net=net, closes=closes, paid=paid)


def _comes_to(t: Words, shown: Statement) -> tuple[Html, ...]:
    """The netting and the settlement, in the figures above."""
    totals = shown.totals
    if shown.party is Party.LEAD:
        return (
            t("steps", "Each copier's week is netted by itself; a loss of one lessens no other's share."),
            *([_put_off(t, totals.net_before)] if totals.net_before else []),
            t(
                "steps",
                "Withheld {withheld} = paid to you {paid} + refunded {back} + kept {after}",
                withheld=exact_money(t, totals.withheld_before + totals.withheld),
                paid=exact_money(t, totals.payable),
                back=exact_money(t, totals.refund),
                after=exact_money(t, totals.withheld_after),
            ),
        )
    return (
        t("steps", "Both fees come off before the share; a loss withholds nothing and releases nothing."),
        *([_put_off(t, totals.net_before)] if totals.net_before else []),
        _due(t, shown),
        _settled(t, shown),
    )


def _put_off(t: Words, net: int) -> Html:
    return t("steps", "Put off before and netted with it: {net}", net=exact_money(t, net, signed=True))


def _carried(shown: Statement) -> int:
    """Under a high-water mark: what an earlier week's loss takes off the share (R-17.6)."""
    return 0 if shown.totals.net_before else shown.totals.due_before


def _due(t: Words, shown: Statement) -> Html:
    """The share by the one ratio there is, where that gives it to the unit; else as the sum it is."""
    totals, carried = shown.totals, _carried(shown)
    net = totals.net + totals.net_before
    if not totals.due:
        return t("steps", "The net comes to no profit: no share is due.")
    part, whole, due = exact_percent(t, shown.ratio), exact_money(t, net), exact_money(t, totals.due)
    if (
        any(line.ratio != shown.ratio for line in shown.closes)
        or totals.due != net * shown.ratio // RATIO_UNITS + carried
    ):
        return t("steps", "Each close at its own ratio, summed: {due}", due=due)
    if not carried:
        return t("steps", "{part} of {net} = {due}", part=part, net=whole, due=due)
    return t(
        "steps",
        "{part} of {net}, with {carried} carried over under the high-water mark = {due}",
        part=part,
        net=whole,
        carried=exact_money(t, carried, signed=True),
        due=due,
    )


def _settled(t: Words, shown: Statement) -> Html:
    totals = shown.totals
    withheld = totals.withheld_before + totals.withheld
    if shown.outcome is Outcome.DEFERRED:
        return t(
            "steps",
            "Nothing is paid while a coin is held; {withheld} stays withheld.",
            withheld=exact_money(t, withheld),
        )
    return t(
        "steps",
        "Refund {withheld} − {paid} = {back}",
        withheld=exact_money(t, withheld),
        paid=exact_money(t, totals.payable),
        back=exact_money(t, totals.refund),
    )
