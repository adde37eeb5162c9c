"""Prints what concerns conduct (section 22) as the contract's facts."""

from typing import TypeAlias, assert_never

from bot.scenario.printing.line import Line
from core.decide.desk import Desk
from core.model import events as e
from core.model.conduct import Monitor
from core.model.money import text

Conduct: TypeAlias = e.AccountsLinked | e.ConductFound | e.ConductReviewed | e.LeadFoundInactive


def conduct(desk: Desk, fact: Conduct) -> Line:
    """One line; what a monitor does not speak of is left out."""
    names = desk.book.people.names
    match fact:
        case e.AccountsLinked(person, other, on):
            return {"fact": "accounts_linked", "first": names[person], "second": names[other], "on": on}
        case e.ConductFound():
            flow = fact.monitor is Monitor.COPIER_FLOW
            line = {
                "fact": "conduct_found",
                "lead": names[fact.lead],
                "monitor": fact.monitor.name.lower(),
                "symbol": fact.symbol,
                "order": fact.order,
                "other": names[fact.other] if fact.other is not None else None,
                "bought": text(fact.bought) if flow else None,
                "volume": text(fact.volume) if flow else None,
            }
            return {name: value for name, value in line.items() if value}
        case e.ConductReviewed(lead):
            return {"fact": "conduct_reviewed", "lead": names[lead]}
        case e.LeadFoundInactive(lead, days):
            return {"fact": "lead_found_inactive", "lead": names[lead], "days": days}
        case _ as unknown:
            assert_never(unknown)
