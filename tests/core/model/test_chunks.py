"""Chunks cover every row of a table once, in order, whatever its size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.chunks import FIRST, LONG, chunk_of, chunks, first_row, span


@given(st.integers(0, 1_000_000))
def test_the_chunks_of_a_table_follow_one_another_without_a_gap(size):
    spans = [span(chunk, size) for chunk in range(chunks(size))]
    assert [each.start for each in spans] == [0, *(each.stop for each in spans)][: len(spans)]
    assert all(each.stop > each.start for each in spans)
    assert sum(each.stop - each.start for each in spans) == size


@given(st.integers(0, 10_000_000))
def test_each_row_is_in_the_chunk_that_begins_at_it_or_before(row):
    chunk = chunk_of(row)
    assert first_row(chunk) <= row < first_row(chunk + 1)


@pytest.mark.parametrize(
    ("row", "chunk"), [(0, 0), (FIRST - 1, 0), (FIRST, 1), (FIRST + LONG - 1, 1), (FIRST + LONG, 2)]
)
def test_the_first_chunk_is_short(row, chunk):
    assert chunk_of(row) == chunk


def test_a_chunk_beyond_the_table_has_no_rows():
    assert np.zeros(10)[span(3, 10)].size == 0
