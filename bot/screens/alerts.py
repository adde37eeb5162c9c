"""Alerts as messages: what happened in at most 40 characters, then lead, mode and time; and the buttons that help now.

An alert is never the live screen: a press on it opens one. A lead's words name no copier (rule 28).
"""

from decimal import ROUND_DOWN, Decimal
from typing import Final, assert_never

from bot.presses_copier import ShowCopies, ShowCopy, ShowLog, ShowPortfolio, ShowWhy
from bot.screens.head import mode, opening
from bot.screens.html import NOTHING, Html, lines, name
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import short_reason, stop_cause
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.copying import ReleaseCause, StopCause
from core.model.market import Side
from core.model.reasons import Reason
from core.views.alerts import Alert, AlertKind, gain

ROW_MAX: Final = 3
DIGITS: Final = 8
OF_THE_LEAD: Final = frozenset(
    {AlertKind.LEAD_ORDER_FAILED, AlertKind.LEAD_ORDER_COPIED, AlertKind.ORDER_REFUSED, AlertKind.SHARE_RECEIVED}
)
OF_THE_DESK: Final = frozenset({AlertKind.DESK_HALTED, AlertKind.DESK_RESUMED})


def alert_screen(t: Words, alert: Alert, names: Names) -> Screen:
    """The message for one alert."""
    text = lines(headline(t, alert, names), _where(t, alert, names), _more(t, alert), _counted(t, alert))
    buttons = _buttons(t, alert)
    return Screen(text, (buttons,) if buttons else (), live=False)


def headline(t: Words, alert: Alert, names: Names) -> Html:  # noqa: PLR0912  # one sentence a kind
    """What happened; the preview of a push shows some 40 characters."""
    coin = t.ticker(alert.base)
    quantity = t.quantity(_short(alert.quantity), ticker=alert.base)
    match alert.kind:
        case AlertKind.COPY_FILLED:
            return t("alert", "▲ Bought {quantity} at {price}", quantity=quantity, price=t.price(alert.price))
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
        case AlertKind.LOTS_RELEASED:
            return t("alert", "● {quantity} is your own now", quantity=quantity)
        case AlertKind.COPYING_STARTED:
            return t("alert", "● You copy {lead} now", lead=_lead(alert, names))
        case AlertKind.COPYING_CLOSING:
            return t("alert", "◼ {lead}: copying is being stopped", lead=_lead(alert, names))
        case AlertKind.COPYING_ENDED:
            return t("alert", "■ {lead}: copying has ended", lead=_lead(alert, names))
        case AlertKind.SHARE_SETTLED:
            return t("alert", "📄 Profit share settled: {payable}", payable=t.money(alert.payable))
        case AlertKind.SHARE_RECEIVED:
            return t("alert", "📄 Profit share received: {payable}", payable=t.money(alert.payable))
        case AlertKind.LEAD_ORDER_FAILED:
            return t("alert", "✖ Your buy of {coin} was not copied", coin=coin)
        case AlertKind.LEAD_ORDER_COPIED:
            side = t("alert", "BUY") if alert.side is Side.BUY else t("alert", "SELL")
            return t(
                "alert",
                "✔ Copied by {copied} of {copiers}: {side} {coin}",
                copied=t.count(alert.copied),
                copiers=t.count(alert.copiers),
                side=side,
                coin=coin,
            )
        case AlertKind.ORDER_REFUSED:
            return t("alert", "✖ The venue refused your order")
        case AlertKind.APPLICATION_RECEIVED:
            return t("alert", "● {person} applies to lead", person=_lead(alert, names))
        case AlertKind.APPLICATION_APPROVED:
            return t("alert", "✔ You may lead: choose your coins")
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
        case AlertKind.DESK_HALTED:
            return t("alert", "■ Desk halted: no buys, sells go on")
        case AlertKind.DESK_RESUMED:
            return t("alert", "● The desk goes on: buys are copied")
        case _ as unknown:
            assert_never(unknown)


def _short(quantity: Decimal) -> Decimal:
    """A quantity in eight digits or fewer, its whole part never cut."""
    places = max(0, DIGITS - 1 - quantity.adjusted())
    return quantity.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


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


def _lead(alert: Alert, names: Names) -> Html:
    return NOTHING if alert.lead is None else name(names(alert.lead), longest=16)


