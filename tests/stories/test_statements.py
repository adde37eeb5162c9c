"""The worked examples of rulebook §25 as statements: from trades, through the engine, to the figures people read."""

import pytest

from core.model.money import text
from core.views.statement import Outcome, Party
from tests.stories.stating import statements
from tests.stories.telling import btc_desk
from tests.stories.test_golden_examples import fixed_desk, next_week, sharing, trading


def figures(statement, *names):
    """Fields of the totals, as texts in USDT."""
    return [text(getattr(statement.totals, name)) for name in names]


ALL = ("net", "withheld_before", "withheld", "due", "payable", "refund", "withheld_after")


def test_e01_the_statement_of_a_netted_week():
    told = statements(next_week(trading(fixed_desk("0.1"), 200, -50, 300, -500, 500, 100)))
    (bobs,), (leas,) = told["bob"], told["lea"]
    for statement in (bobs, leas):
        assert figures(statement, *ALL) == ["550", "0", "110", "55", "55", "55", "0"]
        assert statement.outcome is Outcome.SETTLED
        assert (statement.starts.isoformat(), statement.ends.isoformat()) == (
            "2026-01-04T16:00:00+00:00",
            "2026-01-11T16:00:00+00:00",
        )
    assert [text(line.net) for line in bobs.closes] == ["200", "-50", "300", "-500", "500", "100"]
    assert [text(line.withheld) for line in bobs.closes] == ["20", "0", "30", "0", "50", "10"]
    (line,) = leas.copiers
    assert (line.closes, text(line.net), text(line.payable)) == (6, "550", "55")
    assert (bobs.party, leas.party) == (Party.COPIER, Party.LEAD)


def test_e02_both_fees_stand_in_the_close():
    story = sharing().list(fee="0.001").quote(price="50000").lead(ratio="0.1")
    story.person("bob").copy("bob", fixed_amount="1000").buy(notional="1000").later(minutes=1)
    told = statements(next_week(story.quote(price="60000").sell(quantity="0.01998")))
    (close,) = told["bob"][0].closes
    # 0.02 were bought for 1,000, of which 0.00002 went to the venue; 0.01998 were sold for 1,198.80 less 1.1988
    assert (text(close.proceeds), text(close.cost), text(close.fees)) == ("1198.8", "999", "2.1988")
    assert (text(close.gross), text(close.net), text(close.withheld)) == ("199.8", "197.6012", "19.76012")
    assert figures(told["bob"][0], "gross", "fees", "net") == ["199.8", "2.1988", "197.6012"]
    assert figures(told["lea"][0], "gross", "fees", "net") == ["199.8", "2.1988", "197.6012"]


def test_e06_the_leads_statement_has_a_line_a_copier():
    story = sharing().list().quote().lead(ratio="0.1")
    story.person("bob", "20000").copy("bob", fixed_amount="10000")
    story.person("cat", "30000").copy("cat", fixed_amount="20000")
    story.buy(notional="1000").later(minutes=1).quote(price="55000").sell(quantity="0.02")
    (statement,) = statements(next_week(story))["lea"]
    assert [(text(line.net), text(line.payable)) for line in statement.copiers] == [("1000", "100"), ("2000", "200")]
    assert figures(statement, "net", "payable") == ["3000", "300"]


def deferred():
    """E-11: a lot is open on the first Monday, and loses in the second week."""
    story = fixed_desk("0.1").buy(notional="1000", id="kept").later(minutes=1)
    story.buy(notional="1000", id="won").later(minutes=1).quote(price="60000").sell(quantity="0.02", lead_order="won")
    next_week(story).later(days=1).quote(price="42500").sell(quantity="0.02", lead_order="kept")
    return story.on("2026-01-18T16:00:00Z").add()


