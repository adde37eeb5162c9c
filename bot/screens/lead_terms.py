"""L5: the profit share; and the instruments a lead leads."""

from collections.abc import Set as AbstractSet

from bot.html import NOTHING, Html, esc, lines
from bot.presses import Confirm
from bot.presses.lead import AskShare, ChooseAll, ChooseMarked, ChooseOwn, MarkInstrument, SetShare
from bot.screens.desk_calendar import cycle_start
from bot.screens.head import head, last_row, opening
from bot.screens.lead import share_figure
from bot.screens.lead_stopping import anew
from bot.screens.screen import CHIPS_MAX, Button, Screen
from bot.screens.spans import exact_span
from bot.translate import Words
from core.model.market import Symbol
from core.model.money import ratio
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
        _level(t, desk),
        t(
            "share",
            "A new share holds for new copiers at once, for present ones from {when}, which is {cycle}.",
            when=t.when(desk.settles_at),
            cycle=cycle_start(t),
        ),
        t.n("share", "{count} change is left this month.", "{count} changes are left this month.", desk.changes_left),
    )
    last = last_row(t, "lead")
    if not desk.changes_left:
        return Screen(text, (last,))
    none, *others = sorted({*(value for value in SHARES if value <= desk.ratio_max), desk.ratio_max})
    chips = tuple(
        Button(_dot(share_figure(t, value), on=value == desk.ratio), SetShare(ratio=value, version=desk.version))
        for value in (none, *others[1 - CHIPS_MAX :])
    )
    return Screen(text, (chips, (Button(t("share", "Type another share"), AskShare()),), last))


def _level(t: Words, desk: LeadDesk) -> Html:
    level, average = t.count(desk.share_level), t.money(desk.aum_average)
    if not desk.aum_next:
        return t("share", "That is level {level}, the highest; average AUM {average}.", level=level, average=average)
    return t(
        "share",
        "That is level {level}; average AUM over {days} {average}, the next level begins at {next}.",
        level=level,
        days=exact_span(t, days=t.limits.levels.average_days),
        average=average,
        next=t.money(desk.aum_next),
    )


def share_review(t: Words, desk: LeadDesk, ratio: int, nonce: str, *, changed: bool) -> Screen:
    """A rise takes more of other people's profit: from whom, and from when."""
    old, new = share_figure(t, desk.ratio), share_figure(t, ratio)
    text = lines(
        head(t, t("share", "review: profit share {old} → {new}", old=old, new=new), desk.as_of),
        anew(t, changed=changed),
        t("share", "New copiers pay {new} of a week's net profit from now on.", new=new),
        t.n(
            "share",
            "Your {count} present copier pays {new} from {when} ({cycle}).",
            "Your {count} present copiers pay {new} from {when} ({cycle}).",
            desk.copiers,
            new=new,
            when=t.when(desk.settles_at),
            cycle=cycle_start(t),
        )
        if desk.copiers
        else t("share", "Nobody copies you now."),
        t.n(
            "share",
            "This is one of {count} change left this month. Expires in 60 s.",
            "This is one of {count} changes left this month. Expires in 60 s.",
            desk.changes_left,
        ),
    )
    take = Button(t("share", "Take {new}", new=new), Confirm(nonce=nonce), "green")
    return Screen(text, ((take, opening(t("share", "Cancel"), "share")), last_row(t)))


def share_taken(t: Words, desk: LeadDesk) -> Html:
    """Said once it is set."""
    return t("share", "✔ Your profit share is {share}.", share=share_figure(t, desk.ratio))


def ask_share(t: Words, desk: LeadDesk, problem: Html = NOTHING) -> Screen:
    """The question for a share of one's own."""
    most = share_figure(t, desk.ratio_max)
    text = lines(
        head(t, t("share", "profit share"), desk.as_of),
        problem,
        t("share", "Which share, from 0 to {most}? Type it, such as 5%.", most=most),
    )
    return Screen(text, (last_row(t, "share"),))


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
