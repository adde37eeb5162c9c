"""Compares a book with what the facts came to: every person, every copying, every asset, to the last unit."""

from collections import Counter

from core.fold.book import Book
from core.model.copying import CopyingState
from tests.machine.ledger import Ledger


def compare(book: Book, ledger: Ledger) -> None:
    _people(book, ledger)
    for (lead, number), row in ledger.rows.items():
        table = book.leads[lead].copyings
        bound = row.on_the_way.total()
        told = {
            "state": CopyingState(int(table.state[number])).name.lower(),
            "paused": bool(table.paused[number]),
            "cash": int(table.cash[number] + (table.bound[number] if row.smart else 0)),
            "bound": int(table.bound[number]),
            "withheld": int(table.withheld[number]),
            "realised": int(table.realised[number]),
            "ratio": int(table.ratio[number]),
            "open cost": int(table.open_cost[number]),
        }
        assert told == {
            "state": row.state,
            "paused": row.paused,
            "cash": row.cash,
            "bound": bound,
            "withheld": row.withheld,
            "realised": row.realised,
            "ratio": row.ratio,
            "open cost": ledger.cost(lead, number),
        }, f"copying {number} of lead {lead}"
        held = {symbol: int(column[number]) for symbol, column in table.held.items() if number < len(column)}
        assert +Counter(held) == +ledger.held(lead, number), f"copying {number} of lead {lead}"
        assert +Counter(_pieces(book, lead, number)) == +ledger.held(lead, number)
    _whole(book, ledger)


def _people(book: Book, ledger: Ledger) -> None:
    people, on_the_way = book.people, Counter()
    for row in ledger.rows.values():
        if not row.smart:
            on_the_way[row.copier] += row.on_the_way.total()
    for person in range(people.size):
        told = int(people.cash[person] + people.frozen[person]) + on_the_way[person]
        assert told == ledger.trade[person], f"quote of {people.names[person]}"
        assert int(people.funding[person]) == ledger.funding[person], f"funding of {people.names[person]}"
        for symbol in book.instruments:
            own = people.own_of(person, symbol)
            own += int(people.own_bound[symbol][person]) if symbol in people.own_bound else 0
            own += book.leads[person].held(symbol) if person in book.leads else 0
            assert own == ledger.own[person, symbol], f"{symbol} of {people.names[person]}"


def _pieces(book: Book, lead: int, number: int) -> Counter:
    found: Counter = Counter()
    for symbol, known in book.leads[lead].coins.items():
        for shelf in (shelf for shelves in known.copies.values() for shelf in shelves):
            found[symbol] += int(shelf.quantity[shelf.rows == number].sum())
    return found


def _whole(book: Book, ledger: Ledger) -> None:
    """Conservation: what came in is what people hold, and nobody is below zero (P-6)."""
    people, rows = book.people, ledger.rows.values()
    held = Counter({"USDT": ledger.trade.total() + ledger.funding.total()})
    held["USDT"] += sum(row.cash + row.withheld for row in rows)
    for (_, symbol), quantity in ledger.own.items():
        held[symbol] += quantity
    for (_, _, lot), quantity in ledger.lots.items():
        held[ledger.symbols[lot]] += quantity
    assert +held == +ledger.paid_in, "money came from nowhere, or went there"
    least = [int(column[: people.size].min()) for column in (people.cash, people.frozen, people.funding)]
    least += [int(column.min()) for group in (people.own, people.own_bound) for column in group.values()]
    least += [min(row.cash - row.on_the_way.total() if row.smart else 0, row.withheld) for row in rows]
    least += [*ledger.lots.values(), *ledger.costs.values(), *ledger.own.values()]
    assert min(least) >= 0, "somebody is below zero"
