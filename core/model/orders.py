"""Orders and their ids. An id is made from facts, never drawn, so that a replay makes the same one (P-1)."""

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

from core.model.market import Side, Symbol
from core.model.people import PersonId

OrderId = NewType("OrderId", str)
"""A person's order in the book, or the lead order that copies follow."""
BatchId = NewType("BatchId", str)
"""What one fan-out of copy orders follows from: a lead order, or the command that made a copier sell."""

DESK_PREFIX = "slp"


class OrderType(IntEnum):
    MARKET = 0
    LIMIT = 1


class OrderState(IntEnum):
    """PLANNED: in the book, not yet at the venue. UNANSWERED: sent, and nobody knows (R-2.7)."""

    PLANNED = 0
    RESTING = 1
    UNANSWERED = 2


class Verdict(IntEnum):
    """What became of one order; ABSENT is proof that the venue never had it, UNSENT that it never left the desk."""

    FILLED = 0
    REJECTED = 1
    UNANSWERED = 2
    ABSENT = 3
    UNSENT = 4


class Cause(IntEnum):
    """Why a copy order exists (scenario.md, `cause`)."""

    LEAD_ORDER = 0
    BUY_EXISTING = 1
    TAKE_PROFIT = 2
    STOP_LOSS = 3
    TOTAL_STOP_LOSS = 4
    STOP_COPYING = 5
    BY_HAND = 6
    RETRY = 7


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """What a person asks for. A buy has a `notional` in quote units or a `quantity`; a sale has a quantity.

    `price` in price units for a limit order, 0 for a market order. `lot` aims a sale at one lead lot.
    """

    symbol: Symbol
    side: Side
    type: OrderType
    notional: int = 0
    quantity: int = 0
    price: int = 0
    lot: OrderId | None = None


def order_id(person: PersonId, origin: str) -> OrderId:
    """The id of a person's order, from who asked and where the command came from."""
    return OrderId(_digest(f"order|{person}|{origin}")[:12])


def copy_order_id(batch: BatchId, copier: PersonId, attempt: int = 1) -> str:
    """The venue's client id of one copy order: at most 32 ASCII letters and digits (okx.md §4)."""
    return f"{DESK_PREFIX}{_digest(f'copy|{batch}|{copier}|{attempt}')[:26]}"


def client_id(order: OrderId, attempt: int) -> str:
    """The venue's client id of one attempt at a person's own order."""
    return f"{DESK_PREFIX}{_digest(f'own|{order}|{attempt}')[:26]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
