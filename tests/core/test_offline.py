"""After an outage each person gets one message of what it cost them, and nothing is lost or told twice (R-2.4)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from at_work import BTC, START, AtWork
from test_alerting import Door, follower

from core.adapters.journals.memory import MemoryJournal
from core.engine import Engine
from core.model import events as e
from core.model.limits import limits
from core.model.market import Side
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType
from core.model.people import Origin, PersonId
from core.model.reasons import Reason
from core.views.alerts import Alert, AlertKind
from core.views.offline import CATCHING_UP, Offline, Signs

AWAY = timedelta(minutes=14)


def record(seq, at, fact):
    return e.Record(seq, START + timedelta(seconds=at), Origin(""), fact)


def outage_of(*records, alive=None):
    signs = Signs(None if alive is None else START + timedelta(seconds=alive))
    for each in records:
        signs.see(each)
    return signs.outage()


def test_an_outage_lasts_from_the_last_fact_to_the_start():
    found = outage_of(record(7, 0, e.DeskHalted(PersonId(0))), record(8, 840, e.DeskStarted(3)))
    assert (found.since, found.until, found.seq) == (START, START + AWAY, 8)


def test_what_a_process_noted_down_later_than_its_last_fact_is_a_sign_of_life_too():
    quiet = record(7, 0, e.DeskHalted(PersonId(0)))
    assert outage_of(quiet, record(8, 840, e.DeskStarted(3)), alive=820) is None
    assert outage_of(quiet, record(8, 840, e.DeskStarted(3)), alive=600).since == START + timedelta(seconds=600)


def test_a_start_that_died_at_once_does_not_make_the_outage_shorter():
    records = (
        record(7, 0, e.DeskHalted(PersonId(0))),
        record(8, 800, e.DeskStarted(3)),
        record(9, 800, e.FlightUnanswered("one", START)),
        record(10, 840, e.DeskStarted(4)),
    )
    assert outage_of(*records).since == START


def test_a_restart_is_no_outage_and_no_start_is_none_either():
    assert outage_of(record(7, 0, e.DeskHalted(PersonId(0))), record(8, 60, e.DeskStarted(3))) is None
    assert outage_of(record(7, 0, e.DeskHalted(PersonId(0)))) is None
    assert outage_of(record(8, 840, e.DeskStarted(1))) is None


def alert(kind, at=0.0, to=1, **more):
    at = START + AWAY + timedelta(seconds=at)
    return Alert(to=PersonId(to), kind=kind, loud=False, seq=9, at=at, **more)


def test_sold_bought_and_skipped_are_counted_by_person_and_told_in_one_message_each():
    outage = Offline(START, START + AWAY, 8)
    rest = outage.take(
        [
            alert(AlertKind.COPY_SOLD),
            alert(AlertKind.COPY_SOLD),
            alert(AlertKind.COPY_FAILED),
            alert(AlertKind.COPY_SKIPPED),
            alert(AlertKind.COPY_FILLED, to=2),
        ]
    )
    assert rest == []
    one, other = outage.alerts()
    assert (one.to, one.sold, one.skipped, one.bought, one.late_s, one.loud) == (1, 2, 2, 0, 840, True)
    assert (other.to, other.bought) == (2, 1)
    assert one.key == other.key == "8:"


@pytest.mark.parametrize(
    "told",
    [
        alert(AlertKind.SELL_DELAYED),
        alert(AlertKind.COPYING_ENDED),
        alert(AlertKind.COPY_UNANSWERED),
        alert(AlertKind.COPY_SOLD, at=CATCHING_UP.total_seconds() + 1),
    ],
)
def test_what_needs_a_decision_and_what_comes_later_is_told_by_itself(told):
    outage = Offline(START, START + AWAY, 8)
    assert outage.take([told]) == [told]
    assert outage.alerts() == []


def test_an_order_placed_after_the_start_has_nothing_to_do_with_the_outage():
    outage = Offline(START, START + AWAY, 8)
    terms = OrderTerms(BTC, Side.BUY, OrderType.MARKET, notional=quote("100"))
    outage.follow(record(9, 841, e.OrderPlaced("new", PersonId(3), terms, True, 1, 0, 0)))
    live, late = alert(AlertKind.COPY_FILLED, order="new"), alert(AlertKind.COPY_FILLED, order="old")
    assert outage.take([live, late]) == [live]


# ── the whole desk ────────────────────────────────────────────────────────────


async def dies_mid_order():
    """Lea's buy has filled, nobody's copy was planned, and the process is gone for a quarter of an hour."""
    desk = await AtWork.open()
    lea, bob, cat = await desk.leads(), await desk.joins("bob"), await desk.joins("cat")
    for who in (bob, cat):
        await desk.copies(who, lea)
    door = Door()
    await (await follower(desk, door)).catch_up()
    await desk.buys(lea, "500")
    records = list(desk.journal.read())
    closed = next(each.seq for each in records if isinstance(each.fact, e.OrderClosed))
    desk.journal = MemoryJournal()
    desk.journal.append(records[:closed])
    desk.pass_time(seconds=AWAY.total_seconds())
    desk.quotes("60000")
    desk.engine = await Engine.open(journal=desk.journal, venue=desk.venue, clock=desk.clock, limits=limits())
    return desk, door, bob, cat


async def test_after_an_outage_there_is_one_message_instead_of_a_replay():
    desk, door, bob, cat = await dies_mid_order()
    alerting = await follower(desk, door)
    place = door.place
    await desk.engine.settle()
    await alerting.catch_up()
    assert door.place == place, "until the outage is told as a whole, a crash must find it again"
    assert not any(each.to in {bob, cat} for each in door.told.values())
    desk.pass_time(seconds=CATCHING_UP.total_seconds())
    await alerting.catch_up()
    found = {each.to: each for each in door.told.values() if each.kind is AlertKind.DESK_WAS_OFFLINE}
    assert found.keys() == {bob, cat}
    assert all(each.skipped == 1 and each.late_s == 840 for each in found.values())
    assert not any(each.kind is AlertKind.COPY_FAILED for each in door.told.values())
    assert door.place == desk.book.seq


async def test_cut_off_while_it_gathers_the_outage_is_told_by_the_next_process_once():
    desk, door, bob, cat = await dies_mid_order()
    await desk.engine.settle()
    first = await follower(desk, door)
    await first.catch_up()
    second = await follower(desk, door)
    desk.pass_time(seconds=CATCHING_UP.total_seconds())
    await second.catch_up()
    await second.catch_up()
    kinds = [each.kind for each in door.told.values() if each.to in {bob, cat}]
    assert kinds == [AlertKind.DESK_WAS_OFFLINE] * 2


async def test_after_a_restart_of_seconds_each_is_told_by_itself():
    desk, door, bob, _ = await dies_mid_order()
    door.lived = desk.clock.now() - timedelta(seconds=20)
    alerting = await follower(desk, door)
    await desk.engine.settle()
    await alerting.catch_up()
    found = [each.reason for each in door.told.values() if each.to == bob]
    assert found == [Reason.ENTRY_EXPIRED]


def test_the_offline_message_is_one_alert_of_the_start_whatever_else_it_says():
    outage = Offline(START, START + AWAY, 8)
    outage.take([alert(AlertKind.COPY_SOLD)])
    (told,) = outage.alerts()
    assert replace(told, sold=5).key == told.key
