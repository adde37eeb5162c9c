"""Plays the same story to the desk and to the oracle, and compares both to the last unit after each step."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from bot.scenario.lines import read
from bot.scenario.play import Stage
from core.model.limits import limits
from tests.oracle.desk_by_hand import LOT, UNIT, Copying, Desk, Lead, Person

LEADS, COPIERS = ("lea", "leo"), ("bob", "cat", "dan", "eve")
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
NUMBERS = {"cap": 2_600 * UNIT, "daily_buys": 6}
SETTINGS = {
    "lead.daily_buys": "6",
    "lead.instrument_cap": '[{"instruments": "any", "usdt": "2600"}]',
    "levels.profit_share": '[["0", "0.3"]]',
    "profit_share.changes_per_month": "1000",
    "conduct.inactive_days.stop": "100000",  # a story of many Mondays is longer than leads may rest
}
NOTIONALS = ("7", "25.5", "100", "333.33", "1000", "2500")
PARTS = (Fraction(1, 7), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(9, 10), Fraction(1))


def text(value):
    """A fraction with a finite decimal expansion, written out."""
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


class World:
    """One story in play. Steps that the rules would deny are left out, so every line takes effect."""

    def __init__(self, coins, seen: Counter) -> None:
        self.oracle = Desk(coins, NUMBERS, seen)
        self.coins = coins
        self.facts, self.told = [], 0
        self.now, self.count = START, 0
        self.stage = None
        self.story = []

    async def line(self, **fields):
        self.count += 1
        raw = {"at": self.now.isoformat().replace("+00:00", "Z"), **fields}
        self.story.append(raw)
        event = read(self.count, raw)
        if self.stage is None:
            self.stage = await Stage.fresh(event.at, limits(SETTINGS), self.facts.append)
        await self.stage.play([(self.count, event)])

    async def asks(self, who, do, **fields):
        await self.line(who=who, do=do, **fields)

    async def settle(self, **span):
        """Time goes on for both: retries, Mondays."""
        self.now += timedelta(**(span or {"seconds": 200}))
        await self.line()
        self.oracle.go_to(self.now)

    # ── the beginning ─────────────────────────────────────────────────────────

    async def begin(self, prices, sizings, ratios):
        for coin, price in zip(self.coins, prices, strict=True):
            await self.line(
                list={
                    "symbol": coin.symbol,
                    "lot_size": text(coin.lot),
                    "tick_size": text(coin.tick),
                    "quantity_min": text(coin.least * coin.lot / LOT),
                    "notional_min": text(Fraction(coin.least_notional, UNIT)),
                    "fee": text(coin.fee),
                }
            )
            await self.quote(coin, price, 0)
        for name, ratio in zip(LEADS, ratios, strict=True):
            await self.join(name, 20_000)
            await self.asks(name, "apply_to_lead")
            await self.asks("admin", "approve_lead", lead=name)
            await self.asks(name, "choose_lead_instruments", instruments="all")
            await self.asks(name, "switch_lead_trade", on=True)
            if ratio:
                await self.asks(name, "set_profit_share", ratio=text(ratio))
            self.oracle.leads[name] = Lead(name, ratio=ratio)
        for name, sizing in zip(COPIERS, sizings, strict=True):
            await self.join(name, 3_000)
            for lead in LEADS[: 1 + (sizing[0] != "smart_sync")]:
                await self.start(name, lead, sizing)
        self.oracle.go_to(self.now)

    async def join(self, name, cash):
        await self.asks(name, "join")
        await self.asks(name, "deposit", amount=str(cash))
        self.oracle.people[name] = Person(cash=cash * UNIT)

    async def start(self, copier, lead, sized):
        kind, size, max_total, never = sized
        person = self.oracle.people[copier]
        if self.oracle.current(copier, lead) or (kind == "smart_sync" and person.cash < size * UNIT):
            return
        extra = {} if kind == "smart_sync" else {"max_total": str(max_total)}
        barred = frozenset([self.coins[1].symbol]) if never else frozenset()
        await self.asks(copier, "start_copying", lead=lead, sizing={kind: text(size)}, never=sorted(barred), **extra)
        ratio = self.oracle.leads[lead].ratio
        self.oracle.start(Copying(copier, lead, kind, size, max_total * UNIT, barred, ratio))

    # ── the market ────────────────────────────────────────────────────────────

    async def quote(self, coin, price, ticks):
        """Rounded to the tick; the ask is so many ticks above the bid."""
        bid = max(1, floor(price / coin.tick)) * coin.tick
        coin.bid, coin.ask = bid, bid + ticks * coin.tick
        filled = [
            name for name, order in self.oracle.resting.items() if order[1] == coin.symbol and order[3] >= coin.ask
        ]
        await self.line(quote={coin.symbol: {"bid": text(coin.bid), "ask": text(coin.ask), "last": text(coin.bid)}})
        for name in filled:
            order, symbol, quantity, price_limit, switch_on = self.oracle.resting.pop(name)
            hold = floor(coin.worth(quantity, price_limit))
            person = self.oracle.people[name]
            person.cash, person.frozen = person.cash + hold, person.frozen - hold
            self.oracle.lead_buys(name, order, symbol, quantity, coin.ask, switch_on=switch_on)
            self.oracle.seen["limit_order_filled"] += 1

    async def move(self, coin, permille, ticks):
        crossing = [
            name
            for name, (_, symbol, _, limit, _) in self.oracle.resting.items()
            if symbol == coin.symbol and limit >= coin.bid * (1000 + permille) / 1000
        ]
        if len(crossing) < 2:  # which of two leads fills first is the venue's business, no rule's
            await self.quote(coin, coin.bid * (1000 + permille) / 1000, ticks)

    async def days(self, days):
        await self.settle(days=days)

    async def monday(self):
        """A second before, and then the very instant."""
        at = self.oracle.monday.astimezone(UTC)
        self.now = at - timedelta(seconds=1)
        await self.line()
        self.oracle.go_to(self.now)
        self.now = at
        await self.line()
        self.oracle.go_to(self.now)
        self.oracle.seen["monday"] += 1

    # ── leads ─────────────────────────────────────────────────────────────────

    def bought_for(self, coin, notional, price):
        quantity = floor(Fraction(notional) * UNIT / coin.worth(1, price)) // LOT * LOT
        worth = floor(coin.worth(quantity, price))
        fits = quantity >= max(LOT, coin.least) and worth >= coin.least_notional
        return quantity if fits else 0

    async def buy(self, name, coin, notional):
        quantity = self.bought_for(coin, notional, coin.ask)
        if not quantity or Fraction(notional) * UNIT > self.oracle.people[name].cash:
            return
        order = f"b{self.count}"
        await self.asks(name, "place_order", symbol=coin.symbol, side="buy", notional=notional, id=order)
        switch_on = self.oracle.leads[name].switch_on
        self.oracle.lead_buys(name, order, coin.symbol, quantity, coin.ask, switch_on=switch_on)

    async def limit(self, name, coin, notional, ticks):
        """A resting buy so many ticks below the ask; one a lead."""
        price = coin.ask - ticks * coin.tick
        if name in self.oracle.resting or price <= 0:
            return
        quantity = self.bought_for(coin, notional, price)
        hold = floor(coin.worth(quantity, price))
        person = self.oracle.people[name]
        if not quantity or hold > person.cash:
            return
        order = f"l{self.count}"
        amounts = {"quantity": text(quantity * coin.lot / LOT), "price": text(price)}
        await self.asks(name, "place_order", symbol=coin.symbol, side="buy", type="limit", id=order, **amounts)
        person.cash, person.frozen = person.cash - hold, person.frozen + hold
        self.oracle.resting[name] = (order, coin.symbol, quantity, price, self.oracle.leads[name].switch_on)

    async def cancel(self, name):
        if name not in self.oracle.resting:
            return
        order, symbol, quantity, price, _ = self.oracle.resting.pop(name)
        await self.asks(name, "cancel_order", order=order)
        hold = floor(self.oracle.coins[symbol].worth(quantity, price))
        person = self.oracle.people[name]
        person.cash, person.frozen = person.cash + hold, person.frozen - hold
        self.oracle.seen["cancelled"] += 1

    async def sell(self, name, coin, part, *, aimed=None):
        lead, person = self.oracle.leads[name], self.oracle.people[name]
        lots = [lot for lot in lead.lots if lot.coin == coin.symbol and lot.quantity]
        if aimed is not None:
            lots = lots[aimed % len(lots) :][:1] if lots else []
        held = sum(lot.quantity for lot in lots) + (person.own[coin.symbol] if aimed is None else 0)
        quantity = floor(held * part) // LOT * LOT
        worth = floor(coin.worth(quantity, coin.bid))
        if quantity < max(LOT, coin.least) or worth < coin.least_notional:
            return
        order, target = f"s{self.count}", {"lead_order": lots[0].name} if aimed is not None else {}
        amount = text(quantity * coin.lot / LOT)
        await self.asks(name, "place_order", symbol=coin.symbol, side="sell", quantity=amount, id=order, **target)
        self.oracle.lead_sells(name, order, coin.symbol, quantity, target.get("lead_order"))

    async def win(self, name, coin):
        """The price rises by a tenth and the lead sells all, once what the price filled has been answered."""
        await self.move(coin, 100, 0)
        await self.settle()
        await self.sell(name, coin, Fraction(1))

    async def switch(self, name, on):
        await self.asks(name, "switch_lead_trade", on=on)
        self.oracle.leads[name].switch_on = on

    async def ratio(self, name, ratio):
        await self.asks(name, "set_profit_share", ratio=text(ratio))
        self.oracle.leads[name].ratio = ratio

    async def take_out(self, name, *, back):
        """The lead leaves 499.99 USDT in the account, or brings the money back."""
        person = self.oracle.people[name]
        amount = 15_000 * UNIT if back else person.cash + person.frozen - 49_999 * UNIT // 100
        if back or 0 < amount <= person.cash:
            await self.asks(name, "deposit" if back else "withdraw", amount=text(Fraction(amount, UNIT)))
            person.cash += amount if back else -amount

    # ── copiers ───────────────────────────────────────────────────────────────

    async def pause(self, name, *, paused):
        if all(self.oracle.current(name, lead) is None for lead in LEADS):
            return
        await self.asks(name, "pause_copying" if paused else "resume_copying")
        for lead in LEADS:
            copying = self.oracle.current(name, lead)
            if copying:
                copying.paused = paused

    async def halt(self, *, halted):
        await self.asks("admin", "halt" if halted else "resume")
        self.oracle.halted = halted

    async def stop(self, name, lead, how):
        copying = self.oracle.current(name, lead)
        if copying is None or copying.state != "running" or (how, copying.sizing) == ("copy_close", "smart_sync"):
            return
        if self.oracle.people[name].fault and all(copying.held(coin.symbol) for coin in self.coins):
            return  # which of the two sales meets it is the desk's own affair
        await self.asks(name, "stop_copying", lead=lead, how=how)
        self.oracle.stop(copying, how, None)

    async def crash(self):
        """The desk dies while orders may be unanswered; nothing else may come of it."""
        await self.line(crash=True)
        self.oracle.seen["crash"] += 1

    async def fault(self, name, fault):
        fields = {"fraction": text(fault[1])} if fault[0] == "partial" else {}
        await self.line(venue={"who": name, "next": fault[0], **fields})
        self.oracle.people[name].fault = fault

    async def poor(self, name, cash):
        """Leaves so much free money in the account."""
        person = self.oracle.people[name]
        amount = person.cash - floor(Fraction(cash) * UNIT)
        if amount:
            await self.asks(name, "withdraw" if amount > 0 else "deposit", amount=text(Fraction(abs(amount), UNIT)))
            person.cash -= amount

    # ── comparing ─────────────────────────────────────────────────────────────

    async def compare(self):
        told, self.told = self.facts[self.told :], len(self.facts)
        said, self.oracle.said = self.oracle.said, []
        assert _summed(filter(None, map(self._fact, told))) == _summed(said)
        book = (await self.stage.book())["book"]
        assert book["conserved"]
        for name, person in self.oracle.people.items():
            self._compare_person(name, person, book["people"][name])

    def _money(self, written):
        return int(Decimal(written) * UNIT)

    def _units(self, symbol, written):
        units = Fraction(written) / self.oracle.coins[symbol].lot * LOT
        assert units.denominator == 1
        return units.numerator

    def _compare_person(self, name, person, told):
        assert self._money(told["cash"]) == person.cash, name
        lead = self.oracle.leads.get(name)
        held = {symbol: person.own[symbol] + (lead.held(symbol) if lead else 0) for symbol in self.oracle.coins}
        assert {symbol: self._units(symbol, some) for symbol, some in told["holdings"].items()} == {
            symbol: some for symbol, some in held.items() if some
        }, name
        if lead:
            assert self._money(told["funding"]) == person.funding
        for followed in LEADS:
            copying = self.oracle.latest(name, followed)
            if copying:
                self._compare_copying(copying, told["copying"][followed])

    def _compare_copying(self, copying, told):
        worth = sum(
            self.oracle.coins[lot.of.coin].worth(lot.quantity, self.oracle.coins[lot.of.coin].bid)
            for lot in copying.lots
        )
        expected = {
            "state": copying.state,
            "cash": copying.cash,
            "withheld": copying.withheld,
            "realised": copying.realised,
            "equity": floor(copying.cash + worth),
        }
        assert {name: told[name] if name == "state" else self._money(told[name]) for name in expected} == expected
        assert {
            symbol: (self._units(symbol, held["quantity"]), self._money(held["cost"]))
            for symbol, held in told["holdings"].items()
        } == {
            symbol: (copying.held(symbol), sum(lot.cost for lot in copying.of(symbol)))
            for symbol in self.oracle.coins
            if copying.held(symbol)
        }

    def _fact(self, line):
        """A printed fact as the oracle says it; None for those that no rule of these is about."""
        who = (line.get("copier"), line.get("lead"))
        match line["fact"]:
            case "denied":
                raise AssertionError(line)
            case "order_filled" if line["side"] == "sell":
                return ("sold", line["who"], line["order"], line["led"])
            case "order_filled":
                failed = [
                    each
                    for each in self.facts
                    if each["fact"] == "lead_order_failed" and each["order"] == line["order"]
                ]
                return ("bought", line["who"], line["order"], failed[0]["code"] if failed else None)
            case "copy_failed":
                return ("failed", *who, line.get("order"), line["side"], line["code"])
            case "copy_filled":
                buys = line["side"] == "buy"
                fee = self._units(line["symbol"], line["fee"]) if buys else self._money(line["fee"])
                quantity = self._units(line["symbol"], line["quantity"])
                done = (quantity, self._money(line["notional"]), fee, line["partly"])
                return ("copied", *who, line.get("order"), line["side"], *done)
            case "profit_share_withheld":
                return ("withheld", *who, self._money(line["profit_net"]), self._money(line["amount"]))
            case "profit_share_settled":
                sums = (line["profit_net"], line["withheld"], line["payable"], line["refund"])
                return ("settled", *who, *map(self._money, sums))
            case "lots_released":
                return ("released", *who, line["symbol"], self._units(line["symbol"], line["quantity"]), line["cause"])
            case "copying_ended":
                return ("ended", *who)
        return None


def _summed(said):
    """What was said, how often. Lots that go by one step are summed: the oracle names each, the desk a coin at once."""
    released, counted = Counter(), Counter()
    for line in said:
        if line[0] == "released":
            kind, copier, lead, coin, quantity, cause = line
            released[kind, copier, lead, coin, cause] += quantity
        else:
            counted[line] += 1
    return released, counted
