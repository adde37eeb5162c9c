"""Alerts as messages: what happened in at most 40 characters, then lead, mode and time; and the buttons that help now.

An alert is never the live screen: a press on it opens one. A lead's words name no copier (rule 28).
"""

from typing import assert_never

from bot.html import NOTHING, Html, lines, name
from bot.screens import alert_conduct, alert_ends, alert_many, alert_offline, alert_orders, alert_share, alert_terms
from bot.screens.alert_buttons import buttons
from bot.screens.alert_figures import short_quantity
from bot.screens.alert_reasons import failure, lead_failure, released
from bot.screens.announcing import announcement_text
from bot.screens.denied import denial_words
from bot.screens.head import mode
from bot.screens.lead_receipts import away, delay, failure_words
from bot.screens.lead_stopping import given
from bot.screens.leads import Names, lead_name
from bot.screens.screen import Screen
from bot.translate import Words
from core.model.copying import ReleaseCause
from core.model.market import Side
from core.model.reasons import Denial, Reason
from core.views.alerts import Alert, AlertKind, gain


def alert_screen(t: Words, alert: Alert, names: Names) -> Screen:
    """The message for one alert."""
    if alert.announcement is not None:
        text = announcement_text(t, alert.announcement, under=_where(t, alert, names))
    else:
        text = lines(headline(t, alert, names), _where(t, alert, names), _more(t, alert))
    return Screen(text, buttons(t, alert), live=False)


