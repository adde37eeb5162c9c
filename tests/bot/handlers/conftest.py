"""A town with one lead, Lea, and nobody who copies her yet."""

import pytest
from copier_town import LEA, open_town


@pytest.fixture
async def town(notes):
    running = await open_town(notes)
    running.lea = await running.leads(LEA, "Lea Lead")
    yield running
    await running.stop()


@pytest.fixture
async def bob(town):
    """A newcomer who accepted the risk notice."""
    person = town.person("Bob", id=1002)
    await town.says(person, "/start")
    await town.presses(person, "Start with paper")
    await town.presses(person, "I understand")
    return person
