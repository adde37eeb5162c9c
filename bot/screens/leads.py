"""The screens of finding a lead: the list, what it is sorted by, and whom it is narrowed to (D1, D2)."""

from collections.abc import Callable
from typing import Final, assert_never

from bot.html import NOTHING, Html, esc, lines, name
from bot.presses import Noop
from bot.presses.knowing import LeadsPart, ShowLead, ShowLeads, ShowScoring
from bot.screens.arriving import last, pairs
from bot.screens.head import head
from bot.screens.screen import Button, Row, Screen
from bot.screens.spans import exact_span
from bot.translate import Words
from core.model.money import UNITS
from core.model.people import PersonId
from core.views.as_of import AsOf
from core.views.leads import LeadMode, LeadRow, LeadSort, LeadsPage

Names = Callable[[PersonId], str]
"""What a person goes by."""
LABEL_NAME = 16
DAYS: Final = (0, 7, 30, 90, 180)
"""Days of leading that the filter offers (R-19.16)."""
SUMS: Final = (0, 1_000, 10_000, 100_000)
"""Whole USDT that it offers, of the lead's own and of their copiers."""


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
        "Leads · {days} · {sort} · page {page}/{pages}",
        days=_listed_days(t),
        sort=sort_words(t, view.sort),
        page=t.count(view.page),
        pages=t.count(view.pages),
    )
    if not view.rows:
        return _nobody(t, view)
    text = lines(
        head(t, title, view.as_of),
        _narrowed(t, view) if view.only.narrows else NOTHING,
        *(_line(t, row, view.sort, names) for row in view.rows),
    )
    buttons = [
        Button(
            t("leads", "{place} {lead}", place=t.count(row.place), lead=short_name(names, row.lead)),
            ShowLead(lead=row.lead),
        )
        for row in view.rows
    ]
    return Screen(text, (*pairs(buttons), *_pager(view), *_choices(t, view), last(t)))


def _nobody(t: Words, view: LeadsPage) -> Screen:
    title = head(t, t("leads", "Leads"), view.as_of)
    everybody = Button(t("leads", "Clear the filter"), ShowLeads(sort=view.sort), "blue")
    clear: tuple[Row, ...] = ((everybody,),) if view.only.narrows else ()
    if not view.listed:
        text = t("leads", "Nobody leads here yet. The desk's admin approves leads; come back later.")
        return Screen(lines(title, text), (*clear, last(t)))
    text = t.n(
        "leads",
        "Your filter keeps out the {count} lead there is. Make it wider.",
        "Your filter keeps out all {count} leads there are. Make it wider.",
        view.listed,
    )
    return Screen(lines(title, text), (*clear, *_choices(t, view), last(t)))


def _narrowed(t: Words, view: LeadsPage) -> Html:
    return t.n("leads", "Filtered, of {count} lead in all.", "Filtered, of {count} leads in all.", view.listed)


def sort_words(t: Words, sort: LeadSort) -> Html:
    """What the list is ordered by."""
    match sort:
        case LeadSort.SCORE:
            return t("leads", "by score")
        case LeadSort.PNL:
            return t("leads", "by PnL")
        case LeadSort.AUM:
            return t("leads", "by AUM")
        case LeadSort.WINS:
            return t("leads", "by win rate")
        case LeadSort.PART:
            return t("leads", "by PnL %")
        case LeadSort.COPIERS_PNL:
            return t("leads", "by copiers' PnL")
        case _ as unknown:
            assert_never(unknown)


def _line(t: Words, row: LeadRow, sort: LeadSort, names: Names) -> Html:
    parts = [
        t("leads", "{place} {lead}", place=t.count(row.place), lead=lead_name(names, row.lead)),
        _sorted_by(t, row, sort),
        _past(t, row),
        t.n("leads", "leading {count} day", "leading {count} days", row.days),
        t("leads", "copiers {now}/{cap}", now=t.count(row.copiers), cap=t.count(row.cap)),
        t("leads", "profit share {ratio}", ratio=t.percent(row.ratio)),
        t("leads", "Smart Sync only") if row.smart_sync_only else NOTHING,
        t("leads", "closed to new copiers") if row.closed else NOTHING,
        t("leads", "● you copy") if row.copied else NOTHING,
    ]
    return esc(" · ").join(part for part in parts if part)


def _sorted_by(t: Words, row: LeadRow, sort: LeadSort) -> Html:
    """The figure that gave the lead their place."""
    past = row.metrics
    match sort:
        case LeadSort.SCORE:
            return NOTHING if row.score is None else t("leads", "score {score}", score=t.quantity(row.score))
        case LeadSort.PNL:
            return NOTHING if past is None else t("leads", "PnL {pnl}", pnl=t.money(past.pnl, signed=True))
        case LeadSort.AUM:
            return t("leads", "AUM {aum}", aum=t.money(row.aum))
        case LeadSort.WINS:
            rate = past.win_rate if past else None
            return NOTHING if rate is None else t("leads", "win rate {rate}", rate=t.percent(rate))
        case LeadSort.PART:
            part = past.pnl_ratio if past else None
            return NOTHING if part is None else t("leads", "PnL {part}", part=t.percent(part, signed=True))
        case LeadSort.COPIERS_PNL:
            return t("leads", "copiers' PnL {pnl}", pnl=t.money(row.copiers_pnl, signed=True))
        case _ as unknown:
            assert_never(unknown)


