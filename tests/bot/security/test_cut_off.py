"""What a person typed is read once, as the answer to the question that was open, however its handling was cut off."""

import asyncio

import pytest
from fort import ANN, LEA, fort, town
from waiting import SOON

from bot.chat.render import Render
from bot.sandbox.methods import perform


async def cut_off(desk, who, text, monkeypatch):
    """The text is handled up to its screen, and the process dies there."""
    reached = asyncio.Event()

    async def never(*_args, **_more):
        reached.set()
        await asyncio.Event().wait()

    desk.telegram.say(desk.person(who), text)
    with monkeypatch.context() as dying:
        dying.setattr(Render, "show", never)
        _, body = perform(desk.telegram, desk.telegram.token, "getUpdates", {"offset": desk.last + 1, "timeout": 0})
        await desk.house.app.inbox.take(body["result"])
        desk.last = body["result"][-1]["update_id"]
        await asyncio.wait_for(reached.wait(), SOON)
        lanes = desk.house.app.inbox._lanes
        lanes._stopped = True
        doomed = list(lanes._busy.values())
        for task in doomed:
            task.cancel()
        await asyncio.gather(*doomed, return_exceptions=True)


async def again(folder, desk, last, then):
    async with fort(folder, telegram=desk.telegram, clock=desk.clock) as reborn:
        reborn.last = last
        await reborn.house.app.inbox.drain()
        await reborn.settle()
        await then(reborn)


@pytest.mark.parametrize(("typed", "question"), [("50", "may be in coins of this lead"), ("lots", "By which number")])
async def test_an_amount_is_not_read_as_the_answer_to_the_next_question(tmp_path, monkeypatch, typed, question):
    async with fort(tmp_path) as desk:
        await town(desk)
        await desk.forges(ANN, f"wb:{desk.number(LEA)}")
        await desk.forges(ANN, f"wv:{desk.number(LEA)}:way:1")
        await cut_off(desk, ANN, typed, monkeypatch)

    async def then(reborn):
        assert question in reborn.screen(ANN)
        draft = await reborn.house.app.drafts.open_in(ANN, reborn.clock.now())
        assert draft.max_total == 0

    await again(tmp_path, desk, desk.last, then)


async def test_the_last_answer_still_brings_its_review(tmp_path, monkeypatch):
    async with fort(tmp_path) as desk:
        await town(desk)
        await desk.says(ANN, "/paper")
        await cut_off(desk, ANN, "500", monkeypatch)

    async def then(reborn):
        assert reborn.confirming(ANN)[0].startswith("ok:")
        cash = int(reborn.book.people.cash[reborn.number(ANN)])
        await reborn.presses(ANN, "Add 500.00")
        assert int(reborn.book.people.cash[reborn.number(ANN)]) == cash + 500 * 10**8

    await again(tmp_path, desk, desk.last, then)
