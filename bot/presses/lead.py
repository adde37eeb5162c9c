"""What a lead's buttons say. A switch carries the value it sets and the version it was shown at (rule 5)."""

from enum import StrEnum
from typing import ClassVar

from bot.presses import Press, ShortId


class SwitchLead(Press):
    """Lead trade on or off."""

    tag: ClassVar[str] = "lt"
    on: bool
    version: int


class AcceptNew(Press):
    """New copiers yes or no."""

    tag: ClassVar[str] = "la"
    on: bool
    version: int


class Restrict(Press):
    """Smart Sync only, or no restriction."""

    tag: ClassVar[str] = "lr"
    smart: bool
    version: int


class SetShare(Press):
    """The profit share, in 10⁻⁸."""

    tag: ClassVar[str] = "lp"
    ratio: int
    version: int


class AskShare(Press):
    """Type a profit share."""

    tag: ClassVar[str] = "lpo"


class ChooseAll(Press):
    """Lead every instrument of the copy list, as it changes."""

    tag: ClassVar[str] = "lia"
    version: int


class ChooseOwn(Press):
    """Begin or go on to choose single instruments."""

    tag: ClassVar[str] = "lio"


class MarkInstrument(Press):
    """One instrument in or out of the choice."""

    tag: ClassVar[str] = "lim"
    symbol: ShortId
    on: bool


class ChooseMarked(Press):
    """Lead what is marked."""

    tag: ClassVar[str] = "lic"
    version: int


class CopiersPage(Press):
    """Another page of the copiers."""

    tag: ClassVar[str] = "lcp"
    page: int


class Term(StrEnum):
    """A term of a lead that moves no money, and so can be undone (rule 18)."""

    ACCEPT = "a"
    RESTRICT = "r"


class UndoTerm(Press):
    """Set it back; `until` is the last second in which that can be, since 1970."""

    tag: ClassVar[str] = "lu"
    term: Term
    on: bool
    version: int
    until: int


class ShowCopier(Press):
    """Look at one copier."""

    tag: ClassVar[str] = "lk"
    copier: int


class AskRemoval(Press):
    """Review the removal of a copier."""

    tag: ClassVar[str] = "lkr"
    copier: int


class ReceiptsPage(Press):
    """Receipts older than a fact; 0 is from the newest on."""

    tag: ClassVar[str] = "lrp"
    before: int


class ShowReceipt(Press):
    """One receipt of that page."""

    tag: ClassVar[str] = "lrc"
    order: ShortId
    before: int


class AskStop(Press):
    """Review the request to stop leading, for one of the rulebook's reasons."""

    tag: ClassVar[str] = "lq"
    reason: int


class AskLeadOn(Press):
    """Review taking that request back."""

    tag: ClassVar[str] = "lqw"


class Apply(Press):
    """Apply to lead."""

    tag: ClassVar[str] = "ap"


class AnswerQuestion(Press):
    """Answer what the admin asks about one's application."""

    tag: ClassVar[str] = "apa"


class EditBio(Press):
    """Change what stands about one on the public card."""

    tag: ClassVar[str] = "lpb"


class AskBio(Press):
    """Type a few words on oneself."""

    tag: ClassVar[str] = "apb"


class AskContact(Press):
    """Type how the admin can reach one outside the chat."""

    tag: ClassVar[str] = "apc"
