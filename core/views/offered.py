"""Which leads somebody may want to show to others: those they copy, themselves if they lead, else all on the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.people import PersonId
from core.views.ranking import SHOWN, Figures, Ranking, listed


@dataclass(frozen=True, slots=True)
class Offered:
    """The best score first. `mine`: whom they copy, and themselves; `all`: everybody with a public card.

    A lead below the list's least assets is found by name alone (R-19.16).
    """

    mine: tuple[PersonId, ...]
    listed: tuple[PersonId, ...]
    all: tuple[PersonId, ...]


def offered(desk: Desk, who: PersonId | None, known: Ranking) -> Offered:
    """`who` None: somebody the desk does not know."""
    shown = [lead for lead in desk.book.leads.values() if lead.state in SHOWN]
    shown.sort(key=lambda lead: (-_score(lead, known.figures), lead.person))
    return Offered(
        tuple(lead.person for lead in shown if who is not None and _theirs(lead, who)),
        tuple(lead.person for lead in shown if listed(desk, lead)),
        tuple(lead.person for lead in shown),
    )


def _theirs(lead: Lead, who: PersonId) -> bool:
    return lead.person == who or lead.copyings.row_of(who) is not None


def _score(lead: Lead, found: Mapping[PersonId, Figures]) -> Decimal:
    mine = found.get(lead.person)
    return (mine.score if mine else None) or Decimal(0)
