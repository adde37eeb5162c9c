"""L3: lead lots, private coins and open orders, each with the one tap that sells or cancels it."""

from bot.html import NOTHING, Html, lines
from bot.presses.trading import SellCoins, SellLot, ShowStops, TakeBack, Ticket
from bot.screens.head import head, last_row, opening
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.market import Side
from core.views.lead_assets import Coins, Lot, OwnAssets, Pending, WaitsFor

SHOWN = 10
"""Of a kind; the rest is counted."""


def assets(t: Words, own: OwnAssets, note: Html = NOTHING) -> Screen:
    """Everything outside of copies."""
    text = lines(
        head(t, t("assets", "assets and orders"), own.as_of),
        note,
        t("assets", "Free {free} USDT, bound by orders {bound}", free=t.money(own.cash), bound=t.money(own.frozen)),
        *_listed(t, own),
    )
    rows = (*_rows(t, own), (opening(t("assets", "Trade"), "trade"),), last_row(t, "lead" if own.leads else None))
    return Screen(text, rows)


def _listed(t: Words, own: OwnAssets) -> tuple[Html, ...]:
    if not own.lots and not own.coins and not own.orders:
        return (t("assets", "You hold no coins and have no open orders. Trade is where you buy some."),)
    return (
        *(_lot(t, number, lot) for number, lot in enumerate(own.lots[:SHOWN], 1)),
        *(_coins(t, own, each) for each in own.coins[:SHOWN]),
        *(_order(t, own, number, each) for number, each in enumerate(own.orders[:SHOWN], 1)),
        _more(t, own),
    )


def _lot(t: Words, number: int, lot: Lot) -> Html:
    line = t(
        "assets",
        "Lead lot {number}: {amount}, cost {cost}, now {value} ({result})",
        number=t.count(number),
        amount=t.quantity(lot.quantity, ticker=lot.base),
        cost=t.money(lot.cost),
        value=t.money(lot.value),
        result=t.money(lot.value - lot.cost, signed=True),
    )
    if lot.take_at and lot.stop_at:
        take, stop = t.price(lot.take_at), t.price(lot.stop_at)
        return t("assets", "{lot} · take-profit {take}, stop-loss {stop}", lot=line, take=take, stop=stop)
    if lot.take_at:
        return t("assets", "{lot} · take-profit {take}", lot=line, take=t.price(lot.take_at))
    if lot.stop_at:
        return t("assets", "{lot} · stop-loss {stop}", lot=line, stop=t.price(lot.stop_at))
    return line


def _coins(t: Words, own: OwnAssets, coins: Coins) -> Html:
    amount, value = t.quantity(coins.quantity, ticker=coins.base), t.money(coins.value)
    if coins.ended:
        return t("assets", "{amount}, trading has ended: it cannot be sold here", amount=amount)
    if own.leads:
        return t("assets", "Private: {amount}, worth {value}", amount=amount, value=value)
    return t("assets", "{amount}, worth {value}", amount=amount, value=value)


def _order(t: Words, own: OwnAssets, number: int, order: Pending) -> Html:
    """Of a lead's order also whether it is copied: by the switch that it was placed under, not by today's (R-4.2)."""
    line = _resting(t, number, order) if order.wait is WaitsFor.NOTHING else _waiting(t, number, order)
    if not own.leads:
        return line
    if order.led:
        return t("assets", "{order} · lead order", order=line)
    return t("assets", "{order} · private", order=line)


def _resting(t: Words, number: int, order: Pending) -> Html:
    amount, done = t.quantity(order.quantity, ticker=order.base), t.quantity(order.done)
    which = {"number": t.count(number), "amount": amount, "price": t.price(order.price), "done": done}
    line = (
        t("assets", "Order {number}: buy {amount} at {price}, done {done}", **which)
        if order.side is Side.BUY
        else t("assets", "Order {number}: sell {amount} at {price}, done {done}", **which)
    )
    if order.cancelling:
        return t("assets", "{order} · being cancelled", order=line)
    if not order.cancellable:
        return t("assets", "{order} · the exchange has not answered yet, I am asking", order=line)
    return line


def _waiting(t: Words, number: int, order: Pending) -> Html:
    """What would be done, at market or at a price, and what it waits for."""
    which = {"number": t.count(number), "amount": t.quantity(order.quantity, ticker=order.base)}
    line = (
        t("assets", "Order {number}: buy {amount}", **which)
        if order.side is Side.BUY
        else t("assets", "Order {number}: sell {amount}", **which)
    )
    if order.price:
        line = t("assets", "{order} at {price}", order=line, price=t.price(order.price))
    if order.wait is WaitsFor.PRICE:
        return t("assets", "{order} · waits for {price}", order=line, price=t.price(order.mark))
    back = t.percent(order.mark) if order.wait is WaitsFor.WAY_BACK else t.price(order.mark)
    if not order.best:
        return t("assets", "{order} · will follow the price, {back} behind", order=line, back=back)
    return t(
        "assets",
        "{order} · follows the price, {back} behind; best {best}",
        order=line,
        back=back,
        best=t.price(order.best),
    )


def _more(t: Words, own: OwnAssets) -> Html:
    left = sum(max(0, len(each) - SHOWN) for each in (own.lots, own.coins, own.orders))
    return t.n("assets", "… and {count} more", "… and {count} more", left) if left else NOTHING


def _rows(t: Words, own: OwnAssets) -> tuple[Row, ...]:
    sell = [
        Button(t("assets", "Sell lot {number}", number=t.count(number)), SellLot(lot=lot.id), "red")
        for number, lot in enumerate(own.lots[:SHOWN], 1)
    ]
    guard = [
        Button(t("assets", "Stops of lot {number}", number=t.count(number)), ShowStops(lot=lot.id))
        for number, lot in enumerate(own.lots[:SHOWN], 1)
    ]
    whole = [
        Button(t("assets", "Sell {coin}", coin=t.ticker(base)), Ticket(symbol=symbol))
        for symbol, base in sorted({(lot.symbol, lot.base) for lot in own.lots})
    ]
    coins = [_sell_coins(t, own, each) for each in own.coins[:SHOWN] if not each.ended]
    back = [
        Button(t("assets", "Cancel order {number}", number=t.count(number)), TakeBack(order=order.id))
        for number, order in enumerate(own.orders[:SHOWN], 1)
        if order.cancellable
    ]
    return (*_threes(sell), *_threes(guard), *_threes([*whole, *coins]), *_threes(back))


def _sell_coins(t: Words, own: OwnAssets, coins: Coins) -> Button:
    if own.leads:
        return Button(t("assets", "Sell private {coin}", coin=t.ticker(coins.base)), SellCoins(symbol=coins.symbol))
    return Button(t("assets", "Sell {coin}", coin=t.ticker(coins.base)), SellCoins(symbol=coins.symbol))


def _threes(buttons: list[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
