"""Prints records as the contract's facts: one line a copier where one fact speaks of many."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from bot.scenario.alerts import Told
from bot.scenario.printing_conduct import conduct
from bot.scenario.printing_telling import telling
from core.decide.desk import Desk
from core.model import events as e
from core.model.columns import Rows
from core.model.copying import CopyingState, ReleaseCause, StopCause
from core.model.market import USDT, Instrument, Side, Symbol
from core.model.money import RATIO_UNITS, fraction, text
from core.model.orders import BatchId, Cause, Verdict, copy_order_id
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.proof import conserved

Line = dict[str, Any]


class Printer:
    """Knows what a later line needs of an earlier record: how many copyings each planned flight still speaks of."""

    def __init__(self) -> None:
        self._plans: dict[str, e.EntriesPlanned | e.ExitsPlanned] = {}
        self._told = Told()

    def lines(self, desk: Desk, record: e.Record) -> Iterator[Line]:
        """The lines of one record; none for the desk's inner facts."""
        start = {"at": record.at.isoformat().replace("+00:00", "Z"), "seq": record.seq}
        for line in chain(self._facts(desk, record), self._told.lines(desk, record)):
            yield {**start, **line}

    def _facts(self, desk: Desk, record: e.Record) -> Iterator[Line]:
        names = desk.book.people.names
        match record.fact:
            case e.Denied() as fact:
                line = {"fact": "denied", "who": names[fact.who], "do": SCRIPT_NAMES[fact.do], "code": fact.code.name}
                yield {**line, "about": fact.about} if fact.about else line
            case e.OrderClosed() as fact:
                yield from _order_closed(desk, fact)
            case e.OrderPlaced() | e.OrderTriggered() | e.OrderRested() | e.OrderDropped() as fact:
                yield from _order_news(desk, fact)
            case (
                e.CopyingStarted() | e.CopyingChanged() | e.AllocationChanged() | e.CopyingPaused() | e.CopyingResumed()
            ) as fact:
                kind = "copying_started" if isinstance(fact, e.CopyingStarted) else "copying_changed"
                yield {"fact": kind, "copier": names[fact.copier], "lead": names[fact.lead]}
            case e.CopyingClosing() | e.CopyingEnded() as fact:
                kind = "copying_closing" if isinstance(fact, e.CopyingClosing) else "copying_ended"
                people = {"copier": names[fact.copier], "lead": names[fact.lead]}
                yield {"fact": kind, **people, "cause": StopCause(fact.cause).name.lower()}
            case e.LotsReleased() as fact:
                yield from _released(desk, fact)
            case e.EntriesPlanned() | e.ExitsPlanned() as fact:
                self._plans[fact.flight] = fact
                yield from _refused(desk, fact)
            case e.EntriesAnswered() as fact:
                yield from self._entries(desk, fact)
            case e.ExitsAnswered() as fact:
                yield from self._exits(desk, fact)
            case e.ProfitShareSettled() as fact:
                yield from _settled(desk, fact)
            case e.LevelReckoned() as fact:
                ratio = text(fact.ratio, RATIO_UNITS)
                levels = {"share_level": fact.share_level, "level": fact.level}
                yield {"fact": "level_reckoned", "lead": names[fact.lead], **levels, "ratio": ratio}
            case e.AccountsLinked() | e.ConductFound() | e.ConductReviewed() | e.LeadFoundInactive() as fact:
                yield conduct(desk, fact)
            case e.Announced() | e.BroadcastSent() | e.PostSent() | e.PostsAllowed() as fact:
                yield telling(desk, fact)
            case fact if type(fact) in PLAIN:
                yield _plain(desk, fact)

    def _entries(self, desk: Desk, fact: e.EntriesAnswered) -> Iterator[Line]:
        plan = self._plans[fact.flight]
        assert isinstance(plan, e.EntriesPlanned)
        asked = plan.quantity[np.searchsorted(plan.rows, fact.rows)]
        for place in range(len(fact.rows)):
            common = _copy(desk, fact, int(fact.rows[place]), plan.cause, Side.BUY)
            if fact.quantity[place]:
                yield {
                    "fact": "copy_filled",
                    **common,
                    **_fill(desk, plan, fact, place, Side.BUY),
                    "partly": bool(fact.quantity[place] < asked[place]),
                    "cause": plan.cause.name.lower(),
                }
            elif fact.verdict[place] != Verdict.UNANSWERED and fact.reason[place]:
                yield {"fact": "copy_failed", **common, "code": Reason(int(fact.reason[place])).name}

    def _exits(self, desk: Desk, fact: e.ExitsAnswered) -> Iterator[Line]:
        plan = self._plans[fact.flight]
        assert isinstance(plan, e.ExitsPlanned)
        asked = plan.quantity[np.searchsorted(plan.rows, fact.rows)]
        for place in range(len(fact.rows)):
            common = _copy(desk, fact, int(fact.rows[place]), plan.cause, Side.SELL)
            if fact.quantity[place]:
                yield {
                    "fact": "copy_filled",
                    **common,
                    **_fill(desk, plan, fact, place, Side.SELL),
                    "partly": bool(fact.quantity[place] < asked[place]),
                    "profit_net": _signed(int(fact.net[place])),
                    "cause": plan.cause.name.lower(),
                }
            if fact.withheld[place]:
                yield {
                    "fact": "profit_share_withheld",
                    "copier": common["copier"],
                    "lead": common["lead"],
                    "profit_net": _signed(int(fact.net[place])),
                    "amount": text(int(fact.withheld[place])),
                }
            if fact.reason[place] and fact.verdict[place] != Verdict.UNANSWERED and plan.attempt == 1:
                yield {"fact": "copy_failed", **common, "code": Reason(int(fact.reason[place])).name}

    def book(self, desk: Desk) -> Line:
        """Everybody's money (scenario.md, `--book`)."""
        people = desk.book.people
        return {
            "people": {people.names[number]: _person(desk, PersonId(number)) for number in range(1, people.size)},
            "conserved": conserved(desk),
        }


