"""What copiers do: they start, change, pause, sell, retry and stop, and their money comes and goes."""

from decimal import Decimal

from core.model.reasons import Reason
from tests.machine import moves_of_leads as leads
from tests.machine.player import COPIERS, LEADS, Player, text

WAYS = ("market_close", "copy_close", "manual_close")


def sizing(p: Player) -> dict:
    luck = p.luck
    kind = luck.choice(["fixed_amount", "multiplier", "smart_sync"])
    sizes = {
        "fixed_amount": ["10", "33.33", "100", "500"],
        "multiplier": ["0.01", "0.37", "1", "2.5"],
        "smart_sync": ["100", "777.77", "1500"],
    }
    found: dict = {"sizing": {kind: luck.choice(sizes[kind])}}
    if kind != "smart_sync":
        found["max_total"] = luck.choice(["500", "700", "5000", "5000"])
    elif luck.random() < 0.5:
        found["buy_existing"] = True
    return found


def guards(p: Player) -> dict:
    luck = p.luck
    some: dict = {}
    if luck.random() < 0.3:
        some["take_profit"] = luck.choice(["0.02", "0.1", "1.5"])
    if luck.random() < 0.3:
        some["stop_loss"] = luck.choice(["0.02", "0.1", "0.75"])
    if luck.random() < 0.4:
        some["total_stop_loss"] = luck.choice(["1", "10", "80"])
        some["total_stop_loss_action"] = luck.choice(WAYS)
    if luck.random() < 0.15:
        some["never"] = [p.coin().symbol]
    if luck.random() < 0.15:
        some["instruments"] = sorted({p.coin().symbol, p.coin().symbol})
    return some


async def start(p: Player) -> None:
    who, lead = p.luck.choice(COPIERS), p.active()
    if p.cash(who) < 500:
        await p.asks(who, "deposit", amount="1500")
    await p.asks(who, "start_copying", lead=lead, **sizing(p), **guards(p))


async def many_start(p: Player, lead: str = "") -> None:
    """All who can, one after the other, until the lead is full."""
    lead = lead or p.active()
    for who in COPIERS:
        await p.asks(who, "start_copying", lead=lead, **sizing(p))


async def change(p: Player) -> None:
    copier, lead = p.following()
    fixed = [{"sizing": {"fixed_amount": "50"}}, {"sizing": {"multiplier": "0.5"}}, {"max_total": "300"}, {}]
    await p.asks(copier, "change_copying", lead=lead, **p.luck.choice(fixed), **guards(p))


async def allocate(p: Player) -> None:
    copier, lead = p.following()
    do, amount = p.luck.choice(["add_allocation", "withdraw_allocation"]), p.luck.choice(["0.00000001", "50", "5000"])
    for follower, followed in [(copier, lead), *p.followings(smart=True)[:1]]:
        await p.asks(follower, do, lead=followed, amount=amount)


async def sell_by_hand(p: Player) -> None:
    copier, lead, coin, held = holding(p)
    if coin is None:
        return
    part = coin.quantity(held * p.luck.choice([Decimal("0.3"), Decimal("0.7"), Decimal(1)]))
    quantity = {"quantity": text(part)} if part and p.luck.random() < 0.6 else {}
    await p.asks(copier, "sell_copy", lead=lead, symbol=coin.symbol, **quantity)


async def own_stops(p: Player) -> None:
    """Copies with a take-profit and a stop-loss, and prices that reach one of them (R-13.1)."""
    copier, lead = p.following()
    await p.asks(copier, "change_copying", lead=lead, take_profit="0.02", stop_loss="0.02", max_total="5000")
    coin = p.coin()
    await leads.buy(p, lead, coin, "333.33")
    await p.moves(coin, p.luck.choice([-30, 30]))


async def take_out(p: Player) -> None:
    copier, lead, coin, _ = holding(p)
    if coin is not None:
        await p.asks(copier, "release_lots", lead=lead, symbol=coin.symbol)


def holding(p: Player):
    ledger, names = p.desk.watch.ledger, p.desk.book.people.names
    coins = {coin.symbol: coin for coin in p.coins if not coin.gone}
    found = [
        (names[row.copier], names[lead], coins[symbol], units * coins[symbol].lot / 10_000)
        for (lead, number), row in ledger.rows.items()
        for symbol, units in ledger.held(lead, number).items()
        if units and symbol in coins and row.state != "ended"
    ]
    return p.luck.choice(found) if found else ("", "", None, Decimal(0))


async def keep_left(p: Player) -> None:
    left = p.desk.book.people.left
    for symbol, column in left.items():
        for person in column.nonzero()[0].tolist():
            await p.asks(p.desk.book.people.names[person], "keep_left", symbol=symbol)
            return


