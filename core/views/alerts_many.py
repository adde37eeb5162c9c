"""Who is told what goes to many: announcements to everybody, broadcasts to their audience, a lead's posts to copiers.

What people wrote stands in no fact: an alert carries the id under which it is kept.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.decide.desk import Desk
from core.model import events as e
from core.model.announcements import AnnouncementKind, Audience
from core.model.columns import Mask
from core.model.copying import CopyingState
from core.model.market import Symbol
from core.model.people import OPERATOR, LeadState, PersonId
from core.views.alert import Alert, AlertKind
from core.views.alerts_reach import Reachable, concerned, hears

LEADING = frozenset({LeadState.ACTIVE, LeadState.STOP_REQUESTED, LeadState.SUSPENDED})


def announced(
    desk: Desk, record: e.Record, fact: e.Announced, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    """Everybody; whoever holds what is delisted is told aloud, and cannot opt out of it (R-21.4)."""
    told = fact.announcement
    ending = told.kind is AnnouncementKind.DELISTING
    held = holders(desk, told.symbol) if ending else np.zeros(desk.book.people.size, np.bool_)
    everybody = np.ones(desk.book.people.size, np.bool_)
    for person in _people(everybody, reachable, part):
        kind = AlertKind.DELISTING_OF_HELD if held[person] else AlertKind.ANNOUNCED
        yield Alert(
            to=PersonId(person),
            kind=kind,
            loud=bool(held[person]),
            seq=record.seq,
            at=record.at,
            symbol=told.symbol,
            announcement=told,
        )


def holders(desk: Desk, symbol: Symbol) -> Mask:
    """Entry i: whether person number i has any of it: own coins, lead lots or copy lots."""
    book = desk.book
    held = np.zeros(book.people.size, np.bool_)
    for coins in (book.people.own.get(symbol), book.people.own_bound.get(symbol)):
        if coins is not None:
            held |= coins[: book.people.size] > 0
    for lead in book.leads.values():
        held[lead.person] |= lead.held(symbol) > 0
        copied = lead.copyings.held.get(symbol)
        if copied is not None:
            held[lead.copyings.person[: lead.copyings.size][copied[: lead.copyings.size] > 0]] = True
    return held


def broadcast(
    desk: Desk, record: e.Record, fact: e.BroadcastSent, reachable: Reachable | None, part: slice
) -> Iterator[Alert]:
    for person in _people(audience(desk, fact.audience), reachable, part):
        yield Alert(
            to=PersonId(person),
            kind=AlertKind.BROADCAST,
            loud=False,
            seq=record.seq,
            at=record.at,
            reference=fact.broadcast,
        )


def audience(desk: Desk, who: Audience) -> Mask:
    """Entry i: whether person number i belongs to it; the operator is number 0 and in none."""
    found = np.zeros(desk.book.people.size, np.bool_)
    match who:
        case Audience.EVERYBODY:
            found[:] = True
        case Audience.LEADS:
            found[[lead.person for lead in desk.book.leads.values() if lead.state in LEADING]] = True
        case Audience.COPIERS:
            for lead in desk.book.leads.values():
                table = lead.copyings
                found[table.person[: table.size][table.state[: table.size] != CopyingState.ENDED]] = True
    found[OPERATOR] = False
    return found


def posted(desk: Desk, record: e.Record, fact: e.PostSent, reachable: Reachable | None, part: slice) -> Iterator[Alert]:
    """The copiers of now, and the operator, who moderates by reading along (decision 0009)."""
    lead = desk.book.leads[fact.lead]
    table, rows = lead.copyings, np.arange(lead.copyings.size)
    here = table.state[: table.size] != CopyingState.ENDED
    people = [each.person for each in concerned(lead, rows, here, reachable, part)]
    if part.indices(max(table.size, 1))[0] == 0 and hears(OPERATOR, reachable):
        people.append(OPERATOR)
    for person in people:
        yield Alert(
            to=person,
            kind=AlertKind.LEAD_POST,
            loud=False,
            seq=record.seq,
            at=record.at,
            lead=fact.lead,
            reference=fact.post,
        )


def trading_ended(
    desk: Desk, record: e.Record, fact: e.InstrumentDelisted, reachable: Reachable | None
) -> Iterator[Alert]:
    """The leads whose lead lots are their own coins now; copiers are told of each release."""
    base = desk.book.instruments[fact.symbol].base
    for lead in fact.leads:
        if hears(lead, reachable):
            yield Alert(
                to=lead,
                kind=AlertKind.TRADING_ENDED,
                loud=True,
                seq=record.seq,
                at=record.at,
                lead=lead,
                symbol=fact.symbol,
                base=base,
            )


def _people(told: Mask, reachable: Reachable | None, part: slice) -> list[int]:
    """The numbers of a part, but the operator's."""
    start, stop, _ = part.indices(len(told))
    numbers: NDArray[np.intp] = np.flatnonzero(told[start:stop]) + start
    numbers = numbers[numbers != OPERATOR]
    chosen: list[int] = (numbers if reachable is None else numbers[reachable(numbers)]).tolist()
    return chosen
