"""L2, the trade panel: instrument, buy or sell, market or limit, amount, review, outcome. One's own orders alone."""

from collections.abc import Mapping
from decimal import Decimal

from bot.presses import Confirm, Press
from bot.presses_lead import AskAmount, AskPrice, Kind, TakeAmount, TakePart, Ticket, Way
from bot.screens.denied import denial_words, guard_words
from bot.screens.head import head, last_row, opening
from bot.screens.html import NOTHING, Html, bold, esc, lines
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.events import OrderClosed, OrderDropped, OrderRested
from core.model.limits import EntryLimits
from core.model.market import Instrument, Side, Symbol
from core.model.money import RATIO_UNITS, ratio
from core.model.orders import OrderType
from core.model.reasons import Reason
from core.views.as_of import AsOf
from core.views.trade import Ticket as TicketView
from core.views.trade import TradePlan, average, price_decimal, tick_decimals

PARTS = (25, 50, 75, 100)
AWAY = {Way.BUY: ("-0.02", "-0.01", "-0.005"), Way.SELL: ("0.005", "0.01", "0.02")}
"""How far from the best price the offered limit prices are."""
ENDING = OrderClosed | OrderDropped | OrderRested
Lines = Mapping[str, Html]


def price(t: Words, instrument: Instrument, value: int) -> Html:
    """A price with the instrument's own decimals."""
    return t.price(price_decimal(instrument, value), decimals=tick_decimals(instrument))


def quantity(t: Words, instrument: Instrument, value: int) -> Html:
    """An amount of coins with their ticker."""
    return t.quantity(instrument.quantity_decimal(value), ticker=instrument.base)


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


# ── the review ────────────────────────────────────────────────────────────────


def review(
    t: Words, plan: TradePlan, entry: EntryLimits, nonce: str, before: Mapping[str, str] | None = None
) -> Screen:
    """What the order is, who copies it, what it costs and the worst case. `before`: an older review of the same order,
    whose lines that no longer hold are marked."""
    told = review_lines(t, plan, entry)
    marked = [_marked(t, key, line, before) for key, line in told.items()]
    fresh = t("review", "Something has changed, so nothing was done. Look again:") if before is not None else NOTHING
    text = lines(head(t, _heading(t, plan), plan.as_of), fresh, *marked)
    place = Button(t("review", "Place order"), Confirm(nonce=nonce), "green")
    change = Button(t("review", "✎ Change"), _changing(plan))
    return Screen(text, ((place,), (change, opening(t("review", "Cancel"), "trade")), last_row(t)))


def review_lines(t: Words, plan: TradePlan, entry: EntryLimits) -> dict[str, Html]:
    """The lines of a review by what they speak of; their plain text is kept with the confirmation."""
    told = {
        "guard": _guard(t, plan),
        "order": bold(_order(t, plan)),
        "cost": _cost(t, plan),
        "worst": _worst(t, plan),
        "copied": _copied(t, plan, entry),
        "left": _left_behind(t, plan),
        "locked": _locked(t, plan),
        "expires": t("review", "Expires in 60 s. The order goes out once, however often you press."),
    }
    return {key: line for key, line in told.items() if line}


def _marked(t: Words, key: str, line: Html, before: Mapping[str, str] | None) -> Html:
    if before is None or before.get(key) == line.plain:
        return line
    return t("review", "▸ changed: {line}", line=line)


def _heading(t: Words, plan: TradePlan) -> Html:
    if not plan.leads:
        return t("review", "review: your order")
    if plan.private:
        return t("review", "review: private order")
    if not plan.copiers and plan.terms.side is Side.SELL:
        return t("review", "review: lead order, no copier holds this")
    if not plan.copiers:
        return t("review", "review: lead order, nobody copies you yet")
    return t.n(
        "review",
        "review: lead order, {count} copier copies it",
        "review: lead order, {count} copiers copy it",
        plan.copiers,
    )


def _guard(t: Words, plan: TradePlan) -> Html:
    """Beyond a lead guard the order would execute and be copied by nobody: that is said first."""
    if not plan.leads or plan.reason in {Reason.NONE, Reason.LEAD_SWITCH_OFF}:
        return NOTHING
    why = guard_words(t, plan.reason)
    return t("review", "⚠ Nobody would copy this: {why}. It would execute for you alone.", why=why)


def _order(t: Words, plan: TradePlan) -> Html:
    amount, total = quantity(t, plan.instrument, plan.quantity), t.money(plan.notional, ticker="USDT")
    at = price(t, plan.instrument, plan.price)
    match plan.terms.side, plan.terms.type:
        case Side.BUY, OrderType.MARKET:
            return t("review", "BUY {amount} now, about {price} each = {total}", amount=amount, price=at, total=total)
        case Side.BUY, _:
            return t("review", "BUY {amount} at {price} or less = {total}", amount=amount, price=at, total=total)
        case _, OrderType.MARKET:
            return t("review", "SELL {amount} now, about {price} each = {total}", amount=amount, price=at, total=total)
        case _:
            return t("review", "SELL {amount} at {price} or more = {total}", amount=amount, price=at, total=total)


def _cost(t: Words, plan: TradePlan) -> Html:
    if plan.terms.side is Side.BUY:
        fee = quantity(t, plan.instrument, plan.fee)
        return t("review", "Fee about {fee}, taken in the coins bought.", fee=fee)
    return t("review", "Fee about {fee}, taken from what you get.", fee=t.money(plan.fee, ticker="USDT"))


