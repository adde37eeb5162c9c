"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>, on loopback."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from bot.sandbox.asking import Answered, ask
from bot.sandbox.bodies import read_form
from bot.sandbox.refused import Refused, not_found
from bot.sandbox.telegram import Telegram


@dataclass(frozen=True, slots=True)
class Api:
    """Two routes over one Telegram."""

    telegram: Telegram

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/bot{token}/{method}", self.method),
            web.post("/bot{token}/{method}", self.method),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    async def method(self, request: web.Request) -> web.StreamResponse:
        try:
            form = await read_form(request)
        except Refused as refused:
            return refusal(refused)
        token, method = request.match_info["token"], request.match_info["method"]
        answer = await ask(self.telegram, token, method, form.params, form.files)
        if isinstance(answer, Answered):
            return web.json_response(answer.body, status=answer.status)
        if request.transport:
            request.transport.abort()  # the caller sees the connection break, and cannot know what was done
        return web.Response(status=HTTPStatus.BAD_GATEWAY)

    async def file(self, request: web.Request) -> web.StreamResponse:
        is_own = request.match_info["token"] == self.telegram.token
        stored = self.telegram.files.at_path(request.match_info["path"]) if is_own else None
        if stored is None:
            return refusal(not_found())
        return web.Response(body=stored.content, content_type="application/octet-stream")


def refusal(refused: Refused) -> web.Response:
    return web.json_response(refused.body(), status=refused.status)