SCRIPT_NAMES = {
    "Join": "join",
    "Deposit": "deposit",
    "Withdraw": "withdraw",
    "ListInstrument": "list",
    "DelistInstrument": "delist",
    "ApplyToLead": "apply_to_lead",
    "ApproveLead": "approve_lead",
    "RejectLead": "reject_lead",
    "ChooseLeadInstruments": "choose_lead_instruments",
    "SetProfitShare": "set_profit_share",
    "SwitchLeadTrade": "switch_lead_trade",
    "AcceptCopiers": "accept_copiers",
    "RestrictCopying": "restrict_copying",
    "RemoveCopier": "remove_copier",
    "RequestStopLeading": "request_stop_leading",
    "WithdrawStopRequest": "withdraw_stop_request",
    "AnswerStopRequest": "grant_stop_leading",
    "SuspendLead": "suspend_lead",
    "LiftSuspension": "lift_suspension",
    "RevokeLead": "revoke_lead",
    "Announce": "announce",
    "Broadcast": "broadcast",
    "PostToCopiers": "post_to_copiers",
    "AllowPosts": "allow_posts",
    "LinkAccounts": "link_accounts",
    "ReviewConduct": "review_conduct",
    "PlaceOrder": "place_order",
    "CancelOrder": "cancel_order",
    "SetLotStops": "set_lot_stops",
    "StartCopying": "start_copying",
    "ChangeCopying": "change_copying",
    "AddAllocation": "add_allocation",
    "WithdrawAllocation": "withdraw_allocation",
    "SellCopy": "sell_copy",
    "ReleaseLots": "release_lots",
    "KeepLeft": "keep_left",
    "VerifyVideo": "verify_video",
    "RetryCopy": "retry_copy",
    "PauseCopying": "pause_copying",
    "ResumeCopying": "resume_copying",
    "StopCopying": "stop_copying",
    "StopAll": "stop_all",
    "Halt": "halt",
    "Resume": "resume",
}
"""What the contract calls each command."""
PLAIN: dict[type, str] = {
    e.PersonJoined: "person_joined",
    e.LeftKept: "left_kept",
    e.VideoVerified: "video_verified",
    e.ApplicationDue: "application_due",
    e.Deposited: "deposited",
    e.Withdrawn: "withdrawn",
    e.InstrumentListed: "instrument_listed",
    e.InstrumentDelisted: "instrument_delisted",
    e.LeadApplied: "lead_applied",
    e.LeadApproved: "lead_approved",
    e.LeadRejected: "lead_rejected",
    e.LeadInstrumentsChosen: "lead_instruments_chosen",
    e.ProfitShareSet: "profit_share_set",
    e.LeadTradeSwitched: "lead_trade_switched",
    e.CopiersAccepted: "copiers_accepted",
    e.CopyingRestricted: "copying_restricted",
    e.StopLeadingRequested: "stop_leading_requested",
    e.StopLeadingEnded: "stop_leading_ended",
    e.LeadStopped: "lead_stopped",
    e.LeadSuspended: "lead_suspended",
    e.SuspensionLifted: "suspension_lifted",
    e.LeadRevoked: "lead_revoked",
    e.DeskHalted: "desk_halted",
    e.DeskResumed: "desk_resumed",
    e.CycleClosed: "cycle_closed",
    e.SettlementRefused: "settlement_refused",
}
"""Facts of few words: who, and the value where there is one."""


