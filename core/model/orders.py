"""Orders and their ids. An id is made from facts, never drawn, so that a replay makes the same one (P-1)."""

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import NewType, TypeAlias

from core.model.market import Side, Symbol
from core.model.people import PersonId

OrderId = NewType("OrderId", str)
"""A person's order in the book, or the lead order that copies follow."""
BatchId = NewType("BatchId", str)
"""What one fan-out of copy orders follows from: a lead order, or the command that made a copier sell."""

DESK_PREFIX = "slp"


class OrderType(IntEnum):
    """How the venue takes an order (R-4.3). POST_ONLY rests or is cancelled, IOC never rests, FOK is all or nothing."""

    MARKET = 0
    LIMIT = 1
    POST_ONLY = 2
    IOC = 3
    FOK = 4

    @property
    def priced(self) -> bool:
        """Whether it has a price of its own."""
        return self is not OrderType.MARKET

    @property
    def rests(self) -> bool:
        """Whether what is not executed at once stays in the venue's book."""
        return self in {OrderType.LIMIT, OrderType.POST_ONLY}


class OrderState(IntEnum):
    """PLANNED: in the book, not yet at the venue. UNANSWERED: sent, and nobody knows (R-2.7).

    WAITING: for its price; the desk watches it, and the venue knows nothing of it.
    """

    PLANNED = 0
    RESTING = 1
    UNANSWERED = 2
    WAITING = 3


class Dropped(IntEnum):
    """How an order came to end with nothing executed. Numbers are stored and never reused."""

    CANCELLED = 0
    REFUSED = 1
    """By the venue, in its own words."""
    WOULD_TAKE = 2
    """Post-only, and it would have met the book at once."""
    NOT_WHOLE = 3
    """FOK, and not all of it was to be had."""
    NOTHING_THERE = 4
    """Nothing was to be had at its price."""
    DENIED = 5
    """Its price came, and the desk's own rules said no."""
    DELISTED = 6
    LOT_GONE = 7
    """The lead lot it was to sell is sold."""
    TOO_LATE = 8
    """It is proven that it never reached the venue, and its time is over (R-2.3)."""
    REPLACED = 9
    """Its owner set another in its place."""


class Assets(IntEnum):
    """What a sale may take (R-4.9): ANY is the order from outside, lead lots first with the switch on, else last."""

    ANY = 0
    LEAD = 1
    PRIVATE = 2


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
class Trigger:
    """Wait until the last price reaches `price`, from the side on which it stood when the order was placed."""

    price: int


@dataclass(frozen=True, slots=True)
class Trailing:
    """Wait until the last price has come back from its best since the activation: up for a buy, down for a sale.

    By a `ratio` of the best price, or by a `distance` in price units; the other is 0. `activation` 0: from the start.
    """

    ratio: int
    distance: int
    activation: int


@dataclass(frozen=True, slots=True)
class LotStops:
    """Take-profit and stop-loss of one lead lot (R-13.2), 0 where there is none; the first to act ends the other.

    Each sells at market, or at its own limit price where that is above 0.
    """

    take_at: int
    take_limit: int
    stop_at: int
    stop_limit: int


Wait: TypeAlias = Trigger | Trailing | LotStops
"""What an order waits for before it is sent. Every field is written out: packed bytes tell the three by their names."""


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """What a person asks for. A buy has a `notional` in quote units or a `quantity`; a sale has a quantity.

    `price` in price units for all but a market order, which has 0. `lot` aims a sale at one lead lot, `assets` at lead
    lots or private coins alone. `wait`: what must happen first; the type is then that of the order sent.
    """

    symbol: Symbol
    side: Side
    type: OrderType
    notional: int = 0
    quantity: int = 0
    price: int = 0
    lot: OrderId | None = None
    assets: Assets = Assets.ANY
    wait: Wait | None = None


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
