"""fan_out_vs_naive: the way copy bots do it, one await and one commit a follower, row objects on SQLite.

Faithful rather than foolish: prepared statements, an exchange in memory that answers at once, exact decimals, and an
index where one is needed. Each follower is loaded, sized, ordered, booked and committed by itself.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import aiosqlite
import numpy as np

from bot.bench.desk import ASK, BTC, LEAD, NOTIONAL, FanOut, lay_down, opened
from bot.bench.fan_out import DEAREST
from bot.bench.limit import Before
from bot.bench.measuring import NotEqual, Row, interleaved
from core.model import events as e
from core.model.copying import Sizing
from core.model.market import LOT
from core.model.money import RATIO_UNITS, UNITS
from core.model.orders import Verdict

_CENT = Decimal(1) / UNITS
_LOT = BTC.lot_size
_FINEST = BTC.lot_size / LOT


@dataclass(slots=True)
class Follower:
    """A row as an object, loaded and saved whole, as an ORM does it."""

    create: ClassVar[str] = (
        "CREATE TABLE followers (id, sizing, amount, paused, cash, max_total, open_cost, coins, PRIMARY KEY (id))"
    )
    replace: ClassVar[str] = "REPLACE INTO followers VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    id: int
    sizing: int
    amount: str
    paused: int
    cash: str
    max_total: str
    open_cost: str
    coins: str


@dataclass(slots=True)
class CopyOrder:
    """What became of one follower's copy."""

    create: ClassVar[str] = "CREATE TABLE orders (id, follower, status, quantity, notional, fee, PRIMARY KEY (id))"
    replace: ClassVar[str] = "REPLACE INTO orders VALUES (?, ?, ?, ?, ?, ?)"
    id: str
    follower: int
    status: str
    quantity: str
    notional: str
    fee: str


class Session:
    """As much of an ORM's session as a copy bot uses."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def followers(self) -> Sequence[int]:
        rows = await self._connection.execute_fetchall("SELECT id FROM followers ORDER BY id")
        return [row[0] for row in rows]

    async def get(self, key: int) -> Follower:
        async with self._connection.execute("SELECT * FROM followers WHERE id = ?", (key,)) as cursor:
            row = await cursor.fetchone()
        assert row is not None
        return Follower(*row)

    async def save(self, row: Follower | CopyOrder) -> None:
        await self._connection.execute(row.replace, astuple(row))

    async def commit(self) -> None:
        await self._connection.commit()


async def create(path: Path, before: Before) -> aiosqlite.Connection:
    """The followers of a desk as rows. SQLite as it comes: a rollback journal, every commit on disk."""
    connection = await aiosqlite.connect(path)
    for kind in (Follower, CopyOrder):
        await connection.execute(kind.create)
    session = Session(connection)
    for row in range(len(before.state)):
        smart = before.sizing[row] == Sizing.SMART_SYNC
        cash = before.cash[row] if smart else before.people_cash[before.person[row]]
        money = (before.amount[row], cash, before.max_total[row], before.open_cost[row])
        amount, free, most, cost = (str(Decimal(int(each)) / UNITS) for each in money)
        coins = str(Decimal(int(before.held[row])) * _FINEST)
        await session.save(
            Follower(row, int(before.sizing[row]), amount, int(before.paused[row]), free, most, cost, coins)
        )
    await connection.commit()
    return connection


class Exchange:
    """Fills everything at once, at the ask."""

    def __init__(self, price: Decimal) -> None:
        self._price = price

    async def buy(self, quantity: Decimal) -> tuple[Decimal, Decimal]:
        """What was paid, and the fee in the coin."""
        await asyncio.sleep(0)
        notional = (quantity * self._price).quantize(_CENT, ROUND_DOWN)
        units = int(quantity / _FINEST) * BTC.fee // RATIO_UNITS
        return notional, units * _FINEST


@dataclass(frozen=True, slots=True)
class Signal:
    """The lead's trade."""

    id: str
    notional: Decimal
    equity: Decimal
    bid: Decimal
    ask: Decimal


async def copy_to_all(session: Session, exchange: Exchange, signal: Signal) -> None:
    """The loop itself."""
    for key in await session.followers():
        follower = await session.get(key)
        await session.save(await _copy(follower, exchange, signal))
        await session.save(follower)
        await session.commit()


