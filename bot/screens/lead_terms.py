"""L5 to L7: profit share, copiers, restriction, and the instruments a lead leads."""

from collections.abc import Set as AbstractSet

from bot.presses import Noop
from bot.presses_lead import (
    AcceptNew,
    AskShare,
    ChooseAll,
    ChooseMarked,
    ChooseOwn,
    CopiersPage,
    MarkInstrument,
    Restrict,
    SetShare,
)
from bot.screens.head import head, last_row
from bot.screens.html import NOTHING, Html, esc, lines
from bot.screens.html import name as named
from bot.screens.lead import share_figure
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.copying import Sizing
from core.model.market import Symbol
from core.model.money import ratio
from core.views.copiers import Copier, Copiers
from core.views.lead_desk import LeadDesk

SHARES = tuple(map(ratio, ("0", "0.03", "0.05", "0.08", "0.10")))
TWO = 2


# ── L5 ────────────────────────────────────────────────────────────────────────


def profit_share(t: Words, desk: LeadDesk, note: Html = NOTHING) -> Screen:
    """The share, the highest of the level, and from when a new one holds."""
    text = lines(
        head(t, t("share", "profit share"), desk.as_of),
        note,
        t(
            "share",
            "You get {share} of each copier's net profit, week by week. Your level allows up to {most}.",
            share=share_figure(t, desk.ratio),
            most=share_figure(t, desk.ratio_max),
        ),
        t(
            "share",
            "A new share holds for new copiers at once, for present ones from {when}, which is Monday 00:00 UTC+8.",
            when=t.when(desk.settles_at),
        ),
        t.n("share", "{count} change is left this month.", "{count} changes are left this month.", desk.changes_left),
    )
    offered = [value for value in SHARES if value <= desk.ratio_max]
    chips = tuple(
        Button(_dot(share_figure(t, value), on=value == desk.ratio), SetShare(ratio=value, version=desk.version))
        for value in offered
    )
    return Screen(text, (chips, (Button(t("share", "Type another share"), AskShare()),), last_row(t, "lead")))


def ask_share(t: Words, desk: LeadDesk, problem: Html = NOTHING) -> Screen:
    """The question for a share of one's own."""
    most = share_figure(t, desk.ratio_max)
    text = lines(
        head(t, t("share", "profit share"), desk.as_of),
        problem,
        t("share", "Which share, from 0 to {most}? Type it, such as 5%.", most=most),
    )
    return Screen(text, (last_row(t, "share"),))


# ── L6 ────────────────────────────────────────────────────────────────────────


def copiers_screen(t: Words, shown: Copiers, names: list[str], note: Html = NOTHING) -> Screen:
    """`names` are masked, one a row."""
    rows = [_copier(t, copier, name) for copier, name in zip(shown.rows, names, strict=True)]
    empty = t("copiers", "Nobody copies you yet. People find you under Leads once you are active.")
    text = lines(
        head(
            t, t("copiers", "copiers {now} of {most}", now=t.count(shown.total), most=t.count(shown.cap)), shown.as_of
        ),
        note,
        t.n(
            "copiers", "{count} of them came in the last 7 days.", "{count} of them came in the last 7 days.", shown.new
        )
        if shown.total
        else empty,
        *rows,
    )
    accept = (
        Button(t("copiers", "✅ New copiers: welcome"), AcceptNew(on=False, version=shown.version))
        if shown.accepting
        else Button(t("copiers", "☐ New copiers: closed"), AcceptNew(on=True, version=shown.version))
    )
    pager = (_pager(t, shown),) if shown.pages > 1 else ()
    return Screen(text, (*pager, (accept,), last_row(t, "lead")))


def _copier(t: Words, copier: Copier, name: str) -> Html:
    way = {
        Sizing.FIXED_AMOUNT: t("copiers", "fixed amount"),
        Sizing.MULTIPLIER: t("copiers", "multiplier"),
        Sizing.SMART_SYNC: t("copiers", "Smart Sync"),
    }[copier.sizing]
    since, result = t.when(copier.since, pattern="d"), t.money(copier.result, signed=True)
    line = t(
        "copiers", "{name} · {way} · since {since} · {result}", name=named(name), way=way, since=since, result=result
    )
    return line + (esc(" · ") + t("copiers", "stopping") if copier.closing else NOTHING)


