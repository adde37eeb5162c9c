"""The rulebook's numbers: one function makes them, and a change is named by its path or refused by it."""

import pytest

from core.model.copying import Sizing, StopWay
from core.model.limits import FIXED, PARTS, UnknownLimit, limits
from core.model.market import Symbol
from core.model.money import quote, ratio


def test_the_defaults_are_the_rulebooks():
    found = limits()
    assert found.copying.amount.min == quote("10")
    assert found.entry.spread == ratio("0.005")
    assert found.entry.expires_s == 30
    assert found.levels.ratio_max(1) == ratio("0.08")
    assert found.copying.leads_per_copier == 10


def test_a_change_is_named_by_its_path_and_leaves_the_rest():
    found = limits({"copying.amount.min": "1", "entry.expires_s": "5", "copying.multiplier.max": "7.5"})
    assert found.copying.amount.min == quote("1")
    assert found.copying.amount.max == limits().copying.amount.max
    assert found.entry.expires_s == 5
    assert found.copying.multiplier.max == ratio("7.5")
    assert limits().copying.amount.min == quote("10")


@pytest.mark.parametrize(
    "path",
    ["", "copying", "copying.amount", "copying.amount.least", "copying.amount.min.x", "lead.__class__", "nothing"],
)
def test_a_path_that_names_no_number_is_refused_by_name(path):
    with pytest.raises(UnknownLimit) as refused:
        limits({path: "1"})
    assert str(refused.value).startswith(f"{path}: ")


@pytest.mark.parametrize("written", ["-5", "1e3", "", "ten", "٣", "1_000", "1.5", " 5"])
def test_a_value_that_a_number_cannot_take_is_refused_by_path(written):
    with pytest.raises(UnknownLimit, match=r"entry\.expires_s: "):
        limits({"entry.expires_s": written})


@pytest.mark.parametrize("written", ["-5", "1e3", "1,5", "0.000000001"])
def test_an_amount_that_money_cannot_hold_is_refused_by_path(written):
    with pytest.raises(UnknownLimit, match=r"copying\.amount\.min: "):
        limits({"copying.amount.min": written})


@pytest.mark.parametrize("path", sorted(PARTS))
def test_a_part_of_something_is_at_most_all_of_it(path):
    limits({path: "1"})
    with pytest.raises(UnknownLimit, match=f"{path}: 1 is all of it, found '1.01'"):
        limits({path: "1.01"})


def test_r16_3_a_way_to_stop_is_suggested_for_each_way_of_copying():
    suggested = limits({"copying.suggested_stop.Multiplier": "manual_close"}).copying.suggested_stop
    assert [suggested.of(sizing) for sizing in Sizing] == [
        StopWay.COPY_CLOSE,
        StopWay.MANUAL_CLOSE,
        StopWay.MARKET_CLOSE,
    ]
    with pytest.raises(UnknownLimit, match="one of market_close, manual_close is wanted"):
        limits({"copying.suggested_stop.SmartSync": "copy_close"})


@pytest.mark.parametrize("path", sorted(FIXED))
def test_what_the_desk_is_built_on_may_be_said_and_not_changed(path):
    assert limits({path: FIXED[path]}) == limits()
    with pytest.raises(UnknownLimit, match="the desk is built on"):
        limits({path: "7"})


def test_the_cap_of_an_instrument_is_its_groups():
    lead = limits().lead
    assert lead.cap(Symbol("BTC-USDT")) == quote("20000000")
    assert lead.cap(Symbol("DOGE-USDT")) == quote("10000000")
    assert lead.cap(Symbol("ANY-USDT")) == quote("2500000")
