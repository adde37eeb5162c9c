"""A desk with another calendar: its days, months and cycles go by its own numbers (R-1.4, R-1.7, R-17.3)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.scenario.main import main
from tests.stories.telling import Story

LONDON = {"clock__utc_offset_hours": "0"}
SUNDAY_NOON = {**LONDON, "clock__cycle_starts": "sunday 12:00:00"}


def desk(ratio="0", at=datetime(2026, 1, 5, 8, tzinfo=UTC), **numbers):
    return Story(at, **numbers).list().quote(price="50000").lead(ratio=ratio)


def winning(**numbers):
    """Bob's copy has made a profit, of which a share is withheld."""
    story = desk("0.08", **numbers).person("bob").copy("bob", fixed_amount="1000")
    return story.buy(notional="1000").quote(price="55000").sell(quantity="0.02")


@pytest.mark.parametrize(
    ("numbers", "settles"),
    [
        ({}, "2026-01-11T16:00:00Z"),
        (LONDON, "2026-01-12T00:00:00Z"),
        (SUNDAY_NOON, "2026-01-11T12:00:00Z"),
        ({"clock__utc_offset_hours": "-12", "clock__cycle_starts": "friday 23:59:59"}, "2026-01-10T11:59:59Z"),
        ({"clock__cycle_starts": "wednesday 00:00:00"}, "2026-01-06T16:00:00Z"),
    ],
)
def test_r17_3_a_cycle_settles_when_the_desks_calendar_ends_it(numbers, settles):
    told = winning(**numbers).on("2026-01-13T08:00:00Z").quote(price="55000").play()
    assert told.of("profit_share_settled", payable="8")[0]["at"] == settles
    assert told.of("cycle_closed")[0]["at"] == settles


def test_r17_3_a_close_at_noon_on_sunday_is_the_new_cycles():
    story = desk("0.08", **SUNDAY_NOON).person("bob").copy("bob", fixed_amount="1000").buy(notional="1000")
    story.on("2026-01-11T12:00:00Z").quote(price="55000").sell(quantity="0.02")
    told = story.on("2026-01-18T12:00:00Z").quote(price="55000").play()
    assert told.one("profit_share_settled")["at"] == "2026-01-18T12:00:00Z"


def test_r17_8_a_ratio_switches_where_the_cycle_ends_in_the_middle_of_a_day():
    story = (
        desk("0.08", **SUNDAY_NOON)
        .person("bob")
        .copy("bob", fixed_amount="1000")
        .do("lea", "set_profit_share", ratio="0.05")
    )
    story.on("2026-01-11T11:00:00Z").buy(notional="1000").quote(price="55000").sell(quantity="0.02")
    story.on("2026-01-11T13:00:00Z").quote(price="50000").buy(notional="1000").quote(price="55000").sell(
        quantity="0.02"
    )
    assert story.play().each("profit_share_withheld", "amount") == ["8", "5"]


@pytest.mark.parametrize(("numbers", "midnight"), [({}, "2026-01-05T16:00:00Z"), (LONDON, "2026-01-06T00:00:00Z")])
def test_e10_a_days_lead_buys_are_counted_from_midnight_to_midnight_of_the_desk(numbers, midnight):
    """R-6.6 goes by the desk's day: after two a day the next fires at midnight, and not a second before."""
    story = desk(lead__daily_buys="2", **numbers).person("bob").copy("bob", fixed_amount="100").buy().buy()
    story.now = datetime.fromisoformat(midnight) - timedelta(seconds=1)
    story.buy()
    assert story.on(midnight).buy().play().results("bob") == ["buy 100", "buy 100", "LEAD_DAILY_LIMIT", "buy 100"]


def test_r17_7_a_months_changes_of_the_ratio_are_those_of_the_desks_month():
    story = desk(at=datetime(2026, 1, 31, 15, tzinfo=UTC), profit_share__changes_per_month="1", **LONDON)
    story.do("lea", "set_profit_share", ratio="0.01")
    story.on("2026-01-31T23:59:59Z").do("lea", "set_profit_share", ratio="0.02")
    story.on("2026-02-01T00:00:00Z").do("lea", "set_profit_share", ratio="0.03")
    told = story.play()
    assert told.each("profit_share_set", "ratio") == ["0.01", "0.03"]
    assert told.one("denied")["code"] == "RATIO_CHANGES_SPENT"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("clock.utc_offset_hours=15", "clock.utc_offset_hours: from -12 to 14 is wanted, found '15'"),
        ("clock.cycle_starts=someday 00:00:00", "clock.cycle_starts: a weekday, of monday, tuesday, wednesday"),
        ("metrics.periods_days=[]", "metrics.periods_days: one number of days or more is wanted"),
        ("money.decimals=2", "money.decimals: the desk is built on 8, found '2'"),
    ],
)
def test_r1_4_a_calendar_that_cannot_be_is_refused_in_one_line(change, wrong, tmp_path, capsys):
    story = tmp_path / "story.jsonl"
    story.write_text("")
    assert main(["--set", change, str(story)]) == 2
    err = capsys.readouterr().err
    assert wrong in err
    assert err.count("\n") == 1
