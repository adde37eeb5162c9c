"""The start-copying wizard's questions, F1 to F4: what was chosen stands in the labels and stays when one goes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.drafts.copy_plan import (
    FIRST_PAGE,
    PRESET_LOSS,
    PRESETS,
    CopyPlan,
    OutOfRange,
    Preset,
    Step,
    TwoReadings,
    action_of,
    before,
)
from bot.presses import Noop, Press
from bot.presses_copier import Choose, GoTo, Pick, ShowLead
from bot.screens.arriving import last, pairs
from bot.screens.head import head
from bot.screens.html import NOTHING, Html, bold, esc, lines
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import stop_label, stop_way
from bot.screens.screen import Button, Row, Screen
from bot.screens.sizes import off_or_money, off_or_percent, stops_note, times, way_name
from bot.translate import Words
from core.model.copying import Sizing, StopWay
from core.model.money import RATIO_UNITS, UNITS
from core.views.start_review import Choices

CHIPS = 5
COINS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What a step's screen is made of. `problem`: why the last answer was not taken; `readings`: what it could mean."""

    plan: CopyPlan
    view: Choices
    bounds: OutOfRange
    problem: Html = NOTHING
    readings: TwoReadings | None = None


def question(t: Words, asked: Question, names: Names) -> Screen:
    """The screen of the open step."""
    match asked.plan.step:
        case Step.WAY:
            return _way(t, asked, names)
        case Step.SIZE | Step.MAXIMUM | Step.TOTAL | Step.PROFIT | Step.LOSS:
            return _amount(t, asked, names)
        case Step.INSTRUMENTS:
            return _instruments(t, asked, names)
        case Step.PROTECTION | Step.REVIEW:
            return _protection(t, asked, names)
        case Step.ACTION:
            return _action(t, asked, names)
        case _ as unknown:
            assert_never(unknown)


# ── the steps ─────────────────────────────────────────────────────────────────


def _head(t: Words, asked: Question, names: Names) -> Html:
    title = t("wizard", "copy {lead}", lead=lead_name(names, asked.view.lead))
    return lines(head(t, title, asked.view.as_of), asked.problem)


def _last(t: Words, plan: CopyPlan) -> Row:
    step = before(plan, plan.step)
    to: Press = ShowLead(lead=plan.lead) if step is None else GoTo(lead=plan.lead, step=step)
    return last(t, to)


def _mark(chosen: bool) -> Html:  # noqa: FBT001  # one value, the mark of it
    return esc("● " if chosen else "○ ")


def _way(t: Words, asked: Question, names: Names) -> Screen:
    plan, view = asked.plan, asked.view
    ways = [Sizing.SMART_SYNC] if view.smart_sync_only else [Sizing.SMART_SYNC, Sizing.FIXED_AMOUNT, Sizing.MULTIPLIER]
    only = t("wizard", "Smart Sync only: this lead allows no other way of copying.")
    text = lines(
        _head(t, asked, names),
        t("wizard", "How much of each buy shall be copied?"),
        *(esc("• ") + bold(way_name(t, way)) + esc(": ") + _way_plain(t, way) for way in ways),
        only if view.smart_sync_only else NOTHING,
        t("wizard", "Your free cash: {free}", free=t.money(view.free, ticker="USDT")),
    )
    rows = tuple(
        (Button(_mark(plan.sizing is way) + way_name(t, way), Choose(lead=plan.lead, step=Step.WAY, value=int(way))),)
        for way in ways
    )
    return Screen(text, (*rows, _last(t, plan)))


def _way_plain(t: Words, way: Sizing) -> Html:
    match way:
        case Sizing.FIXED_AMOUNT:
            return t("way", "every copy costs the same, whatever the lead spends.")
        case Sizing.MULTIPLIER:
            return t("way", "every copy is the lead's own amount times your number.")
        case Sizing.SMART_SYNC:
            return t(
                "way", "you set money apart for this lead; of it you use the same part as the lead uses of theirs."
            )
        case _ as unknown:
            assert_never(unknown)


def _amount(t: Words, asked: Question, names: Names) -> Screen:
    plan = asked.plan
    chips = _readings(t, asked) if asked.readings else _chips(t, asked)
    text = lines(
        _head(t, asked, names),
        _ask(t, plan),
        _now(t, plan),
        _range(t, asked),
        t("wizard", "Choose below, or type an amount."),
        stops_note(t) if plan.step in {Step.TOTAL, Step.PROFIT, Step.LOSS} else NOTHING,
    )
    return Screen(text, (*chips, _last(t, plan)))


