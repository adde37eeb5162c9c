"""Whether what a safety alert told is still so: it is told once more only then (chat.md, section 4).

The state it speaks of stands in a few words beside the message, so that nobody need remember the alert.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from core.decide.desk import Desk
from core.model.chunks import chunk_of
from core.model.market import Symbol
from core.model.people import PersonId
from core.views.alert import Alert, AlertKind
from core.views.portfolio import left_behind

SILENT_FROM: Final = timedelta(seconds=60)
"""A venue that has said no price for so long is silent (chat.md, section 4)."""


class Lasting(StrEnum):
    """What may be over by the time it would be told once more. It stands in Notes, so a member is never renamed."""

    HALTED = "halted"
    REFUSED = "refused"
    SILENT = "silent"
    UNSOLD = "unsold"
    LEFT = "left"


def lasting(alert: Alert) -> str:
    """The state that an alert speaks of; empty where it tells of something that happened, which stays so."""
    match alert.kind:
        case AlertKind.DESK_HALTED:
            return Lasting.HALTED
        case AlertKind.SETTLEMENT_REFUSED:
            return Lasting.REFUSED
        case AlertKind.SELL_DELAYED:
            return f"{Lasting.UNSOLD} {alert.lead} {alert.symbol}"
        case AlertKind.LOTS_RELEASED if alert.symbol is not None:
            return f"{Lasting.LEFT} {alert.symbol}"
        case _:
            return ""


def lasts(desk: Desk, person: PersonId, told: str) -> bool:
    """Whether a state that `lasting` put into words is still there, for this person."""
    match told.split():
        case [Lasting.HALTED]:
            return desk.book.halted
        case [Lasting.REFUSED]:
            return desk.book.refused_until is not None
        case [Lasting.SILENT]:
            last = max((quote.at for quote in desk.market.values()), default=None)
            return last is None or desk.now - last >= SILENT_FROM
        case [Lasting.UNSOLD, lead, symbol]:
            return _owes(desk, person, PersonId(int(lead)), Symbol(symbol))
        case [Lasting.LEFT, symbol]:
            return left_behind(desk, person, Symbol(symbol)) is not None
        case _:
            return True


def _owes(desk: Desk, person: PersonId, lead_id: PersonId, symbol: Symbol) -> bool:
    """Whether a sale of this person's copy lots is due and not done."""
    lead = desk.book.leads.get(lead_id)
    row = lead.copyings.row_of(person) if lead else None
    if lead is None or row is None:
        return False
    return any(shelf.owed[shelf.rows == row].any() for shelf in lead.shelves(symbol, chunk_of(row)))
