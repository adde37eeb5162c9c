"""What the operator, the market, the venue and time do, and what people ask for that they may not."""

from datetime import timedelta, timezone
from decimal import Decimal

from core.model.orders import OrderState
from core.model.people import LeadState
from tests.machine import moves_of_copiers as copiers
from tests.machine import moves_of_leads as leads
from tests.machine.player import COPIERS, LEADS, PEOPLE, Player, text

UTC8 = timezone(timedelta(hours=8))
FAULTS = (
    {"next": "reject"},
    {"next": "timeout_filled"},
    {"next": "timeout_lost"},
    {"next": "timeout_lost"},
    {"next": "partial", "fraction": "0"},
    {"next": "partial", "fraction": "0.4"},
    {"next": "partial", "fraction": "0.999"},
)

# ── the market and the venue ──────────────────────────────────────────────────


async def move(p: Player) -> None:
    coin, luck = p.coin(), p.luck
    more = {}
    if luck.random() < 0.1:
        more["depth"] = luck.choice(["20", "150", "100000"])
    if luck.random() < 0.1:
        more["volume"] = luck.choice(["0", "300", "1000000"])
    permille = luck.choice([-200, -30, -6, -4, -1, 0, 1, 4, 6, 30, 250])
    await p.quote(coin, coin.bid * (1000 + permille) / 1000, ticks=luck.choice([0, 0, 0, 1, 3]), **more)


async def gap(p: Player) -> None:
    """A lead buys, and the price has run away before the copies are planned: the spread is above 0.5 % (R-11.7)."""
    who, coin = p.active(), p.coin()
    await p.line(venue={"who": who, "next": "timeout_filled"})
    await leads.buy(p, who, coin, "100")
    for each in p.open_orders(who, OrderState.UNANSWERED):
        await p.asks(who, "cancel_order", order=each)
    p.later(seconds=1)
    await p.moves(coin, p.luck.choice([-30, -6, -5, 4, 5, 6, 15]))
    p.later(seconds=5)
    await p.line()
    await copiers.retry(p)


async def no_price(p: Player) -> None:
    """Nobody offers the coin when the lead's order is found to be filled (R-11.6)."""
    who, coin = p.active(), p.coin()
    await p.line(venue={"who": who, "next": "timeout_filled"})
    await leads.buy(p, who, coin, "100")
    p.later(seconds=1)
    await p.line(quote={coin.symbol: {"bid": text(coin.bid), "ask": "0", "last": text(coin.bid)}})
    await leads.buy(p, who, coin, "100")
    p.later(seconds=10)
    await p.line()
    await p.quote(coin, coin.bid)


async def fault(p: Player) -> None:
    await p.line(venue={"who": p.luck.choice((*COPIERS, *COPIERS, *LEADS)), **p.luck.choice(FAULTS)})


async def silence(p: Player) -> None:
    """Orders get lost again and again, until an entry is too late (R-2.3)."""
    copier, lead = p.following()
    who = p.luck.choice([copier, copier, copier, lead])
    await p.line(venue={"who": who, "next": "timeout_lost"})
    await leads.buy(p, lead, notional=p.luck.choice(["100", "1000"]))
    if p.luck.random() < 0.5:
        await leads.sell(p, lead)
    for _ in range(p.luck.choice([1, 8, 8])):
        p.later(seconds=4)
        await p.line(venue={"who": who, "next": "timeout_lost"})
    if p.luck.random() < 0.3:
        await p.asks(copier, "pause_copying")
    p.later(minutes=1)
    await p.line()


async def crash(p: Player) -> None:
    await p.line(crash=True)


async def crash_amid(p: Player) -> None:
    """The desk dies with orders unanswered."""
    copier, lead = p.following()
    await p.line(venue={"who": p.luck.choice((lead, copier, copier)), **p.luck.choice(FAULTS[1:3])})
    await p.luck.choice([leads.buy, leads.sell])(p, lead)
    p.later(seconds=p.luck.choice([0, 1, 5]))
    await p.line(crash=True)


async def delist(p: Player) -> None:
    """Trading in a coin ends, at once or as announced; another coin takes its place."""
    copier, lead, coin, _ = copiers.holding(p)
    coin = coin or p.coin()
    if copier and p.luck.random() < 0.5:  # what is owed then can never be sold
        await p.line(venue={"who": copier, "next": "reject"})
        await p.asks(copier, "sell_copy", lead=lead, symbol=coin.symbol)
    if p.luck.random() < 0.5:
        await p.line(delist={"symbol": coin.symbol})
    else:
        p.later(seconds=1)
        at = p.now + timedelta(hours=1)
        await announces(p, "delisting", coin.symbol, at)
        p.now = at
        await p.line()
    coin.gone = True
    await p.list_coin()


# ── time ──────────────────────────────────────────────────────────────────────


async def hours(p: Player) -> None:
    p.later(hours=p.luck.choice([1, 5, 23]))
    await p.line()


async def days(p: Player) -> None:
    p.later(days=p.luck.choice([1, 2, 4]))
    await p.line()


