"""S2 and S3: what a settlement came to, in figures that add up: chat.md's sketch, and what it has no room for."""

from dataclasses import replace

import pytest

from bot.presses.statements import Form
from bot.screens.statement_steps import pages, steps
from bot.screens.statements import statement
from bot.translate import Catalogues
from tests.stories.stating import statements
from tests.stories.test_golden_examples import fixed_desk, next_week, trading
from tests.stories.test_statements import deferred

EN = Catalogues.load().words("en")
FORMS = tuple(Form)


def plain(screen):
    return screen.text.plain.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ").replace("\u2009", " ")


def named(shown):
    """A statement as it would be issued."""
    lines = tuple(replace(line, name="bre***") for line in shown.copiers)
    return replace(shown, number=47, name="Bob", other="" if lines else "Lyra", copiers=lines)


@pytest.fixture(scope="module")
def week():
    return {
        name: [named(each) for each in told]
        for name, told in statements(next_week(trading(fixed_desk("0.1"), 200, -50, 300, -500, 500, 100))).items()
    }


@pytest.fixture(scope="module")
def put_off():
    return {name: [named(each) for each in told] for name, told in statements(deferred()).items()}


def table(screen):
    """Label and figure of each row of the table."""
    return dict(line.rsplit(None, 1) for line in plain(screen).splitlines() if line[-3:-2] == "." and "  " in line)


def test_the_statement_of_the_sketch(week):
    shown = plain(statement(EN, week["bob"][0], forms=FORMS))
    assert shown.splitlines()[0] == "PAPER · statement 47 · Lyra"
    assert "Settled: 55.00 to the lead, 55.00 back to you." in shown
    assert table(statement(EN, week["bob"][0], forms=FORMS)) == {
        "Net of 6 closes": "+550.00",
        "Withheld before": "0.00",
        "Withheld": "110.00",
        "Paid to the lead": "55.00",
        "Refunded": "55.00",
        "Withheld after": "0.00",
    }


def test_how_the_statement_of_the_sketch_was_computed(week):
    shown = plain(steps(EN, week["bob"][0], page=1)).splitlines()
    assert shown[0] == "PAPER · how statement 47 was computed"
    assert [line.partition(" BTC ")[2] for line in shown if " BTC " in line] == [
        "+200.00 → 20.00",
        "−50.00 → 0.00",
        "+300.00 → 30.00",
        "−500.00 → 0.00",
        "+500.00 → 50.00",
        "+100.00 → 10.00",
    ]
    assert shown[-2:] == ["10% of 550.00 = 55.00", "Refund 110.00 − 55.00 = 55.00"]


def test_the_lead_reads_the_same_ledger_from_the_other_side(week):
    (shown,) = week["lea"]
    assert "Settled: 55.00 to you, 55.00 back to your copiers." in plain(statement(EN, shown, forms=FORMS))
    assert "bre*** +550.00 (6 closes) → 55.00" in plain(steps(EN, shown, page=1))
    assert "Withheld 110.00 = paid to you 55.00 + refunded 55.00 + kept 0.00" in plain(steps(EN, shown, page=1))


def test_r17_5_a_week_put_off_estimates_and_the_next_says_what_it_nets(put_off):
    first, second = put_off["bob"]
    assert "Put off: a coin is still held. Nothing is paid yet; the share is about 20.00." in plain(
        statement(EN, first, forms=FORMS)
    )
    assert "Nothing is paid while a coin is held; 20.00 stays withheld." in plain(steps(EN, first, page=1))
    assert table(statement(EN, second, forms=FORMS))["Net put off before"] == "+200.00"
    shown = plain(steps(EN, second, page=1)).splitlines()
    assert shown[-3:] == [
        "Put off before and netted with it: +200.00",
        "10% of 50.00 = 5.00",
        "Refund 20.00 − 5.00 = 15.00",
    ]
    assert "bre*** −150.00 (1 close) → 5.00, with +200.00 put off before" in plain(steps(EN, put_off["lea"][1], page=1))


def test_r17_6_a_high_water_mark_says_what_it_carries():
    story = fixed_desk("0.1")
    story.numbers["profit_share.high_water_mark"] = "true"
    story = trading(next_week(trading(story, -150)), 200).on("2026-01-18T16:00:00Z").add()
    shown = named(statements(story)["bob"][1])
    assert table(statement(EN, shown, forms=FORMS))["Share carried"] == "−15.00"
    assert "10% of 200.00, with −15.00 carried over under the high-water mark = 5.00" in plain(steps(EN, shown, page=1))


def test_a_week_of_two_ratios_says_which_close_had_which():
    story = fixed_desk("0.1").buy(notional="1000", id="kept").later(minutes=1)
    story.buy(notional="1000", id="won").later(minutes=1).quote(price="60000").sell(quantity="0.02", lead_order="won")
    story.later(hours=1).do("lea", "set_profit_share", ratio="0.05")
    next_week(story).later(days=1).quote(price="55000").sell(quantity="0.02", lead_order="kept")
    first, second = statements(story.on("2026-01-18T16:00:00Z").add())["bob"]
    assert (first.ratio, second.ratio) == (10_000_000, 5_000_000)
    shown = plain(steps(EN, named(second), page=1))
    assert "Each close at its own ratio, summed: 25.00" in shown
    both = replace(named(second), closes=(*first.closes, *second.closes))
    assert "+200.00 → 20.00 at 10%" in plain(steps(EN, both, page=1))


def test_lines_come_in_tens_and_a_page_that_is_none_is_the_nearest(week):
    shown = replace(week["bob"][0], closes=week["bob"][0].closes * 4)
    assert pages(shown) == 3
    assert [plain(steps(EN, shown, page=page)).count(" BTC ") for page in (1, 3, 9, -1)] == [10, 4, 4, 10]


def test_no_row_of_the_table_is_wider_than_a_phone(week):
    for language in ("en", "ru"):
        t = Catalogues.load().words(language)
        totals = replace(week["bob"][0].totals, withheld=123_456_789_01234567, net_before=1, due_before=1, adjustment=1)
        text = plain(statement(t, replace(week["bob"][0], totals=totals), forms=FORMS))
        rows = [line for line in text.splitlines() if "   " in line]
        assert len(rows) > 6
        assert max(map(len, rows)) <= 34
