"""A press comes back exactly as it went, and nothing else comes back at all."""

import string
from enum import StrEnum
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presses import ID_PATTERN, REGISTRY, Back, Confirm, Home, Noop, Press, ShortId, pack, unpack


class Span(StrEnum):
    WEEK = "7d"
    YEAR = "1y"


class Everything(Press):
    tag: ClassVar[str] = "tst1"
    on: bool
    version: int
    span: Span
    lead: ShortId


short_ids = st.text(alphabet=string.ascii_letters + string.digits + "_-", min_size=1, max_size=12)
everything = st.builds(
    Everything, on=st.booleans(), version=st.integers(-(10**12), 10**12), span=st.sampled_from(Span), lead=short_ids
)


@given(everything | st.builds(Back, to=short_ids) | st.builds(Confirm, nonce=short_ids) | st.just(Home()))
def test_a_press_comes_back_the_same_and_fits(press):
    data = pack(press)
    assert len(data.encode()) <= 64
    assert unpack(data) == press


@given(st.text(max_size=80) | st.builds(":".join, st.lists(st.text(max_size=8) | st.sampled_from(list(REGISTRY)))))
def test_random_text_is_harmless_and_only_exact_text_is_a_press(data):
    press = unpack(data)
    assert press is None or pack(press) == data


@given(everything, st.integers(0, 63), st.characters())
def test_a_changed_character_is_another_press_or_none(press, at, letter):
    data = pack(press)
    mutant = data[:at] + letter + data[at + 1 :]
    back = unpack(mutant)
    assert back is None or pack(back) == mutant


@pytest.mark.parametrize(
    "data",
    ["", "h:", "h:1", "tst1:true:4:7d:x", "tst1:1:04:7d:x", "tst1:1:+4:7d:x", "tst1:1:4.0:7d:x", "tst1:1: 4:7d:x",
     "tst1:1:٤:7d:x", "tst1:1:4:8d:x", "tst1:1:4:7d:", "tst1:1:4:7d:x\n", "tst1:1:1_0:7d:x", "nobody:1", "H"],
)  # fmt: skip
def test_lenient_readings_are_refused(data):
    assert unpack(data) is None


def test_an_exact_one_is_read():
    assert unpack("tst1:1:4:7d:x") == Everything(on=True, version=4, span=Span.WEEK, lead="x")
    assert pack(Home()) == "h"
    assert pack(Noop()) == "z"


def test_what_does_not_fit_is_an_error():
    with pytest.raises(ValueError, match="64 fit"):
        pack(Everything(on=True, version=10**40, span=Span.WEEK, lead="a" * 30))


def test_no_tag_twice():
    with pytest.raises(TypeError, match="belongs to Home"):

        class Imposter(Press):
            tag: ClassVar[str] = "h"


def test_the_registry_holds_every_press_once():
    assert len(REGISTRY) >= 5
    assert all(kind.tag == tag for tag, kind in REGISTRY.items())
    assert ID_PATTERN.startswith("^")
