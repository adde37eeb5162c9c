"""What a fact is called and whom it is about: what the journal is searched by."""

from core.model.events import Fact
from core.model.people import PersonId

_SUBJECTS = ("lead", "person", "who")
"""Fields that name the subject, the first of them that a fact has."""


def kind_of(fact: Fact) -> str:
    return type(fact).__name__


def subject_of(fact: Fact) -> PersonId | None:
    """The lead a fact is about, else the person; None for a fact about the desk alone."""
    return next((getattr(fact, name) for name in _SUBJECTS if hasattr(fact, name)), None)
