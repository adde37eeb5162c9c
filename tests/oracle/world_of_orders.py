"""The same world with every kind of order (R-4.3), stops of lead lots (R-13.2) and what copiers do by hand (R-12.9).

What waits for its price is kept here in plain words, a line an order; what becomes of it is the oracle's affair.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from tests.oracle.desk_by_hand import LOT, UNIT
from tests.oracle.world import World, text


@dataclass
class Waits:
    """An order that waits. `level` and `rises` are a trigger's, `way` and `best` those of a trailing one."""

    name: str
    order: str
    symbol: str
    side: str
    amount: object
    switch_on: bool
    level: Fraction = Fraction(0)
    rises: bool = False
    way: Fraction = Fraction(0)
    best: Fraction | None = None
    activation: Fraction | None = None
    aimed: str | None = None

    def moves(self, last):
        """Whether the price sends it."""
        if not self.way:
            return last >= self.level if self.rises else last <= self.level
        sign = 1 if self.side == "sell" else -1
        if self.best is None:
            if sign * last < sign * self.activation:
                return False
            self.best = last
            return False
        if sign * last > sign * self.best:
            self.best = last
            return False
        return sign * last <= sign * self.best * (1 - sign * self.way)


@dataclass
class Stops:
    """Both stops of a lead lot, with the switch of the moment they were set."""

    name: str
    symbol: str
    lot: object
    take: Fraction
    stop: Fraction
    switch_on: bool

    def reached(self, last):
        return (self.take and last >= self.take) or (self.stop and last <= self.stop)


