"""Why the desk says no, in words for people: a denied command, a copy that was not made, a text that is no amount."""

from typing import assert_never

from bot.html import Html, name
from bot.screens.spans import retry_span
from bot.screens.typed_wrong import no_amount as no_amount  # noqa: PLC0414  # the lead's side asks for it here
from bot.translate import Words
from core.model.copying import StopCause, StopWay
from core.model.orders import Cause
from core.model.reasons import Denial, Reason


def denial(t: Words, code: Denial, about: str = "") -> Html:  # noqa: PLR0912  # one sentence a code, no branch inside
    """The reason of a denied command; nothing happened then."""
    match code:
        case Denial.SELF_COPY:
            return t("denial", "You cannot copy yourself, nor an account that the desk counts as yours.")
        case Denial.IS_LEAD:
            return t("denial", "You are a lead yourself; leads copy nobody.")
        case Denial.APPLYING_TO_LEAD:
            return t("denial", "You have applied to lead. Until that is answered you cannot start a copy.")
        case Denial.LEAD_NOT_ACTIVE:
            return t("denial", "This lead takes no copiers now.")
        case Denial.LEAD_LEAVING:
            return t("denial", "This lead has asked to stop leading and takes no new copiers.")
        case Denial.ALREADY_COPYING:
            return t("denial", "You copy this lead already.")
        case Denial.NOT_COPYING:
            return t("denial", "You do not copy this lead now.")
        case Denial.STOP_IN_PROGRESS:
            return t("denial", "Your copy of this lead is being stopped. Wait until that is done.")
        case Denial.LEAD_CLOSED:
            return t("denial", "This lead takes no new copiers.")
        case Denial.LEAD_FULL:
            return t("denial", "This lead has as many copiers as allowed.")
        case Denial.TOO_MANY_LEADS:
            return t("denial", "You copy as many leads as one person may. Stop one of them first.")
        case Denial.SMART_SYNC_ONLY:
            return t("denial", "This lead allows Smart Sync only.")
        case Denial.INSTRUMENT_NOT_LED:
            return t("denial", "The lead does not lead in {what}.", what=t.ticker(about))
        case Denial.TOTAL_BELOW_AMOUNT:
            return t("denial", "The maximum in use is below the amount of one copy.")
        case Denial.SETTING_OUT_OF_RANGE:
            return t("denial", "A setting is outside its range: {what}.", what=setting(t, about))
        case Denial.ALLOCATION_NOT_COVERED:
            return t("denial", "Your free cash does not cover this amount.")
        case Denial.AMOUNT_OUT_OF_RANGE:
            return t("denial", "This amount is outside the range.")
        case Denial.INSUFFICIENT_FUNDS:
            return t("denial", "There is not enough {what}.", what=name(about or "USDT"))
        case _:
            return _late_denial(t, code)


def _late_denial(t: Words, code: Denial) -> Html:
    """Of what concerns a copy that runs already."""
    match code:
        case Denial.LOTS_BOUND:
            return t("denial", "A sale of it is on its way. Look again when it is done.")
        case Denial.FUNDS_BOUND:
            return t("denial", "Only cash that no order binds can be taken out.")
        case Denial.NOTHING_TO_SELL:
            return t("denial", "You hold none of it here any more.")
        case Denial.ORDER_TOO_SMALL:
            return t("denial", "It is below the least order of the venue. Sell more, or all.")
        case Denial.RETRY_NOT_OFFERED:
            return t("denial", "This copy cannot be tried again.")
        case Denial.RETRY_EXPIRED:
            return t("denial", "Too late: a failed copy can be tried again for {span} only.", span=retry_span(t))
        case Denial.RETRY_USED:
            return t("denial", "This copy was tried again already; that works once.")
        case Denial.LEAD_SOLD:
            return t("denial", "Too late: your lead has sold some of it meanwhile.")
        case _:
            return t("denial", "The desk's rules do not allow this now.")


def setting(t: Words, field: str) -> Html:
    """A setting by the name the rules give it."""
    match field:
        case "amount":
            return t("setting", "amount of each copy")
        case "multiplier":
            return t("setting", "multiplier")
        case "allocation":
            return t("setting", "investment")
        case "max_total":
            return t("setting", "maximum in use")
        case "take_profit":
            return t("setting", "take-profit")
        case "stop_loss":
            return t("setting", "stop-loss")
        case "total_stop_loss" | "total_stop_loss_action":
            return t("setting", "total stop-loss")
        case _:
            return t("setting", "what becomes of the coins")


