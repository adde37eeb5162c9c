"""decide: (desk, input) → facts. Pure: no await, no clock, no luck, no log line, and the book is only read."""

from datetime import timedelta
from typing import assert_never

from core.decide import (
    announcing,
    applications,
    ceasing,
    changing,
    closes,
    conduct,
    copying,
    delisting,
    entries,
    exits,
    leading,
    letting_go,
    levels,
    orders,
    people,
    profit_share,
    retry,
    stops,
    triggers,
)
from core.decide import desk as d
from core.decide.leaving import SEND_LIFE
from core.model import commands as c
from core.model import events as e
from core.model.orders import OrderState
from core.model.people import Origin, PersonId
from core.model.reasons import Denial

ASK_AFTER = timedelta(seconds=1)


def decide(desk: d.Desk, asked: d.Input, origin: Origin) -> list[e.Fact]:
    """The facts that follow. A command always has at least one, a step may have none when it is overtaken."""
    match asked:
        case (
            d.StartDesk()
            | d.AskVenue()
            | d.PlanChunk()
            | d.TryExitsAgain()
            | d.FinishCopying()
            | d.CloseCycle()
            | d.CloseDay()
            | d.EndTrading()
            | d.SweepStops()
            | d.SweepLots()
            | d.SweepTrigger()
            | d.OrderAnswered()
            | d.OrderMoved()
            | d.FlightAnswered()
        ):
            return _step(desk, asked)
        case _:
            return _command(desk, asked, origin)


def _command(desk: d.Desk, command: c.Command, origin: Origin) -> list[e.Fact]:  # noqa: PLR0912  # one case a command
    who = getattr(command, "who", None)
    if who is not None and not people.known(desk, who):
        return people.denied(command, PersonId(who), Denial.UNKNOWN_PERSON)
    match command:
        case c.Join():
            return people.join(desk, command)
        case c.Deposit():
            return people.deposit(desk, command)
        case c.Withdraw():
            return people.withdraw(desk, command)
        case c.ListInstrument():
            return people.list_instrument(desk, command)
        case c.DelistInstrument():
            return delisting.delist(desk, command)
        case c.Announce():
            return announcing.announce(desk, command)
        case c.Broadcast():
            return announcing.broadcast(command)
        case c.PostToCopiers():
            return announcing.post(desk, command)
        case c.AllowPosts():
            return announcing.allow_posts(desk, command)
        case c.Halt() | c.Resume():
            return people.halt(command)
        case c.ApplyToLead():
            return leading.apply(desk, command)
        case c.ApproveLead() | c.RejectLead():
            return leading.answer_application(desk, command)
        case c.ChooseLeadInstruments():
            return leading.choose_instruments(desk, command)
        case c.SetProfitShare():
            return leading.set_profit_share(desk, command)
        case c.SwitchLeadTrade():
            return leading.switch(desk, command)
        case c.AcceptCopiers():
            return leading.accept_copiers(desk, command)
        case c.RestrictCopying():
            return leading.restrict(desk, command)
        case c.RemoveCopier():
            return ceasing.remove_copier(desk, command)
        case c.RequestStopLeading():
            return ceasing.request(desk, command)
        case c.WithdrawStopRequest():
            return ceasing.withdraw(desk, command)
        case c.AnswerStopRequest():
            return ceasing.answer(desk, command)
        case c.SuspendLead():
            return ceasing.suspend(desk, command)
        case c.LiftSuspension():
            return ceasing.lift(desk, command)
        case c.RevokeLead():
            return ceasing.revoke(desk, command)
        case c.VerifyVideo():
            return applications.verify_video(desk, command)
        case c.LinkAccounts():
            return conduct.link(desk, command)
        case c.ReviewConduct():
            return conduct.review(desk, command)
        case c.PlaceOrder():
            return orders.place(desk, command, origin)
        case c.CancelOrder():
            return orders.cancel(desk, command)
        case c.SetLotStops():
            return triggers.set_lot_stops(desk, command, origin)
        case c.StartCopying():
            return copying.start(desk, command)
        case c.ChangeCopying():
            return changing.change(desk, command)
        case c.AddAllocation() | c.WithdrawAllocation():
            return changing.allocate(desk, command)
        case c.RetryCopy():
            return retry.retry(desk, command)
        case c.SellCopy():
            return exits.by_hand(desk, command, origin)
        case c.ReleaseLots():
            return letting_go.release(desk, command)
        case c.KeepLeft():
            return letting_go.keep(desk, command)
        case c.PauseCopying() | c.ResumeCopying():
            return copying.pause(desk, command)
        case c.StopCopying():
            return copying.stop(desk, command, origin)
        case c.StopAll():
            return copying.stop_all(desk, command, origin)
        case _ as unknown:
            assert_never(unknown)


