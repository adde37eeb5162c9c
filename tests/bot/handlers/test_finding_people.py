"""The admin finds one person by their number or their name, and is told so where there is nobody."""

import pytest
from story import cast, enter
from whole_desk import desk

from core.model.people import PersonId


@pytest.fixture
async def ada(tmp_path):
    """The admin of a desk where Lea is no. 1 and Bob no. 2."""
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await enter(lea)
        await enter(bob)
        await ada.says("/start", "No application waits")
        yield ada


@pytest.mark.parametrize("typed", ["2", "#2", "Bob", "bob", "BO"])
async def test_a_person_is_found_by_number_by_name_and_by_its_beginning(ada, typed):
    await ada.says(f"/user {typed}", "person Bob")


@pytest.mark.parametrize("typed", ["77", "#77", "0", "9" * 30, "\u0661"])
async def test_a_number_that_nobody_has_is_said_to_be_so(ada, typed):
    await ada.says(f"/user {typed}", f"Nobody has the number {typed.removeprefix('#')[:19]}")
    assert ada.reads("people 2")


@pytest.mark.parametrize("typed", ["Zoe", "-1", "ob", "<b>"])
async def test_a_name_that_nobody_has_is_said_to_be_so(ada, typed):
    await ada.says(f"/user {typed}", "or begins so.")
    assert ada.reads(f"Nobody's name is {typed} or begins so.")


async def test_without_a_number_or_a_name_both_are_offered(ada):
    await ada.says("/user", "such as /user 3 or /user Bob")


async def test_of_several_beginnings_the_admin_chooses_and_a_whole_name_goes_before_them(tmp_path):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await enter(lea)
        await enter(bob)
        await town.house.people.call(PersonId(1), "Bobby")
        await ada.says("/start", "No application waits")
        await ada.says("/user Bo", "2 people go by Bo. Whom do you mean?")
        await ada.says("/user bob", "Bob · no. 2")
        assert "go by" not in ada.screen.text
        await ada.says("/user Bo", "2 people go by Bo. Whom do you mean?")
        await ada.presses("Look at Bobby", "person Bobby")


async def test_a_name_of_digits_is_found_where_no_number_is(tmp_path):
    async with desk(tmp_path) as town:
        lea, _, _, _, ada = cast(town)
        await enter(lea)
        await town.house.people.call(PersonId(1), "77")
        await ada.says("/start", "No application waits")
        await ada.says("/user 77", "person 77")
