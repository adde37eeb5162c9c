"""What leads do: orders of every kind, wins and losses, their terms, and ceasing to lead."""

from decimal import Decimal

from core.model.orders import OrderState
from core.model.people import LeadState
from tests.machine import moves_of_copiers as copiers
from tests.machine.player import COPIERS, LEADS, PEOPLE, Coin, Player, text

NOTIONALS = ("7", "25.5", "100", "333.33", "1000", "2500")
PARTS = (Decimal("0.14"), Decimal("0.25"), Decimal("0.5"), Decimal("0.9"), Decimal(1), Decimal(1))
REASONS = ("taking_a_break", "strategy_change", "low_earnings", "too_many_copiers", "technical_problems", "because")


async def order(p: Player, who: str, coin: Coin, side: str, **more) -> bool:
    return await p.asks(who, "place_order", symbol=coin.symbol, side=side, id=p.name(), **more)


async def buy(p: Player, who: str = "", coin: Coin | None = None, notional: str = "") -> None:
    who, coin = who or p.active(), coin or p.coin()
    await order(p, who, coin, "buy", notional=notional or p.luck.choice(NOTIONALS))


async def buy_otherwise(p: Player) -> None:
    """Limit, post-only, IOC and FOK, above and below the market."""
    coin, kind = p.coin(), p.luck.choice(["limit", "limit", "limit", "post_only", "ioc", "fok"])
    price = coin.price(coin.ask * p.luck.choice([980, 995, 999, 1000, 1001, 1020]) / 1000)
    await order(p, p.active(), coin, "buy", type=kind, price=text(price), notional=p.luck.choice(NOTIONALS))


async def wait_for_price(p: Player) -> None:
    """Trigger and trailing orders, both ways."""
    who, coin = p.active(), p.coin()
    side = p.luck.choice(["buy", "buy", "sell"])
    quantity = coin.quantity(p.held(who, coin) * p.luck.choice(PARTS))
    size = {"notional": p.luck.choice(NOTIONALS)} if side == "buy" else {"quantity": text(max(quantity, coin.lot))}
    if p.luck.random() < 0.6:
        at = coin.price(coin.bid * p.luck.choice([970, 990, 1010, 1030]) / 1000)
        limit = {"price": text(at)} if p.luck.random() < 0.3 else {}
        await order(p, who, coin, side, type="trigger", trigger_price=text(at), **limit, **size)
        return
    way = {"callback": "0.01"} if p.luck.random() < 0.7 else {"distance": text(coin.price(coin.bid / 50))}
    await order(p, who, coin, side, type="trailing", **way, **size)


async def sell(p: Player, who: str = "", part: Decimal | None = None, **more) -> None:
    """A part of an instrument, or of one lead lot."""
    who = who or p.active()
    lots = p.lots(who)
    if not lots:
        return
    lot, coin = p.luck.choice(lots)
    held = p.held(who, coin)
    if p.luck.random() < 0.4 and not more:
        lead = p.lead(who)
        held, more = lead.lot(lot).quantity * coin.lot / 10_000, {"lead_order": lot}
    quantity = coin.quantity(held * (part or p.luck.choice(PARTS)))
    await order(p, who, coin, "sell", quantity=text(max(quantity, coin.lot)), **more)


async def sell_limit(p: Player) -> None:
    who = p.active()
    for _, coin in p.lots(who)[:1]:
        quantity = coin.quantity(p.held(who, coin) * p.luck.choice(PARTS))
        price = coin.price(coin.bid * p.luck.choice([995, 1005, 1020]) / 1000)
        await order(p, who, coin, "sell", type="limit", price=text(price), quantity=text(max(quantity, coin.lot)))


async def sell_all(p: Player, who: str) -> None:
    for symbol in sorted({coin.symbol for _, coin in p.lots(who)}):
        coin = next(each for each in p.coins if each.symbol == symbol)
        quantity = coin.quantity(p.lead(who).held(symbol) * coin.lot / 10_000)
        if quantity:
            await order(p, who, coin, "sell", quantity=text(quantity), assets="lead")


async def wins(p: Player) -> None:
    """Prices rise, and the lead sells all."""
    who = p.active()
    for _, coin in p.lots(who)[:1]:
        await p.moves(coin, p.luck.choice([30, 80, 150]))
    await sell_all(p, who)


