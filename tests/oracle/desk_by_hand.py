"""The rulebook once more, a copier at a time, in plain whole numbers and fractions: what the engine must agree with.

Written from the rulebook alone; nothing of the desk's own rules is read here. Money in 10⁻⁸ USDT, quantities in
1/10,000 of the lot, prices as fractions of USDT. Orders are answered at once; faults are a venue's no and a part.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from fractions import Fraction
from math import floor

LOT, UNIT = 10_000, 10**8
UTC8 = timezone(timedelta(hours=8))


@dataclass
class Coin:
    symbol: str
    lot: Fraction
    tick: Fraction
    least: int
    least_notional: int
    fee: Fraction
    bid: Fraction = Fraction(0)
    ask: Fraction = Fraction(0)
    depth: int | None = None

    def room(self, price):
        """What the book has at its price, in whole lots; None for as much as is asked for."""
        return None if self.depth is None else floor(Fraction(self.depth) / self.worth(1, price)) // LOT * LOT

    def worth(self, quantity, price):
        """Exact, in 10⁻⁸ USDT."""
        return quantity * self.lot / LOT * price * UNIT

    def sellable(self, quantity):
        """Whether the venue takes a sale of this quantity at the best bid (R-12.4)."""
        return quantity >= max(LOT, self.least) and floor(self.worth(quantity, self.bid)) >= self.least_notional


@dataclass
class LeadLot:
    name: str
    coin: str
    quantity: int
    cost: int
    bought: int


@dataclass
class CopyLot:
    of: LeadLot
    quantity: int
    cost: int
    owed: int = 0


@dataclass
class Person:
    cash: int = 0
    frozen: int = 0
    funding: int = 0
    own: Counter = field(default_factory=Counter)
    fault: tuple | None = None


@dataclass
class Lead:
    name: str
    switch_on: bool = True
    ratio: Fraction = Fraction(0)
    lots: list = field(default_factory=list)
    day: object = None
    day_buys: int = 0

    def held(self, symbol):
        return sum(lot.quantity for lot in self.lots if lot.coin == symbol)


@dataclass
class Copying:
    copier: str
    lead: str
    sizing: str
    size: Fraction
    max_total: int
    never: frozenset
    ratio: Fraction
    cash: int = 0
    state: str = "running"
    paused: bool = False
    lots: list = field(default_factory=list)
    withheld: int = 0
    closes: list = field(default_factory=list)
    realised: int = 0

    def held(self, symbol):
        return sum(lot.quantity for lot in self.lots if lot.of.coin == symbol)

    def of(self, symbol):
        return [lot for lot in self.lots if lot.of.coin == symbol and lot.quantity]

    @property
    def open_cost(self):
        return sum(lot.cost for lot in self.lots)


class Desk:
    """Everything of one story. `said` is what each step has to tell, `seen` counts what was reached."""

    def __init__(self, coins, numbers, seen):
        self.coins = {coin.symbol: coin for coin in coins}
        self.numbers, self.seen = numbers, seen
        self.people, self.leads = {}, {}
        self.copyings = []
        self.resting = {}
        self.halted = False
        self.now = self.monday = None
        self.said = []
        self.waiting = []

    # ── people ────────────────────────────────────────────────────────────────

    def following(self, lead):
        return [each for each in self.copyings if each.lead == lead and each.state != "ended"]

    def current(self, copier, lead):
        return next((each for each in self.following(lead) if each.copier == copier), None)

    def latest(self, copier, lead):
        found = [each for each in self.copyings if (each.copier, each.lead) == (copier, lead)]
        return found[-1] if found else None

    def start(self, copying):
        if copying.sizing == "smart_sync":
            copying.cash = int(copying.size * UNIT)
            self.people[copying.copier].cash -= copying.cash
        self.copyings.append(copying)

    # ── time ──────────────────────────────────────────────────────────────────

    def go_to(self, at):
        """Mondays at 00:00 UTC+8 happen on the way (R-17.3)."""
        while self.monday is not None and self.monday <= at:
            self._settle_all()
            self.monday += timedelta(days=7)
        if self.monday is None:
            local = at.astimezone(UTC8)
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
            self.monday = midnight + timedelta(days=7 - local.weekday())
        self.now = at

    def _settle_all(self):
        for copying in self.copyings:
            if any(self._open(copying, symbol) for symbol in self.coins):
                self.seen["settlement_deferred"] += bool(copying.closes)
                continue
            self._settle(copying)
        for copying in self.copyings:
            copying.ratio = self.leads[copying.lead].ratio

    def _open(self, copying, symbol):
        coin, held = self.coins[symbol], copying.held(symbol)
        return held >= max(LOT, coin.least) and floor(coin.worth(held, coin.bid)) >= coin.least_notional

    def _settle(self, copying):
        net = sum(net for _, net in copying.closes)
        if net == 0 and copying.withheld == 0:
            return
        due = floor(max(Fraction(0), sum((ratio * net for ratio, net in copying.closes), Fraction(0))))
        payable = min(due, copying.withheld)
        refund = copying.withheld - payable
        self.said.append(("settled", copying.copier, copying.lead, net, copying.withheld, payable, refund))
        self.seen["share_paid"] += payable > 0
        self.seen["share_refunded"] += refund > 0
        self.people[copying.lead].funding += payable
        if copying.sizing == "smart_sync" and copying.state == "running":
            copying.cash += refund
        else:
            self.people[copying.copier].cash += refund
        copying.withheld, copying.closes = 0, []

    # ── the lead buys ─────────────────────────────────────────────────────────

    def lead_equity(self, lead):
        person = self.people[lead.name]
        lots = sum(
            (self.coins[lot.coin].worth(lot.quantity, self.coins[lot.coin].bid) for lot in lead.lots), Fraction(0)
        )
        return floor(person.cash + person.frozen + lots)

    def lead_buys(self, name, order, symbol, quantity, price, *, switch_on):
        """An order for `quantity` executed at `price`; its switch is the one it was created with (R-4.2)."""
        lead, person, coin = self.leads[name], self.people[name], self.coins[symbol]
        notional, fee = floor(coin.worth(quantity, price)), floor(quantity * coin.fee)
        equity = self.lead_equity(lead)
        code = self._lead_guard(lead, coin, notional, equity, switch_on)
        if code is None:
            today = self.now.astimezone(UTC8).date()
            lead.day_buys = lead.day_buys + 1 if lead.day == today else 1
            lead.day = today
        person.cash -= notional
        lot = LeadLot(order, symbol, quantity - fee, notional, quantity - fee)
        if code is None:
            lead.lots.append(lot)
        else:
            person.own[symbol] += quantity - fee
            self.seen[code] += 1
        self.said.append(("bought", name, order, code))
        if not switch_on:
            return
        for copying in self.following(name):
            self._entry(copying, coin, lot, code, (notional, price, equity))

    def _lead_guard(self, lead, coin, notional, equity, switch_on):
        """R-6.2 to R-6.8."""
        cap = self.numbers["cap"]
        own = floor(coin.worth(lead.held(coin.symbol), coin.bid)) + notional
        copied = floor(coin.worth(sum(each.held(coin.symbol) for each in self.following(lead.name)), coin.bid))
        same_day = lead.day == self.now.astimezone(UTC8).date()
        ladder = [
            (not switch_on, "LEAD_SWITCH_OFF"),
            (equity < 500 * UNIT, "LEAD_EQUITY_LOW"),
            (same_day and lead.day_buys >= self.numbers["daily_buys"], "LEAD_DAILY_LIMIT"),
            (own > cap, "LEAD_INSTRUMENT_LIMIT"),
            (own + copied > 2 * cap, "LEAD_RISK_CONTROL"),
        ]
        return next((code for failed, code in ladder if failed), None)

    # ── a copy buy ─────────────────────────────────────────────────────

    def copy_quote(self, copying, notional, equity):
        if copying.sizing == "fixed_amount":
            return int(copying.size * UNIT)
        if copying.sizing == "multiplier":
            return floor(copying.size * notional)
        usage = min(Fraction(1), Fraction(notional, equity))
        lots = sum(
            (self.coins[lot.of.coin].worth(lot.quantity, self.coins[lot.of.coin].bid) for lot in copying.lots),
            Fraction(0),
        )
        return min(floor(usage * floor(copying.cash + lots)), copying.cash)

    def _entry(self, copying, coin, lot, lead_code, bought):
        notional, price_lead, equity = bought
        smart, person = copying.sizing == "smart_sync", self.people[copying.copier]
        asked = self.copy_quote(copying, notional, equity)
        quantity = floor(Fraction(asked) / coin.worth(1, coin.ask)) // LOT * LOT
        free = copying.cash if smart else person.cash
        ladder = [
            (copying.state != "running", "COPYING_STOPPED"),
            (copying.paused, "COPYING_PAUSED"),
            (coin.symbol in copying.never, "PAIR_NOT_SELECTED"),
            (lead_code is not None, lead_code),
            (self.halted, "DESK_HALTED"),
            (abs(coin.ask / price_lead - 1) > Fraction(5, 1000), "SPREAD_EXCEEDED"),
            (coin.depth is not None and quantity > coin.room(coin.ask), "SPREAD_EXCEEDED"),
            (asked < coin.least_notional or quantity < max(1, coin.least), "AMOUNT_TOO_LOW"),
            (not smart and copying.open_cost + asked > copying.max_total, "MAX_TOTAL_REACHED"),
            (free < asked, "INSUFFICIENT_FUNDS"),
        ]
        code = next((code for failed, code in ladder if failed), None)
        filled = quantity
        if code is None:
            code, filled = self._at_the_venue(person, quantity, coin.room(coin.ask))
        if code is not None:
            self.said.append(("failed", copying.copier, copying.lead, lot.name, "buy", code))
            self.seen[code] += 1
            return
        paid, fee = floor(coin.worth(filled, coin.ask)), floor(filled * coin.fee)
        if smart:
            copying.cash -= paid
        else:
            person.cash -= paid
        copying.lots.append(CopyLot(lot, filled - fee, paid))
        self.said.append(
            ("copied", copying.copier, copying.lead, lot.name, "buy", filled, paid, fee, filled < quantity)
        )
        self.seen["bought_" + copying.sizing] += 1
        self.seen["bought_in_part"] += filled < quantity

    def _at_the_venue(self, person, quantity, room):
        """The code of a no, and what is filled."""
        fault, person.fault = person.fault, None
        lost = fault == ("timeout_lost",)  # sent again when the book is deep once more
        room = quantity if room is None or lost else room
        if fault is None or fault[0].startswith("timeout"):  # found or sent again: the same in the end, a little later
            self.seen["answered_late"] += fault is not None
            return None, min(quantity, room)
        if fault[0] == "reject":
            return "VENUE_REJECTED", 0
        filled = min(floor(quantity * fault[1]) // LOT * LOT, room)
        return (None if filled else "SPREAD_EXCEEDED"), filled

    # ── the lead sells ─────────────────────────────────────────────────

    def lead_sells(self, name, order, symbol, quantity, aimed=None, *, switch_on=None):
        """`switch_on`: as it stood when the order was created (R-4.2), as it is now unless said."""
        lead, person, coin = self.leads[name], self.people[name], self.coins[symbol]
        switch_on = lead.switch_on if switch_on is None else switch_on
        lots = [lot for lot in lead.lots if lot.coin == symbol and lot.quantity and aimed in (None, lot.name)]
        total = sum(lot.quantity for lot in lots)
        lots_first = switch_on or aimed
        from_lots = min(quantity, total) if lots_first else max(0, quantity - person.own[symbol])
        person.own[symbol] -= quantity - from_lots
        notional = floor(coin.worth(quantity, coin.bid))
        person.cash += notional - floor(notional * coin.fee)
        cuts = self._cut(lots, from_lots, total)
        self.said.append(("sold", name, order, bool(from_lots) and switch_on))
        if not switch_on:
            self.seen["private_sale_of_lots"] += bool(from_lots)
            self._orphans(name, cuts)
            return
        if not from_lots:
            return
        fraction = Fraction(from_lots, total)
        for copying in self.following(name):
            dues = [
                (lot, self._due(coin, lot, fraction, lot.of in cuts))
                for lot in copying.of(symbol)
                if lot.of in cuts or lot.of.quantity == 0
            ]
            if sum(due for _, due in dues):
                self._exit(copying, coin, dues, order)
                continue
            had = [lot for lot in copying.lots if lot.of in cuts]
            left = any(lot.quantity for lot in had)
            code = "SELL_BELOW_MIN" if left else "SELL_ALREADY_CLOSED" if had else "SELL_NOTHING_HELD"
            self.said.append(("failed", copying.copier, name, order, "sell", code))
            self.seen[code] += 1
        self._retry(coin)

    def _cut(self, lots, sold, total):
        """What the lead's lots lose: the same fraction, the remainder from the newest."""
        if not sold:
            return []
        shares = [lot.quantity * sold // total for lot in lots]
        left = sold - sum(shares)
        for place in reversed(range(len(lots))):
            more = min(left, lots[place].quantity - shares[place])
            shares[place] += more
            left -= more
        for lot, share in zip(lots, shares, strict=True):
            lot.cost -= lot.cost * share // lot.quantity
            lot.quantity -= share
        return lots

    def _due(self, coin, lot, fraction, cut):
        if not cut or not coin.sellable(lot.of.quantity):
            return lot.quantity
        return lot.owed + floor(fraction * (lot.quantity - lot.owed))

    def _orphans(self, name, cuts):
        for copying in self.following(name):
            for lot in copying.lots:
                if lot.of in cuts and not self.coins[lot.of.coin].sellable(lot.of.quantity) and lot.quantity:
                    self._let_go(copying, lot, "orphan")
            self._end_if_over(copying)

    def _let_go(self, copying, lot, cause):
        self.people[copying.copier].own[lot.of.coin] += lot.quantity
        self.said.append(("released", copying.copier, copying.lead, lot.of.coin, lot.quantity, cause))
        self.seen["released_" + cause] += 1
        lot.quantity = lot.owed = lot.cost = 0

    def _exit(self, copying, coin, dues, order, *, first=True):
        """One order of one copying; `dues` are its lots, oldest first, with what is due of each."""
        dues = [(lot, due) for lot, due in dues if lot.quantity]
        if not sum(due for _, due in dues):
            return
        for lot, due in dues:
            lot.owed = due
        sales = [(lot, due // LOT * LOT) for lot, due in dues]
        asked, name = sum(sale for _, sale in sales), (copying.copier, copying.lead, order, "sell")
        if not coin.sellable(asked):
            self.said += [("failed", *name, "SELL_BELOW_MIN")] if first else []
            self.seen["SELL_BELOW_MIN"] += 1
            self._dust(copying, coin, sum(due for _, due in dues))
            self._end_if_over(copying)
            return
        if first and self.people[copying.copier].fault == ("timeout_lost",):
            self.said.append(("failed", *name, "SELL_DELAYED"))  # proved absent, told, and sent again
        _, filled = self._at_the_venue(self.people[copying.copier], asked, coin.room(coin.bid))
        all_due = sum(min(lot.owed, lot.quantity) for lot in copying.of(coin.symbol))
        held = copying.held(coin.symbol)
        if filled:
            self._close(copying, coin, (sales, {id(lot): due for lot, due in dues}), (filled, filled < asked), name)
        if filled < asked:
            self.said += [("failed", *name, "SELL_DELAYED")] if first else []
            self.seen["SELL_DELAYED"] += 1
            self.waiting.append((copying, order, [lot for lot, _ in dues]))
        elif all_due == held:
            self._dust(copying, coin, copying.held(coin.symbol))
        self._end_if_over(copying)

    def _close(self, copying, coin, lots, fill, name):
        (sales, dues), (filled, partly) = lots, fill
        notional = floor(coin.worth(filled, coin.bid))
        fee = floor(notional * coin.fee)
        left, left_notional, left_fee, net_all, withheld_all = filled, notional, fee, 0, 0
        for lot, sale in sales:
            part = min(sale, left)
            if not part:
                continue
            left -= part
            proceeds = left_notional if left == 0 else notional * part // filled
            charge = left_fee if left == 0 else fee * part // filled
            left_notional, left_fee = left_notional - proceeds, left_fee - charge
            emptied = dues[id(lot)] == lot.quantity and part == lot.quantity // LOT * LOT
            cost = lot.cost if emptied else lot.cost * part // lot.quantity
            net = proceeds - charge - cost
            withheld = floor(copying.ratio * max(0, net))
            copying.closes.append((copying.ratio, net))
            net_all, withheld_all = net_all + net, withheld_all + withheld
            lot.quantity, lot.cost, lot.owed = lot.quantity - part, lot.cost - cost, max(0, lot.owed - part)
            self.seen["full_exit"] += emptied
            self.seen["loss"] += net < 0
        copying.realised += net_all
        copying.withheld += withheld_all
        received = notional - fee - withheld_all
        if copying.sizing == "smart_sync":
            copying.cash += received
        else:
            self.people[copying.copier].cash += received
        self.said.append(("copied", *name, filled, notional, fee, partly))
        if withheld_all:
            self.said.append(("withheld", copying.copier, copying.lead, net_all, withheld_all))
            self.seen["withheld"] += 1

    def _dust(self, copying, coin, due):
        """What can never be sold, as each lot rounds down, is let go once nothing else is linked (R-12.3, R-12.5)."""
        held = copying.held(coin.symbol)
        steps = sum(lot.quantity // LOT * LOT for lot in copying.of(coin.symbol))
        if held and due == held and not coin.sellable(steps):
            total = 0
            for lot in copying.of(coin.symbol):
                total += lot.quantity
                lot.quantity = lot.owed = lot.cost = 0
            self.people[copying.copier].own[coin.symbol] += total
            self.said.append(("released", copying.copier, copying.lead, coin.symbol, total, "dust"))
            self.seen["released_dust"] += 1

    def _retry(self, coin):
        """What was not sold is tried again (R-2.2), soon and before anything else happens, in a book that is deep."""
        coin.depth = None
        while self.waiting:
            copying, order, lots = self.waiting.pop(0)
            dues = [(lot, lot.quantity if lot.of.quantity == 0 else lot.owed) for lot in lots]
            self._exit(copying, coin, [(lot, due) for lot, due in dues if lot.owed], order, first=False)

    # ── what a copier does by hand ───────────────────────────────────

    def sell_by_hand(self, copying, coin):
        """All of one coin."""
        self.seen["by_hand"] += 1
        self._exit(copying, coin, [(lot, lot.quantity) for lot in copying.of(coin.symbol)], None)
        self._retry(coin)

    def take_out(self, copying, symbol):
        """Unlinked without profit or loss; the copying goes on."""
        for lot in copying.of(symbol):
            self._let_go(copying, lot, "kept")
        self._end_if_over(copying)

    # ── stopping ───────────────────────────────────────────────────────

    def stop(self, copying, how, order):
        copying.state = "closing"
        self.seen["stopped_by_" + how] += 1
        for symbol, coin in self.coins.items():
            if how == "market_close":
                self._exit(copying, coin, [(lot, lot.quantity) for lot in copying.of(symbol)], order)
                self._retry(coin)
            elif how == "manual_close":
                for lot in copying.of(symbol):
                    self._let_go(copying, lot, "manual_close")
        self._end_if_over(copying)

    def _end_if_over(self, copying):
        if copying.state != "closing" or any(lot.quantity for lot in copying.lots):
            return
        if any(waiting is copying for waiting, _, _ in self.waiting):
            return
        self._settle(copying)
        self.people[copying.copier].cash += copying.cash
        copying.cash, copying.state = 0, "ended"
        self.said.append(("ended", copying.copier, copying.lead))
        self.seen["ended"] += 1
