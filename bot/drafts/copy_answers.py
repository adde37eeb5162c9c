"""What an answer does to a copy's plan: a chosen or typed value in, the next plan or the reason against it out. Pure.

`free` is the free quote, the most that can be set apart for a lead; whoever asks for nothing to be set apart leaves it.
Money and multipliers in 10⁻⁸, ratios (take-profit, stop-loss) in 10⁻⁸; 0 is off.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from bot.drafts.copy_plan import PERCENTS, PRESETS, TYPED, CopyPlan, Step, following, preset_loss
from bot.drafts.number import Ambiguous, Problem, Reason, read_amount
from core.model.copying import Sizing, StopWay
from core.model.limits import CopyingLimits
from core.model.money import GREATEST_MONEY, RATIO_UNITS, UNITS

PERCENT: Final = 100
FIRST_PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A number outside what the desk takes here; the step's own unit."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """The text could be two amounts, the usual one first; in the step's own unit."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class NotAsked:
    """This step takes no such answer."""


Refused: TypeAlias = OutOfRange | TwoReadings | NotAsked | Problem
Advanced: TypeAlias = CopyPlan | Refused


def typed(plan: CopyPlan, text: str, language: str, limits: CopyingLimits, *, free: int = GREATEST_MONEY) -> Advanced:
    """What a typed text means to the open question."""
    if plan.step not in TYPED:
        return NotAsked()
    reading = read_amount(text.strip().rstrip("xX×хХ"), language)  # a multiplier may be typed as 2x
    match reading:
        case Problem():
            return reading
        case Ambiguous(first, second):
            return _two(plan, first, second, bounds_of(plan, plan.step, limits, free=free))
        case Decimal():
            value = _units(plan.step, reading)
            if value is None:
                return Problem(Reason.TOO_LONG, text[:20])
            return chosen(plan, plan.step, value, limits, free=free)


def chosen(plan: CopyPlan, step: Step, value: int, limits: CopyingLimits, *, free: int = GREATEST_MONEY) -> Advanced:
    """The plan with this answer, at the next question; or why the value cannot be taken."""
    if step is Step.WAY:
        return _way(plan, value)
    if step is Step.INSTRUMENTS:
        return _follow(plan, value)
    if step is Step.PROTECTION:
        return _preset(plan, value, limits)
    if step is Step.ACTION:
        return _action(plan, value)
    if step is Step.EXISTING:
        return _existing(plan, value)
    field, bounds = _amount(plan, step, limits, free)
    if field is None:
        return NotAsked()
    off = value == 0 and step not in {Step.SIZE, Step.MAXIMUM}
    if not off and not bounds.least <= value <= bounds.most:
        return bounds
    changed = plan.model_copy(update={field: value})
    if plan.sizing is Sizing.FIXED_AMOUNT and changed.max_total < changed.size:
        changed = changed.model_copy(update={"max_total": 0})  # it is asked again: no maximum is below one copy
    return after(changed, step)


def picked(plan: CopyPlan, symbol: str, *, on: bool) -> CopyPlan:
    """With an instrument in the own choice, or without it; a copy follows at least one."""
    kept = set(plan.own or ()) - {symbol} | ({symbol} if on else set())
    return plan.model_copy(update={"own": tuple(sorted(kept)), "step": Step.INSTRUMENTS})


def after(plan: CopyPlan, step: Step) -> CopyPlan:
    """The next question; once the review was seen, straight back to it."""
    if step in {Step.TOTAL, Step.ACTION, Step.PROFIT, Step.LOSS}:
        return plan.at(Step.PROTECTION)
    if plan.reviewed and plan.whole:
        return plan.at(Step.EXISTING if plan.smart and plan.existing is None else Step.REVIEW)
    return plan.at(following(plan, step))


def bounds_of(plan: CopyPlan, step: Step, limits: CopyingLimits, *, free: int = GREATEST_MONEY) -> OutOfRange:
    """The least and the most this step takes; `most` is the smaller where the free cash does not reach the least."""
    return _amount(plan, step, limits, free)[1]


def _way(plan: CopyPlan, value: int) -> Advanced:
    if value not in {int(sizing) for sizing in Sizing}:
        return NotAsked()
    sizing = Sizing(value)
    if sizing is plan.sizing:
        return after(plan, Step.WAY)
    # Another way has another amount; the rest stays chosen.
    fresh = plan.model_copy(update={"sizing": sizing, "size": 0, "max_total": 0, "total_stop_loss": 0})
    return fresh.at(Step.SIZE)


