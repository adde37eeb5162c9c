"""The guards in their order (R-6, R-11.1): of all that fail, the first is the reason. Every combination is tried."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import chain, combinations

import pytest

from core.decide import entries
from core.decide.desk import Desk
from core.decide.leading import lead_guard
from core.fold.book import Book, FanOut, Lead
from core.fold.lead_lots import LeadLot
from core.model.copying import CopyingState, Settings, Sizing
from core.model.limits import limits
from core.model.market import Instrument, Quote, Symbol
from core.model.money import quote as usdt
from core.model.orders import BatchId, Cause, OrderId
from core.model.people import LeadState, PersonId
from core.model.reasons import Reason

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
BTC, ETH = Symbol("BTC-USDT"), Symbol("ETH-USDT")
LISTED = Instrument(BTC, Decimal("0.00000001"), Decimal("0.01"), notional_min=usdt("1"))
LEA, BOB = PersonId(1), PersonId(2)
ONE = LISTED.quantity(Decimal(1))


def quoted(price):
    units = LISTED.price(Decimal(price))
    return Quote(BTC, bid=units, ask=units, last=units, at=NOW)


class Case:
    """bob copies lea's buy of 1,000 USDT at 50,000 with 100 USDT; every guard passes until it is told to fail."""

    def __init__(self):
        self.book, self.now, self.market = Book(), NOW, {BTC: quoted("50000")}
        for person, name in ((LEA, "lea"), (BOB, "bob")):
            self.book.people.add(person, name)
        self.book.people.cash[BOB] = usdt("100")
        self.book.instruments[BTC] = LISTED
        self.lead = self.book.leads[LEA] = Lead(LEA, state=LeadState.ACTIVE, switch_on=True)
        self.settings = Settings(Sizing.FIXED_AMOUNT, usdt("100"), max_total=usdt("100"))
        self.table = self.lead.copyings
        self.table.add(BOB, self.settings, 0, 0)
        self.fan_out = FanOut(
            batch=BatchId("buy"),
            lead=LEA,
            symbol=BTC,
            buys=True,
            cause=Cause.LEAD_ORDER,
            at=NOW,
            size=1,
            notional=usdt("1000"),
            quantity=ONE // 50,
            lead_equity=usdt("10000"),
        )
        self.switch_on, self.equity, self.notional = True, usdt("500"), usdt("1000")

    @property
    def desk(self):
        return Desk(self.book, self.market, limits(), self.now)

    def entry(self):
        (planned,) = entries.plan(self.desk, self.fan_out)
        return Reason(int(planned.reason[0]))

    def lead_buy(self):
        return lead_guard(
            self.desk,
            self.lead,
            BTC,
            switch_on=self.switch_on,
            notional=self.notional,
            equity=self.equity,
            day=self.desk.today(),
        )

    # ── what makes each entry guard fail ──────────────────────────────────────

    def stopped(self):
        self.table.state[0] = CopyingState.CLOSING

    def paused(self):
        self.table.paused[0] = 1

    def not_selected(self):
        self.table.set(0, replace(self.settings, instruments=frozenset({ETH})))

    def never(self):
        self.table.set(0, replace(self.settings, never=frozenset({BTC})))

    def lead_guard_failed(self):
        self.fan_out.reason = Reason.LEAD_EQUITY_LOW

    def expired(self):
        self.now = NOW + timedelta(seconds=30, microseconds=1)

    def desk_halted(self):
        self.book.halted = True

    def pair_halted(self):
        self.market = {BTC: replace(self.market[BTC], ask=0)}

    def too_dear(self):
        self.market = {BTC: replace(self.market[BTC], ask=self.market[BTC].ask and LISTED.price(Decimal("50250.01")))}

    def too_low(self):
        self.book.instruments[BTC] = replace(LISTED, notional_min=usdt("100.00000001"))

    def cap_reached(self):
        self.table.open_cost[0] = 1

    def no_funds(self):
        self.book.people.cash[BOB] -= 1

    # ── what makes each lead guard fail ───────────────────────────────────────

    def switch_off(self):
        self.switch_on = False

    def not_active(self):
        self.lead.state = LeadState.STOP_REQUESTED

    def not_chosen(self):
        self.lead.instruments = frozenset({ETH})

    def equity_low(self):
        self.equity = usdt("499.99999999")

    def day_spent(self):
        self.lead.day, self.lead.day_buys = NOW.toordinal(), 500

    def own_cap(self):
        self.hold(ONE * 400)

    def hold(self, quantity):
        lot = LeadLot(OrderId("old"), BTC, quantity, quantity, 0, NOW)
        self.lead.open(lot)

    def all_cap(self):
        self.table.holding(BTC)[0] = ONE * 800


