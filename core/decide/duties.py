"""What is due: a pure function of the book and the instant. Exits before entries, work at hand before the calendar.

The scheduler only wakes; nothing here remembers anything, so a period missed while the desk was dark is simply due.
"""

from collections.abc import Iterator
from datetime import datetime

from core.decide.desk import CloseCycle, CloseDay, EndTrading, FinishCopying, PlanChunk, Step, TryExitsAgain
from core.fold.book import Book, FanOut
from core.model import events as e
from core.model.calendar import Calendar
from core.model.chunks import chunk_of
from core.model.market import Symbol
from core.model.people import PersonId


def next_step(book: Book, calendar: Calendar, now: datetime) -> Step | None:
    """The first thing that can be decided now without asking the world, None if there is nothing."""
    return next(_steps(book, calendar, now), None)


def _steps(book: Book, calendar: Calendar, now: datetime) -> Iterator[Step]:
    cycle = cycle_due(book, calendar, now)
    if cycle is not None:
        yield cycle
    for symbol, ends_at in _announced_ends(book):
        if ends_at <= now:
            yield EndTrading(symbol)
    for key, delayed in book.delayed.items():
        if delayed.at <= now and not _in_transit(book, delayed.lead, delayed.symbol, delayed.chunk):
            yield TryExitsAgain(key)
    taken = sorted(book.fan_outs.values(), key=_taken)
    for fan_out in taken:
        if not fan_out.buys and not _blocked(book, fan_out):
            yield PlanChunk(fan_out)
    if book.refused_until is None:
        for lead, row in book.ending.values():
            yield FinishCopying(lead, row)
    for fan_out in taken:
        if fan_out.buys:
            yield PlanChunk(fan_out)


def _taken(fan_out: FanOut) -> tuple[datetime, PersonId]:
    """Several leads' orders for one copier are taken by fill time, then by copying id (R-4.5).

    A copying's id is its lead's number and its row in that lead's table, so one order holds for all copiers.
    """
    return fan_out.at, fan_out.lead


def cycle_due(book: Book, calendar: Calendar, now: datetime) -> CloseCycle | CloseDay | None:
    """Missed days and cycles in order, once each. A cycle that was refused waits its time, and all after it."""
    closing = _next_closing(book, calendar)
    if closing is None or closing.at > now or (book.refused_until and book.refused_until > now):
        return None
    return closing


def _next_closing(book: Book, calendar: Calendar) -> CloseCycle | CloseDay | None:
    """The end of a cycle that comes with a 00:00 closes that day as well."""
    since = book.day_taken or book.first_at
    if since is None:
        return None
    day, cycle = calendar.next_day(since), calendar.next_cycle_end(max(since, book.cycle_closed or since))
    return CloseCycle(cycle) if cycle <= day else CloseDay(day)


def _announced_ends(book: Book) -> list[tuple[Symbol, datetime]]:
    """Deadlines of what is traded; of anything else one would be due for ever."""
    ends = book.notices.ends_at.items()
    return [(symbol, at) for symbol, at in ends if symbol in book.instruments and symbol not in book.delisted]


def _blocked(book: Book, fan_out: FanOut) -> bool:
    """An exit waits for the answer to what was just sent for the same rows (R-4.5); a release for all answers."""
    chunk = chunk_of(fan_out.next_row)
    if _in_transit(book, fan_out.lead, fan_out.symbol, chunk):
        return True
    return fan_out.release is not None and _in_flight(book, fan_out.lead, fan_out.symbol, chunk)


def _in_transit(book: Book, lead: PersonId, symbol: Symbol, chunk: int) -> bool:
    """Whether orders of these rows are out whose first answer is still to come."""
    return any(
        flight.ask_at is None and (flight.plan.lead, flight.plan.symbol, flight.plan.chunk) == (lead, symbol, chunk)
        for flight in book.flights.values()
    )


def _in_flight(book: Book, lead: PersonId, symbol: Symbol, chunk: int) -> bool:
    return any(
        isinstance(flight.plan, e.ExitsPlanned)
        and (flight.plan.lead, flight.plan.symbol, flight.plan.chunk) == (lead, symbol, chunk)
        for flight in book.flights.values()
    )


def next_due(book: Book, calendar: Calendar) -> datetime | None:
    """The earliest instant at which something falls due by time alone; None on an empty book."""
    closing = _next_closing(book, calendar)
    if closing is None:
        return None
    times = [max(closing.at, book.refused_until or closing.at)]
    times += [ends_at for _, ends_at in _announced_ends(book)]
    times += [delayed.at for delayed in book.delayed.values()]
    times += [flight.ask_at for flight in book.flights.values() if flight.ask_at]
    times += [ask_at for order in book.unanswered if (ask_at := book.orders[order].ask_at)]
    return min(times)