def _follow(plan: CopyPlan, value: int) -> Advanced:
    """0: the lead's choice; 1: an own choice is begun; 2: it is done; from FIRST_PAGE on: a page of the coins."""
    match value:
        case 0:
            return after(plan.model_copy(update={"own": None}), Step.INSTRUMENTS)
        case 1:
            return plan.model_copy(update={"own": plan.own or (), "step": Step.INSTRUMENTS})
        case 2 if plan.own != ():
            return after(plan, Step.INSTRUMENTS)
        case page if page >= FIRST_PAGE:
            return plan.model_copy(update={"page": page - FIRST_PAGE, "step": Step.INSTRUMENTS})
        case _:
            return NotAsked()


def _preset(plan: CopyPlan, value: int, limits: CopyingLimits) -> Advanced:
    """A ready-made protection by its number; the number after them: done."""
    if value == len(PRESETS):
        asks = plan.smart and plan.existing is None
        return plan.at(Step.EXISTING if asks else Step.REVIEW) if plan.whole else NotAsked()
    if not 0 <= value < len(PRESETS):
        return NotAsked()
    part = preset_loss(PRESETS[value], limits)
    changes = {"total_stop_loss": plan.at_risk * part // PERCENT, "stop_loss": part * RATIO_UNITS // PERCENT}
    return plan.model_copy(update={**changes, "take_profit": 0, "step": Step.PROTECTION})


def _action(plan: CopyPlan, value: int) -> Advanced:
    allowed = {int(way) for way in StopWay if not (plan.smart and way is StopWay.COPY_CLOSE)}
    if value not in allowed:
        return NotAsked()
    return after(plan.model_copy(update={"action": StopWay(value)}), Step.ACTION)


def _existing(plan: CopyPlan, value: int) -> Advanced:
    """1: buy now what the lead holds; 0: copy from the next buy on (R-10.1)."""
    if not plan.smart or value not in {0, 1}:
        return NotAsked()
    answered = plan.model_copy(update={"existing": bool(value)})
    return answered.at(Step.REVIEW) if answered.whole else NotAsked()


def _amount(plan: CopyPlan, step: Step, limits: CopyingLimits, free: int) -> tuple[str | None, OutOfRange]:
    match step, plan.sizing:
        case Step.SIZE, Sizing.FIXED_AMOUNT:
            return "size", OutOfRange(limits.amount.min, limits.amount.max)
        case Step.SIZE, Sizing.MULTIPLIER:
            return "size", OutOfRange(limits.multiplier.min, limits.multiplier.max)
        case Step.SIZE, Sizing.SMART_SYNC:
            return "size", OutOfRange(limits.smart_sync.min_allocation, free)
        case Step.MAXIMUM, Sizing.FIXED_AMOUNT:
            return "max_total", OutOfRange(max(plan.size, limits.max_total.min), limits.max_total.max)
        case Step.MAXIMUM, Sizing.MULTIPLIER:
            least = max(limits.amount.min, limits.max_total.min)  # no copy is smaller: below it none would ever fit
            return "max_total", OutOfRange(least, limits.max_total.max)
        case Step.TOTAL, Sizing():
            return "total_stop_loss", OutOfRange(1, GREATEST_MONEY)
        case Step.PROFIT, Sizing():
            return "take_profit", OutOfRange(1, limits.take_profit_max)
        case Step.LOSS, Sizing():
            return "stop_loss", OutOfRange(1, limits.stop_loss_max)
        case _:
            return None, OutOfRange(0, 0)


def _two(plan: CopyPlan, first: Decimal, second: Decimal, bounds: OutOfRange) -> Advanced:
    """Both readings, unless only one of them can be meant here."""
    readings = [value for each in (first, second) if (value := _units(plan.step, each)) is not None]
    possible = [value for value in readings if bounds.least <= value <= bounds.most]
    if len(possible) == 2:
        return TwoReadings(*possible)
    return bounds if not possible else TwoReadings(possible[0], possible[0])


def _units(step: Step, value: Decimal) -> int | None:
    """The amount in the step's unit, None where it is finer than the desk counts."""
    scaled = value * UNITS / PERCENT if step in PERCENTS else value * UNITS
    return int(scaled) if scaled == int(scaled) else None
