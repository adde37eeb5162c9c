"""What a person can post elsewhere in their own name: cards of leads, which anybody may see (chat.md, section 2)."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from bot.chat.routes import Context
from bot.screens.offer import Offer

PAGE: Final = 10
"""Offers a page (rule 11)."""


@dataclass(frozen=True, slots=True)
class Offers:
    """A page of them; `more`: there is another."""

    found: tuple[Offer, ...]
    more: bool


Offering = Callable[[Context, int], Coroutine[Any, Any, Offers]]
"""The offers for what somebody typed behind the bot's name, `context.text`, from the one at this place on."""
