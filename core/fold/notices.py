"""What stands in the book of what was announced, and of a lead's posts."""

from dataclasses import dataclass, field
from datetime import datetime

from core.model.market import Symbol


@dataclass(slots=True)
class Notices:
    """Announced times by instrument (R-21.2)."""

    opens_at: dict[Symbol, datetime] = field(default_factory=dict)
    held_back: set[Symbol] = field(default_factory=set)
    """Traded but not on the copy list before its time in `copyable_from` (R-5.2)."""
    copyable_from: dict[Symbol, datetime] = field(default_factory=dict)
    ends_at: dict[Symbol, datetime] = field(default_factory=dict)


@dataclass(slots=True)
class Posting:
    """A lead's posts: how many on which day, and whether the right is taken (R-20.4)."""

    day: int = 0
    sent: int = 0
    blocked: bool = False
