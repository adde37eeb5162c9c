"""What a lead and the admin are told of conduct: what was found, what follows, what ends it (section 22)."""

from bot.html import NOTHING, Html, lines, name
from bot.screens.leads import Names
from bot.screens.spans import exact_span
from bot.translate import Words
from core.model.conduct import Monitor
from core.model.people import PersonId
from core.views.alerts import Alert, AlertKind

KINDS = frozenset(
    {
        AlertKind.CONDUCT_HELD,
        AlertKind.CONDUCT_CLEARED,
        AlertKind.CONDUCT_REVIEW,
        AlertKind.COPIER_FLOW_WARNED,
        AlertKind.LEAD_INACTIVE,
    }
)


def headline(t: Words, alert: Alert, names: Names) -> Html:
    """What happened, for the kinds of `KINDS`."""
    match alert.kind:
        case AlertKind.CONDUCT_HELD:
            return t("alert", "■ Your buys are held back: a review")
        case AlertKind.CONDUCT_CLEARED:
            return t("alert", "● Review over: you are copied again")
        case AlertKind.COPIER_FLOW_WARNED:
            return t("alert", "⚠ Copies move {coin}: buy it slower", coin=t.ticker(alert.base))
        case AlertKind.LEAD_INACTIVE:
            return t("alert", "⚠ No lead order for {days} days", days=t.count(alert.count))
        case _:
            lead = name(names(alert.lead or PersonId(0)), longest=16)
            return t("alert", "⚠ Conduct of {lead}: please review", lead=lead)


def more(t: Words, alert: Alert) -> Html:
    """Why, and what it means for whoever reads it."""
    coin = t.ticker(alert.base)
    match alert.kind:
        case AlertKind.CONDUCT_HELD:
            return t(
                "alert",
                "You sold {coin} privately within {span} of a lead buy of it. Until the desk has looked into it,"
                " your buys execute for you and are not copied. Your sales are copied as ever.",
                coin=coin,
                span=exact_span(t, seconds=t.limits.conduct.front_run_s),
            )
        case AlertKind.CONDUCT_CLEARED:
            return t("alert", "The desk has looked into it. No review holds your buys back any more.")
        case AlertKind.COPIER_FLOW_WARNED:
            return t(
                "alert",
                "Your copiers bought {bought} of the {volume} that was traded in {span}. That moves the price"
                " against them; smaller or slower orders would not.",
                bought=t.money(alert.notional),
                volume=t.money(alert.limit, ticker="USDT"),
                span=exact_span(t, seconds=t.limits.conduct.copier_flow.window_s),
            )
        case AlertKind.LEAD_INACTIVE:
            return _inactive(t, alert)
        case AlertKind.CONDUCT_REVIEW:
            return found(t, Monitor[alert.cause.upper()], coin)
        case _:
            return NOTHING


def _inactive(t: Words, alert: Alert) -> Html:
    if not alert.limit:
        return t("alert", "You are off the list of leads until your next lead order. Your copies go on.")
    return t(
        "alert",
        "Do you still lead? After {days} days without a lead order leading is stopped, once you hold no lead assets.",
        days=t.count(alert.limit),
    )


def stopped(t: Words, alert: Alert) -> Html:
    """What the end of leading means; `count`: after so many days without a lead order, and unasked (R-22.7)."""
    quiet = (
        t.n(
            "alert",
            "No lead order for {count} day, and no lead assets left.",
            "No lead order for {count} days, and no lead assets left.",
            alert.count,
        )
        if alert.count
        else NOTHING
    )
    ends = t("alert", "Every copy of you ends. You may copy others now, or apply again as a new lead, at level 1.")
    return lines(quiet, ends)


def found(t: Words, monitor: Monitor, coin: Html) -> Html:
    """What a monitor saw, in words for the admin."""
    match monitor:
        case Monitor.SELF_MATCH:
            return t("alert", "Linked accounts traded {coin} with each other. The lead is suspended.", coin=coin)
        case Monitor.FRONT_RUN:
            return t(
                "alert",
                "Sold {coin} privately within {span} of a lead buy of it. New buys are held back.",
                coin=coin,
                span=exact_span(t, seconds=t.limits.conduct.front_run_s),
            )
        case Monitor.COPIER_FLOW:
            return t("alert", "The copiers bought much of what was traded of {coin}.", coin=coin)