def _ask(t: Words, plan: CopyPlan) -> Html:
    match plan.step, plan.sizing:
        case Step.SIZE, Sizing.FIXED_AMOUNT:
            return t("wizard", "How much shall each copy cost, in USDT?")
        case Step.SIZE, Sizing.MULTIPLIER:
            return t("wizard", "By which number shall the lead's amount be multiplied?")
        case Step.SIZE, _:
            return t("wizard", "How much USDT shall be set apart for this lead? Your other money is not touched.")
        case Step.MAXIMUM, _:
            return t(
                "wizard", "How much USDT may be in coins of this lead at once? What would go over it is not copied."
            )
        case Step.TOTAL, _:
            return t("wizard", "At which loss in USDT under this lead shall copying stop? 0 turns it off.")
        case Step.PROFIT, _:
            return t("wizard", "At which profit of a coin shall your copy of it be sold, in per cent? 0 turns it off.")
        case _:
            return t("wizard", "At which loss of a coin shall your copy of it be sold, in per cent? 0 turns it off.")


def _now(t: Words, plan: CopyPlan) -> Html:
    value = {Step.SIZE: plan.size, Step.MAXIMUM: plan.max_total}.get(plan.step, 0)
    return t("wizard", "Chosen: {value}", value=figure(t, plan, value)) if value else NOTHING


def figure(t: Words, plan: CopyPlan, value: int) -> Html:
    """A value of the open step in its own form."""
    if plan.step in {Step.PROFIT, Step.LOSS}:
        return off_or_percent(t, value)
    if plan.step is Step.SIZE and plan.sizing is Sizing.MULTIPLIER:
        return times(t, value)
    return off_or_money(t, value)


def _range(t: Words, asked: Question) -> Html:
    plan, bounds = asked.plan, asked.bounds
    if plan.step is Step.SIZE and plan.smart:
        return t(
            "wizard",
            "At least {least}; your free cash is {free}.",
            least=t.money(bounds.least),
            free=t.money(asked.view.free),
        )
    if plan.step is Step.TOTAL:
        return NOTHING
    if plan.step in {Step.PROFIT, Step.LOSS}:
        return t("wizard", "At most {most}.", most=t.percent(bounds.most))
    return t(
        "wizard", "From {least} to {most}.", least=figure(t, plan, bounds.least), most=figure(t, plan, bounds.most)
    )


def _chips(t: Words, asked: Question) -> tuple[Row, ...]:
    plan, bounds = asked.plan, asked.bounds
    values = [value for value in _presets(asked) if value == 0 or bounds.least <= value <= bounds.most]
    off = plan.step in {Step.TOTAL, Step.PROFIT, Step.LOSS}
    chips = [_chip(t, plan, value) for value in dict.fromkeys(values) if value or off][:CHIPS]
    return (tuple(chips[:3]), tuple(chips[3:])) if len(chips) > 3 else ((tuple(chips),) if chips else ())


def _chip(t: Words, plan: CopyPlan, value: int) -> Button:
    return Button(figure(t, plan, value), Choose(lead=plan.lead, step=plan.step, value=value))


