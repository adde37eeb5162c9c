"""Messages laid into the outbox by tests, and what became of them."""

from waiting import reads

from bot.html import esc
from bot.outbox import Post
from bot.presses import Home
from bot.screens.screen import Button, Screen


def post(chat, fact="f1", *, person=1, kind="bought", lane=3, text=None, **more):
    screen = Screen(esc(text or f"alert {fact}"), ((Button(esc("Home"), Home()),),), live=False)
    return Post(fact=fact, person=person, kind=kind, chat=chat, lane=lane, screen=screen, **more)


def said(desk, person):
    return [message.text for message in desk.sandbox.chat(person) if message.sender is None]


async def states(notes):
    return dict(await notes.run("SELECT state, count(*) FROM outbox GROUP BY state"))


async def come_to(notes, **wanted):
    """Waits until so many messages are in these states, and none in another: it is noted after it was sent."""
    await reads(lambda: states(notes), wanted)
