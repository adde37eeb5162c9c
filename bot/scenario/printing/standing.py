"""Prints everybody's money as it stands in the book (`--book`)."""

import numpy as np

from bot.scenario.printing.line import Line, quantity, signed
from core.decide.desk import Desk
from core.decide.equity import copy_equity
from core.model.chunks import chunk_of
from core.model.columns import Rows
from core.model.copying import CopyingState
from core.model.market import Symbol
from core.model.money import text
from core.model.people import PersonId
from core.views.proof import conserved


def standing(desk: Desk) -> Line:
    """One line: who has what, and whether all of it adds up."""
    people = desk.book.people
    return {
        "people": {people.names[number]: _person(desk, PersonId(number)) for number in range(1, people.size)},
        "conserved": conserved(desk),
    }


def _person(desk: Desk, person: PersonId) -> Line:
    book = desk.book
    own = _own(desk, person)
    copyings = {
        book.people.names[lead.person]: _copying(desk, lead.person, row)
        for lead in book.leads.values()
        if (row := _latest_row(lead.copyings.person[: lead.copyings.size], person)) is not None
    }
    line: Line = {"cash": text(int(book.people.cash[person])), "holdings": own, "copying": copyings}
    if person in book.leads:
        line["funding"] = text(int(book.people.funding[person]))
    return line


def _latest_row(people: Rows, person: PersonId) -> int | None:
    rows = np.flatnonzero(people == person)
    return int(rows[-1]) if len(rows) else None


def _own(desk: Desk, person: PersonId) -> Line:
    book, lead = desk.book, desk.book.leads.get(person)
    held: Line = {}
    for symbol, listed in sorted(book.instruments.items()):
        bound = book.people.own_bound
        units = book.people.own_of(person, symbol) + (int(bound[symbol][person]) if symbol in bound else 0)
        units += lead.held(symbol) if lead else 0
        if units:
            held[symbol] = quantity(listed, units)
    return held


def _copying(desk: Desk, lead_id: PersonId, row: int) -> Line:
    lead = desk.book.leads[lead_id]
    table = lead.copyings
    return {
        "state": CopyingState(int(table.state[row])).name.lower(),
        "cash": text(int(table.cash[row])),
        "withheld": text(int(table.withheld[row])),
        "equity": text(int(copy_equity(desk, lead, row, row + 1)[0])),
        "realised": signed(int(table.realised[row])),
        "holdings": {
            symbol: {
                "quantity": quantity(desk.book.instruments[symbol], int(column[row])),
                "cost": text(_cost(desk, lead_id, symbol, row)),
            }
            for symbol, column in sorted(table.held.items())
            if row < len(column) and column[row]
        },
    }


def _cost(desk: Desk, lead_id: PersonId, symbol: Symbol, row: int) -> int:
    shelves = desk.book.leads[lead_id].shelves(symbol, chunk_of(row))
    return sum(int(shelf.cost[shelf.rows == row].sum()) for shelf in shelves)
