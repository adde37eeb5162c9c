"""Plays a desk by luck: people, coins and time, and the plain lines that shaped moves are made of.

What it reads of the book only chooses what to ask for; nothing is judged by it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random

from core.fold.book import Lead
from core.model import events as e
from core.model.money import decimal
from core.model.orders import OrderState
from core.model.people import LeadState
from tests.machine.desk import Judged

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
LEADS, COPIERS = ("lea", "leo", "lou"), ("bob", "cat", "dan", "eve", "fay", "gus")
PEOPLE = (*LEADS, *COPIERS)
LISTINGS = (
    {"lot_size": "0.0001", "tick_size": "0.01", "notional_min": "5", "fee": "0.001"},
    {"lot_size": "0.25", "tick_size": "0.05", "quantity_min": "1", "fee": "0.0007"},
    {"lot_size": "0.00000001", "tick_size": "0.1", "notional_min": "1"},
    {"lot_size": "1", "tick_size": "0.001", "quantity_min": "3", "notional_min": "9.99", "fee": "0.01"},
)
PRICES = ("40", "7.5", "60000", "2.345")


@dataclass
class Coin:
    symbol: str
    lot: Decimal
    tick: Decimal
    bid: Decimal
    ask: Decimal
    gone: bool = False

    def price(self, about: Decimal) -> Decimal:
        """The tick below, at least one."""
        return max(about // self.tick, Decimal(1)) * self.tick

    def quantity(self, about: Decimal) -> Decimal:
        return about // self.lot * self.lot


def text(amount: Decimal) -> str:
    return format(amount.quantize(Decimal("0.00000001"), ROUND_DOWN).normalize(), "f")


class Player:
    """One run of one seed."""

    def __init__(self, desk: Judged, luck: Random) -> None:
        self.desk, self.luck, self.now = desk, luck, START
        self.coins: list[Coin] = []
        self.count = 0
        self.newcomers: list[str] = []

    # ── lines ─────────────────────────────────────────────────────────────────

    async def line(self, **raw) -> list[e.Fact]:
        return await self.desk.line(at=self.now.isoformat().replace("+00:00", "Z"), **raw)

    async def asks(self, who: str, do: str, **fields) -> bool:
        """Whether it was granted."""
        facts = await self.line(who=who, do=do, **{name: value for name, value in fields.items() if value is not None})
        self.desk.seen[f"do {do}"] += 1
        return not any(isinstance(fact, e.Denied) for fact in facts)

    def later(self, **span) -> None:
        self.now += timedelta(**span)

    # ── what there is to choose from ──────────────────────────────────────────

    def number(self, who: str) -> int:
        return self.desk.book.people.numbers[who]

    def lead(self, who: str) -> Lead | None:
        return self.desk.book.leads.get(self.number(who))

    def state(self, who: str) -> LeadState:
        lead = self.lead(who)
        return lead.state if lead else LeadState.NONE

    def active(self) -> str:
        """A lead who leads, if there is one."""
        found = [who for who in PEOPLE if self.state(who) is LeadState.ACTIVE]
        return self.luck.choice(found or LEADS)

    def following(self) -> tuple[str, str]:
        """A copier and the lead they copy, if there are any."""
        found = self.followings()
        return self.luck.choice(found) if found else (self.luck.choice(COPIERS), self.active())

    def followings(self, *, smart: bool = False) -> list[tuple[str, str]]:
        """All of them, those of leads who lead if there are any."""
        names, rows = self.desk.book.people.names, self.desk.watch.ledger.rows.items()
        running = [(row, lead) for (lead, _), row in rows if row.state == "running" and row.smart >= smart]
        leading = [each for each in running if self.desk.book.leads[each[1]].state is LeadState.ACTIVE]
        return [(names[row.copier], names[lead]) for row, lead in leading or running]

    def coin(self) -> Coin:
        return self.luck.choice([coin for coin in self.coins if not coin.gone])

    def lots(self, who: str) -> list[tuple[str, Coin]]:
        """The lead lots with something in them."""
        lead, coins = self.lead(who), {coin.symbol: coin for coin in self.coins if not coin.gone}
        lots = lead.lots() if lead else ()
        return [(lot.id, coins[lot.symbol]) for lot in lots if lot.quantity and lot.symbol in coins]

    def held(self, who: str, coin: Coin) -> Decimal:
        """All of a coin that is a person's own, lead lots included."""
        units = self.desk.watch.ledger.own[self.number(who), coin.symbol]
        return units * coin.lot / 10_000

    def cash(self, who: str) -> Decimal:
        return decimal(int(self.desk.book.people.cash[self.number(who)]))

    def open_orders(self, who: str, *states: OrderState) -> list[str]:
        number = self.number(who)
        orders = self.desk.book.orders.values()
        return [order.id for order in orders if order.person == number and (not states or order.state in states)]

    def name(self) -> str:
        self.count += 1
        return f"o{self.count}"

    # ── the market ────────────────────────────────────────────────────────────

    async def list_coin(self) -> None:
        place = len(self.coins)
        terms, price = LISTINGS[place % len(LISTINGS)], Decimal(PRICES[place % len(PRICES)])
        symbol = f"C{place}-USDT"
        await self.line(list={"symbol": symbol, **terms})
        self.coins.append(Coin(symbol, Decimal(terms["lot_size"]), Decimal(terms["tick_size"]), price, price))
        await self.quote(self.coins[-1], price)

    async def quote(self, coin: Coin, about: Decimal, *, ticks: int = 0, **more: str) -> None:
        coin.bid = coin.price(about)
        coin.ask = coin.bid + ticks * coin.tick
        prices = {"bid": text(coin.bid), "ask": text(coin.ask), "last": text(coin.bid), **more}
        await self.line(quote={coin.symbol: prices})

    async def moves(self, coin: Coin, permille: int, **more: str) -> None:
        await self.quote(coin, coin.bid * (1000 + permille) / 1000, **more)

    # ── the beginning ─────────────────────────────────────────────────────────

    async def join(self, who: str, cash: str) -> None:
        await self.asks(who, "join")
        await self.asks(who, "deposit", amount=cash)

    async def leads(self, who: str) -> None:
        await self.asks(who, "apply_to_lead")
        await self.asks("admin", "approve_lead", lead=who)
        await self.asks(who, "switch_lead_trade", on=True)  # too early
        await self.asks(who, "choose_lead_instruments", instruments="all")
        await self.asks(who, "set_profit_share", ratio=self.luck.choice(["0", "0.08", "0.1", "0.123457", "0.2"]))
        await self.asks(who, "switch_lead_trade", on=True)

    async def begin(self) -> None:
        for _ in range(3):
            await self.list_coin()
        for who in LEADS:
            await self.join(who, "20000")
            await self.leads(who)
        for who in COPIERS:
            await self.join(who, "5000")
