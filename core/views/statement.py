"""A statement: the account of one settlement for one person (R-17.10), as the one value that feeds chat and files.

Money in quote units (10⁻⁸ USDT), ratios in 10⁻⁸, quantities and prices exact. Nothing here is rounded for the eye.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from core.model.market import Symbol
from core.model.people import PersonId


class Party(StrEnum):
    """Whose statement it is: what a copier's closes brought, or what a lead's copiers paid."""

    COPIER = "copier"
    LEAD = "lead"


class Outcome(StrEnum):
    """Settled at a cycle's end; settled at once as the copying ended (R-17.11); or put off by an open lot (R-17.5)."""

    SETTLED = "settled"
    ENDED = "ended"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class CloseLine:
    """One close: one sale of one copy lot (R-17.1). `net` = `proceeds` − `cost` − `fees`.

    `cost` is what the part sold was bought for without the fee of buying it; `fees` are both fees, of buying and of
    selling, in quote. `order` is the copy order's reference as the chat shows it.
    """

    at: datetime
    order: str
    symbol: Symbol
    base: str
    quantity: Decimal
    price: Decimal
    proceeds: int
    cost: int
    fees: int
    net: int
    ratio: int
    withheld: int

    @property
    def gross(self) -> int:
        """Profit before both fees."""
        return self.proceeds - self.cost


@dataclass(frozen=True, slots=True)
class CopierLine:
    """One settlement of one copier in a lead's statement, masked (R-23.1); one who ended and began again has two lines.

    `closes`, `net`, `withheld` are of this cycle. `due` counts what was put off before as well; deferred, it is the
    estimate: nothing is paid, and `withheld_after` stays.
    """

    name: str
    outcome: Outcome
    closes: int
    net: int
    withheld_before: int
    withheld: int
    payable: int
    refund: int
    withheld_after: int
    due: int = 0
    net_before: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What a statement adds up to. Withheld before + withheld + adjustment = payable + refund + withheld after.

    `gross`, `fees`, `net`, `withheld` are sums over this statement's own closes. What came before it: `net_before`, the
    net of earlier closes that were put off and are netted with these (R-17.5), and `due_before`, what they add to the
    share due, rounded down; below zero for a loss, under a high-water mark also one that was settled before (R-17.6).
    `due` is over all of these; in a deferred statement it is the estimate, and nothing is payable yet.
    """

    gross: int
    fees: int
    net: int
    withheld_before: int
    withheld: int
    adjustment: int
    due: int
    payable: int
    refund: int
    withheld_after: int
    net_before: int = 0
    due_before: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of `person`, the `number`th of theirs from 1. A cycle runs from `starts` to before `ends`.

    A copier's has `closes` and its `lead`; a lead's has a line a copier, and `lead` is the person. `other` is the other
    party's name, masked where it must be; empty in a lead's. `paper` is the mode.
    """

    number: int
    person: PersonId
    name: str
    party: Party
    lead: PersonId
    other: str
    paper: bool
    starts: datetime
    ends: datetime
    settled_at: datetime
    outcome: Outcome
    ratio: int
    totals: Totals
    closes: tuple[CloseLine, ...] = ()
    copiers: tuple[CopierLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A statement in its person's chain: SHA-256 of its canonical bytes and of `previous`, signed with the desk's key.

    Hex text: `previous` is 64 zeros before the first statement; `hash` 64 digits, `signature` 128, `key` 64.
    """

    statement: Statement
    previous: str
    hash: str
    signature: str
    key: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of one statement: the cycle, the other party (empty in a lead's), and the figures."""

    number: int
    party: Party
    other: str
    starts: datetime
    ends: datetime
    outcome: Outcome
    net: int
    due: int
    payable: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement against the journal: computed anew, `same`; in its place, `chained`; by this desk's key, `signed`."""

    same: bool
    chained: bool
    signed: bool

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.same and self.chained and self.signed