def short_reason(t: Words, reason: Reason) -> Html:  # noqa: PLR0912  # one sentence a code, no branch inside
    """Why something was not copied, in a few words; for a list."""
    match reason:
        case Reason.NONE:
            return t("reason", "copied")
        case Reason.COPYING_STOPPED:
            return t("reason", "your copy was being stopped")
        case Reason.COPYING_PAUSED:
            return t("reason", "your copy was paused")
        case Reason.PAIR_NOT_SELECTED:
            return t("reason", "not among your coins")
        case Reason.ENTRY_EXPIRED:
            return t("reason", "came too late")
        case Reason.DESK_HALTED:
            return t("reason", "buying was halted on the whole desk")
        case Reason.PAIR_HALTED:
            return t("reason", "the venue was not trading it")
        case Reason.SPREAD_EXCEEDED:
            return t("reason", "the price was too far from the lead's")
        case Reason.AMOUNT_TOO_LOW:
            return t("reason", "below the least order")
        case Reason.MAX_TOTAL_REACHED:
            return t("reason", "over your maximum in use")
        case Reason.INSUFFICIENT_FUNDS:
            return t("reason", "not enough free cash")
        case Reason.VENUE_REJECTED:
            return t("reason", "the venue refused")
        case Reason.UNANSWERED:
            return t("reason", "no answer from the venue yet")
        case Reason.SELL_NOTHING_HELD:
            return t("reason", "you held none")
        case Reason.SELL_ALREADY_CLOSED:
            return t("reason", "you had sold it already")
        case Reason.SELL_BELOW_MIN:
            return t("reason", "too little to sell; it goes with the next sale")
        case Reason.SELL_DELAYED:
            return t("reason", "not sold yet; we keep trying")
        case _:
            return lead_reason(t, reason)


def lead_reason(t: Words, reason: Reason) -> Html:
    """Why a lead buy was copied by nobody; what concerns the lead alone stays with the lead (R-18.3)."""
    match reason:
        case Reason.LEAD_STOPPED:
            return t("reason", "the lead is not leading now")
        case Reason.LEAD_DAILY_LIMIT:
            return t("reason", "the lead has used up the buys of this day")
        case Reason.LEAD_RISK_CONTROL:
            return t("reason", "held back by risk control")
        case _:
            return t("reason", "the lead's order stayed private")


def stop_cause(t: Words, cause: StopCause) -> Html:
    """Who or what ended a copy."""
    match cause:
        case StopCause.COPIER:
            return t("cause", "you stopped it")
        case StopCause.TOTAL_STOP_LOSS:
            return t("cause", "total stop-loss reached")
        case StopCause.LEAD_STOPPED:
            return t("cause", "the lead has stopped leading")
        case StopCause.REVOKED:
            return t("cause", "the lead's right to lead was revoked")
        case StopCause.REMOVED:
            return t("cause", "the lead removed you")
        case _ as unknown:
            assert_never(unknown)


def stop_way(t: Words, way: StopWay) -> Html:
    """What becomes of the coins."""
    match way:
        case StopWay.MARKET_CLOSE:
            return t("stop", "sell all now")
        case StopWay.COPY_CLOSE:
            return t("stop", "sell as the lead sells")
        case StopWay.MANUAL_CLOSE:
            return t("stop", "keep the coins")
        case _ as unknown:
            assert_never(unknown)


def stop_label(t: Words, way: StopWay) -> Html:
    """The same as a button."""
    match way:
        case StopWay.MARKET_CLOSE:
            return t("stop", "Sell all now")
        case StopWay.COPY_CLOSE:
            return t("stop", "Sell as the lead sells")
        case StopWay.MANUAL_CLOSE:
            return t("stop", "Keep the coins")
        case _ as unknown:
            assert_never(unknown)


def cause_words(t: Words, cause: Cause) -> Html:
    """What made a copy order, where it was not the lead."""
    match cause:
        case Cause.LEAD_ORDER:
            return t("order", "as the lead")
        case Cause.BUY_EXISTING:
            return t("order", "what the lead held")
        case Cause.TAKE_PROFIT:
            return t("order", "take-profit")
        case Cause.STOP_LOSS:
            return t("order", "stop-loss")
        case Cause.TOTAL_STOP_LOSS:
            return t("order", "total stop-loss")
        case Cause.STOP_COPYING:
            return t("order", "you stopped copying")
        case Cause.BY_HAND:
            return t("order", "by hand")
        case Cause.RETRY:
            return t("order", "tried again")
        case _ as unknown:
            assert_never(unknown)
