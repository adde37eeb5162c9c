"""A simulated market for demonstrations: prices that wander about an anchor and come back, from a seed alone.

Prices are whole ticks, steps whole hundredths of a basis point: no float gets near a price, and the same seed makes the
same prices everywhere. It has no clock of its own; whoever wants time to pass calls `step`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from core.adapters.venues.paper import PaperVenue
from core.model.market import LOT, Instrument, Quote, Symbol
from core.model.money import UNITS, ratio
from core.ports import Clock

WHOLE = 1_000_000
"""One, in hundredths of a basis point."""
_STEP = 400
"""The widest single step: 4 basis points."""
_PULL = 200
"""One part in so many of the way back to the anchor is taken at every step."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An instrument and what it starts at: the anchor in ticks. `traded`: about so much in five minutes, whole USDT."""

    instrument: Instrument
    anchor: int
    traded: int


def _listed(symbol: str, *, lot: str, tick: str, least: str, price: str, traded: int) -> Listed:
    quantity_min = int(Decimal(least) / Decimal(lot) * LOT)
    instrument = Instrument(
        Symbol(symbol), Decimal(lot), Decimal(tick), quantity_min=quantity_min, notional_min=0, fee=ratio("0.001")
    )
    return Listed(instrument, int(Decimal(price) / Decimal(tick)), traded)


MARKET = (
    _listed("BTC-USDT", lot="0.00000001", tick="0.1", least="0.00001", price="60000", traded=5_000_000),
    _listed("ETH-USDT", lot="0.000001", tick="0.01", least="0.0001", price="3000", traded=2_500_000),
    _listed("SOL-USDT", lot="0.000001", tick="0.01", least="0.001", price="150", traded=600_000),
    _listed("DOGE-USDT", lot="0.000001", tick="0.00001", least="1", price="0.2", traded=150_000),
)
"""Lot, tick and smallest quantity as OKX lists them."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one price is: the anchor in ticks, and how far off it in hundredths of a basis point."""

    anchor: int
    off: int = 0

    @property
    def bid(self) -> int:
        return max(1, self.anchor * (WHOLE + self.off) // WHOLE)


class SimulatedMarket:
    """Lists a few instruments on a paper venue and quotes them, a step at a time."""

    def __init__(self, paper: PaperVenue, seed: int, clock: Clock, market: tuple[Listed, ...] = MARKET) -> None:
        self._paper = paper
        self._clock = clock
        self._random = Random(seed)  # noqa: S311  # a play market, no secret
        self._trades = Random(f"{seed} trades")  # noqa: S311  # apart, so that prices do not hang on it
        self._traded = {each.instrument.symbol: each.traded for each in market}
        self._instruments: Mapping[Symbol, Instrument] = {each.instrument.symbol: each.instrument for each in market}
        self._places = {each.instrument.symbol: _Place(each.anchor) for each in market}
        for instrument in self._instruments.values():
            paper.list(instrument)
        self._quote(*self._places)

    def step(self) -> None:
        """One tick of time: every price moves a little."""
        self._places = {symbol: self._moved(place) for symbol, place in self._places.items()}
        self._quote(*self._places)

    def end(self, symbol: Symbol) -> None:
        """Trading in it has ended: it is quoted no more."""
        self._places.pop(symbol, None)
        self._paper.delist(symbol)

    def nudge(self, symbol: Symbol | None, percent: Decimal) -> None:
        """Moves one anchor, or all of them for None, by so many per cent, above −100; prices go with it at once."""
        factor = 1 + percent / 100
        if factor <= 0:
            raise ValueError(f"{percent} % would leave no price")
        moved = list(self._places) if symbol is None else [symbol]
        for each in moved:
            place = self._places[each]
            self._places[each] = replace(place, anchor=max(1, int(place.anchor * factor)))
        self._quote(*moved)

    def _moved(self, place: _Place) -> _Place:
        back = -place.off // _PULL
        return replace(place, off=place.off + back + self._random.randint(-_STEP, _STEP))

    def _quote(self, *symbols: Symbol) -> None:
        self._paper.quote(*(self._quoted(symbol) for symbol in symbols))

    def _quoted(self, symbol: Symbol) -> Quote:
        tick = self._instruments[symbol].tick
        bid = self._places[symbol].bid
        ask = bid + self._random.randint(1, 2)
        last = self._random.choice((bid, ask))
        volume = self._traded[symbol] * self._trades.randint(50, 150) * UNITS // 100
        return Quote(symbol, bid * tick, ask * tick, last * tick, self._clock.now(), volume=volume)
