"""The presses of pictures, a lead's chart and a statement's, and of how all of it looks. Tags are never reused."""

from typing import ClassVar

from bot.charts.pictures import Theme
from bot.presses import Press, ShortId


class ShowChart(Press):
    """A lead's return and drawdown over so many days (D5)."""

    tag: ClassVar[str] = "dg"
    lead: int
    days: int


class ShowPrices(Press):
    """At which prices I bought and sold a coin under one lead (P2)."""

    tag: ClassVar[str] = "kg"
    lead: int
    symbol: ShortId


class ShowStatementPicture(Press):
    """The net of each day of one of my statements."""

    tag: ClassVar[str] = "sg"
    number: int


class Paint(Press):
    """Paint my pictures dark or light from now on (T4)."""

    tag: ClassVar[str] = "tp"
    theme: Theme


class ReadPlainly(Press):
    """Speak to me in plain words from now on, or no longer (T4)."""

    tag: ClassVar[str] = "tpl"
    on: bool
