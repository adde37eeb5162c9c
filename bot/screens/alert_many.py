"""Alerts that go to many: announcements, broadcasts, a lead's posts, the end of trading in a coin."""

from typing import Final

from bot.html import NOTHING, Html, name
from bot.presses.admin import ShowUser
from bot.presses.copier import FOR_AN_HOUR, Mute, ShowCopy
from bot.screens.announcing import announcement_headline, notice_row, written
from bot.screens.head import opening
from bot.screens.leads import Names
from bot.screens.screen import Button, Row
from bot.translate import Words
from core.model.people import OPERATOR, PersonId
from core.views.alerts import Alert, AlertKind

ANNOUNCEMENTS: Final = frozenset({AlertKind.ANNOUNCED, AlertKind.DELISTING_OF_HELD})
KINDS: Final = ANNOUNCEMENTS | {
    AlertKind.TRADING_ENDED,
    AlertKind.LEAD_POST,
    AlertKind.POSTS_ALLOWED,
    AlertKind.BROADCAST,
}


def headline(t: Words, alert: Alert, names: Names) -> Html:
    """What happened, for the kinds of `KINDS`."""
    match alert.kind:
        case AlertKind.LEAD_POST:
            return t("alert", "✉ {lead} writes to copiers", lead=name(names(alert.lead or PersonId(0)), longest=16))
        case AlertKind.BROADCAST:
            return t("alert", "✉ From the desk")
        case AlertKind.TRADING_ENDED:
            return t("alert", "■ Trading in {coin} has ended", coin=t.ticker(alert.base))
        case AlertKind.POSTS_ALLOWED if alert.cause == "on":
            return t("alert", "● You may write to copiers again")
        case AlertKind.POSTS_ALLOWED:
            return t("alert", "■ You may not write to copiers now")
        case _:
            return announcement_headline(t, alert.announcement) if alert.announcement else NOTHING


def more(t: Words, alert: Alert) -> Html:
    """The rest of it; an announcement is one text of its own, so that its warning stays last."""
    match alert.kind:
        case AlertKind.LEAD_POST | AlertKind.BROADCAST:
            return written(alert.words)
        case AlertKind.TRADING_ENDED:
            return t("alert", "Your lead assets in it are your own coins now; its copies were released as well.")
        case _:
            return NOTHING


def buttons(t: Words, alert: Alert) -> tuple[Row, ...]:
    """What helps now."""
    match alert.kind:
        case AlertKind.LEAD_POST if alert.lead is not None and alert.to == OPERATOR:
            return ((Button(t("alert", "Moderate"), ShowUser(person=alert.lead)),),)
        case AlertKind.LEAD_POST if alert.lead is not None:
            mute = Button(t("alert", "Mute 1 h"), Mute(lead=alert.lead, how=FOR_AN_HOUR))
            return ((Button(t("alert", "Copy"), ShowCopy(lead=alert.lead)), mute),)
        case AlertKind.TRADING_ENDED | AlertKind.POSTS_ALLOWED:
            return ((opening(t("alert", "Lead desk"), "lead"),),)
        case AlertKind.ANNOUNCED if alert.announcement is not None:
            return (*notice_row(t, alert.announcement), (opening(t("alert", "Alert settings"), "alerts"),))
        case _:
            return notice_row(t, alert.announcement) if alert.announcement else ()
