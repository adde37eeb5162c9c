"""The start-copying wizard's memory: what was chosen so far, and which question is open.

Money and multipliers in 10⁻⁸, ratios (take-profit, stop-loss) in 10⁻⁸; 0 is off. What an answer does to it is
`copy_answers`.
"""

from enum import StrEnum
from typing import ClassVar, Final

from bot.drafts.draft import Draft
from core.model.copying import Settings, Sizing, StopWay
from core.model.limits import CopyingLimits
from core.model.market import Symbol
from core.model.money import RATIO_UNITS


class Step(StrEnum):
    """The questions, in the order in which they are asked; those from TOTAL to LOSS are asked from PROTECTION.

    EXISTING is asked of Smart Sync alone, where the lead holds something: whether to buy that now.
    """

    WAY = "way"
    SIZE = "size"
    MAXIMUM = "max"
    INSTRUMENTS = "coins"
    PROTECTION = "guard"
    TOTAL = "total"
    ACTION = "action"
    PROFIT = "tp"
    LOSS = "sl"
    EXISTING = "held"
    REVIEW = "review"


TYPED: Final = frozenset({Step.SIZE, Step.MAXIMUM, Step.TOTAL, Step.PROFIT, Step.LOSS})
"""Steps that take a typed amount."""
PERCENTS: Final = frozenset({Step.PROFIT, Step.LOSS})


class Preset(StrEnum):
    """Ready-made protection."""

    CAREFUL = "careful"
    BALANCED = "balanced"
    NONE = "none"


PRESETS: Final = (Preset.CAREFUL, Preset.BALANCED, Preset.NONE)
LOSSES: Final = {Preset.CAREFUL: 10, Preset.BALANCED: 20, Preset.NONE: 0}


def preset_loss(preset: Preset, limits: CopyingLimits) -> int:
    """The total stop-loss as a part of what is put at risk, and the stop-loss of each coin, both in per cent.

    No more than a stop-loss may be on this desk (R-8.12).
    """
    return min(LOSSES[preset], limits.stop_loss_max * 100 // RATIO_UNITS)


class CopyPlan(Draft):
    """Nothing chosen is forgotten by going back. `reviewed`: the review was reached, so one change leads back to it."""

    tag: ClassVar[str] = "copy"
    lead: int
    step: Step = Step.WAY
    sizing: Sizing | None = None
    size: int = 0
    max_total: int = 0
    own: tuple[str, ...] | None = None
    page: int = 0
    total_stop_loss: int = 0
    action: StopWay = StopWay.MARKET_CLOSE
    take_profit: int = 0
    stop_loss: int = 0
    never: tuple[str, ...] = ()
    existing: bool | None = None
    reviewed: bool = False

    @property
    def smart(self) -> bool:
        return self.sizing is Sizing.SMART_SYNC

    @property
    def at_risk(self) -> int:
        """What protection is measured against."""
        return self.size if self.smart else self.max_total

    @property
    def whole(self) -> bool:
        """Whether every question has an answer."""
        return self.lacks is None

    @property
    def lacks(self) -> Step | None:
        """The first question without an answer."""
        asked = (
            (Step.WAY, self.sizing is None),
            (Step.SIZE, self.size <= 0),
            (Step.MAXIMUM, not self.smart and self.max_total <= 0),
            (Step.INSTRUMENTS, self.own == ()),
        )
        return next((step for step, open_ in asked if open_), None)

    def at(self, step: Step) -> "CopyPlan":
        return self.model_copy(update={"step": step, "reviewed": self.reviewed or step is Step.REVIEW})


def following(plan: CopyPlan, step: Step) -> Step:
    """The question after this one, for this way of copying."""
    order = _order(plan)
    return order[order.index(step) + 1]


def _order(plan: CopyPlan) -> list[Step]:
    order = [Step.WAY, Step.SIZE, Step.MAXIMUM, Step.INSTRUMENTS, Step.PROTECTION, Step.EXISTING, Step.REVIEW]
    order.remove(Step.MAXIMUM if plan.smart else Step.EXISTING)
    return order


def before(plan: CopyPlan, step: Step) -> Step | None:
    """The question before this one, None before the first; one opened from the review leads back to it."""
    if step in {Step.TOTAL, Step.ACTION, Step.PROFIT, Step.LOSS}:
        return Step.PROTECTION
    if plan.reviewed and plan.whole and step is not Step.REVIEW:
        return Step.REVIEW
    order = _order(plan)
    at = order.index(step)
    return order[at - 1] if at else None


def settings_of(plan: CopyPlan) -> Settings:
    """What the copier agreed to; the plan must be whole."""
    assert plan.sizing is not None
    return Settings(
        sizing=plan.sizing,
        size=plan.size,
        max_total=0 if plan.smart else plan.max_total,
        instruments=None if plan.own is None else frozenset(map(Symbol, plan.own)),
        take_profit=plan.take_profit,
        stop_loss=plan.stop_loss,
        total_stop_loss=plan.total_stop_loss,
        total_stop_loss_action=action_of(plan),
        never=frozenset(map(Symbol, plan.never)),
        buy_existing=plan.smart and bool(plan.existing),
    )


def plan_of(lead: int, settings: Settings) -> CopyPlan:
    """The plan that led to these settings, at its review."""
    return CopyPlan(
        lead=lead,
        step=Step.REVIEW,
        sizing=settings.sizing,
        size=settings.size,
        max_total=settings.max_total,
        own=None if settings.instruments is None else tuple(sorted(settings.instruments)),
        total_stop_loss=settings.total_stop_loss,
        action=settings.total_stop_loss_action,
        take_profit=settings.take_profit,
        stop_loss=settings.stop_loss,
        never=tuple(sorted(settings.never)),
        existing=settings.buy_existing if settings.smart else None,
        reviewed=True,
    )


def action_of(plan: CopyPlan) -> StopWay:
    """What the total stop-loss does; Smart Sync never waits for the lead (R-16.3), and sells all instead."""
    return StopWay.MARKET_CLOSE if plan.smart and plan.action is StopWay.COPY_CLOSE else plan.action
