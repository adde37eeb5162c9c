"""Everybody's money outside of copyings: cash, own coins, and what a lead left behind, as columns over people.

Quote units (10⁻⁸ USDT), quantities in the instrument's units. Nothing but `fold` changes them.
"""

from dataclasses import dataclass, field

import numpy as np

from core.model.columns import Column, Entries, Rows, grown
from core.model.market import Symbol
from core.model.people import PersonId


@dataclass(slots=True)
class People:
    """Everybody's money outside of copyings, entry i for person number i; number 0 is the operator."""

    size: int = 1
    names: list[str] = field(default_factory=lambda: ["admin"])
    numbers: dict[str, PersonId] = field(default_factory=lambda: {"admin": PersonId(0)})
    cash: Column = field(default_factory=lambda: np.zeros(64, np.int64))
    """Free quote."""
    frozen: Column = field(default_factory=lambda: np.zeros(64, np.int64))
    """Quote bound by the person's own orders."""
    funding: Column = field(default_factory=lambda: np.zeros(64, np.int64))
    """Profit share received."""
    copied: Rows = field(default_factory=lambda: np.zeros(64, np.int32))
    """How many leads each copies now, closing ones included: nobody is looked for in more tables than that."""
    own: dict[Symbol, Column] = field(default_factory=dict)
    """Coins outside lead lots and copy lots, less what open sales bind."""
    own_bound: dict[Symbol, Column] = field(default_factory=dict)
    left: dict[Symbol, Column] = field(default_factory=dict)
    """Of own coins, what a lead left its copier with, until it is sold or kept (R-3.15, R-12.10) …"""
    left_by: dict[Symbol, Column] = field(default_factory=dict)
    """… and the latest lead who did."""

    def add(self, person: PersonId, name: str) -> None:
        self.names.append(name)
        self.numbers[name] = person
        self.size += 1
        if self.size > len(self.cash):
            self.reserve(self.size + self.size // 2)

    def reserve(self, size: int) -> None:
        self.cash, self.frozen, self.funding = (grown(each, size) for each in (self.cash, self.frozen, self.funding))
        self.copied = grown(self.copied, size)
        for group in (self.own, self.own_bound, self.left, self.left_by):
            for symbol, column in group.items():
                group[symbol] = grown(column, size)

    def coins(self, symbol: Symbol) -> Column:
        """Own coins of one instrument, made on first use."""
        return self.own.setdefault(symbol, np.zeros(len(self.cash), np.int64))

    def coins_bound(self, symbol: Symbol) -> Column:
        return self.own_bound.setdefault(symbol, np.zeros(len(self.cash), np.int64))

    def leave(self, symbol: Symbol, lead: PersonId, persons: Entries, quantity: Column) -> None:
        """A lead leaves these people, each named once or more, with so much of a coin."""
        left = self.left.setdefault(symbol, np.zeros(len(self.cash), np.int64))
        np.add.at(left, persons, quantity)
        self.left_by.setdefault(symbol, np.zeros(len(self.cash), np.int64))[persons] = lead

    def left_of(self, person: PersonId, symbol: Symbol) -> int:
        """What is left behind of a coin, and still there."""
        left = int(self.left[symbol][person]) if symbol in self.left else 0
        return min(left, self.own_of(person, symbol))

    def own_of(self, person: PersonId, symbol: Symbol) -> int:
        """Free own coins."""
        return int(self.own[symbol][person]) if symbol in self.own else 0
