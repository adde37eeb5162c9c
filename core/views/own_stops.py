"""The own stops of what one copy holds of a coin: the last prices at which its lots sell themselves (R-13.1)."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.fold.book import Lead
from core.model.chunks import chunk_of
from core.model.columns import Column
from core.model.market import Instrument
from core.views.shown import shown_price


@dataclass(frozen=True, slots=True)
class OwnStops:
    """The nearest price of each kind over all lots, 0 where no lot has one. `alike`: all lots have the same two."""

    take_at: Decimal
    stop_at: Decimal
    alike: bool


def own_stops(lead: Lead, row: int, instrument: Instrument) -> OwnStops:
    """Of the copy in one row of the lead's table."""
    pairs = set[tuple[int, int]]()
    for shelf in lead.shelves(instrument.symbol, chunk_of(row)):
        lots = shelf.at(shelf.of(np.array([row], np.int32)))
        prices = (_prices(each, len(lots.rows)) for each in (lots.take_at, lots.stop_at))
        pairs.update(zip(*prices, strict=True))
    take = min((take for take, _ in pairs if take), default=0)
    stop = max((stop for _, stop in pairs), default=0)
    return OwnStops(shown_price(instrument, take), shown_price(instrument, stop), len(pairs) <= 1)


def _prices(prices: Column | None, size: int) -> list[int]:
    return [0] * size if prices is None else prices.tolist()