def _plain(desk: Desk, fact: Any) -> Line:
    names = desk.book.people.names
    line: Line = {"fact": PLAIN[type(fact)]}
    match fact:
        case e.PersonJoined():
            return {**line, "who": fact.handle}
        case e.Deposited() | e.Withdrawn():
            return {**line, "who": names[fact.person], "amount": text(fact.amount)}
        case e.InstrumentListed():
            return {**line, "symbol": fact.instrument.symbol}
        case e.SettlementRefused():
            return {**line, "assets": [gap.asset or "USDT" for gap in fact.gaps]}
        case e.InstrumentDelisted():
            return {**line, "symbol": fact.symbol}
        case e.LeftKept():
            return {**line, "who": names[fact.person], "symbol": fact.symbol}
        case e.ProfitShareSet():
            return {**line, "lead": names[fact.lead], "ratio": text(fact.ratio, RATIO_UNITS)}
        case e.LeadTradeSwitched() | e.CopiersAccepted() | e.VideoVerified():
            return {**line, "lead": names[fact.lead], "on": fact.on}
        case e.CopyingRestricted():
            return {**line, "lead": names[fact.lead], "to": "smart_sync" if fact.smart_sync_only else "none"}
        case e.StopLeadingEnded():
            why = {"code": fact.failed.name} if fact.failed else {}
            return {**line, "lead": names[fact.lead], **why}
        case e.StopLeadingRequested() | e.LeadStopped() | e.LeadSuspended() | e.SuspensionLifted() | e.LeadRevoked():
            return {**line, "lead": names[fact.lead]}
        case e.LeadApplied() | e.ApplicationDue() | e.LeadApproved() | e.LeadRejected() | e.LeadInstrumentsChosen():
            return {**line, "lead": names[fact.lead]}
        case _:
            return line


