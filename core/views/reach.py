"""How many people a message to many would go to, and who of them holds a coin."""

from dataclasses import dataclass

from core.decide.desk import Desk
from core.model.announcements import Audience
from core.model.market import Symbol
from core.views.alerts_many import audience, holders
from core.views.as_of import AsOf, as_of


@dataclass(frozen=True, slots=True)
class Reach:
    """People by audience; whoever has turned it off is among them."""

    as_of: AsOf
    everybody: int
    copiers: int
    leads: int

    def of(self, who: Audience) -> int:
        return {Audience.EVERYBODY: self.everybody, Audience.COPIERS: self.copiers, Audience.LEADS: self.leads}[who]


def reach(desk: Desk) -> Reach:
    """As of now."""
    everybody, copiers, leads = (int(audience(desk, who).sum()) for who in Audience)
    return Reach(as_of(desk), everybody, copiers, leads)


def holding(desk: Desk, symbol: Symbol) -> int:
    """How many hold any of it: they are told of its delisting whatever they turned off (R-21.4)."""
    return int(holders(desk, symbol)[1:].sum())
