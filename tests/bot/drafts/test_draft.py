"""A draft is a frozen value in Notes; what no present code can read is no draft."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from pydantic import ValidationError

from bot.drafts.draft import REGISTRY, Draft, Drafts

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Amount(Draft):
    tag: ClassVar[str] = "tstamt"
    lead: str
    step: int = 1


@pytest.fixture
def drafts(notes):
    return Drafts(notes)


async def test_a_draft_comes_back_and_a_later_one_takes_its_place(drafts):
    await drafts.keep(5, Amount(lead="Orion: a"), NOW)
    assert await drafts.open_in(5, NOW) == Amount(lead="Orion: a")
    await drafts.keep(5, Amount(lead="Vega", step=2), NOW)
    assert await drafts.open_in(5, NOW) == Amount(lead="Vega", step=2)
    assert await drafts.open_in(6, NOW) is None
    await drafts.drop(5)
    assert await drafts.open_in(5, NOW) is None


async def test_each_answer_gives_it_fifteen_minutes_more(drafts):
    await drafts.keep(5, Amount(lead="x"), NOW)
    await drafts.keep(5, Amount(lead="x"), NOW + timedelta(minutes=10))
    assert await drafts.open_in(5, NOW + timedelta(minutes=25)) is not None
    assert await drafts.open_in(5, NOW + timedelta(minutes=25, seconds=1)) is None
    assert await drafts.open_in(5, NOW) is None  # it is gone, not only hidden


@pytest.mark.parametrize("body", ["", "nosuch:{}", "tstamt:{", 'tstamt:{"lead": 5}', 'tstamt:{"lead": "x", "more": 1}'])
async def test_what_cannot_be_read_is_dropped(drafts, notes, body):
    await notes.run("INSERT INTO draft VALUES (5, ?, ?)", body, NOW.timestamp())
    assert await drafts.open_in(5, NOW) is None
    assert await notes.run("SELECT count(*) FROM draft") == [(0,)]


def test_a_draft_is_frozen_and_no_tag_is_used_twice():
    with pytest.raises(ValidationError):
        Amount(lead="x").step = 2
    with pytest.raises(TypeError, match="belongs to Amount"):

        class Imposter(Draft):
            tag: ClassVar[str] = "tstamt"

    assert REGISTRY["tstamt"] is Amount
