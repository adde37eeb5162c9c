"""States everything one person has a statement of: as a copier of some leads, and as a lead. Pure, record by record."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.fold.book import Book
from core.model import events as e
from core.model.people import PersonId
from core.views.copies import rows_of
from core.views.stating import Course, Stated
from core.views.stating_copier import CopierStating
from core.views.stating_lead import LeadStating


def concerns(book: Book, person: PersonId) -> frozenset[PersonId]:
    """The leads whose records a person's statements rest on: those they ever copied, and themselves once copied."""
    copied = {lead.person for lead in book.leads.values() if rows_of(lead, person)}
    own = book.leads.get(person)
    return frozenset(copied | {person} if own is not None and own.copyings.size else copied)


@dataclass(slots=True)
class PersonStating:
    """Where the stating of one person stands: `seq` is the last record taken, `leads` those it is given records of."""

    leads: frozenset[PersonId]
    course: Course
    copier: CopierStating
    lead: LeadStating
    seq: int = 0

    @classmethod
    def begin(cls, person: PersonId, leads: frozenset[PersonId], *, paper: bool) -> "PersonStating":
        """Before the first record."""
        return cls(leads, Course(), CopierStating(person, paper), LeadStating(person, paper))

    def take(self, records: Iterable[e.Record]) -> list[Stated]:
        """What these records close, in order; of one record the copier's statements come first."""
        stated: list[Stated] = []
        for record in records:
            stated += self.copier.take(record, self.course)
            stated += self.lead.take(record, self.course)
            self.course.take(record.fact)
            self.seq = record.seq
        return stated