async def _copy(follower: Follower, exchange: Exchange, signal: Signal) -> CopyOrder:
    order = CopyOrder(f"{signal.id}-{follower.id}", follower.id, "skipped", "0", "0", "0")
    asked, cash = _asked(follower, signal), Decimal(follower.cash)
    quantity = asked / signal.ask // _LOT * _LOT
    room = cash if follower.sizing == Sizing.SMART_SYNC else Decimal(follower.max_total) - Decimal(follower.open_cost)
    too_small = quantity * LOT < BTC.quantity_min * _LOT or quantity == 0
    if follower.paused or too_small or asked > room or asked > cash:
        return order
    notional, fee = await exchange.buy(quantity)
    follower.cash = str(cash - notional)
    follower.open_cost = str(Decimal(follower.open_cost) + notional)
    follower.coins = str(Decimal(follower.coins) + quantity - fee)
    order.status, order.quantity, order.notional, order.fee = "filled", str(quantity), str(notional), str(fee)
    return order


def _asked(follower: Follower, signal: Signal) -> Decimal:
    amount, cash = Decimal(follower.amount), Decimal(follower.cash)
    if follower.sizing == Sizing.FIXED_AMOUNT:
        return amount
    if follower.sizing == Sizing.MULTIPLIER:
        return (amount * signal.notional).quantize(_CENT, ROUND_DOWN)
    equity = cash + (Decimal(follower.coins) * signal.bid).quantize(_CENT, ROUND_DOWN)
    return min((equity * signal.notional / signal.equity).quantize(_CENT, ROUND_DOWN), cash)


# ── both, side by side ────────────────────────────────────────────────────────


async def fan_out_vs_naive(n: int, rounds: int) -> list[Row]:
    """How many times faster the desk is, the same copies in the end."""
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        folder = Path(name)
        lay_down(folder, copiers=n, at=datetime.now(UTC))
        async with opened(folder) as desk:
            kept: list[tuple[Before, FanOut]] = []

            async def ours() -> float:
                before = await desk.engine.read(lambda each: Before.of(each, each.book.leads[LEAD]))
                measured = await desk.buy()
                kept.append((before, measured))
                await desk.sell(price=DEAREST)
                return measured.seconds * 1e3

            async def theirs() -> float:
                return await _naive(folder / f"naive-{len(kept)}.sqlite", *kept[-1])

            times, limits = await interleaved(rounds, ours, theirs, warm_up=1)
            await desk.prove()
    against = "one await and one commit a follower, row objects on SQLite"
    return [Row("fan_out_vs_naive", n, times, limits, against, target=1_000.0, faster=True)]


async def _naive(path: Path, before: Before, measured: FanOut) -> float:
    """Milliseconds of the loop over the same people. Raises NotEqual for other copies."""
    plan = next(fact for fact in measured.facts if isinstance(fact, e.EntriesPlanned))
    price = BTC.price_decimal(ASK)
    signal = Signal(
        id="lead",
        notional=Decimal(plan.lead_notional) / UNITS,
        equity=Decimal(plan.lead_equity) / UNITS,
        bid=BTC.price_decimal(ASK - BTC.tick),
        ask=price,
    )
    assert plan.lead_notional <= NOTIONAL
    connection = await create(path, before)
    try:
        start = time.perf_counter()
        await copy_to_all(Session(connection), Exchange(price), signal)
        taken = (time.perf_counter() - start) * 1e3
        copies = await connection.execute_fetchall(
            "SELECT follower, quantity, notional, fee FROM orders ORDER BY follower"
        )
    finally:
        await connection.close()
    _compare(measured, [tuple(map(Decimal, row)) for row in copies])
    return taken


def _compare(measured: FanOut, copies: Sequence[tuple[Decimal, ...]]) -> None:
    answers = [fact for fact in measured.facts if isinstance(fact, e.EntriesAnswered)]
    ours = {
        row: (quantity * _FINEST, Decimal(notional) / UNITS, fee * _FINEST)
        for answer in answers
        for row, verdict, quantity, notional, fee in zip(
            *(np.asarray(each).tolist() for each in (answer.rows, answer.verdict, answer.quantity)),
            answer.notional.tolist(),
            answer.fee.tolist(),
            strict=True,
        )
        if verdict == Verdict.FILLED
    }
    theirs = {int(row): sums for row, *sums in copies if sums[0]}
    if {row: list(sums) for row, sums in ours.items()} != theirs:
        raise NotEqual("the loop over followers and the desk came to other copies")
