"""Lets invitations in: a side whose /start uses one up before it answers."""

from dataclasses import replace

from bot.chat.routes import Answer, Context
from bot.handlers.side import Side
from bot.people.admission import PREFIX, Admission


def invited(side: Side, admission: Admission) -> Side:
    """The same side, whose /start uses up an invitation that stands behind it; unknown ones are as no invitation."""
    start = side.commands["start"]

    async def begin(context: Context) -> Answer:
        if context.args.startswith(PREFIX):
            await admission.redeem(context.person, context.args, context.now)
        return await start.handler(context)

    return replace(side, commands={**side.commands, "start": replace(start, handler=begin)})
