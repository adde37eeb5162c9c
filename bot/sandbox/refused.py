"""A request Telegram says no to: the status, the words the Bot API uses, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus


class Refused(Exception):
    """Carries status, description and parameters; `body()` is the answer as the Bot API writes it."""

    def __init__(
        self,
        description: str,
        *,
        status: int = HTTPStatus.BAD_REQUEST,
        parameters: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(description)
        self.description = description
        self.status = int(status)
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, object]:
        body: dict[str, object] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(what: str) -> Refused:
    return Refused(f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    return Refused(f"Forbidden: {what}", status=HTTPStatus.FORBIDDEN)


def conflict(what: str) -> Refused:
    return Refused(f"Conflict: {what}", status=HTTPStatus.CONFLICT)


def not_found() -> Refused:
    return Refused("Not Found", status=HTTPStatus.NOT_FOUND)


def unauthorized() -> Refused:
    return Refused("Unauthorized", status=HTTPStatus.UNAUTHORIZED)


def too_large() -> Refused:
    return Refused("Request Entity Too Large", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def flooded(seconds: int) -> Refused:
    return Refused(
        f"Too Many Requests: retry after {seconds}",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        parameters={"retry_after": seconds},
    )


def two_pollers() -> Refused:
    return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
