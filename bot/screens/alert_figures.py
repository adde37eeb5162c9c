"""Figures of an alert's headline, short enough for the preview of a push."""

from decimal import ROUND_DOWN, Decimal
from typing import Final

from bot.html import Html
from bot.translate import Words
from core.views.alert import Alert

DIGITS: Final = 8


def short_quantity(t: Words, alert: Alert) -> Html:
    """What was bought or sold in eight digits or fewer, its whole part never cut."""
    places = max(0, DIGITS - 1 - alert.quantity.adjusted())
    return t.quantity(alert.quantity.quantize(Decimal(1).scaleb(-places), ROUND_DOWN), ticker=alert.base)
