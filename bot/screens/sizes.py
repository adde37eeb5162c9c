"""A copy's settings in words: its way and amount, its take-profit and stop-loss, and what every stop screen says."""

from decimal import Decimal
from typing import assert_never

from bot.html import Html, esc
from bot.translate import Words
from core.model.copying import Sizing
from core.model.money import UNITS


def way_name(t: Words, sizing: Sizing) -> Html:
    """A way of copying by its name."""
    match sizing:
        case Sizing.FIXED_AMOUNT:
            return t("way", "Fixed amount")
        case Sizing.MULTIPLIER:
            return t("way", "Multiplier")
        case Sizing.SMART_SYNC:
            return t("way", "Smart Sync")
        case _ as unknown:
            assert_never(unknown)


def size_words(t: Words, sizing: Sizing, size: int) -> Html:
    """A way with its amount: Fixed amount 50.00, Multiplier ×0.5, Smart Sync 1,000.00."""
    return t("way", "{way} {size}", way=way_name(t, sizing), size=value_words(t, sizing, size))


def value_words(t: Words, sizing: Sizing, size: int) -> Html:
    """The amount of a way in its own form."""
    return times(t, size) if sizing is Sizing.MULTIPLIER else t.money(size)


def times(t: Words, multiplier: int) -> Html:
    """A multiplier."""
    return esc("×") + t.quantity(Decimal(multiplier) / UNITS)


def off_or_percent(t: Words, ratio: int) -> Html:
    """A take-profit or stop-loss."""
    return t.percent(ratio) if ratio else t("wizard", "off")


def off_or_money(t: Words, amount: int) -> Html:
    """A total stop-loss."""
    return t.money(amount) if amount else t("wizard", "off")


def stops_note(t: Words) -> Html:
    """What every screen that sets a stop says (rule 24)."""
    return t("wizard", "A stop sells at the market: the fill can be worse than the limit.")