def test_e11_r17_5_a_deferred_week_is_stated_with_its_estimate_and_netted_with_the_next():
    told = statements(deferred())
    for first, second in (told["bob"], told["lea"]):
        assert first.outcome is Outcome.DEFERRED
        assert figures(first, *ALL) == ["200", "0", "20", "20", "0", "0", "20"]
        assert second.outcome is Outcome.SETTLED
        assert figures(second, *ALL) == ["-150", "20", "0", "5", "5", "15", "0"]
        assert text(second.totals.net_before) == "200"
    assert text(told["bob"][1].totals.due_before) == "20"
    assert told["lea"][0].copiers[0].outcome is Outcome.DEFERRED
    assert text(told["lea"][0].copiers[0].due) == "20"


def test_e11_without_the_open_lot_each_week_is_settled_by_itself():
    story = trading(next_week(trading(fixed_desk("0.1"), 200)), -150).on("2026-01-18T16:00:00Z").add()
    first, second = statements(story)["bob"]
    assert figures(first, *ALL) == ["200", "0", "20", "20", "20", "0", "0"]
    assert figures(second, *ALL) == ["-150", "0", "0", "0", "0", "0", "0"]
    assert second.outcome is Outcome.SETTLED


def test_a_deferred_sum_is_stated_each_monday_and_nothing_of_an_idle_week():
    story = deferred().on("2026-01-25T16:00:00Z").add()
    assert len(statements(story)["bob"]) == 2
    waiting = fixed_desk("0.1").buy(notional="1000", id="kept").later(minutes=1)
    waiting.buy(notional="1000", id="won").later(minutes=1).quote(price="60000")
    waiting.sell(quantity="0.02", lead_order="won").on("2026-01-18T16:00:00Z").add()
    _, second = statements(waiting)["bob"]
    assert figures(second, *ALL) == ["0", "20", "0", "20", "0", "0", "20"]
    assert second.closes == ()


@pytest.mark.parametrize(
    ("mark", "due", "before"),
    [
        ("false", ["20", "0", "10", "15"], ["0", "0", "0", "0"]),
        ("true", ["20", "0", "0", "10"], ["0", "0", "-15", "-5"]),
    ],
)
def test_e12_r17_6_a_high_water_mark_shows_what_an_earlier_loss_takes_off(mark, due, before):
    story = fixed_desk("0.1")
    story.numbers["profit_share.high_water_mark"] = mark
    for week, net in enumerate((200, -150, 100, 150)):
        trading(story, net).on(f"2026-01-{11 + 7 * week}T16:00:00Z" if week < 3 else "2026-02-01T16:00:00Z").add()
    told = statements(story)["bob"]
    assert [figures(statement, "payable")[0] for statement in told] == due
    assert [figures(statement, "due_before")[0] for statement in told] == before


def test_e24_each_close_stands_with_the_ratio_of_its_moment():
    story = fixed_desk("0.1")
    story.on("2026-01-07T08:00:00Z").do("lea", "set_profit_share", ratio="0.08")
    story.on("2026-01-08T08:00:00Z").person("cat").copy("cat", fixed_amount="1000")
    trading(next_week(trading(story, 100)), 100)
    told = statements(story.on("2026-01-18T16:00:00Z").add())
    assert [text(each.ratio) for each in told["bob"]] == ["0.1", "0.08"]
    assert [text(each.ratio) for each in told["cat"]] == ["0.08", "0.08"]
    assert [figures(each, "payable")[0] for each in told["bob"]] == ["10", "8"]
    assert [text(line.ratio) for each in told["bob"] for line in each.closes] == ["0.1", "0.08"]


def test_r17_11_a_copying_that_ends_is_stated_at_once_and_in_the_leads_next_statement():
    story = trading(fixed_desk("0.1"), 200).later(hours=1)
    story.do("bob", "stop_copying", lead="lea", how="market_close").later(minutes=1).add()
    told = statements(story)
    (ended,) = told["bob"]
    assert ended.outcome is Outcome.ENDED
    assert figures(ended, *ALL) == ["200", "0", "20", "20", "20", "0", "0"]
    assert told["lea"] == []
    told = statements(next_week(story))
    assert len(told["bob"]) == 1
    (statement,) = told["lea"]
    assert [line.outcome for line in statement.copiers] == [Outcome.ENDED]
    assert figures(statement, "net", "payable") == ["200", "20"]


