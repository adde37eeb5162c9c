"""The screens of one's copies: all of them, one of them, pausing, resuming and stopping (C1, C2, C7, X1)."""

from bot.html import NOTHING, Html, esc, lines
from bot.presses.copier import Pause, Resume, ShowCopies, ShowCopy
from bot.presses.knowing import ShowLeads
from bot.screens.arriving import last, pairs
from bot.screens.copy_actions import actions
from bot.screens.delays import took_at_most
from bot.screens.desk_calendar import cycle_start
from bot.screens.head import head
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.refusals import denial, short_reason, stop_cause, stop_way
from bot.screens.screen import Button, Screen, Style
from bot.screens.sizes import off_or_percent, size_words, stops_note
from bot.translate import Words
from core.model.copying import CopyingState, Sizing
from core.model.people import LeadState
from core.model.reasons import Denial
from core.views.copies import CopyLine, CopyView, Held, MyCopies
from core.views.log import Health

COINS_SHOWN = 20
MISSED_SHOWN = 3
HEALTH_OF = 30
"""Lead orders that a copy's health speaks of."""


def find_lead(t: Words, style: Style = "plain") -> Button:
    """The next step of whoever copies nobody (rule 14)."""
    return Button(t("copies", "Find a lead"), ShowLeads(), style)


def my_copies(t: Words, view: MyCopies, names: Names, *, notice: Html = NOTHING) -> Screen:
    """C1. `notice`: what has just been done."""
    leads = find_lead(t, "blue")
    if not view.live:
        text = lines(
            head(t, t("copies", "My copies"), view.as_of),
            t("copies", "You copy nobody now. Pick a lead, and their next buy is copied for you."),
            *(_line(t, line, names) for line in view.ended),
        )
        return Screen(text, ((leads,), last(t)))
    text = lines(
        head(t, t("copies", "My copies"), view.as_of),
        notice,
        *(_line(t, line, names) for line in (*view.live, *view.ended)),
        t("copies", "Free cash {free}", free=t.money(view.free, ticker="USDT")),
    )
    buttons = [Button(short_name(names, line.lead), ShowCopy(lead=line.lead)) for line in view.live]
    return Screen(text, (*pairs(buttons), (leads, *_pauses(t, view)), last(t)))


def _pauses(t: Words, view: MyCopies) -> tuple[Button, ...]:
    running = [line for line in view.live if line.state is CopyingState.RUNNING]
    pause = (Button(t("copies", "Pause all"), Pause(lead=0)),) if any(not line.paused for line in running) else ()
    resume = (Button(t("copies", "Resume all"), Resume(lead=0)),) if any(line.paused for line in running) else ()
    return (*pause, *resume)


def _line(t: Words, line: CopyLine, names: Names) -> Html:
    result = t.money(line.result, signed=True)
    if line.state is CopyingState.RUNNING:
        mark = t("copies", "⏸ paused") if line.paused else NOTHING
        parts = [
            esc("● ") + lead_name(names, line.lead),
            size_words(t, line.sizing, line.size),
            t("copies", "result {result}", result=result),
            t.n("copies", "{count} coin", "{count} coins", line.assets),
            mark,
        ]
        return esc(" · ").join(part for part in parts if part)
    lead, why = lead_name(names, line.lead), stop_cause(t, line.cause) if line.cause is not None else NOTHING
    if line.state is CopyingState.ENDED:
        return t("copies", "■ {lead} · ended: {cause} · result {result}", lead=lead, cause=why, result=result)
    return t("copies", "◼ {lead} · stopping: {cause} · result {result}", lead=lead, cause=why, result=result)


# ── one copy ──────────────────────────────────────────────────────────────────


def copy(t: Words, view: CopyView, names: Names, health: Health | None, *, notice: Html = NOTHING) -> Screen:
    """C2."""
    line = view.line
    live = line.state is not CopyingState.ENDED
    title = esc(" · ").join([lead_name(names, line.lead), size_words(t, line.sizing, line.size)])
    text = lines(
        head(t, title, view.as_of),
        notice,
        _state(t, line),
        _lead_state(t, view, names),
        t("copy", "Since {when}", when=t.when(line.since, pattern="d")),
        _equity(t, view) if live else NOTHING,
        *(held_words(t, held) for held in view.holdings[:COINS_SHOWN]),
        t(
            "copy",
            "Result {result}: realised {realised}, unrealised {unrealised}",
            result=t.money(line.result, signed=True),
            realised=t.money(view.realised, signed=True),
            unrealised=t.money(view.unrealised, signed=True),
        ),
        _share(t, view) if live or view.withheld else NOTHING,
        _protection(t, view) if live else NOTHING,
        _health(t, health),
    )
    return Screen(text, (*actions(t, view, names), last(t, ShowCopies())))


def _state(t: Words, line: CopyLine) -> Html:
    if line.state is CopyingState.RUNNING:
        return t("copy", "⏸ Paused: nothing is bought, sells go on.") if line.paused else NOTHING
    cause = stop_cause(t, line.cause) if line.cause is not None else NOTHING
    if line.state is CopyingState.CLOSING:
        return t("copy", "◼ Being stopped: {cause}. Nothing is bought any more.", cause=cause)
    return t("copy", "■ Ended: {cause}", cause=cause)


