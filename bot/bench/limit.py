"""The limits the desk is measured against: the bare arithmetic in C, and bare durable appends of the same bytes.

The C pass is compiled when the bench starts, where the machine has a compiler; elsewhere the desk's own NumPy rules
stand in for it, and the table says so. Nothing of this is part of the product.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.bench.desk import BTC
from bot.bench.measuring import NotEqual
from core.adapters.journals.packing import pack_fact
from core.decide import entries
from core.decide.desk import Desk
from core.fold.book import FanOut, Lead
from core.model import events as e
from core.model.chunks import chunks, first_row
from core.model.columns import Codes, Column
from core.model.limits import limits
from core.model.reasons import Reason

SOURCE = Path(__file__).with_name("kernel.c")
_CODES = (
    Reason.NONE,
    Reason.COPYING_STOPPED,
    Reason.COPYING_PAUSED,
    Reason.AMOUNT_TOO_LOW,
    Reason.MAX_TOTAL_REACHED,
    Reason.INSUFFICIENT_FUNDS,
)


def compiled(folder: Path) -> ctypes.CDLL | None:
    """The C passes, built into `folder`; None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "kernel.so"
    built = subprocess.run(  # noqa: S603  # a compiler found on the path, and our own file
        [compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", str(library), str(SOURCE)],
        capture_output=True,
        check=False,
    )
    return ctypes.CDLL(str(library)) if built.returncode == 0 else None


class Appends:
    """A file that only grows, every append on disk when it returns."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def append(self, body: bytes) -> None:
        left = memoryview(body)
        while left:
            left = left[os.write(self._descriptor, left) :]
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


def bytes_of(facts: Sequence[e.Fact], *kinds: type) -> bytes:
    """The bytes that these facts are in the journal, one after the other."""
    return b"".join(pack_fact(fact) for fact in facts if isinstance(fact, kinds))


# ── sizing ────────────────────────────────────────────────────────────────────


class _Trigger(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int64)
        for name in (
            *("notional", "quantity", "lead_equity", "ask", "bid", "worth_over", "worth_under"),
            *("spread", "tick", "notional_min", "quantity_min"),
        )
    ]


@dataclass(frozen=True, slots=True)
class Before:
    """The columns a lead buy is sized from, copied before it."""

    person: NDArray[np.int32]
    state: Codes
    paused: Codes
    sizing: Codes
    amount: Column
    max_total: Column
    cash: Column
    bound: Column
    open_cost: Column
    held: Column
    people_cash: Column

    @classmethod
    def of(cls, desk: Desk, lead: Lead) -> "Before":
        table = lead.copyings
        names = [each.name for each in fields(cls) if each.name not in {"held", "people_cash"}]
        held = table.held.get(BTC.symbol, np.zeros(0, np.int64))[: table.size]
        if len(held) < table.size:
            held = np.zeros(table.size, np.int64)
        columns = {name: getattr(table, name)[: table.size].copy() for name in names}
        return cls(**columns, held=held.copy(), people_cash=desk.book.people.cash.copy())


@dataclass(frozen=True, slots=True)
class Sized:
    """What the C pass makes."""

    reason: Codes
    asked: Column
    quantity: Column
    limit: Column
    hold: Column

    @classmethod
    def room(cls, count: int) -> "Sized":
        return cls(np.zeros(count, np.uint8), *(np.zeros(count, np.int64) for _ in range(4)))

    def compare(self, plans: Sequence[e.EntriesPlanned]) -> None:
        """Raises NotEqual unless the desk planned the same for everybody."""
        for each in fields(self):
            planned = np.concatenate([getattr(plan, each.name) for plan in plans])
            if not np.array_equal(planned, getattr(self, each.name)):
                raise NotEqual(f"the C pass and the desk differ in {each.name}")


class CSizing:
    """Sizes a lead buy in one pass."""

    def __init__(self, library: ctypes.CDLL, before: Before) -> None:
        self._library, self._before = library, before
        self.sized = Sized.room(len(before.state))
        self._codes = np.array(_CODES, np.uint8)

    def run(self, plan: e.EntriesPlanned, bid: int) -> None:
        worth = BTC._worth  # noqa: SLF001  # the instrument's own fraction, for the same arithmetic elsewhere
        trigger = _Trigger(
            *(plan.lead_notional, plan.lead_quantity, plan.lead_equity, plan.price_copy, bid),
            *(worth.numerator, worth.denominator, limits().entry.spread, BTC.tick, BTC.notional_min),
            max(BTC.quantity_min, 1),
        )
        before, sized = self._before, self.sized
        columns = [getattr(before, each.name) for each in fields(before)]
        results = [getattr(sized, each.name) for each in fields(sized)]
        self._library.size_copies(
            ctypes.c_int64(len(before.state)),
            ctypes.byref(trigger),
            *(pointer(column) for column in (*columns, self._codes, *results)),
        )


def numpy_sizing(desk: Desk, trigger: FanOut) -> None:
    """The stand-in for the C pass: the desk's own rules over the same columns, chunk by chunk."""
    for chunk in range(chunks(trigger.size)):
        entries.plan(desk, replace(trigger, next_row=first_row(chunk)))


# ── settling ──────────────────────────────────────────────────────────────────


def c_settle(library: ctypes.CDLL, withheld: Column, due: Column) -> tuple[Column, Column]:
    """Payable and refund of every copying."""
    payable, refund = np.empty_like(withheld), np.empty_like(withheld)
    library.settle(ctypes.c_int64(len(withheld)), *(pointer(column) for column in (withheld, due, payable, refund)))
    return payable, refund


def numpy_settle(withheld: Column, due: Column) -> tuple[Column, Column]:
    """The same in NumPy."""
    payable = np.minimum(np.maximum(due, 0), withheld)
    return payable, withheld - payable


def pointer(column: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(column.ctypes.data)
