"""Words beside the facts: each author's own, and without them nobody is told."""

from datetime import UTC, datetime

import pytest

from bot.people.written import Written, in_words
from core.adapters.notes import Notes
from core.model.people import OPERATOR, PersonId
from core.views.alerts import Alert, AlertKind

WHEN = datetime(2026, 1, 5, 8, tzinfo=UTC)
LEA, ORION = PersonId(1), PersonId(2)


def alert(kind, lead=None, reference="first"):
    return Alert(to=PersonId(3), kind=kind, loud=False, seq=7, at=WHEN, lead=lead, reference=reference)


@pytest.fixture
async def written():
    notes = await Notes.open()
    yield Written(notes)
    await notes.close()


async def told(written, *alerts):
    return [each.words for each in await written.notes.transact(lambda db: in_words(db, alerts))]


async def test_each_is_told_in_its_authors_own_words(written):
    await written.keep(LEA, "I wait.", under="first")
    await written.keep(ORION, "I buy.", under="first")
    await written.keep(OPERATOR, "We move tonight.", under="first")
    post = AlertKind.LEAD_POST
    found = await told(written, alert(post, LEA), alert(post, ORION), alert(AlertKind.BROADCAST))
    assert found == ["I wait.", "I buy.", "We move tonight."]


async def test_what_was_forgotten_is_told_to_nobody_and_all_else_is(written):
    await written.keep(LEA, "I wait.", under="first")
    await written.forget(LEA, "first")
    copied = alert(AlertKind.COPY_FILLED, LEA)
    kept = await written.notes.transact(lambda db: in_words(db, [alert(AlertKind.LEAD_POST, LEA), copied]))
    assert kept == [copied]
    assert await written.of(LEA, "first") == ""
