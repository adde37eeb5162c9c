"""The in-process door: python-telegram-bot's own request interface, straight into a `Telegram`, without a socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.sandbox.asking import Answered, Lost, ask
from bot.sandbox.model import Upload
from bot.sandbox.refused import not_found
from bot.sandbox.telegram import Telegram


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the bot made it: `sendMessage` and its parameters, JSON values decoded. Files are left out."""

    method: str
    params: Mapping[str, object]


class SandboxRequest(BaseRequest):
    """Give one to `ApplicationBuilder.request` and another to `get_updates_request`. `calls` has all but polls."""

    __slots__ = ("calls", "sandbox")

    def __init__(self, sandbox: Telegram) -> None:
        self.sandbox = sandbox
        self.calls: list[Call] = []

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def named(self, method: str) -> list[Call]:
        """The calls of this method, oldest first."""
        return [call for call in self.calls if call.method == method]

    async def do_request(  # type: ignore[override]  # the timeouts mean nothing here
        self,
        url: str,
        method: str,  # noqa: ARG002 - GET and POST alike, as at the real one
        request_data: RequestData | None = None,
        **_timeouts: object,
    ) -> tuple[int, bytes]:
        """Status and body. TimedOut: executed, the answer lost. NetworkError: never arrived."""
        token, name, is_file = split_address(url)
        if is_file:
            return self._download(token, name)
        if name.lower() != "getupdates":
            self.calls.append(Call(name, dict(request_data.parameters) if request_data else {}))
        answer = await ask(self.sandbox, token, name, *read_request(request_data))
        match answer:
            case Answered(status, body):
                return status, json.dumps(body).encode()
            case Lost(executed=True):
                raise TimedOut
            case _:
                raise NetworkError("sandbox: the request never arrived")

    def _download(self, token: str, path: str) -> tuple[int, bytes]:
        stored = self.sandbox.files.at_path(path) if token == self.sandbox.token else None
        if stored is None:
            refused = not_found()
            return refused.status, json.dumps(refused.body()).encode()
        return 200, stored.content


def split_address(url: str) -> tuple[str, str, bool]:
    """Token, method or path, and whether it is a file, of .../bot<token>/<method> or .../file/bot<token>/<path>."""
    before, _, after = unquote(urlsplit(url).path).partition("/bot")
    token, _, name = after.partition("/")
    return token, name, before.endswith("/file")


def read_request(request_data: RequestData | None) -> tuple[dict[str, object], dict[str, Upload]]:
    """Parameters as the strings a form would carry, and the files beside them."""
    if request_data is None:
        return {}, {}
    files: dict[str, Upload] = {}
    for name, (file_name, content, mime) in request_data.multipart_data.items():
        body = content if isinstance(content, bytes) else content.read()
        files[name] = Upload(file_name, mime, body)
    return dict(request_data.json_parameters), files
