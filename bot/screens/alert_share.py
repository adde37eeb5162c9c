"""The words and the button of a settled profit share: what the week came to, and the way to its statement."""

from typing import Final

from bot.html import Html
from bot.presses.statements import ShowSettled
from bot.screens.screen import Button, Row
from bot.translate import Words
from core.model.calendar import WEEK
from core.views.alert import Alert, AlertKind

KINDS: Final = frozenset({AlertKind.SHARE_SETTLED, AlertKind.SHARE_RECEIVED})


def headline(t: Words, alert: Alert) -> Html:
    """Both sides read the same figures: the net, and the lead's share of it."""
    net, share = t.money(alert.profit_net, signed=True), t.money(alert.payable)
    if alert.cycle_end is None:
        return t("alert", "📄 Settled: {net}, share {share}", net=net, share=share)
    week = t.days(*t.calendar.days_of(alert.cycle_end - WEEK, alert.cycle_end))
    return t("alert", "📄 Week {week}: {net}, share {share}", week=week, net=net, share=share)


def more(t: Words, alert: Alert) -> Html:
    """Where the money went, or from how many it came."""
    if alert.kind is AlertKind.SHARE_RECEIVED:
        return t.n("alert", "Of {count} copier", "Of {count} copiers", alert.copiers)
    return t(
        "alert",
        "Withheld {withheld} · to the lead {payable} · back to you {refund}",
        withheld=t.money(alert.withheld),
        payable=t.money(alert.payable),
        refund=t.money(alert.refund),
    )


def buttons(t: Words, alert: Alert) -> tuple[Row, ...]:
    """Opens the statement, which is made when it is first looked at."""
    assert alert.lead is not None, "a settlement is somebody's"
    return ((Button(t("alert", "Open"), ShowSettled(lead=alert.lead, seq=alert.seq)),),)
