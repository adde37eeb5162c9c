"""D4, the public orders of one lead, newest first."""

from bot.html import NOTHING, Html, lines
from bot.presses.knowing import ShowLead, ShowLeadOrders
from bot.screens.arriving import last
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.market import Side
from core.views.lead_orders import LeadOrders, PublicOrder


def lead_orders(t: Words, view: LeadOrders, names: Names, *, before: int) -> Screen:
    """A page below `before`, 0 being the newest."""
    title = t("lead orders", "orders of {lead}", lead=lead_name(names, view.lead))
    none = t("lead orders", "No lead order yet. What this lead does privately is not shown.")
    reach = t.n("lead orders", "Of the last {count} month:", "Of the last {count} months:", view.months)
    text = lines(
        head(t, title, view.as_of), reach, *(_line(t, row) for row in view.rows), NOTHING if view.rows else none
    )
    return Screen(text, (*_pager(t, view, before), last(t, ShowLead(lead=view.lead))))


def _line(t: Words, row: PublicOrder) -> Html:
    figures = {
        "when": t.when(row.at),
        "quantity": t.quantity(row.quantity, ticker=row.base),
        "price": t.price(row.price),
        "notional": t.money(row.notional),
    }
    if row.side is Side.BUY:
        return t("lead orders", "{when} · bought {quantity} at {price}, {notional}", **figures)
    net = t.money(row.net or 0, signed=True)
    return t("lead orders", "{when} · sold {quantity} at {price}, {notional}, net {net}", net=net, **figures)


def _pager(t: Words, view: LeadOrders, before: int) -> tuple[Row, ...]:
    newest = (Button(t("log", "Newest"), ShowLeadOrders(lead=view.lead, before=0)),) if before else ()
    older = (
        (Button(t("log", "Older"), ShowLeadOrders(lead=view.lead, before=view.rows[-1].seq)),)
        if view.more and view.rows
        else ()
    )
    row = (*newest, *older)
    return (row,) if row else ()
