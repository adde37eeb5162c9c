"""What became of one's own order, and whether money moved; it takes the place of the review (rule 19)."""

from bot.html import NOTHING, Html, esc, lines
from bot.presses.trading import Ticket
from bot.screens.denied import guard_words
from bot.screens.head import head, last_row, opening
from bot.screens.order_words import dropped_words
from bot.screens.screen import Button, Screen
from bot.screens.trade import price, quantity
from bot.translate import Words
from core.model.events import OrderClosed, OrderDropped, OrderPlaced, OrderRested
from core.model.market import Instrument, Side
from core.model.reasons import Reason
from core.views.as_of import AsOf
from core.views.trade import Ticket as TicketView
from core.views.trade import average

ENDING = OrderClosed | OrderDropped | OrderRested | OrderPlaced


def outcome(
    t: Words, at: AsOf, shown: TicketView, ending: ENDING | None, *, copiers: int, note: Html = NOTHING
) -> Screen:
    """What became of it, and whether money moved; None: the exchange has not answered yet."""
    instrument = shown.instrument
    title = t("outcome", "your order in {symbol}", symbol=t.ticker(instrument.symbol))
    again = Button(t("outcome", "Trade {coin} again", coin=esc(instrument.base)), Ticket(symbol=instrument.symbol))
    row = (again, opening(t("outcome", "Assets, orders"), "assets"))
    return Screen(lines(head(t, title, at), note, *_told(t, at, shown, ending, copiers)), (row, last_row(t)))


def _told(t: Words, at: AsOf, shown: TicketView, ending: ENDING | None, copiers: int) -> tuple[Html, ...]:
    instrument = shown.instrument
    match ending:
        case None:
            return (
                t("outcome", "⏳ Sent. The exchange has not answered yet; I am asking, and do not send it again."),
                t("outcome", "What becomes of it stands under Assets, orders."),
            )
        case OrderDropped():
            return (t("outcome", "✖ Nothing was executed, and no money moved."), dropped_words(t, ending))
        case OrderPlaced():
            return (
                t("outcome", "⏸ It waits for its price. Nothing is bound until then, and I tell you when it is done."),
                t("outcome", "You can cancel it under Assets, orders."),
            )
        case OrderRested():
            done = quantity(t, instrument, ending.quantity)
            return (
                t("outcome", "⏸ It rests in the exchange's book. Executed so far: {done}.", done=done),
                t("outcome", "Copies go out when it is done.") if shown.on else NOTHING,
                t("outcome", "You can cancel it under Assets, orders."),
            )
        case OrderClosed():
            followed = _followed(t, ending, copiers, halted=at.halted) if shown.leads else NOTHING
            return (filled(t, instrument, ending), followed)


def filled(t: Words, instrument: Instrument, closed: OrderClosed) -> Html:
    """What was executed of it, and what that came to."""
    amount, total = quantity(t, instrument, closed.quantity), t.money(closed.notional, ticker="USDT")
    at = price(t, instrument, average(instrument, closed.quantity, closed.notional))
    if closed.side == Side.BUY:
        fee = quantity(t, instrument, closed.fee)
        return t(
            "outcome",
            "✔ Bought {amount} at {price} = {total}, fee {fee}.",
            amount=amount,
            price=at,
            total=total,
            fee=fee,
        )
    fee = t.money(closed.fee, ticker="USDT")
    return t(
        "outcome", "✔ Sold {amount} at {price} = {total}, fee {fee}.", amount=amount, price=at, total=total, fee=fee
    )


def _followed(t: Words, closed: OrderClosed, copiers: int, *, halted: bool) -> Html:
    if closed.led and halted and Side(closed.side) is Side.BUY:
        return t("outcome", "○ A lead order, but the desk is halted: nobody copies it.")
    if closed.led and copiers:
        return t.n(
            "outcome",
            "● Copied: it goes out to {count} copier now.",
            "● Copied: it goes out to {count} copiers now.",
            copiers,
        )
    if closed.led:
        return t("outcome", "● A lead order, and nobody to copy it.")
    if closed.reason in {Reason.NONE, Reason.LEAD_SWITCH_OFF}:
        return t("outcome", "○ Private: nobody copies it.")
    return t("outcome", "○ Private, because {why}: nobody copies it.", why=guard_words(t, closed.reason))


def done_before(t: Words) -> Html:
    """For a second press on a green button."""
    return t("outcome", "This button works once; here is what came of it.")