async def loses(p: Player) -> None:
    who = p.active()
    for _, coin in p.lots(who)[:1]:
        await p.moves(coin, p.luck.choice([-20, -60, -150]))
    await sell_all(p, who)


async def sell_privately(p: Player) -> None:
    """With the switch off: what copies follow is gone, and they are orphans."""
    who = p.active()
    await p.asks(who, "switch_lead_trade", on=False)
    await sell(p, who, p.luck.choice([Decimal(1), Decimal("0.5")]), assets="lead")
    await copiers.keep_left(p)
    if p.luck.random() < 0.8:
        await p.asks(who, "switch_lead_trade", on=True)


async def spend_what_waits(p: Player) -> None:
    """The price of a waiting order comes, and the money for it is gone."""
    who, coin = p.active(), p.coin()
    await order(p, who, coin, "buy", type="trigger", trigger_price=text(coin.price(coin.bid / 2)), notional="2500")
    cash = p.cash(who)
    if cash > 600:
        await p.asks(who, "withdraw", amount=text(cash - 600))
    await p.moves(coin, -500)
    await p.moves(coin, 1000)
    await p.asks(who, "deposit", amount=text(cash + 1000))


async def front_run(p: Player) -> None:
    """A private buy, a lead buy, and the private coins sold at once (R-22.6)."""
    who, coin = p.active(), p.coin()
    await p.asks(who, "switch_lead_trade", on=False)
    await buy(p, who, coin, "333.33")
    await p.asks(who, "switch_lead_trade", on=True)
    await buy(p, who, coin, "333.33")
    await order(p, who, coin, "sell", quantity=text(coin.quantity(300 / coin.ask)), assets="private")
    await buy(p, who, coin, "100")
    if p.luck.random() < 0.8:
        await p.asks("admin", "review_conduct", lead=who)


async def many_buys(p: Player) -> None:
    """More than a day allows (R-6.6)."""
    who, coin = p.active(), p.coin()
    await p.asks(who, "choose_lead_instruments", instruments="all")
    for _ in range(p.luck.randint(3, 14)):
        await buy(p, who, coin, p.luck.choice(["25.5", "100"]))


async def big_buys(p: Player) -> None:
    """Up to the cap and above it (R-6.7, R-6.8)."""
    who, coin = p.active(), p.coin()
    await p.asks(who, "deposit", amount="8000")
    for _ in range(2):
        await buy(p, who, coin, p.luck.choice(["2500", "1900", "4100"]))


async def becomes_poor(p: Player) -> None:
    """Less than 500 USDT, unless there are lots; and rich again (R-6.5)."""
    who = p.active()
    await sell_all(p, who)
    cash = p.cash(who)
    if cash > 500:
        await p.asks(who, "withdraw", amount=text(cash - Decimal("499.99")))
    for notional in ("25.5", "100"):
        await buy(p, who, notional=notional)
    await p.asks(who, "deposit", amount=text(cash + 1000))


async def set_stops(p: Player) -> None:
    who = p.active()
    for lot, coin in p.lots(who)[-1:]:
        take, stop = coin.price(coin.bid * p.luck.choice([102, 120]) / 100), coin.price(coin.bid * Decimal("0.97"))
        limits = {"take_limit": text(take)} if p.luck.random() < 0.3 else {}
        await p.asks(who, "set_lot_stops", lead_order=lot, take_profit=text(take), stop_loss=text(stop), **limits)
        if p.luck.random() < 0.2:
            await p.asks(who, "set_lot_stops", lead_order=lot, take_profit="0")


async def cancel(p: Player) -> None:
    who = p.luck.choice(LEADS)
    for each in p.open_orders(who)[:1]:
        await p.asks(who, "cancel_order", order=each)


async def change_terms(p: Player) -> None:
    who, luck = p.active(), p.luck
    match luck.randint(0, 5):
        case 0:
            for ratio in luck.sample(["0", "0.08", "0.1", "0.2", "0.25", "0.3", "0.31"], luck.choice([1, 1, 5])):
                await p.asks(who, "set_profit_share", ratio=ratio)
        case 1:
            symbols = [coin.symbol for coin in p.coins if not coin.gone]
            await p.asks(who, "choose_lead_instruments", instruments=luck.choice(["all", symbols[:1], symbols[1:]]))
        case 2:
            await p.asks(who, "choose_lead_instruments", instruments="all")
        case 3:
            await p.asks(who, "accept_copiers", on=luck.random() < 0.6)
        case 4:
            await p.asks(who, "restrict_copying", to=luck.choice(["smart_sync", "none", "none"]))
        case _:
            await p.asks(who, "switch_lead_trade", on=luck.random() < 0.6)


