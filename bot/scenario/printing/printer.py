"""Prints records as the contract's facts: one line a copier where one fact speaks of many."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, get_args

from bot.scenario.printing.alerts import Told
from bot.scenario.printing.conduct import conduct
from bot.scenario.printing.copies import entries, exits, refused, released, settled
from bot.scenario.printing.line import Line
from bot.scenario.printing.orders import order_closed, order_news
from bot.scenario.printing.plain import PLAIN, plain
from bot.scenario.printing.telling import telling
from core.decide.desk import Desk
from core.model import commands as c
from core.model import events as e
from core.model.copying import StopCause
from core.model.money import RATIO_UNITS, text
from core.model.orders import OrderId

OTHERWISE: Final = {"ListInstrument": "list", "DelistInstrument": "delist", "AnswerStopRequest": "grant_stop_leading"}
SCRIPT_NAMES: Final = {
    kind.__name__: OTHERWISE.get(kind.__name__) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
    for kind in get_args(c.Command)
} | {"RefuseStopRequest": "refuse_stop_leading"}
"""What the contract calls each command: mostly its own name."""


class Printer:
    """Knows what a later line needs of an earlier record: how many copyings each planned flight still speaks of, and
    which sale was the last of each lead lot."""

    def __init__(self) -> None:
        self._plans: dict[str, e.EntriesPlanned | e.ExitsPlanned] = {}
        self._sales: dict[OrderId, OrderId] = {}
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
                if fact.led and fact.cuts:
                    self._sales |= dict.fromkeys(fact.cuts.lots, fact.order)
                yield from order_closed(desk, fact)
            case e.OrderPlaced() | e.OrderTriggered() | e.OrderRested() | e.OrderDropped() as fact:
                yield from order_news(desk, fact)
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
                yield from released(desk, fact)
            case e.EntriesPlanned() | e.ExitsPlanned() as fact:
                self._plans[fact.flight] = fact
                yield from refused(desk, fact, self._sales)
            case e.EntriesAnswered() as fact:
                plan = self._plans[fact.flight]
                assert isinstance(plan, e.EntriesPlanned)
                yield from entries(desk, plan, fact)
            case e.ExitsAnswered() as fact:
                plan = self._plans[fact.flight]
                assert isinstance(plan, e.ExitsPlanned)
                yield from exits(desk, plan, fact, self._sales)
            case e.ProfitShareSettled() as fact:
                yield from settled(desk, fact)
            case e.LevelReckoned() as fact:
                ratio = text(fact.ratio, RATIO_UNITS)
                levels = {"share_level": fact.share_level, "level": fact.level}
                yield {"fact": "level_reckoned", "lead": names[fact.lead], **levels, "ratio": ratio}
            case e.AccountsLinked() | e.ConductFound() | e.ConductReviewed() | e.LeadFoundInactive() as fact:
                yield conduct(desk, fact)
            case e.Announced() | e.BroadcastSent() | e.PostSent() | e.PostsAllowed() as fact:
                yield telling(desk, fact)
            case fact if type(fact) in PLAIN:
                yield plain(desk, fact)
