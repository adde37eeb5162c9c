"""Copy lots on shelves are found, changed and dropped as if they lay one after the other, however long a shelf is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fold import copy_lots
from core.fold.copy_lots import CopyLots, drop, followed, joined, named, picked, put

LOTS = st.dictionaries(st.tuples(st.integers(1, 6), st.integers(0, 9)), st.integers(0, 3), min_size=1, max_size=30)
"""What is held of a lead lot, by its number, in a row."""


def new(number, held):
    """The copy lots of one lead lot, as an answer brings them; what is owed and its cost tell them from each other."""
    rows = np.array(sorted(held), np.int32)
    quantity = np.array([held[row] for row in rows.tolist()], np.int64)
    prices = 10 * rows.astype(np.int64) if number % 2 else None
    return CopyLots(np.full(len(rows), number, np.int32), rows, quantity, quantity + number, rows * quantity, prices)


def laid(held, luck):
    """All of them put on shelves, each lot in two parts that come in any order."""
    shelves, parts = [], [(number, late) for number in {lot for lot, _ in held} for late in (0, 1)]
    luck.shuffle(parts)
    for number, late in parts:
        some = {row: amount for (lot, row), amount in held.items() if lot == number and row % 2 == late}
        if some:
            put(shelves, new(number, some))
    return shelves


@pytest.fixture(params=[1, 3, 16_384], autouse=True)
def shelf(request, monkeypatch):
    monkeypatch.setattr(copy_lots, "SHELF", request.param)


def keys(lots):
    return list(zip(lots.lot.tolist(), lots.rows.tolist(), strict=True))


@given(LOTS, st.randoms(use_true_random=False))
def test_all_lie_by_lead_lot_and_then_by_row(held, luck):
    lots = joined(laid(held, luck))
    assert keys(lots) == sorted(held)
    assert lots.quantity.tolist() == [held[key] for key in sorted(held)]
    stops = [10 * row if lot % 2 else 0 for lot, row in sorted(held)]
    assert (lots.take_at if lots.take_at is not None else np.zeros(len(stops))).tolist() == stops


@given(LOTS, st.randoms(use_true_random=False), st.data())
def test_what_is_named_is_changed_and_nothing_else(held, luck, data):
    shelves, chosen = laid(held, luck), sorted(data.draw(st.sets(st.sampled_from(sorted(held)))))
    lot, rows = (np.array([key[at] for key in chosen], np.int32) for at in (0, 1))
    more = np.arange(1, len(chosen) + 1)
    for shelf, at, which in named(shelves, lot, rows):
        shelf.quantity[at] += more[which]
    changed = {key: held[key] + add for key, add in zip(chosen, more.tolist(), strict=True)}
    assert joined(shelves).quantity.tolist() == [{**held, **changed}[key] for key in sorted(held)]


@given(LOTS, st.randoms(use_true_random=False), st.sets(st.integers(0, 9), min_size=1))
def test_what_rows_still_hold_is_picked_from_every_shelf(held, luck, wanted):
    rows = np.array(sorted(wanted), np.int32)
    found = picked(laid(held, luck), lambda shelf: shelf.of(rows))
    assert keys(found) == [key for key in sorted(held) if key[1] in wanted and held[key]]
    parts = [set(found.lot[part].tolist()) for part in found.by_lot()]
    assert parts == [{number} for number in sorted({lot for lot, _ in keys(found)})]


@given(LOTS, st.randoms(use_true_random=False), st.sets(st.integers(1, 6)))
def test_lead_lots_are_dropped_with_their_copies_and_known_to_be_followed_until_all_is_sold(held, luck, gone):
    shelves, numbers = laid(held, luck), np.array(sorted(gone), np.int64)
    assert set(followed(shelves, numbers).tolist()) == {lot for (lot, _), amount in held.items() if amount} & gone
    assert keys(joined(drop(shelves, numbers))) == [key for key in sorted(held) if key[0] not in gone]
