"""Prints the facts of few words: who, and the value where there is one."""

from typing import Any, Final

from bot.scenario.printing.line import Line
from core.decide.desk import Desk
from core.model import events as e
from core.model.money import RATIO_UNITS, text

PLAIN: Final[dict[type, str]] = {
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
"""The contract's name of each."""


def plain(desk: Desk, fact: Any) -> Line:
    """One line of one of `PLAIN`."""
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
