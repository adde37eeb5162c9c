"""Plays a story and gives everybody's statements, as the journal states them."""

import asyncio

from bot.scenario.play import Stage
from core.model.limits import limits
from core.views.stating_person import PersonStating, concerns
from tests.stories.telling import read_all


def statements(story):
    """By name, each person's statements in their order."""

    async def acted():
        events = read_all(story.lines)
        stage = await Stage.fresh(events[0][1].at, limits(story.numbers), lambda _: None)
        await stage.play(events)
        return stage.engine.pen.book, list(stage.journal.read())

    book, records = asyncio.run(acted())
    return {name: _of(book, records, number) for name, number in book.people.numbers.items()}


def _of(book, records, person):
    leads = concerns(book, person)
    mine = [each for each in records if getattr(each.fact, "lead", None) in {*leads, None}]
    return [stated.statement for stated in PersonStating.begin(person, leads, paper=True).take(mine)]
