"""The buttons under an alert: of a failed copy only the steps that fit its cause (R-18.3 to R-18.5), one tap each.

What must be tapped soon says how soon; a step that a restricted copier may not take is not offered (R-14.2).
"""

import re
from collections.abc import Callable
from typing import Final

from bot.drafts.copy_plan import Step
from bot.html import Html
from bot.presses import ID_PATTERN, Press, Seen
from bot.presses.admin import ShowUser
from bot.presses.copier import (
    FOR_AN_HOUR,
    KeepLeft,
    Mute,
    Retry,
    SellAllLeft,
    SellLeft,
    ShowAsset,
    ShowCopy,
    ShowLog,
    ShowPortfolio,
    ShowStop,
    ShowWhy,
    StopBy,
    TopUpFor,
)
from bot.presses.terms import NeverCopy, RaiseTo
from bot.screens import alert_ends, alert_many, alert_orders, alert_share
from bot.screens.head import opening
from bot.screens.screen import Button, Row, Style
from bot.screens.spans import retry_label, retry_span
from bot.translate import Words
from core.model.copying import Sizing, StopWay
from core.model.money import RATIO_UNITS, UNITS
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.alerts import Alert, AlertKind

CENT: Final = UNITS // 100
TENTH: Final = RATIO_UNITS // 1000
"""A drift is offered, and accepted, rounded up to a tenth of a per cent."""
OF_THE_LEAD: Final = frozenset(
    {
        AlertKind.LEAD_ORDER_FAILED,
        AlertKind.CONDUCT_HELD,
        AlertKind.CONDUCT_CLEARED,
        AlertKind.COPIER_FLOW_WARNED,
        AlertKind.LEVELS_CHANGED,
        AlertKind.STOP_LEADING_ENDED,
        AlertKind.LEAD_SUSPENDED,
        AlertKind.SUSPENSION_LIFTED,
    }
)
LEFT_BEHIND: Final = frozenset({"orphan", "revoked"})
"""Causes of a release that nobody of the two asked for."""


def buttons(t: Words, alert: Alert) -> tuple[Row, ...]:
    """Its rows; none where nothing helps."""
    lead = alert.lead
    if alert.kind in {AlertKind.APPLICATION_RECEIVED, AlertKind.APPLICATION_DUE, AlertKind.STOP_LEADING_REQUESTED}:
        return ((opening(t("alert", "Applications"), "applications"),),)
    if alert.kind is AlertKind.SETTLEMENT_REFUSED:
        return ((opening(t("alert", "See the proof"), "proof"), _seen(t)),)
    if alert.kind in alert_many.KINDS:
        return alert_many.buttons(t, alert)
    if alert.kind is AlertKind.CONDUCT_REVIEW and lead is not None:
        return ((Button(t("alert", "Review"), ShowUser(person=lead)),),)
    if alert.kind is AlertKind.LEAD_INACTIVE:
        return ((opening(t("alert", "Lead desk"), "lead"), opening(t("alert", "Stop leading"), "stopleading")),)
    if alert.kind in alert_share.KINDS:
        return alert_share.buttons(t, alert)
    if alert.kind in alert_orders.KINDS:
        return alert_orders.buttons(t)
    if alert.kind is AlertKind.APPLICATION_APPROVED or alert.kind in OF_THE_LEAD:
        return ((opening(t("alert", "Lead desk"), "lead"),),)
    if alert.kind is AlertKind.APPLICATION_REJECTED:
        return ((opening(t("alert", "Apply again"), "apply"),),)
    if alert.kind is AlertKind.LEAD_STOPPED:
        return ((opening(t("alert", "Home"), "home"),),)
    if alert.kind is AlertKind.LEAD_ORDER_COPIED:
        return ((opening(t("alert", "Receipts"), "receipts"), opening(t("alert", "Lead desk"), "lead")),)
    if alert.kind is AlertKind.DESK_HALTED:
        return ((opening(t("alert", "Home"), "home"), _seen(t)),)
    if alert.kind is AlertKind.DESK_WAS_OFFLINE:
        return ((opening(t("alert", "Log"), "log"), _seen(t)),)
    if alert.kind is AlertKind.DESK_RESUMED:
        return ((opening(t("alert", "Home"), "home"),),)
    if lead is None or alert.to == lead:
        return ()
    return _copiers(t, alert, lead)


def _seen(t: Words) -> Button:
    """Under what comes once more unless a button of it is pressed."""
    return Button(t("alert", "Seen"), Seen())


def _copiers(t: Words, alert: Alert, lead: PersonId) -> tuple[Row, ...]:
    copy, log = Button(t("alert", "Copy"), ShowCopy(lead=lead)), Button(t("alert", "Log"), ShowLog(lead=lead, before=0))
    match alert.kind:
        case AlertKind.COPY_FAILED | AlertKind.COPY_SKIPPED:
            why = (Button(t("alert", "Why?"), ShowWhy(lead=lead, seq=alert.seq)),) if alert.asked else ()
            steps = _steps(t, alert, lead)
            return (*((steps,) if steps else ()), (*why, log, copy))
        case AlertKind.COPY_FILLED | AlertKind.COPY_SOLD:
            return ((log, copy, Button(t("alert", "Mute 1 h"), Mute(lead=lead, how=FOR_AN_HOUR))),)
        case AlertKind.LOTS_RELEASED:
            return (*_left(t, alert, lead), (Button(t("alert", "Portfolio"), ShowPortfolio()), log))
        case AlertKind.PROFIT_SHARE_RISES:
            stop = Button(t("alert", "Stop copying …"), ShowStop(lead=lead), "red")
            return ((Button(t("alert", "Terms"), ShowCopy(lead=lead)), stop),)
        case AlertKind.COPYING_ENDED:
            return alert_ends.buttons(t, alert, lead)
        case AlertKind.SELL_DELAYED if alert.symbol:
            sell = Button(
                t("alert", "Look at {coin}", coin=t.ticker(alert.base)), ShowAsset(lead=lead, symbol=alert.symbol)
            )
            return ((sell, log, _seen(t)),)
        case _:
            return ((log, copy),)


