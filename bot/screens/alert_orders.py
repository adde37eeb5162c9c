"""Alerts on a person's own orders: one that waited is done, one ended with nothing executed."""

from typing import Final

from bot.html import NOTHING, Html
from bot.screens.alert_figures import short_quantity
from bot.screens.head import opening
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
    amount = short_quantity(t, alert)
    if alert.side is Side.BUY:
        return t("alert", "✔ Your order bought {amount}", amount=amount)
    match alert.cause:
        case "take_profit":
            return t("alert", "▼ Take-profit of a lead lot: {amount}", amount=amount)
        case "stop_loss":
            return t("alert", "▼ Stop-loss of a lead lot: {amount}", amount=amount)
        case _:
            return t("alert", "✔ Your order sold {amount}", amount=amount)


def more(t: Words, alert: Alert) -> Html:
    """Why it ended empty, or what it came to."""
    if alert.dropped is not None:
        return dropped_words(t, alert.dropped)
    price, total = t.price(alert.price), t.money(alert.notional, ticker="USDT")
    if not alert.notional:
        return NOTHING
    if alert.cause:
        return t("alert", "Sold at {price}: {total} in all", price=price, total=total)
    return t("alert", "At {price}: {total} in all", price=price, total=total)


def buttons(t: Words) -> tuple[Row, ...]:
    """Where orders stand."""
    return ((opening(t("alert", "Assets, orders"), "assets"),),)
