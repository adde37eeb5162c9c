"""A copier's home in figures: what they have, what runs, and what needs a look. Money in quote units."""

from dataclasses import dataclass

from core.decide.desk import Desk
from core.model.copying import CopyingState
from core.model.people import LeadState, PersonId
from core.views.as_of import AsOf
from core.views.copies import CopyLine, my_copies
from core.views.portfolio import Left, portfolio


@dataclass(frozen=True, slots=True)
class CopierHome:
    """`result`, `assets`: of all live copies; `applying`: asked to lead, not answered yet; `left`: behind by a lead."""

    as_of: AsOf
    equity: int
    free: int
    result: int
    assets: int
    live: tuple[CopyLine, ...]
    applying: bool
    left: tuple[Left, ...] = ()

    @property
    def paused(self) -> int:
        """How many live copies are paused."""
        return sum(line.paused and line.state is CopyingState.RUNNING for line in self.live)

    @property
    def closing(self) -> int:
        return sum(line.state is CopyingState.CLOSING for line in self.live)


def copier_home(desk: Desk, who: PersonId) -> CopierHome:
    """The home of somebody who copies or may."""
    money, mine, role = portfolio(desk, who), my_copies(desk, who), desk.book.leads.get(who)
    return CopierHome(
        money.as_of,
        money.equity,
        money.free,
        sum(line.result for line in mine.live),
        sum(line.assets for line in mine.live),
        mine.live,
        applying=role is not None and role.state is LeadState.APPLIED,
        left=money.left,
    )


def leading(desk: Desk) -> int:
    """How many leads may be copied now."""
    return sum(lead.state is LeadState.ACTIVE for lead in desk.book.leads.values())
