"""Prints what is told to many as the contract's facts: announcements, broadcasts, posts. No words of anybody's."""

from typing import TypeAlias, assert_never

from bot.scenario.printing.line import Line
from core.decide.desk import Desk
from core.model import events as e

Telling: TypeAlias = e.Announced | e.BroadcastSent | e.PostSent | e.PostsAllowed


def telling(desk: Desk, fact: Telling) -> Line:
    """One line a fact."""
    names = desk.book.people.names
    match fact:
        case e.Announced(told):
            at = told.trading_at.isoformat().replace("+00:00", "Z")
            return {"fact": "announced", "kind": told.kind.name.lower(), "symbol": told.symbol, "trading_at": at}
        case e.BroadcastSent(broadcast, audience):
            return {"fact": "broadcast_sent", "broadcast": broadcast, "audience": audience.name.lower()}
        case e.PostSent(lead, post):
            return {"fact": "post_sent", "lead": names[lead], "post": post}
        case e.PostsAllowed(lead, on):
            return {"fact": "posts_allowed", "lead": names[lead], "on": on}
        case _ as unknown:
            assert_never(unknown)
