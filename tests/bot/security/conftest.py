"""A whole desk with everybody in it."""

import pytest
from fort import fort, town


@pytest.fixture
async def desk(tmp_path):
    async with fort(tmp_path) as running:
        yield await town(running)
