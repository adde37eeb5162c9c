"""What a copier is told once the desk is back: how long it was away, and what came of their copies meanwhile."""

from typing import Final

from bot.html import NOTHING, Html, esc
from bot.translate import Words
from core.views.alerts import Alert

LONG: Final = 180
"""Minutes from which a time is told in hours."""


def headline(t: Words, alert: Alert) -> Html:
    """How long, and what it cost."""
    return t("alert", "⌛ Offline {time}: {cost}", time=_length(t, alert.late_s), cost=_cost(t, alert))


def more(t: Words) -> Html:
    """Where the single ones stand."""
    return t("alert", "Each of them stands in your log, with its reason.")


def _length(t: Words, seconds: int) -> Html:
    minutes = -(-seconds // 60)
    if minutes < LONG:
        return t("alert", "{count} min", count=t.count(minutes))
    return t("alert", "{count} h", count=t.count(minutes // 60))


def _cost(t: Words, alert: Alert) -> Html:
    parts = (
        t("alert", "{count} sold", count=t.count(alert.sold)) if alert.sold else NOTHING,
        t("alert", "{count} bought", count=t.count(alert.bought)) if alert.bought else NOTHING,
        t.n("alert", "{count} buy skipped", "{count} buys skipped", alert.skipped) if alert.skipped else NOTHING,
    )
    return esc(", ").join(part for part in parts if part)
