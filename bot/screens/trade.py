"""L2, the trade panel up to its review: instrument, buy or sell, market or limit, amount. One's own orders alone."""

from decimal import Decimal

from bot.presses import Press
from bot.presses_lead import AskAmount, AskPrice, Kind, TakeAmount, TakePart, Ticket, Way
from bot.screens.head import head, last_row
from bot.screens.html import NOTHING, Html, esc, lines
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.market import Instrument, Symbol
from core.model.money import RATIO_UNITS, ratio
from core.views.trade import Ticket as TicketView
from core.views.trade import price_decimal, tick_decimals

PARTS = (25, 50, 75, 100)
AWAY = {Way.BUY: ("-0.02", "-0.01", "-0.005"), Way.SELL: ("0.005", "0.01", "0.02")}
"""How far from the best price the offered limit prices are."""


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
    coin, symbol = esc(instrument.base), instrument.symbol
    text = lines(
        head(t, t("trade", "trade {symbol}", symbol=t.ticker(symbol)), shown.as_of),
        note,
        t(
            "trade",
            "Buy at {ask}, sell at {bid}",
            ask=price(t, instrument, shown.ask),
            bid=price(t, instrument, shown.bid),
        ),
        t("trade", "You have {free} USDT free and {held}.", free=t.money(shown.free), held=_held(t, shown)),
        _who_copies(t, shown),
    )
    buys = (
        Button(t("trade", "Buy {coin} now", coin=coin), _amount(symbol, Way.BUY), "green"),
        Button(t("trade", "Buy {coin} at a limit", coin=coin), AskPrice(symbol=symbol, way=Way.BUY)),
    )
    sells = (
        Button(t("trade", "Sell {coin} now", coin=coin), _amount(symbol, Way.SELL), "red"),
        Button(t("trade", "Sell {coin} at a limit", coin=coin), AskPrice(symbol=symbol, way=Way.SELL)),
    )
    return Screen(text, (buys, *((sells,) if shown.sellable else ()), last_row(t, "trade")))


def _amount(symbol: Symbol, way: Way) -> Press:
    return AskAmount(symbol=symbol, way=way, kind=Kind.MARKET, price=0)


def _held(t: Words, shown: TicketView) -> Html:
    whole = quantity(t, shown.instrument, shown.sellable)
    if not shown.leads or not shown.private or not shown.lots:
        return whole
    private = quantity(t, shown.instrument, shown.private)
    return t("trade", "{whole} ({private} of it private)", whole=whole, private=private)


def _who_copies(t: Words, shown: TicketView) -> Html:
    if not shown.leads:
        return NOTHING
    if shown.on:
        return t("trade", "● Lead trade is ON: your orders are copied.")
    return t("trade", "○ Lead trade is OFF: private, nobody copies this.")


def ask_price(t: Words, shown: TicketView, way: Way, problem: Html = NOTHING) -> Screen:
    """The question for a limit price."""
    instrument = shown.instrument
    best = shown.ask if way is Way.BUY else shown.bid
    question = (
        t("trade", "What is the most you pay for one {coin}?", coin=esc(instrument.base))
        if way is Way.BUY
        else t("trade", "What is the least you take for one {coin}?", coin=esc(instrument.base))
    )
    text = lines(
        head(t, _title(t, instrument, way, Kind.LIMIT), shown.as_of),
        problem,
        question,
        t("trade", "The best price now is {price}. Type yours in USDT, or tap one.", price=price(t, instrument, best)),
    )
    chips = tuple(_price_chip(t, instrument, way, best, step) for step in AWAY[way]) if best else ()
    return Screen(text, (*((chips,) if chips else ()), _back(t, shown)))


def _price_chip(t: Words, instrument: Instrument, way: Way, best: int, step: str) -> Button:
    away = ratio(step.removeprefix("-")) * (-1 if step.startswith("-") else 1)
    wanted = best * (RATIO_UNITS + away) // RATIO_UNITS
    wanted -= wanted % instrument.tick
    label = t(
        "trade",
        "{price} ({away})",
        price=price(t, instrument, wanted),
        away=t.percent(Decimal(step), signed=True),
    )
    return Button(label, AskAmount(symbol=instrument.symbol, way=way, kind=Kind.LIMIT, price=wanted))


def ask_amount(t: Words, shown: TicketView, *, way: Way, kind: Kind, limit: int, problem: Html = NOTHING) -> Screen:
    """The question for an amount: a part by a tap, or typed."""
    instrument = shown.instrument
    at = t("trade", "At {price} or better.", price=price(t, instrument, limit)) if kind is Kind.LIMIT else NOTHING
    question = (
        t("trade", "For how many USDT? {free} are free. Type it, or tap a part.", free=t.money(shown.free))
        if way is Way.BUY
        else t(
            "trade",
            "How much {coin}? You have {held}. Type it, or tap a part.",
            coin=esc(instrument.base),
            held=_held(t, shown),
        )
    )
    chips = tuple(
        Button(
            t.percent(Decimal(part) / 100, decimals=0),
            TakePart(symbol=instrument.symbol, way=way, kind=kind, price=limit, percent=part),
        )
        for part in PARTS
    )
    text = lines(head(t, _title(t, instrument, way, kind), shown.as_of), problem, at, question)
    return Screen(text, (chips, _back(t, shown)))


def which_amount(
    t: Words, shown: TicketView, *, way: Way, kind: Kind, limit: int, readings: tuple[tuple[Html, int], ...]
) -> Screen:
    """A text that could be two amounts becomes two buttons; nothing is guessed about money."""
    text = lines(
        head(t, _title(t, shown.instrument, way, kind), shown.as_of),
        t("trade", "That can be read in two ways. Which one do you mean?"),
    )
    buttons = tuple(
        Button(label, TakeAmount(symbol=shown.instrument.symbol, way=way, kind=kind, price=limit, amount=amount))
        for label, amount in readings
    )
    return Screen(text, (buttons, _back(t, shown)))


def _back(t: Words, shown: TicketView) -> Row:
    again = Button(t("desk", "‹ Back"), Ticket(symbol=shown.instrument.symbol))
    return (again, last_row(t)[-1])


def _title(t: Words, instrument: Instrument, way: Way, kind: Kind) -> Html:
    coin = esc(instrument.base)
    match way, kind:
        case Way.BUY, Kind.MARKET:
            return t("trade", "buy {coin} now", coin=coin)
        case Way.BUY, Kind.LIMIT:
            return t("trade", "buy {coin} at a limit", coin=coin)
        case Way.SELL, Kind.MARKET:
            return t("trade", "sell {coin} now", coin=coin)
        case _:
            return t("trade", "sell {coin} at a limit", coin=coin)