def _presets(asked: Question) -> Sequence[int]:
    plan, free = asked.plan, asked.view.free
    match plan.step, plan.sizing:
        case Step.SIZE, Sizing.FIXED_AMOUNT:
            return [each * UNITS for each in (10, 25, 50, 100, 500)]
        case Step.SIZE, Sizing.MULTIPLIER:
            return [RATIO_UNITS // 10, RATIO_UNITS // 2, RATIO_UNITS, RATIO_UNITS * 2, RATIO_UNITS * 5]
        case Step.SIZE, _:
            return [each for each in (100 * UNITS, 500 * UNITS, 1000 * UNITS, free // 2, free) if 0 < each <= free]
        case Step.MAXIMUM, Sizing.FIXED_AMOUNT:
            return [plan.size * many for many in (1, 5, 10, 20, 50)]
        case Step.MAXIMUM, _:
            return [each * UNITS for each in (100, 500, 1000, 5000, 10_000)]
        case Step.TOTAL, _:
            return [0, *(plan.at_risk * part // 100 for part in (5, 10, 20, 50))]
        case _:
            return [0, *(part * RATIO_UNITS // 100 for part in (5, 10, 20, 50))]


def _readings(t: Words, asked: Question) -> tuple[Row, ...]:
    assert asked.readings is not None
    values = dict.fromkeys((asked.readings.first, asked.readings.second))
    return (tuple(_chip(t, asked.plan, value) for value in values),)


def _instruments(t: Words, asked: Question, names: Names) -> Screen:
    plan, view = asked.plan, asked.view
    own = plan.own is not None
    text = lines(
        _head(t, asked, names),
        t("wizard", "Which coins shall be copied?"),
        t.n("wizard", "The lead leads in {count} coin.", "The lead leads in {count} coins.", len(view.instruments)),
        t("wizard", "Only the coins marked below are bought for you.") if own else NOTHING,
        t("wizard", "Mark at least one.") if plan.own == () else NOTHING,
    )
    choice = (
        Button(_mark(not own) + t("wizard", "The lead's, as they change"), _coins(plan, 0)),
        Button(_mark(own) + t("wizard", "My own choice"), _coins(plan, 1)),
    )
    marks = _marks(plan, view) if own else ()
    done = ((Button(t("wizard", "Go on with these"), _coins(plan, 2), "blue"),),) if plan.own != () else ()
    return Screen(text, (choice, *marks, *done, _last(t, plan)))


def _marks(plan: CopyPlan, view: Choices) -> tuple[Row, ...]:
    """A page of the lead's coins, with a pager where there are more."""
    pages = max(1, -(-len(view.instruments) // COINS_SHOWN))
    page = min(plan.page, pages - 1)
    shown = view.instruments[page * COINS_SHOWN : (page + 1) * COINS_SHOWN]
    rows = pairs([_coin(plan, symbol) for symbol in shown])
    if pages == 1:
        return rows
    back = (Button(esc("‹"), _coins(plan, FIRST_PAGE + page - 1)),) if page else ()
    on = (Button(esc("›"), _coins(plan, FIRST_PAGE + page + 1)),) if page < pages - 1 else ()
    return (*rows, (*back, Button(esc(f"{page + 1}/{pages}"), Noop()), *on))


def _coins(plan: CopyPlan, value: int) -> Choose:
    return Choose(lead=plan.lead, step=Step.INSTRUMENTS, value=value)


def _coin(plan: CopyPlan, symbol: str) -> Button:
    on = symbol in (plan.own or ())
    return Button(esc(f"{'✅' if on else '☐'} {symbol}"), Pick(lead=plan.lead, symbol=symbol, on=not on))


def _protection(t: Words, asked: Question, names: Names) -> Screen:
    plan = asked.plan
    lead = plan.lead
    text = lines(
        _head(t, asked, names),
        t("wizard", "How shall this copy be protected?"),
        *(_preset_line(t, preset, plan) for preset in PRESETS),
        stops_note(t),
    )
    presets = tuple(
        Button(
            _mark(_is_preset(plan, preset)) + preset_name(t, preset), Choose(lead=lead, step=Step.PROTECTION, value=at)
        )
        for at, preset in enumerate(PRESETS)
    )
    total = t("wizard", "Total stop-loss {value} ✎", value=off_or_money(t, plan.total_stop_loss))
    then = t("wizard", "Then: {way} ✎", way=stop_way(t, action_of(plan)))
    profit = t("wizard", "Take-profit {value} ✎", value=off_or_percent(t, plan.take_profit))
    loss = t("wizard", "Stop-loss {value} ✎", value=off_or_percent(t, plan.stop_loss))
    return Screen(
        text,
        (
            presets,
            (Button(total, GoTo(lead=lead, step=Step.TOTAL)),),
            (Button(then, GoTo(lead=lead, step=Step.ACTION)),),
            (Button(profit, GoTo(lead=lead, step=Step.PROFIT)), Button(loss, GoTo(lead=lead, step=Step.LOSS))),
            (Button(t("wizard", "Review"), Choose(lead=lead, step=Step.PROTECTION, value=len(PRESETS)), "blue"),),
            _last(t, plan.at(Step.PROTECTION)),
        ),
    )


def preset_name(t: Words, preset: Preset) -> Html:
    """A ready-made protection by its name."""
    match preset:
        case Preset.CAREFUL:
            return t("wizard", "Careful")
        case Preset.BALANCED:
            return t("wizard", "Balanced")
        case Preset.NONE:
            return t("wizard", "None")
        case _ as unknown:
            assert_never(unknown)


def _preset_line(t: Words, preset: Preset, plan: CopyPlan) -> Html:
    part = PRESET_LOSS[preset]
    if not part:
        return NOTHING
    return t(
        "wizard",
        "• {preset}: stop all at a loss of {total}, and sell a coin that lost {loss}",
        preset=preset_name(t, preset),
        total=t.money(plan.at_risk * part // 100),
        loss=t.percent(part * RATIO_UNITS // 100),
    )


def _is_preset(plan: CopyPlan, preset: Preset) -> bool:
    part = PRESET_LOSS[preset]
    wanted = (plan.at_risk * part // 100, part * RATIO_UNITS // 100, 0)
    return (plan.total_stop_loss, plan.stop_loss, plan.take_profit) == wanted


def _action(t: Words, asked: Question, names: Names) -> Screen:
    plan = asked.plan
    ways = [way for way in StopWay if not (plan.smart and way is StopWay.COPY_CLOSE)]
    text = lines(
        _head(t, asked, names), t("wizard", "What shall happen when the total stop-loss is reached?"), stops_note(t)
    )
    rows = tuple(
        (
            Button(
                _mark(action_of(plan) is way) + stop_label(t, way),
                Choose(lead=plan.lead, step=Step.ACTION, value=int(way)),
            ),
        )
        for way in ways
    )
    return Screen(text, (*rows, _last(t, plan)))


def out_of_date(t: Words) -> Html:
    """What stands above the fresh screen after a press on something old (rule 4)."""
    return t("desk", "This button is out of date")
