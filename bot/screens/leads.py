"""The screens of finding a lead: the list and one lead's card."""

from collections.abc import Callable
from typing import assert_never

from bot.presses import Home, Noop
from bot.presses_copier import Begin, ShowCopy, ShowLead, ShowLeads, ShowRisk
from bot.screens.arriving import last, pairs
from bot.screens.head import head
from bot.screens.html import NOTHING, Html, esc, lines, name
from bot.screens.refusals import denial
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.people import LeadState, PersonId
from core.model.reasons import Denial
from core.views.leads import LeadCard, LeadRow, LeadSort, LeadsPage
from core.views.metrics import Metrics

Names = Callable[[PersonId], str]
"""What a person goes by."""
LABEL_NAME = 16


def lead_name(names: Names, lead: PersonId) -> Html:
    """A lead's public name, safe to show."""
    return name(names(lead))


def short_name(names: Names, lead: PersonId) -> Html:
    """The same for a button."""
    return name(names(lead), longest=LABEL_NAME)


def leads_list(t: Words, view: LeadsPage, names: Names) -> Screen:
    """D1: ten a page, each with a button; an empty list says why."""
    title = t(
        "leads",
        "Leads {sort} · page {page}/{pages}",
        sort=sort_words(t, view.sort),
        page=t.count(view.page),
        pages=t.count(view.pages),
    )
    if not view.rows:
        text = lines(
            head(t, t("leads", "Leads"), view.as_of),
            t("leads", "Nobody leads here yet. The desk's admin approves leads; come back later."),
        )
        return Screen(text, (last(t),))
    text = lines(head(t, title, view.as_of), *(_line(t, row, names) for row in view.rows))
    buttons = [
        Button(
            t("leads", "{place} {lead}", place=t.count(row.place), lead=short_name(names, row.lead)),
            ShowLead(lead=row.lead),
        )
        for row in view.rows
    ]
    return Screen(text, (*pairs(buttons), *_pager(view), *_sorts(t, view), last(t)))


def sort_words(t: Words, sort: LeadSort) -> Html:
    """What the list is ordered by."""
    match sort:
        case LeadSort.SCORE:
            return t("leads", "by score")
        case LeadSort.RETURN:
            return t("leads", "by return")
        case LeadSort.WINS:
            return t("leads", "by win rate")
        case LeadSort.COPIERS:
            return t("leads", "by copiers")
        case LeadSort.MONEY:
            return t("leads", "by money")
        case LeadSort.DAYS:
            return t("leads", "by days")
        case LeadSort.SHARE:
            return t("leads", "by share")
        case _ as unknown:
            assert_never(unknown)


def _line(t: Words, row: LeadRow, names: Names) -> Html:
    parts = [
        t("leads", "{place} {lead}", place=t.count(row.place), lead=lead_name(names, row.lead)),
        _past(t, row),
        t.n("leads", "leading {count} day", "leading {count} days", row.days),
        t("leads", "copiers {now}/{cap}", now=t.count(row.copiers), cap=t.count(row.cap)),
        t("leads", "profit share {ratio}", ratio=t.percent(row.ratio)),
        t("leads", "Smart Sync only") if row.smart_sync_only else NOTHING,
        t("leads", "closed to new copiers") if row.closed else NOTHING,
        t("leads", "● you copy") if row.copied else NOTHING,
    ]
    return esc(" · ").join(part for part in parts if part)


def _past(t: Words, row: LeadRow) -> Html:
    if row.metrics is None:
        return NOTHING
    return t(
        "leads",
        "{gain}, drawdown {drawdown}",
        gain=t.percent(row.metrics.total_return, signed=True),
        drawdown=t.percent(row.metrics.drawdown),
    )


def _pager(view: LeadsPage) -> tuple[Row, ...]:
    if view.pages == 1:
        return ()
    middle = Button(esc(f"{view.page}/{view.pages}"), Noop())
    back = Button(esc("‹"), ShowLeads(page=view.page - 1, sort=view.sort)) if view.page > 1 else None
    on = Button(esc("›"), ShowLeads(page=view.page + 1, sort=view.sort)) if view.page < view.pages else None
    return (tuple(button for button in (back, middle, on) if button),)


