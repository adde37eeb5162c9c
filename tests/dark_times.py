"""Instants at which a desk looks at its clock: hours of darkness between them, and a clock that is set."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

DARK_MOST = timedelta(hours=72)
SET_BY = timedelta(hours=1)


def looks(begin: datetime, end: datetime, *, apart: timedelta, seed: int, trouble: float = 0.02) -> Iterator[datetime]:
    """Up to `apart` from one another; `trouble` of them are followed by darkness, and as many by a set clock."""
    luck, now = random.Random(seed), begin
    while now < end:
        yield now
        what = luck.random()
        if what < trouble:
            now += luck.random() * DARK_MOST
        elif what < 2 * trouble:
            now += luck.choice((-1, 1)) * SET_BY
        else:
            now += luck.random() * apart


def assert_troubled(times: list[datetime], least: int) -> None:
    """A run without darkness or a set clock shows nothing."""
    assert sum(later - sooner > timedelta(days=1) for sooner, later in pairwise(times)) >= least
    assert sum(later < sooner for sooner, later in pairwise(times)) >= least