async def monday(p: Player) -> None:
    """A second before, and then the very instant."""
    local = p.now.astimezone(UTC8)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    at = (midnight + timedelta(days=7 - local.weekday())).astimezone(p.now.tzinfo)
    p.now = at - timedelta(seconds=1)
    await p.line()
    if p.luck.random() < 0.3:
        await leads.wins(p)
    p.now = at
    await p.line()


async def weeks_of_silence(p: Player) -> None:
    """Nobody trades for so long that leads are hidden, asked, and stopped (R-22.7)."""
    if p.luck.random() > 0.3:
        return
    for who in (*PEOPLE, *p.newcomers):
        if p.state(who) is LeadState.ACTIVE and p.luck.random() < 0.5:
            await leads.sell_all(p, who)
    p.later(days=10)
    await p.line()
    await leads.back_to_work(p)


# ── the operator ──────────────────────────────────────────────────────────────


async def suspend(p: Player) -> None:
    who = p.active()
    await p.asks("admin", "suspend_lead", lead=who)
    await leads.buy(p, who, notional="100")
    await leads.sell(p, who)
    if p.luck.random() < 0.8:
        await p.asks("admin", "lift_suspension", lead=who)


async def revoke(p: Player) -> None:
    """Copiers are left with what the lead bought last, and somebody else leads (R-3.15)."""
    _, lead = p.following()
    await leads.buy(p, lead, notional="333.33")
    await p.asks("admin", "suspend_lead", lead=lead)
    await p.asks("admin", "revoke_lead", lead=lead)
    await copiers.keep_left(p)
    await leads.newcomer_leads(p)


async def closed(p: Player) -> None:
    """A lead takes no one new, or Smart Sync alone (R-14.1, R-20.3)."""
    who, luck = p.active(), p.luck
    await p.asks(who, "accept_copiers", on=False)
    await p.asks(who, "restrict_copying", to="smart_sync")
    await copiers.many_start(p, who)
    await p.asks(who, "accept_copiers", on=True)
    await copiers.many_start(p, who)
    if luck.random() < 0.8:
        await p.asks(who, "restrict_copying", to="none")


async def halt(p: Player) -> None:
    await p.asks("admin", "halt")
    await leads.buy(p, notional="100")
    if p.luck.random() < 0.3:
        await leads.sell(p)
    await p.asks("admin", "resume")


async def announces(p: Player, kind: str, symbol: str, at) -> None:
    when = at.isoformat().replace("+00:00", "Z")
    await p.asks("admin", "announce", kind=kind, symbol=symbol, name="A coin", trading_at=when)


async def announce(p: Player) -> None:
    """A listing, and that it may be copied: too early, in time, or of what is unknown."""
    symbol = p.luck.choice([f"C{len(p.coins)}-USDT", p.coin().symbol, "NIL-USDT"])
    await announces(p, "listing", symbol, p.now + timedelta(hours=1))
    at = p.now + timedelta(hours=p.luck.choice([2, 24, 30]))
    await announces(p, "added_to_copy_list", symbol, at)
    if p.luck.random() < 0.3:
        await announces(p, "delisting", p.coin().symbol, p.now)
    if p.luck.random() < 0.5:
        p.now = at
        await p.list_coin()


async def tell(p: Player) -> None:
    await p.asks("admin", "broadcast", id=p.name(), audience=p.luck.choice(["everybody", "copiers", "leads"]))


async def conduct(p: Player) -> None:
    """Two accounts are one person's, and trade with each other (R-22.3)."""
    luck = p.luck
    lead, other = p.active(), luck.choice(COPIERS)
    match luck.randint(0, 3):
        case 0:
            coin = p.coin()
            await p.asks("admin", "link_accounts", first=lead, second=other)
            await leads.buy(p, lead, coin, "100")
            await leads.buy(p, other, coin, "100")
            await leads.order(p, other, coin, "sell", quantity=text(max(coin.quantity(p.held(other, coin)), coin.lot)))
            await p.asks(other, "start_copying", lead=lead, **copiers.sizing(p))
            await p.asks("admin", "link_accounts", first=lead, second=other, on=False)
            await p.asks("admin", "review_conduct", lead=lead)
            await p.asks("admin", "lift_suspension", lead=lead)
        case 1:
            await p.asks("admin", "verify_video", lead=lead, on=luck.random() < 0.7)
        case 2:
            await p.asks("admin", "allow_posts", lead=lead, on=False)
            await leads.posts(p)
            await p.asks("admin", "allow_posts", lead=lead, on=True)
        case _:
            await p.asks("admin", "review_conduct", lead=lead)


# ── what may not be ───────────────────────────────────────────────────────────


async def clumsy(p: Player) -> None:
    """Anybody asks for anything."""
    for wrong in p.luck.sample([_wrong_person, _wrong_order, _wrong_settings, _wrong_role, _wrong_money], 2):
        await wrong(p)


OPERATORS = (
    "approve_lead", "suspend_lead", "revoke_lead", "lift_suspension", "grant_stop_leading", "verify_video",
    "allow_posts", "halt", "resume", "broadcast", "announce", "link_accounts", "review_conduct", "join", "join",
)  # fmt: skip