def _left(t: Words, alert: Alert, lead: PersonId) -> tuple[Row, ...]:
    """Coins that the lead left the copier with: sell them now, or keep them (R-3.15, R-12.10)."""
    if alert.cause not in LEFT_BEHIND or not alert.symbol:
        return ()
    coin = t.ticker(alert.base)
    sell = Button(t("alert", "Sell {coin} …", coin=coin), SellLeft(symbol=alert.symbol), "red")
    one = (sell, Button(t("alert", "Keep {coin}", coin=coin), KeepLeft(symbol=alert.symbol)))
    all_of_them = (Button(t("alert", "Sell all that this lead left …"), SellAllLeft(lead=lead), "red"),)
    return (one, all_of_them) if alert.cause == "revoked" else (one,)


# ── a failed copy ─────────────────────────────────────────────────────────────


def _steps(t: Words, alert: Alert, lead: PersonId) -> Row:
    """The next steps of its cause, the first of them the likeliest."""
    match alert.reason:
        case Reason.INSUFFICIENT_FUNDS:
            return (*_top_up(t, alert, lead), *_retry(t, alert, lead))
        case Reason.AMOUNT_TOO_LOW | Reason.MAX_TOTAL_REACHED:
            return (*_raise(t, alert, lead), *_never(t, alert, lead))
        case Reason.SPREAD_EXCEEDED:
            return (*_accept(t, alert, lead), *_never(t, alert, lead))
        case Reason.ENTRY_EXPIRED | Reason.VENUE_REJECTED:
            return _retry(t, alert, lead)
        case Reason.PAIR_HALTED:
            return _never(t, alert, lead)
        case Reason.LEAD_STOPPED:
            return (
                Button(t("alert", "Sell all …"), StopBy(lead=lead, how=StopWay.MARKET_CLOSE), "red"),
                Button(t("alert", "Keep …"), StopBy(lead=lead, how=StopWay.MANUAL_CLOSE)),
            )
        case _:
            return ()


def _top_up(t: Words, alert: Alert, lead: PersonId) -> Row:
    """Exactly what is short, to the cent above."""
    short = -(-(alert.asked - alert.free) // CENT) * CENT
    if short <= 0:
        return ()
    label = t("alert", "Top up {short}", short=t.money(short))
    return _pressed(label, alert, lambda order: TopUpFor(lead=lead, order=order, amount=short))


def _retry(t: Words, alert: Alert, lead: PersonId) -> Row:
    return _once(retry_label(t), alert, lambda order: Retry(lead=lead, order=order, drift=0))


def _accept(t: Words, alert: Alert, lead: PersonId) -> Row:
    """The drift shown, rounded up; where the book was only too thin, the same again."""
    off = abs(alert.drift)
    if off <= alert.limit:
        return _retry(t, alert, lead)
    drift = -(-off // TENTH) * TENTH
    if drift > alert.drift_max:
        return ()
    label = t("alert", "Accept {drift} once · {span}", drift=t.percent(drift), span=retry_span(t))
    return _once(label, alert, lambda order: Retry(lead=lead, order=order, drift=drift))


def _raise(t: Words, alert: Alert, lead: PersonId) -> Row:
    """Opens the setting at the least value that would have passed."""
    if not alert.raise_to or alert.restricted:
        return ()
    step = Step.MAXIMUM if alert.reason is Reason.MAX_TOTAL_REACHED else Step.SIZE
    label = t("alert", "Add money") if alert.sizing is Sizing.SMART_SYNC else t("alert", "Raise amount")
    if step is Step.MAXIMUM:
        label = t("alert", "Raise maximum")
    return _pressed(label, alert, lambda order: RaiseTo(lead=lead, step=step, value=alert.raise_to, order=order))


def _never(t: Words, alert: Alert, lead: PersonId) -> Row:
    """Bars entries at once; exits go on."""
    if alert.restricted or not alert.symbol:
        return ()
    label = t("alert", "Never copy {coin}", coin=t.ticker(alert.base))
    return (Button(label, NeverCopy(lead=lead, symbol=alert.symbol, on=True)),)


def _once(label: Html, alert: Alert, press: Callable[[str], Press]) -> Row:
    """One tap for this one copy."""
    return _pressed(label, alert, press, style="green")


def _pressed(label: Html, alert: Alert, press: Callable[[str], Press], *, style: Style = "plain") -> Row:
    """A button that names the lead order; an order that a story named as no press can is left out."""
    if not re.fullmatch(ID_PATTERN, alert.order):
        return ()
    return (Button(label, press(alert.order), style),)