class WorldOfOrders(World):
    """Steps that the rules would deny are left out here as well."""

    def __init__(self, coins, seen):
        super().__init__(coins, seen)
        self.waits, self.stops, self.names = [], {}, set()

    async def asks(self, who, do, **fields):
        self.names.add(fields.get("id"))
        await super().asks(who, do, **fields)

    def _fact(self, line):
        """The stops of a lot have a name of the desk's own."""
        own = line.get("order") in (None, *self.names)
        return super()._fact(line if own else {**line, "order": "stops"})

    # ── prices ────────────────────────────────────────────────────────────────

    async def move(self, coin, permille, ticks):
        """Left out where more than one order would leave: which does first is the desk's own affair."""
        last = max(1, floor(coin.bid * (1000 + permille) / 1000 / coin.tick)) * coin.tick
        leaving = [order for order in self.oracle.resting.values() if order[1] == coin.symbol and order[3] >= last]
        leaving += [each for each in self.waits if each.symbol == coin.symbol and self._would(each, last)]
        leaving += [each for each in self.stops.values() if each.symbol == coin.symbol and each.reached(last)]
        if len(leaving) < 2:
            await super().move(coin, permille, ticks)

    def _would(self, waits, last):
        best = waits.best
        goes = waits.moves(last)
        waits.best = best
        return goes

    async def quote(self, coin, price, ticks):
        await super().quote(coin, price, ticks)
        self._come(coin)

    def _come(self, coin):
        for waits in [each for each in self.waits if each.symbol == coin.symbol and each.moves(coin.bid)]:
            self.waits.remove(waits)
            self._leaves(waits, coin)
        for key, stops in [(key, each) for key, each in self.stops.items() if each.symbol == coin.symbol]:
            if stops.reached(coin.bid) and coin.sellable(stops.lot.quantity // LOT * LOT):
                del self.stops[key]
                self.oracle.seen["lot_stops"] += 1
                quantity = stops.lot.quantity // LOT * LOT
                self._sold(stops.name, "stops", coin, quantity, aimed=stops.lot.name, switch_on=stops.switch_on)

    def _leaves(self, waits, coin):
        """With what it needs now, or not at all."""
        lead, person = self.oracle.leads[waits.name], self.oracle.people[waits.name]
        kind = "trailing" if waits.way else "trigger"
        if waits.side == "buy":
            quantity = self.bought_for(coin, waits.amount, coin.ask)
            if quantity and Fraction(waits.amount) * UNIT <= person.cash:
                self.oracle.seen[kind + "_buy"] += 1
                self.oracle.lead_buys(
                    waits.name, waits.order, coin.symbol, quantity, coin.ask, switch_on=waits.switch_on
                )
            else:
                self.oracle.seen["denied_at_its_price"] += 1
            return
        lots = [lot for lot in lead.lots if lot.coin == coin.symbol and waits.aimed in (None, lot.name)]
        held = sum(lot.quantity for lot in lots) + (0 if waits.aimed else person.own[coin.symbol])
        if waits.amount <= held and coin.sellable(waits.amount):
            self.oracle.seen[kind + "_sale"] += 1
            self._sold(waits.name, waits.order, coin, waits.amount, aimed=waits.aimed, switch_on=waits.switch_on)
        else:
            self.oracle.seen["denied_at_its_price"] += 1

    def _sold(self, name, order, coin, quantity, *, aimed=None, switch_on=None):
        self.oracle.lead_sells(name, order, coin.symbol, quantity, aimed, switch_on=switch_on)
        self._drop_what_has_no_lot()

    def _drop_what_has_no_lot(self):
        self.stops = {key: each for key, each in self.stops.items() if each.lot.quantity >= LOT}
        alive = {lot.name for lead in self.oracle.leads.values() for lot in lead.lots if lot.quantity >= LOT}
        self.waits = [each for each in self.waits if each.aimed is None or each.aimed in alive]

    async def sell(self, name, coin, part, *, aimed=None):
        await super().sell(name, coin, part, aimed=aimed)
        self._drop_what_has_no_lot()

    # ── orders that leave at once ─────────────────────────────────────────────

    async def at_a_price(self, name, coin, notional, ticks, *, kind, depth):
        """A post-only, IOC or FOK buy so many ticks from the ask, in a book with so much in it."""
        price = coin.ask + ticks * coin.tick
        quantity = self.bought_for(coin, notional, price) if price > 0 else 0
        hold = floor(coin.worth(quantity, price))
        person = self.oracle.people[name]
        met = min(price, coin.ask)  # the venue measures an order at the price it meets
        if not quantity or hold > person.cash or floor(coin.worth(quantity, met)) < coin.least_notional:
            return
        if kind == "post_only" and name in self.oracle.resting:
            return
        order, switch_on = f"k{self.count}", self.oracle.leads[name].switch_on
        await self._deep(coin, depth)
        amounts = {"quantity": text(quantity * coin.lot / LOT), "price": text(price)}
        await self.asks(name, "place_order", symbol=coin.symbol, side="buy", type=kind, id=order, **amounts)
        room = coin.room(coin.ask) if price >= coin.ask else 0
        filled = quantity if room is None else min(quantity, room)
        if kind == "post_only" and price < coin.ask:
            person.cash, person.frozen = person.cash - hold, person.frozen + hold
            self.oracle.resting[name] = (order, coin.symbol, quantity, price, switch_on)
            self.oracle.seen["post_only_rests"] += 1
        elif kind == "post_only" or not filled or (kind == "fok" and filled < quantity):
            self.oracle.seen[kind + "_ends_empty"] += 1
        else:
            self.oracle.lead_buys(name, order, coin.symbol, filled, coin.ask, switch_on=switch_on)
            self.oracle.seen[kind + "_buy"] += 1
            self.oracle.seen["buy_in_part"] += filled < quantity
        await self._deep(coin, None)

    async def sell_at_a_price(self, name, coin, part, ticks, *, kind, depth):
        """An IOC or FOK sale so many ticks from the bid."""
        lead, person, price = self.oracle.leads[name], self.oracle.people[name], coin.bid + ticks * coin.tick
        quantity = floor((lead.held(coin.symbol) + person.own[coin.symbol]) * part) // LOT * LOT
        fits = quantity >= max(LOT, coin.least) and floor(coin.worth(quantity, price)) >= coin.least_notional
        if price <= 0 or not fits or not coin.sellable(quantity):
            return
        order = f"q{self.count}"
        await self._deep(coin, depth)
        amounts = {"quantity": text(quantity * coin.lot / LOT), "price": text(price)}
        await self.asks(name, "place_order", symbol=coin.symbol, side="sell", type=kind, id=order, **amounts)
        room = coin.room(coin.bid) if price <= coin.bid else 0
        filled = quantity if room is None else min(quantity, room)
        if not filled or (kind == "fok" and filled < quantity):
            self.oracle.seen[kind + "_ends_empty"] += 1
        else:
            self.oracle.seen[kind + "_sale"] += 1
            self.oracle.seen["sale_in_part"] += filled < quantity
            self._sold(name, order, coin, filled)
        await self._deep(coin, None)

    async def _deep(self, coin, depth):
        """The same prices, and so much behind them from now on."""
        coin.depth = None if depth is None else depth * UNIT
        more = {} if depth is None else {"depth": str(depth)}
        prices = {"bid": text(coin.bid), "ask": text(coin.ask), "last": text(coin.bid), **more}
        await self.line(quote={coin.symbol: prices})
        self._come(coin)

    # ── orders that wait ──────────────────────────────────────────────────────

    def _amount(self, name, coin, side, size, price, *, aimed):
        """What an order that waits is for: money for a buy, a quantity for a sale; None where it would be denied."""
        lead, person = self.oracle.leads[name], self.oracle.people[name]
        if side == "buy":
            return size if self.bought_for(coin, size, price) else None
        lots = [lot for lot in lead.lots if lot.coin == coin.symbol and lot.quantity and aimed in (None, lot.name)]
        quantity = floor((sum(lot.quantity for lot in lots) + (0 if aimed else person.own[coin.symbol])) * size)
        quantity = quantity // LOT * LOT
        fits = quantity >= max(LOT, coin.least) and floor(coin.worth(quantity, price)) >= coin.least_notional
        return quantity if fits else None

    async def trigger(self, name, coin, side, size, permille, *, aim=False):
        level = floor(coin.bid * (1000 + permille) / 1000 / coin.tick) * coin.tick
        aimed = self._one_lot(name, coin) if aim and side == "sell" else None
        if level > 0 and level != coin.bid and (aimed or not aim):
            fields = {"type": "trigger", "trigger_price": text(level)}
            amount = self._amount(name, coin, side, size, level, aimed=aimed and aimed.name)
            await self._wait(name, coin, side, amount, aimed=aimed, fields=fields, level=level, rises=level > coin.bid)

    async def trailing(self, name, coin, side, size, *, way, permille):
        """From now on without an activation, else from a price so far away."""
        activation = floor(coin.bid * (1000 + permille) / 1000 / coin.tick) * coin.tick if permille else None
        if activation is not None and activation <= 0:
            return
        fields = {"type": "trailing", "callback": text(way)}
        fields |= {"activation": text(activation)} if activation else {}
        best = coin.bid
        if activation and (coin.bid < activation if side == "sell" else coin.bid > activation):
            best = None
        amount = self._amount(name, coin, side, size, activation or coin.bid, aimed=None)
        await self._wait(name, coin, side, amount, aimed=None, fields=fields, way=way, best=best, activation=activation)

    async def waits_privately(self, name, coin, notional, part, permille):
        """Coins bought with the switch off and a sale that waits with it off, beside lead lots and with it on again."""
        await self.switch(name, on=False)
        await self.buy(name, coin, notional)
        await self.trigger(name, coin, "sell", part, permille)
        await self.switch(name, on=True)

    async def _wait(self, name, coin, side, amount, *, aimed, fields, **when):
        if amount is None or len([each for each in self.waits if each.name == name]) > 3:
            return
        order = f"w{self.count}"
        size = {"notional": amount} if side == "buy" else {"quantity": text(amount * coin.lot / LOT)}
        target = {"lead_order": aimed.name} if aimed else {}
        await self.asks(name, "place_order", symbol=coin.symbol, side=side, id=order, **size, **target, **fields)
        on = self.oracle.leads[name].switch_on
        aimed_at = aimed.name if aimed else None
        self.waits.append(Waits(name, order, coin.symbol, side, amount, on, aimed=aimed_at, **when))

    async def withdraw_one(self, name):
        """The oldest that waits is cancelled."""
        found = [each for each in self.waits if each.name == name]
        if found:
            await self.asks(name, "cancel_order", order=found[0].order)
            self.waits.remove(found[0])

    def _one_lot(self, name, coin):
        lots = [lot for lot in self.oracle.leads[name].lots if lot.coin == coin.symbol and lot.quantity >= LOT]
        return lots[len(lots) // 2] if lots else None

    async def lot_stops(self, name, coin, up, down):
        """Both stops of one lot, or a new one of them."""
        lot = self._one_lot(name, coin)
        if lot is None or not coin.sellable(lot.quantity // LOT * LOT):
            return
        known = self.stops.get(lot.name)
        take = floor(coin.bid * (1000 + up) / 1000 / coin.tick) * coin.tick if up else None
        stop = floor(coin.bid * (1000 - down) / 1000 / coin.tick) * coin.tick if down else None
        if (take is not None and take <= coin.bid) or (stop is not None and not 0 < stop < coin.bid):
            return
        if known and (known.reached(coin.bid) or (take is None and stop is None)):
            return
        if not known and take is None and stop is None:
            return
        fields = {"take_profit": text(take)} if take else {}
        fields |= {"stop_loss": text(stop)} if stop else {}
        await self.asks(name, "set_lot_stops", lead_order=lot.name, **fields)
        before = known or Stops(name, coin.symbol, lot, Fraction(0), Fraction(0), switch_on=False)
        on = self.oracle.leads[name].switch_on
        self.stops[lot.name] = Stops(name, coin.symbol, lot, take or before.take, stop or before.stop, on)

    # ── copiers ───────────────────────────────────────────────────────────────

    async def take_out_of(self, copier, lead, coin):
        copying = self.oracle.current(copier, lead)
        if copying and copying.of(coin.symbol):
            await self.asks(copier, "release_lots", lead=lead, symbol=coin.symbol)
            self.oracle.take_out(copying, coin.symbol)

    async def by_hand(self, copier, lead, coin):
        copying = self.oracle.current(copier, lead)
        if copying and coin.sellable(sum(lot.quantity // LOT * LOT for lot in copying.of(coin.symbol))):
            await self.asks(copier, "sell_copy", lead=lead, symbol=coin.symbol)
            self.oracle.sell_by_hand(copying, coin)
