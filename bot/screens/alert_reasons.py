"""Why something was not copied, or was let go, with the figures that the alert carries (R-18.3)."""

from typing import assert_never

from bot.html import Html, esc, lines, name
from bot.screens.desk_calendar import desk_zone
from bot.screens.refusals import short_reason
from bot.translate import Words
from core.model.copying import ReleaseCause
from core.model.reasons import Reason
from core.views.alert import HELD
from core.views.alerts import Alert


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
            far = t(
                "alert",
                "{price} is {drift} from your lead's {price_lead}; the limit is {limit}.",
                price=t.price(alert.price),
                drift=t.percent(alert.drift, decimals=2, signed=True),
                price_lead=t.price(alert.price_lead),
                limit=t.percent(alert.limit),
            )
            return far if abs(alert.drift) <= alert.drift_max else far + esc(" ") + _too_far(t, alert)
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


def _too_far(t: Words, alert: Alert) -> Html:
    """Why no tap accepts this price (R-18.4)."""
    return t("alert", "More than {most} cannot be accepted.", most=t.percent(alert.drift_max))


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
                "{count} lead buys today are the most; the next day begins at 00:00 {zone}.",
                count=t.count(alert.count),
                zone=desk_zone(t),
            )
        case Reason.LEAD_INSTRUMENT_LIMIT:
            why = t("alert", "{coin} would go over the cap of {cap} USDT.", coin=coin, cap=t.money(alert.limit))
        case Reason.LEAD_PAIR_UNSUPPORTED:
            why = t("alert", "{coin} is not a lead instrument of yours.", coin=coin)
        case Reason.LEAD_STOPPED:
            why = t("alert", "You are not leading now.")
        case _ if alert.cause == HELD:
            why = t("alert", "A review holds your buys back; you are told when it is over.")
        case _:
            why = t("alert", "It was held back by risk control: you and your copiers would hold too much of it.")
    return lines(why, done)


def released(t: Words, alert: Alert) -> Html:
    """Why coins became one's own."""
    match ReleaseCause[alert.cause.upper()]:
        case ReleaseCause.DUST:
            return t("alert", "It is too little for the venue ever to sell.")
        case ReleaseCause.MANUAL_CLOSE:
            return t("alert", "You kept it when you stopped copying.")
        case ReleaseCause.ORPHAN:
            return t("alert", "You still hold it, your lead does not any more: they sold it privately.")
        case ReleaseCause.REVOKED:
            return t("alert", "Your lead may not lead any more.")
        case ReleaseCause.KEPT:
            return t("alert", "You took it out of your copy.")
        case ReleaseCause.DELISTED:
            return t("alert", "Trading in it has ended.")
        case _ as unknown:
            assert_never(unknown)
