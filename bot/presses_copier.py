"""The presses of visitors and copy traders. Tags are never reused; a lead is named by their number in the book."""

from enum import StrEnum
from typing import ClassVar

from bot.drafts.copy_plan import Step
from bot.presses import Press, ShortId
from core.views.leads import LeadMode, LeadSort

# ── arriving ──────────────────────────────────────────────────────────────────


class ShowRisk(Press):
    """Start with paper money: the risk notice comes first."""

    tag: ClassVar[str] = "rs"


class AcceptRisk(Press):
    """I understand."""

    tag: ClassVar[str] = "ra"


class Page(StrEnum):
    """Pages that only say something."""

    ABOUT = "about"
    HELP = "help"
    PRIVACY = "privacy"
    TERMS = "terms"
    WHOAMI = "whoami"
    RISK = "risk"


class ShowPage(Press):
    """One of them."""

    tag: ClassVar[str] = "pg"
    page: Page


class ShowLanguages(Press):
    """The language picker."""

    tag: ClassVar[str] = "lg"


class Tongue(StrEnum):
    """The languages a chat can be in."""

    EN = "en"
    RU = "ru"
    ES = "es"
    PT_BR = "pt-BR"
    TR = "tr"
    ZH_HANS = "zh-Hans"
    AR = "ar"


class Speak(Press):
    """Speak this language from now on."""

    tag: ClassVar[str] = "ls"
    language: Tongue


# ── finding a lead ────────────────────────────────────────────────────────────


class LeadsPart(StrEnum):
    """What is shown of the list: the leads, what they may be sorted by, or whom they may be narrowed to."""

    LIST = "list"
    SORTS = "sorts"
    FILTERS = "filters"


class ShowLeads(Press):
    """A page of the leads, in this order and narrowed to these; `assets` and `aum` in whole USDT (D1, D2)."""

    tag: ClassVar[str] = "dl"
    page: int = 1
    sort: LeadSort = LeadSort.SCORE
    part: LeadsPart = LeadsPart.LIST
    vacancy: bool = False
    days: int = 0
    assets: int = 0
    aum: int = 0
    mode: LeadMode = LeadMode.ANY


class ShowLead(Press):
    """A lead's card, with the figures of so many days."""

    tag: ClassVar[str] = "dc"
    lead: int
    days: int = 90


class ShowScoring(Press):
    """How leads are scored, and one lead's own scores; 0 for none."""

    tag: ClassVar[str] = "dq"
    lead: int


class ShowLeadOrders(Press):
    """A lead's public orders below a fact's number; 0 is the newest page (D4)."""

    tag: ClassVar[str] = "do"
    lead: int
    before: int


# ── the start-copying wizard ──────────────────────────────────────────────────


class Begin(Press):
    """Begin the wizard for this lead."""

    tag: ClassVar[str] = "wb"
    lead: int


class GoTo(Press):
    """Go to a step of the open wizard; what was chosen stays."""

    tag: ClassVar[str] = "wg"
    lead: int
    step: Step


class Choose(Press):
    """A chip: this value for this step. Money and multipliers in 10⁻⁸, ratios in 10⁻⁸, choices by their number."""

    tag: ClassVar[str] = "wv"
    lead: int
    step: Step
    value: int


class Pick(Press):
    """Take an instrument into the own choice, or out of it."""

    tag: ClassVar[str] = "wp"
    lead: int
    symbol: ShortId
    on: bool


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


# ── changing a copy ───────────────────────────────────────────────────────────


class ShowSettings(Press):
    """The settings of one copy."""

    tag: ClassVar[str] = "st"
    lead: int


class EditSetting(Press):
    """Ask for one setting of a running copy."""

    tag: ClassVar[str] = "se"
    lead: int
    step: Step


class SetSetting(Press):
    """A chip: this value for this setting of a running copy; the units are those of `Choose`."""

    tag: ClassVar[str] = "sv"
    lead: int
    step: Step
    value: int


class PickOwn(Press):
    """Take an instrument into a running copy's own choice, or out of it."""

    tag: ClassVar[str] = "sp"
    lead: int
    symbol: ShortId
    on: bool


class ShowNever(Press):
    """The coins that are never bought for one copy."""

    tag: ClassVar[str] = "nl"
    lead: int


class NeverCopy(Press):
    """Never buy this coin for this copy, or buy it again."""

    tag: ClassVar[str] = "nv"
    lead: int
    symbol: ShortId
    on: bool


class RaiseTo(Press):
    """From a failed copy: open the setting at the least value that would have passed; `order` may be tried again."""

    tag: ClassVar[str] = "sr"
    lead: int
    step: Step
    value: int
    order: ShortId


class Retry(Press):
    """Try one failed copy again; `drift` is the price difference accepted for it, in 10⁻⁸. The card is the review."""

    tag: ClassVar[str] = "rt"
    lead: int
    order: ShortId
    drift: int


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
