"""The rulebook's numbers: one function makes them, and a change is named by its path or refused by it."""

import pytest

from core.model.copying import Sizing, StopWay
from core.model.limit_texts import FIXED, UnknownLimit
from core.model.limits import limits
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


@pytest.mark.parametrize("path", ["copying.stop_loss_max", "profit_share.absolute_max"])
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


@pytest.mark.parametrize(
    ("path", "written", "wrong"),
    [
        ("clock.utc_offset_hours", "15", "from -12 to 14 is wanted"),
        ("clock.utc_offset_hours", "-13", "from -12 to 14 is wanted"),
        ("clock.utc_offset_hours", "5.5", "5.5 is finer than 1/1"),
        ("clock.utc_offset_hours", "+8", "'+8' is no plain decimal number"),
        ("clock.cycle_starts", "moonday 00:00:00", "a weekday, of monday, tuesday"),
        ("clock.cycle_starts", "", "a weekday, of monday, tuesday"),
        ("clock.cycle_starts", "monday", "a time from 00:00:00 to 23:59:59 is wanted after the weekday"),
        ("clock.cycle_starts", "monday 24:00:00", "a time from 00:00:00 to 23:59:59 is wanted"),
        ("clock.cycle_starts", "monday 0:00:00", "a time from 00:00:00 to 23:59:59 is wanted"),
        ("clock.cycle_starts.weekday", "1", "no such number"),
        ("metrics.periods_days", "[]", "one number of days or more is wanted"),
        ("metrics.periods_days", "[30, 7]", "each greater than the one before"),
        ("metrics.periods_days", "[7, 7]", "each greater than the one before"),
        ("metrics.periods_days", "[0, 7]", "from 1 to 365 days are wanted"),
        ("metrics.periods_days", "[7, 366]", "from 1 to 365 days are wanted"),
        ("metrics.periods_days", '"789"', "a list is wanted"),
        ("metrics.periods_days", "7", "a list is wanted"),
        ("metrics.periods_days", "7, 30", "Extra data"),
        ("metrics.history_months", "0", "from 1 to 120 is wanted"),
        ("levels.average_days", "367", "from 1 to 366 is wanted"),
        ("levels.lead", "[]", "one level or more is wanted"),
        ("levels.profit_share", "[]", "one level or more is wanted"),
        ("levels.lead", '[{"days": 5}]', "missing 1 required positional argument: 'copier_cap'"),
        ("lead.instrument_cap", '[{"instruments": "all", "usdt": "5"}]', "a list of instruments is wanted"),
        ("lead.application_review_business_days", "1000001", "at most 1000000 is wanted"),
        ("copying.total_stop_loss.check_every_ms", "0", "from 1 to 1000000 is wanted"),
        ("metrics.rows.default", "0", "from 1 to 100 is wanted"),
    ],
)
def test_a_number_out_of_its_range_is_refused_by_path_with_what_is_wanted(path, written, wrong):
    with pytest.raises(UnknownLimit) as refused:
        limits({path: written})
    said = str(refused.value)
    assert said.startswith(f"{path}: ")
    assert wrong in said
    assert written[:60] in said or wrong == "no such number"


def test_a_name_nobody_knows_is_answered_with_those_there_are():
    with pytest.raises(UnknownLimit, match=r"lead\.daily: no such number; there are min_equity, daily_buys"):
        limits({"lead.daily": "5"})


def test_what_was_found_is_said_once():
    with pytest.raises(UnknownLimit) as refused:
        limits({"copying.amount.min": "abc"})
    assert str(refused.value).count("'abc'") == 1


def test_the_calendar_and_the_periods_are_numbers_like_any_other():
    found = limits(
        {
            "clock.utc_offset_hours": "-5",
            "clock.cycle_starts": "sunday 12:00:00",
            "metrics.periods_days": "[1, 14, 60]",
            "metrics.history_months": "12",
        }
    )
    assert found.clock.utc_offset_hours == -5
    assert (found.clock.cycle_starts.weekday, found.clock.cycle_starts.second) == (6, 12 * 3600)
    assert (found.metrics.periods_days, found.metrics.history_months) == ((1, 14, 60), 12)


@pytest.mark.parametrize(
    ("periods", "listed"), [("[7, 30, 90, 365]", 90), ("[7, 30]", 30), ("[7, 89, 91]", 89), ("[180, 365]", 180)]
)
def test_the_list_speaks_of_the_longest_period_up_to_90_days(periods, listed):
    assert limits({"metrics.periods_days": periods}).metrics.listed_days == listed


def test_what_was_changed_is_kept_as_it_was_said():
    changes = {"entry.expires_s": "5", "clock.utc_offset_hours": "0"}
    assert limits(changes).changes == (("clock.utc_offset_hours", "0"), ("entry.expires_s", "5"))
    assert limits(dict(limits(changes).changes)) == limits(changes)
    assert limits().changes == ()
    with pytest.raises(UnknownLimit, match="changes: no such number"):
        limits({"changes": "[]"})


def test_the_cap_of_an_instrument_is_its_groups():
    lead = limits().lead
    assert lead.cap(Symbol("BTC-USDT")) == quote("20000000")
    assert lead.cap(Symbol("DOGE-USDT")) == quote("10000000")
    assert lead.cap(Symbol("ANY-USDT")) == quote("2500000")