def _pager(t: Words, shown: Copiers) -> Row:
    here = Button(t("copiers", "{page}/{pages}", page=t.count(shown.page), pages=t.count(shown.pages)), Noop())
    before = (Button(esc("‹"), CopiersPage(page=shown.page - 1)),) if shown.page > 1 else ()
    after = (Button(esc("›"), CopiersPage(page=shown.page + 1)),) if shown.page < shown.pages else ()
    return (*before, here, *after)


# ── L7 ────────────────────────────────────────────────────────────────────────


def restriction(t: Words, desk: LeadDesk, note: Html = NOTHING) -> Screen:
    """Who may copy, and how."""
    text = lines(
        head(t, t("restriction", "restriction"), desk.as_of),
        note,
        t("restriction", "Smart Sync only: new copiers must use Smart Sync, which keeps their parts equal to yours."),
        t("restriction", "Present copiers stay as they are and are told. Your card says so to everybody."),
        t.n(
            "restriction",
            "{count} present copy is not Smart Sync: it goes on, and its settings are frozen.",
            "{count} present copies are not Smart Sync: they go on, and their settings are frozen.",
            desk.other_ways,
        )
        if desk.other_ways
        else NOTHING,
    )
    free = Button(
        _dot(t("restriction", "No restriction"), on=not desk.smart_sync_only),
        Restrict(smart=False, version=desk.version),
    )
    smart = Button(
        _dot(t("restriction", "Smart Sync only"), on=desk.smart_sync_only), Restrict(smart=True, version=desk.version)
    )
    return Screen(text, ((free, smart), last_row(t, "lead")))


# ── instruments ───────────────────────────────────────────────────────────────


def instruments(t: Words, desk: LeadDesk, listed: tuple[Symbol, ...], note: Html = NOTHING) -> Screen:
    """All of the copy list, or a choice of one's own."""
    names = esc(", ").join(t.ticker(symbol) for symbol in listed)
    own = desk.chosen and desk.instruments is not None
    text = lines(
        head(t, t("instruments", "instruments you lead"), desk.as_of),
        note,
        t("instruments", "What you buy in these is copied. You may trade others as well, then nobody copies."),
        t("instruments", "The desk's copy list: {names}.", names=names),
        t(
            "instruments",
            "Your own choice: {names}.",
            names=esc(", ").join(t.ticker(each) for each in desk.instruments or ()),
        )
        if own
        else NOTHING,
    )
    whole = Button(
        _dot(t("instruments", "The whole list, as it changes"), on=desk.chosen and not own),
        ChooseAll(version=desk.version),
    )
    choice = Button(_dot(t("instruments", "My own choice"), on=own), ChooseOwn())
    return Screen(text, ((whole,), (choice,), last_row(t, "lead")))


def choosing(
    t: Words, desk: LeadDesk, listed: tuple[Symbol, ...], marked: AbstractSet[str], note: Html = NOTHING
) -> Screen:
    """Single instruments, marked by a tap; nothing holds before the last button."""
    text = lines(
        head(t, t("instruments", "instruments you lead: my own choice"), desk.as_of),
        note,
        t("instruments", "Tap what you want to lead, then take the choice. It replaces the one before."),
    )
    marks = [
        Button(
            esc("✅ " if each in marked else "☐ ") + t.ticker(each), MarkInstrument(symbol=each, on=each not in marked)
        )
        for each in listed
    ]
    rows = tuple(tuple(marks[at : at + TWO]) for at in range(0, len(marks), TWO))
    take = Button(
        t.n("instruments", "Lead this {count} instrument", "Lead these {count} instruments", len(marked)),
        ChooseMarked(version=desk.version),
        "green",
    )
    return Screen(text, (*rows, *(((take,),) if marked else ()), last_row(t, "instruments")))


def _dot(label: Html, *, on: bool) -> Html:
    return esc("● " if on else "○ ") + label
