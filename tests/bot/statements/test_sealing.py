"""A statement has one canonical form, a place in its person's chain, and a signature by the desk's key."""

import hashlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.statements.canonical import VERSION, canonical, read_canonical
from bot.statements.fields import CLOSE, COPIER, HEAD, TOTALS, NotAValue
from bot.statements.sealing import FIRST, hash_holds, hash_of, seal, signature_holds
from core.views.statement import CloseLine, CopierLine, Statement, Totals
from tests.bot.statements.samples import KEY, STATEMENTS, STRANGER, close, sealed, week


def test_no_field_of_a_statement_is_left_out():
    parts = {"totals", "closes", "copiers"}
    for table, kind, apart in (
        (HEAD, Statement, parts),
        (CLOSE, CloseLine, set()),
        (COPIER, CopierLine, set()),
        (TOTALS, Totals, set()),
    ):
        assert list(table) == [each.name for each in fields(kind) if each.name not in apart]


def test_the_form_is_sorted_ascii_with_exact_text():
    content = canonical(week(name="Лена"))
    whole = json.loads(content)
    assert content.isascii()
    assert b" " not in content
    assert whole["version"] == VERSION
    assert list(whole) == sorted(whole)
    assert whole["name"] == "Лена"
    assert whole["ratio"] == "0.1"
    assert whole["totals"]["payable"] == "55.00000000"
    assert whole["starts"] == "2026-11-15T16:00:00.000000Z"
    assert whole["closes"][2]["fees"] == "2.40000001"


def test_the_form_does_not_change_between_releases():
    assert hashlib.sha256(canonical(week())).hexdigest() == GOLDEN


GOLDEN = "8cb52727c771fa19c5a78bd3147b70f92e7fc18bb340664a9385afbca7e9897a"


@given(STATEMENTS)
@settings(max_examples=200)
def test_any_statement_comes_back_from_its_form(statement):
    kept = seal(statement, previous=FIRST, key=KEY).statement
    assert canonical(statement) == canonical(kept)
    assert read_canonical(canonical(kept)) == kept


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_other_bytes_are_no_statement(content):
    with pytest.raises(NotAValue):
        read_canonical(content)


@pytest.mark.parametrize("content", [b"[]", b"1", b"null", b"{}", b'"x"', b"[" * 100_000, b"1" * 10_000])
def test_other_json_is_no_statement(content):
    with pytest.raises(NotAValue):
        read_canonical(content)


@pytest.mark.parametrize("part", ["totals", "closes", "copiers", "outcome", "ratio", "settled_at"])
@pytest.mark.parametrize("value", [None, 1, [], {}, [1], "x\0", "1e5", "01", "-0", " 1", "١", "1" * 40])
def test_a_part_of_another_kind_is_no_statement(part, value):
    whole = json.loads(canonical(week()))
    whole[part] = value
    content = json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()
    if part in {"closes", "copiers"} and value == []:
        return
    with pytest.raises(NotAValue):
        read_canonical(content)


def test_a_second_way_of_writing_a_statement_is_refused():
    content = canonical(week())
    for other in (
        content + b"\n",
        content.replace(b'"0.1"', b'"0.10"'),
        content.replace(b'"version"', b'"number":"47","version"'),
    ):
        assert other != content
        with pytest.raises(NotAValue):
            read_canonical(other)


def test_a_hash_covers_the_statement_and_its_place():
    first = sealed()
    second = sealed(week(number=48), previous=first.hash)
    raw = bytes.fromhex(first.hash) + canonical(second.statement)
    assert second.hash == hashlib.sha256(raw).hexdigest()
    assert hash_of(second.statement, FIRST) != second.hash
    assert hash_holds(second)
    assert signature_holds(second)
    assert not hash_holds(replace(second, previous=FIRST))


def test_no_other_key_signs_for_the_desk():
    theirs = sealed(key=STRANGER)
    assert signature_holds(theirs)
    assert not signature_holds(replace(theirs, key=sealed().key))
    assert not signature_holds(replace(theirs, signature="00" * 64))
    assert not signature_holds(replace(theirs, key="zz"))


def test_a_figure_longer_than_a_decimal_context_stays_exact():
    line = replace(close(0, "BTC", 1, 1, order="X"), cost=10**29 + 1)
    kept = sealed(week(closes=(line,))).statement
    assert kept.closes[0].cost == 10**29 + 1