def _lead_state(t: Words, view: CopyView, names: Names) -> Html:
    """Why nothing is bought though the copy runs: the lead's buys are private meanwhile (R-3.11, R-3.15)."""
    if view.line.state is not CopyingState.RUNNING:
        return NOTHING
    match view.lead_state:
        case LeadState.SUSPENDED:
            return t(
                "copy",
                "⏸ {lead} is suspended: nothing is bought until that is lifted, sells go on.",
                lead=lead_name(names, view.line.lead),
            )
        case LeadState.STOP_REQUESTED:
            return t(
                "copy",
                "⏸ {lead} has asked to stop leading: nothing is bought until that is decided, sells go on.",
                lead=lead_name(names, view.line.lead),
            )
        case _:
            return NOTHING


def _equity(t: Words, view: CopyView) -> Html:
    if view.line.sizing is Sizing.SMART_SYNC:
        return t(
            "copy",
            "Equity {equity} of {paid} put in · cash {cash}",
            equity=t.money(view.equity),
            paid=t.money(view.paid_in),
            cash=t.money(view.cash),
        )
    coins = t("copy", "In coins {cost} of at most {max}", cost=t.money(view.open_cost), max=t.money(view.max_total))
    if not view.on_the_way:
        return coins
    return coins + esc(" · ") + t("copy", "on the way {bound}", bound=t.money(view.on_the_way))


def held_words(t: Words, held: Held) -> Html:
    return t(
        "copy",
        "{quantity} · worth {value} · cost {cost} · profit {profit}",
        quantity=t.quantity(held.quantity, ticker=held.base),
        value=t.money(held.value),
        cost=t.money(held.cost),
        profit=t.money(held.unrealised, signed=True),
    )


def _share(t: Words, view: CopyView) -> Html:
    """What is shared now, and from the cycle's end on where that is another ratio."""
    changes = view.line.state is not CopyingState.ENDED and view.ratio_next != view.ratio
    later = t(
        "copy",
        "From {when} on the profit share is {ratio}.",
        when=t.when(view.settles_at),
        ratio=t.percent(view.ratio_next),
    )
    return lines(_withheld(t, view), later if changes else NOTHING)


def _withheld(t: Words, view: CopyView) -> Html:
    if not view.ratio and not view.withheld:
        return t("copy", "Profit share {ratio}: the lead takes nothing of your profit.", ratio=t.percent(view.ratio))
    return lines(
        t(
            "copy",
            "Profit share {ratio}: {withheld} is withheld, of which {share} would be the lead's as it stands.",
            ratio=t.percent(view.ratio),
            withheld=t.money(view.withheld),
            share=t.money(view.share),
        ),
        t(
            "copy",
            "It settles {when}, {cycle}, if no coin of this copy is held then.",
            when=t.when(view.settles_at),
            cycle=cycle_start(t),
        ),
    )


def _protection(t: Words, view: CopyView) -> Html:
    if not (view.total_stop_loss or view.take_profit or view.stop_loss):
        return t("copy", "No stops are set.")
    lots = t(
        "copy",
        "Of each new buy: take-profit {profit}, stop-loss {loss}",
        profit=off_or_percent(t, view.take_profit),
        loss=off_or_percent(t, view.stop_loss),
    )
    if view.left is None:
        return lines(lots, stops_note(t))
    total = t(
        "copy",
        "Total stop-loss {total}: fires after a further loss of {left} · then {way}",
        total=t.money(view.total_stop_loss),
        left=t.money(view.left),
        way=stop_way(t, view.total_stop_loss_action),
    )
    return lines(total, lots, stops_note(t))


def _health(t: Words, health: Health | None) -> Html:
    """How well it follows: copied, how fast, what was missed and why, and when something last happened."""
    if health is None or not health.orders:
        return t("copy", "No lead order has fired since this copy began.")
    copied = t(
        "copy",
        "Health: {copied} of the last {orders} lead orders copied",
        copied=t.count(health.copied),
        orders=t.count(health.orders),
    )
    fast = took_at_most(t, health.slow) if health.slow is not None else NOTHING
    missed = [
        t("copy", "{many} not: {reason}", many=t.count(many), reason=short_reason(t, reason))
        for reason, many in health.missed[:MISSED_SHOWN]
    ]
    last_at = t("copy", "last event {when}", when=t.when(health.last_at, pattern="r")) if health.last_at else NOTHING
    return esc(" · ").join(part for part in (copied, fast, *missed, last_at) if part)


def no_copy(t: Words, *, notice: Html = NOTHING) -> Screen:
    """There is no such copy of this person."""
    text = lines(t("copy", "PAPER · You have no copy of this lead."), notice)
    return Screen(text, ((find_lead(t),), last(t, ShowCopies())))


def refused(t: Words, code: Denial, about: str = "") -> Screen:
    """A command of the copy trader that the rules denied."""
    text = lines(t("outcome", "PAPER · ✖ Not done."), denial(t, code, about), t("outcome", "No money has moved."))
    return Screen(text, (last(t, ShowCopies()),))