def _sorts(t: Words, view: LeadsPage) -> tuple[Row, ...]:
    buttons = [
        Button(esc("● " if sort is view.sort else "○ ") + sort_words(t, sort), ShowLeads(page=1, sort=sort))
        for sort in LeadSort
    ]
    return pairs(buttons)


def lead_card(t: Words, view: LeadCard, names: Names, *, visitor: bool, link: str | None = None) -> Screen:
    """D3: a lead's public card. Where copying cannot begin, the reason stands instead of the button.

    `link` opens this card; it is copied by a tap, to be sent to somebody.
    """
    row = view.row
    only = t("lead card", "Smart Sync only: this lead allows no other way of copying.")
    title = t.n(
        "lead card",
        "{lead} · leading {count} day",
        "{lead} · leading {count} days",
        row.days,
        lead=lead_name(names, row.lead),
    )
    text = lines(
        head(t, title, view.as_of),
        t(
            "lead card",
            "Copiers {now} of {cap} · money that copies {aum}",
            now=t.count(row.copiers),
            cap=t.count(row.cap),
            aum=t.money(row.aum, ticker="USDT"),
        ),
        t("lead card", "Profit share {ratio} of a week's net profit", ratio=t.percent(row.ratio)),
        _holds(t, view),
        only if row.smart_sync_only else NOTHING,
        _standing(t, view),
        _measured(t, row.metrics),
    )
    share = ((Button(t("lead card", "Copy the link to this card"), copy=link),),) if link else ()
    back = last(t, ShowLeads(page=1, sort=LeadSort.SCORE))
    return Screen(text, (*_actions(t, view, names, visitor=visitor), *share, back))


def _measured(t: Words, past: Metrics | None) -> Html:
    """What days have measured, over 90 of them or as many as there are."""
    if past is None:
        return t("lead card", "Returns are measured once two days have passed. Past results promise nothing.")
    figures = t.n(
        "lead card",
        "Return of {count} day {gain} · max drawdown {drawdown}",
        "Return of {count} days {gain} · max drawdown {drawdown}",
        past.measured,
        gain=t.percent(past.total_return, signed=True),
        drawdown=t.percent(past.drawdown),
    )
    wins = (
        t("lead card", "Win rate {rate} of the days that closed something", rate=t.percent(past.win_rate))
        if (past.win_rate is not None)
        else NOTHING
    )
    money = t(
        "lead card",
        "Lead's profit {pnl} · their copiers' {copiers}",
        pnl=t.money(past.pnl, signed=True),
        copiers=t.money(past.copiers_pnl, signed=True, ticker="USDT"),
    )
    return lines(figures, wins, money, t("lead card", "Past results promise nothing."))


def _holds(t: Words, view: LeadCard) -> Html:
    if not view.weights:
        return t("lead card", "Holds nothing that is copied now.")
    parts = [esc(f"{weight.asset} ") + t.percent(weight.ratio) for weight in view.weights]
    return t("lead card", "Holds {weights}", weights=esc(" · ").join(parts))


def _standing(t: Words, view: LeadCard) -> Html:
    if view.state is LeadState.SUSPENDED:
        return t("lead card", "■ Suspended: nothing is copied from this lead now.")
    if view.refusal is None or view.refusal is Denial.ALREADY_COPYING:
        return NOTHING
    return t("lead card", "■ {reason}", reason=denial(t, view.refusal))


def _actions(t: Words, view: LeadCard, names: Names, *, visitor: bool) -> tuple[Row, ...]:
    lead = view.row.lead
    if visitor:
        return ((Button(t("welcome", "Start with paper"), ShowRisk(), "blue"),),)
    if view.row.copied:
        return (
            (Button(t("lead card", "My copy of {lead}", lead=short_name(names, lead)), ShowCopy(lead=lead), "blue"),),
        )
    if view.refusal is not None:
        return ()
    return ((Button(t("lead card", "Copy {lead}", lead=short_name(names, lead)), Begin(lead=lead), "green"),),)


def no_such_lead(t: Words) -> Screen:
    """Not yours and does not exist are one answer."""
    text = t("lead card", "PAPER · There is no such lead here now.")
    row = (Button(t("welcome", "Browse leads"), ShowLeads(page=1, sort=LeadSort.SCORE)),)
    return Screen(text, (row, (Button(t("desk", "⌂ Home"), Home()),)))