def headline(t: Words, alert: Alert, names: Names) -> Html:  # noqa: PLR0912  # one sentence a kind
    """What happened; the preview of a push shows some 40 characters."""
    coin = t.ticker(alert.base)
    quantity = short_quantity(t, alert)
    match alert.kind:
        case AlertKind.COPY_FILLED:
            return t("alert", "▲ Bought {quantity} at {price}", quantity=quantity, price=t.price(alert.price))
        case AlertKind.COPY_SOLD if alert.cause:
            stop = t("alert", "Take-profit") if alert.cause == "take_profit" else t("alert", "Stop-loss")
            profit = t.money(alert.profit_net, signed=True)
            return t("alert", "▼ {stop}: {quantity}, {profit}", stop=stop, quantity=quantity, profit=profit)
        case AlertKind.COPY_SOLD:
            return t(
                "alert",
                "▼ Sold {quantity}, {profit} ({part})",
                quantity=quantity,
                profit=t.money(alert.profit_net, signed=True),
                part=t.percent(gain(alert), signed=True),
            )
        case AlertKind.COPY_SKIPPED | AlertKind.COPY_FAILED:
            return _failed(t, alert)
        case AlertKind.COPY_UNANSWERED:
            return t("alert", "⌛ Buy of {coin}: no answer yet", coin=coin)
        case AlertKind.SELL_DELAYED:
            return t("alert", "✖ {coin} is not sold yet; we keep trying", coin=coin)
        case AlertKind.SELL_BELOW_MIN:
            return t("alert", "⏭ {quantity} is too little to sell", quantity=quantity)
        case AlertKind.LOTS_RELEASED if alert.cause == ReleaseCause.ORPHAN.name.lower():
            lead = _lead(alert, names)
            return t("alert", "⚠ Left behind: {quantity}, {lead} holds none", quantity=quantity, lead=lead)
        case AlertKind.LOTS_RELEASED:
            return t("alert", "● {quantity} is your own now", quantity=quantity)
        case AlertKind.COPYING_STARTED:
            return t("alert", "● You copy {lead} now", lead=_lead(alert, names))
        case AlertKind.COPYING_CLOSING | AlertKind.COPYING_ENDED:
            return alert_ends.headline(t, alert, names)
        case AlertKind.SHARE_SETTLED | AlertKind.SHARE_RECEIVED:
            return alert_share.headline(t, alert)
        case AlertKind.LEAD_ORDER_FAILED:
            return t("alert", "✖ Your buy of {coin} was not copied", coin=coin)
        case AlertKind.LEAD_ORDER_COPIED:
            return _receipt(t, alert)
        case AlertKind.ORDER_REFUSED | AlertKind.ORDER_FILLED:
            return alert_orders.headline(t, alert)
        case AlertKind.APPLICATION_RECEIVED:
            return t("alert", "● {person} applies to lead", person=_lead(alert, names))
        case AlertKind.APPLICATION_APPROVED:
            return t("alert", "✔ You may lead: choose your instruments")
        case AlertKind.APPLICATION_REJECTED:
            return t("alert", "✖ Your application to lead was rejected")
        case AlertKind.STOP_LEADING_REQUESTED:
            return t("alert", "● {person} asks to stop leading", person=_lead(alert, names))
        case AlertKind.STOP_LEADING_ENDED:
            return t("alert", "● You lead on: your stop was not granted")
        case AlertKind.LEAD_STOPPED:
            return t("alert", "■ You have stopped leading")
        case AlertKind.LEAD_SUSPENDED:
            return t("alert", "■ You are suspended as a lead")
        case AlertKind.SUSPENSION_LIFTED:
            return t("alert", "● Suspension lifted: you lead again")
        case AlertKind.LEAD_REVOKED:
            return t("alert", "■ You may not lead any more")
        case AlertKind.COPYING_RESTRICTED:
            return t("alert", "● {lead} now takes Smart Sync only", lead=_lead(alert, names))
        case AlertKind.RESTRICTION_LIFTED:
            return t("alert", "● {lead} takes every way again", lead=_lead(alert, names))
        case (
            AlertKind.CONDUCT_HELD
            | AlertKind.CONDUCT_CLEARED
            | AlertKind.CONDUCT_REVIEW
            | AlertKind.COPIER_FLOW_WARNED
            | AlertKind.LEAD_INACTIVE
        ):
            return alert_conduct.headline(t, alert, names)
        case (
            AlertKind.ANNOUNCED
            | AlertKind.DELISTING_OF_HELD
            | AlertKind.TRADING_ENDED
            | AlertKind.LEAD_POST
            | AlertKind.POSTS_ALLOWED
            | AlertKind.BROADCAST
        ):
            return alert_many.headline(t, alert, names)
        case AlertKind.PROFIT_SHARE_RISES | AlertKind.LEVELS_CHANGED | AlertKind.APPLICATION_DUE:
            return alert_terms.headline(t, alert, names)
        case AlertKind.DESK_HALTED:
            return t("alert", "■ Desk halted: no buys, sells go on")
        case AlertKind.DESK_RESUMED:
            return t("alert", "● The desk goes on: buys are copied")
        case AlertKind.SETTLEMENT_REFUSED:
            return t("alert", "◼ Not settled: the book does not balance")
        case AlertKind.DESK_WAS_OFFLINE:
            return alert_offline.headline(t, alert)
        case _ as unknown:
            assert_never(unknown)


def _failed(t: Words, alert: Alert) -> Html:
    """A copy that was not made, with the figure that says it."""
    coin, reason = t.ticker(alert.base), alert.reason
    if not alert.base:
        return t("alert", "✖ A buy of your lead was not copied")
    match reason:
        case Reason.AMOUNT_TOO_LOW:
            return t(
                "alert",
                "⏭ Skipped {coin}: {asked} is below {least}",
                coin=coin,
                asked=t.money(alert.asked),
                least=t.money(alert.least),
            )
        case Reason.MAX_TOTAL_REACHED:
            return t("alert", "⏭ Skipped {coin}: over your maximum", coin=coin)
        case Reason.INSUFFICIENT_FUNDS if alert.asked > alert.free:
            return t("alert", "✖ Not copied {coin}: {short} short", coin=coin, short=t.money(alert.asked - alert.free))
        case _:
            return t("alert", "✖ Not copied: {coin}", coin=coin)


