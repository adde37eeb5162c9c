"""What is being asked about a running copy: a setting, money to add or take out, how much of a coin to sell."""

from typing import ClassVar

from bot.drafts.copy_plan import CopyPlan
from bot.drafts.draft import Draft


class AskSetting(Draft):
    """The settings as they shall be, at the open question. `order`: the failed copy that led here, if any."""

    tag: ClassVar[str] = "setting"
    lead: int
    plan: CopyPlan
    order: str = ""


class AskMoney(Draft):
    """How much shall be added, or taken out?"""

    tag: ClassVar[str] = "funds"
    lead: int
    add: bool


class AskQuantity(Draft):
    """How much of this coin shall be sold?"""

    tag: ClassVar[str] = "sale"
    lead: int
    symbol: str
