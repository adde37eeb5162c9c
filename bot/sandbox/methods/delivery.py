"""How updates reach the bot: asked for in batches, or posted to a webhook. Never both at once."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.sandbox import wire
from bot.sandbox.parameters import Parameters
from bot.sandbox.refused import bad_request, conflict
from bot.sandbox.telegram import Telegram
from bot.sandbox.updates import BATCH_LIMIT, Webhook

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def get_updates(telegram: Telegram, given: Parameters) -> object:
    """The batch of this moment, possibly empty; the waiting of a long poll is the doors' work."""
    if telegram.updates.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    _read_allowed(telegram, given)
    return telegram.updates.batch(given.integer("offset"), given.integer("limit", BATCH_LIMIT), telegram.now())


def set_webhook(telegram: Telegram, given: Parameters) -> object:
    """An empty URL removes the webhook. Only loopback addresses: nothing is ever posted elsewhere."""
    url, secret = given.text("url"), given.text("secret_token")
    if not url:
        return delete_webhook(telegram, given)
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if not is_loopback(url):
        raise bad_request("bad webhook: the sandbox posts to loopback addresses only")
    _drop_pending(telegram, given)
    _read_allowed(telegram, given)
    telegram.updates.webhook = Webhook(url, secret, given.integer("max_connections", 40))
    telegram.updates.last_error = None
    telegram.tell("update")
    return True


def delete_webhook(telegram: Telegram, given: Parameters) -> object:
    _drop_pending(telegram, given)
    telegram.updates.webhook = None
    telegram.tell("update")
    return True


def get_webhook_info(telegram: Telegram, given: Parameters) -> object:  # noqa: ARG001 - every method is called alike
    telegram.updates.forget_old(telegram.now())
    return wire.webhook_info(telegram.updates)


def is_loopback(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK and not parts.username


def _drop_pending(telegram: Telegram, given: Parameters) -> None:
    if given.flag("drop_pending_updates"):
        telegram.updates.waiting.clear()


def _read_allowed(telegram: Telegram, given: Parameters) -> None:
    """Kept until it is given again; an empty list means the default kinds."""
    kinds = given.array("allowed_updates", "allowed_updates")
    if kinds is not None:
        telegram.updates.allowed = frozenset(map(str, kinds)) or None
