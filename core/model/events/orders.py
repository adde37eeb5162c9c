"""Facts of a person's own orders."""

from dataclasses import dataclass
from datetime import datetime

from core.model.columns import Column
from core.model.market import Symbol
from core.model.orders import Cause, Dropped, OrderId, OrderTerms
from core.model.people import PersonId
from core.model.reasons import Denial, Reason


@dataclass(frozen=True, slots=True)
class LotCuts:
    """Lead lots in a sale, oldest first: what was sold of each, and what it held before (R-12.1)."""

    lots: tuple[OrderId, ...]
    sold: Column
    before: Column


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """In the book before it leaves. `switch_on` never changes after (R-4.2), however long it waits for its price.

    `quantity` is what is asked of the venue, `price_cap` its limit (0: none), `hold` the quote a buy binds;
    a sale binds `from_lots` of the lead lots and `from_private` of the private coins. An order that waits binds
    nothing yet: `rises` is from which side its price must come, `best` the price a trailing one starts from.
    """

    order: OrderId
    person: PersonId
    terms: OrderTerms
    switch_on: bool
    quantity: int
    price_cap: int
    hold: int
    from_lots: int = 0
    from_private: int = 0
    rises: bool = False
    best: int = 0

    @property
    def waits(self) -> bool:
        """Whether it is the desk's to watch, and not yet for the venue."""
        return self.terms.wait is not None


@dataclass(frozen=True, slots=True)
class OrderTrailed:
    """The last price was better for a trailing order than any since its activation, in price units."""

    order: OrderId
    best: int


@dataclass(frozen=True, slots=True)
class OrderTriggered:
    """Its price has come, `last` being the one that did it: it leaves now as `terms` say, and binds what it needs."""

    order: OrderId
    terms: OrderTerms
    last: int
    quantity: int
    price_cap: int
    hold: int
    from_lots: int
    from_private: int


@dataclass(frozen=True, slots=True)
class OrderRested:
    """The venue has it in its book; `quantity`, `notional`, `fee` are what was executed so far.

    `lead_equity` is the lead's equity just before the first fill (R-6.1), 0 until there was one.
    """

    order: OrderId
    quantity: int
    notional: int
    fee: int
    lead_equity: int = 0


@dataclass(frozen=True, slots=True)
class OrderUnanswered:
    """Nobody knows what became of it; the venue is asked from `ask_at` on (R-2.7); `absent` counts proofs."""

    order: OrderId
    attempt: int
    ask_at: datetime
    absent: int = 0


@dataclass(frozen=True, slots=True)
class OrderRetried:
    """The last attempt is proven absent; the next one has its own id."""

    order: OrderId
    attempt: int


@dataclass(frozen=True, slots=True)
class OrderCancelling:
    """Its owner wants it cancelled; the venue is told until it has an end."""

    order: OrderId


@dataclass(frozen=True, slots=True)
class OrderDropped:
    """Its end with nothing executed. `words` are the venue's own, `denial` and `about` the desk's no at its price."""

    order: OrderId
    person: PersonId
    words: str = ""
    why: Dropped = Dropped.CANCELLED
    denial: Denial | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class OrderClosed:
    """Its end with something executed; a lead order triggers here, once (R-4.4).

    `fee` is in the base coin on a buy and in quote on a sale. `led`: a lead order past the lead guards; else `reason`
    says which guard failed (NONE for a sale, and for who does not lead). `triggers`: copyings get a result from it.
    `at`: the venue's instant, where it tells one (R-1.7). `waited`: it did not end at once, or nobody knew its end
    for a time, so its owner is told.
    """

    order: OrderId
    person: PersonId
    symbol: Symbol
    side: int
    quantity: int
    notional: int
    fee: int
    led: bool
    reason: Reason
    triggers: bool
    lead_equity: int = 0
    day: int = 0
    """The desk's day it counts in, as a proleptic ordinal (R-6.6)."""
    cuts: LotCuts | None = None
    """None where it sold of no lead lot."""
    private_sold: int = 0
    lead_net: int = 0
    """Profit after fees of the lead lots it closed (R-19.3)."""
    at: datetime | None = None
    waited: bool = False
    orphans: bool = False
    """A private sale left no more than dust of a lead lot that copies follow: they are let go (R-12.10)."""
    stop: Cause | None = None
    """The stop of a lead lot that sold it, TAKE_PROFIT or STOP_LOSS; None for any other order (R-13.2)."""
