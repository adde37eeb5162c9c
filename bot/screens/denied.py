"""Why the desk said no to leads, traders and the admin, in words; the copiers' codes are `refusals`' own."""

from bot.html import Html, esc
from bot.screens.denied_telling import TOLD_TO_MANY, telling_denied
from bot.screens.desk_calendar import desk_zone
from bot.screens.refusals import denial
from bot.translate import Words
from core.model.reasons import Denial, Reason


def denial_words(t: Words, code: Denial, about: str = "") -> Html:
    """The sentence of a denial; `about` is what the decision found, such as a ticker or a state."""
    what = esc(about)
    words = {
        Denial.NOT_ALLOWED: lambda: t("denied", "Only the admin may do that."),
        Denial.UNKNOWN_PERSON: lambda: t("denied", "The desk does not know you yet: press Start first."),
        Denial.ALREADY_JOINED: lambda: t("denied", "You are in already."),
        Denial.AMOUNT_OUT_OF_RANGE: lambda: t("denied", "This amount is zero, or more than the desk can hold."),
        Denial.INSUFFICIENT_FUNDS: lambda: t("denied", "There is not enough free {coin} for it.", coin=what),
        Denial.ASSETS_TOO_LOW: lambda: t("denied", "Your trading account holds less than a lead needs."),
        Denial.STILL_COPYING: lambda: t("denied", "You still copy somebody: stop your copies first."),
        Denial.ALREADY_APPLIED: lambda: _applied(t, about),
        Denial.NOT_A_LEAD: lambda: t("denied", "That is for lead traders."),
        Denial.WRONG_STATE: lambda: t("denied", "That does not fit any more: something has changed meanwhile."),
        Denial.INSTRUMENT_NOT_LISTED: lambda: t("denied", "{symbol} is not on the desk's copy list.", symbol=what),
        Denial.INSTRUMENT_IN_USE: lambda: t(
            "denied", "You hold {symbol} or have an order in it: it can be added when that is gone.", symbol=what
        ),
        Denial.RATIO_OUT_OF_RANGE: lambda: t("denied", "That share is above the highest of your level."),
        Denial.RATIO_CHANGES_SPENT: lambda: t("denied", "The changes of this month are used up."),
        Denial.LEAD_ASSETS_HELD: lambda: t("denied", "You still hold lead assets."),
        Denial.LEAD_ORDERS_OPEN: lambda: t("denied", "You still have open lead orders."),
        Denial.INSTRUMENTS_NOT_CHOSEN: lambda: t(
            "denied", "Lead trade cannot be turned on yet: first choose the instruments you lead."
        ),
        Denial.PAIR_HALTED: lambda: t("denied", "The exchange does not trade it now."),
        Denial.ORDER_TOO_SMALL: lambda: t("denied", "It is below the smallest order of the exchange: take more."),
        Denial.ORDER_ID_TAKEN: lambda: t("denied", "This order was placed already."),
        Denial.NO_PRICE: lambda: t("denied", "There is no price for {symbol} now.", symbol=what),
        Denial.NOTHING_TO_SELL: lambda: t("denied", "There is nothing of it left to sell."),
        Denial.UNKNOWN_ORDER: lambda: t("denied", "There is no such open order of yours."),
        Denial.TICK_SIZE: lambda: t("denied", "The price must be a multiple of {tick}.", tick=what),
        Denial.TRIGGER_PASSED: lambda: t("denied", "The price is there already: it would act at once."),
        Denial.TRAIL_OUT_OF_RANGE: lambda: t("denied", "The way back must be above zero and below the whole price."),
        Denial.ORDER_UNDER_WAY: lambda: t(
            "denied", "This order is on its way, and the exchange has not said yet what became of it: look again soon."
        ),
        Denial.TOO_MANY_WAITING: lambda: t("denied", "You have {most} orders waiting: cancel one first.", most=what),
    }
    if code in TOLD_TO_MANY:
        return telling_denied(t, code, about)
    return words[code]() if code in words else denial(t, code, about)


def _applied(t: Words, state: str) -> Html:
    """Why somebody in this state of a lead cannot apply."""
    match state:
        case "applied":
            return t("denied", "You have applied already: the admin's answer comes here.")
        case "revoked":
            return t("denied", "Your right to lead was revoked. That is final; the admin can tell you more.")
        case _:
            return t("denied", "You are a lead trader already.")


def guard_words(t: Words, reason: Reason, *, held: bool | None = None) -> Html:
    """Why a lead's own order is copied by nobody, in the order of the lead guards (R-6). `held`: whether a conduct
    hold is set, where that is known; the fact of an order says risk control alone."""
    words = {
        Reason.LEAD_SWITCH_OFF: lambda: t("guard", "lead trade is off"),
        Reason.LEAD_STOPPED: lambda: t("guard", "you are not an active lead"),
        Reason.LEAD_PAIR_UNSUPPORTED: lambda: t("guard", "this instrument is not among those you lead"),
        Reason.LEAD_EQUITY_LOW: lambda: t("guard", "your lead equity is below the least a lead needs"),
        Reason.LEAD_DAILY_LIMIT: lambda: t("guard", "today's lead buys are used up ({zone})", zone=desk_zone(t)),
        Reason.LEAD_INSTRUMENT_LIMIT: lambda: t("guard", "you would hold more of this instrument than a lead may"),
        Reason.LEAD_RISK_CONTROL: lambda: _risk_control(t, held=held),
    }
    return words[reason]() if reason in words else t("guard", "the desk's rules say so")


def _risk_control(t: Words, *, held: bool | None) -> Html:
    """Which of the two it is (R-6.8), or both where that is not known any more."""
    match held:
        case True:
            return t("guard", "a review holds your buys back")
        case False:
            return t("guard", "risk control: you and your copiers would hold too much of it")
        case None:
            return t(
                "guard",
                "risk control: you and your copiers would hold too much of it, or a review holds your buys back",
            )
