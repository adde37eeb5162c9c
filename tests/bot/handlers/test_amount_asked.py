"""The amount of a copy is held against the free cash where it is asked, not first at the review (F2, R-8.9)."""

import pytest
from test_first_copy import start_copy
from test_wrong_input import ask_amount, copyings

from core.model import commands as c
from core.model.money import quote
from core.model.people import Origin


async def leave_cash(town, person, amount):
    """Take the rest of the money away."""
    who = town.people.number(person.id)
    await town.engine.submit(c.Withdraw(who, town.cash(person.id) - quote(amount)), Origin("away"))


@pytest.mark.parametrize("typed", ["10000.01", "20k", "99"])
async def test_r8_9_more_than_the_free_cash_is_refused_where_it_is_asked(town, bob, typed):
    await ask_amount(town, bob, "Smart Sync")
    screen = await town.says(bob, typed)
    assert "It must be from 100.00 to 10,000.00, which is all your free cash" in screen
    assert "How much USDT shall be set apart" in screen
    assert "10,000.00" in town.labels(bob)
    assert copyings(town).size == 0


async def test_r8_9_all_of_the_free_cash_can_be_set_apart(town, bob):
    await ask_amount(town, bob, "Smart Sync")
    assert "Which coins" in await town.presses(bob, "10,000.00")


async def test_who_has_less_than_the_least_is_told_so_where_the_amount_is_asked(town, bob):
    await leave_cash(town, bob, "40")
    await ask_amount(town, bob, "Smart Sync")
    assert "Add paper money" in town.labels(bob)
    screen = await town.says(bob, "100")
    assert "At least 100.00 must be set apart, and your free cash is 40.00" in screen
    assert "How much" in await town.presses(bob, "Add paper money")


@pytest.mark.parametrize("way", ["Smart Sync", "Fixed amount"])
async def test_paper_money_is_offered_to_nobody_who_has_enough(town, bob, way):
    await ask_amount(town, bob, way)
    assert "Add paper money" not in town.labels(bob)


async def test_a_copy_by_amount_says_the_free_cash_and_warns_where_it_is_below_one_copy(town, bob):
    await leave_cash(town, bob, "37.60")
    await ask_amount(town, bob)
    assert "Your free cash: 37.60" in town.screen(bob)
    warning = "A copy of 50.00 is more than your free cash of 37.60"
    assert warning in await town.says(bob, "50")
    assert "Add paper money" in town.labels(bob)
    await town.says(bob, "500")
    await town.presses(bob, "● The lead's")
    assert warning in await town.presses(bob, "Review")
    assert "Start copying" in town.labels(bob)


async def test_a_multiplier_is_warned_of_by_its_example(town, bob):
    await leave_cash(town, bob, "20")
    review = await start_copy(town, bob, "Multiplier", "1", "500")
    assert "is more than your free cash of 20.00: until there is more, none is made" in review
