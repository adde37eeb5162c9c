"""Who a Telegram id is to the desk: a projection of facts, roles, names, and a joining that a crash cannot halve."""

import pytest
from story import become_lead, cast, enter
from whole_desk import desk, sandbox

from bot.chat.routes import Role
from bot.people.directory import Directory, handle_of, masked, telegram_of
from bot.people.joining import finish_joining, join
from core.model.commands import Join, Withdraw
from core.model.money import quote
from core.model.people import LeadState, Origin, PersonId
from tests.core.at_work import AtWork


@pytest.mark.parametrize(
    ("name", "seen"),
    [("Brenda", "Bre***"), ("Al", "Al***"), ("  ", "***"), ("\u202eevil", "evi***"), ("<b>", "<b>***")],
)
def test_a_name_is_masked_to_its_first_letters(name, seen):
    assert masked(name) == seen


@pytest.mark.parametrize(("handle", "telegram"), [("tg:5", 5), ("admin", None), ("tg:", None), ("tg:x", None)])
def test_a_handle_names_a_telegram_id_or_nobody(handle, telegram):
    assert telegram_of(handle) == telegram
    if telegram is not None:
        assert handle_of(telegram) == handle


async def test_roles_follow_from_facts_and_are_the_same_after_a_restart(tmp_path):
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        lea, bob, _, _, ada = cast(town)
        assert town.house.people.rights(1001) == {Role.VISITOR}
        assert town.house.people.rights(1005) == {Role.VISITOR, Role.ADMIN}
        await become_lead(lea, ada)
        await enter(bob)
        before = roles(town)
        assert before == [{Role.LEAD}, {Role.COPIER}, {Role.VISITOR, Role.ADMIN}, {Role.VISITOR}]
        assert town.house.people.lead_state(PersonId(1)) is LeadState.ACTIVE
    async with desk(tmp_path, telegram) as town:
        assert roles(town) == before
        assert [town.house.people.name(PersonId(number)) for number in (1, 2)] == ["Lea", "Bob"]
        assert [member.telegram for member in town.house.people.members()] == [1001, 1002]


def roles(town):
    return [town.house.people.rights(person) for person in (1001, 1002, 1005, 4711)]


async def test_a_joining_cut_off_before_the_money_is_finished_at_the_next_start_once(tmp_path):
    telegram = sandbox()
    async with desk(tmp_path, telegram) as town:
        await town.house.engine.submit(Join(handle_of(1001)), Origin("join:1001"))
    for _ in range(2):
        async with desk(tmp_path, telegram) as town:
            assert int(town.house.engine.pen.book.people.cash[1]) == quote("10000")


async def test_a_bio_is_kept_and_a_name_without_one_is_a_number(notes):
    people = Directory(notes, admin=None, paper=lambda _: 0)
    assert people.name(PersonId(7)) == "#7"
    await people.call(PersonId(7), "Eve")
    await people.describe(PersonId(7), "words")
    assert (people.name(PersonId(7)), await people.bio(PersonId(7)), await people.bio(PersonId(8))) == (
        "Eve",
        "words",
        "",
    )


async def test_the_paper_start_is_paid_once_even_when_its_origin_is_long_forgotten(notes):
    desk = await AtWork.open()
    people = Directory(notes, admin=None, paper=lambda _: quote("10000"))
    await people.follow(desk.engine)
    number = await join(desk.engine, people, telegram=1001, name="Lea")
    desk.book.origins.clear()
    assert await join(desk.engine, people, telegram=1001, name="Lea") == number
    desk.book.origins.clear()
    assert await finish_joining(desk.engine, people) == 0
    assert int(desk.book.people.cash[number]) == quote("10000")


async def test_the_paper_start_is_not_paid_again_to_who_took_all_of_it_out(notes):
    desk = await AtWork.open()
    people = Directory(notes, admin=None, paper=lambda _: quote("10000"))
    await people.follow(desk.engine)
    number = await join(desk.engine, people, telegram=1001, name="Lea")
    await desk.do(Withdraw(number, quote("10000")))
    desk.book.origins.clear()
    await join(desk.engine, people, telegram=1001, name="Lea")
    assert int(desk.book.people.cash[number]) == 0
