"""A town with one lead, Lea, and nobody who copies her yet."""

import pytest
from copier_town import LEA, open_town
from waiting import SOON


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """A tap has all the time it takes: on a busy machine it would be answered without its words, which tests read."""
    monkeypatch.setattr("bot.chat.taps.ANSWER_WITHIN", SOON)
    monkeypatch.setattr("bot.chat.answering.ANSWER_WITHIN", SOON)


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
