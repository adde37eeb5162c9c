"""How requests reach Telegram: the library's interface over aiohttp, at a third of the CPU that its httpx costs.

The token stands in each address, so no error of ours carries one. Timeouts are seconds; None waits for ever.
"""

from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

READ: Final = 15.0
CONNECT: Final = 5.0
POOL: Final = 10.0
"""A free connection is waited for so long: bursts are ordinary."""
MEDIA: Final = 20.0
"""A file may take so much longer to leave."""


class AiohttpRequest(BaseRequest):
    """One pool of connections. `initialize` opens it."""

    def __init__(self, *, connections: int) -> None:
        """At most so many at once."""
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        # Once a host: aiohttp's own `trust_env` asks anew at each request, and hops to another thread twice for it.
        self._proxy = cache(_proxy)

    @property
    def read_timeout(self) -> float | None:
        """What a long poll adds its own wait to."""
        return READ

    async def initialize(self) -> None:
        """Open the pool, once."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections)
            headers = {"User-Agent": self.USER_AGENT}
            self._session = aiohttp.ClientSession(connector=connector, headers=headers)

    async def shutdown(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0917  # the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Raises TimedOut where the answer did not come in time, NetworkError where none can."""
        if self._session is None or self._session.closed:
            raise RuntimeError("the request is not initialized")
        files = bool(request_data and request_data.multipart_data)
        read = _given(read_timeout, READ)
        leave = _given(write_timeout, MEDIA if files else 0.0)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_given(pool_timeout, POOL),
            sock_connect=_given(connect_timeout, CONNECT),
            sock_read=None if read is None else read + (leave or 0.0),
        )
        where = urlsplit(url)
        proxy = self._proxy(where.scheme, where.hostname or "")
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, proxy=proxy
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as problem:
            raise TimedOut from problem
        except aiohttp.ClientError as problem:
            raise NetworkError(type(problem).__name__) from problem


def _proxy(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a host."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _given(timeout: Any, usual: float) -> Any:
    return usual if timeout is BaseRequest.DEFAULT_NONE else timeout


def _body(request_data: RequestData | None) -> aiohttp.FormData | aiohttp.BytesPayload | None:
    """JSON, which costs less to write than a form; files travel in one."""
    if request_data is None:
        return None
    if not request_data.multipart_data:
        return aiohttp.BytesPayload(request_data.json_payload, content_type="application/json")
    form = aiohttp.FormData(quote_fields=False)  # Telegram takes names as they are
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return form


def never_left(problem: NetworkError) -> bool:
    """Whether it failed before the request left this machine: then it has certainly not arrived."""
    return isinstance(problem.__cause__, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