def _order_closed(desk: Desk, fact: e.OrderClosed) -> Iterator[Line]:
    listed, names = desk.book.instruments[fact.symbol], desk.book.people.names
    buys = fact.side == Side.BUY
    line: Line = {
        "fact": "order_filled",
        "who": names[fact.person],
        "order": fact.order,
        "symbol": fact.symbol,
        "side": "buy" if buys else "sell",
        "quantity": _quantity(listed, fact.quantity),
        "price": average(listed, fact.notional, fact.quantity),
        "notional": text(fact.notional),
        "fee": _quantity(listed, fact.fee) if buys else text(fact.fee),
        "fee_asset": listed.base if buys else USDT,
        "led": fact.led,
    }
    if buys and fact.lead_equity:
        usage = fraction(min(fact.notional, fact.lead_equity), fact.lead_equity, places=12)
        line["usage_ratio"] = format(usage, "f")
    yield line
    if fact.reason:
        code = Reason(fact.reason).name
        yield {"fact": "lead_order_failed", "lead": names[fact.person], "order": fact.order, "code": code}


def _order_news(desk: Desk, fact: e.OrderPlaced | e.OrderTriggered | e.OrderRested | e.OrderDropped) -> Iterator[Line]:
    match fact:
        case e.OrderPlaced():
            yield {
                "fact": "order_placed",
                "who": desk.book.people.names[fact.person],
                "order": fact.order,
                "symbol": fact.terms.symbol,
                "side": "buy" if fact.terms.side is Side.BUY else "sell",
            }
        case e.OrderTriggered():
            price = format(desk.book.instruments[fact.terms.symbol].price_decimal(fact.last), "f")
            yield {"fact": "order_triggered", "order": fact.order, "symbol": fact.terms.symbol, "price": price}
        case e.OrderRested():
            yield {"fact": "order_resting", "order": fact.order}
        case e.OrderDropped():
            who = desk.book.people.names[fact.person]
            line = {"fact": "order_ended_empty", "who": who, "order": fact.order, "why": fact.why.name.lower()}
            denied = {"code": fact.denial.name} if fact.denial is not None else {}
            yield {**line, "words": fact.words, **denied}


def _copy(
    desk: Desk,
    fact: e.EntriesAnswered | e.ExitsAnswered | e.EntriesPlanned | e.ExitsPlanned,
    row: int,
    cause: Cause,
    side: Side,
) -> Line:
    names, table = desk.book.people.names, desk.book.leads[fact.lead].copyings
    line: Line = {"copier": names[table.person[row]], "lead": names[fact.lead]}
    if cause in (Cause.LEAD_ORDER, Cause.RETRY):
        line["order"] = str(fact.batch).split("-late-", 1)[0]
    return {**line, "symbol": fact.symbol, "side": "buy" if side is Side.BUY else "sell"}


def _fill(
    desk: Desk,
    plan: e.EntriesPlanned | e.ExitsPlanned,
    fact: e.EntriesAnswered | e.ExitsAnswered,
    place: int,
    side: Side,
) -> Line:
    listed = desk.book.instruments[fact.symbol]
    copier = PersonId(int(desk.book.leads[fact.lead].copyings.person[fact.rows[place]]))
    quantity, notional, fee = int(fact.quantity[place]), int(fact.notional[place]), int(fact.fee[place])
    return {
        "copy_order": copy_order_id(BatchId(plan.batch), copier, plan.attempt),
        "quantity": _quantity(listed, quantity),
        "price": average(listed, notional, quantity),
        "notional": text(notional),
        "fee": _quantity(listed, fee) if side is Side.BUY else text(fee),
        "fee_asset": listed.base if side is Side.BUY else USDT,
    }


def _refused(desk: Desk, fact: e.EntriesPlanned | e.ExitsPlanned) -> Iterator[Line]:
    side = Side.BUY if isinstance(fact, e.EntriesPlanned) else Side.SELL
    if fact.attempt > 1 and fact.cause is not Cause.RETRY:
        return
    for place in np.flatnonzero(fact.reason).tolist():
        common = _copy(desk, fact, int(fact.rows[place]), fact.cause, side)
        yield {"fact": "copy_failed", **common, "code": Reason(int(fact.reason[place])).name}


