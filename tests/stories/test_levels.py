"""Assets under management taken daily, levels reckoned each Monday, of a new lead first at 00:00 (rulebook §7)."""

import pytest

from tests.stories.telling import Story

SCALE = '[["0", "0.08"], ["1000", "0.10"]]'


def levels(**numbers):
    """A desk whose averages go over two days, so that a story is short."""
    return Story(**{"levels__average_days": "2", "levels__profit_share": SCALE, **numbers}).list().quote()


def monday(story, which=1):
    return story.on(f"2026-01-{4 + 7 * which:02}T16:00:00Z").add()


def test_e09_assets_under_management_are_capped_by_the_maximum_and_averaged_over_the_days():
    # 500, 1,500 and 100 of (500, 800), (2,000, 1,500), (100, 100): 2,100 on both days
    story = levels(levels__profit_share='[["0", "0.08"], ["2100", "0.10"], ["2100.01", "0.12"]]').lead(ratio="0.08")
    for name, cap, cash in (("bob", "500", "800"), ("cat", "2000", "1500"), ("dan", "100", "100")):
        story.person(name, cash).copy(name, fixed_amount="50", max_total=cap)
    reckoned = monday(story).play().one("level_reckoned")
    assert (reckoned["share_level"], reckoned["ratio"]) == (2, "0.08")  # the ratio itself stays


@pytest.mark.parametrize(("allocation", "level"), [("999.99", None), ("1000", 2)])
def test_r7_1_a_level_begins_at_its_average(allocation, level):
    story = levels().lead().person("bob").copy("bob", smart_sync=allocation)
    assert monday(story).play().each("level_reckoned", "share_level") == ([level] if level else [])


def test_r7_4_days_before_leading_count_zero():
    story = levels(levels__average_days="14").lead().person("bob", "20000").copy("bob", smart_sync="2000")
    told = monday(monday(story), 2).play()
    # seven days of fourteen on the first Monday make 1,000; the level stays on the second
    assert told.each("level_reckoned", "at") == ["2026-01-11T16:00:00Z"]


def test_r7_4_a_new_lead_is_first_reckoned_at_the_next_0000_and_then_each_monday():
    story = levels(levels__average_days="1").lead().person("bob", "20000").copy("bob", smart_sync="2000")
    story.lead("max").on("2026-01-05T16:00:00Z").add().copy("bob", "max", smart_sync="2000")
    told = monday(story).play()
    assert [(line["lead"], line["at"]) for line in told.of("level_reckoned")] == [
        ("lea", "2026-01-05T16:00:00Z"),
        ("max", "2026-01-11T16:00:00Z"),
    ]


def test_r7_5_on_a_fall_a_ratio_above_the_new_highest_is_cut():
    story = monday(levels().lead().person("bob").copy("bob", smart_sync="2000")).do(
        "lea", "set_profit_share", ratio="0.1"
    )
    story.do("bob", "stop_copying", lead="lea", how="market_close")
    told = monday(story, 2).play()
    assert [(line["share_level"], line["ratio"]) for line in told.of("level_reckoned")] == [(2, "0"), (1, "0.08")]


def test_r17_7_the_ratio_is_bounded_by_the_level():
    story = levels().lead().do("lea", "set_profit_share", ratio="0.1").person("bob").copy("bob", smart_sync="2000")
    told = monday(story).do("lea", "set_profit_share", ratio="0.1").play()
    assert told.each("denied", "code") == ["RATIO_OUT_OF_RANGE"]
    assert told.of("profit_share_set", ratio="0.1")


def test_r7_2_and_r7_6_a_higher_level_lets_more_copiers_in_and_a_fall_removes_nobody():
    scale = '[{"copier_cap": "1"}, {"copier_cap": "2", "aum_above": "1000", "copiers": "1", "days": "2"}]'
    story = levels(levels__lead=scale, levels__profit_share='[["0", "0.08"]]').lead().person("bob").person("cat")
    story.copy("bob", smart_sync="2000")
    story = monday(story.copy("cat", fixed_amount="10")).copy("cat", fixed_amount="10", max_total="10")
    story.do("bob", "withdraw_allocation", lead="lea", amount="1900")
    told = monday(story, 2).play()
    assert told.each("denied", "code") == ["LEAD_FULL"]
    assert told.each("level_reckoned", "level") == [2, 1]
    assert {told.copying(name)["state"] for name in ("bob", "cat")} == {"running"}


def test_r17_8_a_new_ratio_holds_for_the_present_copyings_from_monday_on():
    story = levels().lead(ratio="0.08").person("bob").copy("bob", fixed_amount="1000")
    story.do("lea", "set_profit_share", ratio="0.04").person("cat").copy("cat", fixed_amount="1000")
    story.buy().later(minutes=1).quote(price="55000").sell(quantity="0.02")
    story = monday(story).buy().later(minutes=1).quote(price="60500").sell(quantity="0.01818181")
    told = story.play()
    assert told.each("profit_share_withheld", "amount", copier="bob")[0] == "8"
    assert told.each("profit_share_withheld", "amount", copier="cat")[0] == "4"
    second = [told.each("profit_share_withheld", "amount", copier=name)[1] for name in ("bob", "cat")]
    assert second[0] == second[1]
