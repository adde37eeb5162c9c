"""The wizard's memory as a table: answers in, the next question or the reason out."""

import pytest

from bot.drafts.copy_answers import FIRST_PAGE, NotAsked, OutOfRange, TwoReadings, chosen, picked, typed
from bot.drafts.copy_plan import PRESETS, CopyPlan, Step, action_of, before, plan_of, settings_of
from bot.drafts.number import Problem
from core.model.copying import Settings, Sizing, StopWay
from core.model.limits import CopyingLimits
from core.model.market import Symbol
from core.model.money import quote, ratio

LIMITS = CopyingLimits()


def plan(sizing=Sizing.FIXED_AMOUNT, **more):
    return CopyPlan(lead=1, sizing=sizing, **more)


def choose(now, step, value):
    return chosen(now, step, value, LIMITS)


@pytest.mark.parametrize(
    ("sizing", "steps"),
    [
        (Sizing.FIXED_AMOUNT, [Step.SIZE, Step.MAXIMUM, Step.INSTRUMENTS, Step.PROTECTION]),
        (Sizing.MULTIPLIER, [Step.SIZE, Step.MAXIMUM, Step.INSTRUMENTS, Step.PROTECTION]),
        (Sizing.SMART_SYNC, [Step.SIZE, Step.INSTRUMENTS, Step.PROTECTION]),
    ],
)
def test_each_way_asks_its_own_questions_and_goes_back_the_same_way(sizing, steps):
    now = choose(CopyPlan(lead=1), Step.WAY, int(sizing))
    asked = []
    while now.step is not Step.PROTECTION:
        asked.append(now.step)
        number = sizing is Sizing.MULTIPLIER and now.step is Step.SIZE
        answer = 0 if now.step is Step.INSTRUMENTS else ratio("2") if number else quote("500")
        now = choose(now, now.step, answer)
    assert [*asked, Step.PROTECTION] == steps
    back = [Step.PROTECTION]
    while (step := before(now, back[-1])) is not None:
        back.append(step)
    assert back == [*reversed(steps), Step.WAY]
    done = choose(now, Step.PROTECTION, len(PRESETS))
    if sizing is Sizing.SMART_SYNC:
        assert done.step is Step.EXISTING
        assert before(done, Step.EXISTING) is Step.PROTECTION
        done = choose(done, Step.EXISTING, 1)
        assert settings_of(done).buy_existing
    assert done.step is Step.REVIEW


@pytest.mark.parametrize(("maximum", "kind"), [("9.99", OutOfRange), ("10", CopyPlan)])
def test_r8_8_a_maximum_that_no_copy_would_fit_in_is_not_taken(maximum, kind):
    plan = choose(choose(CopyPlan(lead=1), Step.WAY, int(Sizing.MULTIPLIER)), Step.SIZE, ratio("0.5"))
    assert isinstance(choose(plan, Step.MAXIMUM, quote(maximum)), kind)


@pytest.mark.parametrize(
    ("step", "text", "language", "kind"),
    [
        (Step.SIZE, "1e9", "en", Problem),
        (Step.SIZE, "-5", "en", Problem),
        (Step.SIZE, "٣", "en", Problem),
        (Step.SIZE, "0.000000001", "en", Problem),
        (Step.SIZE, "9.99", "en", OutOfRange),
        (Step.SIZE, "100000.01", "en", OutOfRange),
        (Step.SIZE, "12,345", "en", TwoReadings),
        (Step.SIZE, "10", "en", CopyPlan),
        (Step.SIZE, "100000", "en", CopyPlan),
        (Step.SIZE, "1.5k", "en", CopyPlan),
        (Step.LOSS, "75.1", "en", OutOfRange),
        (Step.LOSS, "75%", "en", CopyPlan),
        (Step.PROFIT, "150", "en", CopyPlan),
        (Step.TOTAL, "0", "en", CopyPlan),
        (Step.WAY, "50", "en", NotAsked),
        (Step.REVIEW, "50", "en", NotAsked),
        (Step.INSTRUMENTS, "BTC", "en", NotAsked),
    ],
)
def test_a_typed_text_is_an_answer_or_a_reason(step, text, language, kind):
    assert isinstance(typed(plan(step=step), text, language, LIMITS), kind)