def _past(t: Words, row: LeadRow) -> Html:
    if row.metrics is None:
        return t("leads", "no return yet")
    return t(
        "leads",
        "{gain}, drawdown {drawdown}",
        gain=t.percent(row.metrics.total_return, signed=True),
        drawdown=t.percent(row.metrics.drawdown),
    )


def asked(view: LeadsPage) -> ShowLeads:
    """The press that shows this page again."""
    only = view.only
    return ShowLeads(
        page=view.page,
        sort=view.sort,
        vacancy=only.vacancy,
        days=only.days,
        assets=only.assets // UNITS,
        aum=only.aum // UNITS,
        mode=only.mode,
    )


def _pager(view: LeadsPage) -> tuple[Row, ...]:
    if view.pages == 1:
        return ()
    now = asked(view)
    middle = Button(esc(f"{view.page}/{view.pages}"), Noop())
    back = Button(esc("‹"), now.model_copy(update={"page": view.page - 1})) if view.page > 1 else None
    on = Button(esc("›"), now.model_copy(update={"page": view.page + 1})) if view.page < view.pages else None
    return (tuple(button for button in (back, middle, on) if button),)


def _choices(t: Words, view: LeadsPage) -> tuple[Row, ...]:
    now = asked(view)
    sort = t("leads", "Sort: {sort}", sort=sort_words(t, view.sort))
    narrowed = t("leads", "● Filter") if view.only.narrows else t("leads", "Filter")
    return (
        (
            Button(sort, now.model_copy(update={"part": LeadsPart.SORTS})),
            Button(narrowed, now.model_copy(update={"part": LeadsPart.FILTERS})),
        ),
        (Button(t("leads", "How is it scored?"), ShowScoring(lead=0)),),
    )


def _listed_days(t: Words) -> Html:
    return exact_span(t, days=t.limits.metrics.listed_days)


# ── D2 ────────────────────────────────────────────────────────────────────────


def leads_sorts(t: Words, at: AsOf, now: ShowLeads) -> Screen:
    """What the list may be sorted by."""
    text = lines(
        head(t, t("leads", "Leads: sort"), at),
        t(
            "leads",
            "PnL, PnL % and win rate are those of {days}; the score weighs seven figures.",
            days=_listed_days(t),
        ),
    )
    buttons = [
        Button(
            esc("● " if sort is now.sort else "○ ") + sort_words(t, sort),
            now.model_copy(update={"sort": sort, "part": LeadsPart.LIST, "page": 1}),
        )
        for sort in LeadSort
    ]
    scored = (Button(t("leads", "How is it scored?"), ShowScoring(lead=0)),)
    return Screen(text, (*pairs(buttons), scored, last(t, _listed(now))))


def leads_filters(t: Words, at: AsOf, now: ShowLeads) -> Screen:
    """Whom the list may be narrowed to; each tap narrows or widens it, and the list is one tap away."""
    text = lines(
        head(t, t("leads", "Leads: filter"), at),
        t("leads", "Own is the lead's own USDT; AUM is what copiers have put under the lead."),
        t("leads", "A tap narrows the list or widens it again; ● is what holds now."),
    )
    vacancy = t("leads", "✅ Only with a place free") if now.vacancy else t("leads", "☐ Only with a place free")
    days = [_chip(now, "days", many, _days(t, many)) for many in DAYS]
    assets = [_chip(now, "assets", many, _own(t, many)) for many in SUMS]
    aum = [_chip(now, "aum", many, _aum(t, many)) for many in SUMS]
    rows = (
        (Button(vacancy, now.model_copy(update={"vacancy": not now.vacancy, "page": 1})),),
        tuple(days[:3]),
        tuple(days[3:]),
        *pairs(assets),
        *pairs(aum),
        tuple(_chip(now, "mode", mode, _mode(t, mode)) for mode in LeadMode),
        (Button(t("leads", "Show the leads"), _listed(now), "blue"),),
    )
    return Screen(text, (*rows, last(t, _listed(now))))


def _listed(now: ShowLeads) -> ShowLeads:
    return now.model_copy(update={"part": LeadsPart.LIST})


def _chip(now: ShowLeads, field: str, value: object, label: Html) -> Button:
    mark = esc("● " if getattr(now, field) == value else "○ ")
    return Button(mark + label, now.model_copy(update={field: value, "page": 1}))


def _days(t: Words, least: int) -> Html:
    return t.n("leads", "{count}+ day", "{count}+ days", least) if least else t("leads", "any days")


def _own(t: Words, least: int) -> Html:
    return t("leads", "Own {least}+", least=t.count(least)) if least else t("leads", "any own USDT")


def _aum(t: Words, least: int) -> Html:
    return t("leads", "AUM {least}+", least=t.count(least)) if least else t("leads", "any AUM")


def _mode(t: Words, mode: LeadMode) -> Html:
    match mode:
        case LeadMode.ANY:
            return t("leads", "any way")
        case LeadMode.ALL_WAYS:
            return t("leads", "all ways")
        case LeadMode.SMART_SYNC:
            return t("leads", "Smart Sync only")
        case _ as unknown:
            assert_never(unknown)
