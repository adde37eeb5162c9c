"""Which stops are to be looked at after new prices and after fills. Remembers only what can be reckoned anew."""

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from core.decide.desk import Desk, SweepLots, SweepStops, SweepTrigger
from core.decide.slack import Guarded, guarded, renewed
from core.decide.stops import Band, band
from core.decide.triggers import watched
from core.fold.book import Lead
from core.model import events as e
from core.model.chunks import chunk_of, chunks, span
from core.model.market import Symbol
from core.model.people import PersonId


class Sweeps:
    """Total stop-losses come before anything else: of whoever a price may reach, and of every chunk that filled."""

    def __init__(self) -> None:
        self._known: dict[PersonId, dict[int, Guarded]] = {}
        self._bands: dict[tuple[PersonId, Symbol], Band] = {}

    def after_prices(self, desk: Desk) -> Iterator[SweepStops | SweepLots | SweepTrigger]:
        """Of everybody whom the new prices can concern."""
        for lead in desk.book.leads.values():
            yield from self._reachable(desk, lead)
        for lead in desk.book.leads.values():
            for symbol in lead.copyings.held:
                yield from self._lots(desk, lead, symbol)
        yield from watched(desk.book.orders.values())

    def after(self, desk: Desk, records: Sequence[e.Record]) -> Iterator[SweepStops | SweepLots | SweepTrigger]:
        """Of the chunks that these facts changed; of lots, if new ones have stops of their own (R-13.1).

        And of who has had an order end, those that wait: what it held a stop may not have been able to sell (R-13.2).
        """
        changed = dict.fromkeys(place for record in records if (place := _changed(record.fact)))
        yield from (SweepStops(lead, chunk) for lead, chunk in changed)
        opened = {(each.lead, each.symbol) for record in records if _stopped_lots(each := record.fact)}
        for lead, symbol in sorted(opened):
            yield from self._lots(desk, desk.book.leads[lead], symbol)
        ended = (record.fact for record in records if isinstance(record.fact, e.OrderDropped | e.OrderClosed))
        for person in sorted({fact.person for fact in ended}):
            yield from watched(desk.book.orders_by(person))

    def forget(self, fact: e.Fact) -> None:
        """A fact about a lead's copyings may have changed what they can bear, and whose stops come first."""
        if _stopped_lots(fact) and (known_band := self._bands.get((fact.lead, fact.symbol))):
            self._bands[fact.lead, fact.symbol] = known_band.and_of(fact.stop_at, fact.take_at)
        lead: PersonId | None = getattr(fact, "lead", None)
        known = self._known.get(lead) if lead is not None else None
        if not known:
            return
        row = getattr(fact, "row", None)
        chunk = getattr(fact, "chunk", None) if row is None else chunk_of(row)
        if chunk is None:
            known.clear()
        else:
            known.pop(chunk, None)

    def _lots(self, desk: Desk, lead: Lead, symbol: Symbol) -> Iterator[SweepLots]:
        """Lots with stops of their own, if the last price has come to one: then what is left is reckoned anew."""
        quote, place = desk.market.get(symbol), (lead.person, symbol)
        known = self._bands.get(place) or self._bands.setdefault(place, band(lead, symbol))
        if quote is not None and known.reached(quote.last):
            del self._bands[place]
            yield SweepLots(lead.person, symbol)

    def _reachable(self, desk: Desk, lead: Lead) -> Iterator[SweepStops]:
        known, size = self._known.setdefault(lead.person, {}), lead.copyings.size
        for chunk in range(chunks(size)):
            found = known.get(chunk)
            if found is None or not found.far.holds(desk):
                known[chunk] = now = guarded(desk, lead, span(chunk, size))
                if now.near.fall < 0 or now.far.fall < 0:
                    yield SweepStops(lead.person, chunk)
            elif not found.near.holds(desk):
                known[chunk] = now = renewed(desk, lead, found)
                if now.near.fall < 0:
                    yield SweepStops(lead.person, chunk, found.rows)


def _changed(fact: e.Fact) -> tuple[PersonId, int] | None:
    """The lead and chunk in which a net, or a limit, is another than it was: lots let go take a gain along."""
    match fact:
        case e.EntriesAnswered() | e.ExitsAnswered() | e.LotsReleased():
            return fact.lead, fact.chunk
        case e.CopyingChanged():
            return fact.lead, chunk_of(fact.row)
        case _:
            return None


def _stopped_lots(fact: e.Fact) -> TypeGuard[e.EntriesAnswered]:
    """Whether copy lots were opened that sell themselves: the last price may be there already."""
    return isinstance(fact, e.EntriesAnswered) and (fact.take_at is not None or fact.stop_at is not None)
