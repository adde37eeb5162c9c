"""Gathers all that is kept about one person: their notes, copies, results, orders, money and statements.

The journal is read a few records at a time, so that others are served in between; the files are made in a thread.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from bot.past.copies import READ_MOST, History
from bot.people.directory import Directory
from bot.statements.chain import Kept
from bot.statements.csv_file import csv_file
from bot.statements.issuing import Issuing
from bot.takeout.own_notes import Owner, told
from bot.takeout.tables import Cell, Table, usdt, zipped
from bot.translate import Words
from core.adapters.notes import Notes
from core.decide.desk import Desk
from core.engine import Engine
from core.model.copying import Settings
from core.model.events import Deposited, OrderClosed, OrderDropped, PersonJoined, Record, Withdrawn
from core.model.market import Side
from core.model.people import PersonId
from core.views.log import LogRow
from core.views.takeout import TakenCopy, taken_copies

AT_ONCE: Final = 64
ORDERS: Final = ("OrderClosed", "OrderDropped")
MONEY: Final = ("PersonJoined", "Deposited", "Withdrawn")
COPIES: Final = (
    "lead,lead account,since,state,paused,way,amount or multiplier,at most in coins,coins,never copied,take-profit,"
    "stop-loss,total stop-loss,then,paid in,realised,withheld now,profit share,result"
)
RESULTS: Final = (
    "lead account,decided at,copy,side,cause,instrument,result,reason,asked USDT,quantity,notional USDT,price,fee,"
    "net USDT,withheld USDT,venue's words"
)
ENDED: Final = "order,ended at,instrument,side,what became of it,quantity,notional USDT,fee"
README: Final = b"""All that this desk keeps about you, as CSV (UTF-8, English headings, plain decimals, ISO times).

about.csv        what stands beside the book: name, language, zone, alerts, e-mail, settings
copies.csv       every copy there was, with its settings and what came of it
results.csv      every lead order and what became of its copy
orders.csv       your own orders
money.csv        when you joined, and money in and out
statements/      each statement as it was issued; `slipstream verify` checks them
"""


@dataclass(frozen=True, slots=True)
class Collecting:
    """Whoever hands an export over."""

    engine: Engine
    notes: Notes
    people: Directory
    issuing: Issuing

    async def zip(self, owner: Owner, t: Words) -> bytes:
        """The whole file; `t` gives the zone of the statements' times."""
        about = await self.notes.transact(lambda db: tuple(told(db, owner)))
        copies = await self.engine.read(lambda desk: taken_copies(desk, owner.number))
        tables = [
            Table("about", "kept in,field,value", [["account", "number", owner.number], *about]),
            Table("copies", COPIES, [self._copy(copy) for copy in copies]),
            Table("results", RESULTS, await self._results(owner.number, copies)),
            Table("orders", ENDED, await self._orders(owner.number)),
            Table("money", "at,what,USDT", [_money(record) async for record in self._back(owner.number, MONEY)]),
        ]
        statements = await self._statements(owner.number)
        return await asyncio.to_thread(_made, tables, statements, t)

    def _copy(self, copy: TakenCopy) -> list[Cell]:
        line, chosen = copy.line, copy.settings
        return [
            self.people.masked(line.lead),
            line.lead,
            line.since,
            line.state.name.lower(),
            "yes" if line.paused else "no",
            chosen.sizing.name.lower(),
            *_chosen(chosen),
            usdt(copy.paid_in),
            usdt(copy.realised),
            usdt(copy.withheld),
            usdt(copy.ratio),
            usdt(line.result),
        ]

    async def _results(self, who: PersonId, copies: tuple[TakenCopy, ...]) -> list[list[Cell]]:
        history, rows = History(self.engine), []
        for lead in dict.fromkeys(copy.line.lead for copy in copies):
            more, before = True, 0
            while more:
                page = await history.page(who, lead, before=before, size=READ_MOST)
                rows += [[lead, *_result(row)] for row in page.rows]
                more, before = page.more, page.read_to
        return rows

    async def _orders(self, who: PersonId) -> list[list[Cell]]:
        records = [record async for record in self._back(who, ORDERS)]
        return await self.engine.read(lambda desk: [row for record in records for row in _order(desk, record)])

    async def _back(self, who: PersonId, kinds: tuple[str, ...]) -> AsyncIterator[Record]:
        async for found in self.engine.back(who, kinds, at_once=AT_ONCE):
            for record in found:
                yield record

    async def _statements(self, who: PersonId) -> list[Kept]:
        many = (await self.issuing.page(who, 1, size=1)).many
        found = [await self.issuing.one(who, number) for number in range(1, many + 1)]
        return [kept for kept in found if kept is not None]


def _chosen(chosen: Settings) -> list[Cell]:
    return [
        usdt(chosen.size),
        None if chosen.smart else usdt(chosen.max_total),
        "the lead's" if chosen.instruments is None else " ".join(sorted(chosen.instruments)),
        " ".join(sorted(chosen.never)),
        usdt(chosen.take_profit) if chosen.take_profit else None,
        usdt(chosen.stop_loss) if chosen.stop_loss else None,
        usdt(chosen.total_stop_loss) if chosen.total_stop_loss else None,
        chosen.total_stop_loss_action.name.lower(),
    ]


def _result(row: LogRow) -> list[Cell]:
    return [
        row.at,
        row.reference,
        row.side.name.lower(),
        row.cause.name.lower(),
        row.symbol,
        row.result.value,
        row.reason.name,
        usdt(row.asked),
        row.quantity,
        usdt(row.notional),
        row.price,
        row.fee,
        usdt(row.net),
        usdt(row.withheld),
        row.words,
    ]


def _order(desk: Desk, record: Record) -> list[list[Cell]]:
    """One row of an order that has ended."""
    match record.fact:
        case OrderClosed() as closed:
            instrument, buys = desk.book.instruments[closed.symbol], closed.side == Side.BUY
            side, led = Side(closed.side).name.lower(), "copied" if closed.led else "private"
            fee = instrument.quantity_decimal(closed.fee) if buys else usdt(closed.fee)
            quantity = instrument.quantity_decimal(closed.quantity)
            return [[closed.order, record.at, closed.symbol, side, led, quantity, usdt(closed.notional), fee]]
        case OrderDropped() as dropped:
            return [[dropped.order, record.at, None, None, dropped.why.name.lower(), None, None, None]]
        case _:
            return []


def _money(record: Record) -> list[Cell]:
    match record.fact:
        case Deposited(_, amount):
            return [record.at, "in", usdt(amount)]
        case Withdrawn(_, amount):
            return [record.at, "out", usdt(amount)]
        case PersonJoined():
            return [record.at, "joined", None]
        case other:
            raise AssertionError(f"{type(other).__name__} was not asked for")


def _made(tables: list[Table], statements: list[Kept], t: Words) -> bytes:
    files = {f"statements/{kept.sealed.statement.number:04d}.csv": csv_file(kept.sealed, t) for kept in statements}
    return zipped(tables, {"README.txt": README, **files})