async def _wrong_person(p: Player) -> None:
    do = p.luck.choice(OPERATORS)
    lead = {"lead": p.luck.choice(PEOPLE)}
    more = {
        "halt": {}, "resume": {}, "join": {},
        "allow_posts": {**lead, "on": True},
        "broadcast": {"id": "x"},
        "announce": {"kind": "listing", "symbol": "X", "name": "X", "trading_at": "2027-01-01T00:00:00Z"},
        "link_accounts": {"first": p.luck.choice(PEOPLE), "second": p.luck.choice(PEOPLE)},
    }  # fmt: skip
    await p.asks(p.luck.choice((*PEOPLE, "admin")) if do != "join" else "bob", do, **more.get(do, lead))


async def _wrong_order(p: Player) -> None:
    who, luck, coin = p.luck.choice(PEOPLE), p.luck, p.luck.choice(p.coins)
    wrong: list[dict] = [
        {"side": "buy", "notional": "0.01"},
        {"side": "buy", "notional": "999999"},
        {"side": "sell", "quantity": text(coin.lot)},
        {"side": "sell", "quantity": text(coin.lot * 10**6)},
        {"side": "buy", "quantity": text(coin.lot * Decimal("1.5"))},
        {"side": "buy", "type": "limit", "price": text(coin.tick * Decimal("10.5")), "notional": "20"},
        {"side": "buy", "type": "trigger", "trigger_price": text(coin.bid), "notional": "20"},
        {"side": "buy", "type": "trailing", "callback": "1", "notional": "20"},
        {"side": "sell", "quantity": text(coin.lot), "lead_order": "nothing"},
    ]
    symbol = luck.choice([coin.symbol, coin.symbol, coin.symbol, "NIL-USDT"])
    name = luck.choice([p.name(), p.name(), "o1"])
    await p.asks(who, "place_order", symbol=symbol, id=name, **luck.choice(wrong))
    await p.asks(who, "cancel_order", order=luck.choice(["o1", "nothing"]))
    await p.asks(who, "set_lot_stops", lead_order="nothing", take_profit="1")


async def _wrong_settings(p: Player) -> None:
    luck = p.luck
    who, lead = luck.choice([p.following(), (luck.choice(PEOPLE), luck.choice(PEOPLE))])
    wrong: list[dict] = [
        {"sizing": {"fixed_amount": "9.99"}, "max_total": "100"},
        {"sizing": {"fixed_amount": "100"}, "max_total": "99"},
        {"sizing": {"multiplier": "0.009"}, "max_total": "100"},
        {"sizing": {"smart_sync": "99"}},
        {"sizing": {"smart_sync": "999999"}},
        {"sizing": {"fixed_amount": "10"}, "max_total": "100", "instruments": ["NIL-USDT"]},
        {"sizing": {"fixed_amount": "10"}, "max_total": "100", "take_profit": "1.6"},
        {"sizing": {"smart_sync": "100"}, "total_stop_loss": "1", "total_stop_loss_action": "copy_close"},
    ]
    await p.asks(who, luck.choice(["start_copying", "change_copying"]), lead=lead, **luck.choice(wrong))
    await p.asks(who, "retry_copy", lead=lead, order=luck.choice(["o1", "nothing"]))
    await p.asks(who, "sell_copy", lead=lead, symbol=p.coin().symbol, quantity="1000000")
    await p.asks(who, "release_lots", lead=lead, symbol="NIL-USDT")


async def _wrong_role(p: Player) -> None:
    luck = p.luck
    who, other = luck.choice(PEOPLE), luck.choice(PEOPLE)
    await p.asks(who, "apply_to_lead")
    if luck.random() < 0.5:
        await p.asks(who, "start_copying", lead=other, sizing={"fixed_amount": "10"}, max_total="100")
        await p.asks("admin", "reject_lead", lead=who)
    do = luck.choice(
        ["accept_copiers", "switch_lead_trade", "request_stop_leading", "withdraw_stop_request", "set_profit_share"]
    )
    more = {
        "request_stop_leading": {"reason": "other"},
        "withdraw_stop_request": {},
        "set_profit_share": {"ratio": "0.1"},
    }
    await p.asks(who, do, **more.get(do, {"on": True}))
    await p.asks(who, "choose_lead_instruments", instruments=luck.choice([["NIL-USDT"], [p.coin().symbol], "all"]))
    await p.asks(who, "remove_copier", copier=other)
    await p.asks(who, "stop_copying", lead=other, how="market_close")
    await p.asks(who, luck.choice(["pause_copying", "resume_copying"]), lead=other)


async def _wrong_money(p: Player) -> None:
    who, luck = p.luck.choice(PEOPLE), p.luck
    await p.asks(who, luck.choice(["deposit", "withdraw"]), amount=luck.choice(["0", "80000000000", "999999"]))
    await p.asks(who, "add_allocation", lead=luck.choice(PEOPLE), amount=luck.choice(["0", "999999"]))
    await p.asks(who, "keep_left", symbol=p.coin().symbol)
