"""The paper venue: an exchange in memory that answers at once, from quotes it is given.

Quantities, prices and money in the units of the book. Its orders do not move the market: every order, single or in a
plan, meets the full depth of the quote, even where others at the same price have taken it before. It knows no balances;
who may spend what is the desk's business. It never raises for what an exchange does, and no order id is executed twice
while it is remembered: the newest 100,000 single orders, the newest 256 plans, and all that nobody asked about.

A plan may come from a worker thread while quotes arrive on the event loop: it meets one quote, read once.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np

from core.adapters.venues.execution import (
    NOTHING,
    Counter,
    Outcome,
    absent,
    counter,
    crosses,
    execute_columns,
    executed,
    kind_refusal,
    least_quantity,
    part_of,
    refusal,
    refused_columns,
    rejected_words,
    taken,
)
from core.adapters.venues.faults import (
    Fault,
    Partial,
    Reject,
    TimeoutFilled,
    TimeoutLost,
    silent_entries,
    wanted_of,
    with_noes,
    with_silence,
)
from core.adapters.venues.flights import Flights, copy_entries, part_of_plan
from core.adapters.venues.standing import Orders, Standing, entries_of
from core.model.columns import Rows
from core.model.market import Instrument, Quote, Symbol
from core.model.orders import Verdict
from core.model.people import PersonId
from core.ports import (
    Absent,
    Answer,
    AnswerColumns,
    Clock,
    Filled,
    Found,
    Listener,
    Order,
    PlanColumns,
    QuotesSeen,
    Rejected,
    Unanswered,
    VenueEvent,
)

ASK_AFTER = timedelta(seconds=4)
"""The deadline a send carries, 3 s, and one second more (the order contract)."""
EXPIRED = Rejected("50036", "the order arrived after its deadline")


class PaperVenue:
    """A `ColumnVenue`. `list` and `quote` are the market's side of it, `fault` is for stories and tests."""

    name = "paper"
    paper = True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._instruments: dict[Symbol, Instrument] = {}
        self._quotes: dict[Symbol, Quote] = {}
        self._faults: dict[PersonId, Fault] = {}
        self._orders = Orders()
        self._flights = Flights()
        self._listeners: tuple[Listener, ...] = ()

    # ── the market's side ─────────────────────────────────────────────────────

    def list(self, instrument: Instrument) -> None:
        """The instrument trades from now on, by these terms."""
        self._instruments[instrument.symbol] = instrument

    def delist(self, symbol: Symbol) -> None:
        """Trading in it has ended: no price any more, no new order, and what rests in its book ends as it is."""
        self._instruments.pop(symbol, None)
        self._quotes.pop(symbol, None)
        for standing in self._orders.resting({symbol}):
            self._orders.take(standing.order.id)
            self._orders.end(standing.order, standing.sums)
            self._tell(standing.seen(done=True))

    def quote(self, *quotes: Quote) -> None:
        """New best prices: told to all who listen, and resting orders that they cross are filled and told."""
        self._quotes.update({quote.symbol: quote for quote in quotes})
        self._tell(QuotesSeen(quotes))
        for standing in self._orders.resting({quote.symbol for quote in quotes}):
            self._meet(standing)

    def fault(self, account: PersonId, fault: Fault) -> None:
        """What the account's next order meets. A second one before that order takes the first one's place."""
        self._faults[account] = fault

    def hang_up(self) -> None:
        """Whoever listened is gone, as after a crash of the desk: the market goes on and tells nobody."""
        self._listeners = ()

    def instruments(self) -> Mapping[Symbol, Instrument]:
        return self._instruments

    def quotes(self) -> Mapping[Symbol, Quote]:
        return self._quotes

    def listen(self, listener: Listener) -> None:
        self._listeners += (listener,)

    # ── single orders ─────────────────────────────────────────────────────────

    async def place(self, order: Order) -> Answer:
        known = self._known(order)
        if known is not None:
            return known
        fault = self._faults.pop(order.account, None)
        if isinstance(fault, TimeoutLost):
            return self._unanswered()
        answer = self._accept(order, fault)
        if isinstance(fault, TimeoutFilled):
            self._orders.leave_unasked(order.id)
            return self._unanswered()
        return answer

    async def find(self, order: Order) -> Found:
        return self._known(order) or Absent()

    async def cancel(self, order: Order) -> Found:
        """The terminal state; on a resting order the listeners hear of its end as well, as from a real venue."""
        standing = self._orders.take(order.id)
        if standing is None:
            return await self.find(order)
        over = replace(standing, sums=replace(standing.sums, at=self._clock.now()))
        self._tell(over.seen(done=True))
        return self._orders.end(order, over.sums)

    def _known(self, order: Order) -> Answer | None:
        return self._orders.known(order.id) or self._flights.known(order)

    def _accept(self, order: Order, fault: Fault | None) -> Answer:
        met = self._arrival(order, fault)
        if isinstance(met, Rejected):
            return self._orders.end(order, met)
        most = part_of(order.quantity, fault.fraction) if isinstance(fault, Partial) else order.quantity
        sums = executed(met, taken(met, most, order.price_cap), NOTHING, self._clock.now())
        if order.resting and order.price_cap and sums.quantity < most:
            return self._orders.rest(Standing(order, most, sums))
        return self._orders.end(order, sums)

    def _arrival(self, order: Order, fault: Fault | None) -> Counter | Rejected:
        """What the order meets, or the venue's no."""
        if isinstance(fault, Reject):
            return rejected_words(fault.code)
        if order.expires_at is not None and self._clock.now() > order.expires_at:
            return EXPIRED
        met = counter(self._instruments.get(order.symbol), self._quotes.get(order.symbol), order.side)
        if isinstance(met, Rejected):
            return met
        own_price = order.resting and order.price_cap
        least = least_quantity(met.instrument, order.side, order.price_cap) if own_price else met.least
        return refusal(met.instrument, order.quantity, order.price_cap, least) or kind_refusal(met, order) or met

    def _meet(self, standing: Standing) -> None:
        """A resting order and the newest quote of its instrument."""
        order = standing.order
        met = counter(self._instruments.get(order.symbol), self._quotes.get(order.symbol), order.side)
        if isinstance(met, Rejected) or not crosses(met, order.price_cap):
            return
        more = taken(met, standing.most - standing.sums.quantity, order.price_cap)
        if more == 0:
            return
        now = replace(standing, sums=executed(met, more, standing.sums, self._clock.now()))
        done = now.sums.quantity == now.most
        if done:
            self._orders.take(order.id)
            self._orders.end(order, now.sums)
        else:
            self._orders.rest(now)
        self._tell(now.seen(done=done))

    # ── plans ─────────────────────────────────────────────────────────────────

    def place_columns(self, plan: PlanColumns) -> AnswerColumns:
        known = self._recall(plan)
        if known is None:
            return self._arrive(plan)
        fresh = np.flatnonzero(known.verdict == Verdict.ABSENT)
        if len(fresh) == 0:
            return known.told()
        new = self._arrive(part_of_plan(plan, fresh))
        both = known.copied()
        copy_entries(both, fresh, new, np.arange(len(fresh)))
        return both.told(new.ask_at)

    def find_columns(self, plan: PlanColumns) -> AnswerColumns:
        return (self._recall(plan) or absent(len(plan.rows))).told()

    def _recall(self, plan: PlanColumns) -> Outcome | None:
        """What is known of the plan's entries; None when that is nothing at all."""
        known = self._flights.recall(plan)
        for entry in self._orders.entries_placed_singly(plan):
            answer = self._orders.known(plan.ids(entry))
            if isinstance(answer, Filled | Rejected):
                known = absent(len(plan.rows)) if known is None else known.copied()
                known.put(entry, Verdict.FILLED if isinstance(answer, Filled) else Verdict.REJECTED, answer)
        return known

    def _arrive(self, plan: PlanColumns) -> AnswerColumns:
        """Entries nothing is known of."""
        faults = self._take_faults(plan.accounts)
        truth = self._execute(plan, faults)
        if not faults:
            self._flights.remember(plan, truth, unanswered=False)
            return truth.told()
        truth = with_noes(truth, faults)
        silent = bool(silent_entries(faults))
        self._flights.remember(plan, truth, unanswered=silent)
        return with_silence(truth, faults).told(self._clock.now() + ASK_AFTER) if silent else truth.told()

    def _execute(self, plan: PlanColumns, faults: Mapping[int, Fault]) -> Outcome:
        met = counter(self._instruments.get(plan.symbol), self._quotes.get(plan.symbol), plan.side)
        if isinstance(met, Rejected):
            return refused_columns(len(plan.rows), met)
        executed_now = execute_columns(met, plan.quantity, wanted_of(plan.quantity, faults), plan.limit)
        return replace(executed_now, since=self._clock.now())

    def _take_faults(self, accounts: Rows) -> dict[int, Fault]:
        """The faults these entries use up, by entry."""
        if not self._faults:
            return {}
        hit = [(entry, PersonId(int(accounts[entry]))) for entry in entries_of(accounts, self._faults)]
        return {entry: self._faults.pop(account) for entry, account in hit if account in self._faults}

    def _unanswered(self) -> Unanswered:
        return Unanswered(self._clock.now() + ASK_AFTER)

    def _tell(self, event: VenueEvent) -> None:
        for listener in self._listeners:
            listener(event)
