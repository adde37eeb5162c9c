"""Prints the alerts of a fact as the contract has them: one line a message, with the ids it speaks of."""

from collections.abc import Iterator
from datetime import datetime

from bot.scenario.printing.line import Line
from core.decide.desk import Desk
from core.model.events import Record
from core.model.people import PersonId
from core.model.reasons import Reason
from core.views.alerts import Alert, AlertKind, alerts


class Told:
    """Remembers what was told, as one message covers what repeats within its window (R-18.2)."""

    def __init__(self) -> None:
        self._until: dict[tuple[object, ...], datetime] = {}
        self._said: set[tuple[PersonId, AlertKind, str]] = set()

    def lines(self, desk: Desk, record: Record) -> Iterator[Line]:
        """The messages that leave because of this fact."""
        for alert in alerts(desk, record):
            if self._leaves(desk, alert):
                yield _line(desk, alert)

    def _leaves(self, desk: Desk, alert: Alert) -> bool:
        if alert.kind is AlertKind.LEAD_ORDER_COPIED and _under_way(desk, alert.order):
            return False
        once = (alert.to, alert.kind, alert.key)
        if once in self._said:
            return False
        self._said.add(once)
        same = (alert.to, alert.lead, alert.kind, alert.reason)
        window = alert.window(desk.limits.alerts)
        if not window:
            return True
        if same in self._until and alert.at < self._until[same]:
            return False
        self._until[same] = alert.at + window
        return True


def _under_way(desk: Desk, order: str) -> bool:
    """Whether a copy of the order is still to be planned or answered: its lead's receipt waits for all."""
    return order in desk.book.fan_outs or any(flight.plan.batch == order for flight in desk.book.flights.values())


def _line(desk: Desk, alert: Alert) -> Line:
    line: Line = {"fact": "alert", "to": _name(desk, alert.to), "kind": alert.kind.value, "loud": alert.loud}
    ids = {
        "lead": _name(desk, alert.lead),
        "copier": _name(desk, alert.copier),
        "order": alert.order,
        "symbol": alert.symbol,
        "code": Reason(alert.reason).name if alert.reason else None,
        "cause": alert.cause,
    }
    return {**line, **{name: value for name, value in ids.items() if value}}


def _name(desk: Desk, person: PersonId | None) -> str | None:
    return desk.book.people.names[person] if person is not None else None