def _released(desk: Desk, fact: e.LotsReleased) -> Iterator[Line]:
    names, table = desk.book.people.names, desk.book.leads[fact.lead].copyings
    for place in range(len(fact.rows)):
        yield {
            "fact": "lots_released",
            "copier": names[table.person[fact.rows[place]]],
            "lead": names[fact.lead],
            "symbol": fact.symbol,
            "quantity": _quantity(desk.book.instruments[fact.symbol], int(fact.quantity[place])),
            "cause": ReleaseCause(fact.cause).name.lower(),
        }


def _settled(desk: Desk, fact: e.ProfitShareSettled) -> Iterator[Line]:
    names, table = desk.book.people.names, desk.book.leads[fact.lead].copyings
    for place in range(len(fact.rows)):
        yield {
            "fact": "profit_share_settled",
            "copier": names[table.person[fact.rows[place]]],
            "lead": names[fact.lead],
            "profit_net": _signed(int(fact.net[place])),
            "withheld": text(int(fact.withheld[place])),
            "payable": text(int(fact.payable[place])),
            "refund": text(int(fact.refund[place])),
        }


def _person(desk: Desk, person: PersonId) -> Line:
    book = desk.book
    own = _own(desk, person)
    copyings = {
        book.people.names[lead.person]: _copying(desk, lead.person, row)
        for lead in book.leads.values()
        if (row := _latest_row(lead.copyings.person[: lead.copyings.size], person)) is not None
    }
    line: Line = {"cash": text(int(book.people.cash[person])), "holdings": own, "copying": copyings}
    if person in book.leads:
        line["funding"] = text(int(book.people.funding[person]))
    return line


def _latest_row(people: Rows, person: PersonId) -> int | None:
    rows = np.flatnonzero(people == person)
    return int(rows[-1]) if len(rows) else None


def _own(desk: Desk, person: PersonId) -> Line:
    book, lead = desk.book, desk.book.leads.get(person)
    held: Line = {}
    for symbol, listed in sorted(book.instruments.items()):
        bound = book.people.own_bound
        units = book.people.own_of(person, symbol) + (int(bound[symbol][person]) if symbol in bound else 0)
        units += lead.held(symbol) if lead else 0
        if units:
            held[symbol] = _quantity(listed, units)
    return held


def _copying(desk: Desk, lead_id: PersonId, row: int) -> Line:
    from core.decide.equity import copy_equity  # noqa: PLC0415

    lead = desk.book.leads[lead_id]
    table = lead.copyings
    return {
        "state": CopyingState(int(table.state[row])).name.lower(),
        "cash": text(int(table.cash[row])),
        "withheld": text(int(table.withheld[row])),
        "equity": text(int(copy_equity(desk, lead, row, row + 1)[0])),
        "realised": _signed(int(table.realised[row])),
        "holdings": {
            symbol: {
                "quantity": _quantity(desk.book.instruments[symbol], int(column[row])),
                "cost": text(_cost(desk, lead_id, symbol, row)),
            }
            for symbol, column in sorted(table.held.items())
            if row < len(column) and column[row]
        },
    }


def _cost(desk: Desk, lead_id: PersonId, symbol: Symbol, row: int) -> int:
    chunk, total = row // e.CHUNK, 0
    for lot in desk.book.leads[lead_id].lots_of(symbol):
        piece = lot.copies.get(chunk)
        if piece is not None:
            total += int(piece.cost[piece.rows == row].sum())
    return total


def average(listed: Instrument, notional: int, quantity: int) -> str:
    """The average price: the tick at which the quantity is worth this notional, else the price unit below."""
    below = listed.affordable_price(quantity, notional)
    tick = below + -below % listed.tick
    price = tick if listed.value(quantity, tick) == notional else below
    return format(listed.price_decimal(price), "f")


def _quantity(listed: Instrument, quantity: int) -> str:
    return format(listed.quantity_decimal(quantity), "f")


def _signed(amount: int) -> str:
    return text(amount) if amount >= 0 else f"-{text(-amount)}"
