"""The own stops of what one copy holds of a coin: the last prices at which its lots sell themselves (R-13.1)."""

from dataclasses import dataclass
from decimal import Decimal

from core.fold.book import Lead
from core.model.chunks import chunk_of
from core.model.columns import Column
from core.model.market import Instrument
from core.views.log import place_of
from core.views.shown import shown_price


@dataclass(frozen=True, slots=True)
class OwnStops:
    """The nearest price of each kind over all lots, 0 where no lot has one. `alike`: all lots have the same two."""

    take_at: Decimal
    stop_at: Decimal
    alike: bool


def own_stops(lead: Lead, row: int, instrument: Instrument) -> OwnStops:
    """Of the copy in one row of the lead's table."""
    chunk, pairs = chunk_of(row), set[tuple[int, int]]()
    for lot in lead.lots_of(instrument.symbol):
        piece = lot.copies.get(chunk)
        at = None if piece is None else place_of(piece.rows, row)
        if piece is not None and at is not None and piece.quantity[at]:
            pairs.add((_price(piece.take_at, at), _price(piece.stop_at, at)))
    take = min((take for take, _ in pairs if take), default=0)
    stop = max((stop for _, stop in pairs), default=0)
    return OwnStops(shown_price(instrument, take), shown_price(instrument, stop), len(pairs) <= 1)


def _price(prices: Column | None, at: int) -> int:
    return 0 if prices is None else int(prices[at])
