"""fold: (book, record) → book. Adds facts to the book and decides nothing: no rule, no clock, no luck, no I/O."""

from datetime import timedelta
from typing import assert_never

from core.fold import accounts, announcing, conduct, entries, exits, leads, offers
from core.fold.book import Book, Done
from core.model import events as e

ORIGINS_KEPT = timedelta(days=7)


def fold(book: Book, record: e.Record) -> None:
    """Makes one record part of the book. Records come in the order of their numbers, without a gap."""
    if record.seq != book.seq + 1:
        raise ValueError(f"record {record.seq} does not follow {book.seq}")
    _add(book, record)
    book.first_at = book.first_at or record.at
    book.seq = record.seq
    book.at = record.at
    if record.origin and record.origin not in book.origins:
        denied = record.fact if isinstance(record.fact, e.Denied) else None
        book.origins[record.origin] = Done(record.at, denied.code if denied else None, denied.about if denied else "")


def _add(book: Book, record: e.Record) -> None:  # noqa: PLR0912, PLR0915  # one case a fact, no branch inside
    match record.fact:
        case e.DeskStarted() as fact:
            book.epoch = fact.epoch
        case e.DeskHalted():
            book.halted = True
        case e.DeskResumed():
            book.halted = False
        case e.Denied():
            pass
        case e.InstrumentListed() as fact:
            announcing.listed(book, fact)
        case e.InstrumentDelisted() as fact:
            accounts.delisted(book, fact)
            announcing.forgotten(book, fact)
        case e.Announced() as fact:
            announcing.announced(book, fact)
        case e.PostSent() as fact:
            announcing.posted(book, fact)
        case e.PostsAllowed() as fact:
            announcing.posts_allowed(book, fact)
        case e.BroadcastSent():
            pass
        case e.PersonJoined() as fact:
            book.people.numbers[fact.handle] = fact.person
            book.people.add(fact.person, fact.handle)
        case e.Deposited() as fact:
            accounts.paid_in(book, fact.person, fact.amount)
            book.ledger.quote.deposited += fact.amount
        case e.Withdrawn() as fact:
            accounts.paid_in(book, fact.person, -fact.amount)
            book.ledger.quote.withdrawn += fact.amount
        case (
            e.LeadApplied()
            | e.LeadApproved()
            | e.LeadRejected()
            | e.LeadInstrumentsChosen()
            | e.ProfitShareSet()
            | e.LeadTradeSwitched()
            | e.CopiersAccepted()
            | e.CopyingRestricted()
            | e.StopLeadingRequested()
            | e.StopLeadingEnded()
            | e.LeadStopped()
            | e.LeadSuspended()
            | e.SuspensionLifted()
            | e.LeadRevoked()
        ) as fact:
            leads.change(book, fact, record.at)
        case e.AccountsLinked() as fact:
            conduct.linked(book, fact)
        case e.ConductFound() as fact:
            conduct.found(book, fact, record.at)
        case e.ConductReviewed() as fact:
            conduct.reviewed(book, fact)
        case e.LeadFoundInactive() as fact:
            conduct.inactive(book, fact)
        case e.DayTaken() as fact:
            leads.day_taken(book, fact)
        case e.LevelReckoned() as fact:
            lead = book.leads[fact.lead]
            lead.share_level, lead.level, lead.ratio = fact.share_level, fact.level, fact.ratio
        case e.OrderPlaced() as fact:
            accounts.placed(book, fact, record.at)
        case (
            e.OrderRested() | e.OrderUnanswered() | e.OrderRetried() | e.OrderCancelling() | e.OrderTrailed()
        ) as fact:
            accounts.moved(book, fact)
        case e.OrderTriggered() as fact:
            accounts.triggered(book, fact, record.at)
        case e.OrderDropped() as fact:
            accounts.dropped(book, fact)
        case e.OrderClosed() as fact:
            accounts.closed(book, fact, record.at)
            conduct.order_closed(book, fact, fact.at or record.at)
        case e.CopyingStarted() as fact:
            leads.started(book, fact, record.at)
        case e.CopyingChanged() as fact:
            book.leads[fact.lead].copyings.set(fact.row, fact.settings)
        case e.AllocationChanged() as fact:
            leads.allocated(book, fact)
        case e.CopyingPaused() as fact:
            book.leads[fact.lead].copyings.paused[fact.row] = 1
        case e.CopyingResumed() as fact:
            book.leads[fact.lead].copyings.paused[fact.row] = 0
        case e.CopyingClosing() as fact:
            leads.closing(book, fact, record.at)
        case e.CopyingEnded() as fact:
            leads.ended(book, fact)
        case e.FanOutAdvanced() as fact:
            book.fan_outs[fact.batch].next_row = fact.next_row
        case e.FanOutClosed() as fact:
            book.fan_outs.pop(fact.batch, None)
        case e.LotsReleased() as fact:
            exits.released(book, fact)
        case e.LeftKept() as fact:
            book.people.left[fact.symbol][fact.person] = 0
        case e.ApplicationDue() as fact:
            book.leads[fact.lead].due_told = True
        case e.VideoVerified() as fact:
            book.leads[fact.lead].video_verified = fact.on
        case e.EntriesPlanned() as fact:
            entries.planned(book, fact)
            offers.planned(book, fact, record.at)
        case e.EntriesAnswered() as fact:
            entries.answered(book, fact, record.at)
            conduct.copies_bought(book, fact, fact.at or record.at)
        case e.ExitsPlanned() as fact:
            exits.planned(book, fact, record.at)
        case e.ExitsAnswered() as fact:
            exits.answered(book, fact)
        case e.ExitsGivenUp() as fact:
            book.delayed.pop(fact.key, None)
        case e.FlightUnanswered() as fact:
            flight = book.flights[fact.flight]
            flight.ask_at, flight.absent = fact.ask_at, 0
        case e.ProfitShareSettled() as fact:
            leads.settled(book, fact)
        case e.SettlementRefused() as fact:
            book.refused_until = fact.again_at
        case e.CycleClosed() as fact:
            leads.cycle_closed(book, fact)
            _forget_origins(book, fact)
        case _ as unknown:
            assert_never(unknown)


def _forget_origins(book: Book, fact: e.CycleClosed) -> None:
    old = [origin for origin, done in book.origins.items() if done.at < fact.at - ORIGINS_KEPT]
    for origin in old:
        del book.origins[origin]
