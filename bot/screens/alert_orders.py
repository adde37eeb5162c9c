"""Alerts on a person's own orders: one that waited is done, one ended with nothing executed."""

from typing import Final

from bot.screens.head import opening
from bot.screens.html import NOTHING, Html
from bot.screens.order_words import dropped_words
from bot.screens.screen import Row
from bot.translate import Words
from core.model.market import Side
from core.views.alert import Alert, AlertKind

KINDS: Final = frozenset({AlertKind.ORDER_FILLED, AlertKind.ORDER_REFUSED})


def headline(t: Words, alert: Alert) -> Html:
    """What happened to which order."""
    if alert.kind is AlertKind.ORDER_REFUSED:
        return t("alert", "✖ Your order ended with nothing executed")
    amount, price = t.quantity(alert.quantity, ticker=alert.base), t.price(alert.price)
    if alert.side is Side.BUY:
        return t("alert", "✔ Your order bought {amount} at {price}", amount=amount, price=price)
    return t("alert", "✔ Your order sold {amount} at {price}", amount=amount, price=price)


def more(t: Words, alert: Alert) -> Html:
    """Why it ended empty, or what it came to."""
    if alert.dropped is not None:
        return dropped_words(t, alert.dropped)
    return t("alert", "{total} in all", total=t.money(alert.notional, ticker="USDT")) if alert.notional else NOTHING


def buttons(t: Words) -> tuple[Row, ...]:
    """Where orders stand."""
    return ((opening(t("alert", "Assets, orders"), "assets"),),)
