"""What a person can post elsewhere in their own name: cards of leads, which anybody may see (chat.md, section 2)."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from bot.charts.pictures import Picture
from bot.chat.routes import Context
from bot.screens.html import Html
from bot.screens.screen import CAPTION_MAX

PAGE: Final = 10
"""Offers a page (rule 11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One result: `title` and `line` stand in the list, `text` under the picture, `label` on the button to `link`.

    Nothing in it may be private to whoever posts it: strangers read it.
    """

    id: str
    title: Html
    line: Html
    text: Html
    label: Html
    link: str
    picture: Picture | None = None

    def __post_init__(self) -> None:
        """A text that is no caption would lose its picture."""
        assert self.text.size <= CAPTION_MAX, f"the card of {self.id} is no caption"


@dataclass(frozen=True, slots=True)
class Offers:
    """A page of them; `more`: there is another."""

    found: tuple[Offer, ...]
    more: bool


Offering = Callable[[Context, int], Coroutine[Any, Any, Offers]]
"""The offers for what somebody typed behind the bot's name, `context.text`, from the one at this place on."""
