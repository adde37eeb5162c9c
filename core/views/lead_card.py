"""One lead's public card: who they are, what they hold, how they did, and what a copy of them would need.

Money in quote units, ratios in 10⁻⁸. Nothing the lead did privately is part of it (R-23.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.decide.copying import start_refusal
from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.fold.book import Lead
from core.model.events import OrderClosed
from core.model.limits import ScoreWeights
from core.model.market import USDT, Asset
from core.model.money import RATIO_UNITS
from core.model.people import LeadState, PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf, as_of
from core.views.conduct import deep_drawdown
from core.views.faithful import Faithful, faithful
from core.views.leads import LeadRow, lead_row
from core.views.ranking import SCORE, SHOWN, Ranking, ranking, weight_of


@dataclass(frozen=True, slots=True)
class Weight:
    """A part of the lead's equity."""

    asset: Asset
    ratio: int


@dataclass(frozen=True, slots=True)
class LeadCard:
    """`refusal`: why this reader cannot start a copy now, None if they can, or have not joined.

    `days`: the period of the row's figures, one of `periods`. `copied`: the value of all copy lots under this lead
    (R-19.2); `ever`: all who have copied so far (R-19.7).
    """

    as_of: AsOf
    row: LeadRow
    state: LeadState
    weights: tuple[Weight, ...]
    refusal: Denial | None
    days: int
    periods: tuple[int, ...]
    copied: int = 0
    ever: int = 0
    faithful: Faithful | None = None
    deep_drawdown: bool = False
    """A badge; whoever has it is not on the list (R-22.5)."""


def lead_card(
    desk: Desk,
    lead_id: PersonId,
    *,
    who: PersonId | None,
    days: int = 0,
    orders: Sequence[OrderClosed] = (),
    known: Ranking | None = None,
) -> LeadCard | None:
    """A lead's public card; None for whoever does not lead, whether they exist or not.

    `days`: the usual period where it is none of those offered (R-19.14). `orders`: the lead's last ones, oldest first;
    `known`: figures of a while ago.
    """
    lead = desk.book.leads.get(lead_id)
    if lead is None or lead.state not in SHOWN:
        return None
    periods = desk.limits.metrics.periods_days
    days = days if days in periods else desk.limits.metrics.listed_days
    found = (known or ranking(desk)).figures
    mine = found.get(lead_id)
    refusal = None if who is None else start_refusal(desk, who, lead_id, None)
    symbols = {symbol for symbol in lead.coins if lead.held(symbol)}
    row = lead_row(desk, lead, who, found, days=days)
    return LeadCard(
        as_of(desk, symbols),
        row,
        lead.state,
        weights(desk, lead),
        refusal[0] if refusal else None,
        days,
        periods,
        mine.copied if mine else 0,
        max(mine.ever if mine else 0, row.copiers),
        faithful(desk.book.instruments, orders, least=desk.limits.copying.smart_sync.min_allocation),
        deep_drawdown=deep_drawdown(desk, lead),
    )


def weights(desk: Desk, lead: Lead) -> tuple[Weight, ...]:
    """What the lead's equity consists of: its USDT first, then lead lots by value."""
    equity = lead_equity(desk, lead)
    if equity <= 0:
        return ()
    parts: list[tuple[int, Asset]] = []
    for symbol in {symbol for symbol in lead.coins if lead.held(symbol)}:
        instrument = desk.book.instruments[symbol]
        parts.append((instrument.value(lead.held(symbol), desk.mark(symbol)), instrument.base))
    cash = equity - sum(value for value, _ in parts)
    ordered = [(cash, USDT), *sorted(parts, key=lambda part: (-part[0], part[1]))]
    return tuple(Weight(asset, value * RATIO_UNITS // equity) for value, asset in ordered)


# ── how is it scored? ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Scoring:
    """The published formula (R-19.15), and one lead's own scores in its order; None and empty for who is not listed."""

    as_of: AsOf
    weights: ScoreWeights
    lead: PersonId | None
    parts: tuple[Decimal, ...]
    score: Decimal | None
    listed: int

    def weighed(self, place: int) -> Decimal:
        """What the part at this place brings to the score."""
        return weight_of(SCORE[place], self.weights) * self.parts[place] / 100


def scoring(desk: Desk, lead_id: PersonId | None, known: Ranking | None = None) -> Scoring:
    """The formula, and how it came out for one lead."""
    found = (known or ranking(desk)).figures
    mine = found.get(lead_id) if lead_id is not None else None
    return Scoring(
        as_of(desk),
        desk.limits.metrics.weights,
        mine.lead if mine else None,
        mine.parts if mine else (),
        mine.score if mine else None,
        sum(each.score is not None for each in found.values()),
    )


__all__ = ["LeadCard", "Scoring", "Weight", "lead_card", "scoring", "weights"]
