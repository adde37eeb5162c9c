"""Who is told what of one fact: pure, so that a story prints the alerts a desk would send (R-18, chat.md section 4).

Nobody is named to anybody but themselves, their lead and the operator.
"""

from collections.abc import Iterator

from core.decide.desk import Desk
from core.model import events as e
from core.views.alert import COLLAPSING, SKIPPED, Alert, AlertKind, gain
from core.views.alerts_copies import entries_answered, entries_planned, exits_answered, exits_planned, released
from core.views.alerts_desk import receipt_due, restricted, settled, single, whole_desk
from core.views.alerts_many import announced, broadcast, posted, trading_ended
from core.views.alerts_reach import Reachable, hears
from core.views.alerts_terms import share_rises
from core.views.receipts import Receipt, receipt


def alerts(desk: Desk, record: e.Record, reachable: Reachable | None = None) -> list[Alert]:
    """Everybody who is told something of this fact; `desk` knows it and perhaps later ones."""
    return list(each_alert(desk, record, reachable))


def each_alert(
    desk: Desk, record: e.Record, reachable: Reachable | None = None, rows: slice = slice(None)
) -> Iterator[Alert]:
    """The same one by one, of entries `rows` of a fact over columns: who must not hold up others takes it in parts."""
    match record.fact:
        case e.EntriesPlanned() as fact:
            yield from entries_planned(desk, record, fact, reachable, rows)
            yield from (each for each in receipt_due(desk, record, fact, rows) if hears(each.to, reachable))
        case e.EntriesAnswered() as fact:
            yield from entries_answered(desk, record, fact, reachable, rows)
            yield from (each for each in receipt_due(desk, record, fact, rows) if hears(each.to, reachable))
        case e.ExitsPlanned() as fact:
            yield from exits_planned(desk, record, fact, reachable, rows)
            yield from (each for each in receipt_due(desk, record, fact, rows) if hears(each.to, reachable))
        case e.ExitsAnswered() as fact:
            yield from exits_answered(desk, record, fact, reachable, rows)
            yield from (each for each in receipt_due(desk, record, fact, rows) if hears(each.to, reachable))
        case e.LotsReleased() as fact:
            yield from released(desk, record, fact, reachable, rows)
        case e.ProfitShareSettled() as fact:
            yield from settled(desk, record, fact, reachable, rows)
        case e.CopyingRestricted() as fact:
            yield from restricted(desk, record, fact, reachable, rows)
        case e.ProfitShareSet() as fact:
            yield from share_rises(desk, record, fact, reachable, rows)
        case e.Announced() as fact:
            yield from announced(desk, record, fact, reachable, rows)
        case e.BroadcastSent() as fact:
            yield from broadcast(desk, record, fact, reachable, rows)
        case e.PostSent() as fact:
            yield from posted(desk, record, fact, reachable, rows)
        case e.InstrumentDelisted() as fact:
            yield from trading_ended(desk, record, fact, reachable)
        case e.DeskHalted() | e.DeskResumed():
            yield from whole_desk(desk, record, reachable, rows)
        case _:
            yield from (each for each in single(desk, record) if hears(each.to, reachable))


def entries_of(desk: Desk, record: e.Record) -> int:
    """How many entries `each_alert` may be cut into."""
    if isinstance(record.fact, e.DeskHalted | e.DeskResumed | e.Announced | e.BroadcastSent):
        return desk.book.people.size
    if isinstance(record.fact, e.CopyingRestricted | e.PostSent | e.ProfitShareSet):
        return desk.book.leads[record.fact.lead].copyings.size or 1
    return len(getattr(record.fact, "rows", ())) or 1


__all__ = [
    "COLLAPSING",
    "SKIPPED",
    "Alert",
    "AlertKind",
    "Reachable",
    "Receipt",
    "alerts",
    "each_alert",
    "entries_of",
    "gain",
    "receipt",
]