def _worst(t: Words, plan: TradePlan) -> Html:
    if plan.terms.type is OrderType.LIMIT:
        return t("review", "Worst case: it fills in part or not at all, and rests until you cancel it.")
    if plan.terms.side is Side.BUY:
        most = t.money(max(plan.terms.notional, plan.notional), ticker="USDT")
        return t("review", "Worst case: you pay {most}; where the price runs away you get less, or nothing.", most=most)
    return t("review", "Worst case: the price falls before it is sold; it is sold at any price.")


def _copied(t: Words, plan: TradePlan, entry: EntryLimits) -> Html:
    if not plan.leads:
        return NOTHING
    if plan.private:
        return t("review", "Private: nobody copies this.")
    if plan.terms.side is Side.SELL:
        return t("review", "Copiers sell the same part of what they bought with you, when this order is done.")
    spread, used = t.percent(entry.spread), t.percent(plan.ratio)
    when = t("review", "Copies go out when this order is done, within {spread} of your price.", spread=spread)
    smart = t("review", "It is {used} of your lead equity: Smart Sync copiers use {used} of theirs.", used=used)
    return lines(smart if plan.smart else NOTHING, when)


def _left_behind(t: Words, plan: TradePlan) -> Html:
    if not plan.left_behind:
        return NOTHING
    return t.n(
        "review",
        "⚠ {count} copier keeps holding what you sell here privately.",
        "⚠ {count} copiers keep holding what you sell here privately.",
        plan.left_behind,
    )


def _locked(t: Words, plan: TradePlan) -> Html:
    if plan.private or plan.terms.side is Side.SELL:
        return NOTHING
    return t("review", "What you buy is a lead asset: it stays locked until you sell it here.")


def _changing(plan: TradePlan) -> Press:
    way = Way.BUY if plan.terms.side is Side.BUY else Way.SELL
    kind = Kind.LIMIT if plan.terms.type is OrderType.LIMIT else Kind.MARKET
    return AskAmount(symbol=plan.instrument.symbol, way=way, kind=kind, price=plan.terms.price)


def refused(t: Words, plan: TradePlan) -> Screen:
    """The order cannot be."""
    assert plan.denial is not None
    text = lines(
        head(t, t("trade", "trade {symbol}", symbol=t.ticker(plan.instrument.symbol)), plan.as_of),
        t("trade", "✖ This order cannot be placed: {why}", why=denial_words(t, plan.denial, plan.about)),
        t("trade", "Nothing was done, and no money moved."),
    )
    return Screen(text, ((Button(t("review", "✎ Change"), _changing(plan)),), last_row(t, "trade")))


def no_fresh_price(t: Words, plan: TradePlan) -> Screen:
    """No plan is made from an old price (rule 23)."""
    text = lines(
        head(t, t("trade", "trade {symbol}", symbol=t.ticker(plan.instrument.symbol)), plan.as_of),
        t("trade", "✖ The exchange has said no price for 10 s, so no order can be planned. Try again in a moment."),
        t("trade", "Nothing was done, and no money moved."),
    )
    again = Button(t("trade", "Try again"), Ticket(symbol=plan.instrument.symbol))
    return Screen(text, ((again,), last_row(t, "trade")))


# ── the outcome ───────────────────────────────────────────────────────────────


def outcome(
    t: Words, at: AsOf, shown: TicketView, ending: ENDING | None, *, copiers: int, note: Html = NOTHING
) -> Screen:
    """What became of it, and whether money moved; None: the exchange has not answered yet."""
    instrument = shown.instrument
    title = t("outcome", "your order in {symbol}", symbol=t.ticker(instrument.symbol))
    again = Button(t("outcome", "Trade {coin} again", coin=esc(instrument.base)), Ticket(symbol=instrument.symbol))
    row = (again, opening(t("outcome", "Assets, orders"), "assets"))
    return Screen(lines(head(t, title, at), note, *_told(t, shown, ending, copiers)), (row, last_row(t)))


def _told(t: Words, shown: TicketView, ending: ENDING | None, copiers: int) -> tuple[Html, ...]:
    instrument = shown.instrument
    match ending:
        case None:
            return (
                t("outcome", "⏳ Sent. The exchange has not answered yet; I am asking, and do not send it again."),
                t("outcome", "What becomes of it stands under Assets, orders."),
            )
        case OrderDropped():
            words = esc(ending.words)
            reason = t("outcome", "The exchange says: {words}", words=words) if ending.words else NOTHING
            return (t("outcome", "✖ Nothing was executed, and no money moved."), reason)
        case OrderRested():
            done = quantity(t, instrument, ending.quantity)
            return (
                t("outcome", "⏸ It rests in the exchange's book. Executed so far: {done}.", done=done),
                t("outcome", "Copies go out when it is done.") if shown.on else NOTHING,
                t("outcome", "You can cancel it under Assets, orders."),
            )
        case OrderClosed():
            followed = _followed(t, ending, copiers) if shown.leads else NOTHING
            return (_filled(t, instrument, ending), followed)


def _filled(t: Words, instrument: Instrument, closed: OrderClosed) -> Html:
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


def _followed(t: Words, closed: OrderClosed, copiers: int) -> Html:
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
