"""The questions about a copy that take an amount: chips that fit, and what may be typed (F2, F4, C3)."""

from collections.abc import Sequence

from bot.drafts.copy_plan import CopyPlan, Step
from bot.html import NOTHING, Html, lines
from bot.presses import Press
from bot.presses.copier import TopUp
from bot.screens.faithful import capital
from bot.screens.leads import Names
from bot.screens.question import Question, back_row, heading
from bot.screens.screen import Button, Row, Screen
from bot.screens.sizes import off_or_money, off_or_percent, stops_note, times
from bot.translate import Words
from core.model.copying import Sizing
from core.model.money import RATIO_UNITS, UNITS

CHIPS = 5


def amount_question(t: Words, asked: Question, names: Names) -> Screen:
    """A question that takes a chip or a typed amount."""
    plan = asked.plan
    chips = _readings(t, asked) if asked.readings else _chips(t, asked)
    text = lines(
        heading(t, asked, names),
        _ask(t, plan),
        _now(t, plan),
        t("wizard", "With {value} it would have been copied.", value=figure(t, plan, asked.offer))
        if asked.offer
        else NOTHING,
        _range(t, asked),
        _free(t, asked),
        capital(t, asked.view.faithful) if plan.smart and plan.step is Step.SIZE else NOTHING,
        t("wizard", "Choose below, or type an amount."),
        asked.note,
        stops_note(t) if plan.step in {Step.TOTAL, Step.PROFIT, Step.LOSS} else NOTHING,
    )
    return Screen(text, (*chips, *_more_cash(t, asked), back_row(t, asked)))


def _more_cash(t: Words, asked: Question) -> tuple[Row, ...]:
    """A way to paper money where no amount can be set apart, or none would be copied, for want of it."""
    short = asked.bounds.least > asked.view.free if asked.plan.smart else _short(asked)
    wanted = short and asked.plan.step in {Step.SIZE, Step.MAXIMUM}
    return ((Button(t("portfolio", "Add paper money"), TopUp(), "blue"),),) if wanted else ()


def _short(asked: Question) -> bool:
    """Whether the fixed amount just chosen is more than the free cash."""
    plan = asked.plan
    return plan.step is Step.MAXIMUM and plan.sizing is Sizing.FIXED_AMOUNT and asked.view.free < plan.size


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
        return t("wizard", "At most {most}.", most=figure(t, plan, bounds.most))
    return t(
        "wizard", "From {least} to {most}.", least=figure(t, plan, bounds.least), most=figure(t, plan, bounds.most)
    )


def _free(t: Words, asked: Question) -> Html:
    """The cash that all copies by amount share, first come, first served (R-8.2)."""
    plan, free = asked.plan, asked.view.free
    if plan.smart or plan.step not in {Step.SIZE, Step.MAXIMUM}:
        return NOTHING
    if _short(asked):
        return short_of_cash(t, free=free, copied=plan.size)
    return t("wizard", "Your free cash: {free}", free=t.money(free, ticker="USDT"))


def short_of_cash(t: Words, *, free: int, copied: int) -> Html:
    """Says before a copy starts what would otherwise be told of each of its buys (R-11.10). Money units."""
    return t(
        "wizard",
        "⚠ A copy of {copied} is more than your free cash of {free}: until there is more, none is made.",
        copied=t.money(copied),
        free=t.money(free),
    )


def _chips(t: Words, asked: Question) -> tuple[Row, ...]:
    plan, bounds = asked.plan, asked.bounds
    values = [value for value in _presets(asked) if value == 0 or bounds.least <= value <= bounds.most]
    off = plan.step in {Step.TOTAL, Step.PROFIT, Step.LOSS}
    chips = [_chip(t, asked, value) for value in dict.fromkeys(values) if value or off][:CHIPS]
    first = ((Button(figure(t, plan, asked.offer), _choice(asked, asked.offer), "blue"),),) if asked.offer else ()
    rest = (tuple(chips[:3]), tuple(chips[3:])) if len(chips) > 3 else ((tuple(chips),) if chips else ())
    return (*first, *rest)


def _chip(t: Words, asked: Question, value: int) -> Button:
    return Button(figure(t, asked.plan, value), _choice(asked, value))


def _choice(asked: Question, value: int) -> Press:
    return asked.answers.choose(asked.plan.step, value)


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
    return (tuple(_chip(t, asked, value) for value in values),)