async def too_poor(p: Player) -> None:
    """A copy fails for want of money; the money comes, and it is tried again (R-18.5)."""
    copier, lead = p.following()
    await p.asks(copier, "withdraw", amount=text(p.cash(copier)))
    await leads.buy(p, lead, notional=p.luck.choice(["100", "333.33"]))
    await retry(p)


async def refused(p: Player) -> None:
    """The venue says no to a copy, and it is tried again."""
    copier, lead = p.following()
    await p.line(venue={"who": copier, "next": "reject"})
    await leads.buy(p, lead, notional="333.33")
    await retry(p)


async def retry(p: Player) -> None:
    """A copy that failed just now is tried once more: in time, too late, twice, with more drift (R-18.5)."""
    names, luck = p.desk.book.people.names, p.luck
    for order, offer in reversed(p.desk.book.offers.items()):
        table = p.desk.book.leads[offer.lead].copyings
        for failed in offer.failed:
            for row, reason in zip(failed.rows.tolist(), failed.reason.tolist(), strict=True):
                copier = names[table.person[row]]
                if reason == Reason.INSUFFICIENT_FUNDS:
                    await p.asks(copier, "deposit", amount="2000")
                p.later(seconds=luck.choice([0, 5, 29, 30, 31]))
                drift = {"accept_drift": luck.choice(["0.02", "0.01", "0.03"])} if luck.random() < 0.5 else {}
                again = {"lead": names[offer.lead], "order": order, **drift}
                for _ in range(luck.randint(1, 2)):
                    await p.asks(copier, "retry_copy", **again)
                return


async def pause(p: Player) -> None:
    who, lead = p.following()
    await p.asks(who, "pause_copying", lead=p.luck.choice([lead, None]))


async def resume(p: Player) -> None:
    for who in COPIERS:
        rows = p.desk.watch.ledger.rows.values()
        if any(row.paused and row.state != "ended" and row.copier == p.number(who) for row in rows):
            await p.asks(who, "resume_copying")


async def stop(p: Player) -> None:
    copier, lead = p.following()
    await p.asks(copier, "stop_copying", lead=lead, how=p.luck.choice(WAYS))


async def stop_slowly(p: Player) -> None:
    """Each lot is sold when the lead sells it; meanwhile nothing is bought, and nothing changed (R-16.1)."""
    copier, lead = p.following()
    await leads.buy(p, lead, notional="333.33")
    await p.asks(copier, "stop_copying", lead=lead, how="copy_close")
    await leads.buy(p, lead, notional="100")
    if p.luck.random() < 0.5:
        await p.asks(copier, "stop_copying", lead=lead, how="market_close")
        await p.asks(copier, "change_copying", lead=lead, max_total="300")
    if p.luck.random() < 0.5:
        await leads.sell_all(p, lead)


async def falls_below(p: Player) -> None:
    """A total stop-loss is set, and prices fall until it acts (R-13.4)."""
    copier, lead = p.following()
    await p.asks(copier, "change_copying", lead=lead, total_stop_loss="2", total_stop_loss_action=p.luck.choice(WAYS))
    await leads.buy(p, lead, notional="333.33")
    for _, coin in p.lots(lead)[-1:]:
        await p.moves(coin, p.luck.choice([-5, -50, -200]))


async def take_out_amid(p: Player) -> None:
    """A sale has no answer yet: what it sells cannot be taken out."""
    copier, lead, coin, _ = holding(p)
    if coin is not None:
        await p.line(venue={"who": copier, "next": p.luck.choice(["timeout_filled", "timeout_lost"])})
        await p.asks(copier, "sell_copy", lead=lead, symbol=coin.symbol)
        await p.asks(copier, "release_lots", lead=lead, symbol=coin.symbol)


async def stop_all(p: Player) -> None:
    await p.asks(p.following()[0], "stop_all", how=p.luck.choice(WAYS))


async def poor(p: Player) -> None:
    """Money comes and goes, so that funds run out in the middle of a fan-out (R-11.10)."""
    who = p.luck.choice(COPIERS)
    wanted, cash = Decimal(p.luck.choice(["5", "19.99", "99.99", "100", "2000", "5000"])), p.cash(who)
    if wanted != cash:
        do = "withdraw" if cash > wanted else "deposit"
        await p.asks(who, do, amount=text(abs(cash - wanted)))


async def own_trade(p: Player) -> None:
    """A copier's own coins stand apart from copy lots (R-12.8)."""
    who, coin = p.luck.choice((*COPIERS, *LEADS)), p.coin()
    await p.asks(who, "place_order", symbol=coin.symbol, side="buy", notional="30", id=p.name())
    held = coin.quantity(p.held(who, coin))
    if held and p.luck.random() < 0.6:
        await p.asks(who, "place_order", symbol=coin.symbol, side="sell", quantity=text(held), id=p.name())
