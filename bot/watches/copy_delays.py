"""How long copies take on the whole desk, in milliseconds: heard from the facts of this start, for the admin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np

from core.model import events as e
from core.views.receipts import MILLISECOND, reached

ORDERS: Final = 100
"""So many of the newest lead orders are looked at."""


class CopyDelays:
    """Counts copies by how long after their lead order's end they were executed, by the venue's clock (R-1.7)."""

    def __init__(self) -> None:
        """Nothing has been heard yet."""
        self._orders: dict[str, tuple[datetime, list[tuple[int, int]]]] = {}

    def learn(self, records: Sequence[e.Record]) -> None:
        """What new facts say of lead orders and their copies."""
        for record in records:
            match record.fact:
                case e.OrderClosed(triggers=True) as closed:
                    self._orders[closed.order] = closed.at or record.at, []
                    if len(self._orders) > ORDERS:
                        del self._orders[next(iter(self._orders))]
                case e.EntriesAnswered() | e.ExitsAnswered() as fact if fact.batch in self._orders:
                    since, delays = self._orders[fact.batch]
                    done = int(np.count_nonzero(fact.quantity))
                    if done:
                        delays.append((max(0, ((fact.at or record.at) - since) // MILLISECOND), done))
                case _:
                    pass

    def half_and_most(self) -> tuple[int, int] | None:
        """The delays within which half and 95 in 100 copies were executed; None while there are none."""
        delays = sorted(each for _, found in self._orders.values() for each in found)
        middle, slow = reached(delays, 50), reached(delays, 95)
        return None if middle is None or slow is None else (middle, slow)
