"""The dry run in the review of a start: coin by coin what is bought now, what is not and why, what stays cash (F6)."""

from bot.html import NOTHING, Html, bold, esc, lines
from bot.screens.refusals import short_reason
from bot.translate import Words
from core.model.money import RATIO_UNITS, UNITS
from core.model.reasons import Reason
from core.views.existing import ExistingBuy, ExistingPlan

COINS_SHOWN = 20
CENT = UNITS // 100


def dry_run(t: Words, plan: ExistingPlan) -> Html:
    """All of it; the figures are those of the orders that the button would send."""
    more = len(plan.buys) - COINS_SHOWN
    return lines(
        bold(
            t(
                "dry run",
                "Bought now, at the market: {spent} of {all}",
                spent=t.money(plan.spent),
                all=t.money(plan.allocation),
            )
        ),
        *(esc("• ") + _coin(t, buy) for buy in plan.buys[:COINS_SHOWN]),
        t.n("dry run", "and {count} more coin", "and {count} more coins", more) if more > 0 else NOTHING,
        _left(t, plan),
        t("dry run", "Fee about {fee}, taken in the coins bought.", fee=t.money(plan.fee)) if plan.fee else NOTHING,
        _falls(t, plan),
    )


def _coin(t: Words, buy: ExistingBuy) -> Html:
    coin, part, target = t.ticker(buy.base), t.percent(buy.weight), t.money(buy.target)
    if buy.reason is Reason.NONE:
        return t(
            "dry run",
            "{coin} {part} of the lead: {target} → {quantity} for {cost}",
            coin=coin,
            part=part,
            target=target,
            quantity=t.quantity(buy.quantity, ticker=buy.base),
            cost=t.money(buy.cost),
        )
    return t(
        "dry run",
        "{coin} {part} of the lead: {target} → not bought, {reason}",
        coin=coin,
        part=part,
        target=target,
        reason=short_reason(t, buy.reason),
    )


def _left(t: Words, plan: ExistingPlan) -> Html:
    """What stays cash; rounding and minimums are part of it."""
    extra = [
        t("dry run", "rounding leaves {amount}", amount=t.money(plan.rounding)) if plan.rounding >= CENT else NOTHING,
        t("dry run", "coins not bought leave {amount}", amount=t.money(plan.dropped)) if plan.dropped else NOTHING,
    ]
    words = esc(", ").join(each for each in extra if each)
    cash = t("dry run", "Cash after it: {cash}", cash=t.money(plan.cash))
    return t("dry run", "{cash}; {why}.", cash=cash, why=words) if words else cash


def _falls(t: Words, plan: ExistingPlan) -> Html:
    """How near the total stop-loss is, in the fall of these coins."""
    if not plan.total_stop_loss or not plan.spent:
        return NOTHING
    if plan.fires_after is None:
        return t("dry run", "Even if these coins lost all their value, the total stop-loss would not be reached.")
    if not plan.fires_after:
        return t("dry run", "⚠ Fee and price gap alone reach your total stop-loss: it would sell at once.")
    return t(
        "dry run",
        "The total stop-loss fires when these coins have fallen by {part}.",
        part=t.percent(plan.fires_after, decimals=1 if plan.fires_after >= RATIO_UNITS // 100 else 2),
    )