async def back_to_work(p: Player) -> None:
    """Whoever can lead does: leads come and go, and somebody has to be there."""
    for who in PEOPLE:
        lead = p.lead(who)
        if lead is None:
            continue
        match lead.state:
            case LeadState.ACTIVE:
                await p.asks(who, "switch_lead_trade", on=True)
                await p.asks(who, "accept_copiers", on=True)
                await p.asks(who, "deposit", amount="2000")
            case LeadState.SUSPENDED:
                await p.asks("admin", "lift_suspension", lead=who)
            case LeadState.STOP_REQUESTED:
                await p.asks("admin", "refuse_stop_leading", lead=who)
            case LeadState.APPROVED | LeadState.APPLIED:
                await p.asks("admin", "approve_lead", lead=who)
                await p.asks(who, "choose_lead_instruments", instruments="all")
            case LeadState.STOPPED | LeadState.REJECTED:
                await p.asks(who, "deposit", amount="1000")
                await p.leads(who)
    if not any(p.state(who) is LeadState.ACTIVE for who in PEOPLE):
        await newcomer_leads(p)


async def newcomer_leads(p: Player) -> None:
    """Somebody new joins, and leads."""
    who = f"new{len(p.desk.book.people.numbers)}"
    await p.join(who, "20000")
    if p.luck.random() < 0.3:
        await p.asks(who, "withdraw", amount="19500.01")
        await p.asks(who, "apply_to_lead")
        await p.asks(who, "deposit", amount="10000")
        await p.asks(who, "apply_to_lead", bio="I am new")
        p.later(days=p.luck.choice([0, 8]))
        await p.line()
        await p.asks("admin", "reject_lead", lead=who)
    await p.leads(who)
    p.newcomers.append(who)


async def asks_to_stop(p: Player) -> None:
    """All is sold, a stop is asked for; it is granted, refused, taken back, or spoilt by a buy."""
    who, luck = p.active(), p.luck
    if luck.random() < 0.3:
        coin = p.coin()
        await order(p, who, coin, "buy", type="limit", price=text(coin.price(coin.bid / 2)), notional="100")
    elif luck.random() < 0.8:
        for each in p.open_orders(who, OrderState.RESTING, OrderState.WAITING):
            await p.asks(who, "cancel_order", order=each)
    if luck.random() < 0.8:
        await sell_all(p, who)
    await p.asks(who, "request_stop_leading", reason=luck.choice(REASONS))
    if luck.random() < 0.3:
        await buy(p, who, notional="100")
    await p.asks(luck.choice(COPIERS), "start_copying", lead=who, sizing={"fixed_amount": "10"}, max_total="100")
    if luck.random() < 0.3:
        p.later(hours=luck.randint(1, 80))
        await p.line()
    match luck.randint(0, 4):
        case 0:
            await p.asks(who, "withdraw_stop_request")
        case 1:
            await p.asks("admin", "refuse_stop_leading", lead=who)
        case _:
            await p.asks("admin", "grant_stop_leading", lead=who)


async def removes(p: Player) -> None:
    """A copier who has next to nothing may be removed (R-20.2)."""
    copier, lead = p.following()
    cash = p.cash(copier)
    if cash > 20 and p.luck.random() < 0.7:
        await p.asks(copier, "withdraw", amount=text(cash - 5))
    await p.asks(lead, "remove_copier", copier=copier)
    await p.asks(copier, "deposit", amount=text(cash + 50))


async def posts(p: Player) -> None:
    words = ("All is well.", "All is well.", "see t.me/lea", "call me: @lea", "", "x" * 501)
    who = p.active()
    for _ in range(p.luck.choice([1, 12])):
        await p.asks(who, "post_to_copiers", text=p.luck.choice(words), id=p.name())


async def crowd(p: Player) -> None:
    """More orders wait than may: a hundred a person. It takes long, so it is rare."""
    if p.luck.random() > 0.1:
        return
    who, coin = p.active(), p.coin()
    for _ in range(102):
        at = text(coin.price(coin.bid / 2))
        if not await order(p, who, coin, "buy", type="trigger", trigger_price=at, notional="20"):
            break
    for each in p.open_orders(who, OrderState.WAITING):
        await p.asks(who, "cancel_order", order=each)