@pytest.mark.parametrize(
    ("step", "value"),
    [
        (Step.WAY, 9),
        (Step.WAY, -1),
        (Step.INSTRUMENTS, 3),
        (Step.INSTRUMENTS, -1),
        (Step.PROTECTION, 99),
        (Step.PROTECTION, -1),
        (Step.PROTECTION, len(PRESETS)),
        (Step.ACTION, 7),
        (Step.EXISTING, 1),
        (Step.EXISTING, 2),
        (Step.REVIEW, 1),
    ],
)
def test_a_forged_chip_is_no_answer(step, value):
    assert isinstance(choose(plan(), step, value), NotAsked)


@pytest.mark.parametrize("value", [0, -1, quote("9"), 10**30])
def test_a_forged_amount_is_out_of_range(value):
    assert isinstance(choose(plan(), Step.SIZE, value), OutOfRange)


def test_smart_sync_never_sells_as_the_lead_sells():
    smart = plan(Sizing.SMART_SYNC, action=StopWay.COPY_CLOSE)
    assert action_of(smart) is StopWay.MARKET_CLOSE
    assert isinstance(choose(smart, Step.ACTION, int(StopWay.COPY_CLOSE)), NotAsked)


def test_a_larger_amount_than_the_maximum_asks_for_the_maximum_again():
    now = plan(size=quote("50"), max_total=quote("100"), reviewed=True)
    after = choose(now, Step.SIZE, quote("200"))
    assert (after.step, after.max_total) == (Step.MAXIMUM, 0)


def test_once_the_review_was_seen_one_change_leads_back_to_it():
    now = plan(size=quote("50"), max_total=quote("100")).at(Step.REVIEW)
    assert choose(now.at(Step.SIZE), Step.SIZE, quote("60")).step is Step.REVIEW


def test_a_question_opened_from_the_review_leads_back_to_it_unanswered_too():
    now = plan(size=quote("50"), max_total=quote("100")).at(Step.REVIEW)
    for step in (Step.WAY, Step.SIZE, Step.MAXIMUM, Step.INSTRUMENTS, Step.PROTECTION):
        assert before(now, step) is Step.REVIEW
    assert before(now, Step.TOTAL) is Step.PROTECTION
    assert before(now, Step.REVIEW) is Step.PROTECTION
    other_way = choose(now.at(Step.WAY), Step.WAY, int(Sizing.MULTIPLIER))
    assert before(other_way, Step.SIZE) is Step.WAY, "there is nothing to review until it has an amount"


def test_an_own_choice_needs_a_coin_and_turns_its_pages():
    own = choose(plan(), Step.INSTRUMENTS, 1)
    assert own.own == ()
    assert isinstance(choose(own, Step.INSTRUMENTS, 2), NotAsked)
    marked = picked(picked(own, "BTC-USDT", on=True), "BTC-USDT", on=True)
    assert marked.own == ("BTC-USDT",)
    assert picked(marked, "BTC-USDT", on=False).own == ()
    assert choose(marked, Step.INSTRUMENTS, FIRST_PAGE + 2).page == 2
    assert choose(marked, Step.INSTRUMENTS, 2).step is Step.PROTECTION


@pytest.mark.parametrize(
    "settings",
    [
        Settings(Sizing.SMART_SYNC, quote("1000"), total_stop_loss=quote("5")),
        Settings(Sizing.SMART_SYNC, quote("1000"), buy_existing=True, never=frozenset({Symbol("ETH-USDT")})),
        Settings(
            Sizing.MULTIPLIER, ratio("0.5"), quote("700"), frozenset({Symbol("BTC-USDT")}), take_profit=ratio("0.1"),
            stop_loss=ratio("0.2"), total_stop_loss_action=StopWay.COPY_CLOSE,
        ),
    ],
)  # fmt: skip
def test_settings_and_plan_are_the_same_thing(settings):
    assert settings_of(plan_of(1, settings)) == settings
    assert plan_of(1, settings).whole
    assert CopyPlan.model_validate_json(plan_of(1, settings).model_dump_json()) == plan_of(1, settings)


@pytest.mark.parametrize(
    ("most", "total", "loss"), [("0.75", "200", "0.2"), ("0.2", "200", "0.2"), ("0.15", "150", "0.15")]
)
def test_r8_12_a_ready_made_protection_stays_within_what_the_desk_allows(most, total, loss):
    made = chosen(
        plan(size=quote("10"), max_total=quote("1000")), Step.PROTECTION, 1, CopyingLimits(stop_loss_max=ratio(most))
    )
    assert (made.total_stop_loss, made.stop_loss) == (quote(total), ratio(loss))