def _step(desk: d.Desk, step: d.Step) -> list[e.Fact]:  # noqa: PLR0912  # one case a step
    match step:
        case d.StartDesk():
            return _start(desk)
        case d.AskVenue():
            return _ask(desk)
        case d.PlanChunk(fan_out):
            return entries.plan(desk, fan_out) if fan_out.buys else exits.plan(desk, fan_out)
        case d.TryExitsAgain():
            return exits.again(desk, step)
        case d.FinishCopying():
            return copying.finish(desk, step)
        case d.CloseCycle():
            facts = profit_share.close_cycle(desk, step)
            if not any(isinstance(fact, e.DayTaken) for fact in facts):
                return facts
            return [*facts, *conduct.inactivity(desk, step.at), *applications.due(desk, step.at)]
        case d.CloseDay():
            return [
                *levels.close_day(desk, step.at),
                *conduct.inactivity(desk, step.at),
                *applications.due(desk, step.at),
            ]
        case d.EndTrading(symbol):
            return delisting.delist(desk, c.DelistInstrument(symbol))
        case d.SweepStops():
            return stops.sweep(desk, step)
        case d.SweepLots():
            return stops.sweep_lots(desk, step)
        case d.SweepTrigger():
            return triggers.sweep(desk, step)
        case d.OrderAnswered():
            return orders.answered(desk, step)
        case d.OrderMoved():
            return orders.moved(desk, step)
        case d.FlightAnswered():
            return _flight_answered(desk, step)
        case _ as unknown:
            assert_never(unknown)


def _flight_answered(desk: d.Desk, step: d.FlightAnswered) -> list[e.Fact]:
    flight = desk.book.flights.get(step.flight)
    if flight is None:
        return []
    if isinstance(flight.plan, e.EntriesPlanned):
        return entries.answered(desk, flight, step)
    return closes.answered(desk, flight, step)


def _ask(desk: d.Desk) -> list[e.Fact]:
    """What rests is unanswered until the venue has said how it stands; all else is asked about in its own time."""
    resting = (order for order in desk.book.orders.values() if order.state is OrderState.RESTING)
    return [e.OrderUnanswered(order.id, order.attempt, desk.now, order.absent) for order in resting]


def _start(desk: d.Desk) -> list[e.Fact]:
    """The next epoch; whatever was on its way begins as unanswered (the order contract, 6)."""
    facts: list[e.Fact] = [e.DeskStarted(desk.book.epoch + 1, desk.limits.changes)]
    sent_at_latest = desk.now + SEND_LIFE + ASK_AFTER  # nothing was sent after this process was gone
    for order in desk.book.orders.values():
        if order.state is OrderState.WAITING:
            continue  # it waits for its price here, and nobody else knows of it
        ask_at = desk.now if order.state is OrderState.RESTING else max(order.ask_at or sent_at_latest, desk.now)
        facts.append(e.OrderUnanswered(order.id, order.attempt, ask_at, order.absent))
    for key, flight in desk.book.flights.items():
        facts.append(e.FlightUnanswered(key, max(flight.ask_at or sent_at_latest, desk.now)))
    return facts
