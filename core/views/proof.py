"""The proof that money is conserved: where each asset is, against deposits − withdrawals − fees − trades (P-6)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from core.decide.desk import Desk
from core.fold.balance import AssetBalance, balanced, balances
from core.model.money import UNITS, decimal
from core.views.as_of import AsOf, as_of

QUOTE: Final = "USDT"


@dataclass(frozen=True, slots=True)
class AssetProof:
    """One asset in exact amounts. What came in less what went out must be what is `held`, to the last unit.

    `traded`: what the market gave people less what it took. The parts of `held`: `free`, `bound` in own orders,
    `earned` as profit share, in `copies`, `withheld` for a settlement, and `led` in lead lots.
    """

    asset: str
    deposited: Decimal
    withdrawn: Decimal
    fees: Decimal
    traded: Decimal
    expected: Decimal
    held: Decimal
    free: Decimal
    bound: Decimal
    earned: Decimal
    copies: Decimal
    withheld: Decimal
    led: Decimal
    below_zero: bool
    sound: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole book at one instant. `refused_until`: a settlement was refused, and is tried again then."""

    as_of: AsOf
    facts: int
    assets: tuple[AssetProof, ...]
    last_cycle: datetime | None
    refused_until: datetime | None

    @property
    def sound(self) -> bool:
        return all(asset.sound for asset in self.assets)


def proof(desk: Desk) -> Proof:
    """Every asset, USDT first. Work grows with the number of people and copyings."""
    book = desk.book
    assets = tuple(_asset(desk, balance) for balance in balances(book))
    return Proof(as_of(desk), book.seq, assets, book.cycle_closed, book.refused_until)


def conserved(desk: Desk) -> bool:
    """Whether every asset adds up to the last unit, and nobody is below zero."""
    return balanced(desk.book)


def _asset(desk: Desk, balance: AssetBalance) -> AssetProof:
    name = desk.book.instruments[balance.asset].base if balance.asset else QUOTE
    account, held = balance.account, balance.held

    def shown(units: int) -> Decimal:
        if balance.asset is None:
            return decimal(units, UNITS)
        return desk.book.instruments[balance.asset].quantity_decimal(units)

    return AssetProof(
        asset=name,
        deposited=shown(account.deposited),
        withdrawn=shown(account.withdrawn),
        fees=shown(account.fees),
        traded=shown(-account.market),
        expected=shown(account.expected()),
        held=shown(held.total()),
        free=shown(held.free),
        bound=shown(held.bound),
        earned=shown(held.earned),
        copies=shown(held.copies),
        withheld=shown(held.withheld),
        led=shown(held.led),
        below_zero=balance.below_zero,
        sound=balance.sound(),
    )
