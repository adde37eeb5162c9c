"""States what each settlement means to one person: the journal's records in, oldest first, statements out (R-17.10).

Pure: the same records give the same statements for ever, and a chain and its check rest on that. Names and numbers are
no facts of the journal; they are put on when a statement is issued. Quote units (10⁻⁸ USDT), ratios in 10⁻⁸.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from core.model import events as e
from core.model.calendar import WEEK, Calendar
from core.model.limits import limits
from core.model.market import Instrument, Symbol
from core.model.money import RATIO_UNITS
from core.model.people import PersonId
from core.views.statement import Statement

OF_A_LEAD: Final = (
    "LeadApproved",
    "ProfitShareSet",
    "LevelReckoned",
    "CopyingStarted",
    "CopyingEnded",
    "EntriesAnswered",
    "ExitsAnswered",
    "ProfitShareSettled",
)
"""What the journal says of a lead that a statement rests on."""
OF_THE_DESK: Final = ("DeskStarted", "InstrumentListed", "CycleClosed")


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement without number and names. `seq`: the fact that closed it; `other`: the lead of a copier's.

    `copiers`: who stands in each of a lead's lines, in the order of the lines.
    """

    seq: int
    statement: Statement
    other: PersonId | None = None
    copiers: tuple[PersonId, ...] = ()


def issued(stated: Stated, *, number: int, name: str, other: str, copiers: Sequence[str]) -> Statement:
    """The statement as it is sealed: numbered, and with the names of this moment, those of others masked (R-23.1)."""
    lines = zip(stated.statement.copiers, copiers, strict=True)
    return replace(
        stated.statement,
        number=number,
        name=name,
        other=other,
        copiers=tuple(replace(line, name=called) for line, called in lines),
    )


@dataclass(slots=True)
class Course:
    """What holds at this point of the journal: calendar, instruments, each lead's ratio, and the last cycle closed."""

    instruments: dict[Symbol, Instrument] = field(default_factory=dict)
    ratios: dict[PersonId, int] = field(default_factory=dict)
    closed: datetime | None = None
    calendar: Calendar = Calendar()

    def take(self, fact: e.Fact) -> None:
        """Goes one fact further."""
        match fact:
            case e.DeskStarted():
                self.calendar = limits(dict(fact.numbers)).clock
            case e.InstrumentListed(instrument):
                self.instruments[instrument.symbol] = instrument
            case e.LeadApproved(lead):
                self.ratios[lead] = 0
            case e.ProfitShareSet() | e.LevelReckoned():
                self.ratios[fact.lead] = fact.ratio
            case e.CycleClosed(at):
                self.closed = at
            case _:
                pass

    def ended_early(self, fact: e.ProfitShareSettled) -> bool:
        """Whether a copying was settled because it ended (R-17.11), and not by the cycle that is being closed."""
        return not self.calendar.ends_a_cycle(fact.cycle_end) or fact.cycle_end == self.closed

    def started(self, ends: datetime) -> datetime:
        """When the cycle began that ends then: where the one before was closed, or a week before."""
        return self.closed or ends - WEEK


def share_due(exact: int) -> int:
    """The share of an exact Σ ratio × net in 10⁻¹⁶, rounded down once, and never below zero (section 17)."""
    return max(0, exact // RATIO_UNITS)
