"""L2, the questions for a price and for an amount: a part by a tap, or typed."""

from decimal import Decimal
from typing import Final

from bot.html import NOTHING, Html, esc, lines
from bot.presses.trading import AskAmount, AskPrice, Kind, TakeAmount, TakePart, Way
from bot.screens.head import head
from bot.screens.screen import Button, Screen
from bot.screens.trade import held_words, price, quantity
from bot.screens.trade_kinds import title, to_ticket, waits_for
from bot.translate import Words
from core.model.money import RATIO_UNITS, ratio
from core.model.orders import Assets
from core.views.trade import Ticket as TicketView

PARTS: Final = (25, 50, 75, 100)
AWAY: Final = {True: ("-0.02", "-0.01", "-0.005"), False: ("0.005", "0.01", "0.02")}
"""How far from the best price the offered limit prices of a buy (True) and of a sale are."""
ASSETS: Final = {Way.LEAD: Assets.LEAD, Way.PRIVATE: Assets.PRIVATE}
"""What the ways of a lead to sell take; all others take any."""


def ask_price(t: Words, shown: TicketView, asked: AskPrice, problem: Html = NOTHING) -> Screen:
    """The question for a limit price, or for where a trailing order begins."""
    instrument, best = shown.instrument, _best(shown, asked.way)
    text = lines(
        head(t, title(t, instrument, asked.way, asked.kind), shown.as_of),
        problem,
        waits_for(t, instrument, way=asked.way, kind=asked.kind, mark=asked.mark),
        _price_question(t, shown, asked.way, asked.kind),
        t("trade", "The best price now is {price}. Type yours in USDT, or tap one.", price=price(t, instrument, best)),
    )
    chips = tuple(_price_chip(t, shown, asked, step) for step in AWAY[asked.way.buys]) if best else ()
    return Screen(text, (*((chips,) if chips else ()), to_ticket(t, shown)))


def _best(shown: TicketView, way: Way) -> int:
    return shown.ask if way.buys else shown.bid


def _price_question(t: Words, shown: TicketView, way: Way, kind: Kind) -> Html:
    coin = esc(shown.instrument.base)
    if kind.trails:
        return t("trade", "From which price of {coin} on shall it follow?", coin=coin)
    if way.buys:
        return t("trade", "What is the most you pay for one {coin}?", coin=coin)
    return t("trade", "What is the least you take for one {coin}?", coin=coin)


def _price_chip(t: Words, shown: TicketView, asked: AskPrice, step: str) -> Button:
    instrument, best = shown.instrument, _best(shown, asked.way)
    away = ratio(step.removeprefix("-")) * (-1 if step.startswith("-") else 1)
    wanted = best * (RATIO_UNITS + away) // RATIO_UNITS
    wanted -= wanted % instrument.tick
    label = t(
        "trade",
        "{price} ({away})",
        price=price(t, instrument, wanted),
        away=t.percent(Decimal(step), signed=True),
    )
    return Button(label, AskAmount(**dict(asked), price=wanted))


def ask_amount(t: Words, shown: TicketView, asked: AskAmount, problem: Html = NOTHING) -> Screen:
    """The question for an amount: a part by a tap, or typed."""
    question = (
        t("trade", "For how many USDT? {free} are free. Type it, or tap a part.", free=t.money(shown.free))
        if asked.way.buys
        else t(
            "trade",
            "How much {coin}? You have {held}. Type it, or tap a part.",
            coin=esc(shown.instrument.base),
            held=_held(t, shown, asked.way),
        )
    )
    chips = tuple(
        Button(t.percent(Decimal(part) / 100, decimals=0), TakePart(**dict(asked), percent=part)) for part in PARTS
    )
    text = lines(_head(t, shown, asked), problem, *_so_far(t, shown, asked), question)
    return Screen(text, (chips, to_ticket(t, shown)))


def _held(t: Words, shown: TicketView, way: Way) -> Html:
    if way not in ASSETS:
        return held_words(t, shown)
    return quantity(t, shown.instrument, shown.sellable_of(ASSETS[way]))


def _head(t: Words, shown: TicketView, asked: AskAmount) -> Html:
    return head(t, title(t, shown.instrument, asked.way, asked.kind), shown.as_of)


def _so_far(t: Words, shown: TicketView, asked: AskAmount) -> tuple[Html, ...]:
    """What is settled already."""
    instrument, at = shown.instrument, price(t, shown.instrument, asked.price)
    mark = waits_for(t, instrument, way=asked.way, kind=asked.kind, mark=asked.mark)
    if asked.kind.trails and asked.price:
        return (mark, t("trade", "It begins to follow at {price}.", price=at))
    return (mark, t("trade", "At {price} or better.", price=at) if asked.kind.priced else NOTHING)


def which_amount(t: Words, shown: TicketView, asked: AskAmount, readings: tuple[tuple[Html, int], ...]) -> Screen:
    """A text that could be two amounts becomes two buttons; nothing is guessed about money."""
    text = lines(_head(t, shown, asked), t("trade", "That can be read in two ways. Which one do you mean?"))
    buttons = tuple(Button(label, TakeAmount(**dict(asked), amount=amount)) for label, amount in readings)
    return Screen(text, (buttons, to_ticket(t, shown)))


def too_much(t: Words, most: Html) -> Html:
    """A typed amount is taken as it stands, or not at all."""
    return t("trade", "One order can be for {most} at most.", most=most)


def no_part(t: Words) -> Html:
    """A typed percentage that is no part of anything."""
    return t("trade", "A part is above 0% and at most 100%.")
