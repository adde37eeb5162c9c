"""Statements are issued when asked for: numbered, chained and signed, once each, whatever cuts it off (R-17.10)."""

import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.scenario.play import Stage
from bot.statements.chain import Chains
from bot.statements.issuing import Issuing
from bot.statements.sealing import FIRST, hash_holds, signature_holds
from core.adapters.notes import Notes
from core.model.limits import limits
from core.views.statement import Checked, Outcome, Party
from tests.stories.telling import read_all
from tests.stories.test_golden_examples import fixed_desk, next_week, trading

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
WHOLE = Checked(same=True, chained=True, signed=True)


class Names:
    """Everybody is called after their number."""

    def name(self, number):
        return f"person {number}"

    def masked(self, number):
        return f"per***{number}"


class Desk:
    """A desk in play, its chains, and its people by name."""

    def __init__(self, stage, notes, names=None):
        self.stage, self.notes = stage, notes
        self.issuing = Issuing(stage.engine, Chains(notes), names or Names(), KEY)

    @classmethod
    async def of(cls, story, notes):
        events = read_all(story.lines)
        stage = await Stage.fresh(events[0][1].at, limits(story.numbers), lambda _: None)
        desk = cls(stage, notes)
        await stage.play(events)
        desk.count = len(events)
        return desk

    async def goes_on(self, story):
        """The same story with more lines."""
        events = read_all(story.lines)
        await self.stage.play(events[self.count :])
        self.count = len(events)

    def number(self, name):
        return self.stage.engine.pen.book.people.numbers[name]

    async def all(self, name):
        """Every statement of a person, the oldest first."""
        person = self.number(name)
        page = await self.issuing.page(person, 1, size=10)
        return [await self.issuing.one(person, number) for number in range(1, page.many + 1)]

    def restarted(self):
        """The same desk in a new process: nothing is remembered but what stands on disk."""
        return Desk(self.stage, self.notes)


@pytest.fixture
async def notes():
    opened = await Notes.open()
    yield opened
    await opened.close()


def two_weeks():
    """E-11's copier and a second one: the first week is put off for both, the second settles."""
    story = fixed_desk("0.1").person("cat").copy("cat", fixed_amount="500")
    story.buy(notional="1000", id="kept").later(minutes=1)
    story.buy(notional="1000", id="won").later(minutes=1).quote(price="60000").sell(quantity="0.02", lead_order="won")
    return next_week(story)


def second_week(story):
    story.later(days=1).quote(price="42500").sell(quantity="0.02", lead_order="kept")
    return story.on("2026-01-18T16:00:00Z").add()


async def test_a_chain_begins_with_zeros_and_each_statement_builds_on_the_one_before(notes):
    desk = await Desk.of(second_week(two_weeks()), notes)
    for name in ("bob", "cat", "lea"):
        kept = await desk.all(name)
        assert [each.sealed.statement.number for each in kept] == [1, 2]
        assert [each.sealed.previous for each in kept] == [FIRST, kept[0].sealed.hash]
        assert all(hash_holds(each.sealed) and signature_holds(each.sealed) for each in kept)
        assert [each.sealed.statement.outcome for each in kept] == [Outcome.DEFERRED, Outcome.SETTLED]
        assert [await desk.issuing.check(each) for each in kept] == [WHOLE, WHOLE]


async def test_r23_1_a_statement_names_its_person_and_the_lead_and_masks_the_copiers(notes):
    desk = await Desk.of(two_weeks(), notes)
    (bobs,), (leas,) = await desk.all("bob"), await desk.all("lea")
    bob, cat, lea = (desk.number(name) for name in ("bob", "cat", "lea"))
    assert (bobs.sealed.statement.name, bobs.sealed.statement.other) == (f"person {bob}", f"person {lea}")
    assert [line.name for line in leas.sealed.statement.copiers] == [f"per***{bob}", f"per***{cat}"]
    assert (leas.sealed.statement.party, leas.sealed.statement.other) == (Party.LEAD, "")


async def test_asked_week_by_week_or_at_the_end_the_statements_are_the_same(notes):
    story = two_weeks()
    desk = await Desk.of(story, notes)
    weekly = [*await desk.all("bob"), *await desk.all("lea")]
    await desk.goes_on(second_week(story))
    weekly += [(await desk.all("bob"))[1], (await desk.all("lea"))[1]]
    fresh = await Notes.open()
    late = Desk(desk.stage, fresh)
    (bob_1, bob_2), (lea_1, lea_2) = await late.all("bob"), await late.all("lea")
    assert [each.sealed for each in weekly] == [each.sealed for each in (bob_1, lea_1, bob_2, lea_2)]
    await fresh.close()


async def test_a_new_process_goes_on_where_the_chain_ends(notes):
    story = two_weeks()
    desk = await Desk.of(story, notes)
    (first,) = await desk.all("bob")
    again = desk.restarted()
    again.count = desk.count
    assert await again.all("bob") == [first]
    await again.goes_on(second_week(story))
    kept = await again.all("bob")
    assert kept[0] == first
    assert kept[1].sealed.previous == first.sealed.hash
    assert await again.issuing.check(kept[1]) == WHOLE


async def test_names_are_those_of_the_first_time(notes):
    desk = await Desk.of(two_weeks(), notes)
    (first,) = await desk.all("lea")

    class Renamed(Names):
        def name(self, number):
            return f"new name {number}"

    renamed = Desk(desk.stage, notes, Renamed())
    assert await renamed.all("lea") == [first]
    assert await renamed.issuing.check(first) == WHOLE


