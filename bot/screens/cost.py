"""R4, what copying one lead costs: delay, price, fees, sizing and skips, and what of it is worth changing."""

from bot.html import NOTHING, Html, lines
from bot.presses.copier import ShowCopy, ShowLog
from bot.presses.terms import ShowSettings
from bot.screens.arriving import last
from bot.screens.delays import took
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import short_reason
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.views.cost import Cost, Missed

MISSED_SHOWN = 8


def cost(t: Words, view: Cost, names: Names) -> Screen:
    """The gap between the lead's trades and one's own, part by part."""
    title = t("cost", "cost of copying {lead}", lead=lead_name(names, view.lead))
    text = lines(
        head(t, title, view.as_of),
        _returns(t, view),
        _orders(t, view),
        *(_parts(t, view) if view.traded else ()),
        *(_missed(t, each) for each in view.missed[:MISSED_SHOWN]),
        t("cost", "Minus stands for what was better than the lead's price."),
        t("cost", "⚠ There were more orders than one look reads: these are the newest.") if view.partial else NOTHING,
    )
    row = (
        Button(t("copy", "Settings"), ShowSettings(lead=view.lead)),
        Button(t("alert", "Log"), ShowLog(lead=view.lead, before=0)),
    )
    return Screen(text, (row, last(t, ShowCopy(lead=view.lead))))


def _returns(t: Words, view: Cost) -> Html:
    if view.lead_return is None:
        return NOTHING
    lead = t.percent(view.lead_return, signed=True)
    if view.my_return is None:
        return t("cost", "Lead's return since the day you began: {lead}", lead=lead)
    return t(
        "cost",
        "Since the day you began: the lead {lead}, you {mine}",
        lead=lead,
        mine=t.percent(view.my_return, signed=True),
    )


def _orders(t: Words, view: Cost) -> Html:
    health = view.health
    if not health.orders:
        return t("copy", "No lead order has fired since this copy began.")
    return t(
        "cost",
        "{copied} of {orders} lead orders copied, {traded} in all",
        copied=t.count(health.copied),
        orders=t.count(health.orders),
        traded=t.money(view.traded, ticker="USDT"),
    )


def _parts(t: Words, view: Cost) -> tuple[Html, ...]:
    health = view.health
    delay = t("cost", "Delay: {cost}", cost=t.money(view.delay, signed=True))
    if health.middle is not None and health.slow is not None:
        time = took(t, middle=health.middle, slow=health.slow)
        delay = t("cost", "Delay: {cost} · {time}", cost=t.money(view.delay, signed=True), time=time)
    return (
        delay,
        t("cost", "Price: {cost}", cost=t.money(view.price, signed=True)),
        t("cost", "Both: {away} of what was traded, from the lead's average prices", away=_away(t, view)),
        t("cost", "Fees: {cost}", cost=t.money(view.fees, signed=True)),
        t("cost", "Sizing: {amount} was not bought, left by lots and limits", amount=t.money(view.rounded)),
    )


def _away(t: Words, view: Cost) -> Html:
    return t.percent(view.away, decimals=3, signed=True)


def _missed(t: Words, missed: Missed) -> Html:
    reason = short_reason(t, missed.reason)
    if not missed.notional:
        return t.n("cost", "Skipped {count}: {reason}", "Skipped {count}: {reason}", missed.orders, reason=reason)
    return t.n(
        "cost",
        "Skipped {count}, {notional}: {reason}",
        "Skipped {count}, {notional}: {reason}",
        missed.orders,
        notional=t.money(missed.notional),
        reason=reason,
    )