def _where(t: Words, alert: Alert, names: Names) -> Html:
    """Whose, in which mode, and when."""
    when = t.when(alert.at, pattern="T")
    if alert.lead is None or alert.to == alert.lead:
        return t("alert", "{mode} · {when}", mode=mode(t), when=when)
    return t("alert", "{lead} · {mode} · {when}", lead=lead_name(names, alert.lead), mode=mode(t), when=when)


def _more(t: Words, alert: Alert) -> Html:
    """Why, where there is a why, or the figures behind the headline."""
    match alert.kind:
        case AlertKind.COPY_FAILED | AlertKind.COPY_SKIPPED:
            return failure(t, alert)
        case AlertKind.COPY_UNANSWERED:
            return t("alert", "We ask the venue, and do not send again.")
        case AlertKind.SELL_BELOW_MIN:
            return t("alert", "It goes with the next sale of this coin.")
        case AlertKind.LOTS_RELEASED:
            return _released(t, alert)
        case AlertKind.COPYING_CLOSING | AlertKind.COPYING_ENDED:
            return t("alert", "Why: {cause}", cause=stop_cause(t, StopCause[alert.cause.upper()]))
        case AlertKind.SHARE_SETTLED:
            return t(
                "alert",
                "Net profit {net} · withheld {withheld} · to the lead {payable} · back to you {refund}",
                net=t.money(alert.profit_net, signed=True),
                withheld=t.money(alert.withheld),
                payable=t.money(alert.payable),
                refund=t.money(alert.refund),
            )
        case AlertKind.COPYING_RESTRICTED:
            return t("alert", "Your copy goes on as it is. You may change its total stop-loss, or stop it.")
        case AlertKind.SHARE_RECEIVED:
            return t.n("alert", "From {count} copier", "From {count} copiers", alert.copiers)
        case AlertKind.LEAD_ORDER_FAILED:
            return lead_failure(t, alert)
        case AlertKind.LEAD_ORDER_COPIED:
            return lines(*(_by_reason(t, reason, many) for reason, many in alert.failures))
        case AlertKind.ORDER_REFUSED:
            return t("alert", "In its words: {words}", words=name(alert.words, longest=120))
        case AlertKind.COPY_SOLD if alert.withheld:
            return t("alert", "{withheld} of it is withheld for the lead", withheld=t.money(alert.withheld))
        case _:
            return NOTHING


def failure(t: Words, alert: Alert) -> Html:
    """Why a copy was not made, with its figures (R-18.3)."""
    match alert.reason:
        case Reason.AMOUNT_TOO_LOW:
            return t(
                "alert",
                "Your copy is {asked} USDT, the least order is {least}.",
                asked=t.money(alert.asked),
                least=t.money(alert.least),
            )
        case Reason.MAX_TOTAL_REACHED:
            return t(
                "alert",
                "{open} of {max} USDT are in coins; {asked} more would be over it.",
                open=t.money(alert.room),
                max=t.money(alert.limit),
                asked=t.money(alert.asked),
            )
        case Reason.INSUFFICIENT_FUNDS if alert.asked > alert.free:
            return t(
                "alert",
                "Needs {asked}, {free} free: {short} short.",
                asked=t.money(alert.asked),
                free=t.money(alert.free),
                short=t.money(alert.asked - alert.free),
            )
        case Reason.INSUFFICIENT_FUNDS:
            return t("alert", "It needed {asked}, and your free cash was less then.", asked=t.money(alert.asked))
        case Reason.SPREAD_EXCEEDED if abs(alert.drift) > alert.limit:
            return t(
                "alert",
                "{price} is {drift} from your lead's {price_lead}; the limit is {limit}.",
                price=t.price(alert.price),
                drift=t.percent(alert.drift, decimals=2, signed=True),
                price_lead=t.price(alert.price_lead),
                limit=t.percent(alert.limit),
            )
        case Reason.SPREAD_EXCEEDED:
            return t("alert", "There was not enough on offer near your lead's price.")
        case Reason.ENTRY_EXPIRED:
            return t("alert", "It came {age} s late, so it was not bought.", age=t.count(alert.late_s))
        case Reason.VENUE_REJECTED:
            return t("alert", "The venue refused: {words}", words=name(alert.words, longest=120))
        case Reason.DESK_HALTED:
            return t("alert", "Buying is halted on the whole desk; sales go on.")
        case Reason.PAIR_HALTED:
            return t("alert", "The venue is not trading {coin} now.", coin=t.ticker(alert.base))
        case Reason.LEAD_STOPPED:
            return t("alert", "Your lead is not leading now; nothing new is copied.")
        case _:
            return t("alert", "Why: {reason}", reason=short_reason(t, alert.reason))