ENTRY_LADDER = [
    (Case.stopped, Reason.COPYING_STOPPED),
    (Case.paused, Reason.COPYING_PAUSED),
    (Case.not_selected, Reason.PAIR_NOT_SELECTED),
    (Case.lead_guard_failed, Reason.LEAD_EQUITY_LOW),
    (Case.expired, Reason.ENTRY_EXPIRED),
    (Case.desk_halted, Reason.DESK_HALTED),
    (Case.pair_halted, Reason.PAIR_HALTED),
    (Case.too_dear, Reason.SPREAD_EXCEEDED),
    (Case.too_low, Reason.AMOUNT_TOO_LOW),
    (Case.cap_reached, Reason.MAX_TOTAL_REACHED),
    (Case.no_funds, Reason.INSUFFICIENT_FUNDS),
]
LEAD_LADDER = [
    (Case.switch_off, Reason.LEAD_SWITCH_OFF),
    (Case.not_active, Reason.LEAD_STOPPED),
    (Case.not_chosen, Reason.LEAD_PAIR_UNSUPPORTED),
    (Case.equity_low, Reason.LEAD_EQUITY_LOW),
    (Case.day_spent, Reason.LEAD_DAILY_LIMIT),
    (Case.own_cap, Reason.LEAD_INSTRUMENT_LIMIT),
    (Case.all_cap, Reason.LEAD_RISK_CONTROL),
]


def subsets(ladder):
    return chain.from_iterable(combinations(ladder, size) for size in range(len(ladder) + 1))


def named(pairs):
    return [f"{fail.__name__}" for fail, _ in pairs]


@pytest.mark.parametrize(("fail", "reason"), ENTRY_LADDER, ids=named(ENTRY_LADDER))
def test_each_entry_guard_fails_alone(fail, reason):
    case = Case()
    assert case.entry() is Reason.NONE
    fail(case)
    assert case.entry() is reason


@pytest.mark.parametrize("place", range(len(ENTRY_LADDER) - 1), ids=named(ENTRY_LADDER[:-1]))
def test_an_entry_guard_goes_before_the_next_one(place):
    case = Case()
    for fail, _ in ENTRY_LADDER[place : place + 2]:
        fail(case)
    assert case.entry() is ENTRY_LADDER[place][1]


def test_of_any_entry_guards_that_fail_the_first_is_the_reason():
    for failing in subsets(ENTRY_LADDER):
        case = Case()
        for fail, _ in failing:
            fail(case)
        assert case.entry() is next((reason for _, reason in failing), Reason.NONE), named(failing)


def test_never_copy_bars_a_coin_as_if_it_were_not_selected():
    case = Case()
    case.never()
    assert case.entry() is Reason.PAIR_NOT_SELECTED


@pytest.mark.parametrize(("fail", "reason"), LEAD_LADDER, ids=named(LEAD_LADDER))
def test_each_lead_guard_fails_alone(fail, reason):
    case = Case()
    assert case.lead_buy() is Reason.NONE
    fail(case)
    assert case.lead_buy() is reason


def test_of_any_lead_guards_that_fail_the_first_is_the_reason():
    for failing in subsets(LEAD_LADDER):
        case = Case()
        for fail, _ in failing:
            fail(case)
        assert case.lead_buy() is next((reason for _, reason in failing), Reason.NONE), named(failing)


# ── limits are inclusive ──────────────────────────────────────────────

CAP = 20_000_000 // 50_000


def at(**values):
    """A case with attributes of its own set."""

    def change(case):
        for name, value in values.items():
            setattr(case, name, value)

    return change


def owns(quantity, notional="1000"):
    def change(case):
        case.hold(quantity)
        case.notional = usdt(notional)

    return change