def _receipt(t: Words, alert: Alert) -> Html:
    """How many copied a lead order; none of them is no success."""
    side = t("alert", "BUY") if alert.side is Side.BUY else t("alert", "SELL")
    coin, copiers = t.ticker(alert.base), t.count(alert.copiers)
    if not alert.copied:
        return t("alert", "✖ Copied by none of {copiers}: {side} {coin}", copiers=copiers, side=side, coin=coin)
    return t(
        "alert",
        "✔ Copied by {copied} of {copiers}: {side} {coin}",
        copied=t.count(alert.copied),
        copiers=copiers,
        side=side,
        coin=coin,
    )


def _lead(alert: Alert, names: Names) -> Html:
    return NOTHING if alert.lead is None else name(names(alert.lead), longest=16)


def _where(t: Words, alert: Alert, names: Names) -> Html:
    """Whose, in which mode, and when."""
    when = t.when(alert.at, pattern="T")
    if alert.lead is None or alert.to == alert.lead:
        return t("alert", "{mode} · {when}", mode=mode(t), when=when)
    return t("alert", "{lead} · {mode} · {when}", lead=lead_name(names, alert.lead), mode=mode(t), when=when)


def _more(t: Words, alert: Alert) -> Html:  # noqa: PLR0912  # one sentence a kind
    """Why, where there is a why, or the figures behind the headline."""
    if alert.kind in alert_conduct.KINDS:
        return alert_conduct.more(t, alert)
    if alert.kind in alert_share.KINDS:
        return alert_share.more(t, alert)
    if alert.kind in alert_orders.KINDS:
        return alert_orders.more(t, alert)
    if alert.kind in alert_many.KINDS:
        return alert_many.more(t, alert)
    if alert.kind in alert_terms.KINDS:
        return alert_terms.more(t, alert)
    if alert.kind in alert_ends.KINDS:
        return alert_ends.more(t, alert)
    match alert.kind:
        case AlertKind.COPY_FAILED | AlertKind.COPY_SKIPPED:
            return failure(t, alert)
        case AlertKind.COPY_UNANSWERED:
            return t("alert", "We ask the venue, and do not send again.")
        case AlertKind.SELL_BELOW_MIN:
            return t("alert", "It goes with the next sale of this coin.")
        case AlertKind.LOTS_RELEASED:
            return released(t, alert)
        case AlertKind.STOP_LEADING_ENDED if alert.cause.upper() in Denial.__members__:
            why = denial_words(t, Denial[alert.cause.upper()])
            return t("alert", "It was granted, but could not be carried out: {why}", why=why)
        case (
            AlertKind.APPLICATION_REJECTED
            | AlertKind.STOP_LEADING_ENDED
            | AlertKind.LEAD_SUSPENDED
            | AlertKind.LEAD_REVOKED
        ):
            return given(t, alert.words)
        case AlertKind.LEAD_STOPPED:
            return alert_conduct.stopped(t, alert)
        case AlertKind.SETTLEMENT_REFUSED:
            return t(
                "alert",
                "No profit share was paid or refunded; all withheld sums stay. Copying goes on. The desk looks again"
                " in an hour.",
            )
        case AlertKind.DESK_WAS_OFFLINE:
            return alert_offline.more(t)
        case AlertKind.COPYING_RESTRICTED:
            return t("alert", "Your copy goes on as it is. You may change its total stop-loss, or stop it.")
        case AlertKind.RESTRICTION_LIFTED:
            return t("alert", "All settings of your copy may be changed again.")
        case AlertKind.LEAD_ORDER_FAILED:
            return lead_failure(t, alert)
        case AlertKind.LEAD_ORDER_COPIED:
            reasons = (_by_reason(t, reason, many) for reason, many in alert.failures)
            return lines(away(t, alert.away), delay(t, alert.middle, alert.slow), *reasons)
        case AlertKind.COPY_SOLD if alert.withheld:
            return t("alert", "{withheld} of it is withheld for the lead", withheld=t.money(alert.withheld))
        case _:
            return NOTHING


def _by_reason(t: Words, reason: Reason, many: int) -> Html:
    return t("alert", "{many} not: {reason}", many=t.count(many), reason=failure_words(t, reason))
