"""Tells a scenario in Python and plays it through the stage that `slipstream scenario` uses."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.scenario.lines import read
from bot.scenario.play import Stage
from core.model.limits import limits

Line = dict[str, Any]
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
"""Where stories begin: a Monday afternoon in UTC+8; the next settlement is on 2026-01-11 at 16:00 UTC."""
BTC = {"symbol": "BTC-USDT", "lot_size": "0.00000001", "tick_size": "0.01"}


@dataclass(frozen=True)
class Told:
    """What came out: every printed object, and the book of the last line."""

    facts: list[Line]
    book: Line

    def of(self, fact: str, **fields: Any) -> list[Line]:
        """The facts of one kind whose fields are as given."""
        same = [line for line in self.facts if line["fact"] == fact]
        return [line for line in same if all(line.get(name) == value for name, value in fields.items())]

    def one(self, fact: str, **fields: Any) -> Line:
        found = self.of(fact, **fields)
        assert len(found) == 1, f"{len(found)} of {fact} {fields}: {found}"
        return found[0]

    def each(self, fact: str, field: str, **fields: Any) -> list[Any]:
        """One field of the facts of one kind, in their order."""
        return [line[field] for line in self.of(fact, **fields)]

    def results(self, copier: str) -> list[str]:
        """What became of each lead order in one copying, in order: `buy 100`, `sell 110`, or a code."""
        told = [line for line in self.facts if line["fact"] in {"copy_filled", "copy_failed"}]
        return [
            f"{line['side']} {line['notional']}" if line["fact"] == "copy_filled" else line["code"]
            for line in told
            if line["copier"] == copier
        ]

    def person(self, name: str) -> Line:
        return self.book["people"][name]

    def copying(self, copier: str, lead: str = "lea") -> Line:
        return self.person(copier)["copying"][lead]


class Story:
    """Lines in the making. Every call adds one at the story's present instant."""

    def __init__(self, at: datetime = MONDAY, **numbers: str) -> None:
        self.lines: list[Line] = []
        self.now = at
        self.numbers = {name.replace("__", "."): value for name, value in numbers.items()}

    def later(self, **span: float) -> "Story":
        """The story goes on after this span of time."""
        self.now += timedelta(**span)
        return self

    def on(self, at: str) -> "Story":
        self.now = datetime.fromisoformat(at)
        return self

    def add(self, **line: Any) -> "Story":
        self.lines.append({"at": self.now.isoformat().replace("+00:00", "Z"), **line})
        return self

    # ── the market ────────────────────────────────────────────────────────────

    def list(self, symbol: str = "BTC-USDT", **terms: str) -> "Story":
        return self.add(list={**BTC, "symbol": symbol, **terms})

    def quote(self, symbol: str = "BTC-USDT", price: Any = "50000") -> "Story":
        return self.add(quote={symbol: price})

    def venue(self, who: str, fault: str, **more: str) -> "Story":
        return self.add(venue={"who": who, "next": fault, **more})

    def crash(self) -> "Story":
        return self.add(crash=True)

    # ── people ────────────────────────────────────────────────────────────────

    def do(self, who: str, command: str, **fields: Any) -> "Story":
        return self.add(who=who, do=command, **fields)

    def person(self, name: str, cash: str = "10000") -> "Story":
        self.do(name, "join")
        return self.do(name, "deposit", amount=cash) if cash != "0" else self

    def lead(self, name: str = "lea", cash: str = "10000", ratio: str = "0") -> "Story":
        """An active lead with the switch on, for every instrument on the list."""
        self.person(name, cash).do(name, "apply_to_lead").do("admin", "approve_lead", lead=name)
        self.do(name, "choose_lead_instruments", instruments="all")
        if ratio != "0":
            self.do(name, "set_profit_share", ratio=ratio)
        return self.do(name, "switch_lead_trade", on=True)

    def copy(self, copier: str, lead: str = "lea", **settings: Any) -> "Story":
        """`fixed_amount`, `multiplier` or `smart_sync`, and any of the other settings."""
        size = {name: settings.pop(name) for name in ("fixed_amount", "multiplier", "smart_sync") if name in settings}
        if "smart_sync" not in size:
            settings.setdefault("max_total", "200000")
        return self.do(copier, "start_copying", lead=lead, sizing=size, **settings)

    def buy(self, who: str = "lea", notional: str = "1000", symbol: str = "BTC-USDT", **more: Any) -> "Story":
        size = {} if "quantity" in more else {"notional": notional}
        return self.do(who, "place_order", symbol=symbol, side="buy", **size, **more)

    def sell(self, who: str = "lea", quantity: str = "0.01", symbol: str = "BTC-USDT", **more: Any) -> "Story":
        return self.do(who, "place_order", symbol=symbol, side="sell", quantity=quantity, **more)

    def play(self) -> Told:
        return play(self.lines, self.numbers)


def btc_desk(price: str = "50000", *, lead: str = "10000", ratio: str = "0", **terms: str) -> Story:
    """BTC-USDT is listed and quoted, and lea leads."""
    return Story().list(**terms).quote(price=price).lead(cash=lead, ratio=ratio)


def read_all(lines: list[Line]) -> list[Any]:
    """Every line's number and event."""
    return [(number, read(number, raw)) for number, raw in enumerate(lines, start=1)]


def play(lines: list[Line], numbers: dict[str, str] | None = None) -> Told:
    """Plays the lines on a fresh desk; every book at a line's end must be conserved."""
    facts: list[Line] = []

    async def acted() -> Line:
        stage: Stage | None = None
        for number, raw in enumerate(lines, start=1):
            event = read(number, raw)
            if stage is None:
                stage = await Stage.fresh(event.at, limits(numbers), facts.append)
            await stage.play([(number, event)])
        assert stage is not None
        return (await stage.book())["book"]

    book = asyncio.run(acted())
    assert book["conserved"], "money came from nowhere, or went there"
    return Told(facts, book)