def lead_failure(t: Words, alert: Alert) -> Html:
    """Why a lead's own buy is copied by nobody; it was executed all the same."""
    coin = t.ticker(alert.base)
    done = t("alert", "Your own order was executed; it is private.")
    match alert.reason:
        case Reason.LEAD_EQUITY_LOW:
            why = t(
                "alert",
                "Your equity is {equity} USDT of {least} needed.",
                equity=t.money(alert.free),
                least=t.money(alert.limit),
            )
        case Reason.LEAD_DAILY_LIMIT:
            why = t(
                "alert",
                "{count} lead buys today are the most; the next day begins at 00:00 UTC+8.",
                count=t.count(alert.count),
            )
        case Reason.LEAD_INSTRUMENT_LIMIT:
            why = t("alert", "{coin} would go over the cap of {cap} USDT.", coin=coin, cap=t.money(alert.limit))
        case Reason.LEAD_PAIR_UNSUPPORTED:
            why = t("alert", "{coin} is not a lead instrument of yours.", coin=coin)
        case Reason.LEAD_STOPPED:
            why = t("alert", "You are not leading now.")
        case _:
            why = t("alert", "It was held back by risk control.")
    return lines(why, done)


def _by_reason(t: Words, reason: Reason, many: int) -> Html:
    return t("alert", "{many} not: {reason}", many=t.count(many), reason=short_reason(t, reason))


def _released(t: Words, alert: Alert) -> Html:
    match ReleaseCause[alert.cause.upper()]:
        case ReleaseCause.DUST:
            return t("alert", "It is too little for the venue ever to sell.")
        case ReleaseCause.MANUAL_CLOSE:
            return t("alert", "You kept it when you stopped copying.")
        case ReleaseCause.ORPHAN:
            return t("alert", "Your lead holds none any more and sold it privately.")
        case ReleaseCause.REVOKED:
            return t("alert", "Your lead may not lead any more.")
        case ReleaseCause.DELISTED:
            return t("alert", "Trading in it has ended.")
        case _ as unknown:
            assert_never(unknown)


def _counted(t: Words, alert: Alert) -> Html:
    """What was told together with this one."""
    if not alert.count or alert.kind is AlertKind.LEAD_ORDER_FAILED:
        return NOTHING
    return t.n(
        "alert",
        "{count} like this since the last message; this is the latest.",
        "{count} like this since the last message; this is the latest.",
        alert.count,
    )


def _buttons(t: Words, alert: Alert) -> Row:
    lead = alert.lead
    if alert.kind in {AlertKind.APPLICATION_RECEIVED, AlertKind.STOP_LEADING_REQUESTED}:
        return (opening(t("alert", "Applications"), "applications"),)
    if alert.kind is AlertKind.APPLICATION_APPROVED or alert.kind in OF_THE_LEAD:
        return (opening(t("alert", "Lead desk"), "lead"),) if alert.kind is not AlertKind.ORDER_REFUSED else ()
    if alert.kind in OF_THE_DESK:
        return (opening(t("alert", "Home"), "home"),)
    if lead is None or alert.to == lead:
        return ()
    why = (Button(t("alert", "Why?"), ShowWhy(lead=lead, seq=alert.seq)),) if alert.asked and not alert.count else ()
    copy, log = Button(t("alert", "Copy"), ShowCopy(lead=lead)), Button(t("alert", "Log"), ShowLog(lead=lead, before=0))
    if alert.kind is AlertKind.LOTS_RELEASED:
        return (Button(t("alert", "Portfolio"), ShowPortfolio()), log)
    if alert.kind is AlertKind.COPYING_ENDED:
        return (log, Button(t("alert", "My copies"), ShowCopies()))
    return (*why, log, copy)[:ROW_MAX]
