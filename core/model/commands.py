"""Commands: what people ask the desk for, as imperatives. `who` asks; amounts in quote units, ratios in 10⁻⁸."""

from dataclasses import dataclass
from typing import TypeAlias

from core.model.announcements import Announcement, Audience
from core.model.copying import Settings, StopWay
from core.model.market import Instrument, Symbol
from core.model.orders import OrderId, OrderTerms
from core.model.people import PersonId, StopReason


@dataclass(frozen=True, slots=True)
class Join:
    """A person enters the desk. `handle` is unique: a chat's id, or a name in a story."""

    handle: str


@dataclass(frozen=True, slots=True)
class Deposit:
    who: PersonId
    amount: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    who: PersonId
    amount: int


@dataclass(frozen=True, slots=True)
class ListInstrument:
    """The venue trades an instrument and the desk puts it on the copy list."""

    instrument: Instrument


@dataclass(frozen=True, slots=True)
class DelistInstrument:
    """Trading in it has ended."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Announce:
    """Everybody is told (section 21)."""

    who: PersonId
    announcement: Announcement


@dataclass(frozen=True, slots=True)
class Broadcast:
    """The words stand beside the journal under the id `broadcast`."""

    who: PersonId
    broadcast: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class PostToCopiers:
    """The words are looked at and kept in no fact; they stand beside the journal under the id `post` (R-20.4)."""

    who: PersonId
    post: str
    text: str


@dataclass(frozen=True, slots=True)
class AllowPosts:
    """The right to post is taken, or given back."""

    who: PersonId
    lead: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class ApplyToLead:
    who: PersonId


@dataclass(frozen=True, slots=True)
class ApproveLead:
    who: PersonId
    lead: PersonId


@dataclass(frozen=True, slots=True)
class RejectLead:
    who: PersonId
    lead: PersonId


@dataclass(frozen=True, slots=True)
class ChooseLeadInstruments:
    """None is every instrument of the copy list, as it changes."""

    who: PersonId
    instruments: frozenset[Symbol] | None


@dataclass(frozen=True, slots=True)
class SetProfitShare:
    who: PersonId
    ratio: int


@dataclass(frozen=True, slots=True)
class SwitchLeadTrade:
    who: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class AcceptCopiers:
    who: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class RestrictCopying:
    who: PersonId
    smart_sync_only: bool


@dataclass(frozen=True, slots=True)
class RemoveCopier:
    who: PersonId
    copier: PersonId


@dataclass(frozen=True, slots=True)
class RequestStopLeading:
    who: PersonId
    reason: StopReason


@dataclass(frozen=True, slots=True)
class WithdrawStopRequest:
    who: PersonId


@dataclass(frozen=True, slots=True)
class AnswerStopRequest:
    who: PersonId
    lead: PersonId
    granted: bool


@dataclass(frozen=True, slots=True)
class SuspendLead:
    who: PersonId
    lead: PersonId


@dataclass(frozen=True, slots=True)
class LiftSuspension:
    who: PersonId
    lead: PersonId


@dataclass(frozen=True, slots=True)
class VerifyVideo:
    """The operator notes that a lead was seen by video, or takes that back (R-7.2)."""

    who: PersonId
    lead: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class RevokeLead:
    who: PersonId
    lead: PersonId


@dataclass(frozen=True, slots=True)
class LinkAccounts:
    """The operator declares two accounts to be one person's, or, with `on` false, that they are not (R-22.3)."""

    who: PersonId
    first: PersonId
    second: PersonId
    on: bool


@dataclass(frozen=True, slots=True)
class ReviewConduct:
    """What was found on a lead is looked into: a hold is lifted (R-22.6)."""

    who: PersonId
    lead: PersonId


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """`name` gives the order its id in a story; without one it follows from the command's origin."""

    who: PersonId
    terms: OrderTerms
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CancelOrder:
    who: PersonId
    order: OrderId


@dataclass(frozen=True, slots=True)
class SetLotStops:
    """Take-profit and stop-loss of one lead lot (R-13.2), in price units; 0 takes one away, None leaves it as it is.

    `take_limit`, `stop_limit`: the price of the sale they make, 0 at market; they belong to the price beside them.
    """

    who: PersonId
    lot: OrderId
    take_at: int | None = None
    stop_at: int | None = None
    take_limit: int = 0
    stop_limit: int = 0


@dataclass(frozen=True, slots=True)
class StartCopying:
    who: PersonId
    lead: PersonId
    settings: Settings


@dataclass(frozen=True, slots=True)
class ChangeCopying:
    """The whole settings as they shall be; the asker starts from the present ones."""

    who: PersonId
    lead: PersonId
    settings: Settings


@dataclass(frozen=True, slots=True)
class AddAllocation:
    who: PersonId
    lead: PersonId
    amount: int


@dataclass(frozen=True, slots=True)
class WithdrawAllocation:
    who: PersonId
    lead: PersonId
    amount: int


@dataclass(frozen=True, slots=True)
class SellCopy:
    """The copier sells copy lots by hand, oldest first; a quantity of 0 is all of them (R-12.9)."""

    who: PersonId
    lead: PersonId
    symbol: Symbol
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class ReleaseLots:
    """The copier takes all copy lots of one coin out of a copying and keeps them, without profit or loss (R-12.9)."""

    who: PersonId
    lead: PersonId
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class KeepLeft:
    """The copier keeps what a lead left behind in a coin (R-12.10)."""

    who: PersonId
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class RetryCopy:
    """One tap within 30 s of a failed copy; `drift` is the price difference accepted for this one copy (R-18.5)."""

    who: PersonId
    lead: PersonId
    order: OrderId
    drift: int = 0


@dataclass(frozen=True, slots=True)
class PauseCopying:
    """None is every copying of the person."""

    who: PersonId
    lead: PersonId | None


@dataclass(frozen=True, slots=True)
class ResumeCopying:
    who: PersonId
    lead: PersonId | None


@dataclass(frozen=True, slots=True)
class StopCopying:
    who: PersonId
    lead: PersonId
    how: StopWay


@dataclass(frozen=True, slots=True)
class StopAll:
    who: PersonId
    how: StopWay


@dataclass(frozen=True, slots=True)
class Halt:
    """No copy buys on the whole desk; sales go on."""

    who: PersonId


@dataclass(frozen=True, slots=True)
class Resume:
    who: PersonId


Command: TypeAlias = (
    Join
    | Deposit
    | Withdraw
    | ListInstrument
    | DelistInstrument
    | Announce
    | Broadcast
    | PostToCopiers
    | AllowPosts
    | ApplyToLead
    | ApproveLead
    | RejectLead
    | ChooseLeadInstruments
    | SetProfitShare
    | SwitchLeadTrade
    | AcceptCopiers
    | RestrictCopying
    | RemoveCopier
    | RequestStopLeading
    | WithdrawStopRequest
    | AnswerStopRequest
    | SuspendLead
    | LiftSuspension
    | RevokeLead
    | VerifyVideo
    | LinkAccounts
    | ReviewConduct
    | PlaceOrder
    | CancelOrder
    | SetLotStops
    | StartCopying
    | ChangeCopying
    | AddAllocation
    | WithdrawAllocation
    | SellCopy
    | ReleaseLots
    | KeepLeft
    | RetryCopy
    | PauseCopying
    | ResumeCopying
    | StopCopying
    | StopAll
    | Halt
    | Resume
)
