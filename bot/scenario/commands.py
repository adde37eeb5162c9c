"""Turns the commands of a scenario into the desk's own: names into numbers, decimals into whole units."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol

from bot.scenario import amounts, lines, orders
from bot.scenario.amounts import Unwritable
from bot.scenario.lines import BadLine
from core.model import commands as c
from core.model.announcements import Announcement, AnnouncementKind, Audience
from core.model.copying import Settings, Sizing, StopWay
from core.model.limits import Limits
from core.model.market import Instrument, Symbol
from core.model.money import RATIO_UNITS, UNITS, NotAnAmount
from core.model.orders import OrderId
from core.model.people import PersonId, StopReason

Instruments = Mapping[Symbol, Instrument]


class Cast(Protocol):
    """What a command needs to know of the desk in play."""

    limits: Limits

    def person(self, name: str) -> PersonId:
        """The number behind a name. Raises Unwritable for one that nobody has."""
        ...

    def instruments(self) -> Instruments: ...

    def lot_instrument(self, who: PersonId, lot: OrderId) -> Instrument | None:
        """What a person's lead lot is of; None where there is no such lot, as the rules then deny the command."""
        ...

    def settings(self, who: PersonId, lead: PersonId) -> Settings:
        """The settings of a copying; empty ones where there is none, as the rules then deny the command."""
        ...


def command(who: PersonId, name: str, line: object, stage: Cast) -> c.Command:  # noqa: PLR0912  # one case a command
    """The desk's command. Raises Unwritable for a name nobody has and for an amount finer than the desk's units."""
    person, known, settings_of = stage.person, stage.instruments(), stage.settings
    match line:
        case lines.Join():
            return c.Join(name)
        case lines.Funds(do="deposit"):
            return c.Deposit(who, amounts.money("amount", line.amount))
        case lines.Funds():
            return c.Withdraw(who, amounts.money("amount", line.amount))
        case lines.ApplyToLead():
            return c.ApplyToLead(who)
        case lines.AnswerLead():
            return _about_lead(who, line, person(line.lead))
        case lines.Announce() | lines.Broadcast() | lines.PostToCopiers() | lines.AllowPosts():
            return _telling(who, line, stage)
        case lines.LinkAccounts():
            return c.LinkAccounts(who, person(line.first), person(line.second), line.on)
        case lines.RemoveCopier():
            return c.RemoveCopier(who, person(line.copier))
        case lines.RequestStopLeading():
            known_reason = line.reason.upper() in StopReason.__members__
            return c.RequestStopLeading(who, StopReason[line.reason.upper()] if known_reason else StopReason.OTHER)
        case lines.WithdrawStopRequest():
            return c.WithdrawStopRequest(who)
        case lines.ChooseInstruments():
            return c.ChooseLeadInstruments(who, None if line.instruments == "all" else _symbols(line.instruments))
        case lines.SetProfitShare():
            return c.SetProfitShare(who, amounts.whole("ratio", line.ratio, RATIO_UNITS))
        case lines.Switch(do="switch_lead_trade"):
            return c.SwitchLeadTrade(who, line.on)
        case lines.Switch():
            return c.AcceptCopiers(who, line.on)
        case lines.Restrict():
            return c.RestrictCopying(who, line.to == "smart_sync")
        case lines.PlaceOrder():
            return c.PlaceOrder(who, orders.terms(line, known.get(Symbol(line.symbol))), line.id)
        case lines.CancelOrder():
            return c.CancelOrder(who, OrderId(line.order))
        case lines.SetLotStops():
            return orders.lot_stops(who, line, stage.lot_instrument(who, OrderId(line.lead_order)))
        case lines.StartCopying():
            return c.StartCopying(who, person(line.lead), _settings(line, stage.limits))
        case lines.ChangeCopying():
            followed = person(line.lead)
            return c.ChangeCopying(who, followed, _changed(settings_of(who, followed), line))
        case lines.Allocation():
            amount = amounts.money("amount", line.amount)
            if line.do == "add_allocation":
                return c.AddAllocation(who, person(line.lead), amount)
            return c.WithdrawAllocation(who, person(line.lead), amount)
        case lines.SellCopy():
            symbol = Symbol(line.symbol)
            quantity = amounts.quantity(known.get(symbol), "quantity", line.quantity)
            if line.quantity is not None and quantity == 0:
                quantity = 1  # none is less than any lot, as the rules then deny; the desk's own 0 is all of it
            return c.SellCopy(who, person(line.lead), symbol, quantity)
        case lines.ReleaseLots():
            return c.ReleaseLots(who, person(line.lead), Symbol(line.symbol))
        case lines.KeepLeft():
            return c.KeepLeft(who, Symbol(line.symbol))
        case lines.VerifyVideo():
            return c.VerifyVideo(who, person(line.lead), line.on)
        case lines.RetryCopy():
            return c.RetryCopy(who, person(line.lead), OrderId(line.order), _drift(line, stage.limits))
        case lines.StopCopying():
            return c.StopCopying(who, person(line.lead), StopWay[line.how.upper()])
        case lines.StopAll():
            return c.StopAll(who, StopWay[line.how.upper()])
        case lines.Pause():
            lead = person(line.lead) if line.lead else None
            return c.PauseCopying(who, lead) if line.do == "pause_copying" else c.ResumeCopying(who, lead)
        case lines.DeskSwitch():
            return c.Halt(who) if line.do == "halt" else c.Resume(who)
        case _:
            raise BadLine(f"{line!r} is no command")


