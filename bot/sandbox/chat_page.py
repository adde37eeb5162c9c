"""The chat page's routes: the page itself, its live events, and what its visitor does in the people's names."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.bodies import json_object, read_body
from bot.sandbox.images import image_type
from bot.sandbox.model import Event, Json, Person
from bot.sandbox.refused import Refused
from bot.sandbox.seats import Seat
from bot.sandbox.telegram import Telegram
from bot.sandbox.view import View

FOLDER = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
BODY_LIMIT, FILE_LIMIT = 64 << 10, 20_000_000
NAME_LIMIT, PEOPLE_LIMIT = 64, 24
QUEUE_LIMIT = 1_000  # changes a slow page may lag behind before it is sent away to load anew
HEARTBEAT = 15.0  # seconds

Queue = asyncio.Queue[Json | None]


@dataclass(slots=True)
class ChatPage:
    """Routes over one view; `listeners` are the open event streams."""

    telegram: Telegram
    view: View
    listeners: set[Queue] = field(default_factory=set)

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self.index),
            web.get("/page/state", self.state),
            web.get("/page/events", self.events),
            web.get("/page/file/{file_id}", self.file),
            web.get("/page/{name}", self.asset),
            web.post("/page/say", self.say),
            web.post("/page/press", self.press),
            web.post("/page/follow", self.follow),
            web.post("/page/person", self.person),
            web.post("/page/language", self.language),
            web.post("/page/block", self.block),
            web.post("/page/attach", self.attach),
            web.post("/page/control/{id}", self.control),
        ]

    # --- what is shown

    async def index(self, _request: web.Request) -> web.Response:
        return asset("index.html")

    async def asset(self, request: web.Request) -> web.Response:
        return asset(request.match_info["name"])

    async def state(self, _request: web.Request) -> web.Response:
        return web.json_response(self.view.state())

    async def file(self, request: web.Request) -> web.Response:
        """Pictures inline, anything else as a download: a file never runs in the page's origin."""
        stored = self.telegram.files.kept.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        picture = image_type(stored.content) if "download" not in request.query else None
        disposition = "inline" if picture else f"attachment; filename*=UTF-8''{quote(stored.name)}"
        return web.Response(
            body=stored.content,
            content_type=picture or "application/octet-stream",
            headers={"Content-Disposition": disposition},
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The whole state first, then each change, until either side leaves."""
        queue: Queue = asyncio.Queue(QUEUE_LIMIT)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b"retry: 500\n\n")
        queue.put_nowait(self.view.state())
        self.listeners.add(queue)
        try:
            await self._stream(queue, response)
        except ConnectionError:
            pass  # the visitor closed the page
        finally:
            self.listeners.discard(queue)
        return response

    async def _stream(self, queue: Queue, response: web.StreamResponse) -> None:
        while True:
            try:
                change = await asyncio.wait_for(queue.get(), HEARTBEAT)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if change is None:
                return
            await response.write(b"data: " + json.dumps(change).encode() + b"\n\n")

    def tell(self, event: Event) -> None:
        """Passes a change on to every open page."""
        change = self.view.change(event) if self.listeners else None
        if change is not None:
            self._broadcast(change)

    def close(self) -> None:
        self._broadcast(None)

    def _broadcast(self, change: Json | None) -> None:
        for queue in list(self.listeners):
            if queue.full():
                self.listeners.discard(queue)
                queue.get_nowait()
                change = None
            queue.put_nowait(change)

    # --- what the visitor does

    async def say(self, request: web.Request) -> web.Response:
        given = await read_json(request)
        text = str(given.get("text", "")).strip()
        if not text:
            raise web.HTTPBadRequest(text="nothing was said")
        self.telegram.say(self._seated(given), text)
        return done()

    async def press(self, request: web.Request) -> web.Response:
        given = await read_json(request)
        message_id, data = given.get("message_id"), given.get("data")
        if not isinstance(message_id, int) or not isinstance(data, str):
            raise web.HTTPBadRequest(text="message_id and data are needed")
        return done(press=self.telegram.forge(self._seated(given), message_id, data))

    async def follow(self, request: web.Request) -> web.Response:
        given = await read_json(request)
        try:
            self.telegram.follow(self._seated(given), str(given.get("url", "")))
        except LookupError as elsewhere:
            raise web.HTTPBadRequest(text=str(elsewhere)) from None
        return done()

    async def person(self, request: web.Request) -> web.Response:
        given = await read_json(request)
        name = str(given.get("name", "")).strip()[:NAME_LIMIT]
        if not name or len(self.view.seats) >= PEOPLE_LIMIT:
            raise web.HTTPBadRequest(text="a name is needed, and room for one more")
        person = self.telegram.person(name, language_code=language(given))
        if person.id not in {seat.person.id for seat in self.view.seats}:
            self.view.seats.append(Seat(person))
            self._broadcast({"kind": "seat", "pane": self.view.pane(self.view.seats[-1])})
        return done(person=person.id)

    async def language(self, request: web.Request) -> web.Response:
        given = await read_json(request)
        self.telegram.speak(self._seated(given), language(given))
        return done()

    async def block(self, request: web.Request) -> web.Response:
        given = await read_json(request)
        person = self._seated(given)
        (self.telegram.block if given.get("blocked") else self.telegram.unblock)(person)
        return done()

    async def attach(self, request: web.Request) -> web.Response:
        """A file from the person: its bytes are the body, its name and person stand in the query."""
        if request.content_type != "application/octet-stream":
            raise web.HTTPUnsupportedMediaType
        person = self._seated({"person": as_number(request.query.get("person", ""))})
        name = request.query.get("name", "file")[:NAME_LIMIT]
        try:
            content = await read_body(request, FILE_LIMIT)
            if image_type(content):
                self.telegram.send_photo(person, content, name=name)
            else:
                self.telegram.send_document(person, content, name=name)
        except Refused as refused:
            raise as_error(refused) from None
        return done()

    async def control(self, request: web.Request) -> web.Response:
        await read_json(request)
        wanted = request.match_info["id"]
        control = next((control for control in self.view.controls if control.id == wanted), None)
        if control is None:
            raise web.HTTPNotFound
        return done(text=await control.handler())

    def _seated(self, given: Json) -> Person:
        """The person of a pane, nobody else."""
        for seat in self.view.seats:
            if seat.person.id == given.get("person"):
                return self.telegram.people[seat.person.id]
        raise web.HTTPNotFound(text="nobody sits there")


async def read_json(request: web.Request) -> Json:
    """The JSON body. Another content type is refused, so that no foreign form can send it without asking first."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        return json_object(await read_body(request, BODY_LIMIT))
    except Refused as refused:
        raise as_error(refused) from None


def as_error(refused: Refused) -> web.HTTPException:
    if refused.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return web.HTTPRequestEntityTooLarge(max_size=BODY_LIMIT, text=refused.description)
    return web.HTTPBadRequest(text=refused.description)


def language(given: Json) -> str:
    code = str(given.get("language", "en"))
    if not code.replace("-", "").isalnum() or len(code) > 12:
        raise web.HTTPBadRequest(text="no such language")
    return code


def as_number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def asset(name: str) -> web.Response:
    """A file of the page's folder by its bare name; 404 for anything else."""
    path = FOLDER / name
    if name not in {entry.name for entry in FOLDER.iterdir()} or path.suffix not in TYPES:
        raise web.HTTPNotFound
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")


def done(**more: object) -> web.Response:
    return web.json_response({"ok": True, **more})
