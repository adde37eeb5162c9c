"""What the buttons around running copies say: their history, stops, money and coins.

A lead is named by their number in the book.
"""

from enum import StrEnum
from typing import ClassVar

from bot.presses import Press, ShortId

# ── copies ────────────────────────────────────────────────────────────────────


class ShowCopies(Press):
    """My copies."""

    tag: ClassVar[str] = "cc"


class ShowCopy(Press):
    """One copy."""

    tag: ClassVar[str] = "cp"
    lead: int


class ShowLog(Press):
    """A copy's log below a fact's number; 0 is the newest page."""

    tag: ClassVar[str] = "cg"
    lead: int
    before: int


class ShowWhy(Press):
    """The why-card of one result."""

    tag: ClassVar[str] = "cy"
    lead: int
    seq: int


class Pause(Press):
    """Pause one copy, or all of them with lead 0. Acts at once."""

    tag: ClassVar[str] = "ca"
    lead: int


class Resume(Press):
    """Review resuming one copy, or all of them with lead 0."""

    tag: ClassVar[str] = "cr"
    lead: int


class ShowStop(Press):
    """The ways to stop one copy."""

    tag: ClassVar[str] = "cs"
    lead: int


class StopBy(Press):
    """Review stopping one copy, or all of them with lead 0; `how` is a StopWay's number."""

    tag: ClassVar[str] = "ch"
    lead: int
    how: int


class ShowStopAll(Press):
    """The stop screen; all copies are paused first."""

    tag: ClassVar[str] = "cx"


class Retry(Press):
    """Try one failed copy again; `drift` is the price difference accepted for it, in 10⁻⁸. The card is the review."""

    tag: ClassVar[str] = "rt"
    lead: int
    order: ShortId
    drift: int


class TopUpFor(Press):
    """Review adding what a failed copy was short of, in quote units; it is offered again then."""

    tag: ClassVar[str] = "paf"
    lead: int
    order: ShortId
    amount: int


# ── money ─────────────────────────────────────────────────────────────────────


class ShowPortfolio(Press):
    """What I have."""

    tag: ClassVar[str] = "pf"


class TopUp(Press):
    """Ask how much paper money to add."""

    tag: ClassVar[str] = "pt"


class AddPaper(Press):
    """Review adding this much, in quote units."""

    tag: ClassVar[str] = "pa"
    amount: int


class PnlBy(StrEnum):
    """What the PnL is split by."""

    TOTAL = "total"
    LEAD = "lead"
    DAY = "day"


class ShowPnl(Press):
    """What copying brought in so many days, 0 for all (R1 to R3)."""

    tag: ClassVar[str] = "pn"
    days: int = 30
    by: PnlBy = PnlBy.TOTAL


class ShowCost(Press):
    """What copying one lead costs (R4)."""

    tag: ClassVar[str] = "pk"
    lead: int


# ── the money of a Smart Sync copy ────────────────────────────────────────────


class ShowFunds(Press):
    """What is set apart for one copy."""

    tag: ClassVar[str] = "cf"
    lead: int


class AskFunds(Press):
    """Ask how much to add, or to take out."""

    tag: ClassVar[str] = "ck"
    lead: int
    add: bool


class MoveFunds(Press):
    """Review adding this much, or taking it out, in quote units."""

    tag: ClassVar[str] = "cm"
    lead: int
    add: bool
    amount: int


# ── one coin of one copy ──────────────────────────────────────────────────────


class ShowAsset(Press):
    """One coin under one lead."""

    tag: ClassVar[str] = "ka"
    lead: int
    symbol: ShortId


class SellPart(Press):
    """Review selling so many per cent of it."""

    tag: ClassVar[str] = "kp"
    lead: int
    symbol: ShortId
    percent: int


class AskSale(Press):
    """Ask how much of it to sell."""

    tag: ClassVar[str] = "kq"
    lead: int
    symbol: ShortId


class SellUnits(Press):
    """Review selling this quantity, in the instrument's units."""

    tag: ClassVar[str] = "ku"
    lead: int
    symbol: ShortId
    units: int


class AskUnlink(Press):
    """Review keeping a coin and taking it out of the copy."""

    tag: ClassVar[str] = "kk"
    lead: int
    symbol: ShortId


# ── what a lead left behind ───────────────────────────────────────────────────


class SellLeft(Press):
    """Review selling what is left of a coin that no lead holds any more."""

    tag: ClassVar[str] = "ks"
    symbol: ShortId


class SellAllLeft(Press):
    """Review selling all that one lead left behind, in one go."""

    tag: ClassVar[str] = "ksa"
    lead: int


class KeepLeft(Press):
    """Keep it: it is one's own like any other coin."""

    tag: ClassVar[str] = "kl"
    symbol: ShortId


# ── alerts ────────────────────────────────────────────────────────────────────

UNMUTE, FOR_AN_HOUR, FOR_GOOD = 0, 1, 2


class Mute(Press):
    """Mute a lead's routine alerts for an hour or for good, or hear them again: `how` is one of the three above."""

    tag: ClassVar[str] = "mt"
    lead: int
    how: int
