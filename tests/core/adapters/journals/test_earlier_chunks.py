"""Facts of journals with chunks of 16,384 rows come to lie in the chunks of today."""

from datetime import UTC, datetime

import numpy as np
import pytest

from core.adapters.journals.earlier_chunks import retold
from core.model.chunks import span
from core.model.copying import ReleaseCause
from core.model.events import EntriesPlanned, ExitsPlanned, LotSales, LotsReleased
from core.model.market import Symbol
from core.model.orders import BatchId, Cause
from core.model.people import PersonId

AT = datetime(2026, 1, 5, tzinfo=UTC)
BTC = Symbol("BTC-USDT")
HERE = {"flight": "o", "batch": BatchId("o"), "lead": PersonId(1), "symbol": BTC, "attempt": 1, "quotes": ()}


def bought(chunk, rows, until=0):
    amounts = np.zeros(len(rows), np.int64)
    lead = {"lead_notional": 1, "lead_quantity": 1, "lead_equity": 1, "price_copy": 1}
    columns = {"asked": amounts, "quantity": amounts, "limit": amounts, "hold": amounts}
    terms = {"chunk": chunk, "cause": Cause.LEAD_ORDER, "deadline": AT, "until": until}
    return EntriesPlanned(**HERE, **lead, **columns, **terms, rows=rows, reason=np.zeros(len(rows), np.uint8))


def sold(chunk, rows):
    amounts = np.zeros(len(rows), np.int64)
    terms = {
        "chunk": chunk,
        "cause": Cause.LEAD_ORDER,
        "lots": LotSales((), rows[:0], rows[:0], amounts[:0], amounts[:0]),
    }
    return ExitsPlanned(**HERE, **terms, rows=rows, reason=np.zeros(len(rows), np.uint8), quantity=amounts)


def let_go(chunk, rows):
    amounts = np.zeros(len(rows), np.int64)
    return LotsReleased(PersonId(1), BTC, ReleaseCause.DUST, None, chunk, rows, amounts, amounts)


def rows_of(earlier):
    return np.arange(earlier * 16_384, (earlier + 1) * 16_384, dtype=np.int32)


@pytest.mark.parametrize("earlier", range(12))
@pytest.mark.parametrize("made", [bought, sold, let_go])
def test_each_earlier_chunk_lies_within_one_of_today(made, earlier):
    rows = rows_of(earlier)
    fact = retold(made(earlier, rows))
    here = span(fact.chunk, 1_000_000)
    assert here.start <= rows[0]
    assert rows[-1] < here.stop
    assert getattr(fact, "until", rows[-1] + 1) == rows[-1] + 1


def test_a_plan_of_which_every_copying_had_ended_keeps_its_place():
    assert retold(bought(5, np.zeros(0, np.int32))).until == 6 * 16_384


def test_a_fact_of_today_is_left_as_it_is():
    fact = bought(2, np.array([90_000], np.int32), until=147_456)
    assert retold(fact) is fact
