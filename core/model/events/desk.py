"""Facts of the desk itself, and of its instruments."""

from dataclasses import dataclass

from core.model.market import Instrument, Symbol
from core.model.people import PersonId
from core.model.reasons import Denial


@dataclass(frozen=True, slots=True)
class DeskStarted:
    """A process took the desk over. Each start has the next epoch.

    `numbers`: what it changed of the rulebook's defaults, by path, as `limits` reads it (R-1.4): from here on every
    decision goes by them, and so does whoever decides or states anew what the journal says (R-2.8).
    """

    epoch: int
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DeskHalted:
    by: PersonId


@dataclass(frozen=True, slots=True)
class DeskResumed:
    by: PersonId


@dataclass(frozen=True, slots=True)
class Denied:
    """A command the rules refuse. Nothing moved. `about` names the setting or says what was found, if that helps."""

    who: PersonId
    do: str
    code: Denial
    about: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentListed:
    """`copyable`: on the copy list from now on; else it is traded, and joins when that is announced (R-5.2)."""

    instrument: Instrument
    copyable: bool = True


@dataclass(frozen=True, slots=True)
class InstrumentDelisted:
    """Lead lots in it are their owners' private coins from now on, those of `leads` (R-5.4)."""

    symbol: Symbol
    leads: tuple[PersonId, ...] = ()
    price: int = 0
    """What a holding of it was valued at when trading ended, in price units (R-1.8)."""
