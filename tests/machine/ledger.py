"""Everybody's money once more, fact by fact in plain whole numbers: what the book must come to after each step.

Money in 10⁻⁸ USDT, quantities in 1/10,000 of the lot. Nothing is read from the fold or the rules under test.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from core.model import events as e
from core.model.copying import Settings, Sizing
from core.model.market import Side
from core.model.orders import Verdict

RATIO = 10**8


@dataclass
class Row:
    """One copying. `closes` since its last settlement, each with the ratio it was shared at."""

    copier: int
    settings: Settings
    ratio: int
    cash: int = 0
    withheld: int = 0
    realised: int = 0
    state: str = "running"
    paused: bool = False
    closes: list[tuple[int, int]] = field(default_factory=list)
    on_the_way: Counter = field(default_factory=Counter)
    """What each flight may still cost."""

    @property
    def smart(self) -> bool:
        return self.settings.sizing is Sizing.SMART_SYNC

    @property
    def room(self) -> int:
        return self.cash if self.smart else self.settings.max_total


class Ledger:
    """Takes facts in their order. Keys: a person's number; (lead, row) of a copying; (lead, row, lead lot) of a lot."""

    def __init__(self) -> None:
        self.trade, self.funding, self.own = Counter(), Counter(), Counter()
        self.rows: dict[tuple[int, int], Row] = {}
        self.lots, self.costs = Counter(), Counter()
        self.symbols: dict[str, str] = {}
        """What each lead lot is of."""
        self.ratios = Counter()
        self.terms: dict[str, object] = {}
        self.plans: dict[str, e.EntriesPlanned | e.ExitsPlanned] = {}
        self.paid_in = Counter()
        """What came into the desk, what left it, what the market took and gave, what was charged, by asset."""

    def row(self, lead: int, row: int) -> Row:
        return self.rows[lead, int(row)]

    def cost(self, lead: int, row: int) -> int:
        """The remaining cost of a copying's open lots."""
        return sum(cost for (who, where, _), cost in self.costs.items() if (who, where) == (lead, row))

    def held(self, lead: int, row: int) -> Counter:
        """What a copying holds, by instrument."""
        found: Counter = Counter()
        for (who, where, lot), quantity in self.lots.items():
            if (who, where) == (lead, row):
                found[self.symbols[lot]] += quantity
        return found

    def take(self, record: e.Record) -> None:  # noqa: PLR0912  # one case a fact
        match record.fact:
            case e.Deposited(person, amount):
                self._comes(person, amount)
            case e.Withdrawn(person, amount):
                self._comes(person, -amount)
            case e.InstrumentListed(instrument):
                self.terms[instrument.symbol] = instrument
            case e.ProfitShareSet(lead, ratio):
                self.ratios[lead] = ratio
            case e.LeadApproved(lead):
                self.ratios[lead] = 0
            case e.LevelReckoned() as fact:
                self.ratios[fact.lead] = fact.ratio
            case e.CycleClosed():
                for (lead, _), row in self.rows.items():
                    row.ratio = self.ratios[lead]
            case e.OrderClosed() as fact:
                self._own_order(fact)
            case e.CopyingStarted() as fact:
                self._started(fact)
            case e.CopyingChanged() as fact:
                self.row(fact.lead, fact.row).settings = fact.settings
            case e.AllocationChanged() as fact:
                self.trade[fact.copier] -= fact.amount
                self.row(fact.lead, fact.row).cash += fact.amount
            case e.CopyingPaused() | e.CopyingResumed() as fact:
                self.row(fact.lead, fact.row).paused = isinstance(fact, e.CopyingPaused)
            case e.CopyingClosing() as fact:
                self.row(fact.lead, fact.row).state = "closing"
            case e.CopyingEnded() as fact:
                self._ended(fact)
            case e.EntriesPlanned() as fact:
                self._entries_planned(fact)
            case e.ExitsPlanned() as fact:
                self.plans[fact.flight] = fact
            case e.EntriesAnswered() as fact:
                self._bought(fact)
            case e.ExitsAnswered() as fact:
                self._sold(fact)
            case e.LotsReleased() as fact:
                self._released(fact)
            case e.ProfitShareSettled() as fact:
                self._settled(fact)

    def _comes(self, person: int, amount: int) -> None:
        self.trade[person] += amount
        self.paid_in["USDT"] += amount

    def _own_order(self, fact: e.OrderClosed) -> None:
        buys = fact.side == Side.BUY
        self.trade[fact.person] += -fact.notional if buys else fact.notional - fact.fee
        self.own[fact.person, fact.symbol] += fact.quantity - fact.fee if buys else -fact.quantity
        self._traded(fact.symbol, buys, fact.quantity, fact.notional, fact.fee)
        if fact.led and buys:
            self.symbols[fact.order] = fact.symbol

    def _traded(self, symbol: str, buys: bool, quantity: int, notional: int, fee: int) -> None:
        self.paid_in["USDT"] += -notional if buys else notional - fee
        self.paid_in[symbol] += quantity - fee if buys else -quantity

    # ── copyings ──────────────────────────────────────────────────────────────

    def _started(self, fact: e.CopyingStarted) -> None:
        assert fact.ratio == self.ratios[fact.lead], "R-17.8: a new copying takes the ratio of its start"
        row = self.rows[fact.lead, fact.row] = Row(fact.copier, fact.settings, fact.ratio)
        if row.smart:
            row.cash = fact.settings.size
            self.trade[fact.copier] -= row.cash

    def _ended(self, fact: e.CopyingEnded) -> None:
        row = self.row(fact.lead, fact.row)
        row.state = "ended"
        assert not +self.held(fact.lead, fact.row), "R-16.4: it ends when no lot is linked"
        assert row.withheld == 0, "R-17.11: it settles before it ends"
        self.trade[row.copier], row.cash = self.trade[row.copier] + row.cash, 0

    def _entries_planned(self, fact: e.EntriesPlanned) -> None:
        self.plans[fact.flight] = fact
        for place in range(len(fact.rows)):
            if not fact.quantity[place]:
                continue
            row, hold = self.row(fact.lead, fact.rows[place]), int(fact.hold[place])
            open_cost = 0 if row.smart else self.cost(fact.lead, int(fact.rows[place]))
            bound = row.on_the_way.total()
            assert open_cost + bound + hold <= row.room, "R-8.15: open cost with orders on their way is within the cap"
            row.on_the_way[fact.flight] += hold

    def _bought(self, fact: e.EntriesAnswered) -> None:
        plan = self.plans[fact.flight]
        for place, number in enumerate(fact.rows.tolist()):
            row = self.row(fact.lead, number)
            if fact.verdict[place] == Verdict.UNANSWERED:
                continue
            held = row.on_the_way.pop(fact.flight, 0)
            quantity, notional, fee = (int(each[place]) for each in (fact.quantity, fact.notional, fact.fee))
            if not quantity:
                continue
            assert notional <= held, "R-11.13: slippage breaks no cap"
            assert quantity <= plan.quantity[plan.rows.tolist().index(number)]
            self._pay(row, notional)
            self._traded(fact.symbol, True, quantity, notional, fee)
            shares = fact.shares or (e.LotShare(fact.batch, quantity - fee, notional),)
            assert sum(share.quantity for share in shares) == quantity - fee
            assert sum(share.cost for share in shares) == notional
            for share in shares:
                self.lots[fact.lead, number, share.lot] += share.quantity
                self.costs[fact.lead, number, share.lot] += share.cost

    def _pay(self, row: Row, amount: int) -> None:
        if row.smart:
            row.cash -= amount
        else:
            self.trade[row.copier] -= amount

    def _sold(self, fact: e.ExitsAnswered) -> None:
        sums: defaultdict[int, Counter] = defaultdict(Counter)
        for place, number in enumerate(fact.closes.rows.tolist()):
            sums[number].update(self._closed(fact.lead, number, fact.closes, place))
        for place, number in enumerate(fact.rows.tolist()):
            row, brought = self.row(fact.lead, number), sums[number]
            quantity, notional, fee = (int(each[place]) for each in (fact.quantity, fact.notional, fact.fee))
            assert brought["quantity"] == quantity
            assert brought["net"] + brought["cost"] == notional - fee, "R-17.1: both fees come off"
            assert (brought["net"], brought["withheld"]) == (int(fact.net[place]), int(fact.withheld[place]))
            self._pay(row, brought["withheld"] - notional + fee)
            row.withheld += brought["withheld"]
            row.realised += brought["net"]
            self._traded(fact.symbol, False, quantity, notional, fee)

    def _closed(self, lead: int, number: int, closes: e.LotCloses, place: int) -> dict[str, int]:
        row, key = self.row(lead, number), (lead, number, closes.lots[closes.lot[place]])
        names = ("quantity", "cost", "net", "withheld")
        done = {name: int(getattr(closes, name)[place]) for name in names}
        assert 0 < done["quantity"] <= self.lots[key], "R-12: at most what is held"
        assert 0 <= done["cost"] <= self.costs[key]
        assert done["withheld"] == floor(Fraction(row.ratio * max(0, done["net"]), RATIO)), "R-17.2"
        self.lots[key] -= done["quantity"]
        self.costs[key] -= done["cost"]
        row.closes.append((row.ratio, done["net"]))
        return done

    def _released(self, fact: e.LotsReleased) -> None:
        for place, number in enumerate(fact.rows.tolist()):
            keys = [
                key
                for key in self.lots
                if key[:2] == (fact.lead, number)
                and (key[2] == fact.lot or (fact.lot is None and self.symbols[key[2]] == fact.symbol))
            ]
            quantity, cost = int(fact.quantity[place]), int(fact.cost[place])
            held, paid = sum(self.lots[key] for key in keys), sum(self.costs[key] for key in keys)
            assert quantity == held or fact.lot is not None, "of a lot alone a part may be let go"
            assert 0 < quantity <= held
            assert cost == paid * quantity // held, "R-12.7"
            for key in keys:
                self.lots[key] -= quantity if fact.lot is not None else self.lots[key]
                self.costs[key] -= cost if fact.lot is not None else self.costs[key]
            self.own[self.row(fact.lead, number).copier, fact.symbol] += int(fact.quantity[place])

    def _settled(self, fact: e.ProfitShareSettled) -> None:
        for place, number in enumerate(fact.rows.tolist()):
            row = self.row(fact.lead, number)
            withheld, payable, refund = (int(each[place]) for each in (fact.withheld, fact.payable, fact.refund))
            share = sum((Fraction(ratio * net, RATIO) for ratio, net in row.closes), Fraction(0))
            assert withheld == row.withheld
            assert payable == min(withheld, max(0, floor(share))), "R-17: payable is what is due, at most the withheld"
            assert payable + refund == withheld, "R-17.10"
            assert fact.net[place] == sum(net for _, net in row.closes)
            row.withheld, row.closes = 0, []
            self.funding[fact.lead] += payable
            if row.smart and row.state == "running":
                row.cash += refund
            else:
                self.trade[row.copier] += refund
