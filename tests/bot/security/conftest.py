"""A whole desk with everybody in it, and one that can be killed, with a lead."""

from datetime import UTC, datetime

import pytest
import story
from fort import fort, town
from mortal_world import MortalDesk
from whole_desk import Chat

from bot.sandbox.server import serve
from bot.sandbox.telegram import Telegram


@pytest.fixture
async def desk(tmp_path):
    async with fort(tmp_path) as running:
        yield await town(running)


@pytest.fixture
async def world(tmp_path):
    telegram = Telegram(now=lambda: datetime.now(UTC))
    server = await serve(telegram)
    mortal = MortalDesk(tmp_path, telegram, server)
    await mortal.begin()
    lea, ada = (Chat(telegram, telegram.person(name, id=story.CAST[name])) for name in ("Lea", "Ada"))
    await story.become_lead(lea, ada)
    yield mortal
    mortal.close()
    await server.close()
