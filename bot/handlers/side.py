"""What one side of the desk (copier, lead, admin) brings to the route table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.routes import Route
from bot.drafts.draft import Draft
from bot.handlers.confirming import Review
from bot.presses import Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Its routes, and its reviews by the word in their commands' `do`."""

    commands: Mapping[str, Route] = field(default_factory=dict)
    presses: Mapping[type[Press], Route] = field(default_factory=dict)
    drafts: Mapping[type[Draft], Route] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
