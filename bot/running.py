"""`slipstream run`: the desk with the token of `.env`, until a signal or a known problem ends it."""

import asyncio
import os
import signal
from contextlib import suppress

import structlog

from bot.redact import set_up_logging
from bot.refusals import Refused
from bot.settings import Settings, read_settings
from bot.wiring.doors import Doors
from bot.wiring.engine_room import settle_memory
from bot.wiring.house import House

log = structlog.get_logger(__name__)


def run() -> int:
    """Runs until SIGTERM or SIGINT. Raises what ends it; `refusals` words the known ones."""
    settings = read_settings()
    settings.token()
    if settings.admin_id is None:
        raise Refused("ADMIN_ID is missing: without an admin nobody can approve a lead; put your Telegram id into .env")
    set_up_logging(settings.log_level, secrets=secrets_of(settings))
    os.umask(0o077)  # whatever the folder's rights are, its files are the desk's alone
    asyncio.run(_run(settings))
    return 0


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """What no log may show."""
    given = (settings.telegram_bot_token, settings.webhook_secret, settings.smtp_password)
    return tuple(secret.get_secret_value() for secret in given if secret is not None)


async def _run(settings: Settings) -> None:
    house = await House.open(settings, Doors(limits=settings.limits()))
    try:
        settle_memory()
        await house.start()
        log.info("the desk is on: PAPER money, simulated prices", data=str(settings.data_dir))
        await until_stopped(house)
    finally:
        await house.stop()


async def until_stopped(house: House) -> None:
    """Returns at SIGTERM or SIGINT; raises the problem where the desk cannot go on."""
    stop: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _once, stop)
    await asyncio.wait({stop, house.failed}, return_when=asyncio.FIRST_COMPLETED)
    if house.failed.done() and (problem := house.failed.exception()) is not None:
        await house.tell_end(problem)
        raise problem


def _once(stop: "asyncio.Future[None]") -> None:
    with suppress(asyncio.InvalidStateError):
        stop.set_result(None)