def copied(quantity, own=0):
    def change(case):
        case.table.holding(BTC)[0] = quantity
        case.hold(own)

    return change


def buys(count, *, yesterday=False):
    def change(case):
        case.lead.day, case.lead.day_buys = NOW.toordinal() - yesterday, count

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (at(equity=usdt("500")), Reason.NONE),
        (at(equity=usdt("499.99999999")), Reason.LEAD_EQUITY_LOW),
        (buys(499), Reason.NONE),
        (buys(500), Reason.LEAD_DAILY_LIMIT),
        (buys(500, yesterday=True), Reason.NONE),
        (owns(0, "20000000"), Reason.NONE),
        (owns(0, "20000000.00000001"), Reason.LEAD_INSTRUMENT_LIMIT),
        (owns(ONE * (CAP - 1), "50000"), Reason.NONE),
        (owns(ONE * (CAP - 1), "50000.00000001"), Reason.LEAD_INSTRUMENT_LIMIT),
        (copied(ONE * 800 - ONE // 50), Reason.NONE),
        (copied(ONE * 800 - ONE // 50 + 10_000), Reason.LEAD_RISK_CONTROL),
        (copied(ONE * 800 - ONE // 50 - ONE, own=ONE), Reason.NONE),
        (copied(ONE * 800 - ONE // 50 - ONE + 10_000, own=ONE), Reason.LEAD_RISK_CONTROL),
    ],
)
def test_a_lead_guard_passes_at_its_limit(change, reason):
    case = Case()
    change(case)
    assert case.lead_buy() is reason


def cash(amount):
    def change(case):
        case.book.people.cash[BOB] = usdt(amount)

    return change


def capped(max_total, **spent):
    def change(case):
        case.table.max_total[0] = usdt(max_total)
        for name, amount in spent.items():
            getattr(case.table, name)[0] = usdt(amount)

    return change


def asks(price):
    return at(market={BTC: quoted(price)})


def listed(**terms):
    def change(case):
        case.book.instruments[BTC] = replace(LISTED, **terms)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (at(now=NOW + timedelta(seconds=30)), Reason.NONE),
        (at(now=NOW + timedelta(seconds=30, microseconds=1)), Reason.ENTRY_EXPIRED),
        (asks("50250"), Reason.NONE),
        (asks("50250.01"), Reason.SPREAD_EXCEEDED),
        (asks("49750"), Reason.NONE),
        (asks("49749.99"), Reason.SPREAD_EXCEEDED),
        (listed(notional_min=usdt("100")), Reason.NONE),
        (listed(notional_min=usdt("100.00000001")), Reason.AMOUNT_TOO_LOW),
        (listed(quantity_min=ONE // 500), Reason.NONE),
        (listed(quantity_min=ONE // 500 + 1), Reason.AMOUNT_TOO_LOW),
        (capped("300", open_cost="120", bound="80"), Reason.NONE),
        (capped("299.99999999", open_cost="120", bound="80"), Reason.MAX_TOTAL_REACHED),
        (cash("100"), Reason.NONE),
        (cash("99.99999999"), Reason.INSUFFICIENT_FUNDS),
    ],
)
def test_an_entry_guard_passes_at_its_limit(change, reason):
    case = Case()
    change(case)
    assert case.entry() is reason


# ── the order sent ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "limit"),
    [
        (cash("1000"), "50250"),  # price_lead × 1.005: a cap of 100 leaves no more room than 50,000 does
        (capped("100"), "50000"),
        (capped("100.2"), "50100"),
        (cash("100.3"), "50150"),
        (listed(tick_size=Decimal("0.07")), "50249.99"),
    ],
)
def test_the_limit_is_the_lowest_of_the_spread_and_of_what_cap_and_funds_leave_room_for(change, limit):
    case = Case()
    case.table.max_total[0] = usdt("1000")
    cash("1000")(case)
    change(case)
    (planned,) = entries.plan(case.desk, case.fan_out)
    instrument = case.book.instruments[BTC]
    assert instrument.price_decimal(int(planned.limit[0])) == Decimal(limit)
    assert int(planned.quantity[0]) == ONE // 500
    assert int(planned.hold[0]) == instrument.value(ONE // 500, int(planned.limit[0]))
