"""What the copy trader's handlers work with, and the few things that all of them do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.chat.chats import Chats
from bot.chat.confirmations import Confirmations
from bot.chat.looks import Looks
from bot.chat.routes import Context, Handler, Role
from bot.handlers.copier.codes import LeadCodes
from bot.people.directory import Directory
from bot.translate import Catalogues
from core.adapters.notes import Notes
from core.engine import Engine
from core.model.limits import CopyingLimits
from core.model.people import Origin, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """`admits`: whether a Telegram id may join. `homes`: the homes of other roles, which come before a copier's own.

    `stops`: what /stop does at once for other roles.
    `links`: what else a deep link opens, by how its `?start=` text begins; each sees to whom it opens to.
    `link` makes an address of a `?start=` text; without it nothing can be shared.
    """

    engine: Engine
    people: Directory
    confirmations: Confirmations
    chats: Chats
    notes: Notes
    catalogues: Catalogues
    codes: LeadCodes
    looks: Looks
    admits: Callable[[int], bool]
    homes: Mapping[Role, Handler] = field(default_factory=dict)
    stops: Mapping[Role, Handler] = field(default_factory=dict)
    links: Mapping[str, Handler] = field(default_factory=dict)
    link: Callable[[str], str] | None = None

    def who(self, context: Context) -> PersonId:
        """The person's number; the route has let in only those who have one."""
        number = self.people.number(context.person)
        assert number is not None, "a copier's route was open to somebody who has not joined"
        return number

    @property
    def limits(self) -> CopyingLimits:
        """The numbers that a copier's settings are held to."""
        return self.engine.pen.limits.copying

    def maybe(self, context: Context) -> PersonId | None:
        """The same for routes that visitors use too."""
        return self.people.number(context.person)


def origin_of(context: Context) -> Origin:
    """What makes a command of this update take effect once."""
    return Origin(context.origin)


def origin_of_confirmation(nonce: str) -> Origin:
    """What makes a confirmed command take effect once, however often the update is handled."""
    return Origin(f"ok:{nonce}")
