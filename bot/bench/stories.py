"""Stories of any length, as `slipstream scenario` plays them: each of one kind of thing a desk may have many of.

A story of N has N of its thing, and lines in proportion to N.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from bot.scenario.lines import Event, read

BEGINS = datetime(2026, 1, 5, 8, tzinfo=UTC)
BUYS_A_DAY = 450
"""Fewer than a lead may (R-6.6)."""
CROWD = 50
"""Copiers of one lead at most: a new lead may have twice as many."""
BTC = "BTC-USDT"

Line: TypeAlias = dict[str, Any]
Story: TypeAlias = Callable[[int], Iterator[Line]]


def told(story: Story, n: int) -> list[tuple[int, Event]]:
    """The story's events, each a second after the one before, or later where it says for how long nothing happens."""
    at, events = BEGINS, list[tuple[int, Event]]()
    for number, line in enumerate(story(n), 1):
        at += timedelta(seconds=1, days=line.pop("days", 0))
        events.append((number, read(number, {"at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), **line})))
    return events


# ── people and what they do ───────────────────────────────────────────────────


def _coin(symbol: str = BTC) -> Iterator[Line]:
    yield {"list": {"symbol": symbol, "lot_size": "0.00000001", "tick_size": "0.1", "notional_min": "1"}}
    yield {"quote": {symbol: "50000"}}


def _joins(who: str, amount: str = "100000") -> Iterator[Line]:
    yield {"who": who, "do": "join"}
    yield {"who": who, "do": "deposit", "amount": amount}


def _lead(who: str = "lea") -> Iterator[Line]:
    yield from _joins(who, "10000000")
    yield {"who": who, "do": "apply_to_lead"}
    yield {"who": "admin", "do": "approve_lead", "lead": who}
    yield {"who": who, "do": "choose_lead_instruments", "instruments": "all"}
    yield {"who": who, "do": "set_profit_share", "ratio": "0.08"}
    yield {"who": who, "do": "switch_lead_trade", "on": True}


def _copies(who: str, lead: str = "lea", amount: str = "100") -> Line:
    sizing = {"fixed_amount": amount}
    return {"who": who, "do": "start_copying", "lead": lead, "sizing": sizing, "max_total": "200000"}


def _desk() -> Iterator[Line]:
    """A coin, a lead, and one copier whose money lasts long."""
    yield from _coin()
    yield from _lead()
    yield from _joins("bob", "10000000")
    yield _copies("bob", amount="10")


def _buys(n: int, notional: str = "1000", who: str = "lea") -> Iterator[Line]:
    for number in range(n):
        pause = {"days": 1} if number and number % BUYS_A_DAY == 0 else {}
        yield {"who": who, "do": "place_order", "symbol": BTC, "side": "buy", "notional": notional, **pause}


def _sells(quantity: str, who: str = "lea", symbol: str = BTC) -> Line:
    return {"who": who, "do": "place_order", "symbol": symbol, "side": "sell", "quantity": quantity}


# ── stories ───────────────────────────────────────────────────────────────────


def lots(n: int) -> Iterator[Line]:
    """Lots that stay open, then each is sold by itself."""
    yield from _desk()
    for number, buy in enumerate(_buys(n)):
        yield {**buy, "id": f"lot {number}"}
    for number in range(n):
        yield {**_sells("0.02"), "lead_order": f"lot {number}"}


def lots_together(n: int) -> Iterator[Line]:
    """Lots that stay open, and an eighth as many sales of the coin, each of a part of every lot."""
    yield from _desk()
    yield from _buys(n)
    yield from (_sells("0.1") for _ in range(n // 8))


def trades(n: int) -> Iterator[Line]:
    """Bought and sold again, so that only the journal grows."""
    yield from _desk()
    for buy in _buys(n):
        yield buy
        yield _sells("0.02")


def leads(n: int) -> Iterator[Line]:
    """Leads with a copier each, who each buy once."""
    yield from _coin()
    for number in range(n):
        yield from _lead(f"lea {number}")
        yield from _joins(f"bob {number}")
        yield _copies(f"bob {number}", f"lea {number}")
    for number in range(n):
        yield from _buys(1, who=f"lea {number}")


def copiers(n: int) -> Iterator[Line]:
    """Copiers, a crowd a lead; each lead buys and sells, and a week is settled."""
    yield from _coin()
    crowds = range(0, n, CROWD)
    for first in crowds:
        yield from _lead(f"lea {first}")
        for number in range(first, min(first + CROWD, n)):
            yield from _joins(f"bob {number}")
            yield _copies(f"bob {number}", f"lea {first}")
        yield from _buys(1, who=f"lea {first}")
    yield {"quote": {BTC: "55000"}}
    for first in crowds:
        yield _sells("0.02", f"lea {first}")
    yield {"days": 8}


def people(n: int) -> Iterator[Line]:
    """People who join and pay in, and no more."""
    yield from _desk()
    for number in range(n):
        yield from _joins(f"pip {number}")


def coins(n: int) -> Iterator[Line]:
    """Coins on the list, and their prices."""
    yield from _desk()
    for number in range(n):
        yield from _coin(f"C{number}-USDT")
        yield {"quote": {BTC: str(50_000 + number % 9)}}


def waiting(n: int) -> Iterator[Line]:
    """Orders of many people that rest in the venue's book, while a lead trades."""
    yield from _desk()
    for number in range(n):
        yield from _joins(f"pip {number}")
        rest = {"symbol": BTC, "side": "buy", "type": "limit", "price": "40000", "notional": "100"}
        yield {"who": f"pip {number}", "do": "place_order", **rest}
    for buy in _buys(n // 4):
        yield buy
        yield _sells("0.02")


def refusals(n: int) -> Iterator[Line]:
    """Copies that fail, each told or counted, and offered again."""
    yield from _coin()
    yield from _lead()
    yield from _joins("bob", "50")
    yield _copies("bob")
    yield from _buys(n)


def settings(n: int) -> Iterator[Line]:
    """One copier who changes the same setting again and again; then a crash, and the start from all of it."""
    yield from _desk()
    for number in range(n):
        yield {"who": "bob", "do": "change_copying", "lead": "lea", "total_stop_loss": str(100 + number % 7)}
    yield {"crash": True}


def days(n: int) -> Iterator[Line]:
    """Days in which nothing happens but their ends."""
    yield from _desk()
    yield from ({"days": 1} for _ in range(n))


STORIES: Mapping[str, tuple[Story, int]] = {
    "lots": (lots, 1),
    "lots_together": (lots_together, 2),
    "trades": (trades, 1),
    "leads": (leads, 1),
    "copiers": (copiers, 1),
    "people": (people, 2),
    "coins": (coins, 1),
    "waiting": (waiting, 1),
    "refusals": (refusals, 2),
    "settings": (settings, 2),
    "days": (days, 1),
}
"""Each with how many of its thing there are for each of N: the cheap ones are told longer."""
