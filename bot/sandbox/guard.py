"""Who may talk to the server: this machine's own programs and the server's own page, nobody a browser was lured by.

A foreign site that resolves its name to 127.0.0.1 still sends its own Host or Origin, and is refused with 403.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NAMES = frozenset({"127.0.0.1", "localhost"})
OWN_SITES = frozenset({"same-origin", "none"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The handler's answer, or 403 if the request was not meant for us."""
    if not is_ours(request):
        return web.Response(status=403, text="This server answers its own page and this machine only.")
    return await handler(request)


def is_ours(request: web.Request) -> bool:
    host, port = split_host(request.host)
    if host not in NAMES or port != own_port(request):
        return False
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES and not is_visit(request):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{request.host}"


def is_visit(request: web.Request) -> bool:
    """Following a link from elsewhere to the page itself is fine: it shows, and does nothing."""
    return request.method == "GET" and request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def split_host(host: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(f"http://{host}")
        port = parts.port or 80
    except ValueError:
        return None, None
    return parts.hostname, port


def own_port(request: web.Request) -> int | None:
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else None


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
