"""L2, the trade panel: which instrument, and whether to buy or to sell it. One's own orders alone."""

from typing import assert_never

from bot.html import NOTHING, Html, esc, lines
from bot.presses.trading import AskAmount, AskPrice, Kind, MoreKinds, Ticket, Way
from bot.screens.head import head, last_row
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.market import Instrument
from core.model.orders import Assets
from core.views.trade import Ticket as TicketView
from core.views.trade import price_decimal, tick_decimals


def price(t: Words, instrument: Instrument, value: int) -> Html:
    """A price with the instrument's own decimals."""
    return t.price(price_decimal(instrument, value), decimals=tick_decimals(instrument))


def quantity(t: Words, instrument: Instrument, value: int) -> Html:
    """An amount of coins with their ticker."""
    return t.quantity(instrument.quantity_decimal(value), ticker=instrument.base)


def not_listed(t: Words) -> Screen:
    """The instrument is not on the desk's list, or not any more."""
    text = t("trade", "PAPER · The desk does not list this. Nothing was done, and no money moved.")
    return Screen(text, (last_row(t, "trade"),))


# ── choosing ──────────────────────────────────────────────────────────────────


def instruments(t: Words, shown: tuple[TicketView, ...]) -> Screen:
    """What can be traded."""
    first = shown[0]
    text = lines(
        head(t, t("trade", "trade"), first.as_of),
        _who_copies(t, first),
        t("trade", "You have {free} USDT free. What do you want to trade?", free=t.money(first.free)),
    )
    buttons = [
        Button(
            t("trade", "{coin} at {price}", coin=esc(each.instrument.base), price=price(t, each.instrument, each.ask)),
            Ticket(symbol=each.instrument.symbol),
        )
        for each in shown
        if each.ask
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Screen(text, (*rows, last_row(t)))


def ticket(t: Words, shown: TicketView, note: Html = NOTHING) -> Screen:
    """One instrument: its prices, what there is to spend and to sell."""
    instrument = shown.instrument
    text = lines(
        head(t, t("trade", "trade {symbol}", symbol=t.ticker(instrument.symbol)), shown.as_of),
        note,
        t(
            "trade",
            "Buy at {ask}, sell at {bid}",
            ask=price(t, instrument, shown.ask),
            bid=price(t, instrument, shown.bid),
        ),
        t("trade", "You have {free} USDT free and {held}.", free=t.money(shown.free), held=held_words(t, shown)),
        _who_copies(t, shown),
    )
    rows = tuple(row for way in (Way.BUY, *_sales(shown)) for row in _ways(t, instrument, way))
    return Screen(text, (*rows, last_row(t, "trade")))


def _sales(shown: TicketView) -> tuple[Way, ...]:
    """A lead who holds both kinds sells them apart (R-4.9)."""
    if not shown.leads:
        return (Way.SELL,) if shown.sellable else ()
    kinds = ((Way.LEAD, Assets.LEAD), (Way.PRIVATE, Assets.PRIVATE))
    return tuple(way for way, assets in kinds if shown.sellable_of(assets))


def _ways(t: Words, instrument: Instrument, way: Way) -> tuple[Row, ...]:
    """At once, at a limit, and what else there is."""
    symbol, what = instrument.symbol, way_words(t, instrument, way)
    now = Button(
        t("trade", "{what} now", what=what),
        AskAmount(symbol=symbol, way=way, kind=Kind.MARKET, price=0, mark=0),
        "green" if way.buys else "red",
    )
    limit = Button(
        t("trade", "{what} at a limit", what=what), AskPrice(symbol=symbol, way=way, kind=Kind.LIMIT, mark=0)
    )
    more = Button(t("trade", "{what}: more …", what=what), MoreKinds(symbol=symbol, way=way))
    return ((now, limit), (more,))


def way_words(t: Words, instrument: Instrument, way: Way) -> Html:
    """What is done, as a button begins."""
    coin = esc(instrument.base)
    match way:
        case Way.BUY:
            return t("trade", "Buy {coin}", coin=coin)
        case Way.SELL:
            return t("trade", "Sell {coin}", coin=coin)
        case Way.LEAD:
            return t("trade", "Sell lead {coin}", coin=coin)
        case Way.PRIVATE:
            return t("trade", "Sell private {coin}", coin=coin)
        case _ as unknown:
            assert_never(unknown)


def held_words(t: Words, shown: TicketView) -> Html:
    """What may be sold, and how much of it is private."""
    whole = quantity(t, shown.instrument, shown.sellable)
    if not shown.leads or not shown.private or not shown.lots:
        return whole
    private = quantity(t, shown.instrument, shown.private)
    return t("trade", "{whole} ({private} of it private)", whole=whole, private=private)


def _who_copies(t: Words, shown: TicketView) -> Html:
    if not shown.leads:
        return NOTHING
    if not shown.on:
        return t("trade", "○ Lead trade is OFF: private, nobody copies this.")
    if not shown.active:
        return t("trade", "■ Your buys are private: you are not an active lead. Your sales are copied.")
    if shown.held:
        return t("trade", "■ A review holds your buys back: nobody copies them. Your sales are copied.")
    return t("trade", "● Lead trade is ON: your orders are copied.")
