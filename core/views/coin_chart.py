"""At which prices a coin of one copy was bought and sold, where its lead traded it, and what it is worth now (P2).

Put together from the journal's facts of the lead, oldest first; between two of them no price is known. A lead's
private orders are no part of it (R-23.1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.decide.desk import Desk
from core.model.events import EntriesAnswered, ExitsAnswered, OrderClosed, Record
from core.model.market import Instrument, Symbol
from core.model.people import PersonId
from core.views.copies import rows_of
from core.views.lead_orders import public
from core.views.log import place_of
from core.views.sale import Holding, holding
from core.views.shown import shown_price

KINDS: Final = ("EntriesAnswered", "ExitsAnswered", "OrderClosed")


class What(StrEnum):
    """What a price is of."""

    BOUGHT = "bought"
    SOLD = "sold"
    LEAD = "lead"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Spot:
    """A price that is known: of an own purchase or sale, of the lead's order, or the best bid now."""

    at: datetime
    price: Decimal
    what: What


@dataclass(frozen=True, slots=True)
class CoinChart:
    """At least two spots, the oldest first; `average` is what the quantity held has cost, fees included.

    `partial`: there is more in the journal than one look reads.
    """

    holding: Holding
    average: Decimal
    spots: tuple[Spot, ...]
    partial: bool

    @property
    def highest(self) -> Spot:
        """The greatest price, the first of equals."""
        return max(self.spots, key=lambda spot: spot.price)

    @property
    def lowest(self) -> Spot:
        """The least price, the first of equals."""
        return min(self.spots, key=lambda spot: spot.price)

    def of(self, what: What) -> tuple[Spot, ...]:
        """Those of this kind, the oldest first."""
        return tuple(spot for spot in self.spots if spot.what is what)


def coin_chart(
    desk: Desk, who: PersonId, lead_id: PersonId, symbol: Symbol, records: Sequence[Record], *, partial: bool = False
) -> CoinChart | None:
    """`records`: the lead's, oldest first. None where nothing of it is held, or no price but one is known."""
    held = holding(desk, who, lead_id, symbol)
    if held is None:
        return None
    instrument, rows = desk.book.instruments[symbol], rows_of(desk.book.leads[lead_id], who)
    spots = [spot for record in records for spot in _spots(instrument, symbol, record, rows)]
    if held.price:
        spots.append(Spot(held.as_of.at, held.price, What.NOW))
    if len(spots) < 2:
        return None
    average = shown_price(instrument, instrument.affordable_price(held.units, held.cost))
    return CoinChart(held, average, tuple(sorted(spots, key=lambda spot: spot.at)), partial)


def _spots(instrument: Instrument, symbol: Symbol, record: Record, rows: Sequence[int]) -> Iterator[Spot]:
    match record.fact:
        case EntriesAnswered() | ExitsAnswered() as fact if fact.symbol == symbol:
            what = What.BOUGHT if isinstance(fact, EntriesAnswered) else What.SOLD
            for row in rows:
                place = place_of(fact.rows, row)
                if place is not None and fact.quantity[place]:
                    price = instrument.affordable_price(int(fact.quantity[place]), int(fact.notional[place]))
                    yield Spot(fact.at or record.at, shown_price(instrument, price), what)
        case OrderClosed() as fact if fact.symbol == symbol and public(record):
            price = instrument.affordable_price(fact.quantity, fact.notional)
            yield Spot(fact.at or record.at, shown_price(instrument, price), What.LEAD)
        case _:
            pass
