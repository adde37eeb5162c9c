"""The one route behind every green button: redeem the confirmation, then hand it to the review it came from.

A review is registered under the word in its command's `do`. It makes its plan anew on confirming (rule 17), submits
with the nonce as the command's origin, and so two presses are one command.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from bot.chat.confirmations import Confirmations, Expired, Redeemed, Unknown, Used
from bot.chat.routes import EVERYONE, Answer, Asking, Context, Route, Toast
from bot.html import Html
from bot.presses import Confirm
from bot.screens.reviewed_anew import Reading, anew, expired, outdated
from bot.screens.screen import Screen

DO: Final = "do"
"""The field of a stored command that names its review."""


class Review(Protocol):
    """One kind of review. `command` is what `Confirmations.issue` was given; it comes back as JSON gives it."""

    async def again(self, context: Context, command: Mapping[str, Any], shown: Mapping[str, Any]) -> Answer:
        """A fresh review of the same command; `shown` is what the old one showed, to mark what changed."""

    async def confirmed(self, context: Context, confirmed: Redeemed, nonce: str) -> Answer:
        """Carry it out if the plan made anew is the one that was shown; else a fresh review."""

    async def repeated(self, context: Context, used: Used, nonce: str) -> Answer:
        """What became of it, to whoever presses again."""


Reviews = Mapping[str, Review]


def confirm_route(confirmations: Confirmations, reviews: Reviews) -> Route:
    """The route of `Confirm` for all reviews of the desk."""

    async def confirm(context: Context) -> Answer:
        nonce = context.pressed(Confirm).nonce
        found = await confirmations.redeem(
            nonce,
            person=context.person,
            chat=context.chat,
            now=context.now,
            message=context.message,
            origin=context.origin,
        )
        match found:
            case Unknown():
                return _gone(context)
            case Used():
                kind = (found.outcome or {}).get(DO, "")
                return await reviews[kind].repeated(context, found, nonce) if kind in reviews else _under_way(context)
            case Expired():
                fresh = await reviews[found.command[DO]].again(context, found.command, found.shown)
                seconds = int(confirmations.life.total_seconds())
                return _if_review(context, fresh, expired(context.t, seconds))
            case Redeemed():
                done = await reviews[found.command[DO]].confirmed(context, found, nonce)
                return _if_review(context, done, outdated(context.t))

    return Route(confirm, EVERYONE, moves=True)


def _if_review(context: Context, answer: Answer, why: Html) -> Answer:
    """The answer with its reason where it is a review once more; an outcome and a refusal stay as they are."""
    read = Reading(context.t, context.seen, context.plain)
    match answer:
        case Screen() if _confirms(answer):
            return anew(answer, why, read)
        case Asking(screen) if _confirms(screen):
            return replace(answer, screen=anew(screen, why, read))
        case _:
            return answer


def _confirms(screen: Screen) -> bool:
    return any(isinstance(button.action, Confirm) for row in screen.rows for button in row)


def _gone(context: Context) -> Toast:
    return Toast(context.t("desk", "This button is out of date"))


def _under_way(context: Context) -> Toast:
    return Toast(context.t("desk", "Done already: this button works once"))
