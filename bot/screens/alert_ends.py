"""What is told when a copy closes and when it has ended; a total stop-loss says so first, and what it cost (R-13.5)."""

from typing import Final

from bot.html import NOTHING, Html, lines, name
from bot.presses.copier import ShowCopies, ShowLog
from bot.presses.terms import Begin
from bot.screens.leads import Names
from bot.screens.refusals import stop_cause
from bot.screens.screen import Button, Row
from bot.translate import Words
from core.model.copying import StopCause, StopWay
from core.model.people import PersonId
from core.views.alerts import Alert, AlertKind

KINDS: Final = frozenset({AlertKind.COPYING_CLOSING, AlertKind.COPYING_ENDED})


def headline(t: Words, alert: Alert, names: Names) -> Html:
    """What happened, for the kinds of `KINDS`."""
    lead = name(names(alert.lead or PersonId(0)), longest=16)
    if not _by_total_stop_loss(alert):
        if alert.kind is AlertKind.COPYING_CLOSING:
            return t("alert", "◼ {lead}: copying is being stopped", lead=lead)
        return t("alert", "■ {lead}: copying has ended", lead=lead)
    if alert.kind is AlertKind.COPYING_CLOSING:
        return t("alert", "◼ Total stop-loss: {lead} is stopping", lead=lead)
    if alert.how is StopWay.MANUAL_CLOSE:
        return t("alert", "◼ Total stop-loss: {lead} stopped", lead=lead)
    profit = t.money(alert.profit_net, signed=True)
    return t("alert", "◼ Total stop-loss: {lead} sold, {profit}", lead=lead, profit=profit)


def more(t: Words, alert: Alert) -> Html:
    """Why, what becomes of the coins, and what came of it all."""
    if _by_total_stop_loss(alert):
        return _after_total_stop_loss(t, alert)
    why = t("alert", "Why: {cause}", cause=stop_cause(t, StopCause[alert.cause.upper()]))
    if alert.kind is AlertKind.COPYING_CLOSING or not alert.profit_net:
        return why
    profit = t.money(alert.profit_net, signed=True, ticker="USDT")
    return lines(why, t("alert", "Its sales came to {profit} after fees.", profit=profit))


def buttons(t: Words, alert: Alert, lead: PersonId) -> tuple[Row, ...]:
    """Of a copy that has ended: its log, and, where a limit of one's own ended it, the way to begin anew (R-13.6)."""
    log, copies = Button(t("alert", "Log"), ShowLog(lead=lead, before=0)), Button(t("alert", "My copies"), ShowCopies())
    if not _by_total_stop_loss(alert):
        return ((log, copies),)
    return ((log, Button(t("alert", "Copy again …"), Begin(lead=lead)), copies),)


def _by_total_stop_loss(alert: Alert) -> bool:
    return alert.cause == StopCause.TOTAL_STOP_LOSS.name.lower()


def _after_total_stop_loss(t: Words, alert: Alert) -> Html:
    if alert.kind is AlertKind.COPYING_ENDED and alert.how is not StopWay.MANUAL_CLOSE:
        return t("alert", "Nothing of it is held any more, and nothing more is copied.")
    match alert.how:
        case StopWay.MARKET_CLOSE:
            return t("alert", "Nothing more is bought, and all it holds is sold now at the market.")
        case StopWay.COPY_CLOSE:
            return t("alert", "Nothing more is bought; each coin is sold when the lead sells it.")
        case StopWay.MANUAL_CLOSE:
            return t("alert", "Nothing more is copied, and its coins are your own now.")
        case _:
            return NOTHING
