"""The codec: every fact comes back, equal facts are equal bytes, and no changed byte gets through."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adapters.journals.packing import FORMAT, pack, pack_fact, unpack, unpack_fact
from core.fold.book import Book
from core.model.columns import Codes, Column, Rows
from core.model.copying import Settings, Sizing
from core.model.events import CopyingStarted, Deposited, Fact, InstrumentListed, ProfitShareSettled
from core.model.market import Instrument, Symbol
from core.model.people import PersonId
from core.ports import JournalRefused
from tests.core.adapters.journals.trees import same, trees

FACTS = get_args(Fact)
AT = datetime(2026, 1, 5, tzinfo=UTC)
DEPOSIT = pack_fact(Deposited(PersonId(7), 5))


@dataclass(slots=True)
class Tree:
    """What a book may hold."""

    at: datetime | None = None
    rows: Rows = field(default_factory=lambda: np.zeros(0, np.int32))
    by_name: dict[Symbol, Column] = field(default_factory=dict)
    by_number: dict[PersonId, list[Codes]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    pairs: list[tuple[PersonId, int]] = field(default_factory=list)


def test_there_are_facts_to_pack():
    assert len(FACTS) > 30


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.__name__)
def test_every_fact_comes_back_as_it_was(kind):
    @settings(max_examples=25)
    @given(trees(kind))
    def law(fact):
        packed = pack_fact(fact)
        again = unpack_fact(kind.__name__, packed)
        assert same(again, fact)
        assert pack_fact(again) == packed

    law()


@settings(max_examples=50)
@given(trees(Tree), st.booleans())
def test_any_tree_comes_back_with_columns_to_read_or_to_write(tree, writable):
    again = unpack(Tree, pack(Tree, tree), writable=writable)
    assert same(again, tree)
    found = [again.rows, *again.by_name.values(), *(each for group in again.by_number.values() for each in group)]
    assert {column.flags.writeable for column in found} == {writable}


def test_an_empty_book_comes_back():
    assert same(unpack(Book, pack(Book, Book()), writable=True), Book())


def test_a_column_that_is_no_block_in_memory_comes_back():
    every_other = np.arange(10, dtype=np.int64)[::-2]
    assert same(unpack(Tree, pack(Tree, Tree(by_name={Symbol("A"): every_other}))).by_name[Symbol("A")], every_other)


def test_steps_that_wrap_around_are_not_taken_for_steps():
    wrapped = np.array([254, 255, 0, 1] * 20, np.uint8)
    assert same(unpack(Tree, pack(Tree, Tree(by_number={PersonId(1): [wrapped]}))).by_number[PersonId(1)][0], wrapped)


def test_rows_in_a_range_and_equal_codes_take_no_room():
    rows = np.arange(5, 16_389, dtype=np.int32)
    tree = Tree(rows=rows, by_number={PersonId(1): [np.full(16_384, 3, np.uint8)]})
    assert len(pack(Tree, tree)) < 400


def test_sets_are_written_in_one_order():
    names = [f"name {number}" for number in range(50)]
    backwards = names[::-1]
    assert pack(Tree, Tree(names=set(names))) == pack(Tree, Tree(names=set(backwards)))
    chosen = frozenset(map(Symbol, names))
    bytes_of = pack_fact(
        CopyingStarted(PersonId(1), PersonId(2), 0, Settings(Sizing.MULTIPLIER, 1, instruments=chosen), 0)
    )
    assert bytes_of.index(b"name 10") < bytes_of.index(b"name 11") < bytes_of.index(b"name 9")


def test_what_an_instrument_worked_out_is_not_packed():
    instrument = Instrument(Symbol("BTC-USDT"), Decimal("0.00000001"), Decimal("0.1"))
    before = pack_fact(InstrumentListed(instrument))
    assert instrument.value(10**12, instrument.price(Decimal(60_000))) > 0
    assert pack_fact(InstrumentListed(instrument)) == before


@pytest.mark.parametrize("array", [np.zeros((2, 2), np.int64), np.zeros(2), np.zeros(2, ">i8"), np.zeros(2, "M8[us]")])
def test_what_is_no_column_is_our_own_mistake(array):
    with pytest.raises(TypeError, match="is no column"):
        pack(Tree, Tree(by_name={Symbol("A"): array}))


def test_no_flipped_bit_gets_through():
    packed = pack(Tree, Tree(datetime(2026, 1, 5, tzinfo=UTC), np.arange(9, dtype=np.int32), names={"a"}))
    for position in range(len(packed)):
        for bit in range(8):
            damaged = bytearray(packed)
            damaged[position] ^= 1 << bit
            with pytest.raises(JournalRefused):
                unpack(Tree, bytes(damaged))


def test_no_torn_bytes_get_through():
    for length in range(len(DEPOSIT)):
        with pytest.raises(JournalRefused, match="damaged bytes"):
            unpack_fact("Deposited", DEPOSIT[:length])
    with pytest.raises(JournalRefused, match="damaged bytes"):
        unpack_fact("Deposited", DEPOSIT + bytes(8))


@dataclass(frozen=True, slots=True)
class SettledWithSums:
    """A settlement as it was first written: with the sum of what is paid and refunded beside them."""

    lead: PersonId
    cycle_end: datetime
    rows: Rows
    net: Column
    withheld: Column
    payable: Column
    refund: Column


def test_a_settlement_of_an_older_journal_is_read_by_what_was_paid_and_refunded():
    withheld, payable, refund = (np.array(each, np.int64) for each in ([8, 3, 0], [5, 3, 0], [3, 0, 0]))
    old = SettledWithSums(PersonId(1), AT, np.arange(3, dtype=np.int32), -withheld, withheld, payable, refund)
    read = unpack_fact("ProfitShareSettled", pack(SettledWithSums, old))
    assert isinstance(read, ProfitShareSettled)
    assert same(read, ProfitShareSettled(old.lead, AT, old.rows, old.net, payable, refund))
    assert np.array_equal(read.withheld, withheld)


def test_a_name_of_a_later_program_is_refused_by_name():
    with pytest.raises(JournalRefused, match="'LeadCrowned' is unknown to this program: it needs a newer one"):
        unpack_fact("LeadCrowned", DEPOSIT)


def test_bytes_of_another_fact_are_refused():
    with pytest.raises(JournalRefused, match="the bytes of a LeadApproved do not fit it"):
        unpack_fact("LeadApproved", DEPOSIT)


def test_a_later_format_is_refused_with_both_numbers(monkeypatch):
    monkeypatch.setattr("core.adapters.journals.packing.FORMAT", FORMAT + 1)
    later = pack_fact(Deposited(PersonId(7), 5))
    monkeypatch.undo()
    with pytest.raises(JournalRefused, match=f"format {FORMAT + 1}, and this program reads format {FORMAT}"):
        unpack_fact("Deposited", later)


def test_the_layout_is_the_documented_one():
    tree = Tree(by_name={Symbol("A"): np.array([1, -2, 3], np.int64)})
    packed = pack(Tree, tree)
    head_length = int.from_bytes(packed[8:12], "little")
    assert packed[:8] == b"SLIP" + bytes([FORMAT, 0, 0, 0])
    assert packed[12:16] == (2).to_bytes(4, "little")
    assert packed[24 : 24 + head_length] == (
        b'{"at":null,"rows":0,"by_name":{"A":1},"by_number":{},"names":[],"pairs":[]}'
    )
    assert packed[-24:] == b"".join(each.to_bytes(8, "little", signed=True) for each in (1, -2, 3))
    assert packed[-32:-24] == bytes([1, 0, 0, 0, 3, 0, 0, 0])
    assert len(packed) % 8 == 0
