"""Chunks cover every row of a table once, in order, whatever its size."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.model.chunks import FIRST, chunk_of, chunks, first_row, span


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


def test_the_first_chunk_is_short_the_second_longer_and_all_others_long():
    assert [first_row(chunk) // FIRST for chunk in range(5)] == [0, 1, 3, 7, 11]


def test_a_chunk_beyond_the_table_has_no_rows():
    assert np.zeros(10)[span(3, 10)].size == 0
