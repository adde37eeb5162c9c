"""Terms that change are told beforehand, and what waits for the operator in time: R-17.8, R-7.5, R-3.8, R-7.2."""

import pytest

from tests.stories.telling import Story, btc_desk

LEVELS = {
    "levels__average_days": "1",
    "levels__lead": '[{"copier_cap": "1", "own_assets": "500"},'
    ' {"copier_cap": "5", "own_assets": "500", "aum_above": "20", "copiers": "1", "days": "2", "video": "true"}]',
}


def rises(told):
    return [line["to"] for line in told.of("alert", kind="profit_share_rises")]


def test_r17_8_a_rise_is_told_to_present_copiers_at_the_change_and_holds_from_monday():
    story = btc_desk(ratio="0.05").person("bob").copy("bob", fixed_amount="100").later(days=2)
    story.do("lea", "set_profit_share", ratio="0.08").person("cat").copy("cat", fixed_amount="100")
    told = story.buy().quote(price="55000").sell(quantity="0.02").play()
    assert rises(told) == ["bob"]  # cat starts with the new ratio, and was shown it
    assert told.one("alert", kind="profit_share_rises")["at"] == "2026-01-07T08:00:00Z"
    assert told.each("profit_share_withheld", "amount") == ["0.5", "0.8"]


@pytest.mark.parametrize("ratio", ["0.05", "0.03"])
def test_r17_8_what_does_not_rise_is_not_told(ratio):
    story = btc_desk(ratio="0.05").person("bob").copy("bob", fixed_amount="100")
    assert rises(story.do("lea", "set_profit_share", ratio=ratio).play()) == []


def test_r17_8_two_rises_in_a_week_are_told_twice_and_those_gone_hear_nothing():
    story = btc_desk(ratio="0.05").person("bob").copy("bob", fixed_amount="100")
    story.person("cat").copy("cat", fixed_amount="100").do("cat", "stop_copying", lead="lea", how="market_close")
    story.do("lea", "set_profit_share", ratio="0.06").do("lea", "set_profit_share", ratio="0.08")
    assert rises(story.play()) == ["bob", "bob"]


def levelled(*, video):
    story = Story(**LEVELS).list().quote().lead().person("bob").copy("bob", fixed_amount="100", max_total="1000")
    if video:
        story.do("admin", "verify_video", lead="lea")
    return story.later(days=8).add()


def test_r7_2_the_higher_levels_ask_for_the_video_that_the_operator_noted():
    assert levelled(video=False).play().each("level_reckoned", "level") == []
    assert levelled(video=True).play().each("level_reckoned", "level") == [2]


def test_r7_5_a_lead_is_told_of_a_new_level():
    assert levelled(video=True).play().one("alert", kind="levels_changed")["to"] == "lea"


@pytest.mark.parametrize(("who", "lead", "code"), [("bob", "lea", "NOT_ALLOWED"), ("admin", "bob", "WRONG_STATE")])
def test_nobody_but_the_operator_notes_a_video_and_of_leads_alone(who, lead, code):
    story = btc_desk().person("bob")
    assert story.do(who, "verify_video", lead=lead).play().one("denied")["code"] == code


@pytest.mark.parametrize(
    ("applied", "due"),
    [
        ("2026-01-05T08:00:00Z", "2026-01-11T16:00:00Z"),  # Monday: Tuesday is the first, the next Monday the fifth
        ("2026-01-08T08:00:00Z", "2026-01-14T16:00:00Z"),  # Thursday
        ("2026-01-09T17:00:00Z", "2026-01-15T16:00:00Z"),  # Saturday in UTC+8: Monday is the first
    ],
)
def test_r3_8_the_operator_is_told_when_the_last_of_five_business_days_begins(applied, due):
    story = Story().person("lea").on(applied).do("lea", "apply_to_lead").later(days=20).add()
    told = story.play()
    assert told.one("application_due")["at"] == due
    assert told.one("alert", kind="application_due")["to"] == "admin"


def test_r3_8_an_answered_application_is_never_due():
    story = Story().person("lea").do("lea", "apply_to_lead").do("admin", "reject_lead", lead="lea").later(days=20)
    assert story.add().play().of("application_due") == []


def test_r3_8_whoever_applies_again_has_five_days_again():
    story = Story().person("lea").do("lea", "apply_to_lead").later(days=10).do("admin", "reject_lead", lead="lea")
    told = story.do("lea", "apply_to_lead").later(days=10).add().play()
    assert len(told.of("application_due")) == 2
