"""stop_loss_sweep: what a tick costs with a total stop-loss on most copyings, beside one fused C pass over them all.

Prices wander, and every tenth tick one coin falls by a tenth and comes back: most ticks are spared the look at
everybody, that one is not. Both sides see the same columns at the same prices, and must find the same copyings.
"""

import ctypes
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot.bench.desk import BTC, LEAD, People, lead_facts, seat
from bot.bench.limit import compiled, pointer
from bot.bench.measuring import WARM_UP, NotEqual, Row
from bot.wiring.engine_room import OneThread, settle_memory
from core.adapters.clocks import VirtualClock
from core.adapters.journals.memory import MemoryJournal
from core.decide.stops import net
from core.fold import fold
from core.fold.book import Book
from core.model import events as e
from core.model.columns import Codes
from core.model.copying import CopyingState
from core.model.limits import limits
from core.model.market import LOT, Instrument, Quote, Symbol
from core.model.people import Origin
from core.pen import Pen

TICKS = 10
"""Ticks of one round; a round's time is the mean of them."""
START = 60_000 * BTC.price_scale
COINS = [
    BTC,
    *(Instrument(Symbol(f"C{n}-USDT"), Decimal("0.00000001"), Decimal("0.1"), fee=BTC.fee) for n in range(1, 5)),
]


class _Ticks:
    """A pen whose copiers hold five coins each, and prices for it."""

    def __init__(self, pen: Pen, library: ctypes.CDLL | None) -> None:
        self._pen, self._library = pen, library
        self._table = pen.book.leads[LEAD].copyings
        self._luck = np.random.default_rng(11)
        self._prices, self._count = [START] * len(COINS), 0
        self._stopped: list[int] = []
        self.found = 0
        pen.listen(self._look)

    async def round(self) -> tuple[float, float]:
        """Milliseconds a tick: of the product, from new prices to the end of what they ask for, and of the C pass."""
        spent = limit = 0.0
        for _ in range(TICKS):
            self._move()
            reached = np.zeros(self._table.size, np.uint8)
            start = time.perf_counter()
            self._pass(reached)
            limit += time.perf_counter() - start
            self._stopped.clear()
            start = time.perf_counter()
            await self._pen.write(None)
            spent += time.perf_counter() - start
            if self._stopped != np.flatnonzero(reached).tolist():
                raise NotEqual("the C pass and the desk found other copyings at their total stop-loss")
            self.found += len(self._stopped)
        return spent / TICKS * 1e3, limit / TICKS * 1e3

    def _look(self, records: Sequence[e.Record]) -> None:
        self._stopped += [record.fact.row for record in records if isinstance(record.fact, e.CopyingClosing)]

    def _move(self) -> None:
        """All coins wander by up to 0.1 %; one of them falls by 10 % at every tenth tick, and is back at the next."""
        self._count += 1
        steps = self._luck.integers(-10, 11, len(COINS)).tolist()
        self._prices = [price * (10_000 + step) // 10_000 for price, step in zip(self._prices, steps, strict=True)]
        hard = self._count % 10 == 0
        now = [
            price * 90 // 100 if hard and coin is BTC else price
            for coin, price in zip(COINS, self._prices, strict=True)
        ]
        at = datetime.now(UTC)
        self._pen.market = {
            coin.symbol: _quote(coin, price // coin.tick * coin.tick, at)
            for coin, price in zip(COINS, now, strict=True)
        }

    def _pass(self, reached: Codes) -> None:
        table, market = self._table, self._pen.market
        if self._library is None:
            desk_net = net(self._pen._hops.desk(), self._pen.book.leads[LEAD], slice(table.size))  # noqa: SLF001
            armed = (table.total_stop_loss > 0) & (table.state == CopyingState.RUNNING)
            reached[:] = armed[: table.size] & (desk_net <= -table.total_stop_loss[: table.size])
            return
        held = (ctypes.c_void_p * len(COINS))(*(pointer(table.held[coin.symbol]).value for coin in COINS))
        marks = np.array([market[coin.symbol].mark for coin in COINS], np.int64)
        worth = BTC._worth  # noqa: SLF001  # the instruments' own fraction, for the same arithmetic elsewhere
        columns = (table.realised, table.open_cost, table.total_stop_loss, table.state, reached)
        self._library.sweep_stops(
            ctypes.c_int64(table.size),
            ctypes.c_int64(len(COINS)),
            held,
            pointer(marks),
            ctypes.c_int64(worth.numerator),
            ctypes.c_int64(worth.denominator),
            *(pointer(column) for column in columns),
        )


def _quote(coin: Instrument, price: int, at: datetime) -> Quote:
    return Quote(coin.symbol, price, price, price, at)


def _book(copiers: int, at: datetime, journal: MemoryJournal) -> Book:
    """Everybody holds five coins in different parts; four of five have a total stop-loss of 5 % to 50 % of their cost,
    and one in a thousand of 1 % to 4 %.
    """
    book, luck = Book(), np.random.default_rng(3)
    facts = [*(e.InstrumentListed(coin) for coin in COINS), *lead_facts(LEAD)]
    journal.append([e.Record(seq, at, Origin(""), fact) for seq, fact in enumerate(facts, 1)])
    for record in journal.read():
        fold(book, record)
    seat(book, LEAD, People.drawn(copiers), at)
    table = book.leads[LEAD].copyings
    for coin in COINS:
        lots = luck.integers(1, 200_000, copiers)
        table.holding(coin.symbol)[:copiers] = lots * LOT
        table.open_cost[:copiers] += coin.values(lots * LOT, START)[0]
    part = np.where(luck.integers(0, 1000, copiers) == 0, luck.integers(1, 5, copiers), luck.integers(5, 51, copiers))
    limit = table.open_cost[:copiers] * part // 100
    table.total_stop_loss[:copiers] = limit * (luck.integers(0, 5, copiers) > 0)
    return book


async def stop_loss_sweep(n: int, rounds: int) -> list[Row]:
    """A tick with n copyings of one lead."""
    clock = VirtualClock(datetime.now(UTC))
    journal, thread = MemoryJournal(), OneThread()
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        library = compiled(Path(name))
        pen = Pen(_book(n, clock.now(), journal), journal, clock, limits(), run=thread)
        settle_memory()
        ticks = _Ticks(pen, library)
        measured = [await ticks.round() for _ in range(WARM_UP + rounds)][WARM_UP:]
    thread.close()
    against = f"one fused pass in {'C' if library else 'NumPy, no C compiler here'}, 5 coins"
    times, limits_ = zip(*measured, strict=True)
    return [Row("stop_loss_sweep", n, times, limits_, against, target=1.5, more={"stopped": ticks.found})]
