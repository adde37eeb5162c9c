"""What a person may take away of the book, and what stands against their being forgotten (P-30).

Money in quote units, ratios in 10⁻⁸.
"""

from dataclasses import dataclass
from datetime import datetime

from core.decide.desk import Desk
from core.decide.leading import LEADING
from core.model.copying import CopyingState, Settings
from core.model.people import LeadState, PersonId
from core.views.copies import CopyLine, copy_line, my_copies, rows_of
from core.views.portfolio import portfolio

LIVE = (CopyingState.RUNNING, CopyingState.CLOSING)


@dataclass(frozen=True, slots=True)
class TakenCopy:
    """One copy there ever was. `paid_in`: what was set apart for it, less what was taken out."""

    line: CopyLine
    settings: Settings
    paid_in: int
    realised: int
    withheld: int
    ratio: int

    @property
    def since(self) -> datetime:
        return self.line.since


@dataclass(frozen=True, slots=True)
class Owed:
    """What must be over before somebody is forgotten, each zero then; and what stays in the book without a name."""

    copies: int
    withheld: int
    orders: int
    leads: bool
    free: int
    coins: int

    @property
    def nothing(self) -> bool:
        return not (self.copies or self.withheld or self.orders or self.leads)


def taken_copies(desk: Desk, who: PersonId) -> tuple[TakenCopy, ...]:
    """All of them, the oldest first."""
    found = [
        TakenCopy(
            copy_line(desk, lead, row),
            lead.copyings.settings(row),
            int(lead.copyings.paid_in[row]),
            int(lead.copyings.realised[row]),
            int(lead.copyings.withheld[row]),
            int(lead.copyings.ratio[row]),
        )
        for lead in desk.book.leads.values()
        for row in rows_of(lead, who)
    ]
    return tuple(sorted(found, key=lambda copy: copy.since))


def owed(desk: Desk, who: PersonId) -> Owed:
    """Nothing may be copied, withheld, on its way or waiting, and they lead nobody and have not asked to."""
    money, lead = portfolio(desk, who), desk.book.leads.get(who)
    return Owed(
        copies=sum(line.state in LIVE for line in my_copies(desk, who).live),
        withheld=money.withheld,
        orders=sum(order.person == who for order in desk.book.orders.values()),
        leads=lead is not None and lead.state in LEADING | {LeadState.APPLIED},
        free=money.free,
        coins=sum(coins.value for coins in money.coins),
    )
