"""Decides what a copier lets go of without a sale: copy lots taken out of a copying, and coins a lead left behind."""

import numpy as np

from core.decide.desk import Desk
from core.decide.dust import all_of, waiting_rows
from core.decide.people import denied
from core.model import events as e
from core.model.chunks import chunk_of, first_row
from core.model.commands import KeepLeft, ReleaseLots
from core.model.copying import ReleaseCause
from core.model.reasons import Denial


def release(desk: Desk, command: ReleaseLots) -> list[e.Fact]:
    """All of one coin becomes the copier's own, without profit or loss; the copying goes on (R-12.9)."""
    lead = desk.book.leads.get(command.lead)
    row = lead.copyings.row_of(command.who) if lead else None
    if lead is None or row is None:
        return denied(command, command.who, Denial.NOT_COPYING)
    chunk = chunk_of(row)
    if waiting_rows(desk, lead, command.symbol, chunk)[row - first_row(chunk)]:
        return denied(command, command.who, Denial.LOTS_BOUND, command.symbol)
    facts = all_of(lead, command.symbol, ReleaseCause.KEPT, chunk, np.array([row], np.int32))
    return facts or denied(command, command.who, Denial.NOTHING_TO_SELL, command.symbol)


def keep(desk: Desk, command: KeepLeft) -> list[e.Fact]:
    """What a lead left behind is a coin like any other from now on (R-12.10)."""
    if not desk.book.people.left_of(command.who, command.symbol):
        return denied(command, command.who, Denial.NOTHING_TO_SELL, command.symbol)
    return [e.LeftKept(command.who, command.symbol)]
