"""Folds announcements, the copy list and posts: deadlines, who may post, and how often they did."""

from core.fold.book import Book
from core.model import events as e
from core.model.announcements import AnnouncementKind


def announced(book: Book, fact: e.Announced) -> None:
    told = fact.announcement
    match told.kind:
        case AnnouncementKind.LISTING:
            book.notices.opens_at[told.symbol] = told.trading_at
        case AnnouncementKind.ADDED_TO_COPY_LIST:
            book.notices.held_back.add(told.symbol)
            book.notices.copyable_from[told.symbol] = told.trading_at
        case AnnouncementKind.DELISTING:
            book.notices.ends_at[told.symbol] = told.trading_at


def listed(book: Book, fact: e.InstrumentListed) -> None:
    """New terms of one that is traded change nothing about the copy list."""
    symbol, notices = fact.instrument.symbol, book.notices
    anew = symbol not in book.instruments or symbol in book.delisted
    book.instruments[symbol] = fact.instrument
    book.delisted.discard(symbol)
    if anew and fact.copyable:
        notices.held_back.discard(symbol)
    elif anew:
        notices.held_back.add(symbol)


def forgotten(book: Book, fact: e.InstrumentDelisted) -> None:
    """Nothing that was announced of it holds any more."""
    notices = book.notices
    notices.held_back.discard(fact.symbol)
    for times in (notices.opens_at, notices.copyable_from, notices.ends_at):
        times.pop(fact.symbol, None)


def posted(book: Book, fact: e.PostSent) -> None:
    posting = book.leads[fact.lead].posting
    posting.sent = posting.sent + 1 if posting.day == fact.day else 1
    posting.day = fact.day


def posts_allowed(book: Book, fact: e.PostsAllowed) -> None:
    book.leads[fact.lead].posting.blocked = not fact.on
