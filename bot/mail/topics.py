"""What comes by e-mail besides the chat, and what of it to whoever has set nothing (R-3.8, R-18.1; chat.md N4)."""

from enum import StrEnum
from typing import Final

from bot.wishes.topics import SAFETY, place_of
from core.views.alerts import Alert, AlertKind


class MailTopic(StrEnum):
    """It travels in a button and stands in Notes, so a member is never renamed."""

    ORDERS = "orders"
    """A lead's orders that failed, or that nobody copied."""
    DECISIONS = "decisions"
    SAFETY = "safety"
    STATEMENT = "statement"


USUAL: Final = frozenset({MailTopic.ORDERS, MailTopic.DECISIONS, MailTopic.SAFETY})
OF_COPIERS: Final = (MailTopic.DECISIONS, MailTopic.SAFETY, MailTopic.STATEMENT)
OF_LEADS: Final = (MailTopic.ORDERS, MailTopic.DECISIONS, MailTopic.SAFETY, MailTopic.STATEMENT)
OF_ADMINS: Final = (MailTopic.SAFETY,)
_DECISIONS: Final = frozenset(
    {
        AlertKind.APPLICATION_APPROVED,
        AlertKind.APPLICATION_REJECTED,
        AlertKind.STOP_LEADING_ENDED,
        AlertKind.LEAD_STOPPED,
        AlertKind.LEAD_SUSPENDED,
        AlertKind.SUSPENSION_LIFTED,
        AlertKind.LEAD_REVOKED,
    }
)
_STATEMENTS: Final = frozenset({AlertKind.SHARE_SETTLED, AlertKind.SHARE_RECEIVED})


def mail_topic(alert: Alert, *, once_more: bool, leads: bool) -> MailTopic | None:
    """As what it goes by e-mail too; None: by the chat alone. `leads`: its reader is a lead trader."""
    if alert.kind is AlertKind.LEAD_ORDER_FAILED or (alert.kind is AlertKind.ORDER_REFUSED and leads):
        return MailTopic.ORDERS
    if alert.kind in _DECISIONS:
        return MailTopic.DECISIONS
    if alert.kind in _STATEMENTS and alert.cycle_end is not None:
        return MailTopic.STATEMENT
    _, lane = place_of(alert)
    return MailTopic.SAFETY if once_more and lane == SAFETY else None
