"""Decides who joins and what they pay in or take out."""

from core.decide.copy_list import earliest
from core.decide.desk import Desk
from core.model import commands as c
from core.model import events as e
from core.model.market import USDT
from core.model.money import GREATEST_MONEY
from core.model.people import OPERATOR, PersonId
from core.model.reasons import Denial


def denied(command: object, who: PersonId, code: Denial, about: str = "") -> list[e.Fact]:
    """The one fact of a command that the rules refuse. A request that is refused and one that is granted are two."""
    refusing = isinstance(command, c.AnswerStopRequest) and not command.granted
    return [e.Denied(who, "RefuseStopRequest" if refusing else type(command).__name__, code, about)]


def known(desk: Desk, who: PersonId) -> bool:
    return 0 <= who < desk.book.people.size


def join(desk: Desk, command: c.Join) -> list[e.Fact]:
    people = desk.book.people
    if command.handle in people.numbers:
        return denied(command, people.numbers[command.handle], Denial.ALREADY_JOINED)
    return [e.PersonJoined(PersonId(people.size), command.handle)]


def deposit(desk: Desk, command: c.Deposit) -> list[e.Fact]:
    if not 0 < command.amount <= GREATEST_MONEY - int(desk.book.people.cash[command.who]):
        return denied(command, command.who, Denial.AMOUNT_OUT_OF_RANGE)
    return [e.Deposited(command.who, command.amount)]


def withdraw(desk: Desk, command: c.Withdraw) -> list[e.Fact]:
    if command.amount <= 0:
        return denied(command, command.who, Denial.AMOUNT_OUT_OF_RANGE)
    if command.amount > int(desk.book.people.cash[command.who]):
        return denied(command, command.who, Denial.INSUFFICIENT_FUNDS, USDT)
    return [e.Withdrawn(command.who, command.amount)]


def list_instrument(desk: Desk, command: c.ListInstrument) -> list[e.Fact]:
    new = command.instrument
    known_as = desk.book.instruments.get(new.symbol)
    if known_as == new:
        return []
    if known_as and (known_as.lot_size, known_as.price_scale) != (new.lot_size, new.price_scale):
        return denied(command, OPERATOR, Denial.WRONG_STATE, "other units: what stands in the book has the old ones")
    since = earliest(desk, new.symbol)
    return [e.InstrumentListed(new, copyable=since is None or since <= desk.now)]


def halt(command: c.Halt | c.Resume) -> list[e.Fact]:
    if command.who != OPERATOR:
        return denied(command, command.who, Denial.NOT_ALLOWED)
    if isinstance(command, c.Halt):
        return [e.DeskHalted(command.who)]
    return [e.DeskResumed(command.who)]
