"""L2, the order types beside market and limit, and what a waiting order waits for (R-4.3)."""

from decimal import Decimal
from typing import Final, assert_never

from bot.html import NOTHING, Html, lines
from bot.presses.trading import AskAmount, AskMark, AskPrice, Kind, SetMark, Ticket, Way
from bot.screens.head import head, last_row
from bot.screens.screen import Button, Row, Screen
from bot.screens.trade import price, way_words
from bot.translate import Words
from core.model.market import Instrument
from core.model.money import RATIO_UNITS, ratio
from core.views.trade import Ticket as TicketView

OFFERED: Final = (Kind.POST_ONLY, Kind.IOC, Kind.FOK, Kind.TRIGGER, Kind.TRAIL)
TRIGGERS: Final = ("-0.05", "-0.02", "0.02", "0.05")
"""How far from the last price the offered trigger prices are."""
BACKS: Final = ("0.01", "0.02", "0.05", "0.1")
"""The ways back that are offered to a trailing order."""


def kinds(t: Words, shown: TicketView, way: Way) -> Screen:
    """What each does, in a sentence, and a button for it."""
    instrument = shown.instrument
    text = lines(
        head(t, way_words(t, instrument, way), shown.as_of),
        *(t("trade", "{kind}: {does}", kind=kind_words(t, kind), does=does(t, kind)) for kind in OFFERED),
    )
    buttons = [Button(kind_words(t, kind), _opens(instrument, way, kind)) for kind in OFFERED]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Screen(text, (*rows, to_ticket(t, shown)))


def _opens(instrument: Instrument, way: Way, kind: Kind) -> AskPrice | AskMark:
    if kind.priced:
        return AskPrice(symbol=instrument.symbol, way=way, kind=kind, mark=0)
    return AskMark(symbol=instrument.symbol, way=way, kind=kind)


def kind_words(t: Words, kind: Kind) -> Html:
    """What an order type is called."""
    match kind:
        case Kind.MARKET:
            return t("trade", "Now")
        case Kind.LIMIT:
            return t("trade", "Limit")
        case Kind.POST_ONLY:
            return t("trade", "Post-only")
        case Kind.IOC:
            return t("trade", "At once or not (IOC)")
        case Kind.FOK:
            return t("trade", "All or nothing (FOK)")
        case Kind.TRIGGER | Kind.TRIGGER_LIMIT:
            return t("trade", "Trigger")
        case Kind.TRAIL | Kind.TRAIL_BY:
            return t("trade", "Trailing")
        case _ as unknown:
            assert_never(unknown)


def does(t: Words, kind: Kind) -> Html:
    """What an order of this type does, after its name."""
    match kind:
        case Kind.POST_ONLY:
            return t("trade", "waits in the exchange's book, and is cancelled if it would execute at once")
        case Kind.IOC:
            return t("trade", "takes what there is at your price now, and the rest is cancelled")
        case Kind.FOK:
            return t("trade", "all of it at your price now, or none of it")
        case Kind.TRAIL:
            return t("trade", "follows the price, and leaves when it has come back from its best by so much")
        case _:
            return t("trade", "leaves when the last price reaches one you name")


def title(t: Words, instrument: Instrument, way: Way, kind: Kind) -> Html:
    """What is being made ready."""
    return t("trade", "{what} · {kind}", what=way_words(t, instrument, way), kind=kind_words(t, kind))


def to_ticket(t: Words, shown: TicketView) -> Row:
    """Back to the instrument, and home."""
    return (Button(t("desk", "‹ Back"), Ticket(symbol=shown.instrument.symbol)), last_row(t)[-1])


# ── what it waits for ─────────────────────────────────────────────────────────


def ask_mark(t: Words, shown: TicketView, way: Way, kind: Kind, problem: Html = NOTHING) -> Screen:
    """A trigger price, or a trailing order's way back."""
    instrument, last = shown.instrument, shown.last
    question = (
        t(
            "trade",
            "How far may the price come back? Type 2% or an amount in USDT such as {amount}, or tap one.",
            amount=price(t, instrument, max(last // 50 // instrument.tick, 1) * instrument.tick),
        )
        if kind.trails
        else t("trade", "The last price is {price}. At which one shall it leave?", price=price(t, instrument, last))
    )
    chips = tuple(_back_chip(t, shown, way, step) for step in BACKS)
    if not kind.trails:
        chips = tuple(_trigger_chip(t, shown, way, step) for step in TRIGGERS) if last else ()
    rows = tuple(chips[at : at + 2] for at in range(0, len(chips), 2))
    text = lines(head(t, title(t, instrument, way, kind), shown.as_of), problem, question, worse(t))
    return Screen(text, (*rows, to_ticket(t, shown)))


def worse(t: Words) -> Html:
    """R-13.7."""
    return t("trade", "The fill can be worse than the price you set: the market moves on before it is done.")


def _trigger_chip(t: Words, shown: TicketView, way: Way, step: str) -> Button:
    instrument = shown.instrument
    away = ratio(step.removeprefix("-")) * (-1 if step.startswith("-") else 1)
    mark = shown.last * (RATIO_UNITS + away) // RATIO_UNITS // instrument.tick * instrument.tick
    label = t("trade", "{price} ({away})", price=price(t, instrument, mark), away=t.percent(Decimal(step), signed=True))
    return Button(label, SetMark(symbol=instrument.symbol, way=way, kind=Kind.TRIGGER, mark=mark))


def _back_chip(t: Words, shown: TicketView, way: Way, step: str) -> Button:
    mark = SetMark(symbol=shown.instrument.symbol, way=way, kind=Kind.TRAIL, mark=ratio(step))
    return Button(t.percent(Decimal(step)), mark)


def set_mark(t: Words, shown: TicketView, *, way: Way, kind: Kind, mark: int) -> Screen:
    """A trigger order: at market or at a limit; a trailing one: from now on, or from a price on."""
    symbol, trails = shown.instrument.symbol, kind.trails
    plain = AskAmount(symbol=symbol, way=way, kind=kind, price=0, mark=mark)
    priced = AskPrice(symbol=symbol, way=way, kind=kind if trails else Kind.TRIGGER_LIMIT, mark=mark)
    first = t("trade", "From now on") if trails else t("trade", "At market")
    second = t("trade", "From a price on") if trails else t("trade", "At a limit")
    question = (
        t("trade", "From when on shall it follow the price?")
        if trails
        else t("trade", "And when that price has come, how shall it leave?")
    )
    text = lines(
        head(t, title(t, shown.instrument, way, kind), shown.as_of),
        waits_for(t, shown.instrument, way=way, kind=kind, mark=mark),
        question,
    )
    return Screen(text, ((Button(first, plain), Button(second, priced)), to_ticket(t, shown)))


def waits_for(t: Words, instrument: Instrument, *, way: Way, kind: Kind, mark: int) -> Html:
    """What has to happen before it leaves; nothing for an order that waits for nothing."""
    match kind:
        case Kind.TRIGGER | Kind.TRIGGER_LIMIT:
            return t("trade", "It waits until the last price reaches {price}.", price=price(t, instrument, mark))
        case Kind.TRAIL | Kind.TRAIL_BY:
            way_back = price(t, instrument, mark) if kind is Kind.TRAIL_BY else t.percent(mark)
            if way.buys:
                return t("trade", "It waits until the price has risen {back} from its lowest.", back=way_back)
            return t("trade", "It waits until the price has fallen {back} from its highest.", back=way_back)
        case _:
            return NOTHING