async def test_nothing_settled_is_no_statement(notes):
    desk = await Desk.of(fixed_desk("0.1"), notes)
    assert await desk.all("bob") == []
    assert await desk.all("lea") == []


async def test_asked_twice_at_once_each_is_issued_once(notes):
    desk = await Desk.of(second_week(two_weeks()), notes)
    other = desk.restarted()
    bob = desk.number("bob")
    pages = await asyncio.gather(*(each.issuing.page(bob, 1, size=10) for each in (desk, other, desk, other)))
    assert [page.many for page in pages] == [2, 2, 2, 2]
    assert await notes.run("SELECT number FROM statement WHERE person = ? ORDER BY number", bob) == [(1,), (2,)]


async def test_cut_off_before_it_is_stored_it_is_issued_by_the_next_who_asks(notes, monkeypatch):
    desk = await Desk.of(second_week(two_weeks()), notes)

    async def dies(*_, **__):
        raise OSError("the process is gone")

    with monkeypatch.context() as cut:
        cut.setattr(Chains, "append", dies)
        with pytest.raises(OSError, match="gone"):
            await desk.all("bob")
    assert await notes.run("SELECT count(*) FROM statement") == [(0,)]
    assert [each.sealed.statement.number for each in await desk.all("bob")] == [1, 2]
    assert await desk.restarted().all("bob") == await desk.all("bob")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("UPDATE statement SET body = CAST(replace(CAST(body AS TEXT), '20.0000', '30.0000') AS BLOB)", "same"),
        ("UPDATE statement SET previous = hash", "chained"),
        ("UPDATE statement SET signature = replace(signature, substr(signature, 1, 4), '0000')", "signed"),
    ],
)
async def test_what_was_changed_on_disk_is_found(notes, change, wrong):
    desk = await Desk.of(two_weeks(), notes)
    await desk.all("bob")
    await notes.run(change)
    (kept,) = await desk.all("bob")
    checked = await desk.issuing.check(kept)
    assert not getattr(checked, wrong)
    assert not checked.whole


async def test_the_week_after_reads_that_week_alone(notes):
    story = two_weeks()
    desk = await Desk.of(story, notes)
    await desk.all("bob")
    await desk.goes_on(second_week(story))
    asked = []
    onward = desk.stage.engine.onward

    async def counted(subjects, kinds, *, after=0, most=10):
        asked.append(after)
        return await onward(subjects, kinds, after=after, most=most)

    desk.stage.engine.onward = counted
    assert len(await desk.all("bob")) == 2
    assert min(asked) > 0


async def test_a_settlement_is_found_by_its_fact_and_a_link_by_its_owner_alone(notes):
    story = trading(fixed_desk("0.1"), 200).later(hours=1)
    story.do("bob", "stop_copying", lead="lea", how="market_close").later(minutes=1).add()
    desk = await Desk.of(story, notes)
    bob, lea = desk.number("bob"), desk.number("lea")
    settled = next(each.seq for each in desk.stage.journal.read() if type(each.fact).__name__ == "ProfitShareSettled")
    assert await desk.issuing.closed_by(bob, lea, settled) == 1
    assert await desk.issuing.closed_by(lea, lea, settled) is None, "the lead's comes on Monday"
    (kept,) = await desk.all("bob")
    assert await desk.issuing.linked(bob, kept.code) == 1
    assert await desk.issuing.linked(lea, kept.code) is None
    await desk.goes_on(next_week(story))
    assert await desk.issuing.closed_by(lea, lea, settled) == 1


async def test_r17_10_a_calendar_that_has_changed_since_changes_no_statement_of_before(notes):
    """Each is stated by the calendar its desk was started with; the next cycle runs from where the last was closed."""
    story = two_weeks()
    desk = await Desk.of(story, notes)
    (first,) = await desk.all("bob")
    desk.stage.limits = limits({"clock.utc_offset_hours": "0", "clock.cycle_starts": "sunday 12:00:00"})
    await desk.goes_on(second_week(story.later(hours=1).crash()))
    desk = desk.restarted()
    kept, again = await desk.all("bob")
    assert kept == first
    assert [await desk.issuing.check(each) for each in (kept, again)] == [WHOLE, WHOLE]
    assert [f"{at:%d %H:%M}" for at in (kept.sealed.statement.starts, kept.sealed.statement.ends)] == [
        "04 16:00",
        "11 16:00",
    ]
    cycle = again.sealed.statement.starts, again.sealed.statement.ends, again.sealed.statement.outcome
    assert (f"{cycle[0]:%d %H:%M}", f"{cycle[1]:%d %H:%M}", cycle[2]) == ("11 16:00", "18 12:00", Outcome.SETTLED)


async def test_a_copying_that_ended_before_its_calendar_changed_is_stated_in_its_own_week(notes):
    story = fixed_desk("0.1").buy(notional="1000").quote(price="60000").later(minutes=1).sell(quantity="0.02")
    story.do("bob", "stop_copying", lead="lea", how="copy_close").later(minutes=1)
    desk = await Desk.of(story.later(days=1).add(), notes)
    (first,) = await desk.all("bob")
    assert first.sealed.statement.outcome is Outcome.ENDED
    desk.stage.limits = limits({"clock.cycle_starts": "thursday 00:00:00"})
    await desk.goes_on(story.crash().later(minutes=1).add())
    assert await desk.restarted().issuing.check(first) == WHOLE
