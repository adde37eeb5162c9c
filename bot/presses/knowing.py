"""What the buttons around the list of leads and a lead's card say. A lead is named by their number in the book."""

from enum import StrEnum
from typing import ClassVar

from bot.presses import Press
from core.views.leads import LeadMode, LeadSort


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
    """A lead's card, with the figures of so many days; 0 for the usual period."""

    tag: ClassVar[str] = "dc"
    lead: int
    days: int = 0


class ShowScoring(Press):
    """How leads are scored, and one lead's own scores; 0 for none."""

    tag: ClassVar[str] = "dq"
    lead: int


class ShowLeadOrders(Press):
    """A lead's public orders below a fact's number; 0 is the newest page (D4)."""

    tag: ClassVar[str] = "do"
    lead: int
    before: int
