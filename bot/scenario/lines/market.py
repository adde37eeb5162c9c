"""What happens around the desk: coins, prices, and what a venue does next."""

from decimal import Decimal
from typing import Literal

from bot.scenario.lines.fields import Amount, Line, Name


class Listing(Line):
    symbol: Name
    lot_size: Amount
    tick_size: Amount
    quantity_min: Amount = Decimal(0)
    notional_min: Amount = Decimal(0)
    fee: Amount = Decimal(0)


class Delisting(Line):
    symbol: Name


class Prices(Line):
    bid: Amount
    ask: Amount
    last: Amount | None = None
    depth: Amount | None = None
    volume: Amount | None = None


class VenueFault(Line):
    who: Name
    next: Literal["reject", "timeout_filled", "timeout_lost", "partial"]
    code: str | None = None
    fraction: Amount | None = None
