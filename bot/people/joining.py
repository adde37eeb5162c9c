"""Joining: a person enters the book and gets their paper money, once for ever, whatever is cut off in between.

Joining is two commands. Each has an origin made from the person alone, so that what is repeated is done once.
"""

from bot.people.directory import Directory, Member, handle_of
from core.decide.desk import Desk
from core.engine import Engine
from core.model.commands import Deposit, Join
from core.model.people import Origin, PersonId
from core.model.reasons import Denial


async def join(engine: Engine, directory: Directory, *, telegram: int, name: str) -> PersonId:
    """Let a person in and pay their paper money, once for ever; repeated, it finishes what was begun.

    Both commands have an origin of their own, made from the person alone: two presses are one joining. The book forgets
    origins after a week, so the journal is asked as well: who was ever paid is not paid again.
    """
    await directory.know_again(telegram)
    outcome = await engine.submit(Join(handle_of(telegram)), _joining(telegram))
    assert outcome.accepted or outcome.denial is Denial.ALREADY_JOINED, outcome.denial
    number = directory.number(telegram)
    assert number is not None, "the engine tells of a fact before its command returns"
    await _pay(engine, directory, Member(telegram, number))
    await directory.call(number, name)
    return number


async def _pay(engine: Engine, directory: Directory, member: Member) -> bool:
    """Pay the paper money that a person starts with, unless they were ever paid."""
    if await engine.past(member.number, ("Deposited",), most=1):
        return False
    outcome = await engine.submit(Deposit(member.number, directory.paper(member.telegram)), _paying(member.telegram))
    return outcome.accepted and not outcome.repeated


async def finish_joining(engine: Engine, directory: Directory) -> int:
    """Pay those whose joining was cut off between its two commands; answers how many that were.

    Their press cannot do it when it is handled again: it was a visitor's, and they are none any more.
    """
    members = list(directory.members())
    unpaid = await engine.read(lambda desk: [member for member in members if _is_unpaid(desk, member.telegram)])
    return sum([await _pay(engine, directory, member) for member in unpaid])


def _is_unpaid(desk: Desk, telegram: int) -> bool:
    return _joining(telegram) in desk.book.origins and _paying(telegram) not in desk.book.origins


def _joining(telegram: int) -> Origin:
    return Origin(f"join:{telegram}")


def _paying(telegram: int) -> Origin:
    return Origin(f"paper:{telegram}")