def test_buying_existing_assets_shares_the_fee_of_one_order_among_its_lots():
    story = btc_desk(ratio="0.08", lead="10000", fee="0.001").buy(notional="1000", id="a").later(minutes=1)
    story.buy(notional="3000", id="b").later(minutes=1).person("bob")
    story.copy("bob", smart_sync="1000", buy_existing=True).later(minutes=1)
    story.quote(price="60000").sell(quantity="0.07992")
    (statement,) = statements(next_week(story))["bob"]
    assert len(statement.closes) == 2
    costs = sum(line.cost + line.fees for line in statement.closes)
    assert statement.totals.net == sum(line.proceeds for line in statement.closes) - costs
    assert all(line.fees * 400 < line.proceeds for line in statement.closes)


def test_who_copied_first_and_leads_later_has_one_row_of_statements():
    story = trading(fixed_desk("0.1"), 200).later(hours=1)
    story.do("bob", "stop_copying", lead="lea", how="market_close").later(minutes=1)
    story.do("bob", "apply_to_lead").do("admin", "approve_lead", lead="bob")
    story.do("bob", "choose_lead_instruments", instruments="all").do("bob", "set_profit_share", ratio="0.2")
    story.do("bob", "switch_lead_trade", on=True)
    story.person("cat").copy("cat", lead="bob", fixed_amount="1000")
    story.quote(price="50000").buy("bob", notional="1000").later(minutes=1)
    story.quote(price="55000").sell("bob", quantity="0.02").later(minutes=1)
    told = statements(next_week(story))
    assert [each.party for each in told["bob"]] == [Party.COPIER, Party.LEAD]
    assert [figures(each, "net", "payable") for each in told["bob"]] == [["200", "20"], ["100", "20"]]
    assert [figures(each, "net", "payable") for each in told["cat"]] == [["100", "20"]]


def test_two_leads_of_one_copier_are_two_statements_of_the_same_monday():
    story = fixed_desk("0.1").lead("leo", cash="100000", ratio="0.2").copy("bob", lead="leo", fixed_amount="1000")
    for lead, price in (("lea", "55000"), ("leo", "52500")):
        story.quote(price="50000").buy(lead, notional="1000").later(minutes=1)
        story.quote(price=price).sell(lead, quantity="0.02").later(minutes=1)
    told = statements(next_week(story))
    assert [figures(each, "net", "payable") for each in told["bob"]] == [["100", "10"], ["50", "10"]]
    assert len({each.lead for each in told["bob"]}) == 2


def test_what_is_kept_at_a_stop_is_no_close_and_its_fee_is_nobodys():
    story = fixed_desk("0.1").buy(notional="1000", id="kept").later(minutes=1)
    story.buy(notional="1000", id="won").later(minutes=1).quote(price="60000").sell(quantity="0.02", lead_order="won")
    story.later(minutes=1).do("bob", "stop_copying", lead="lea", how="manual_close").later(minutes=1).add()
    (ended,) = statements(story)["bob"]
    assert (ended.outcome, len(ended.closes)) == (Outcome.ENDED, 1)
    assert figures(ended, "net", "payable") == ["200", "20"]


def test_a_week_that_came_to_nothing_is_stated_once_and_settles_nothing():
    told = statements(next_week(trading(fixed_desk("0.1"), 0)).on("2026-01-18T16:00:00Z").add())
    (bobs,), (leas,) = told["bob"], told["lea"]
    for statement in (bobs, leas):
        assert statement.outcome is Outcome.SETTLED
        assert figures(statement, *ALL) == ["0"] * len(ALL)
    assert len(bobs.closes) == leas.copiers[0].closes == 1


def test_a_monday_missed_in_the_dark_is_stated_for_its_own_week():
    story = trading(fixed_desk("0.1"), 200).on("2026-01-21T08:00:00Z").crash()
    (statement,) = statements(story)["bob"]
    assert statement.ends.isoformat() == "2026-01-11T16:00:00+00:00"
    assert statement.closes[0].at < statement.ends
