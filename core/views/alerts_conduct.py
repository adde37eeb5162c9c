"""Who is told what the conduct monitors found: the lead what follows, the operator what waits (section 22)."""

from collections.abc import Sequence

from core.decide.desk import Desk
from core.model import events as e
from core.model.conduct import Monitor
from core.model.people import OPERATOR
from core.views.alert import Alert, AlertKind


def of_conduct(desk: Desk, record: e.Record) -> Sequence[Alert]:
    """A suspension is told by its own fact."""
    seq, at = record.seq, record.at
    match record.fact:
        case e.ConductFound() as fact:
            return _found(desk, record, fact)
        case e.ConductReviewed(lead):
            return [Alert(to=lead, kind=AlertKind.CONDUCT_CLEARED, loud=True, seq=seq, at=at, lead=lead)]
        case e.PostsAllowed(lead, on):
            kind, cause = AlertKind.POSTS_ALLOWED, "on" if on else "off"
            return [Alert(to=lead, kind=kind, loud=True, seq=seq, at=at, lead=lead, cause=cause)]
        case e.LeadFoundInactive(lead, days):
            steps = desk.limits.conduct.inactive_days
            asked = days >= steps.ask
            told = AlertKind.LEAD_INACTIVE
            return [
                Alert(to=lead, kind=told, loud=True, seq=seq, at=at, lead=lead, count=days, limit=steps.stop * asked)
            ]
        case _:
            return []


def _found(desk: Desk, record: e.Record, fact: e.ConductFound) -> Sequence[Alert]:
    seq, at, lead = record.seq, record.at, fact.lead
    base, symbol = desk.book.instruments[fact.symbol].base, fact.symbol
    review = Alert(
        to=OPERATOR,
        kind=AlertKind.CONDUCT_REVIEW,
        loud=True,
        seq=seq,
        at=at,
        lead=lead,
        symbol=symbol,
        base=base,
        cause=fact.monitor.name.lower(),
    )
    match fact.monitor:
        case Monitor.SELF_MATCH:
            return [review]
        case Monitor.FRONT_RUN:
            kind = AlertKind.CONDUCT_HELD
            held = Alert(to=lead, kind=kind, loud=True, seq=seq, at=at, lead=lead, symbol=symbol, base=base)
            return [held, review]
        case Monitor.COPIER_FLOW:
            kind = AlertKind.COPIER_FLOW_WARNED
            warned = Alert(to=lead, kind=kind, loud=True, seq=seq, at=at, lead=lead, symbol=symbol, base=base,
                           notional=fact.bought, limit=fact.volume)  # fmt: skip
            return [warned]