def _about_lead(who: PersonId, line: lines.AnswerLead, lead: PersonId) -> c.Command:
    match line.do:
        case "approve_lead":
            return c.ApproveLead(who, lead)
        case "reject_lead":
            return c.RejectLead(who, lead)
        case "suspend_lead":
            return c.SuspendLead(who, lead)
        case "lift_suspension":
            return c.LiftSuspension(who, lead)
        case "revoke_lead":
            return c.RevokeLead(who, lead)
        case "grant_stop_leading" | "refuse_stop_leading":
            return c.AnswerStopRequest(who, lead, granted=line.do == "grant_stop_leading")
        case "review_conduct":
            return c.ReviewConduct(who, lead)


def _telling(
    who: PersonId, line: lines.Announce | lines.Broadcast | lines.PostToCopiers | lines.AllowPosts, stage: Cast
) -> c.Command:
    match line:
        case lines.Announce():
            return c.Announce(who, _announcement(line))
        case lines.Broadcast():
            return c.Broadcast(who, line.id, Audience[line.audience.upper()])
        case lines.PostToCopiers():
            return c.PostToCopiers(who, line.id, line.text)
        case lines.AllowPosts():
            return c.AllowPosts(who, stage.person(line.lead), line.on)


def _announcement(line: lines.Announce) -> Announcement:
    return Announcement(
        kind=AnnouncementKind[line.kind.upper()],
        symbol=Symbol(line.symbol),
        name=line.name,
        trading_at=line.trading_at,
        deposits_at=line.deposits_at,
        withdrawals_at=line.withdrawals_at,
        network=line.network,
        supply=line.supply,
        supply_on=line.supply_on,
        unsupported=line.unsupported,
        notice=line.notice,
    )


def _drift(line: lines.RetryCopy, limits: Limits) -> int:
    match line.accept_drift:
        case True:
            return limits.entry.accepted_drift_max
        case False | None:
            return 0
        case given:
            return amounts.whole("accept_drift", given, RATIO_UNITS)


def instrument(line: lines.Listing) -> Instrument:
    """The listing in the desk's units. Raises Unwritable, or InstrumentRefused."""
    bare = Instrument(Symbol(line.symbol), line.lot_size, line.tick_size)
    try:
        return Instrument(
            bare.symbol,
            line.lot_size,
            line.tick_size,
            quantity_min=bare.quantity(line.quantity_min),
            notional_min=amounts.money("notional_min", line.notional_min),
            fee=amounts.whole("fee", line.fee, RATIO_UNITS),
        )
    except NotAnAmount as error:
        raise Unwritable(f"quantity_min: {error}") from error


def _settings(line: lines.StartCopying, limits: Limits) -> Settings:
    sizing, size = _sizing(line.sizing)
    action = line.total_stop_loss_action or limits.copying.total_stop_loss.action
    return Settings(
        sizing=sizing,
        size=size,
        max_total=amounts.money("max_total", line.max_total or Decimal(0)),
        instruments=None if line.instruments == "lead" else _symbols(line.instruments),
        never=_symbols(line.never),
        take_profit=amounts.whole("take_profit", line.take_profit or Decimal(0), RATIO_UNITS),
        stop_loss=amounts.whole("stop_loss", line.stop_loss or Decimal(0), RATIO_UNITS),
        total_stop_loss=amounts.money("total_stop_loss", line.total_stop_loss or Decimal(0)),
        total_stop_loss_action=StopWay[action.upper()],
        buy_existing=line.buy_existing,
    )


def _sizing(line: lines.Sizing) -> tuple[Sizing, int]:
    given = [(name, value) for name, value in line if value is not None]
    if len(given) != 1:
        raise Unwritable("sizing: one of fixed_amount, multiplier and smart_sync is wanted")
    name, size = given[0]
    sizing = Sizing[name.upper()]
    return sizing, amounts.whole(f"sizing.{name}", size, RATIO_UNITS if sizing is Sizing.MULTIPLIER else UNITS)


def _changed(present: Settings, line: lines.ChangeCopying) -> Settings:
    """The present settings with what the line names."""
    changes: dict[str, Any] = {}
    if line.sizing is not None:
        changes["sizing"], changes["size"] = _sizing(line.sizing)
    if line.instruments is not None:
        changes["instruments"] = None if line.instruments == "lead" else _symbols(line.instruments)
    if line.never is not None:
        changes["never"] = _symbols(line.never)
    if line.total_stop_loss_action is not None:
        changes["total_stop_loss_action"] = StopWay[line.total_stop_loss_action.upper()]
    scales = {"max_total": UNITS, "total_stop_loss": UNITS, "take_profit": RATIO_UNITS, "stop_loss": RATIO_UNITS}
    for name, scale in scales.items():
        if name in line.model_fields_set:
            changes[name] = amounts.whole(name, getattr(line, name) or Decimal(0), scale)
    return replace(present, **changes)


def _symbols(names: Sequence[str]) -> frozenset[Symbol]:
    return frozenset(map(Symbol, names))
