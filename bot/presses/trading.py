"""What the buttons around orders of one's own say: what to buy or sell, how, and the stops of a lead lot."""

from enum import StrEnum
from typing import ClassVar

from bot.presses import Press, ShortId


class Way(StrEnum):
    """Buy or sell; a lead who holds both sells lead lots or private coins alone (R-4.9)."""

    BUY = "b"
    SELL = "s"
    LEAD = "d"
    PRIVATE = "p"

    @property
    def buys(self) -> bool:
        """Whether it is a buy."""
        return self is Way.BUY


class Kind(StrEnum):
    """How an order is placed: at market, at a price of one's own, or once the market has come to a mark.

    A trigger order's mark is a price, a trailing order's its way back: a ratio in 10⁻⁸, or a distance in price units.
    """

    MARKET = "m"
    LIMIT = "l"
    POST_ONLY = "p"
    IOC = "i"
    FOK = "f"
    TRIGGER = "t"
    TRIGGER_LIMIT = "u"
    TRAIL = "r"
    TRAIL_BY = "d"

    @property
    def priced(self) -> bool:
        """Whether it has a limit price of its own."""
        return self in {Kind.LIMIT, Kind.POST_ONLY, Kind.IOC, Kind.FOK, Kind.TRIGGER_LIMIT}

    @property
    def trails(self) -> bool:
        """Whether it follows the price; its `price` is then where that begins, 0 for at once."""
        return self in {Kind.TRAIL, Kind.TRAIL_BY}


class Ticket(Press):
    """Trade this instrument."""

    tag: ClassVar[str] = "tk"
    symbol: ShortId


class MoreKinds(Press):
    """Choose among the order types beside market and limit."""

    tag: ClassVar[str] = "tkk"
    symbol: ShortId
    way: Way


class AskPrice(Press):
    """Type a price: the limit, or where a trailing order begins to follow."""

    tag: ClassVar[str] = "tkp"
    symbol: ShortId
    way: Way
    kind: Kind
    mark: int


class AskMark(Press):
    """Type what a trigger or a trailing order waits for."""

    tag: ClassVar[str] = "tkm"
    symbol: ShortId
    way: Way
    kind: Kind


class SetMark(Press):
    """Wait for this: at market or at a limit, from now on or from a price on?"""

    tag: ClassVar[str] = "tks"
    symbol: ShortId
    way: Way
    kind: Kind
    mark: int


class AskAmount(Press):
    """Choose an amount; `price` 0 is at market, `mark` 0 waits for nothing."""

    tag: ClassVar[str] = "tka"
    symbol: ShortId
    way: Way
    kind: Kind
    price: int
    mark: int


class TakePart(Press):
    """A part of what may be spent or sold, in per cent."""

    tag: ClassVar[str] = "tkq"
    symbol: ShortId
    way: Way
    kind: Kind
    price: int
    mark: int
    percent: int


class TakeAmount(Press):
    """An amount: quote units on a buy, quantity units on a sale."""

    tag: ClassVar[str] = "tkx"
    symbol: ShortId
    way: Way
    kind: Kind
    price: int
    mark: int
    amount: int


class SellLot(Press):
    """Sell one lead lot at market."""

    tag: ClassVar[str] = "sl"
    lot: ShortId


class SellCoins(Press):
    """Sell private coins at market."""

    tag: ClassVar[str] = "sc"
    symbol: ShortId


class Stop(StrEnum):
    """A stop of a lead lot."""

    TAKE_PROFIT = "t"
    STOP_LOSS = "s"


class ShowStops(Press):
    """The stops of one lead lot."""

    tag: ClassVar[str] = "gs"
    lot: ShortId


class AskLotStop(Press):
    """Type the price of a stop."""

    tag: ClassVar[str] = "gsp"
    lot: ShortId
    what: Stop


class AskStopLimit(Press):
    """Type the limit price at which a stop sells."""

    tag: ClassVar[str] = "gsl"
    lot: ShortId
    what: Stop
    price: int


class TakeLotStop(Press):
    """Review a stop at this price, 0 taking it away; `limit` 0 sells at market."""

    tag: ClassVar[str] = "gst"
    lot: ShortId
    what: Stop
    price: int
    limit: int


class TakeBack(Press):
    """Cancel a resting or waiting order."""

    tag: ClassVar[str] = "co"
    order: ShortId
