"""The ledger: what came in, went out, was paid as fees, and what the market holds against us, asset by asset.

Both legs of every posting are the same integer, so the desk is conserved to the last unit (P-6).
"""

from dataclasses import dataclass, field

from core.model.market import Symbol


@dataclass(slots=True)
class Account:
    """Sums since the first fact. `market` is what the market received less what it gave."""

    deposited: int = 0
    withdrawn: int = 0
    fees: int = 0
    market: int = 0

    def expected(self) -> int:
        """What people must hold in all."""
        return self.deposited - self.withdrawn - self.fees - self.market


@dataclass(slots=True)
class Ledger:
    """USDT in quote units; each base coin under its instrument, in that instrument's units."""

    quote: Account = field(default_factory=Account)
    base: dict[Symbol, Account] = field(default_factory=dict)

    def coin(self, symbol: Symbol) -> Account:
        return self.base.setdefault(symbol, Account())

    def bought(self, symbol: Symbol, quantity: int, notional: int, fee: int) -> None:
        """People paid `notional` for `quantity`, of which `fee` stayed with the venue, in the base coin."""
        self.quote.market += notional
        self.coin(symbol).market -= quantity
        self.coin(symbol).fees += fee

    def sold(self, symbol: Symbol, quantity: int, notional: int, fee: int) -> None:
        """People gave `quantity` for `notional`, of which `fee` stayed with the venue, in quote."""
        self.quote.market -= notional
        self.quote.fees += fee
        self.coin(symbol).market += quantity
