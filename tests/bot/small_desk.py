"""A small desk of its own behind the real python-telegram-bot application and the sandbox, without a socket."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from bot.chat.app import App
from bot.chat.application import Parts
from bot.chat.hints import hints_of
from bot.chat.routes import EVERYONE, Asking, Context, Role, Route, Routes, Toast
from bot.door.line import UNLIMITED
from bot.drafts.draft import Draft
from bot.drafts.number import read_amount
from bot.html import esc, name
from bot.presses import Confirm, Home, Noop, Press
from bot.sandbox.methods import perform
from bot.sandbox.request import SandboxRequest
from bot.sandbox.telegram import Telegram
from bot.screens.screen import Button, Screen, navigation
from bot.translate import Catalogues
from core.adapters.notes import Notes
from core.model.people import LeadState

CATALOGUES = Catalogues.load()


class AskAmount(Draft):
    tag: ClassVar[str] = "tstamount"
    tries: int = 0


class Try(Press):
    tag: ClassVar[str] = "tsttry"
    what: int


class OnlyAdmin(Press):
    tag: ClassVar[str] = "tstadm"


FAIL, TOAST, SLOW, NOTHING = range(4)


@dataclass
class Desk:
    """The running app, its sandbox, and what its handlers saw."""

    app: App
    sandbox: Telegram
    request: SandboxRequest
    notes: Notes
    clock: list
    seen: list[Context] = field(default_factory=list)
    alerts: list = field(default_factory=list)

    def pass_time(self, **by):
        self.clock[0] += timedelta(**by)

    async def feed(self):
        """Fetch and handle what is queued, without a poll loop."""
        status, body = perform(self.sandbox, self.sandbox.token, "getUpdates", {"offset": self._offset(), "timeout": 0})
        assert status == 200
        await self.app.inbox.take(body["result"])
        if body["result"]:
            self._last = body["result"][-1]["update_id"]
        await self.app.inbox.drain()

    _last: int = 0

    def _offset(self):
        return self._last + 1 if self._last else 0

    async def say(self, person, text):
        self.sandbox.say(person, text)
        await self.feed()

    async def press(self, person, button, message_id=None):
        target = message_id or next(m for m in reversed(self.sandbox.chat(person)) if m.keyboard).message_id
        self.sandbox.press(person, target, button)
        await self.feed()

    async def forge(self, person, message_id, data):
        self.sandbox.forge(person, message_id, data)
        await self.feed()


def routes_of(desk_box) -> Routes:
    async def home(context):
        desk_box[0].seen.append(context)
        t = context.t
        rows = (
            (
                Button(esc("Fail"), Try(what=FAIL)),
                Button(esc("Toast"), Try(what=TOAST)),
                Button(esc("Slow"), Try(what=SLOW)),
            ),
            (Button(esc("Admin"), OnlyAdmin()), Button(esc("·"), Noop())),
        )
        return Screen(esc("PAPER · Home of ") + name(context.name) + esc(f" {t.language}"), rows)

    async def attempt(context):
        desk_box[0].seen.append(context)
        match context.pressed(Try).what:
            case 0:
                raise RuntimeError("secret 123456789:AAF-canary_canary_canary_canary_1234")
            case 1:
                return Toast(esc("Done"))
            case 2:
                await desk_box[0].slow.wait()
                return Screen(esc("Slow done"), (navigation(esc("‹ Back"), esc("⌂ Home")),))
            case _:
                return None

    async def money(context):
        desk_box[0].seen.append(context)
        raise RuntimeError("after the order was handed over")

    async def amount(context):
        desk_box[0].seen.append(context)
        return Asking(Screen(esc("How much?"), (navigation(esc("‹ Back"), esc("⌂ Home")),)), AskAmount())

    async def amount_typed(context):
        desk_box[0].seen.append(context)
        read = read_amount(context.text, context.t.language)
        if not hasattr(read, "quantize"):
            again = AskAmount(tries=context.drafted(AskAmount).tries + 1)
            return Asking(Screen(esc("Not a number. How much?"), (navigation(esc("‹ Back"), esc("⌂ Home")),)), again)
        return Screen(esc(f"You typed {read}"), (navigation(esc("‹ Back"), esc("⌂ Home")),))

    async def review(context):
        confirmations = desk_box[0].app.confirmations
        nonce = await confirmations.issue(
            person=context.person, chat=context.chat, command={"buy": "1"}, plan_hash="h", shown={}, now=context.now
        )
        row = (Button(esc("Confirm"), Confirm(nonce=nonce), "green"),)
        return Screen(esc("Review"), (row, navigation(esc("‹ Back"), esc("⌂ Home"))))

    async def confirm(context):
        desk_box[0].seen.append(context)
        outcome = await desk_box[0].app.confirmations.redeem(
            context.pressed(Confirm).nonce,
            person=context.person,
            chat=context.chat,
            now=context.now,
            message=context.message,
            origin=context.origin,
        )
        return Screen(esc(type(outcome).__name__), (navigation(esc("‹ Back"), esc("⌂ Home")),))

    async def text(context):
        desk_box[0].seen.append(context)
        return Screen(esc("I did not ask for text."), (navigation(esc("‹ Back"), esc("⌂ Home")),))

    return Routes(
        commands={
            "start": Route(home, EVERYONE),
            "home": Route(home, EVERYONE),
            "stop": Route(home, EVERYONE),
            "amount": Route(amount, EVERYONE),
            "review": Route(review, EVERYONE),
            "money": Route(money, EVERYONE, moves=True),
            "halt": Route(home, frozenset({Role.ADMIN})),
        },
        presses={
            Home: Route(home, EVERYONE),
            Try: Route(attempt, EVERYONE),
            Confirm: Route(confirm, EVERYONE, moves=True),
            OnlyAdmin: Route(home, frozenset({Role.ADMIN})),
        },
        text=Route(text, EVERYONE),
        hints=hints_of(lambda _: LeadState.NONE),
        drafts={AskAmount: Route(amount_typed, EVERYONE)},
    )


async def start_desk(notes, sandbox=None, clock=None, **more) -> Desk:
    clock = clock or [datetime(2026, 11, 25, 12, tzinfo=UTC)]
    sandbox = sandbox or Telegram(now=lambda: clock[0])
    request = SandboxRequest(sandbox)
    box: list = [None]
    alerts: list = []

    async def alert(kind, fields):
        alerts.append((kind, dict(fields)))

    parts = Parts(
        token=sandbox.token,
        notes=notes,
        routes=routes_of(box),
        rights=lambda person: frozenset({Role.VISITOR}) if person != 1 else frozenset({Role.ADMIN}),
        known=more.pop("known", lambda _: True),
        alert=alert,
        catalogues=CATALOGUES,
        clock=lambda: clock[0],
        limits=more.pop("limits", UNLIMITED),
        request=request,
        poll_request=SandboxRequest(sandbox),
        **more,
    )
    desk = Desk(App(parts), sandbox, request, notes, clock, alerts=alerts)
    desk.slow = asyncio.Event()
    box[0] = desk
    await desk.app.initialize()
    await desk.app.start()
    return desk
